"""What pieces are made of, and what was bought: alloys and lots, with what is known of where they come from."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.materials.words import COUNTRY_UNKNOWN, FORMS, LOT_KINDS, NATURES, ORIGINS, TREATMENTS, one_of
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}


class Material(Base):
    """An alloy. `fineness` is in parts per 10,000, `density` in micrograms per cubic millimetre; None is not stated."""

    __tablename__ = "material"
    __table_args__ = (UniqueConstraint("key"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    key: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    metal: Mapped[str] = mapped_column(Text)
    fineness: Mapped[int | None] = mapped_column(Whole)
    colour: Mapped[str | None] = mapped_column(Text)
    density: Mapped[int | None] = mapped_column(Whole)


class CodeCounter(Base):
    """The last number given to a code with these letters."""

    __tablename__ = "code_counter"
    __table_args__ = STRICT
    journalled = False

    letters: Mapped[str] = mapped_column(Text, primary_key=True)
    last: Mapped[int] = mapped_column(Whole)


class Lot(Base):
    """Material of one kind that came in together or was made here together; how much of it is where stands in the ledger.

    `fineness` in parts per 10,000 of `metal` (None: not stated), `cost_minor` for the whole lot in minor units of `currency`,
    `division_mg` of the scale that weighed it. `received_on` None: there before records. `owner_id`: the customer whose
    material it is (None: the shop's own). `produced_on`: when it was refined or mined, where a paper says so. `is_own`: made here of other lots (melt, scrap, lemel, sweeps, crucible skull).
    """

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("account_id"),
        UniqueConstraint("source_key"),
        CheckConstraint(one_of("kind", LOT_KINDS), name="kind"),
        CheckConstraint(one_of("form", FORMS), name="form"),
        CheckConstraint("fineness IS NULL OR fineness BETWEEN 1 AND 10000", name="fineness"),
        CheckConstraint("(kind IN ('stones','stone')) = (metal IS NULL)", name="metal"),
        CheckConstraint("cost_minor IS NULL OR (cost_minor >= 0 AND currency IS NOT NULL)", name="cost"),
        CheckConstraint("division_mg > 0", name="division"),
        Index("ix_lot_kind", "kind", "id"),
        Index("ix_lot_material", "material_id", "id"),
        Index("ix_lot_supplier", "supplier_id", "id"),
        STRICT,
    )
    sought = ("code", "name", "source_key", "note")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    material_id: Mapped[int | None] = mapped_column(ForeignKey("material.id"))
    metal: Mapped[str | None] = mapped_column(Text)
    fineness: Mapped[int | None] = mapped_column(Whole)
    colour: Mapped[str | None] = mapped_column(Text)
    form: Mapped[str | None] = mapped_column(Text)
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"))
    is_own: Mapped[bool] = mapped_column(YesNo)
    received_on: Mapped[str | None] = mapped_column(Text)
    produced_on: Mapped[str | None] = mapped_column(Text)
    has_nickel: Mapped[bool | None] = mapped_column(YesNo)
    cost_minor: Mapped[int | None] = mapped_column(Whole)
    currency: Mapped[str | None] = mapped_column(Text)
    division_mg: Mapped[int] = mapped_column(Whole)
    note: Mapped[str | None] = mapped_column(Text)
    source_key: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Sourcing(Base):
    """What is said of a lot's origin, and when that was written down; the newest row counts.

    `country` is an ISO 3166 code, or "not_traceable"; None is not known. The word alone proves nothing: papers do.
    """

    __tablename__ = "sourcing"
    __table_args__ = (
        UniqueConstraint("lot_id", "sequence"),
        CheckConstraint(one_of("origin", ORIGINS), name="origin"),
        CheckConstraint(f"country IS NULL OR country = '{COUNTRY_UNKNOWN}' OR length(country) = 2", name="country"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    origin: Mapped[str] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class LotPaper(Base):
    """A document that speaks of a lot; of one lot and document the newest row says whether it still does."""

    __tablename__ = "lot_paper"
    __table_args__ = (
        UniqueConstraint("lot_id", "document_id", "sequence"),
        Index("ix_lot_paper_document", "document_id", "lot_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    stands: Mapped[bool] = mapped_column(YesNo)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class LotHold(Base):
    """That a lot is held back from use, or no longer; the newest row counts."""

    __tablename__ = "lot_hold"
    __table_args__ = (UniqueConstraint("lot_id", "sequence"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    is_held: Mapped[bool] = mapped_column(YesNo)
    reason: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class LotParent(Base):
    """So much of an earlier lot went into this one, in milligrams gross; a lot without parents was bought."""

    __tablename__ = "lot_parent"
    __table_args__ = (
        UniqueConstraint("lot_id", "parent_id"),
        CheckConstraint("mg > 0", name="mg"),
        Index("ix_lot_parent_parent", "parent_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    parent_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    mg: Mapped[int] = mapped_column(Whole)


class StoneFacts(Base):
    """What is known of the stones of a lot; the newest row counts. Lengths in micrometres, depth and table in thousandths of a percent.

    A size of None is not known; a report's number is as the laboratory writes it.
    """

    __tablename__ = "stone_facts"
    __table_args__ = (
        UniqueConstraint("lot_id", "sequence"),
        CheckConstraint(one_of("nature", NATURES), name="nature"),
        CheckConstraint(one_of("treatment", TREATMENTS), name="treatment"),
        CheckConstraint("x_um > 0 AND y_um > 0 AND z_um > 0", name="sizes"),
        Index("ix_stone_facts_species", "species", "lot_id"),
        Index("ix_stone_facts_report", "report_number"),
        STRICT,
    )
    sought = ("report_number", "laboratory")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    sequence: Mapped[int] = mapped_column(Whole)
    species: Mapped[str] = mapped_column(Text)
    nature: Mapped[str] = mapped_column(Text)
    treatment: Mapped[str] = mapped_column(Text)
    treatment_note: Mapped[str | None] = mapped_column(Text)
    tested_by: Mapped[str | None] = mapped_column(Text)
    is_polished: Mapped[bool | None] = mapped_column(YesNo)
    shape: Mapped[str | None] = mapped_column(Text)
    cut: Mapped[str | None] = mapped_column(Text)
    colour: Mapped[str | None] = mapped_column(Text)
    clarity: Mapped[str | None] = mapped_column(Text)
    depth: Mapped[int | None] = mapped_column(Whole)
    table_width: Mapped[int | None] = mapped_column(Whole)
    x_um: Mapped[int | None] = mapped_column(Whole)
    y_um: Mapped[int | None] = mapped_column(Whole)
    z_um: Mapped[int | None] = mapped_column(Whole)
    report_number: Mapped[str | None] = mapped_column(Text)
    laboratory: Mapped[str | None] = mapped_column(Text)
    sensitivities: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Settlement(Base):
    """What a refiner made of a lot that was sent: assay in parts per 10,000, fine milligrams credited. It closes the lot."""

    __tablename__ = "settlement"
    __table_args__ = (
        UniqueConstraint("lot_id"),
        CheckConstraint("assay BETWEEN 1 AND 10000", name="assay"),
        CheckConstraint("gross_mg > 0 AND fine_mg >= 0 AND fine_mg <= gross_mg", name="weights"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    settled_on: Mapped[str] = mapped_column(Text)
    gross_mg: Mapped[int] = mapped_column(Whole)
    assay: Mapped[int] = mapped_column(Whole)
    fine_mg: Mapped[int] = mapped_column(Whole)
    credited_lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    money_minor: Mapped[int | None] = mapped_column(Whole)
    currency: Mapped[str | None] = mapped_column(Text)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class MetalPrice(Base):
    """The price of a troy ounce of fine metal on a day, in thousandths of the currency's unit."""

    __tablename__ = "metal_price"
    __table_args__ = (
        UniqueConstraint("metal", "currency", "on_date"),
        CheckConstraint("price_thousandths > 0", name="price"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    metal: Mapped[str] = mapped_column(Text)
    currency: Mapped[str] = mapped_column(Text)
    on_date: Mapped[str] = mapped_column(Text)
    price_thousandths: Mapped[int] = mapped_column(Whole)


class ExchangeRate(Base):
    """So many millionths of the currency's unit for one euro on a day."""

    __tablename__ = "exchange_rate"
    __table_args__ = (
        UniqueConstraint("currency", "on_date"),
        CheckConstraint("rate_millionths > 0", name="rate"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    currency: Mapped[str] = mapped_column(Text)
    on_date: Mapped[str] = mapped_column(Text)
    rate_millionths: Mapped[int] = mapped_column(Whole)
