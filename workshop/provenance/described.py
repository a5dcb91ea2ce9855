"""What a piece is, in rows: its kind, number, edition, size and weight, as they were when it left."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from workshop.catalogue.defaults import KINDS
from workshop.claims.facts import EditionFact
from workshop.days import day_at
from workshop.provenance.facts import Facts, Head, Look
from workshop.provenance.marks import METALS
from workshop.units import grams
from workshop.wording import _, n_

Row = tuple[str, str]


def rows_of(facts: Facts, passed: Look | None, zone: ZoneInfo) -> tuple[Row, ...]:
    head = facts.head
    when = _when(head, passed, zone)
    weight = (
        _("{grams} g, {when}", grams=grams(passed.gross_mg), when=when)
        if passed and passed.gross_mg
        else _("Not recorded")
    )
    rows = (
        (_("Kind"), _(next((one.name for one in KINDS if one.key == head.kind), head.kind))),
        (_("Number"), head.serial),
        (_("Edition"), edition_told(head, facts.piece.edition)),
        (_("Dated"), head.dated or ""),
        (_("Parts"), str(head.parts) if head.parts > 1 else ""),
        (_("Size"), _("{size}, {when}", size=head.size, when=when) if head.size and when else head.size or ""),
        (_("Gross weight"), weight),
    )
    return tuple((label, told) for label, told in rows if told)


def number_told(head: Head) -> str:
    """No. 3 of 25; nothing for a piece without a number."""
    if head.edition_number is None:
        return ""
    return _("no. {number} of {size}", number=head.edition_number, size=head.edition_size)


def edition_told(head: Head, edition: EditionFact | None) -> str:
    """The same with what else belongs to the edition: proofs beside it, numbers whose pieces are destroyed."""
    return " ".join(_edition(head, edition)) if head.edition_number is not None else ""


def _edition(head: Head, edition: EditionFact | None) -> Iterator[str]:
    number = number_told(head)
    yield f"{number[:1].upper()}{number[1:]}."
    if edition is None:
        return
    if edition.proofs is None:
        yield _("How many proofs there are is not recorded.")
    elif edition.proofs:
        yield n_("{count} proof exists beside them.", "{count} proofs exist beside them.", edition.proofs)
    else:
        yield _("No proofs beside them.")
    if edition.destroyed:
        yield n_(
            "The piece of {count} number is destroyed.",
            "The pieces of {count} numbers are destroyed.",
            edition.destroyed,
        )


def _when(head: Head, passed: Look | None, zone: ZoneInfo) -> str:
    if head.left_at is not None:
        return _("when it left us on {day}", day=day_at(head.left_at, zone))
    return _("when it passed on {day}", day=day_at(passed.decided_at, zone)) if passed else ""


def ordered_materials(head: Head) -> tuple[Row, ...]:
    """What stands in for the books when nothing is booked: the metal by its name, and nothing claimed."""
    return (
        (_("Metal"), _(head.material)),
        (_("Fineness"), _fineness(head)),
        (_("Origin"), _("Not recorded")),
        (_("Documents"), _("Not recorded")),
    )


def _fineness(head: Head) -> str:
    if head.fineness is None or head.metal not in METALS:
        return _("Not stated")
    parts, tenth = divmod(head.fineness, 10)
    told = f"{parts}.{tenth}" if tenth else str(parts)
    return _("{parts} of 1,000 parts {metal}, by paper, not assayed", parts=told, metal=_(head.metal))
