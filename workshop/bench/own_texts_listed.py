"""The list of own texts: of the shop, of its terms of guarantee, of each design, and how much of each is written in which language."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from workshop.aftercare.guarantee_queries import all_terms
from workshop.catalogue.guarantees import of_design
from workshop.catalogue.own_texts import (
    DESIGN_PARTS,
    PART_NAMES,
    Said,
    Texts,
    said_by,
    texts_of_shop,
    texts_of_terms,
)
from workshop.catalogue.queries import DesignRow, all_designs, designs
from workshop.sorting import AS_IT_COMES, Sort
from workshop.wording import _

SORTS = ("name",)
COLUMNS = ("of", "called", "text", "first")
ONE_READ = 200
Written = dict[tuple[str, str, str], Said]


@dataclass(frozen=True)
class Counted:
    """How many of the texts are written in a language, and how many of them were written of another text than the one now."""

    language: str
    address: str
    written: int
    old: int


@dataclass(frozen=True)
class Listed:
    """One line of the list: `of` as addresses name it."""

    of: str
    called: str
    code: str
    count: int
    in_language: tuple[Counted, ...]


@dataclass(frozen=True)
class Found:
    """A page of the list; what is not of a design stands on the first one, when nothing is sought."""

    rows: tuple[Listed, ...]
    first: int
    last: int
    total: int
    page: int
    has_more: bool


def listed(session: Session, sought: str, page: int, into: Sequence[str], sort: Sort = AS_IT_COMES) -> Found:
    """What is not of a design first, then the designs as `sort` says. A number of statements that stands still."""
    found = designs(session, sought, page, sort)
    some = [_of_design(row) for row in found.rows]
    if found.page == 1 and not sought:
        some = [*_of_shop(session), *some]
    written = said_by(session, [texts.serves for _of, _called, _code, texts in some])
    rows = tuple(_listed(one, written, into) for one in some)
    return Found(rows, found.first, found.last, found.total, found.page, found.has_more)


def _listed(one: tuple[str, str, str, Texts], written: Written, into: Iterable[str]) -> Listed:
    of, called, code, texts = one
    return Listed(of, called, code, len(texts.first), tuple(_counted(of, texts, written, code) for code in into))


def _counted(of: str, texts: Texts, written: Written, language: str) -> Counted:
    said = [(first, written.get((texts.serves, part, language))) for part, first in texts.first.items()]
    old = [one.is_old(first) for first, one in said if one]
    return Counted(language, address_of(of, language), len(old), sum(old))


def address_of(of: str, language: str) -> str:
    """Where these texts are written in that language."""
    return "/settings/texts/one?" + urlencode({"of": of, "in": language})


def all_lines(
    session: Session, sought: str, into: Sequence[str], sort: Sort = AS_IT_COMES
) -> Iterator[tuple[Any, ...]]:
    """Each text on a line of its own, with what it says in each language; designs are read in portions."""
    some = [] if sought else _of_shop(session)
    for row in all_designs(session, sought, sort):
        some.append(_of_design(row))
        if len(some) >= ONE_READ:
            yield from _lines(session, some, into)
            some = []
    yield from _lines(session, some, into)


def _lines(session: Session, some: list[tuple[str, str, str, Texts]], into: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    written = said_by(session, [texts.serves for _of, _called, _code, texts in some])
    for of, called, _code, texts in some:
        for part, first in texts.first.items():
            said = [written.get((texts.serves, part, language)) for language in into]
            yield of, called, _(PART_NAMES[part]), first, *(one.text if one else "" for one in said)


def _of_shop(session: Session) -> list[tuple[str, str, str, Texts]]:
    """The shop's own and those of the terms that hold."""
    given = [row for row in all_terms(session) if row.Guarantee.is_given]
    terms = [
        (f"terms:{row.code}" if row.code else "terms", row.name or "", row.code or "", texts_of_terms(row.Guarantee))
        for row in given
    ]
    named = [
        (of, _("Guarantee of {design}", design=name) if name else _("Guarantee"), c, t) for of, name, c, t in terms
    ]
    return [("shop", _("The shop"), "", texts_of_shop(session)), *named]


def _of_design(row: DesignRow) -> tuple[str, str, str, Texts]:
    first = {part: text for part in DESIGN_PARTS if (text := getattr(row, part))}
    return f"design:{row.code}", row.name, row.code, Texts(of_design(row.id), first)
