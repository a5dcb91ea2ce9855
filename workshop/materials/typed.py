"""Weights and finenesses of materials as people type them, with carat and karat kept apart."""

import re

from workshop.errors import Invalid
from workshop.languages import decimal_sign
from workshop.units import read_figure, read_weight
from workshop.wording import _

MOST_CARATS_THOUSANDTHS = 100_000_000  # 100,000 ct
_LETTERS = re.compile(r"^[\d.,\s]*\s*(k|kt|karat|ct|cts|carat|carats)\.?$", re.IGNORECASE)


def read_grams(typed: str, *, field: str) -> int:
    """Milligrams of metal typed in grams. Raises Invalid, and says so where karat or carat was meant."""
    _refuse_letters(
        typed, field, _("Metal is weighed in grams. Karat is the fineness of gold, carat the weight of a stone.")
    )
    return read_weight(typed.strip().removesuffix("g").strip(), field=field)


def read_carats(typed: str, *, field: str) -> int:
    """Thousandths of a carat. Raises Invalid for nothing, for karat, and for more than any parcel weighs."""
    plain = re.sub(r"\s*(ct|cts|carats?)\.?$", "", typed.strip(), flags=re.IGNORECASE)
    _refuse_letters(plain, field, _("Stones are weighed in carats. Karat is the fineness of gold."))
    carats = read_figure(plain, field=field)
    if not 0 < carats <= MOST_CARATS_THOUSANDTHS:
        raise Invalid(
            _("{typed} is no weight of stones. Type the carats that the scale shows.", typed=typed[:40]),
            slug="carats-out-of-range",
            field=field,
        )
    return carats


def read_fineness(typed: str, *, field: str) -> int:
    """Parts per 10,000 of a fineness typed in parts per thousand (750, 999.9). Raises Invalid."""
    _refuse_letters(
        typed, field, _("Type the fineness in parts per thousand: 750 for 18 karat. Carat is the weight of a stone.")
    )
    parts = read_figure(typed, field=field)
    if parts % 100:
        raise Invalid(
            _("{typed} is finer than any assay. Fineness has one decimal at most, such as 999.9.", typed=typed[:40]),
            slug="too-many-decimals",
            field=field,
        )
    if not 0 < parts <= 1_000_000:
        raise Invalid(
            _("Fineness is at most 1000 parts in a thousand, such as 750 or 999.9."),
            slug="fineness-out-of-range",
            field=field,
        )
    return parts // 100


def fineness_shown(parts: int | None) -> str:
    """A fineness as it is struck: 750, 999.9; never rounded."""
    if parts is None:
        return "–"
    whole, tenth = divmod(parts, 10)
    return f"{whole}{decimal_sign()}{tenth}" if tenth else str(whole)


def _refuse_letters(typed: str, field: str, sentence: str) -> None:
    if _LETTERS.match(typed.strip()):
        raise Invalid(sentence, slug="carat-for-karat", field=field)
