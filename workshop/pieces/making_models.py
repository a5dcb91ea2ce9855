"""How metal came into pieces: casting trees, surface layers, hallmarks."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.database import Base
from workshop.units import Moment, Whole, YesNo

STRICT = {"sqlite_strict": True}


class CastingTree(Base):
    """Waxes on one trunk, cast in one pour. Weights in milligrams; `needed_mg` is reckoned, what was poured is in the ledger.

    `wax_density` is of the pattern in micrograms per cubic millimetre.
    """

    __tablename__ = "casting_tree"
    __table_args__ = (
        UniqueConstraint("code"),
        UniqueConstraint("account_id"),
        CheckConstraint("wax_mg > 0 AND base_mg >= 0 AND wax_mg > base_mg", name="wax"),
        STRICT,
    )
    files = ("picture",)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    material_id: Mapped[int] = mapped_column(ForeignKey("material.id"))
    wax_mg: Mapped[int] = mapped_column(Whole)
    base_mg: Mapped[int] = mapped_column(Whole)
    button_mg: Mapped[int | None] = mapped_column(Whole)
    wax_density: Mapped[int] = mapped_column(Whole)
    needed_mg: Mapped[int] = mapped_column(Whole)
    picture: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class TreePlace(Base):
    """A piece that hangs on a tree; `position` counts from the base upwards, None where nobody noted it.

    Where it was said later, a `TreeSpot` says it.
    """

    __tablename__ = "tree_place"
    __table_args__ = (UniqueConstraint("tree_id", "piece_id"), Index("ix_tree_place_piece", "piece_id"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    tree_id: Mapped[int] = mapped_column(ForeignKey("casting_tree.id"))
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    position: Mapped[int | None] = mapped_column(Whole)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class TreeSpot(Base):
    """Where a piece hangs, told after planting: the newest counts. `position` from the base upwards, `x` and `y` on the tree's
    photo in thousandths of its width and height; None where that was not told.
    """

    __tablename__ = "tree_spot"
    __table_args__ = (
        CheckConstraint("(x IS NULL) = (y IS NULL)", name="whole"),
        CheckConstraint("position IS NOT NULL OR x IS NOT NULL", name="told"),
        CheckConstraint("x BETWEEN 0 AND 1000 AND y BETWEEN 0 AND 1000", name="on_photo"),
        Index("ix_tree_spot_place", "place_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("tree_place.id"))
    position: Mapped[int | None] = mapped_column(Whole)
    x: Mapped[int | None] = mapped_column(Whole)
    y: Mapped[int | None] = mapped_column(Whole)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class TreePhoto(Base):
    """A photo of a tree that was taken after planting: the newest is shown."""

    __tablename__ = "tree_photo"
    __table_args__ = (Index("ix_tree_photo_tree", "tree_id"), STRICT)
    files = ("picture",)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    tree_id: Mapped[int] = mapped_column(ForeignKey("casting_tree.id"))
    picture: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Layer(Base):
    """A layer of metal on a piece, put on by an event. `fineness` in parts per 10,000, `thickness_nm` in nanometres; None is not known."""

    __tablename__ = "layer"
    __table_args__ = (
        UniqueConstraint("event_id"),
        CheckConstraint("thickness_nm > 0", name="thickness"),
        Index("ix_layer_piece", "piece_id"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("work_event.id"))
    metal: Mapped[str] = mapped_column(Text)
    fineness: Mapped[int | None] = mapped_column(Whole)
    thickness_nm: Mapped[int | None] = mapped_column(Whole)
    method: Mapped[str | None] = mapped_column(Text)
    has_nickel: Mapped[bool | None] = mapped_column(YesNo)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))


class Hallmark(Base):
    """An assay office's mark on a piece, recorded with the event. `fineness` in parts per 10,000."""

    __tablename__ = "hallmark"
    __table_args__ = (UniqueConstraint("event_id"), Index("ix_hallmark_piece", "piece_id"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    piece_id: Mapped[int] = mapped_column(ForeignKey("piece.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("work_event.id"))
    office: Mapped[str] = mapped_column(Text)
    sponsor: Mapped[str | None] = mapped_column(Text)
    metal: Mapped[str] = mapped_column(Text)
    fineness: Mapped[int] = mapped_column(Whole)
    marked_on: Mapped[str] = mapped_column(Text)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
