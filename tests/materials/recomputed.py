"""The books once more, by plain loops over the movements: nothing here reads a balance, a parent or what the program makes of them."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from tests.world import World

UNITS = ("mg", "carat_thousandths", "number")
NOT_WASTE = ("bar", "coin")
SMALL_PARTS = Fraction(1, 20)


@dataclass
class Claim:
    """What is recycled of one metal in a piece: exact fine milligrams, and those that papers cover."""

    fine_mg: Fraction = Fraction(0)
    covered_mg: Fraction = Fraction(0)

    @property
    def percent(self) -> int:
        return int(100 * self.covered_mg / self.fine_mg) if self.fine_mg else 0


@dataclass
class Told:
    """Everything that was written down, as it stands in the rows."""

    accounts: dict[int, Any] = field(default_factory=dict)
    lots: dict[int, Any] = field(default_factory=dict)
    movements: list[Any] = field(default_factory=list)
    pieces: dict[int, str] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)
    papers: dict[int, list[Any]] = field(default_factory=dict)


def read(world: World) -> Told:
    told = Told()
    for row in world.rows("SELECT id, key, kind, control_id FROM account"):
        told.accounts[row.id] = row
    lots = "SELECT l.id, l.code, l.metal, l.fineness, l.form, l.kind, l.owner_id, l.is_own, l.received_on, l.supplier_id, s.origin FROM lot l LEFT JOIN sourcing s ON s.lot_id = l.id ORDER BY l.id, s.sequence"
    for row in world.rows(lots):
        told.lots[row.id] = row
    for row in world.rows(
        "SELECT m.*, p.reverses_id, p.kind, p.at FROM movement m JOIN posting p ON p.id = m.posting_id ORDER BY m.id"
    ):
        told.movements.append(row)
    for row in world.rows("SELECT account_id, serial FROM piece WHERE account_id IS NOT NULL"):
        told.pieces[row.account_id] = row.serial
    for row in world.rows("SELECT p.serial, h.weight_mg FROM piece p JOIN piece_head h ON h.piece_id = p.id"):
        told.weights[row.serial] = row.weight_mg or 0
    papers = (
        "SELECT a.lot_id, d.code, r.custody, r.materials, r.share, r.valid_from, r.valid_until, r.holder_id, w.from_on, w.is_false "
        "FROM lot_paper a JOIN document d ON d.id = a.document_id JOIN reading r ON r.document_id = d.id "
        "LEFT JOIN withdrawal w ON w.document_id = d.id"
    )
    for row in world.rows(papers):
        told.papers.setdefault(row.lot_id, []).append(row)
    return told


def holdings(told: Told, until: int | None = None) -> dict[tuple[int, int], list[int]]:
    """What each account, and each that sums up, holds of each lot: metal, carats, number."""
    held: dict[tuple[int, int], list[int]] = {}
    for movement in told.movements:
        if until is not None and movement.at > until:
            continue
        for end, sign in ((movement.from_id, -1), (movement.to_id, 1)):
            for account in (end, told.accounts[end].control_id):
                if account is not None:
                    place = held.setdefault((account, movement.lot_id), [0, 0, 0])
                    for number, unit in enumerate(UNITS):
                        place[number] += sign * getattr(movement, unit)
    return held


def leaves(told: Told) -> set[int]:
    """The accounts that hold something themselves, and sum up no others."""
    return set(told.accounts) - {account.control_id for account in told.accounts.values()}


def went_in(told: Told) -> dict[int, dict[int, int]]:
    """For each lot that came out of the crucible, what went in: milligrams by lot."""
    by_posting: dict[int, list[Any]] = {}
    for movement in told.movements:
        by_posting.setdefault(movement.posting_id, []).append(movement)
    made: dict[int, dict[int, int]] = {}
    for movements in by_posting.values():
        if movements[0].reverses_id is not None:
            continue
        out = [m.lot_id for m in movements if told.accounts[m.from_id].kind == "melt"]
        for movement in movements:
            if out and told.accounts[movement.to_id].kind == "melt":
                parts = made.setdefault(out[0], {})
                parts[movement.lot_id] = parts.get(movement.lot_id, 0) + movement.mg
    return made


def outgrown(told: Told) -> set[int]:
    """The lots of which more is out than was taken in: what scales found of them is more than what is left."""
    found: dict[int, dict[str, int]] = {lot: {} for lot in told.lots}
    for (account, lot_id), (mg, _carats, _number) in holdings(told).items():
        kind = told.accounts[account].kind
        is_stock = told.accounts[account].key == f"lot:{told.lots[lot_id].code}"
        if kind in ("unexplained", "weighing", "outside", "melt") or is_stock:
            found[lot_id]["stock" if is_stock else kind] = mg
    grown = set()
    for lot_id, there in found.items():
        taken_in = -there.get("outside", there.get("melt", 0))
        weighed = max(0, -there.get("weighing", 0) - max(30, taken_in // 100))
        if weighed - there.get("unexplained", 0) > there.get("stock", 0):
            grown.add(lot_id)
    return grown


def compositions(told: Told) -> dict[int, dict[int, Fraction]]:
    """Of which bought lots the fine metal of each lot comes. Lots are made of older ones, so one walk upwards is enough."""
    made, found, grown = went_in(told), {}, outgrown(told)
    for lot_id in sorted(told.lots):
        metal = told.lots[lot_id].metal
        parts = {p: mg for p, mg in made.get(lot_id, {}).items() if told.lots[p].metal == metal}
        fine = {p: mg * (told.lots[p].fineness or 0) for p, mg in parts.items()}
        whole = sum(fine.values())
        if not whole or lot_id in grown or any(told.lots[p].fineness is None for p in parts):
            found[lot_id] = {lot_id: Fraction(1)}
            continue
        shares: dict[int, Fraction] = {}
        for parent, weight in fine.items():
            for source, share in found[parent].items():
                shares[source] = shares.get(source, Fraction(0)) + share * Fraction(weight, whole)
        found[lot_id] = shares
    return found


def fineness_of_made(told: Told) -> dict[int, int]:
    """Fineness of each lot made here, by what went in, cut off."""
    found = {}
    for lot_id, parts in went_in(told).items():
        metal, whole = told.lots[lot_id].metal, sum(parts.values())
        same = {p: mg for p, mg in parts.items() if told.lots[p].metal == metal}
        found[lot_id] = sum(mg * told.lots[p].fineness for p, mg in same.items()) // whole
    return found


def recycled_share(told: Told, lot_id: int) -> Fraction:
    """What the papers of a bought lot say is recycled, if they may say it."""
    lot = told.lots[lot_id]
    if lot.is_own or lot.owner_id or lot.form in NOT_WASTE or not (lot.origin or "").startswith("recycled"):
        return Fraction(0)
    shares = [Fraction(paper.share, 100) for paper in told.papers.get(lot_id, []) if speaks(lot, paper)]
    return max(shares, default=Fraction(0))


def speaks(lot: Any, paper: Any) -> bool:
    if lot.received_on is None or paper.is_false or paper.holder_id != lot.supplier_id:
        return False
    on = date.fromisoformat(lot.received_on)
    if paper.from_on and date.fromisoformat(paper.from_on) <= on:
        return False
    in_time = date.fromisoformat(paper.valid_from) <= on <= date.fromisoformat(paper.valid_until)
    of_it = lot.metal in (paper.materials or "").split(",")
    return in_time and of_it and paper.custody == "segregated"


def metal_of(told: Told) -> dict[str, list[tuple[int, int, bool]]]:
    """For each piece its lots of metal: milligrams, and whether all that went in of them was flagged as a small part."""
    flags: dict[tuple[int, int], bool] = {}
    for movement in told.movements:
        if movement.role is not None:
            key = (movement.to_id, movement.lot_id)
            flags[key] = flags.get(key, True) and bool(movement.is_incidental)
    inside: dict[str, list[tuple[int, int, bool]]] = {serial: [] for serial in told.pieces.values()}
    for (account, lot_id), (mg, _carats, _number) in holdings(told).items():
        if account in told.pieces and told.lots[lot_id].metal and mg:
            inside[told.pieces[account]].append((lot_id, mg, flags.get((account, lot_id), False)))
    return inside


def known_share(told: Told) -> dict[tuple[str, int], Fraction]:
    """For each piece and lot of metal the share that was booked from the lot; the rest was found by scales, or never booked at all."""
    found: dict[tuple[int, int, str], int] = {}
    for movement in told.movements:
        for piece, other, sign in ((movement.to_id, movement.from_id, 1), (movement.from_id, movement.to_id, -1)):
            key = (piece, movement.lot_id, told.accounts[other].kind)
            found[key] = found.get(key, 0) + sign * movement.mg
    carats: dict[int, int] = {}
    for (account, _lot), (_mg, thousandths, _number) in holdings(told).items():
        carats[account] = carats.get(account, 0) + thousandths
    shares: dict[tuple[str, int], Fraction] = {}
    inside = metal_of(told)
    for account, serial in told.pieces.items():
        booked = sum(mg for _lot, mg, _flag in inside[serial])
        on_the_scale = Fraction(told.weights[serial]) - Fraction(carats.get(account, 0), 5)
        more = on_the_scale.__floor__() - booked
        beside = Fraction(more, booked + more) if booked and more > max(30, booked // 100) else Fraction(0)
        for lot_id, mg, _flag in inside[serial]:
            weighed = max(0, found.get((account, lot_id, "weighing"), 0) - max(30, mg // 100))
            loose = weighed + max(0, found.get((account, lot_id, "unexplained"), 0))
            shares[serial, lot_id] = (1 - min(Fraction(1), Fraction(loose, mg))) * (1 - beside)
    return shares


def recycled(told: Told) -> dict[str, dict[str, Claim]]:
    """For each piece and metal, how much of its fine metal is recycled by papers."""
    grown = outgrown(told)
    shares = {lot: Fraction(0) if lot in grown else recycled_share(told, lot) for lot in told.lots}
    made_of, known = compositions(told), known_share(told)
    found: dict[str, dict[str, Claim]] = {}
    for serial, lots in metal_of(told).items():
        gross, small = sum(mg for _lot, mg, _flag in lots), sum(mg for _lot, mg, flag in lots if flag)
        left_out = small <= SMALL_PARTS * gross
        claims = found.setdefault(serial, {})
        for lot_id, mg, flag in lots:
            if flag and left_out:
                continue
            lot = told.lots[lot_id]
            claim, fine = claims.setdefault(lot.metal, Claim()), Fraction(mg * lot.fineness, 10_000)
            claim.fine_mg += fine
            of_lot = fine * known[serial, lot_id]
            claim.covered_mg += sum(of_lot * share * shares[source] for source, share in made_of[lot_id].items())
    return found
