"""Designs and their editions, the routes that pieces go, and the kinds of piece and of work."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}


class EventKind(Base):
    """A kind of event, frozen. Its two properties decide the gate; `leads_to` is the state of the piece after it (None: as before)."""

    __tablename__ = "event_kind"
    __table_args__ = STRICT
    journalled = False

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    is_work: Mapped[bool] = mapped_column(YesNo)
    ends_release: Mapped[bool] = mapped_column(YesNo)
    leads_to: Mapped[str | None] = mapped_column(Text)


class PieceKind(Base):
    """A kind of piece: what its checklist is chosen by."""

    __tablename__ = "piece_kind"
    __table_args__ = STRICT
    journalled = False

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    base: Mapped[str] = mapped_column(Text)
    has_stones: Mapped[bool] = mapped_column(YesNo)
    parts: Mapped[int] = mapped_column(Whole)


class Route(Base):
    """The stages that a piece goes through, in order."""

    __tablename__ = "route"
    __table_args__ = (UniqueConstraint("name"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    is_default: Mapped[bool] = mapped_column(YesNo)


class Stage(Base):
    """One stage of a route. `loss_asked` in parts per 10,000 of the weight before; above it the bench is asked why."""

    __tablename__ = "stage"
    __table_args__ = (CheckConstraint("loss_asked IS NULL OR loss_asked BETWEEN 0 AND 10000", name="loss"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    route_id: Mapped[int] = mapped_column(ForeignKey("route.id"), index=True)
    position: Mapped[int] = mapped_column(Whole)
    name: Mapped[str] = mapped_column(Text)
    work: Mapped[str] = mapped_column(ForeignKey("event_kind.key"))
    loss_asked: Mapped[int | None] = mapped_column(Whole)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)


class Design(Base):
    """What a piece is made after. Weights in milligrams, thickness in micrometres, price in the shop's minor units.

    `counts_casting`: the owner's decision whether casting one's own wax counts as by hand; `mould`: kept or destroyed; None is not said.
    """

    __tablename__ = "design"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("source_key"),
        Index("ix_design_name", "name", "id"),
        STRICT,
    )
    files = ("picture",)
    sought = ("code", "name", "source_key", "made_of", "dated")

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(ForeignKey("piece_kind.key"))
    material_id: Mapped[int] = mapped_column(ForeignKey("material.id"))
    route_id: Mapped[int] = mapped_column(ForeignKey("route.id"))
    target_weight_mg: Mapped[int | None] = mapped_column(Whole)
    minimum_thickness_um: Mapped[int | None] = mapped_column(Whole)
    construction: Mapped[str | None] = mapped_column(Text)
    risk_note: Mapped[str | None] = mapped_column(Text)
    counts_casting: Mapped[bool | None] = mapped_column(YesNo)
    mould: Mapped[str | None] = mapped_column(Text)
    size: Mapped[str | None] = mapped_column(Text)
    price_minor: Mapped[int | None] = mapped_column(Whole)
    story: Mapped[str | None] = mapped_column(Text)
    care: Mapped[str | None] = mapped_column(Text)
    made_of: Mapped[str | None] = mapped_column(Text)
    dated: Mapped[str | None] = mapped_column(Text)
    picture: Mapped[str | None] = mapped_column(Text)
    source_key: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Edition(Base):
    """So many pieces of one design and no more. The size is fixed once the first piece is numbered. `proofs` None: not said how many."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("design_id", "name"),
        UniqueConstraint("id", "design_id"),
        CheckConstraint("size > 0", name="size"),
        STRICT,
    )
    sought = ("name",)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    design_id: Mapped[int] = mapped_column(ForeignKey("design.id"))
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Whole)
    proofs: Mapped[int | None] = mapped_column(Whole)
    created_at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class WordingOverride(Base):
    """A guarded word that the owner lets stand in a public text, with the reason; the text is named by its digest."""

    __tablename__ = "wording_override"
    __table_args__ = (UniqueConstraint("text_digest", "word"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    place: Mapped[str] = mapped_column(Text)
    text_digest: Mapped[str] = mapped_column(Text)
    word: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
