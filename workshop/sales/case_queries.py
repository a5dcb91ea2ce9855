"""Reading cases: which pieces may go, one case whole, the list of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.models import Design, Edition
from workshop.catalogue.own_texts import name_spoken
from workshop.catalogue.price_history import OWN_WHOLESALE
from workshop.database import stream
from workshop.errors import NotFound
from workshop.inspection.attachment_models import Attachment
from workshop.inspection.models import Release
from workshop.materials.models import Material
from workshop.people.models import Person
from workshop.pieces.models import Custody, Piece, PieceHead, WorkEvent
from workshop.pieces.places import INSIDE
from workshop.provenance.models import Tag, TagWithdrawal
from workshop.sales.case_models import PackedCase, PackedPiece
from workshop.sales.case_rules import Fit
from workshop.sales.sale_models import Sale
from workshop.sorting import AS_IT_COMES, Sort, in_order
from workshop.texts import plain_dashes
from workshop.wording import _

PAGE = 50
SORTS = ("case", "holder", "left", "due")
MOST_OFFERED = 100
_PLACE = (
    select(Custody.place)
    .where(Custody.piece_id == Piece.id)
    .order_by(Custody.sequence.desc())
    .limit(1)
    .correlate(Piece)
    .scalar_subquery()
)
_TAG = (
    select(func.max(Tag.code))
    .outerjoin(TagWithdrawal, TagWithdrawal.tag_id == Tag.id)
    .where(Tag.piece_id == Piece.id, TagWithdrawal.id.is_(None))
    .correlate(Piece)
    .scalar_subquery()
)
_few = aliased(PieceHead, name="few")  # chosen first, by an index, among all that ever left
_carrier = aliased(Piece, name="carrier")
_ON_IT = (Attachment.ended_at.is_(None), Attachment.child_id == Piece.id)
_CARRIER = (
    select(_carrier.serial)
    .join(Attachment, Attachment.parent_id == _carrier.id)
    .where(*_ON_IT)
    .correlate(Piece)
    .scalar_subquery()
)
_IS_OUT = or_(PackedPiece.outcome.is_(None), PackedPiece.outcome.not_in(("back", "sold")))
_FITS: Any = (
    select(
        Piece.serial,
        _PLACE.label("place"),
        PieceHead.state,
        Release.id.is_not(None).label("is_released"),
        func.coalesce(PieceHead.awaits == "inspection", False).label("to_inspect"),
        PackedCase.code,
        Design.name,
        Piece.kind,
        Design.price_minor,
        _CARRIER.label("worn_on"),
        OWN_WHOLESALE.label("own_wholesale_minor"),
    )
    .join(PieceHead, PieceHead.piece_id == Piece.id)
    .join(Design, Design.id == Piece.design_id)
    .outerjoin(Release, Release.piece_id == Piece.id)
    .outerjoin(PackedPiece, and_(PackedPiece.piece_id == Piece.id, _IS_OUT))
    .outerjoin(PackedCase, PackedCase.id == PackedPiece.case_id)
)


def fits(session: Session, serials: Sequence[str]) -> list[Fit]:
    """These pieces in their order; unknown ones are left out. One statement."""
    found = {row.serial: Fit(*row) for row in session.execute(_FITS.where(Piece.serial.in_(serials)))}
    return [found[one] for one in serials if one in found]


def ready_to_go(session: Session) -> list[Fit]:
    """Pieces in the house that passed, the newest first, as many as are offered to tick. One statement."""
    alone = ~exists().where(*_ON_IT)
    passed = select(_few.piece_id).where(_few.state == "released")
    ready = _FITS.where(Piece.id.in_(passed), PackedCase.id.is_(None), alone).order_by(Piece.id.desc())
    rows = session.execute(ready.limit(MOST_OFFERED))
    return [fit for fit in (Fit(*row) for row in rows) if fit.place in INSIDE]


@dataclass(frozen=True)
class CaseFound:
    """One case with its pieces in the order of their serials."""

    row: Any
    lines: Sequence[Any]


_ROW: Any = select(*PackedCase.__table__.c, Person.name.label("by_name")).outerjoin(
    Person, Person.id == PackedCase.by_id
)
_LINES: Any = (
    select(
        PackedPiece.id,
        PackedPiece.piece_id,
        Piece.serial,
        Piece.kind,
        Design.name.label("design"),
        name_spoken().label("called"),
        Material.name.label("material"),
        Piece.edition_number,
        Edition.size.label("edition_size"),
        PackedPiece.price_minor,
        PackedPiece.at,
        PackedPiece.outcome,
        PackedPiece.note,
        PackedPiece.decided_at,
        PackedPiece.custody_sequence,
        PackedPiece.departure_id,
        Sale.id.label("sale_id"),
        Sale.price_minor.label("sold_minor"),
        Sale.currency,
        Sale.sold_on,
        Sale.returned_at,
        PieceHead.weight_mg,
        func.coalesce(WorkEvent.sequence, 0).label("seen"),
        _PLACE.label("place"),
        _TAG.label("tag"),
    )
    .join(Piece, Piece.id == PackedPiece.piece_id)
    .join(PieceHead, PieceHead.piece_id == Piece.id)
    .join(Design, Design.id == Piece.design_id)
    .join(Material, Material.id == Piece.material_id)
    .outerjoin(Edition, Edition.id == Piece.edition_id)
    .outerjoin(WorkEvent, WorkEvent.id == PieceHead.last_change_id)
    .outerjoin(Sale, and_(Sale.packed_id == PackedPiece.id))
    .order_by(Piece.serial)
)
_OF_CASE = _LINES.where(PackedPiece.case_id == bindparam("case_id"))
_OF_PIECE = _OF_CASE.where(Piece.serial == bindparam("serial"))


def case_row(session: Session, code: str) -> Any:
    """The row of a case. One statement. Raises NotFound."""
    row = session.execute(_ROW.where(PackedCase.code == plain_dashes(code).upper())).one_or_none()
    if row is None:
        raise NotFound(_("There is no case {code}.", code=code[:20]), slug="no-such-case")
    return row


def find_case(session: Session, code: str) -> CaseFound:
    """A case with all its pieces. Two statements. Raises NotFound."""
    row = case_row(session, code)
    return CaseFound(row, session.execute(_OF_CASE, {"case_id": row.id}).all())


def line_of(session: Session, case_id: int, serial: str) -> Any:
    """The piece's line in the case. One statement. Raises NotFound."""
    row = session.execute(_OF_PIECE, {"case_id": case_id, "serial": serial}).one_or_none()
    if row is None:
        raise NotFound(
            _("{serial} did not go with this case. Lay it aside and look it up.", serial=serial),
            slug="not-of-this-case",
            field="text",
        )
    return row


