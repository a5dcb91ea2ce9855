"""What was published about a piece, frozen with all that it rested on."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole

STRICT = {"sqlite_strict": True}


class FrozenClaim(Base):
    """One claim as it was published: the rule's version, the facts it read and the digests of the papers, as canonical JSON.

    Of one piece and rule the newest row is what was published last.
    """

    __tablename__ = "frozen_claim"
    __table_args__ = (
        UniqueConstraint("piece_id", "rule", "sequence"),
        CheckConstraint("status IN ('supported','limited','not_supported','unknown','withdrawn')", name="status"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    rule: Mapped[str] = mapped_column(Text)
    sequence: Mapped[int] = mapped_column(Whole)
    version: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    sentence: Mapped[str | None] = mapped_column(Text)
    inputs: Mapped[str] = mapped_column(Text)
    papers: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
