"""The terms of guarantee that a design is sold with, version by version."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}


class Guarantee(Base):
    """One version of terms, frozen as it is written: for a design ("design:<id>") or for all others ("shop").

    `years` or `lasts` (in words) says for how long; `is_given` False ends the terms before it. `has_eu_label`: the EU's
    harmonised label is shown and was checked.
    """

    __tablename__ = "guarantee"
    __table_args__ = (
        UniqueConstraint("serves", "number"),
        CheckConstraint("years BETWEEN 1 AND 100", name="years"),
        CheckConstraint(
            "is_given = 0 OR (guarantor IS NOT NULL AND covers IS NOT NULL AND excludes IS NOT NULL "
            "AND (years IS NOT NULL OR lasts IS NOT NULL))",
            name="whole",
        ),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    serves: Mapped[str] = mapped_column(Text)
    number: Mapped[int] = mapped_column(Whole)
    is_given: Mapped[bool] = mapped_column(YesNo)
    guarantor: Mapped[str | None] = mapped_column(Text)
    years: Mapped[int | None] = mapped_column(Whole)
    lasts: Mapped[str | None] = mapped_column(Text)
    covers: Mapped[str | None] = mapped_column(Text)
    excludes: Mapped[str | None] = mapped_column(Text)
    is_free: Mapped[bool] = mapped_column(YesNo)
    is_whole: Mapped[bool] = mapped_column(YesNo)
    has_eu_label: Mapped[bool] = mapped_column(YesNo)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
