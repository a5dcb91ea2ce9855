"""The code on a piece: its tag, and the end of a tag."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}


class Tag(Base):
    """A public code for one piece, given through the one door. A practice tag was made before the shop had a public address."""

    __tablename__ = "tag"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("departure_id"),
        ForeignKeyConstraint(
            ["departure_id", "piece_id", "kind"], ["departure.id", "departure.piece_id", "departure.kind"]
        ),
        CheckConstraint("kind = 'tagged'", name="kind"),
        Index("ix_tag_piece", "piece_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    departure_id: Mapped[int] = mapped_column(Whole)
    kind: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    is_practice: Mapped[bool] = mapped_column(YesNo)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class TagWithdrawal(Base):
    """A tag that counts no longer: lost and replaced, or the piece itself withdrawn."""

    __tablename__ = "tag_withdrawal"
    __table_args__ = (
        UniqueConstraint("tag_id"),
        CheckConstraint("reason IN ('lost','damaged','practice','wrong_piece','piece_withdrawn')", name="reason"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"))
    reason: Mapped[str] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Recall(Base):
    """Pieces called back: why, what may happen, what their owners shall do. `ended_at` None: it goes on."""

    __tablename__ = "recall"
    __table_args__ = (UniqueConstraint("code"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    risk: Mapped[str] = mapped_column(Text)
    to_do: Mapped[str] = mapped_column(Text)
    begun_from: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_note: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class RecalledPiece(Base):
    """A piece that a recall names; `told_at`: when whoever has it was told, or what stands in for that."""

    __tablename__ = "recalled_piece"
    __table_args__ = (UniqueConstraint("recall_id", "piece_id"), Index("ix_recalled_piece_piece", "piece_id"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    recall_id: Mapped[int] = mapped_column(ForeignKey("recall.id"))
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    told_at: Mapped[datetime | None] = mapped_column(Moment)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
