"""What is kept of publishing: each version of a piece's passport that went out, and where the pages are written to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}


class Passport(Base):
    """What was published of a piece, in English and without the names of people: canonical JSON and its SHA-256.

    Names stand only as long as their owners agree to it, and this row stands for ever.
    """

    __tablename__ = "passport"
    __table_args__ = (
        UniqueConstraint("piece_id", "version"),
        CheckConstraint("length(digest) = 64", name="digest"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    version: Mapped[int] = mapped_column(Whole)
    digest: Mapped[str] = mapped_column(Text)
    told: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class PublishingPlace(Base):
    """Where the public pages are written to from then on (None: nowhere), and whether by itself; the newest row counts."""

    __tablename__ = "publishing_place"
    __table_args__ = STRICT

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    place: Mapped[str | None] = mapped_column(Text)
    by_itself: Mapped[bool] = mapped_column(YesNo)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
