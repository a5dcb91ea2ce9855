"""How stones are called: species, treatment, weight, with the words that the law asks for in front of the name."""

from workshop.claims.facts import StoneLine
from workshop.claims.wordings import carats
from workshop.wording import N_, _, n_

TREATED = {
    "heated": N_("heated"),
    "oiled": N_("oiled"),
    "fracture_filled": N_("fracture filled: it needs special care"),
    "irradiated": N_("irradiated"),
    "coated": N_("coated: it needs special care"),
    "other": N_("treated"),
}


def named(species: str) -> str:
    return _(species.replace("_", " "))


def treated(line: StoneLine) -> str:
    """What was done to the stone, in its own words where the record has them; empty when nothing was."""
    if line.treatment == "none":
        return ""
    if line.treatment not in TREATED:
        return _("treatment not known")
    told = _(TREATED[line.treatment])
    return f"{told} ({line.treatment_text})" if line.treatment_text else told


def counted(line: StoneLine) -> str:
    """How many and how heavy: 3 stones, 0.16 ct."""
    stones = n_("{count} stone", "{count} stones", line.count)
    return _("{stones}, {carats}", stones=stones, carats=carats(line.carat_thousandths))
