"""How lots, their places and their amounts are told to people."""

from typing import Any

from workshop.languages import decimal_sign
from workshop.materials.ledger import Amount
from workshop.materials.typed import fineness_shown
from workshop.materials.wordings import FORMS_TOLD, METALS, ORIGINS, worded
from workshop.materials.words import STONE_KINDS
from workshop.people.duties import MAY_LET_GO, MAY_WORK
from workshop.units import thousandths
from workshop.wording import N_, _

KINDS = {
    "metal": N_("Metal"),
    "castings": N_("Castings bought in"),
    "stones": N_("Parcel of stones"),
    "stone": N_("Single stone"),
    "findings": N_("Findings"),
}
# Where material stands or went, in the order that a lot's table tells it.
PLACES = {
    "lot": N_("in stock"),
    "piece": N_("in pieces"),
    "tree": N_("on casting trees"),
    "person": N_("with people"),
    "supplier": N_("sent out"),
    "scrap": N_("in the scrap box"),
    "lemel": N_("in the lemel tray"),
    "sweeps": N_("in the sweeps"),
    "melt": N_("in other lots"),
    "refined": N_("refined"),
    "loss": N_("lost and explained"),
    "broken": N_("broken"),
    "lost": N_("lost"),
    "weighing": N_("weighing"),
    "unexplained": N_("unexplained"),
}
ENDS = PLACES | {"outside": N_("outside"), "melt": N_("crucible")}
POSTINGS = {
    "received": N_("Came in"),
    "melted": N_("Melted"),
    "gathered": N_("Made of a tray"),
    "skull": N_("Crucible skull"),
    "poured": N_("Poured into a tree"),
    "cut_off": N_("Cut off its tree"),
    "tree_closed": N_("Rest of a tree"),
    "issued": N_("Given out"),
    "returned": N_("Returned"),
    "handed_out": N_("Sent out"),
    "got_back": N_("Got back"),
    "set_aside": N_("Set aside"),
    "found_again": N_("Found again"),
    "weighed_stock": N_("Weighed or counted"),
    "day_closed": N_("End of a day"),
    "settled": N_("Settled by the refiner"),
    "taken_back": N_("Taken back"),
}
# What can be done with a lot, in the order of its buttons: the key, what its form says, who may.
WAYS = {
    "issue": (N_("Issue to somebody"), MAY_WORK),
    "back": (N_("Take back from somebody"), MAY_WORK),
    "out": (N_("Send out"), MAY_WORK),
    "in": (N_("Get back from outside"), MAY_WORK),
    "aside": (N_("Set aside, broken, lost"), MAY_WORK),
    "found": (N_("Found again"), MAY_WORK),
    "count": (N_("Weigh or count"), MAY_WORK),
    "hold": (N_("Hold back"), MAY_WORK),
    "origin": (N_("Say the origin anew"), MAY_LET_GO),
    "paper": (N_("Attach a paper"), MAY_LET_GO),
    "settle": (N_("Refiner’s settlement"), MAY_LET_GO),
}
PLACES_ASIDE = {
    "scrap": N_("Into the scrap box"),
    "lemel": N_("Into the lemel tray"),
    "sweeps": N_("Into the sweeps"),
    "broken": N_("Broken"),
    "lost": N_("Lost"),
    "loss": N_("Loss that can be explained"),
}
TRAYS = {"scrap": N_("Scrap box"), "lemel": N_("Lemel tray"), "sweeps": N_("Sweeps")}
STATES = {"": N_("Any state"), "usable": N_("Usable"), "held": N_("Held back"), "used_up": N_("Used up")}
SPECIES = (
    N_("diamond"),
    N_("sapphire"),
    N_("ruby"),
    N_("emerald"),
    N_("spinel"),
    N_("tourmaline"),
    N_("garnet"),
    N_("topaz"),
    N_("opal"),
    N_("pearl"),
    N_("quartz"),
)
NATURES = {
    "unknown": N_("Not known"),
    "natural": N_("Natural"),
    "laboratory_grown": N_("Laboratory-grown"),
    "simulant": N_("Simulant"),
    "composite": N_("Composite"),
}
TREATMENTS = {
    "unknown": N_("Not known"),
    "none": N_("None"),
    "heated": N_("Heated"),
    "oiled": N_("Oiled"),
    "fracture_filled": N_("Fracture-filled"),
    "irradiated": N_("Irradiated"),
    "coated": N_("Coated"),
    "other": N_("Other"),
}


def exact(mg: int) -> str:
    """Grams with all three decimals, as the books have them."""
    sign = "-" if mg < 0 else ""
    return f"{sign}{abs(mg) // 1000}{decimal_sign()}{abs(mg) % 1000:03d}"


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


def left_of(row: Any) -> Amount:
    return Amount(row.mg, row.carat_thousandths, row.number)


def state_of(row: Any) -> tuple[str, str]:
    """The dot and the word of a lot's state."""
    if row.is_held:
        return "back", _("Held back")
    return ("pass", _("Usable")) if left_of(row) else ("gone", _("Used up"))


def origin_told(row: Any) -> str:
    """The origin in words; nothing said is said."""
    return worded(ORIGINS, row.origin) if row.origin else _("Origin not recorded")
