"""Asking for a missing paper: whom it concerns, a letter to them, and the form in which it comes in."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.claims.facts import MetalLine, PieceFacts, StoneLine
from workshop.claims.results import ClaimResult
from workshop.claims.wordings import called
from workshop.letter import mail_to
from workshop.materials.papers import Supplier
from workshop.wording import _

# The rules by what their papers speak of; those of the workshop itself have nobody else to be asked.
OF_METAL, OF_STONES = range(1, 7), range(7, 12)
# What is told by the log of the piece itself: how it was made, inspected and numbered.
OF_THE_LOG = range(15, 20)


@dataclass(frozen=True)
class Ways:
    """Addresses: a letter to the supplier, empty where there is nobody to write to, and the form of a new document.

    Where no paper helps, only the bench, `add` is empty and `piece` is the page of the piece.
    """

    ask: str
    add: str
    piece: str = ""


def suppliers_in(facts: PieceFacts) -> set[str]:
    """Codes of all whom a missing paper of this piece could come from."""
    return {end.supplier for line in _lines(facts) for end in _of_line(line) if end.supplier}


def letters_to(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Where those of these suppliers are written to who told an address. One statement."""
    wanted = select(Supplier.code, Supplier.email).where(Supplier.code.in_(list(codes)), Supplier.email.is_not(None))
    return {row.code: row.email for row in session.execute(wanted)}


def ways_of(one: ClaimResult, facts: PieceFacts, emails: Mapping[str, str]) -> Ways:
    """For the lot that the answer names, by its code or by a paper of it; else for one that has no paper yet."""
    if one.number in OF_THE_LOG:
        return Ways("", "", f"/pieces/{facts.serial}")
    lot, supplier = _concerned(one, facts)
    told = {"supplier": supplier, "lot": lot, "back": f"/pieces/{facts.serial}/claims"}
    add = "/materials/documents/new?" + urlencode({name: value for name, value in told.items() if value})
    email = emails.get(supplier, "")
    return Ways(_letter(email, lot, one.missing) if email and lot else "", add)


def _letter(email: str, lot: str, missing: str) -> str:
    subject = _("A paper that we need for lot {lot}", lot=lot)
    body = _("For our lot {lot} we need: {paper}. Please send it to us, or say who has it.", lot=lot, paper=missing)
    return mail_to(email, subject, body)


def _concerned(one: ClaimResult, facts: PieceFacts) -> tuple[str, str]:
    """The lot and its supplier; both empty where no lot is spoken of."""
    ends = [end for line in _lines(facts) for end in _of_line(line)]
    bought = {end.lot for end in ends}
    ends += [_End(line.lot, "") for line in facts.metals if line.lot not in bought]  # melts of them
    for said in (one.missing, " ".join(one.reasons)):
        named = [end for end in ends if _names(said, [end.lot])] or [end for end in ends if _names(said, end.papers)]
        if named:
            return named[0].lot, named[0].supplier
    spoken_of = [end for line in _spoken_of(one.number, facts) for end in _of_line(line)]
    first = min(spoken_of, key=lambda end: (bool(end.papers), not end.supplier), default=_End("", ""))
    return first.lot, first.supplier


def _names(said: str, words: Iterable[str]) -> bool:
    """Whether one of these codes or papers stands in it as a word of its own."""
    return any(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", said) for word in words)


def _spoken_of(number: int, facts: PieceFacts) -> tuple[MetalLine | StoneLine, ...]:
    if number in OF_METAL:
        return facts.metals
    return facts.stones if number in OF_STONES else ()


def _lines(facts: PieceFacts) -> tuple[MetalLine | StoneLine, ...]:
    return (*facts.metals, *facts.stones)


@dataclass(frozen=True)
class _End:
    """A bought lot, the code of its supplier, and what its papers are called."""

    lot: str
    supplier: str
    papers: tuple[str, ...] = ()


def _of_line(line: MetalLine | StoneLine) -> list[_End]:
    """The bought lots in it."""
    if isinstance(line, StoneLine):
        return [_End(line.lot, line.supplier_code or "", tuple(map(called, line.papers)))]
    return [
        _End(source.code, source.supplier_code or "", tuple(map(called, source.papers)))
        for source, _share in line.parts
    ]
