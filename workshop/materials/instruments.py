"""Scales, callipers and gauges that were checked against something known: what it is, what they showed, whether that will do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Text, bindparam, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from workshop.database import Base
from workshop.errors import Invalid
from workshop.materials.accounts import STRICT
from workshop.units import Moment, Whole, YesNo
from workshop.wording import _
from workshop.writing import Writing

UNITS = ("g", "mm", "N")
PAGE = 50


class InstrumentCheck(Base):
    """One check of an instrument; `standard` and `shown` in thousandths of its unit."""

    __tablename__ = "instrument_check"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    name: Mapped[str] = mapped_column(Text, index=True)
    unit: Mapped[str] = mapped_column(Text)
    standard: Mapped[int] = mapped_column(Whole)
    shown: Mapped[int] = mapped_column(Whole)
    is_good: Mapped[bool] = mapped_column(YesNo)
    note: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


@dataclass(frozen=True)
class NewCheck:
    """`standard`: what it is known to be; `shown`: what the instrument said; both in thousandths of the unit."""

    name: str
    unit: str
    standard: int
    shown: int
    is_good: bool
    note: str | None = None


def check_instrument(writing: Writing, check: NewCheck) -> int:
    """Write a check down; returns by how many thousandths it was off. Raises Invalid."""
    if check.unit not in UNITS:
        raise Invalid(_("Choose what the instrument measures."), slug="unit-unknown", field="unit")
    if check.standard <= 0:
        raise Invalid(
            _("Type what the weight or gauge is known to be, above nothing."), slug="standard-missing", field="standard"
        )
    writing.add(InstrumentCheck, at=writing.at, by_id=writing.by.id, **vars(check))
    return check.shown - check.standard


_NEWEST = select(func.max(InstrumentCheck.id)).group_by(InstrumentCheck.name)


def last_checks(session: Session, names: Iterable[str] | None = None) -> dict[str, InstrumentCheck]:
    """The newest check of each instrument, or of those named. One statement."""
    wanted = select(InstrumentCheck).where(InstrumentCheck.id.in_(_NEWEST)).order_by(InstrumentCheck.name)
    if names is not None:
        wanted = wanted.where(InstrumentCheck.name.in_(list(names)))
    return {one.name: one for one in session.scalars(wanted)}


_ALL = select(InstrumentCheck).order_by(InstrumentCheck.id.desc()).limit(PAGE).offset(bindparam("skip"))


def checks(session: Session, page: int = 1) -> list[InstrumentCheck]:
    """Checks, newest first, one page of them. One statement."""
    return list(session.scalars(_ALL, {"skip": (page - 1) * PAGE}))
