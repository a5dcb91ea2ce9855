"""The guarantee as it was frozen onto a piece by its sale."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole

STRICT = {"sqlite_strict": True}


class PieceGuarantee(Base):
    """The terms that went with a piece through the door, and from which day. `ends_on` None: its end is told in words.

    `country`: whose legal rights stand beside it.
    """

    __tablename__ = "piece_guarantee"
    __table_args__ = (UniqueConstraint("departure_id"), Index("ix_piece_guarantee_piece", "piece_id"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    guarantee_id: Mapped[int] = mapped_column(ForeignKey("guarantee.id"))
    departure_id: Mapped[int] = mapped_column(ForeignKey("departure.id"))
    begins_on: Mapped[str] = mapped_column(Text)
    ends_on: Mapped[str | None] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
