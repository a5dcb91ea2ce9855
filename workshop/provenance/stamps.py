"""What is struck and written on the piece itself: the assay office's mark, the maker's, the fineness, the number."""

from collections.abc import Iterator

from workshop.claims.facts import Mark
from workshop.claims.struck import is_struck, mark_of
from workshop.days import day
from workshop.provenance.facts import Facts
from workshop.wording import _

Row = tuple[str, str]


def stamps_of(facts: Facts) -> tuple[Row, ...]:
    """Rows of (label, text); none when only the number is on it."""
    rows = [row for metal in dict.fromkeys(mark.metal for mark in facts.piece.marks) for row in _struck(facts, metal)]
    return (*rows, (_("Number"), facts.head.serial)) if rows else ()


def _struck(facts: Facts, metal: str) -> Iterator[Row]:
    mark = mark_of(facts.piece, metal)
    if mark is None:
        return
    if mark.sponsor:
        yield _("Maker’s mark"), mark.sponsor
    if is_struck(facts.piece, metal) and mark.office:
        yield _("Hallmark"), _hallmark(mark)
        if mark.fineness:
            yield _("Fineness"), _("{parts}, struck with it", parts=_parts(mark.fineness))
    elif mark.fineness:
        yield _("Fineness"), _("{parts}, the maker’s own stamp, no hallmark", parts=_parts(mark.fineness))


def _hallmark(mark: Mark) -> str:
    if mark.on is None:
        return _("Struck by {office}", office=mark.office)
    return _("Struck by {office} on {day}", office=mark.office, day=day(mark.on))


def _parts(fineness: int) -> str:
    whole, tenth = divmod(fineness, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)
