"""By what the owner reckons: what an hour costs, the shares of retail, and whether time is told by person. Each change is a new row; the newest counts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workshop.database import Base
from workshop.errors import Invalid
from workshop.units import Moment, Whole, YesNo
from workshop.wording import _
from workshop.writing import Writing

STRICT = {"sqlite_strict": True}
WHOLESALE_PERCENT, CONSIGNMENT_PERCENT = 50, 60


class Reckoning(Base):
    """`hour_minor`: what an hour of work costs in minor units of the shop's currency; None is not said. Shares in percent of retail.

    `is_announced`: everybody who works here was told that the owner sees their time.
    """

    __tablename__ = "reckoning"
    __table_args__ = (
        CheckConstraint("hour_minor > 0", name="hour"),
        CheckConstraint("wholesale_percent BETWEEN 1 AND 100", name="wholesale"),
        CheckConstraint("consignment_percent BETWEEN 1 AND 100", name="consignment"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    hour_minor: Mapped[int | None] = mapped_column(Whole)
    wholesale_percent: Mapped[int] = mapped_column(Whole)
    consignment_percent: Mapped[int] = mapped_column(Whole)
    is_announced: Mapped[bool] = mapped_column(YesNo)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


@dataclass(frozen=True)
class Terms:
    """What counts now."""

    hour_minor: int | None = None
    wholesale_percent: int = WHOLESALE_PERCENT
    consignment_percent: int = CONSIGNMENT_PERCENT
    is_announced: bool = False


def terms_now(session: Session) -> Terms:
    """The usual ones until somebody says otherwise. One statement."""
    row = session.scalar(select(Reckoning).order_by(Reckoning.id.desc()).limit(1))
    if row is None:
        return Terms()
    return Terms(row.hour_minor, row.wholesale_percent, row.consignment_percent, row.is_announced)


def keep_terms(writing: Writing, terms: Terms) -> None:
    """Write down what counts from now on; nothing when it counts already. Raises Invalid for a share that is none."""
    for field in ("wholesale_percent", "consignment_percent"):
        if not 1 <= getattr(terms, field) <= 100:
            raise Invalid(_("A share is 1 to 100 percent of retail."), slug="share-out-of-range", field=field)
    if terms != terms_now(writing.session):
        writing.add(Reckoning, **vars(terms), at=writing.at, by_id=writing.by.id)
