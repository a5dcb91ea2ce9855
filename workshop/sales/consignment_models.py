"""What was agreed with a gallery about the pieces of a case: shares, and who bears discounts and loss."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole


class Consignment(Base):
    """The terms of a case at a gallery, agreed before anything is sold from it. `share_per_mille` of the price is the maker's; `pay_days`: when what was sold is paid."""

    __tablename__ = "consignment"
    __table_args__ = (
        UniqueConstraint("case_id"),
        CheckConstraint("share_per_mille BETWEEN 0 AND 1000", name="share"),
        CheckConstraint("discount_by IN ('maker','gallery','both')", name="discount"),
        CheckConstraint("loss_by IN ('maker','gallery')", name="loss"),
        CheckConstraint("pay_days BETWEEN 0 AND 365", name="pay"),
        {"sqlite_strict": True},
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("packed_case.id"))
    share_per_mille: Mapped[int] = mapped_column(Whole)
    discount_by: Mapped[str] = mapped_column(Text)
    loss_by: Mapped[str] = mapped_column(Text)
    pay_days: Mapped[int] = mapped_column(Whole)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
