"""Who looked at public pages, without saying who; what strangers reported of copies and what was done about it; which pieces are in the gallery."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole

STRICT = {"sqlite_strict": True}


class ScanCount(Base):
    """How often the page of a piece was asked for in one hour from one country. `hour` counts from 1970 UTC; `country` empty: not known."""

    __tablename__ = "scan_count"
    __table_args__ = (
        UniqueConstraint("piece_id", "hour", "country"),
        CheckConstraint("scans > 0", name="scans"),
        Index("ix_scan_count_hour", "hour"),
        STRICT,
    )
    journalled = False

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    hour: Mapped[int] = mapped_column(Whole)
    country: Mapped[str] = mapped_column(Text)
    scans: Mapped[int] = mapped_column(Whole)


class CopyReport(Base):
    """Somebody holds a piece that is not as the page of its tag says. The personal columns are in a stranger's own words."""

    __tablename__ = "copy_report"
    __table_args__ = (UniqueConstraint("subject"), Index("ix_copy_report_tag", "tag_id"), STRICT)
    personal = ("told", "seen_where", "contact")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"))
    subject: Mapped[str] = mapped_column(Text)
    told: Mapped[str | None] = mapped_column(Text)
    seen_where: Mapped[str | None] = mapped_column(Text)
    contact: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class CopyAnswer(Base):
    """What the workshop did about a report of a copy; from `ended_at` on the report waits again. Its subject is the report's."""

    __tablename__ = "copy_answer"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended"),
        Index("ix_copy_answer_report", "report_id"),
        STRICT,
    )
    personal = ("told",)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("copy_report.id"))
    subject: Mapped[str] = mapped_column(Text)
    told: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class GalleryShowing(Base):
    """A piece in the public gallery, from a moment on until it is taken out."""

    __tablename__ = "gallery_showing"
    __table_args__ = (Index("ix_gallery_showing_piece", "piece_id"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
