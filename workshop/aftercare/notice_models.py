"""Who was told what by whom and how: the recorded owner of a request, a customer of an estimate."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole

STRICT = {"sqlite_strict": True}


class Notice(Base):
    """Somebody was told, outside of this house. `how` None: not said."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("(request_id IS NULL) <> (estimate_id IS NULL)", name="one_thing"),
        CheckConstraint("how IN ('mail','post','phone','desk')", name="how"),
        Index("ix_notice_request", "request_id"),
        Index("ix_notice_estimate", "estimate_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("owner_request.id"))
    estimate_id: Mapped[int | None] = mapped_column(ForeignKey("repair_estimate.id"))
    how: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
