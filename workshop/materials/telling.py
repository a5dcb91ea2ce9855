"""What was read in a paper, as lines for people: only what it says."""

from dataclasses import dataclass
from datetime import datetime

from workshop.days import told_day
from workshop.materials.papers import Reading
from workshop.materials.typed import fineness_shown
from workshop.materials.wordings import (
    ASSESSORS,
    CUSTODIES,
    KINDS,
    METALS,
    ORIGINS,
    READ_FORMS_TOLD,
    STANDARD_NAMES,
    country_named,
    worded,
)
from workshop.units import grams, thousandths
from workshop.wording import _


@dataclass(frozen=True)
class ReadingTold:
    """One reading: its number, who wrote it down when, its lines as (label, text)."""

    number: int
    by: str
    at: datetime
    lines: tuple[tuple[str, str], ...]


def told_reading(one: Reading, by: str | None, holder: str | None = None) -> ReadingTold:
    """`holder`: the name of our supplier that holds it."""
    said = (*_what(one), *_scope(one, holder), *_figures(one), *_days(one))
    return ReadingTold(one.sequence, by or "", one.at, tuple((label, text) for label, text in said if text))


def _what(one: Reading) -> tuple[tuple[str, str], ...]:
    return (
        (_("Kind"), worded(KINDS, one.kind)),
        (_("Standard"), worded(STANDARD_NAMES, one.standard)),
        (_("Number"), one.number or ""),
        (_("Agency"), one.agency or ""),
    )


def _scope(one: Reading, holder: str | None) -> tuple[tuple[str, str], ...]:
    materials = [worded(METALS, word) for word in (one.materials or "").split(",") if word]
    return (
        (_("Holder"), one.holder or holder or ""),
        (_("Site"), one.site or ""),
        (_("Speaks of"), ", ".join(materials)),
        (_("Form"), worded(READ_FORMS_TOLD, one.form)),
        (_("Kept apart"), worded(CUSTODIES, one.custody)),
        (_("Checked for it by"), worded(ASSESSORS, one.assessor)),
        (_("Origin"), worded(ORIGINS, one.origin)),
        (_("Country"), country_named(one.country)),
    )


def _figures(one: Reading) -> tuple[tuple[str, str], ...]:
    return (
        (_("Share"), _("{share} %", share=one.share) if one.share else ""),
        (_("Covers at most"), _("{weight} g", weight=grams(one.limit_mg)) if one.limit_mg else ""),
        (_("Fineness"), fineness_shown(one.fineness) if one.fineness else ""),
        (_("Nickel release"), _nickel(one.nickel_release)),
        (_("Benchmark of pay"), one.benchmark or ""),
    )


def _nickel(release: int | None) -> str:
    return "" if release is None else _("{figure} µg/cm² a week", figure=thousandths(release))


def _days(one: Reading) -> tuple[tuple[str, str], ...]:
    checked = (one.checked_by, told_day(one.checked_on), one.checked_where)
    return (
        (_("Issued"), told_day(one.issued_on)),
        (_("Holds from"), told_day(one.valid_from)),
        (_("Holds until"), told_day(one.valid_until)),
        (_("Says"), one.statement or ""),
        (_("Looked up by us"), ", ".join(part for part in checked if part)),
        (_("Look again on"), told_day(one.recheck_on)),
    )
