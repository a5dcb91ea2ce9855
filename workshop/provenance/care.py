"""How a piece wants to be treated, from its metal, its finish, its layers and its stones: a table, for designs that say nothing themselves.

Source: bench practice; what the trade's care leaflets agree on (read 2026-11-23). Where they disagree the careful answer stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from workshop.wording import N_, _


@dataclass(frozen=True)
class Worn:
    """What decides about care. `finishes` as `finishes_of` finds them, `stones` pairs of species and treatment."""

    metals: tuple[str, ...] = ()
    finishes: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    stones: tuple[tuple[str, str], ...] = ()


WASH = N_("Wash it in warm water with mild soap and a soft brush, rinse it, dry it with a cloth.")
DAMP = N_("Wipe it with a soft, damp cloth, and dry it. No soaking.")
OFF = N_("Take it off for heavy work, and for chlorine: pools and bleach harm it.")
APART = N_("Keep it apart from other pieces: harder ones scratch it.")

METALS = {
    "gold": N_("Gold keeps its colour; fine scratches are part of wearing it."),
    "silver": N_("Silver darkens in air and on some skins. A silver cloth brings the shine back."),
    "platinum": N_("Platinum goes to a soft sheen; nothing is lost by it, and it can be polished again."),
    "palladium": N_("Palladium goes to a soft sheen, and can be polished again."),
    "base": N_("It may darken and colour the skin. Take it off before washing."),
}
FINISHES = {
    "patina": N_(
        "Its dark places are a patina: no silver dip and no polish on them, or they go. It can be renewed by us."
    ),
    "matt": N_("Its matt surface gets shinier where it is worn. It can be made matt again."),
    "enamel": N_(
        "Enamel is glass: no knocks, no sudden heat or cold, no ultrasonic cleaner. Sizing is hardly possible."
    ),
}
LAYERS = {
    "rhodium": N_("The rhodium on it wears thin in time, first where it is touched most. It can be renewed."),
    "other": N_("It is plated: no polish and no silver cloth, perfume and cream before it, not on it."),
}
TENDER = N_("No ultrasonic cleaner, no steam, no solvents: its stones do not bear them.")
SOFT_STONES = {
    "pearl": N_(
        "Pearls come on last and off first: perfume, sweat and cream dull them. The thread is renewed in time."
    ),
    "opal": N_("Opals bear neither knocks nor sudden heat nor drying out."),
    "turquoise": N_("Turquoise drinks cream and perfume and changes colour: put it on last."),
    "emerald": N_("Emeralds chip at a knock, and most are oiled: only lukewarm water, never hot."),
}
LIKE = {
    "mother_of_pearl": "pearl",
    "coral": "pearl",
    "amber": "pearl",
    "shell": "pearl",
    "malachite": "turquoise",
    "lapis": "turquoise",
    "lapis_lazuli": "turquoise",
    "moonstone": "opal",
    "tanzanite": "opal",
}
HARD = frozenset({"diamond", "sapphire", "ruby", "spinel", "garnet"})
TENDER_TREATMENTS = frozenset({"oiled", "fracture_filled", "coated", "other"})
SETTINGS = N_("Have the settings looked at once a year: a claw wears before anybody sees it.")

_FINISH_WORDS = {
    "patina": ("patin", "oxid", "schwärz", "blacken", "noirci", "escurec"),
    "matt": ("matt", "satin", "sandblast", "brushed", "bürst", "brossé", "escovad"),
    "enamel": ("enamel", "email", "émail", "esmalt"),
}


def finishes_of(words: Iterable[str | None]) -> tuple[str, ...]:
    """The finishes that the names of stages and methods speak of."""
    said = " ".join(word for word in words if word).casefold()
    return tuple(finish for finish, stems in _FINISH_WORDS.items() if any(stem in said for stem in stems))


def care_of(worn: Worn, *, has_own_words: bool = False) -> tuple[str, ...]:
    """The sentences, the most common first; where the design has its own words, only what its finish, layers and stones add to them.

    Without such words there are always some, also for a piece of which nothing is known.
    """
    kinds = {LIKE.get(species, species) for species, _treatment in worn.stones}
    soft = [kind for kind in SOFT_STONES if kind in kinds]
    no_soaking = "pearl" in soft or "turquoise" in soft
    told = [] if has_own_words else [DAMP if no_soaking else WASH, OFF]
    if not has_own_words:
        told += [METALS[metal] for metal in METALS if metal in worn.metals and _shows(metal, worn)]
    told += [FINISHES[finish] for finish in FINISHES if finish in worn.finishes]
    told += [LAYERS.get(layer, LAYERS["other"]) for layer in worn.layers]
    told += [SOFT_STONES[kind] for kind in soft]
    told += [TENDER] * _is_tender(worn)
    if not has_own_words:
        told += [SETTINGS] * bool(worn.stones) + [APART] * _scratches(worn)
    return tuple(_(sentence) for sentence in dict.fromkeys(told))


def _shows(metal: str, worn: Worn) -> bool:
    """Whether the metal meets the air: silver under rhodium does not darken, and a patina is not to be polished away."""
    return not worn.layers and not (metal == "silver" and "patina" in worn.finishes)


def _is_tender(worn: Worn) -> bool:
    return any(species not in HARD or treatment in TENDER_TREATMENTS for species, treatment in worn.stones)


def _scratches(worn: Worn) -> bool:
    return bool(worn.layers) or "silver" in worn.metals or any(species not in HARD for species, _how in worn.stones)
