"""Sales: one piece, what its customer paid, and whether it came back."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole

STRICT = {"sqlite_strict": True}


class Sale(Base):
    """A piece was sold, on its own departure. `price_minor` is what its customer paid, never public; None: not told.

    `packed_id`: the line of the case or delivery from which it was sold; None: over our own counter. `returned_how`, once it
    is home and the shop's own again: returned, or slip (it never was sold); None also for what came back before that was asked.
    """

    __tablename__ = "sale"
    __table_args__ = (
        UniqueConstraint("departure_id"),
        UniqueConstraint("packed_id"),
        ForeignKeyConstraint(
            ["departure_id", "piece_id", "kind"], ["departure.id", "departure.piece_id", "departure.kind"]
        ),
        CheckConstraint("kind IN ('sold','shipped')", name="kind"),
        CheckConstraint("price_minor >= 0", name="price"),
        CheckConstraint("price_minor IS NULL OR currency IS NOT NULL", name="currency"),
        Index("ix_sale_piece", "piece_id"),
        Index("ix_sale_sold_on", "sold_on"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    departure_id: Mapped[int] = mapped_column(Whole)
    kind: Mapped[str] = mapped_column(Text)
    packed_id: Mapped[int | None] = mapped_column(ForeignKey("packed_piece.id"))
    price_minor: Mapped[int | None] = mapped_column(Whole)
    currency: Mapped[str | None] = mapped_column(Text)
    sold_on: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    returned_at: Mapped[datetime | None] = mapped_column(Moment)
    returned_how: Mapped[str | None] = mapped_column(Text)
