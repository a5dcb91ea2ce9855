"""An order from its first word to the hand-over: who ordered, what it shall be, what was agreed to, what was paid, which pieces answer it.

What says who somebody is, and what they have engraved, stands in personal columns only: all rows of an order share its subject.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}
OPEN = text("ended_at IS NULL")


class Order(Base):
    """One order of one customer."""

    __tablename__ = "shop_order"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("ended_how IN ('delivered','cancelled')", name="how"),
        CheckConstraint("(ended_at IS NULL) = (ended_how IS NULL)", name="ended"),
        Index("ix_shop_order_ended", "ended_at", "id"),
        Index("ix_shop_order_open", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        STRICT,
    )
    personal = ("customer", "contact")
    sought = ("code",)
    sought_private = ("customer", "contact")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    customer: Mapped[str | None] = mapped_column(Text)
    contact: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_how: Mapped[str | None] = mapped_column(Text)


class OrderWish(Base):
    """What shall be made, until when, for how much; the newest counts. `letters`: how the engraving is cut."""

    __tablename__ = "order_wish"
    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        CheckConstraint("price_minor >= 0", name="price"),
        CheckConstraint("price_minor IS NULL OR currency IS NOT NULL", name="currency"),
        CheckConstraint("letters IN ('upright','script','capitals')", name="letters"),
        Index("ix_order_wish_due", "due_on"),
        STRICT,
    )
    personal = ("engraving", "note")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("shop_order.id"))
    number: Mapped[int] = mapped_column(Whole)
    subject: Mapped[str] = mapped_column(Text)
    design_id: Mapped[int | None] = mapped_column(ForeignKey("design.id"))
    material_id: Mapped[int | None] = mapped_column(ForeignKey("material.id"))
    size: Mapped[str | None] = mapped_column(Text)
    stones: Mapped[str | None] = mapped_column(Text)
    engraving: Mapped[str | None] = mapped_column(Text)
    engraving_place: Mapped[str | None] = mapped_column(Text)
    letters: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    due_on: Mapped[str | None] = mapped_column(Text)
    currency: Mapped[str | None] = mapped_column(Text)
    price_minor: Mapped[int | None] = mapped_column(Whole)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class OrderApproval(Base):
    """The one answer to a wish. `shown` is the text that the customer read, `digest` the SHA-256 of `salt`, a line break and that text.

    The salt goes when somebody is forgotten: from then on nobody can try texts against the digest.
    """

    __tablename__ = "order_approval"
    __table_args__ = (
        UniqueConstraint("wish_id"),
        CheckConstraint("answer IN ('yes','change')", name="answer"),
        CheckConstraint("how IN ('link','desk','phone')", name="how"),
        STRICT,
    )
    personal = ("shown", "salt", "words")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    wish_id: Mapped[int] = mapped_column(ForeignKey("order_wish.id"))
    subject: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    how: Mapped[str] = mapped_column(Text)
    shown: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Text)
    words: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class OrderGoAhead(Base):
    """The owner went on with a wish without its customer's yes, and said why."""

    __tablename__ = "order_go_ahead"
    __table_args__ = (UniqueConstraint("wish_id"), STRICT)
    personal = ("reason",)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    wish_id: Mapped[int] = mapped_column(ForeignKey("order_wish.id"))
    subject: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class OrderDeposit(Base):
    """Money that was noted for an order, in minor units; below zero when it was given back."""

    __tablename__ = "order_deposit"
    __table_args__ = (UniqueConstraint("order_id", "number"), CheckConstraint("amount_minor <> 0", name="some"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("shop_order.id"))
    number: Mapped[int] = mapped_column(Whole)
    currency: Mapped[str] = mapped_column(Text)
    amount_minor: Mapped[int] = mapped_column(Whole)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class OrderPiece(Base):
    """A piece that answers an order, until it is taken off."""

    __tablename__ = "order_piece"
    __table_args__ = (Index("ix_order_piece_order", "order_id"), Index("ix_order_piece_piece", "piece_id"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("shop_order.id"))
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_off_at: Mapped[datetime | None] = mapped_column(Moment)


class OrderLink(Base):
    """A link by which the customer reads and answers without an account. Only its digest is kept; a new one ends the one before."""

    __tablename__ = "order_link"
    __table_args__ = (UniqueConstraint("digest"), Index("ix_order_link_order", "order_id"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("shop_order.id"))
    digest: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class OrderPhoto(Base):
    """A photo of a piece of the order that its customer shall see, or not any more; the newest row of a photo counts."""

    __tablename__ = "order_photo"
    __table_args__ = (UniqueConstraint("order_id", "photo_id", "sequence"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("shop_order.id"))
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    is_shown: Mapped[bool] = mapped_column(YesNo)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
