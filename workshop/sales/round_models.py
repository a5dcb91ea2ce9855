"""The scan-round of a gallery: a link to what it has of a case, and what it said of each piece. Nothing of it moves a piece: the owner takes each line over."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}


class CaseLink(Base):
    """A link by which a gallery says what is still there. Only its digest is kept; a new one ends the one before. `shows_prices`: as agreed."""

    __tablename__ = "case_link"
    __table_args__ = (UniqueConstraint("digest"), Index("ix_case_link_case", "case_id"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("packed_case.id"))
    digest: Mapped[str] = mapped_column(Text)
    shows_prices: Mapped[bool] = mapped_column(YesNo)
    at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class CaseAnswer(Base):
    """What the gallery said of one piece, by a link: there, sold (on a day) or damaged (in words). `ended_how`: what the owner did with it."""

    __tablename__ = "case_answer"
    __table_args__ = (
        UniqueConstraint("packed_id", "number"),
        CheckConstraint("said IN ('there','sold','damaged')", name="said"),
        CheckConstraint("ended_how IN ('taken','aside','later')", name="how"),
        CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="ended"),
        STRICT,
    )
    personal = ("words",)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    packed_id: Mapped[int] = mapped_column(ForeignKey("packed_piece.id"))
    link_id: Mapped[int] = mapped_column(ForeignKey("case_link.id"))
    number: Mapped[int] = mapped_column(Whole)
    subject: Mapped[str] = mapped_column(Text)
    said: Mapped[str] = mapped_column(Text)
    sold_on: Mapped[str | None] = mapped_column(Text)
    words: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_how: Mapped[str | None] = mapped_column(Text)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
