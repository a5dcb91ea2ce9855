"""What a shop bought at wholesale: the terms of a delivery, and what was paid or changed of its sum."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole

STRICT = {"sqlite_strict": True}


class Delivery(Base):
    """The terms of a case that went to a shop which bought it: when it is paid, who bears what, until when pieces may be given back (None: never)."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("case_id"),
        CheckConstraint("carriage_by IN ('maker','buyer')", name="carriage"),
        CheckConstraint("loss_by IN ('maker','buyer')", name="loss"),
        Index("ix_delivery_pay_on", "pay_on"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("packed_case.id"))
    pay_on: Mapped[str] = mapped_column(Text)
    returns_until: Mapped[str | None] = mapped_column(Text)
    carriage_by: Mapped[str] = mapped_column(Text)
    loss_by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class DeliveryEntry(Base):
    """What was paid, or what the sum was changed by, in minor units of the case's currency; below zero: taken back."""

    __tablename__ = "delivery_entry"
    __table_args__ = (
        UniqueConstraint("delivery_id", "number"),
        CheckConstraint("kind IN ('paid','carriage','lost','discount')", name="kind"),
        CheckConstraint("amount_minor <> 0", name="amount"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"))
    number: Mapped[int] = mapped_column(Whole)
    kind: Mapped[str] = mapped_column(Text)
    amount_minor: Mapped[int] = mapped_column(Whole)
    happened_on: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
