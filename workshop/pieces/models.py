"""A piece, what it shall be, what was done to it, and where it is."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.pieces.places import LENT, OUTSIDE, STILL_OURS, sql
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}
IN_HAND = text("with_id IS NOT NULL")
HAS_SIZE, HAS_PLACE = text("size IS NOT NULL"), text("place IS NOT NULL")
CORRECTS = text("corrects_id IS NOT NULL")
IS_LENT = f"place IN {sql(LENT)}"  # word for word as a statement asks it: only then is the index over it used


class Piece(Base):
    """One physical piece. What it shall be (design, kind, material, parts, size) changes only by an event *respecified*.

    `account_id`: its place in the ledger, opened with the first material booked into it (None: nothing is).
    """

    __tablename__ = "piece"
    __table_args__ = (
        UniqueConstraint("serial"),
        UniqueConstraint("source_key"),
        Index("ix_piece_account", "account_id"),
        UniqueConstraint("edition_id", "edition_number"),
        ForeignKeyConstraint(["edition_id", "design_id"], ["edition.id", "edition.design_id"]),
        CheckConstraint("parts BETWEEN 1 AND 20", name="parts"),
        CheckConstraint("way_in IN ('wax','castings','made')", name="way_in"),
        CheckConstraint("(edition_id IS NULL) = (edition_number IS NULL)", name="numbered"),
        Index("ix_piece_design", "design_id", "id"),
        Index("ix_piece_created", "created_at"),
        Index("ix_piece_due", "due_on", "id"),
        Index("ix_piece_serial_order", text("substr(serial, 1, 1)"), text("length(serial)"), "serial"),
        Index("ix_piece_size", "size", sqlite_where=HAS_SIZE, postgresql_where=HAS_SIZE),
        STRICT,
    )
    sought = ("order_note", "source_key", "before_records")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    serial: Mapped[str] = mapped_column(Text)
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"))
    kind: Mapped[str] = mapped_column(ForeignKey("piece_kind.key"))
    material_id: Mapped[int] = mapped_column(ForeignKey("material.id"))
    parts: Mapped[int] = mapped_column(Whole)
    size: Mapped[str | None] = mapped_column(Text)
    spec_event_id: Mapped[int | None] = mapped_column(Whole)
    route_id: Mapped[int] = mapped_column(ForeignKey("route.id"))
    edition_id: Mapped[int | None] = mapped_column(Whole)
    edition_number: Mapped[int | None] = mapped_column(Whole)
    way_in: Mapped[str] = mapped_column(Text)
    due_on: Mapped[str | None] = mapped_column(Text)
    is_rush: Mapped[bool] = mapped_column(YesNo)
    order_note: Mapped[str | None] = mapped_column(Text)
    source_key: Mapped[str | None] = mapped_column(Text)
    before_records: Mapped[str | None] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class PieceHead(Base):
    """Where the piece stands, moved by the database itself with each event.

    `awaits`: inspection, stage or None; `urgency`: rush first, then by due date. Both are for the queue alone.
    """

    __tablename__ = "piece_head"
    __table_args__ = (
        UniqueConstraint("piece_id", "last_change_id"),
        Index("ix_piece_head_queue", "awaits", "urgency", "moved_at", "piece_id"),
        Index("ix_piece_head_state", "state", "awaits", "piece_id"),
        Index("ix_piece_head_hands", "with_id", "urgency", sqlite_where=IN_HAND, postgresql_where=IN_HAND),
        STRICT,
    )
    journalled = False

    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"), primary_key=True, autoincrement=False)
    sequence: Mapped[int] = mapped_column(Whole)
    last_event_id: Mapped[int | None] = mapped_column(Whole)
    last_change_id: Mapped[int | None] = mapped_column(Whole)
    stage_id: Mapped[int | None] = mapped_column(Whole)
    state: Mapped[str] = mapped_column(Text)
    with_id: Mapped[int | None] = mapped_column(Whole)
    weight_mg: Mapped[int | None] = mapped_column(Whole)
    moved_at: Mapped[datetime] = mapped_column(Moment)
    awaits: Mapped[str | None] = mapped_column(Text)
    urgency: Mapped[str | None] = mapped_column(Text)


class SerialCounter(Base):
    """The last number given to a serial with this letter."""

    __tablename__ = "serial_counter"
    __table_args__ = STRICT
    journalled = False

    letter: Mapped[str] = mapped_column(Text, primary_key=True)
    last: Mapped[int] = mapped_column(Whole)


class WorkEvent(Base):
    """One thing that happened to a piece. `by_id` None on work: an outside workshop's, or a maker who was not named."""

    __tablename__ = "work_event"
    __table_args__ = (
        UniqueConstraint("piece_id", "sequence"),
        UniqueConstraint("piece_id", "id"),
        ForeignKeyConstraint(["piece_id", "corrects_id"], ["work_event.piece_id", "work_event.id"]),
        CheckConstraint("weight_mg > 0", name="weight"),
        CheckConstraint("division_mg > 0", name="division"),
        Index("ix_work_event_hands", "piece_id", "by_id"),
        Index("ix_work_event_kind", "kind", "at"),
        Index("ix_work_event_place", "place", sqlite_where=HAS_PLACE, postgresql_where=HAS_PLACE),
        Index("ix_work_event_corrects", "piece_id", "corrects_id", sqlite_where=CORRECTS, postgresql_where=CORRECTS),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    kind: Mapped[str] = mapped_column(ForeignKey("event_kind.key"))
    stage_id: Mapped[int | None] = mapped_column(ForeignKey("stage.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    device_at: Mapped[datetime | None] = mapped_column(Moment)
    method: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    weight_mg: Mapped[int | None] = mapped_column(Whole)
    division_mg: Mapped[int | None] = mapped_column(Whole)
    reason: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    corrects_id: Mapped[int | None] = mapped_column(Whole)
    posting_id: Mapped[int | None] = mapped_column(ForeignKey("posting.id"))
    request_key: Mapped[str | None] = mapped_column(Text)


class Personalisation(Base):
    """What is engraved, in the customer's words: never public. The newest row counts."""

    __tablename__ = "personalisation"
    __table_args__ = (
        UniqueConstraint("piece_id", "sequence"),
        ForeignKeyConstraint(["piece_id", "event_id"], ["work_event.piece_id", "work_event.id"]),
        Index("ix_personalisation_engraving", "engraving"),
        STRICT,
    )
    personal = ("engraving",)
    sought = ("engraving",)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    subject: Mapped[str] = mapped_column(Text)
    engraving: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    event_id: Mapped[int | None] = mapped_column(Whole)


class Custody(Base):
    """Where the piece is from a moment on; the newest row counts."""

    __tablename__ = "custody"
    __table_args__ = (
        UniqueConstraint("piece_id", "sequence"),
        CheckConstraint(
            f"place IN {sql((*STILL_OURS, *OUTSIDE))}",
            name="place",
        ),
        CheckConstraint("holder IS NULL OR subject IS NOT NULL", name="held"),
        Index("ix_custody_lent", "piece_id", "sequence", sqlite_where=text(IS_LENT), postgresql_where=text(IS_LENT)),
        STRICT,
    )
    personal = ("holder",)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    place: Mapped[str] = mapped_column(Text)
    subject: Mapped[str | None] = mapped_column(Text)
    holder: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Photo(Base):
    """A photo of this very piece. `picture` and `small` name stored files."""

    __tablename__ = "photo"
    __table_args__ = (
        UniqueConstraint("piece_id", "id"),
        Index("ix_photo_piece", "piece_id"),
        Index("ix_photo_picture", "picture"),
        STRICT,
    )
    files = ("picture", "small")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    picture: Mapped[str] = mapped_column(Text)
    small: Mapped[str] = mapped_column(Text)
    width: Mapped[int] = mapped_column(Whole)
    height: Mapped[int] = mapped_column(Whole)
    caption: Mapped[str | None] = mapped_column(Text)
    is_public: Mapped[bool] = mapped_column(YesNo)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
