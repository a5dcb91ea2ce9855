"""Limits that come from the order: where the piece has a size in millimetres, its own length is judged against that."""

import re
from dataclasses import replace

from workshop.inspection.rules import Asked
from workshop.wording import N_

ENGRAVING = "T1"
MANDREL, RULE = N_("ring mandrel"), N_("steel rule")
RING_UM, BRACELET_UM, CHAIN_UM = 500, 2_000, 5_000
_SIZE = re.compile(r"(?:eu )?(\d{1,4})(?:[.,](\d{1,3}))?(?: ?mm)?")


def by_order(check: Asked, kind: str, size: str | None) -> Asked:
    """The same check with the order's size and its tolerance as limits; as it is where the size says no millimetres.

    A figure that the list itself would not take (a ring of US 7, a chain of 18 inches) is no size in millimetres.
    """
    if check.how != "measurement" or check.unit != "mm" or check.low is None or check.high is None:
        return check
    tolerance = {MANDREL: RING_UM, RULE: CHAIN_UM if kind.endswith("chain") else BRACELET_UM}.get(
        check.instrument or ""
    )
    ordered = size_um(size)
    if tolerance is None or ordered is None or not check.low <= ordered <= check.high:
        return check
    return replace(check, low=max(check.low, ordered - tolerance), high=min(check.high, ordered + tolerance))


def compared(check: Asked) -> Asked:
    """The same check for a piece with an engraving: that it equals the order must be answered."""
    return replace(check, required=True) if check.code == ENGRAVING else check


def size_um(size: str | None) -> int | None:
    """A size as typed (58, EU 58, 58,5 mm) in micrometres; None where it is no plain figure."""
    found = _SIZE.fullmatch((size or "").strip().lower())
    return int(found[1]) * 1_000 + int((found[2] or "0").ljust(3, "0")) if found else None
