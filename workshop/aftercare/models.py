"""Who owns a piece, by what secret they came to it, who asks to be recorded, and what was reported lost or stolen.

What says who somebody is stands in personal columns only: the journal knows commitments, and erasing leaves nothing of it.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}
A_YEAR_US = 366 * 24 * 3600 * 1_000_000


class OwnerSecret(Base):
    """A secret by which a piece is claimed, once: on the card for its box, or made by its owner for the next one. Only a keyed digest is kept."""

    __tablename__ = "owner_secret"
    __table_args__ = (
        UniqueConstraint("digest"),
        CheckConstraint("kind IN ('card','transfer')", name="kind"),
        CheckConstraint("ended_why IN ('claimed','replaced','withdrawn','request')", name="ended_why"),
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="ended"),
        STRICT,
    )
    personal = ("gift_from", "gift_message")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"), index=True)
    subject: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Text)
    is_gift: Mapped[bool] = mapped_column(YesNo)
    gift_from: Mapped[str | None] = mapped_column(Text)
    gift_message: Mapped[str | None] = mapped_column(Text)
    reveal_on: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_why: Mapped[str | None] = mapped_column(Text)


class OwnerRequest(Base):
    """Somebody without a secret asks to be recorded as owner: an heir, a lost card, bought second-hand.

    `proof_seen_at`, `noticed_at` (the old contact was told) and `settled_at` (an objection was looked into) are the
    workshop's steps, `objected_at` is the owner's, `closed_at` the end.
    """

    __tablename__ = "owner_request"
    __table_args__ = (
        UniqueConstraint("piece_id", "sequence"),
        UniqueConstraint("digest"),
        CheckConstraint("why IN ('heir','lost_card','second_hand','other')", name="why"),
        CheckConstraint("verdict IN ('granted','refused','withdrawn')", name="verdict"),
        CheckConstraint("(closed_at IS NULL) = (verdict IS NULL)", name="closed"),
        STRICT,
    )
    personal = ("name", "contact", "story", "proof_note")
    sought_private = ("name", "contact")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    subject: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    contact: Mapped[str | None] = mapped_column(Text)
    story: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    proof_seen_at: Mapped[datetime | None] = mapped_column(Moment)
    proof_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    proof_note: Mapped[str | None] = mapped_column(Text)
    noticed_at: Mapped[datetime | None] = mapped_column(Moment)
    noticed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    objected_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[str | None] = mapped_column(Text)


class Ownership(Base):
    """Whose piece it is, until `ended_at`: come to by one secret or one granted request. `owner_digest` is of the owner's own secret."""

    __tablename__ = "ownership"
    __table_args__ = (
        UniqueConstraint("piece_id", "sequence"),
        UniqueConstraint("secret_id"),
        UniqueConstraint("request_id"),
        UniqueConstraint("owner_digest"),
        CheckConstraint("how IN ('card','transfer','request')", name="how"),
        CheckConstraint("(secret_id IS NULL) <> (request_id IS NULL)", name="one_way"),
        CheckConstraint("ended_why IN ('transferred','request','traded_in')", name="ended_why"),
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="ended"),
        STRICT,
    )
    personal = ("name", "contact")
    sought_private = ("name", "contact")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    subject: Mapped[str] = mapped_column(Text)
    how: Mapped[str] = mapped_column(Text)
    secret_id: Mapped[int | None] = mapped_column(ForeignKey("owner_secret.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("owner_request.id"))
    owner_digest: Mapped[str] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    contact: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_why: Mapped[str | None] = mapped_column(Text)


class LossReport(Base):
    """An owner says that the piece is lost or stolen. Shown once the workshop has confirmed it, until `ends_at` unless renewed.

    The personal columns are of whoever disputes it; `aside_at` is when the workshop set that aside, and `aside_why` its reason.
    """

    __tablename__ = "loss_report"
    __table_args__ = (
        UniqueConstraint("piece_id", "sequence"),
        CheckConstraint("kind IN ('lost','stolen')", name="kind"),
        CheckConstraint("ended_why IN ('found','refused','handed_on','dispute')", name="ended_why"),
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="ended"),
        CheckConstraint(f"ends_at <= COALESCE(renewed_at, at) + {A_YEAR_US}", name="term"),
        STRICT,
    )
    personal = ("dispute_contact", "dispute_story", "aside_why")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    subject: Mapped[str] = mapped_column(Text)
    ownership_id: Mapped[int] = mapped_column(ForeignKey("ownership.id"))
    kind: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    renewed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    disputed_at: Mapped[datetime | None] = mapped_column(Moment)
    dispute_contact: Mapped[str | None] = mapped_column(Text)
    dispute_story: Mapped[str | None] = mapped_column(Text)
    aside_at: Mapped[datetime | None] = mapped_column(Moment)
    aside_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    aside_why: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_why: Mapped[str | None] = mapped_column(Text)
