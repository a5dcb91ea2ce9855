"""Checks between stages. They release nothing; they save work from being done on a bad casting."""

from workshop.inspection.checks import CheckSpec, ListSpec, asked, measured, yes_no
from workshop.inspection.defaults_final import C3, C8, L1, LOUPE, S2, S4, S6, SCALE
from workshop.wording import N_

W1 = yes_no("W1", N_("Wax or print has the size of the order, with 1.5 to 2% for shrinkage."), N_("calliper"))
W2 = measured("W2", N_("Weight of the wax or print, without its sprue."), (1, 1_000_000), "g", SCALE)

F1 = yes_no("F1", N_("The casting is full, edges and claws too."), LOUPE)
F2 = yes_no("F2", N_("No pore that filing would open."), LOUPE)
F3 = yes_no("F3", N_("Count and weight equal the caster’s note."), SCALE)
F4 = CheckSpec("F4", N_("Photo of what is wrong."), "photo", required=False)

D1 = yes_no("D1", N_("Every seat is cut, level, and fits its stone."), LOUPE)
D2 = yes_no("D2", N_("Pre-polished where a stone will cover it."), LOUPE)

L2 = measured(
    "L2",
    N_("Thickness of the plating by the plater’s paper or XRF."),
    (50, 20_000),
    "um",
    N_("plater’s paper or XRF"),
    required=False,
)
L3 = yes_no("L3", N_("The base passed its own look before plating."))


def _stage(name: str, stage: str, *checks: CheckSpec) -> ListSpec:
    return ListSpec(name, "stage", checks, stage=stage)


STAGE: tuple[ListSpec, ...] = (
    _stage("Wax or print", "wax", W1, W2),
    _stage("Castings in", "castings_in", F1, F2, F3, F4),
    _stage("Before setting", "before_setting", D1, D2, C8),
    _stage("Before plating", "before_plating", C3, C8, S2, S4, S6),
    _stage("After plating", "after_plating", asked(L1), L2, L3),
)
