"""By what the owner reckons: what an hour costs, the terms of the house, and whether time is told by person. Each change is a new row; the newest counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workshop.database import Base
from workshop.errors import Conflict, Invalid
from workshop.sales import consignment_rules, delivery_rules
from workshop.units import Moment, Whole, YesNo
from workshop.wording import N_, _
from workshop.writing import Writing

STRICT = {"sqlite_strict": True}
WHOLESALE_PERCENT, CONSIGNMENT_PERCENT = 50, 60
LONGEST_PAY, LONGEST_OUT = 365, 730
BORNE = {
    "discount_by": (consignment_rules.DISCOUNT_BY, N_("Say who bears a discount."), "discount-unknown"),
    "gallery_loss_by": (consignment_rules.LOSS_BY, N_("Say who bears a loss."), "loss-unknown"),
    "carriage_by": (delivery_rules.BORNE_BY, N_("Say who bears the carriage."), "carriage-unknown"),
    "shop_loss_by": (delivery_rules.BORNE_BY, N_("Say who bears a loss on the way."), "loss-unknown"),
}


class Reckoning(Base):
    """`hour_minor`: what an hour of work costs in minor units of the shop's currency; None is not said. Shares in percent of retail.

    `is_announced`: everybody who works here was told that the owner sees their time. The others are the terms of the house
    for cases at galleries and for shops that buy; in rows from before there were any they are None.
    """

    __tablename__ = "reckoning"
    __table_args__ = (
        CheckConstraint("hour_minor > 0", name="hour"),
        CheckConstraint("wholesale_percent BETWEEN 1 AND 100", name="wholesale"),
        CheckConstraint("consignment_percent BETWEEN 1 AND 100", name="consignment"),
        CheckConstraint("discount_by IN ('maker','gallery','both')", name="discount"),
        CheckConstraint("gallery_loss_by IN ('maker','gallery')", name="gallery_loss"),
        CheckConstraint("carriage_by IN ('maker','buyer')", name="carriage"),
        CheckConstraint("shop_loss_by IN ('maker','buyer')", name="shop_loss"),
        CheckConstraint("gallery_pay_days BETWEEN 0 AND 365", name="gallery_pay"),
        CheckConstraint("due_days BETWEEN 1 AND 730", name="due"),
        CheckConstraint("shop_pay_days BETWEEN 0 AND 365", name="shop_pay"),
        CheckConstraint("return_days BETWEEN 1 AND 730", name="return"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    hour_minor: Mapped[int | None] = mapped_column(Whole)
    wholesale_percent: Mapped[int] = mapped_column(Whole)
    consignment_percent: Mapped[int] = mapped_column(Whole)
    is_announced: Mapped[bool] = mapped_column(YesNo)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    discount_by: Mapped[str | None] = mapped_column(Text)
    gallery_loss_by: Mapped[str | None] = mapped_column(Text)
    carriage_by: Mapped[str | None] = mapped_column(Text)
    shop_loss_by: Mapped[str | None] = mapped_column(Text)
    gallery_pay_days: Mapped[int | None] = mapped_column(Whole)
    due_days: Mapped[int | None] = mapped_column(Whole)
    shop_pay_days: Mapped[int | None] = mapped_column(Whole)
    return_days: Mapped[int | None] = mapped_column(Whole)


@dataclass(frozen=True)
class Terms:
    """What counts now. `due_days`: until a case is awaited back from a gallery; `return_days`: for how long a shop that bought may give
    pieces back; None of either: no day is said."""

    hour_minor: int | None = None
    wholesale_percent: int = WHOLESALE_PERCENT
    consignment_percent: int = CONSIGNMENT_PERCENT
    is_announced: bool = False
    discount_by: str = "both"
    gallery_loss_by: str = "gallery"
    gallery_pay_days: int = consignment_rules.PAY_DAYS
    due_days: int | None = None
    carriage_by: str = "maker"
    shop_loss_by: str = "maker"
    shop_pay_days: int = delivery_rules.PAY_DAYS
    return_days: int | None = None

    @property
    def for_gallery(self) -> consignment_rules.Terms:
        """What a case at a gallery begins with."""
        share = self.consignment_percent * consignment_rules.WHOLE // 100
        return consignment_rules.Terms(share, self.discount_by, self.gallery_loss_by, self.gallery_pay_days)

    def for_shop(self, on: date) -> delivery_rules.Terms:
        """What a delivery of that day begins with."""
        pay_on, until = _after(on, self.shop_pay_days), self.return_days and _after(on, self.return_days)
        return delivery_rules.Terms(pay_on, until or None, self.carriage_by, self.shop_loss_by)

    def due_on(self, on: date, place: str = "gallery") -> str | None:
        """Until when a case that leaves on that day is awaited back; None for a place other than a gallery."""
        return _after(on, self.due_days) if self.due_days and place == "gallery" else None


def _after(on: date, days: int) -> str:
    return (on + timedelta(days=days)).isoformat()


def terms_now(session: Session) -> Terms:
    """The usual ones until somebody says otherwise. One statement."""
    row = session.scalar(select(Reckoning).order_by(Reckoning.id.desc()).limit(1))
    return Terms() if row is None else terms_in(row)


def terms_in(row: Any) -> Terms:
    """Of one row; what it does not say yet is as usual."""
    told = {name: getattr(row, name) for name in Terms.__dataclass_fields__}
    return Terms(**{name: one for name, one in told.items() if one is not None})


def times_changed(session: Session) -> int:
    """How often it was said anew; whoever changes it names what was seen by this. One statement."""
    return session.scalar(select(func.count()).select_from(Reckoning)) or 0


def change_terms(writing: Writing, changed: Mapping[str, Any], seen: int | None = None) -> None:
    """Write down these alone anew. Raises Invalid, Conflict when they were said anew since `seen`."""
    now = terms_now(writing.session)
    wanted = replace(now, **changed)
    if wanted != now and seen is not None and seen != times_changed(writing.session):
        raise Conflict(
            _("The terms were changed meanwhile. Look at what they are below, then keep yours again."),
            slug="changed-meanwhile",
        )
    keep_terms(writing, wanted)


def keep_terms(writing: Writing, terms: Terms) -> None:
    """Write down what counts from now on; nothing when it counts already. Raises Invalid."""
    require_terms(terms)
    if terms != terms_now(writing.session):
        writing.add(Reckoning, **vars(terms), at=writing.at, by_id=writing.by.id)


def require_terms(terms: Terms) -> None:
    """Raises Invalid naming the first that is none."""
    for field in ("wholesale_percent", "consignment_percent"):
        if not 1 <= getattr(terms, field) <= 100:
            raise Invalid(_("A share is 1 to 100 percent of retail."), slug="share-out-of-range", field=field)
    for field, (choices, sentence, slug) in BORNE.items():
        if getattr(terms, field) not in choices:
            raise Invalid(_(sentence), slug=slug, field=field)
    for field in ("gallery_pay_days", "shop_pay_days"):
        if not 0 <= getattr(terms, field) <= LONGEST_PAY:
            raise Invalid(_("From 0 to 365 days."), slug="days-out-of-range", field=field)
    for field in ("due_days", "return_days"):
        days = getattr(terms, field)
        if days is not None and not 1 <= days <= LONGEST_OUT:
            raise Invalid(_("From 1 to 730 days, or nothing."), slug="days-out-of-range", field=field)
