"""What an event brings into a piece, and which stones sat in it: the reading behind a loss."""

from workshop.materials.receiving import find_lot
from workshop.pieces.holding import inside, source_of
from workshop.pieces.losing import Brought, inside_mg, stones_mg
from workshop.pieces.rules import Standing
from workshop.pieces.using import Stones, Using, weighed
from workshop.writing import Writing


def brought(writing: Writing, standing: Standing, using: Using, now_mg: int) -> Brought:
    """What the event brings in, and the stones that sat in it. Metal without a weight is what the scale shows more.

    No statement for a piece without books that gets nothing.
    """
    held = inside(writing.session, standing.account_id)
    carats = sum(one.amount.carat_thousandths for one in held)
    before_mg = standing.weight_mg or 0
    set_mg = stones_mg(sum(_carats_set(writing, standing, one) for one in using.stones))
    known_mg = sum(one.mg or 0 for one in using.added)
    is_measured = any(one.mg is None for one in using.added)
    rest_mg = max(0, now_mg - before_mg - set_mg - known_mg) if is_measured else 0
    return Brought(set_mg, known_mg + rest_mg, inside_mg(before_mg, carats))


def _carats_set(writing: Writing, standing: Standing, typed: Stones) -> int:
    lot = find_lot(writing, typed.lot)
    source = source_of(writing, lot, typed.issued_now)
    stones = weighed(writing, lot, source, standing.account_id or 0, typed)
    return stones.set.carat_thousandths - stones.broken_out.carat_thousandths
