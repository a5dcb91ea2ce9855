"""Rows of a table that become designs or pieces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from workshop.catalogue.actions import NewDesign, add_design
from workshop.catalogue.models import Design
from workshop.errors import Invalid
from workshop.importing import Ready
from workshop.mapping import Mapped
from workshop.money import read_price
from workshop.pieces.making import NewPieces, make_pieces
from workshop.pieces.models import Piece
from workshop.texts import LINE, PARAGRAPH, STORY, clean
from workshop.units import read_figure, read_weight
from workshop.wording import _
from workshop.writing import Writing

YES = ("yes", "true", "1", "x")
LONGEST = {"story": STORY, "care": PARAGRAPH, "made_of": PARAGRAPH, "engraving": PARAGRAPH, "order_note": PARAGRAPH}


@dataclass(frozen=True)
class Designs:
    """Each row becomes a design. `currency` is the shop's, for prices."""

    currency: str | None
    verb: str = "import designs"

    def ready(self, mapped: Mapped) -> tuple[NewDesign, Sequence[str]]:
        return replace(_design_of(mapped.section("design"), self.currency), source_key=mapped.key), ()

    def known(self, writing: Writing, batch: Sequence[Ready]) -> set[str]:
        keys = [one.key for one in batch]
        return set(writing.session.scalars(select(Design.source_key).where(Design.source_key.in_(keys))))

    def write(self, writing: Writing, new: Sequence[NewDesign]) -> None:
        for one in new:
            add_design(writing, one)


@dataclass(frozen=True)
class Pieces:
    """Each row becomes a piece without events, after the design that it names or one made from the same row.

    What the table says of earlier work is kept as history beside the piece and releases nothing.
    """

    currency: str | None
    verb: str = "import pieces"

    def ready(self, mapped: Mapped) -> tuple[tuple[NewDesign, NewPieces], Sequence[str]]:
        design = replace(_design_of(mapped.section("design"), self.currency), source_key=mapped.design_key)
        return (design, _piece_of(mapped)), ()

    def known(self, writing: Writing, batch: Sequence[Ready]) -> set[str]:
        keys = [one.key for one in batch]
        return set(writing.session.scalars(select(Piece.source_key).where(Piece.source_key.in_(keys))))

    def write(self, writing: Writing, new: Sequence[tuple[NewDesign, NewPieces]]) -> None:
        codes = _known_designs(writing, [design for design, _piece in new])
        for design, piece in new:
            make_pieces(writing, replace(piece, design_code=_design_code(writing, design, codes)))


def _known_designs(writing: Writing, new: Sequence[NewDesign]) -> dict[str, str]:
    """Codes of designs that were imported before, by their source key."""
    keys = [design.source_key for design in new]
    rows = writing.session.execute(select(Design.source_key, Design.code).where(Design.source_key.in_(keys)))
    return {str(row.source_key): row.code for row in rows}


def _design_code(writing: Writing, design: NewDesign, codes: dict[str, str]) -> str:
    if design.code and not design.name:
        return design.code
    key = design.source_key or ""
    if key not in codes:
        codes[key] = add_design(writing, design)
    return codes[key]


def _design_of(told: Mapping[str, str | None], currency: str | None) -> NewDesign:
    text: dict[str, Any] = dict(_cleaned(told))
    weight, thickness, price = (text.pop(name, None) for name in ("target_weight", "minimum_thickness", "price"))
    needed: dict[str, Any] = {name: text.pop(name, None) or "" for name in ("name", "kind", "material")}
    return NewDesign(
        **needed,
        **text,
        target_weight_mg=None if weight is None else read_weight(weight, field="target_weight"),
        minimum_thickness_um=None if thickness is None else read_figure(thickness, field="minimum_thickness"),
        price_minor=None if price is None else read_price(price, currency),
    )


def _cleaned(told: Mapping[str, str | None]) -> dict[str, Any]:
    return {name: clean(value, field=name, longest=LONGEST.get(name, LINE)) for name, value in told.items()}


def _piece_of(mapped: Mapped) -> NewPieces:
    text = _cleaned(mapped.section("piece"))
    parts, rush = text.pop("parts", None), text.pop("rush", None)
    if parts is not None and not (parts.isascii() and parts.isdigit() and len(parts) < 3):
        raise Invalid(
            _("“{typed}” is not a number of parts.", typed=parts[:40]), slug="parts-not-understood", field="parts"
        )
    text["way_in"] = text.get("way_in") or "made"
    text["parts"] = int(parts) if parts else None
    return NewPieces(
        design_code="",
        is_rush=(rush or "").casefold() in YES,
        **text,
        source_key=mapped.key,
        before_records=clean(mapped.before_records, field="before_records", longest=STORY),
    )
