"""What programs say of material at the stages, and what a piece is made of."""

from typing import Any

from sqlalchemy.orm import Session

from workshop.api import bodies, material_answers, using_bodies
from workshop.api.operations import Caller, Operation
from workshop.api.queries import Told
from workshop.errors import Invalid
from workshop.materials.ledger import Amount, net_mg
from workshop.pieces.contents import Books, Part, books_of, hallmarks_of, layers_of
from workshop.pieces.queries import piece_standing
from workshop.pieces.surfaces import NewHallmark, NewLayer, put_on
from workshop.pieces.using import NOTHING, Added, Stones, Using
from workshop.wording import _
from workshop.writing import Writing

Typed = using_bodies.RecordEvent | using_bodies.Outwork
MATERIAL = ("using", "layer", "hallmark")
CASTINGS = ("no-such-lot", "not-castings", "other-alloy", "not-enough", "weights-do-not-match")
USING = (
    "no-such-lot",
    "no-such-document",
    "not-enough",
    "more-off-than-there",
    "metal-of-others",
    "metal-amount-missing",
    "not-stones",
    "stones-do-not-close",
    "stones-not-counted",
    "not-put-on-here",
    "marked-in-future",
)


def using_of(typed: Typed) -> Using:
    """What the body says of material. Raises Invalid for a loss without its reason."""
    used = typed.using
    if used is None:
        return NOTHING
    if used.loss_mg and not (getattr(typed, "reason", None) or typed.note):
        raise Invalid(_("Say in a few words where it was lost."), slug="reason-missing", field="reason")
    return Using(
        tuple(Added(**vars(one)) for one in used.added),
        tuple(_stones(one) for one in used.stones),
        scrap_mg=used.scrap_mg,
        lemel_mg=used.lemel_mg,
        loss_mg=used.loss_mg,
    )


def _stones(typed: using_bodies.UsedStones) -> Stones:
    counts = {name: _amount(one) for name, one in vars(typed).items() if isinstance(one, using_bodies.StoneCount)}
    return Stones(typed.lot, issued=typed.issued, **counts)


def _amount(typed: using_bodies.StoneCount) -> Amount:
    return Amount(carat_thousandths=typed.carat_thousandths, number=typed.number)


def put_surfaces(writing: Writing, serial: str, number: int, typed: Typed) -> None:
    """The layer and the hallmark of the entry with that number."""
    if typed.layer is not None:
        put_on(writing, serial, number, NewLayer(**vars(typed.layer)))
    if typed.hallmark is not None:
        told = vars(typed.hallmark) | {"marked_on": typed.hallmark.marked_on.isoformat()}
        put_on(writing, serial, number, NewHallmark(**told))


def show_materials(session: Session, _asked: bodies.Nothing, _who: Caller, serial: str) -> Told:
    """Five statements at most."""
    standing = piece_standing(session, serial)
    books = Books([], {})
    if standing.account_id is not None:
        books = books_of(session, standing.piece_id, standing.account_id)
    carats = sum(part.amount.carat_thousandths for part in books.parts)
    gross = standing.weight_mg
    return {
        "serial": serial,
        "lots": [_part(part) for part in books.parts],
        "gross_mg": gross,
        "net_mg": None if gross is None else net_mg(gross, carats),
        "unexplained_mg": books.gone.get("unexplained", 0),
        "layers": [
            _surface(row, "metal", "fineness", "thickness_nm", "method", "has_nickel")
            for row in _rows(layers_of, session, standing.piece_id)
        ],
        "hallmarks": [
            _surface(row, "office", "sponsor", "metal", "fineness", "marked_on")
            for row in _rows(hallmarks_of, session, standing.piece_id)
        ],
    }


def _rows(read: Any, session: Session, piece_id: int) -> list[Any]:
    return [row._mapping for row in read(session, piece_id)]


def _part(part: Part) -> Told:
    return {
        "lot": part.code,
        "kind": part.kind,
        "metal": part.metal,
        "fineness": part.fineness,
        "role": part.role,
        "is_incidental": part.is_incidental,
        **vars(part.amount),
    }


def _surface(row: Any, *names: str) -> Told:
    return {name: row[name] for name in names} | {"document": row["document"], "entry": row["number"]}


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/pieces/{serial}/materials",
        "show_materials",
        "What one piece is made of, by the books",
        "read",
        show_materials,
        material_answers.PieceMaterials,
        refuses=("no-such-piece",),
    ),
)
