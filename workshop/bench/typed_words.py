"""Typed texts on the way to a public page, besides those of designs: which of them hold a word that outruns the facts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, func, literal, select, true, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from workshop.catalogue.models import Stage
from workshop.catalogue.own_texts import is_newest
from workshop.catalogue.text_models import OwnText
from workshop.catalogue.wording import let_stand
from workshop.inspection.models import Answer, Check, Trait
from workshop.materials.models import StoneFacts
from workshop.materials.papers import Reading, Supplier
from workshop.people.models import Consent, Shop
from workshop.pieces.making_models import Hallmark, Layer
from workshop.pieces.models import Piece, WorkEvent
from workshop.wordguard import Found, LetStand, digest_of_text, outruns, shown, shown_name
from workshop.wording import N_

PAGE = 1000

Column = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
# Where a text stands, as the owner reads it. Numbers of reports are left out: there are too many, and none is a word.
PLACES: tuple[tuple[str, Column], ...] = (
    (N_("the shop’s name"), Shop.name),
    (N_("who keeps the pages"), Shop.kept_by),
    (N_("what the shop says of itself"), Shop.about),
    (N_("what the shop says of returns"), Shop.returns),
    (N_("a text in another language"), OwnText.text),
    (N_("a stage"), Stage.name),
    (N_("a piece’s size"), Piece.size),
    (N_("a check"), Check.text),
    (N_("a check’s instrument"), Check.instrument),
    (N_("an answer’s instrument"), Answer.instrument),
    (N_("a check’s unit"), Check.unit),
    (N_("a piece’s character"), Trait.told),
    (N_("how a person is told"), Consent.shown_as),
    (N_("where work was done"), WorkEvent.place),
    (N_("a supplier"), Supplier.name),
    (N_("the issuer of a document"), Reading.agency),
    (N_("the holder of a document"), Reading.holder),
    (N_("the number of a document"), Reading.number),
    (N_("the benchmark in a document"), Reading.benchmark),
    (N_("an assay office"), Hallmark.office),
    (N_("how a layer was put on"), Layer.method),
    (N_("what a stone is"), StoneFacts.species),
    (N_("how a stone was treated"), StoneFacts.treatment_note),
    (N_("a stone’s laboratory"), StoneFacts.laboratory),
)
WITH_VERSIONS = "a text in another language"
NAMES_OF_BODIES = frozenset(
    {
        "a supplier",
        "the issuer of a document",
        "the holder of a document",
        "an assay office",
        "a stone’s laboratory",
    }
)


@dataclass(frozen=True)
class Kept:
    """A guarded word in a text that is kept back; the text is named by its digest."""

    place: str
    text: str
    digest: str
    found: Found


@dataclass(frozen=True)
class KeptBack:
    """What one page of texts holds; `first` counts texts from 1."""

    words: tuple[Kept, ...]
    first: int
    last: int
    total: int


def _stands(place: str) -> ColumnElement[bool]:
    """Of texts with versions only the newest stands."""
    return is_newest() if place == WITH_VERSIONS else true()


def _typed(place: str, column: Column) -> Any:
    """The texts of one place; of what stands with every piece each is looked for by the one before it, in an index."""
    if not any(column is one for one in OFTEN):
        return select(literal(place).label("place"), cast(column, Text).label("typed")).where(
            column != "", _stands(place)
        )
    found = select(func.min(column).label("typed")).where(column != "").cte(recursive=True)
    after = select(func.min(column)).where(column > found.c.typed).correlate(found).scalar_subquery()
    found = found.union_all(select(after).where(found.c.typed.is_not(None)))
    return select(literal(place), found.c.typed).where(found.c.typed.is_not(None))


OFTEN = (Piece.size, Answer.instrument, WorkEvent.place)
_TYPED = union(*(_typed(place, column) for place, column in PLACES)).subquery()


def kept_back(session: Session, page: int) -> KeptBack:
    """The guarded words in these texts that nobody let stand. Three statements."""
    total = session.scalar(select(func.count()).select_from(_TYPED)) or 0
    rows = session.execute(
        select(_TYPED.c.place, _TYPED.c.typed)
        .order_by(_TYPED.c.place, _TYPED.c.typed)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    allowed = let_stand(session)
    words = tuple(one for row in rows for one in _kept(row.place, row.typed, allowed))
    first = (page - 1) * PAGE
    return KeptBack(words, first + 1 if rows else 0, first + len(rows), total)


def _kept(place: str, typed: str, allowed: LetStand) -> list[Kept]:
    told: Callable[[str, LetStand], str | None] = shown_name if place in NAMES_OF_BODIES else shown
    if told(typed, allowed):
        return []
    return [Kept(place, typed, digest_of_text(typed), found) for found in outruns(typed, allowed)]


def text_of(session: Session, place: str, digest: str) -> str | None:
    """The text of this place that has the digest, as it stands now."""
    column = dict(PLACES).get(place)
    if column is None:
        return None
    texts = session.scalars(select(column).where(column != "", _stands(place)).distinct())
    return next((text for text in texts if text and digest_of_text(text) == digest), None)
