"""The shop's own texts in other languages than the one they were first written in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole


class OwnText(Base):
    """A text in one language, version by version: of the shop ("shop"), of a design ("design:<id>"), of terms ("guarantee:<id>").

    `text` None takes it back; `made_of` is the digest of the text that it was translated from.
    """

    __tablename__ = "own_text"
    __table_args__ = (UniqueConstraint("serves", "part", "language", "number"), {"sqlite_strict": True})

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    serves: Mapped[str] = mapped_column(Text)
    part: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    number: Mapped[int] = mapped_column(Whole)
    text: Mapped[str | None] = mapped_column(Text)
    made_of: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
