"""Old logs: what a shop had written down elsewhere before. They never become events of a piece, and nothing leaves by them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}
SORTS = ("work", "inspection", "final inspection", "release")


class LogImport(Base):
    """One old log by the name that its map gives it."""

    __tablename__ = "log_import"
    __table_args__ = (UniqueConstraint("source"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    source: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class LogRow(Base):
    """One row of an old log, in the order of its file. A case is whatever the log follows: an order, a batch, a piece.

    `who` is a sign that stands for one person of that log and cannot be read back to a name; None: the row names nobody.
    Counts are None where the row tells none.
    """

    __tablename__ = "log_row"
    __table_args__ = (
        UniqueConstraint("source_key"),
        CheckConstraint("sort IN ('work','inspection','final inspection','release')", name="sort"),
        CheckConstraint("finished_at >= started_at", name="times"),
        Index("ix_log_row_case", "log_id", "case_name"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    log_id: Mapped[int] = mapped_column(ForeignKey("log_import.id"))
    source_key: Mapped[str] = mapped_column(Text)
    case_name: Mapped[str] = mapped_column(Text)
    design: Mapped[str | None] = mapped_column(Text)
    activity: Mapped[str] = mapped_column(Text)
    sort: Mapped[str] = mapped_column(Text)
    who: Mapped[str | None] = mapped_column(Text)
    resource: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime] = mapped_column(Moment)
    done: Mapped[int | None] = mapped_column(Whole)
    rejected: Mapped[int | None] = mapped_column(Whole)
    is_rework: Mapped[bool] = mapped_column(YesNo)
