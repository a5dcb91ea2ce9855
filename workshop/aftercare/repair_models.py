"""A repair from the counter to the hand-back: what came in, what was offered and agreed, what may be told of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}
OPEN = text("ended_at IS NULL")


class RepairJob(Base):
    """One stay of one piece. `intake_sequence`: its event *taken in*; `seen`: what was to be seen, in neutral words.

    `is_ours` False: a thing that was made elsewhere. `before_mg` with `tolerance_mg`: what it weighed when it left us on
    `before_on`; `stones_before`: how many the books had in it. None: not known.
    """

    __tablename__ = "repair_job"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("weight_mg > 0", name="weight"),
        CheckConstraint("ended_how IN ('handed_back','traded_in')", name="how"),
        CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="ended"),
        Index("ix_repair_job_piece", "piece_id"),
        Index("ix_repair_job_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        STRICT,
    )
    personal = ("customer", "contact")
    sought = ("code", "seen", "wish")
    sought_private = ("customer", "contact")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    intake_sequence: Mapped[int] = mapped_column(Whole)
    is_ours: Mapped[bool] = mapped_column(YesNo)
    subject: Mapped[str] = mapped_column(Text)
    customer: Mapped[str | None] = mapped_column(Text)
    contact: Mapped[str | None] = mapped_column(Text)
    seen: Mapped[str] = mapped_column(Text)
    wish: Mapped[str | None] = mapped_column(Text)
    size: Mapped[str | None] = mapped_column(Text)
    stones: Mapped[int | None] = mapped_column(Whole)
    stones_before: Mapped[int | None] = mapped_column(Whole)
    weight_mg: Mapped[int] = mapped_column(Whole)
    division_mg: Mapped[int] = mapped_column(Whole)
    before_mg: Mapped[int | None] = mapped_column(Whole)
    before_on: Mapped[str | None] = mapped_column(Text)
    tolerance_mg: Mapped[int | None] = mapped_column(Whole)
    received_at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_how: Mapped[str | None] = mapped_column(Text)


class RepairEstimate(Base):
    """What the repair would cost; the newest counts. `days`: working days from the yes. `line_count` None: given before lines were counted."""

    __tablename__ = "repair_estimate"
    __table_args__ = (UniqueConstraint("job_id", "number"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("repair_job.id"))
    number: Mapped[int] = mapped_column(Whole)
    currency: Mapped[str | None] = mapped_column(Text)
    valid_until: Mapped[str] = mapped_column(Text)
    days: Mapped[int | None] = mapped_column(Whole)
    line_count: Mapped[int | None] = mapped_column(Whole)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class RepairLine(Base):
    """One thing to be done and its price in minor units; `is_guarantee`: it costs nothing because the guarantee mends it."""

    __tablename__ = "repair_line"
    __table_args__ = (
        UniqueConstraint("estimate_id", "position"),
        CheckConstraint("price_minor >= 0", name="price"),
        CheckConstraint("is_guarantee = 0 OR price_minor = 0", name="free"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    estimate_id: Mapped[int] = mapped_column(ForeignKey("repair_estimate.id"))
    position: Mapped[int] = mapped_column(Whole)
    title: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    price_minor: Mapped[int] = mapped_column(Whole)
    is_guarantee: Mapped[bool] = mapped_column(YesNo)


class RepairAnswer(Base):
    """The one answer to an estimate. `told` is the text that was agreed to, frozen; `lines` the positions, parted by commas."""

    __tablename__ = "repair_answer"
    __table_args__ = (
        UniqueConstraint("estimate_id"),
        CheckConstraint("answer IN ('all','some','no')", name="answer"),
        CheckConstraint("how IN ('link','desk','phone')", name="how"),
        CheckConstraint("words IS NULL OR subject IS NOT NULL", name="held"),
        STRICT,
    )
    personal = ("words",)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    estimate_id: Mapped[int] = mapped_column(ForeignKey("repair_estimate.id"))
    answer: Mapped[str] = mapped_column(Text)
    lines: Mapped[str] = mapped_column(Text)
    price_minor: Mapped[int] = mapped_column(Whole)
    told: Mapped[str] = mapped_column(Text)
    how: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    words: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class RepairQuestion(Base):
    """What the customer asked by the link, and what the shop answered there: `by_id` of who answered, None for the customer."""

    __tablename__ = "repair_question"
    __table_args__ = (Index("ix_repair_question_job", "job_id"), STRICT)
    personal = ("words",)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("repair_job.id"))
    subject: Mapped[str] = mapped_column(Text)
    words: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class RepairLink(Base):
    """A link by which the customer reads and answers without an account. Only its digest is kept; a new one ends the one before."""

    __tablename__ = "repair_link"
    __table_args__ = (UniqueConstraint("digest"), Index("ix_repair_link_job", "job_id"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("repair_job.id"))
    digest: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class RepairConsent(Base):
    """Whether the owner of the piece lets this repair be told in public; the newest row counts, none means no."""

    __tablename__ = "repair_consent"
    __table_args__ = (UniqueConstraint("job_id", "sequence"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("repair_job.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    is_told: Mapped[bool] = mapped_column(YesNo)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class RepairPhoto(Base):
    """A photo of the piece that belongs to the repair: its customer sees it too."""

    __tablename__ = "repair_photo"
    __table_args__ = (UniqueConstraint("photo_id"), Index("ix_repair_photo_job", "job_id"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("repair_job.id"))
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class HandBack(Base):
    """The repaired piece went back to its owner, at the desk or by post: through the one door, on its own current pass."""

    __tablename__ = "hand_back"
    __table_args__ = (
        UniqueConstraint("job_id"),
        UniqueConstraint("departure_id"),
        ForeignKeyConstraint(
            ["departure_id", "piece_id", "kind"], ["departure.id", "departure.piece_id", "departure.kind"]
        ),
        CheckConstraint("kind IN ('handed_back','shipped')", name="kind"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("repair_job.id"))
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    departure_id: Mapped[int] = mapped_column(Whole)
    kind: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ReportedWork(Base):
    """Work by others that somebody told us of: never seen by us. `done_on` is a day, a month or a year; None: not said."""

    __tablename__ = "reported_work"
    __table_args__ = (
        UniqueConstraint("piece_id", "number"),
        UniqueConstraint("source_key"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    number: Mapped[int] = mapped_column(Whole)
    done_on: Mapped[str | None] = mapped_column(Text)
    by_whom: Mapped[str | None] = mapped_column(Text)
    told: Mapped[str] = mapped_column(Text)
    is_told: Mapped[bool] = mapped_column(YesNo)
    source_key: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
