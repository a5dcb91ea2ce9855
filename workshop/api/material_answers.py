"""What programs are answered about what pieces are made of, and about casting trees. Weights in milligrams."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from workshop.api.answers import Serial, Told


class LotInside(Told):
    """What a piece holds of one lot: metal in milligrams, stones in thousandths of a carat and their number."""

    lot: str
    kind: str
    metal: str | None
    fineness: int | None
    role: str | None
    is_incidental: bool
    mg: int
    carat_thousandths: int
    number: int


class LayerTold(Told):
    """A layer; `entry` is the number of the event that put it on."""

    metal: str
    fineness: int | None
    thickness_nm: int | None
    method: str | None
    has_nickel: bool | None
    document: str | None
    entry: int


class HallmarkTold(Told):
    """A hallmark; `entry` is the number of its event."""

    office: str
    sponsor: str | None
    metal: str
    fineness: int
    marked_on: date
    document: str | None
    entry: int


class PieceMaterials(Told):
    """The books of a piece; no lots: its materials are not recorded. `net_mg` is gross less stones; `unexplained_mg` below nothing: more came than the lots say."""

    serial: Serial
    lots: list[LotInside]
    gross_mg: int | None
    net_mg: int | None
    unexplained_mg: int
    layers: list[LayerTold]
    hallmarks: list[HallmarkTold]


class TreeRow(Told):
    """A casting tree; `needed_mg` is reckoned, `left_mg` is in the books now."""

    code: str
    alloy: str
    state: Literal["planted", "poured", "closed"]
    wax_mg: int
    base_mg: int
    needed_mg: int
    left_mg: int
    pieces: int
    note: str | None
    planted_at: AwareDatetime


class TreePlaced(Told):
    """A piece on a tree, from the base upwards; `cut_mg` null: it hangs yet."""

    serial: Serial
    position: int | None
    cut_mg: int | None


class TreePoured(Told):
    lot: str
    poured_mg: int
    left_mg: int


class TreeCard(TreeRow):
    """The same, with its pieces and where its metal went."""

    places: list[TreePlaced]
    poured: list[TreePoured]
    scrap_mg: int
    lemel_mg: int
    loss_mg: int
    weighing_mg: int
    unexplained_mg: int


class TreePage(Told):
    trees: list[TreeRow]
    next: Annotated[str | None, Field(description="The `cursor` of the next page; null on the last one.")]


class Planted(Told):
    code: str
    needed_mg: int
