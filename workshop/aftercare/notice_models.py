"""Who was told what by whom and how: the recorded owner of a request, a customer of an estimate or of their order."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole

STRICT = {"sqlite_strict": True}
_THINGS = ("request", "estimate", "wish", "order")
_ONE_THING = " + ".join(f"CASE WHEN {thing}_id IS NULL THEN 0 ELSE 1 END" for thing in _THINGS) + " = 1"


class Notice(Base):
    """Somebody was told, outside of this house: of one of the four. `how` None: not said.

    `wish_id`: what shall be made waits for the customer's yes; `order_id`: what was ordered is ready for them.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint(_ONE_THING, name="one_thing"),
        CheckConstraint("how IN ('mail','post','phone','desk')", name="how"),
        *(Index(f"ix_notice_{thing}", f"{thing}_id") for thing in _THINGS),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("owner_request.id"))
    estimate_id: Mapped[int | None] = mapped_column(ForeignKey("repair_estimate.id"))
    how: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    wish_id: Mapped[int | None] = mapped_column(ForeignKey("order_wish.id"))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("shop_order.id"))
