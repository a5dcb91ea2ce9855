"""Reading what the rulebook judges: one set of statements for one piece or for many, however long their books are."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from workshop.catalogue.guarantee_models import Guarantee
from workshop.catalogue.guarantees import offered
from workshop.catalogue.models import Design, Edition
from workshop.catalogue.models import Stage as StageRow
from workshop.inspection.guarantee_models import PieceGuarantee
from workshop.inspection.models import Answer, Departure, Inspection
from workshop.materials.accounts import Account, Balance, Movement
from workshop.materials.models import Lot, LotParent, Sourcing, StoneFacts
from workshop.materials.papers import Supplier
from workshop.people.models import Consent, Person
from workshop.pieces.making_models import Hallmark, Layer
from workshop.pieces.models import Custody, Piece, PieceHead, WorkEvent
from workshop.pieces.places import OUTSIDE as OUTSIDE_PLACES

Rows = Sequence[Row[Any]]
_shown = aliased(Piece)

_SHOWN = (
    select(
        func.min(
            select(func.min(Departure.at)).where(Departure.piece_id == _shown.id).correlate(_shown).scalar_subquery()
        )
    )
    .where(_shown.edition_id == Piece.edition_id)
    .correlate(Piece)
    .scalar_subquery()
)
_out, _later_out = aliased(Departure), aliased(Departure)
# The day of the sale, while it is away: to be handed or sent back after a repair is no other sale, to be here again ends it.
_SOLD = (
    select(_out.at)
    .where(
        _out.kind == "sold",
        _out.id
        == select(func.max(_later_out.id))
        .where(_later_out.piece_id == Piece.id, _later_out.kind.not_in(("tagged", "handed_back", "shipped")))
        .correlate(Piece)
        .scalar_subquery(),
        select(Custody.place)
        .where(Custody.piece_id == Piece.id)
        .order_by(Custody.sequence.desc())
        .limit(1)
        .correlate(Piece)
        .scalar_subquery()
        .in_(OUTSIDE_PLACES),
    )
    .correlate(Piece)
    .scalar_subquery()
)
# The terms of its last sale; before the first those that it would be sold with today.
_FROZEN = (
    select(PieceGuarantee.guarantee_id)
    .where(PieceGuarantee.piece_id == Piece.id)
    .order_by(PieceGuarantee.id.desc())
    .limit(1)
    .correlate(Piece)
    .scalar_subquery()
)
_WAS_SOLD = (
    select(Departure.id)
    .where(Departure.piece_id == Piece.id, Departure.kind.in_(("sold", "shipped")))
    .correlate(Piece)
    .exists()
)
TERMS: Any = func.coalesce(_FROZEN, case((~_WAS_SOLD, offered(Piece.design_id))))
PIECES: Any = (
    select(
        Piece.id,
        Piece.serial,
        Piece.kind,
        Piece.account_id,
        Piece.edition_id,
        Piece.edition_number,
        Piece.design_id,
        Design.construction,
        Design.counts_casting,
        Piece.way_in,
        Design.mould,
        Edition.size.label("edition_size"),
        Edition.created_at.label("edition_at"),
        Edition.proofs,
        _SHOWN.label("first_shown_at"),
        _SOLD.label("sold_at"),
        PieceHead.weight_mg,
        PieceHead.last_change_id,
        Guarantee.number.label("guarantee"),
        Guarantee.guarantor,
        Guarantee.years,
        Guarantee.lasts,
        Guarantee.covers,
        Guarantee.excludes,
        Guarantee.is_free,
        Guarantee.is_whole,
        Guarantee.has_eu_label,
    )
    .join(Design, Design.id == Piece.design_id)
    .join(PieceHead, PieceHead.piece_id == Piece.id)
    .outerjoin(Guarantee, and_(Guarantee.id == TERMS, Guarantee.is_given == True))
    .outerjoin(Edition, Edition.id == Piece.edition_id)
    .where(Piece.id.in_(bindparam("pieces", expanding=True)))
    .order_by(Piece.id)
)

_line = (
    select(LotParent.lot_id, LotParent.parent_id, LotParent.mg)
    .where(LotParent.lot_id.in_(bindparam("lots", expanding=True)))
    .cte("line", recursive=True)
)
_further = aliased(LotParent)
_line = _line.union(
    select(_further.lot_id, _further.parent_id, _further.mg).join(_line, _further.lot_id == _line.c.parent_id)
)
PARENTS: Any = select(_line.c.lot_id, _line.c.parent_id, _line.c.mg)


def newest(model: Any, key: Any) -> Any:
    """Only the newest row of each thing."""
    other = aliased(model)
    mine = getattr(other, key.key)
    return select(func.max(other.sequence)).where(mine == key).correlate(model).scalar_subquery()


def stock(account: Any) -> Any:
    """Milligrams that an account holds of the lot now; one step in an index."""
    return (
        select(Balance.mg)
        .where(Balance.account_id == account, Balance.lot_id == Lot.id)
        .order_by(Balance.sequence.desc())
        .limit(1)
        .correlate(Lot)
        .scalar_subquery()
    )


OUTSIDE = select(Account.id).where(Account.key == "outside").scalar_subquery()
_UNEXPLAINED = select(Account.id).where(Account.key == "unexplained").scalar_subquery()
_MELT = select(Account.id).where(Account.key == "melt").scalar_subquery()
_WEIGHING = select(Account.id).where(Account.key == "weighing").scalar_subquery()
WEIGHTS = (
    (-stock(OUTSIDE)).label("received_mg"),
    (-func.coalesce(stock(OUTSIDE), stock(_MELT))).label("taken_in_mg"),
    stock(Lot.account_id).label("stock_mg"),
    stock(_UNEXPLAINED).label("unexplained_mg"),
    stock(_WEIGHING).label("weighing_mg"),
)
LOTS: Any = (
    select(
        Lot.id,
        Lot.code,
        Lot.kind,
        Lot.metal,
        Lot.fineness,
        Lot.form,
        Lot.received_on,
        Lot.produced_on,
        Lot.has_nickel,
        Lot.owner_id,
        Lot.is_own,
        Supplier.code.label("supplier_code"),
        Supplier.name.label("supplier_name"),
        Sourcing.origin,
        Sourcing.country,
        *WEIGHTS,
        StoneFacts.species,
        StoneFacts.nature,
        StoneFacts.treatment,
        StoneFacts.treatment_note,
        StoneFacts.tested_by,
        StoneFacts.is_polished,
        StoneFacts.report_number,
        StoneFacts.laboratory,
    )
    .outerjoin(Supplier, Supplier.id == Lot.supplier_id)
    .outerjoin(Sourcing, and_(Sourcing.lot_id == Lot.id, Sourcing.sequence == newest(Sourcing, Sourcing.lot_id)))
    .outerjoin(
        StoneFacts, and_(StoneFacts.lot_id == Lot.id, StoneFacts.sequence == newest(StoneFacts, StoneFacts.lot_id))
    )
    .where(Lot.id.in_(bindparam("lots", expanding=True)))
)

OWNERS = select(Person.subject).where(Person.active == True, Person.is_owner == True)
_consented = aliased(Consent)
_newer = aliased(Consent)
STEPS = (
    select(
        WorkEvent.piece_id,
        WorkEvent.id,
        WorkEvent.sequence,
        WorkEvent.kind,
        WorkEvent.at,
        WorkEvent.method,
        WorkEvent.place,
        WorkEvent.by_id,
        WorkEvent.corrects_id,
        select(Movement.id)
        .join(Lot, Lot.id == Movement.lot_id)
        .where(
            Movement.posting_id == WorkEvent.posting_id,
            Movement.to_id == Piece.account_id,
            Movement.role.is_not(None),
            Lot.metal.is_not(None),
        )
        .exists()
        .label("adds_metal"),
        StageRow.name.label("stage"),
        StageRow.work.label("stage_work"),
        Person.subject,
        _consented.form,
        _consented.shown_as,
    )
    .join(Piece, Piece.id == WorkEvent.piece_id)
    .outerjoin(StageRow, StageRow.id == WorkEvent.stage_id)
    .outerjoin(Person, Person.id == WorkEvent.by_id)
    .outerjoin(
        _consented,
        and_(
            _consented.person_id == WorkEvent.by_id,
            _consented.id
            == select(func.max(_newer.id)).where(_newer.person_id == _consented.person_id).scalar_subquery(),
        ),
    )
    .where(WorkEvent.piece_id.in_(bindparam("pieces", expanding=True)))
    .order_by(WorkEvent.piece_id, WorkEvent.sequence)
)

_later = aliased(Inspection)
LOOKS = (
    select(
        Inspection.piece_id,
        Inspection.id,
        Inspection.level,
        Inspection.last_change_id,
        Inspection.decided_at,
        select(func.count()).where(Answer.inspection_id == Inspection.id).scalar_subquery().label("checks"),
        Person.subject,
        _consented.form,
        _consented.shown_as,
    )
    .join(Person, Person.id == Inspection.by_id)
    .outerjoin(
        _consented,
        and_(
            _consented.person_id == Inspection.by_id,
            _consented.id
            == select(func.max(_newer.id)).where(_newer.person_id == _consented.person_id).scalar_subquery(),
        ),
    )
    .where(
        Inspection.piece_id.in_(bindparam("pieces", expanding=True)),
        Inspection.id
        == select(func.max(_later.id))
        .where(_later.piece_id == Inspection.piece_id, _later.verdict == "pass", _later.purpose != "stage")
        .scalar_subquery(),
    )
)
_undo = aliased(WorkEvent, name="undo")


def _put_on(model: Any) -> Any:
    """Layers or hallmarks on pieces, without those whose event was undone."""
    undone = select(_undo.id).where(
        _undo.piece_id == model.piece_id, _undo.kind == "undo", _undo.corrects_id == model.event_id
    )
    pieces: Any = bindparam("pieces", expanding=True)
    return select(model).where(model.piece_id.in_(pieces), ~undone.exists()).order_by(model.id)


LAYERS, HALLMARKS = _put_on(Layer), _put_on(Hallmark)
# By edition: a piece without a number is told nothing of the others of its design, however many those are.
SIBLINGS = (
    select(
        Piece.edition_id,
        func.count().label("given"),
        func.sum(case((PieceHead.state == "scrapped", 1), else_=0)).label("destroyed"),
    )
    .join(PieceHead, PieceHead.piece_id == Piece.id)
    .where(Piece.edition_id.in_(bindparam("editions", expanding=True)))
    .group_by(Piece.edition_id)
)


def pieces_of(session: Session, serials: Sequence[str]) -> list[int]:
    """Primary keys of pieces, in the order of their serials. One statement."""
    return list(session.scalars(select(Piece.id).where(Piece.serial.in_(serials)).order_by(Piece.serial)))
