"""Checklists, the inspection of one piece, its answers, its release, and the one door out."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}
READ_BY = text("instrument IS NOT NULL")


class Checklist(Base):
    """A list of checks for one purpose: a design or a kind of piece (final), a kind of work (delta), or a stage.

    Numbers grow by purpose and what it is for; once published it is frozen for ever.
    """

    __tablename__ = "checklist"
    __table_args__ = (
        UniqueConstraint("purpose", "serves", "number"),
        CheckConstraint("purpose IN ('final','delta','stage')", name="purpose"),
        Index("ix_checklist_newest", "serves", "purpose", "published", "number"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    purpose: Mapped[str] = mapped_column(Text)
    serves: Mapped[str] = mapped_column(Text)
    number: Mapped[int] = mapped_column(Whole)
    name: Mapped[str] = mapped_column(Text)
    published: Mapped[bool] = mapped_column(YesNo)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Check(Base):
    """One question of a list. `low` and `high` are in thousandths of the unit."""

    __tablename__ = "inspection_check"
    __table_args__ = (
        UniqueConstraint("id", "checklist_id"),
        UniqueConstraint("checklist_id", "code"),
        CheckConstraint("how IN ('yes_no','measurement','count','photo')", name="how"),
        CheckConstraint(
            "how <> 'measurement' OR (low IS NOT NULL AND high IS NOT NULL AND unit IS NOT NULL)", name="limits"
        ),
        CheckConstraint("role IS NULL OR role IN ('identity','gross_weight')", name="role"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklist.id"))
    position: Mapped[int] = mapped_column(Whole)
    code: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    how: Mapped[str] = mapped_column(Text)
    required: Mapped[bool] = mapped_column(YesNo)
    each_part: Mapped[bool] = mapped_column(YesNo)
    low: Mapped[int | None] = mapped_column(Whole)
    high: Mapped[int | None] = mapped_column(Whole)
    unit: Mapped[str | None] = mapped_column(Text)
    instrument: Mapped[str | None] = mapped_column(Text)
    role: Mapped[str | None] = mapped_column(Text)


class Inspection(Base):
    """One look at one piece as it was after `last_change_id`. It opens without verdict and gets exactly one."""

    __tablename__ = "inspection"
    __table_args__ = (
        ForeignKeyConstraint(["piece_id", "last_change_id"], ["work_event.piece_id", "work_event.id"]),
        UniqueConstraint("id", "piece_id", "purpose", "verdict", "last_change_id", name="uq_inspection_released"),
        UniqueConstraint("id", "piece_id", "purpose", "verdict", name="uq_inspection_departed"),
        UniqueConstraint("piece_id", "number"),
        CheckConstraint("purpose IN ('final','delta','stage')", name="purpose"),
        CheckConstraint("verdict IN ('pass','rework','scrap')", name="verdict"),
        CheckConstraint("level IN ('independent','second','maker','not_known')", name="level"),
        Index("ix_inspection_decided", "decided_at", "verdict", "purpose", "number", "piece_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    number: Mapped[int] = mapped_column(Whole)
    last_change_id: Mapped[int] = mapped_column(Whole)
    purpose: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    verdict: Mapped[str | None] = mapped_column(Text)
    level: Mapped[str | None] = mapped_column(Text)
    qualified: Mapped[int | None] = mapped_column(Whole)
    gross_mg: Mapped[int | None] = mapped_column(Whole)
    tolerance_mg: Mapped[int | None] = mapped_column(Whole)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    note: Mapped[str | None] = mapped_column(Text)


class InspectionList(Base):
    """A frozen list that an inspection answers."""

    __tablename__ = "inspection_list"
    __table_args__ = (UniqueConstraint("inspection_id", "checklist_id"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    checklist_id: Mapped[int] = mapped_column(ForeignKey("checklist.id"))


class Answer(Base):
    """The answer to one check for one part (0 where the check is about the whole piece). `measured` in thousandths of the unit."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("inspection_id", "check_id", "part"),
        ForeignKeyConstraint(
            ["inspection_id", "checklist_id"], ["inspection_list.inspection_id", "inspection_list.checklist_id"]
        ),
        ForeignKeyConstraint(["check_id", "checklist_id"], ["inspection_check.id", "inspection_check.checklist_id"]),
        CheckConstraint("result IN ('pass','fail')", name="result"),
        Index("ix_answer_photo", "photo_id"),
        Index("ix_answer_instrument", "instrument", sqlite_where=READ_BY, postgresql_where=READ_BY),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    inspection_id: Mapped[int] = mapped_column(Whole)
    checklist_id: Mapped[int] = mapped_column(Whole)
    check_id: Mapped[int] = mapped_column(Whole)
    part: Mapped[int] = mapped_column(Whole)
    result: Mapped[str] = mapped_column(Text)
    measured: Mapped[int | None] = mapped_column(Whole)
    instrument: Mapped[str | None] = mapped_column(Text)
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("photo.id"))
    note: Mapped[str | None] = mapped_column(Text)


class Trait(Base):
    """Character of this piece, which is no fault: a hammer mark, a natural inclusion. Part of how it is known again."""

    __tablename__ = "trait"
    __table_args__ = (
        ForeignKeyConstraint(["piece_id", "photo_id"], ["photo.piece_id", "photo.id"]),
        Index("ix_trait_piece", "piece_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    told: Mapped[str] = mapped_column(Text)
    photo_id: Mapped[int | None] = mapped_column(Whole)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Release(Base):
    """The piece may leave as it is now. The row goes with the first event that ends it; the inspection stays."""

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("piece_id"),
        ForeignKeyConstraint(
            ["inspection_id", "piece_id", "purpose", "verdict", "last_change_id"],
            [
                "inspection.id",
                "inspection.piece_id",
                "inspection.purpose",
                "inspection.verdict",
                "inspection.last_change_id",
            ],
            name="fk_release_inspection",
        ),
        ForeignKeyConstraint(["piece_id", "last_change_id"], ["piece_head.piece_id", "piece_head.last_change_id"]),
        CheckConstraint("verdict = 'pass' AND purpose IN ('final','delta')", name="passed"),
        STRICT,
    )
    vanishes = True

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(Whole)
    inspection_id: Mapped[int] = mapped_column(Whole)
    purpose: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(Text)
    last_change_id: Mapped[int] = mapped_column(Whole)


class Departure(Base):
    """The one door: a piece leaves (or gets its tag) on its own current release. `custody_sequence` is the place it goes to."""

    __tablename__ = "departure"
    __table_args__ = (
        UniqueConstraint("id", "piece_id", "kind"),
        UniqueConstraint("piece_id", "custody_sequence"),
        ForeignKeyConstraint(
            ["inspection_id", "piece_id", "purpose", "verdict"],
            ["inspection.id", "inspection.piece_id", "inspection.purpose", "inspection.verdict"],
            name="fk_departure_inspection",
        ),
        CheckConstraint("verdict = 'pass' AND purpose IN ('final','delta')", name="passed"),
        CheckConstraint("kind IN ('tagged','sold','shipped','lent','handed_back')", name="kind"),
        CheckConstraint("(kind = 'tagged') = (custody_sequence IS NULL)", name="moves"),
        Index("ix_departure_at", "at", "kind"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    inspection_id: Mapped[int] = mapped_column(Whole)
    purpose: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    custody_sequence: Mapped[int | None] = mapped_column(Whole)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
