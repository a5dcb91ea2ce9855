"""Cases: what was packed together for a fair, a gallery, a photographer, the safe, an insurer or another shop, and what became of each piece."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.pieces.places import OUTSIDE, sql
from workshop.units import Moment, Whole

STRICT = {"sqlite_strict": True}
OPEN = text("closed_at IS NULL")
AWAY = text("outcome IS NULL OR outcome NOT IN ('back','sold')")
CASE_PLACES = ("safe", *OUTSIDE)
OUTCOMES = ("back", "sold", "still_there", "lost")


class PackedCase(Base):
    """One case. `holder` is who has it or the fair it goes to; `due_on` the day on which it is awaited back."""

    __tablename__ = "packed_case"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint(f"place IN {sql(CASE_PLACES)}", name="place"),
        Index("ix_packed_case_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        STRICT,
    )
    personal = ("holder", "contact")
    sought_private = ("holder", "contact")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    holder: Mapped[str | None] = mapped_column(Text)
    contact: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[str | None] = mapped_column(Text)
    currency: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class PackedPiece(Base):
    """One piece of a case, on its own departure; into the safe it goes without one, for the safe is inside the house.

    `custody_sequence` is the place it went to; `price_minor` what it is offered for there. `outcome` None: nobody said yet.
    """

    __tablename__ = "packed_piece"
    __table_args__ = (
        UniqueConstraint("case_id", "piece_id"),
        UniqueConstraint("departure_id"),
        ForeignKeyConstraint(
            ["departure_id", "piece_id", "kind"], ["departure.id", "departure.piece_id", "departure.kind"]
        ),
        CheckConstraint("kind IN ('lent','shipped')", name="kind"),
        CheckConstraint("(departure_id IS NULL) = (kind IS NULL)", name="departed"),
        CheckConstraint("price_minor >= 0", name="price"),
        CheckConstraint("outcome IN ('back','sold','still_there','lost')", name="outcome"),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided"),
        Index("ix_packed_piece_piece", "piece_id"),
        Index("ix_packed_piece_away", "piece_id", sqlite_where=AWAY, postgresql_where=AWAY),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("packed_case.id"))
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    departure_id: Mapped[int | None] = mapped_column(Whole)
    kind: Mapped[str | None] = mapped_column(Text)
    custody_sequence: Mapped[int] = mapped_column(Whole)
    price_minor: Mapped[int | None] = mapped_column(Whole)
    at: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
