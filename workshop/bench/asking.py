"""Asking for a missing paper: whom it concerns, a letter to them, and the form in which it comes in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.claims.facts import MetalLine, PieceFacts, StoneLine
from workshop.claims.rulebook import BY_KEY
from workshop.materials.papers import Supplier
from workshop.wording import _

# The rules by what their papers speak of; those of the workshop itself have nobody else to be asked.
OF_METAL, OF_STONES = range(1, 7), range(7, 12)


@dataclass(frozen=True)
class Ways:
    """Addresses: a letter to the supplier, empty where there is nobody to write to, and the form of a new document."""

    ask: str
    add: str


def suppliers_in(facts: PieceFacts) -> set[str]:
    """Codes of all whom a missing paper of this piece could come from."""
    return {code for line in _lines(facts) for _lot, code in _of_line(line) if code}


def letters_to(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Where those of these suppliers are written to who told an address. One statement."""
    wanted = select(Supplier.code, Supplier.email).where(Supplier.code.in_(list(codes)), Supplier.email.is_not(None))
    return {row.code: row.email for row in session.execute(wanted)}


def ways_of(rule: str, missing: str, facts: PieceFacts, emails: Mapping[str, str]) -> Ways:
    """For the lot that has no paper yet, else for the first that the rule speaks of."""
    lot, supplier = _concerned(BY_KEY[rule].number, facts)
    told = {"supplier": supplier, "lot": lot, "back": f"/pieces/{facts.serial}/claims"}
    add = "/materials/documents/new?" + urlencode({name: value for name, value in told.items() if value})
    email = emails.get(supplier, "")
    return Ways(_letter(email, lot, missing) if email else "", add)


def _letter(email: str, lot: str, missing: str) -> str:
    subject = _("A paper that we need for lot {lot}", lot=lot)
    body = _("For our lot {lot} we need: {paper}. Please send it to us, or say who has it.", lot=lot, paper=missing)
    return f"mailto:{quote(email, safe='@')}?subject={quote(subject)}&body={quote(body)}"


def _concerned(number: int, facts: PieceFacts) -> tuple[str, str]:
    lines: tuple[MetalLine | StoneLine, ...] = ()
    if number in OF_METAL:
        lines = facts.metals
    elif number in OF_STONES:
        lines = facts.stones
    ends = [(lot, code or "") for line in lines for lot, code in _of_line(line)]
    without = {lot for line in lines for lot in _without_paper(line)}
    return min(ends, key=lambda end: (end[0] not in without, not end[1]), default=("", ""))


def _lines(facts: PieceFacts) -> tuple[MetalLine | StoneLine, ...]:
    return (*facts.metals, *facts.stones)


def _of_line(line: MetalLine | StoneLine) -> list[tuple[str, str | None]]:
    """The bought lots in it with their suppliers."""
    if isinstance(line, StoneLine):
        return [(line.lot, line.supplier_code)]
    return [(source.code, source.supplier_code) for source, _share in line.parts]


def _without_paper(line: MetalLine | StoneLine) -> list[str]:
    if isinstance(line, StoneLine):
        return [] if line.papers else [line.lot]
    return [source.code for source, _share in line.parts if not source.papers]
