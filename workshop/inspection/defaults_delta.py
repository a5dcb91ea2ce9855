"""The short lists for a piece that has passed before, by what was done to it since.

Each serves every kind of piece, so a check of stones or clasps is worded to be true of a piece that has none.
"""

from workshop.inspection.checks import CheckSpec, ListSpec, asked, measured, yes_no
from workshop.inspection.defaults_final import (
    B1,
    B2,
    B4,
    C1,
    C3,
    C4,
    C5,
    C6,
    C8,
    CALLIPER,
    FORCE,
    LOUPE,
    R1,
    R4,
    R6,
    S2,
    S4,
    S6,
    STONES,
    T1,
)
from workshop.wording import N_

SURFACE_TO_WEIGHT = (C3, C8, C4, C5, C6)

M1 = yes_no(
    "M1",
    N_(
        "The metal at its thinnest is not under the design’s minimum: a ring 1.2 mm, silver 1.3 mm, with stones 1.5 mm."
    ),
    CALLIPER,
)
A1 = yes_no("A1", N_("The ring of every part added is closed at 10×."), LOUPE)
A2 = measured("A2", N_("Pull at the part added, held for 10 seconds: at least 15 N."), (15_000, 100_000), "N", FORCE)
K1 = yes_no("K1", N_("Every clasp, post, hook and back works and holds."))
K2 = yes_no("K2", N_("Whatever was worn in an ear is disinfected."))
K3 = yes_no("K3", N_("Everything that was touched is whole, closed and finished."), LOUPE)
K4 = yes_no("K4", N_("Gross weight equals the weight at intake and what was added or taken off."), N_("scale"))
K5 = yes_no("K5", N_("What was seen at intake and is left as it was, its owner knows in writing."))
K6 = yes_no("K6", N_("Nothing is missing against the intake: parts, stones, marks, as the photos show it."))


def _delta(name: str, work: str, *checks: CheckSpec) -> ListSpec:
    return ListSpec(name, "delta", checks, work=work)


DELTA: tuple[ListSpec, ...] = (
    _delta("After resizing", "resize", C1, R1, R6, R4, *STONES, *SURFACE_TO_WEIGHT),
    _delta("After engraving", "engrave", C1, asked(T1), C3, C8, C4, C6),
    _delta("After polishing again", "polish", C1, S2, S4, S6, M1, *SURFACE_TO_WEIGHT),
    _delta("After shortening", "shorten", C1, B1, B2, B4, C6),
    _delta("After adding a part", "attach", C1, A1, A2, C4, C6),
    _delta("Came back", "came_back", C1, C3, C8, C4, C6, *STONES, K1, K2),
    _delta("Taken in for a repair", "taken_in", C1, C6, K5, K6),
    _delta("After a repair", "repair", C1, K3, *STONES, C6, K4),
    _delta("After correcting an entry", "correction", C1, C6),
)
