"""What is put on a piece at its end: a layer of metal, an assay office's mark. Each belongs to the event that put it there."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from workshop.errors import Conflict, Invalid, NotFound
from workshop.materials.papers import Document
from workshop.materials.receiving import MOST_FINE
from workshop.materials.words import PRECIOUS
from workshop.pieces.making_models import Hallmark, Layer
from workshop.pieces.models import Piece, WorkEvent
from workshop.wording import N_, _
from workshop.writing import Writing

LAYER_METALS = (
    *(N_("rhodium"), N_("gold"), N_("silver"), N_("platinum"), N_("palladium")),
    *(N_("ruthenium"), N_("nickel"), N_("copper"), N_("other")),
)
PUTS_LAYER = frozenset({"plate", "finish", "make", "repair", "outwork_back"})
PUTS_MARK = frozenset({"mark", "outwork_back"})
THICKEST_NM = 1_000_000  # a millimetre is no layer


@dataclass(frozen=True)
class NewLayer:
    """A layer. `fineness` in parts per 10,000, `thickness_nm` in nanometres, `document` by its code; None is not known."""

    metal: str
    fineness: int | None = None
    thickness_nm: int | None = None
    method: str | None = None
    has_nickel: bool | None = None
    document: str | None = None


@dataclass(frozen=True)
class NewHallmark:
    """An assay office's mark, as it is struck. `fineness` in parts per 10,000, `marked_on` a day such as 2026-11-22."""

    office: str
    metal: str
    fineness: int
    marked_on: str
    sponsor: str | None = None
    document: str | None = None


Surface = NewLayer | NewHallmark
_EVENT = (
    select(WorkEvent.id, WorkEvent.piece_id, WorkEvent.kind)
    .join(Piece, Piece.id == WorkEvent.piece_id)
    .where(Piece.serial == bindparam("serial"), WorkEvent.sequence == bindparam("sequence"))
)
_DOCUMENT = select(Document.id).where(Document.code == bindparam("code"))


def put_on(writing: Writing, serial: str, sequence: int, surface: Surface) -> None:
    """Write down what the event of that sequence put on the piece.

    Raises Invalid for what cannot be, NotFound for an unknown document, Conflict for an event that puts on nothing such.
    """
    event = writing.session.execute(_EVENT, {"serial": serial, "sequence": sequence}).one()
    is_layer = isinstance(surface, NewLayer)
    if event.kind not in (PUTS_LAYER if is_layer else PUTS_MARK):
        raise Conflict(
            _("A layer is put on by plating, a hallmark at marking, or both at another workshop."),
            slug="not-put-on-here",
            field="layer" if is_layer else "hallmark",
        )
    if isinstance(surface, NewLayer):
        _require_layer(surface)
    else:
        _require_mark(surface, writing.at.date())
    row = {name: value for name, value in vars(surface).items() if name != "document"}
    document_id = _document(writing, surface.document, "layer_document" if is_layer else "mark_document")
    model = Layer if is_layer else Hallmark
    writing.add(model, piece_id=event.piece_id, event_id=event.id, document_id=document_id, **row)


def _require_layer(layer: NewLayer) -> None:
    if layer.metal not in LAYER_METALS:
        raise Invalid(
            _("“{metal}” is no metal of a layer.", metal=layer.metal[:40]), slug="metal-unknown", field="layer_metal"
        )
    _require_fineness(layer.fineness, "layer_fineness")
    if layer.thickness_nm is not None and not 0 < layer.thickness_nm <= THICKEST_NM:
        raise Invalid(
            _("A layer is more than 0 and at most 1000 micrometres thick."),
            slug="thickness-out-of-range",
            field="thickness",
        )


def _require_mark(mark: NewHallmark, today: date) -> None:
    if mark.metal not in PRECIOUS:
        raise Invalid(
            _("“{metal}” is not hallmarked.", metal=mark.metal[:40]), slug="metal-unknown", field="mark_metal"
        )
    _require_fineness(mark.fineness, "mark_fineness")
    if mark.marked_on > today.isoformat():
        raise Invalid(
            _("{day} is still to come. Type the day on which it was struck.", day=mark.marked_on),
            slug="marked-in-future",
            field="marked_on",
        )


def _require_fineness(fineness: int | None, field: str) -> None:
    if fineness is not None and not 1 <= fineness <= MOST_FINE:
        raise Invalid(
            _("Fineness is at most 1000 parts in a thousand, such as 750 or 999.9."),
            slug="fineness-out-of-range",
            field=field,
        )


def _document(writing: Writing, code: str | None, field: str) -> int | None:
    if code is None:
        return None
    found = writing.session.scalar(_DOCUMENT, {"code": code.strip().upper()})
    if found is None:
        raise NotFound(_("There is no document {code}.", code=code[:40]), slug="no-such-document", field=field)
    return int(found)
