"""Suppliers and their papers: rows of who sold, what was signed, what the workshop read in it, and what fell later."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.materials.words import ASSESSORS, CUSTODIES, DOCUMENT_KINDS, ORIGINS, one_of
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}


class Supplier(Base):
    """Somebody that material comes from or goes to; may be several things at once. A customer is one whose own material is worked."""

    __tablename__ = "supplier"
    __table_args__ = (UniqueConstraint("code"), UniqueConstraint("subject"), STRICT)
    personal = ("name", "address", "email", "note")
    sought_private = ("code", "name", "email", "note")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(Text)
    is_refiner: Mapped[bool] = mapped_column(YesNo)
    is_caster: Mapped[bool] = mapped_column(YesNo)
    is_dealer: Mapped[bool] = mapped_column(YesNo)
    is_cutter: Mapped[bool] = mapped_column(YesNo)
    is_mine: Mapped[bool] = mapped_column(YesNo)
    is_customer: Mapped[bool] = mapped_column(YesNo)
    recheck_on: Mapped[str | None] = mapped_column(Text)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Document(Base):
    """A paper as it came: `file` names its bytes, `picture` and `small` what people see of it. None: only read, not kept here."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("(file IS NULL) = (media_type IS NULL)", name="file"),
        Index("ix_document_file", "file"),
        Index("ix_document_supplier", "supplier_id"),
        STRICT,
    )
    files = ("file", "picture", "small")
    sought = ("code",)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"))
    file: Mapped[str | None] = mapped_column(Text)
    media_type: Mapped[str | None] = mapped_column(Text)
    size: Mapped[int | None] = mapped_column(Whole)
    pages: Mapped[int | None] = mapped_column(Whole)
    picture: Mapped[str | None] = mapped_column(Text)
    small: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Reading(Base):
    """What the workshop read in a document, with who checked it where and when; the newest row counts.

    Days are ISO dates; `materials` is a list of words with commas (none: the paper does not say); `share` a whole percent;
    `limit_mg` the quantity that it covers; `nickel_release` thousandths of a microgram per square centimetre and week; `benchmark`
    and `covers` (subjects and supplier codes with commas) of a paper about pay. `holder_id` is the supplier that holds it, when it is one of ours.
    """

    __tablename__ = "reading"
    __table_args__ = (
        UniqueConstraint("document_id", "sequence"),
        CheckConstraint(one_of("kind", DOCUMENT_KINDS), name="kind"),
        CheckConstraint(one_of("custody", CUSTODIES), name="custody"),
        CheckConstraint(one_of("assessor", ASSESSORS), name="assessor"),
        CheckConstraint(one_of("origin", ORIGINS), name="origin"),
        CheckConstraint("share BETWEEN 1 AND 100", name="share"),
        CheckConstraint("limit_mg > 0", name="limit"),
        CheckConstraint("valid_until >= valid_from", name="valid"),
        Index("ix_reading_number", "number"),
        STRICT,
    )
    sought = ("number", "standard", "agency", "holder")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    kind: Mapped[str] = mapped_column(Text)
    standard: Mapped[str | None] = mapped_column(Text)
    number: Mapped[str | None] = mapped_column(Text)
    agency: Mapped[str | None] = mapped_column(Text)
    holder: Mapped[str | None] = mapped_column(Text)
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"))
    site: Mapped[str | None] = mapped_column(Text)
    materials: Mapped[str | None] = mapped_column(Text)
    form: Mapped[str | None] = mapped_column(Text)
    custody: Mapped[str | None] = mapped_column(Text)
    assessor: Mapped[str | None] = mapped_column(Text)
    origin: Mapped[str | None] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(Text)
    share: Mapped[int | None] = mapped_column(Whole)
    limit_mg: Mapped[int | None] = mapped_column(Whole)
    fineness: Mapped[int | None] = mapped_column(Whole)
    nickel_release: Mapped[int | None] = mapped_column(Whole)
    benchmark: Mapped[str | None] = mapped_column(Text)
    covers: Mapped[str | None] = mapped_column(Text)
    issued_on: Mapped[str | None] = mapped_column(Text)
    valid_from: Mapped[str | None] = mapped_column(Text)
    valid_until: Mapped[str | None] = mapped_column(Text)
    statement: Mapped[str | None] = mapped_column(Text)
    checked_by: Mapped[str | None] = mapped_column(Text)
    checked_on: Mapped[str | None] = mapped_column(Text)
    checked_where: Mapped[str | None] = mapped_column(Text)
    recheck_on: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Withdrawal(Base):
    """That a document counts no more from a day on, or never did; the newest row counts. `from_on` None and not false: it stands again."""

    __tablename__ = "withdrawal"
    __table_args__ = (UniqueConstraint("document_id", "sequence"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    from_on: Mapped[str | None] = mapped_column(Text)
    is_false: Mapped[bool] = mapped_column(YesNo)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
