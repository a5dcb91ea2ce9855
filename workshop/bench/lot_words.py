"""How lots, their places and their amounts are told to people."""

from typing import Any

from workshop.materials.ledger import Amount
from workshop.materials.typed import fineness_shown
from workshop.materials.wordings import FORMS_TOLD, METALS, worded
from workshop.materials.words import STONE_KINDS
from workshop.units import thousandths
from workshop.wording import _

KINDS = {
    "metal": "Metal",
    "castings": "Castings bought in",
    "stones": "Parcel of stones",
    "stone": "Single stone",
    "findings": "Findings",
}
# Where material stands or went, in the order that a lot's table tells it.
PLACES = {
    "lot": "in stock",
    "piece": "in pieces",
    "tree": "on casting trees",
    "person": "with people",
    "supplier": "sent out",
    "scrap": "in the scrap box",
    "lemel": "in the lemel tray",
    "sweeps": "in the sweeps",
    "melt": "in other lots",
    "refined": "refined",
    "loss": "lost and explained",
    "broken": "broken",
    "lost": "lost",
    "weighing": "weighing",
    "unexplained": "unexplained",
}
ENDS = PLACES | {"outside": "outside", "melt": "crucible"}
POSTINGS = {
    "received": "Came in",
    "melted": "Melted",
    "gathered": "Made of a tray",
    "skull": "Crucible skull",
    "poured": "Poured into a tree",
    "cut_off": "Cut off its tree",
    "tree_closed": "Rest of a tree",
    "issued": "Issued",
    "returned": "Returned",
    "handed_out": "Sent out",
    "got_back": "Got back",
    "set_aside": "Set aside",
    "found_again": "Found again",
    "weighed_stock": "Weighed or counted",
    "day_closed": "End of a day",
    "settled": "Settled by the refiner",
    "taken_back": "Taken back",
}
TRAYS = {"scrap": "Scrap box", "lemel": "Lemel tray", "sweeps": "Sweeps"}
STATES = {"": "Any state", "usable": "Usable", "held": "Held back", "used_up": "Used up"}
SPECIES = (
    "diamond",
    "sapphire",
    "ruby",
    "emerald",
    "spinel",
    "tourmaline",
    "garnet",
    "topaz",
    "opal",
    "pearl",
    "quartz",
)
NATURES = {
    "unknown": "Not known",
    "natural": "Natural",
    "laboratory_grown": "Laboratory-grown",
    "simulant": "Simulant",
    "composite": "Composite",
}
TREATMENTS = {
    "unknown": "Not known",
    "none": "None",
    "heated": "Heated",
    "oiled": "Oiled",
    "fracture_filled": "Fracture-filled",
    "irradiated": "Irradiated",
    "coated": "Coated",
    "other": "Other",
}


def exact(mg: int) -> str:
    """Grams with all three decimals, as the books have them."""
    sign = "-" if mg < 0 else ""
    return f"{sign}{abs(mg) // 1000}.{abs(mg) % 1000:03d}"


def told_amount(amount: Amount, kind: str) -> str:
    """An amount of a lot of that kind: grams, or carats and a number."""
    if kind == "stone":
        return _("{carats} ct", carats=thousandths(amount.carat_thousandths))
    if kind in STONE_KINDS:
        return _("{carats} ct, {number} stones", carats=thousandths(amount.carat_thousandths), number=amount.number)
    weighed = _("{grams} g", grams=exact(amount.mg))
    return _("{grams}, {number} of them", grams=weighed, number=amount.number) if amount.number else weighed


def title_of(row: Any) -> str:
    """What a lot is, in a few words: its name, else its alloy, metal or kind."""
    if row.name:
        return str(row.name)
    named = _(row.alloy) if row.alloy else worded(METALS, row.metal) if row.metal else _(KINDS[_kind(row)])
    return f"{named}, {worded(FORMS_TOLD, row.form).lower()}" if row.form else named


def _kind(row: Any) -> str:
    """The kind of a lot, in a row of lots or of what accounts hold of them."""
    return str(getattr(row, "lot_kind", None) or row.kind)


def struck(parts: int | None) -> str:
    return fineness_shown(parts)


def end_of(kind: str, key: str, name: str | None) -> str:
    """One end of a movement: a person, a piece, a tray."""
    whose = key.partition(":")[2]
    if kind in ("person", "supplier"):
        return name or whose
    return whose if kind in ("piece", "tree") else _(ENDS.get(kind, kind))


def posting_named(kind: str) -> str:
    return _(POSTINGS.get(kind, "At the stage"))
