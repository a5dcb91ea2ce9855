"""Charms and stacks: one piece that is part of another, for a time."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole


class Attachment(Base):
    """A piece (the child) that was put on another (the parent) by a work event there, on its own current pass, until it was taken off.

    `attached_by_id` and `detached_by_id` are events of the parent, `freed_by_id` is the child's own when it was taken off.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("attached_by_id"),
        ForeignKeyConstraint(["parent_id", "attached_by_id"], ["work_event.piece_id", "work_event.id"]),
        ForeignKeyConstraint(["parent_id", "detached_by_id"], ["work_event.piece_id", "work_event.id"]),
        ForeignKeyConstraint(["child_id", "freed_by_id"], ["work_event.piece_id", "work_event.id"]),
        CheckConstraint("parent_id <> child_id", name="other"),
        CheckConstraint(
            "(ended_at IS NULL) = (detached_by_id IS NULL) AND (ended_at IS NULL) = (freed_by_id IS NULL)", name="ended"
        ),
        Index("ix_attachment_parent", "parent_id"),
        Index("ix_attachment_child", "child_id"),
        {"sqlite_strict": True},
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    child_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    inspection_id: Mapped[int] = mapped_column(ForeignKey("inspection.id"))
    attached_by_id: Mapped[int] = mapped_column(Whole)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    detached_by_id: Mapped[int | None] = mapped_column(Whole)
    freed_by_id: Mapped[int | None] = mapped_column(Whole)
