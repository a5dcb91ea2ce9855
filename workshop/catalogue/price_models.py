"""What the price of a design was: one row for each change, so that every day before keeps its own."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole


class DesignPrice(Base):
    """A price of a design was changed. `kind`: retail, or a wholesale price of its own beside the share of the house.

    None: no price; of wholesale, by the share. Before the first row the price was its `was_minor`, after the last it is its `price_minor`.
    """

    __tablename__ = "design_price"
    __table_args__ = (
        UniqueConstraint("design_id", "kind", "number"),
        CheckConstraint("kind IN ('retail','wholesale')", name="kind"),
        CheckConstraint("was_minor >= 0", name="was"),
        CheckConstraint("price_minor >= 0", name="price"),
        {"sqlite_strict": True},
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"))
    kind: Mapped[str] = mapped_column(Text)
    number: Mapped[int] = mapped_column(Whole)
    was_minor: Mapped[int | None] = mapped_column(Whole)
    price_minor: Mapped[int | None] = mapped_column(Whole)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