def case_of(session: Session, serial: str) -> str | None:
    """The code of the case that the piece is in and of which nobody said yet what became of it. One statement."""
    return session.scalar(
        select(PackedCase.code)
        .join(PackedPiece, PackedPiece.case_id == PackedCase.id)
        .join(Piece, Piece.id == PackedPiece.piece_id)
        .where(Piece.serial == serial, _IS_OUT)
    )


def _counted(*outcomes: str) -> Any:
    return func.count(PackedPiece.id).filter(PackedPiece.outcome.in_(outcomes))


_LIST: Any = (
    select(
        PackedCase.code,
        PackedCase.place,
        PackedCase.holder,
        PackedCase.due_on,
        PackedCase.at,
        PackedCase.closed_at,
        func.count(PackedPiece.id).label("went"),
        _counted("back").label("back"),
        _counted("sold").label("sold"),
        _counted("still_there").label("there"),
        _counted("lost").label("lost"),
        func.count(PackedPiece.id).filter(PackedPiece.outcome.is_(None)).label("open"),
    )
    .outerjoin(PackedPiece, PackedPiece.case_id == PackedCase.id)
    .group_by(PackedCase.id)
)


@dataclass(frozen=True)
class WantedCases:
    """What is looked for: words, a place, closed ones or those still out, which page from 1; `missing`: all that lack a piece."""

    words: str | None = None
    place: str | None = None
    closed: bool = False
    page: int = 1
    missing: bool = False
    sort: Sort = AS_IT_COMES


def list_cases(session: Session, wanted: WantedCases) -> list[Row[Any]]:
    """A page of cases, the ones due first before the others, and one more row when there are further ones. One statement."""
    return list(session.execute(_listed(wanted).limit(PAGE + 1).offset((wanted.page - 1) * PAGE)))


def every_case(session: Session, wanted: WantedCases) -> Iterator[Row[Any]]:
    """All cases that the list would show, read some at a time. One statement."""
    return stream(session, _listed(wanted))


def _listed(wanted: WantedCases) -> Any:
    asked = _LIST.where(PackedCase.place != "customer")  # what a shop bought has a list of its own
    if wanted.missing:
        lost = select(PackedPiece.case_id).where(PackedPiece.outcome == "lost")
        asked = asked.where(PackedCase.id.in_(lost))
    else:
        asked = asked.where(PackedCase.closed_at.is_not(None) if wanted.closed else PackedCase.closed_at.is_(None))
    if wanted.place:
        asked = asked.where(PackedCase.place == wanted.place)
    if wanted.words:
        asked = asked.where(_named(plain_dashes(wanted.words)))
    closed: tuple[Any, ...] = (PackedCase.closed_at.desc(), PackedCase.id.desc())
    out = (PackedCase.due_on.is_(None), PackedCase.due_on, PackedCase.id.desc())
    columns = {
        "case": PackedCase.id,
        "holder": func.lower(PackedCase.holder),
        "left": PackedCase.at,
        "due": PackedCase.due_on,
    }
    order = in_order(wanted.sort, columns, PackedCase.id, closed if wanted.closed else out)
    return asked.order_by(*order)


def _named(words: str) -> Any:
    inside = select(PackedPiece.case_id).join(Piece, Piece.id == PackedPiece.piece_id)
    return or_(
        PackedCase.code == words.upper(),
        PackedCase.holder.icontains(words, autoescape=True),
        PackedCase.id.in_(inside.where(Piece.serial == words.upper())),
    )
