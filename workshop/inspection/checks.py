"""The shape of a check and of a list of checks, as plain values."""

from dataclasses import dataclass, replace
from typing import Literal

How = Literal["yes_no", "measurement", "count", "photo"]
Role = Literal["identity", "gross_weight"]
Purpose = Literal["final", "delta", "stage"]


@dataclass(frozen=True)
class CheckSpec:
    """One question to the person at the bench. `low` and `high` in thousandths of the unit, both included.

    `text` and `instrument` are message ids, translated where they are shown.
    """

    code: str
    text: str
    how: How
    required: bool = True
    each_part: bool = False
    low: int | None = None
    high: int | None = None
    unit: str | None = None
    instrument: str | None = None
    role: Role | None = None


@dataclass(frozen=True)
class ListSpec:
    """A list of checks for one kind of piece (final), one kind of event (delta) or one moment of the making (stage)."""

    name: str
    purpose: Purpose
    checks: tuple[CheckSpec, ...]
    kind: str | None = None
    work: str | None = None
    stage: str | None = None


def yes_no(
    code: str, text: str, instrument: str | None = None, *, required: bool = True, each_part: bool = False
) -> CheckSpec:
    """Every yes is good news: a question about something that the piece has not got is answered yes."""
    return CheckSpec(code, text, "yes_no", required=required, each_part=each_part, instrument=instrument)


def measured(
    code: str,
    text: str,
    limits: tuple[int, int],
    unit: str,
    instrument: str,
    *,
    required: bool = True,
    each_part: bool = False,
) -> CheckSpec:
    """`limits` are low and high in thousandths of the unit; a figure on the limit is inside."""
    low, high = limits
    return CheckSpec(code, text, "measurement", required, each_part, low, high, unit, instrument)


def asked(check: CheckSpec) -> CheckSpec:
    """The same check, required here."""
    return replace(check, required=True)
