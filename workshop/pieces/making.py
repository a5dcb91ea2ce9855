"""Making pieces: one or many at once, each with its serial, its number and its first event."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.orm import Session

from workshop.catalogue.defaults import KINDS as PIECE_KINDS
from workshop.catalogue.models import Design, Edition
from workshop.database import fetch
from workshop.errors import Conflict, Invalid, NotFound
from workshop.pieces.castings import Taken, take_castings
from workshop.pieces.engravings import engraving_row
from workshop.pieces.models import Custody, Personalisation, Piece, PieceHead, WorkEvent
from workshop.units import check_weight
from workshop.wording import _
from workshop.writing import Writing

MOST_AT_ONCE = 500


LETTERS = {"ring": "R", "pendant": "P", "earrings": "E", "bracelet": "B", "chain": "C", "other": "X"}


BASE = {kind.key: kind.base for kind in PIECE_KINDS}


FIRST_EVENT = {"wax": None, "castings": "received", "made": "made_before"}


_TAKE_SERIALS = text(
    "INSERT INTO serial_counter (letter, last) VALUES (:letter, :count) "
    "ON CONFLICT (letter) DO UPDATE SET last = serial_counter.last + :count RETURNING last"
)


DESIGN = select(Design.id, Design.kind, Design.material_id, Design.route_id, Design.size).where(
    Design.code == bindparam("code")
)


_EDITION = (
    select(Edition.id, Edition.size)
    .where(Edition.design_id == bindparam("design_id"), Edition.name == bindparam("name"))
    .with_for_update()
)


_NUMBERS = select(func.coalesce(func.max(Piece.edition_number), 0)).where(Piece.edition_id == bindparam("edition_id"))


@dataclass(frozen=True)
class NewPieces:
    """What is made: `count` pieces after one design. `maker_id` names who made a piece that was made before records (None: not known).

    `castings`: the lot that castings received come out of; `weights_mg`: what each of them weighs, else they share the lot.
    """

    design_code: str
    count: int = 1
    way_in: str = "wax"
    size: str | None = None
    parts: int | None = None
    edition: str | None = None
    engraving: str | None = None
    engraving_place: str | None = None
    due_on: str | None = None
    is_rush: bool = False
    order_note: str | None = None
    weight_mg: int | None = None
    division_mg: int = 10
    maker_id: int | None = None
    source_key: str | None = None
    before_records: str | None = None
    castings: str | None = None
    weights_mg: tuple[int, ...] = ()


def make_pieces(writing: Writing, new: NewPieces) -> list[str]:
    """Make pieces; returns their serials. The number of statements does not grow with the count.

    Raises NotFound for an unknown design, edition or lot, Invalid for a count, weight or way in that cannot be, Conflict when
    the edition is full or the lot has not so much.
    """
    _require_makeable(new)
    design = fetch(writing.session, DESIGN, {"code": new.design_code}).one_or_none()
    if design is None:
        raise NotFound(
            _("There is no design {code}. Choose one from the catalogue.", code=new.design_code[:60]),
            slug="no-such-design",
            field="design",
        )
    serials = _take_serials(writing.session, LETTERS[BASE[design.kind]], new.count)
    numbers = _take_numbers(writing.session, design.id, new)
    taken = _castings_of(writing, new, design.material_id, serials)
    ids = writing.add_all(
        Piece,
        [
            _piece_row(writing, new, design, serial, number) | _account_of(taken, place)
            for place, (serial, number) in enumerate(zip(serials, numbers, strict=True))
        ],
    )
    writing.add_all(
        PieceHead, [{"piece_id": i, "sequence": 0, "state": "waiting", "moved_at": writing.at} for i in ids]
    )
    writing.add_all(
        Custody,
        [{"piece_id": i, "sequence": 1, "place": "shop", "at": writing.at, "by_id": writing.by.id} for i in ids],
    )
    if new.engraving:
        writing.add_all(Personalisation, [engraving_row(i, 1, new.engraving, new.engraving_place, None) for i in ids])
    _first_events(writing, new, ids, taken)
    return serials


def _castings_of(writing: Writing, new: NewPieces, material_id: int, serials: Sequence[str]) -> Taken | None:
    if new.castings is None:
        return None
    return take_castings(writing, new.castings, material_id, serials, weights_of(new), new.division_mg)


def _account_of(taken: Taken | None, place: int) -> dict[str, Any]:
    return {"account_id": taken.account_ids[place]} if taken else {}


def _require_makeable(new: NewPieces) -> None:
    if not 1 <= new.count <= MOST_AT_ONCE:
        raise Invalid(
            _("Make from 1 to {most} pieces at once.", most=MOST_AT_ONCE), slug="count-out-of-range", field="count"
        )
    if new.way_in not in FIRST_EVENT:
        raise Invalid(
            _("A piece begins as a wax here, as a casting received, or already made."),
            slug="way-in-unknown",
            field="way_in",
        )
    if new.parts is not None and not 1 <= new.parts <= 20:
        raise Invalid(_("A piece has from 1 to 20 parts."), slug="parts-out-of-range", field="parts")
    if new.castings is not None and new.way_in != "castings":
        raise Invalid(
            _("Only castings received come out of a lot of castings. Choose that way in."),
            slug="way-in-unknown",
            field="way_in",
        )
    if new.weights_mg and len(new.weights_mg) != new.count:
        raise Invalid(
            _("{given} weights for {count} pieces. Type one for each.", given=len(new.weights_mg), count=new.count),
            slug="weights-do-not-match",
            field="weights",
        )
    for weight_mg in (*new.weights_mg, *(() if new.weight_mg is None else (new.weight_mg,))):
        check_weight(weight_mg)


def _take_serials(session: Session, letter: str, count: int) -> list[str]:
    last = session.scalar(_TAKE_SERIALS, {"letter": letter, "count": count})
    assert last is not None
    return [f"{letter}-{number:04d}" for number in range(last - count + 1, last + 1)]


def _take_numbers(session: Session, design_id: int, new: NewPieces) -> Sequence[tuple[int | None, int | None]]:
    """Edition and number of each new piece. Raises Conflict when the edition has not enough left."""
    if new.edition is None:
        return [(None, None)] * new.count
    edition = session.execute(_EDITION, {"design_id": design_id, "name": new.edition}).one_or_none()
    if edition is None:
        raise NotFound(
            _("This design has no edition “{name}”.", name=new.edition[:60]), slug="no-such-edition", field="edition"
        )
    given = session.scalar(_NUMBERS, {"edition_id": edition.id}) or 0
    if given + new.count > edition.size:
        raise Conflict(
            _(
                "The edition has {left} numbers left of {size}. Make fewer, or make them outside the edition.",
                left=edition.size - given,
                size=edition.size,
            ),
            slug="edition-full",
            field="edition",
        )
    return [(edition.id, number) for number in range(given + 1, given + new.count + 1)]


def _piece_row(
    writing: Writing, new: NewPieces, design: Any, serial: str, number: tuple[int | None, int | None]
) -> dict[str, Any]:
    usual_parts = next(kind.parts for kind in PIECE_KINDS if kind.key == design.kind)
    return {
        "serial": serial,
        "design_id": design.id,
        "kind": design.kind,
        "material_id": design.material_id,
        "parts": new.parts or usual_parts,
        "size": new.size or design.size,
        "route_id": design.route_id,
        "edition_id": number[0],
        "edition_number": number[1],
        "way_in": new.way_in,
        "due_on": new.due_on,
        "is_rush": new.is_rush,
        "order_note": new.order_note,
        "source_key": new.source_key,
        "before_records": new.before_records,
        "created_at": writing.at,
        "by_id": writing.by.id,
    }


def _first_events(writing: Writing, new: NewPieces, ids: list[int], taken: Taken | None) -> None:
    weights = weights_of(new)
    kind = FIRST_EVENT[new.way_in] or ("weighed" if weights[0] is not None else None)
    if kind is None or new.source_key is not None:  # an imported piece starts without events, whatever its file says
        return
    row = {
        "sequence": 1,
        "kind": kind,
        "by_id": new.maker_id if kind == "made_before" else writing.by.id,
        "noted_by_id": writing.by.id,
        "at": writing.at,
        "posting_id": taken.posting_id if taken else None,
    }
    writing.add_all(
        WorkEvent,
        [
            {"piece_id": i, **row, "weight_mg": weight, "division_mg": new.division_mg if weight else None}
            for i, weight in zip(ids, weights, strict=True)
        ],
    )


def weights_of(new: NewPieces) -> Sequence[int | None]:
    """What each piece weighs, None where nobody weighed it."""
    return new.weights_mg or (new.weight_mg,) * new.count
