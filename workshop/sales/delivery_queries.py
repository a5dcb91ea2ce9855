"""Reading deliveries: one whole, the list of them, and what is not paid yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, case, func, or_, select
from sqlalchemy.orm import Session

from workshop.database import stream
from workshop.errors import NotFound
from workshop.pieces.models import Piece
from workshop.sales.case_models import PackedCase, PackedPiece
from workshop.sales.case_queries import CaseFound, find_case
from workshop.sales.delivery_models import Delivery, DeliveryEntry
from workshop.sales.delivery_rules import Entry, Terms, still_owed
from workshop.sorting import AS_IT_COMES, Sort, in_order
from workshop.texts import plain_dashes
from workshop.wording import _

PAGE = 50
SORTS = ("delivery", "holder", "left", "pay", "open")
STATES = ("open", "settled", "all")


@dataclass(frozen=True)
class DeliveryFound:
    """One delivery: its case with all pieces, its terms, and what was paid or changed, the oldest first."""

    id: int
    case: CaseFound
    terms: Terms
    entries: Sequence[Entry]

    @property
    def delivered_minor(self) -> int:
        """Of the pieces that were not given back."""
        return sum(one.price_minor or 0 for one in self.case.lines if one.outcome == "sold")

    @property
    def open_minor(self) -> int:
        return still_owed(self.delivered_minor, self.entries)


def find_delivery(session: Session, code: str) -> DeliveryFound:
    """Four statements. Raises NotFound."""
    found = find_case(session, code)
    terms = session.execute(
        select(Delivery.id, Delivery.pay_on, Delivery.returns_until, Delivery.carriage_by, Delivery.loss_by).where(
            Delivery.case_id == found.row.id
        )
    ).one_or_none()
    if terms is None:
        raise NotFound(_("There is no delivery {code}.", code=code[:20]), slug="no-such-delivery")
    entries = session.execute(
        select(DeliveryEntry.kind, DeliveryEntry.amount_minor, DeliveryEntry.happened_on)
        .where(DeliveryEntry.delivery_id == terms.id)
        .order_by(DeliveryEntry.number)
    )
    return DeliveryFound(terms.id, found, Terms(*terms[1:]), [Entry(*row) for row in entries])


def _of_lines(what: Any, *outcomes: str) -> Any:
    asked = select(func.coalesce(what, 0)).where(PackedPiece.case_id == PackedCase.id)
    asked = asked.where(PackedPiece.outcome.in_(outcomes)) if outcomes else asked
    return asked.correlate(PackedCase).scalar_subquery()


_EFFECT = case((DeliveryEntry.kind == "carriage", DeliveryEntry.amount_minor), else_=-DeliveryEntry.amount_minor)
_CHANGED = (
    select(func.coalesce(func.sum(_EFFECT), 0))
    .where(DeliveryEntry.delivery_id == Delivery.id)
    .correlate(Delivery)
    .scalar_subquery()
)
_WORTH = _of_lines(func.sum(PackedPiece.price_minor), "sold")
OPEN = _WORTH + _CHANGED
_LIST: Any = select(
    PackedCase.code,
    PackedCase.holder,
    PackedCase.at,
    PackedCase.currency,
    Delivery.pay_on,
    _of_lines(func.count(PackedPiece.id)).label("went"),
    _of_lines(func.count(PackedPiece.id), "back").label("back"),
    _WORTH.label("worth_minor"),
    OPEN.label("open_minor"),
).join(Delivery, Delivery.case_id == PackedCase.id)


@dataclass(frozen=True)
class WantedDeliveries:
    """What is looked for: words, those not paid yet, those that are, or all; which page from 1."""

    words: str | None = None
    state: str = "open"
    page: int = 1
    sort: Sort = AS_IT_COMES


def list_deliveries(session: Session, wanted: WantedDeliveries) -> list[Row[Any]]:
    """A page of deliveries, those to be paid first before the others, and one more row when there are further ones. One statement."""
    return list(session.execute(_listed(wanted).limit(PAGE + 1).offset((wanted.page - 1) * PAGE)))


def every_delivery(session: Session, wanted: WantedDeliveries) -> Iterator[Row[Any]]:
    """All deliveries that the list would show, read some at a time. One statement."""
    return stream(session, _listed(wanted))


def _listed(wanted: WantedDeliveries) -> Any:
    asked = _LIST
    if wanted.state in ("open", "settled"):
        asked = asked.where(OPEN > 0 if wanted.state == "open" else OPEN <= 0)
    if wanted.words:
        asked = asked.where(_named(plain_dashes(wanted.words)))
    newest: tuple[Any, ...] = (PackedCase.id.desc(),)
    columns = {
        "delivery": PackedCase.id,
        "holder": func.lower(PackedCase.holder),
        "left": PackedCase.at,
        "pay": Delivery.pay_on,
        "open": OPEN,
    }
    usual = (Delivery.pay_on, PackedCase.id) if wanted.state == "open" else newest
    order = in_order(wanted.sort, columns, PackedCase.id, usual)
    return asked.order_by(*order)


def _named(words: str) -> Any:
    inside = select(PackedPiece.case_id).join(Piece, Piece.id == PackedPiece.piece_id)
    return or_(
        PackedCase.code == words.upper(),
        PackedCase.holder.icontains(words, autoescape=True),
        PackedCase.id.in_(inside.where(Piece.serial == words.upper())),
    )


def unpaid(first: str, last: str) -> Any:
    """A statement over deliveries to be paid in these days that are not paid yet, the first due before the others."""
    asked = _LIST.where(Delivery.pay_on.between(first, last), OPEN > 0)
    return asked.order_by(Delivery.pay_on, PackedCase.id)
