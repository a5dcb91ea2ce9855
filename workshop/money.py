"""Money in whole minor units of its currency, as it is typed and read."""

import re

from workshop.errors import Invalid
from workshop.languages import decimal_sign
from workshop.units import read_figure
from workshop.wording import _

# ISO 4217, list one of 2026-01-01: currencies without the usual two decimals.
WITHOUT_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
DEAREST_MINOR = 10**12
SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}
# Thousands set apart so that no other reading is left: by spaces or apostrophes, by a sign that stands
# more than once, or by the one that does not stand before the decimals.
_GROUPED = tuple(
    re.compile(one)
    for one in (
        r"([1-9]\d{0,2}(?:[ \u00a0\u202f'’]\d{3})+)([.,]\d+)?",
        r"([1-9]\d{0,2}(?:\.\d{3})+)(,\d+)",
        r"([1-9]\d{0,2}(?:,\d{3})+)(\.\d+)",
        r"([1-9]\d{0,2}(?:(?:\.\d{3}){2,}|(?:,\d{3}){2,}))()",
    )
)
_EITHER = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")


def decimals_of(currency: str | None) -> int:
    """Decimals of a currency; two when it is not known."""
    if not currency:
        return 2
    return 0 if currency in WITHOUT_DECIMALS else 3 if currency in THREE_DECIMALS else 2


def read_price(typed: str, currency: str | None, *, field: str = "price") -> int:
    """Minor units of a typed amount; its currency may stand beside it, and its thousands be set apart.

    Raises Invalid when it is none, negative, finer than the currency, or one that people read in two ways.
    """
    places = decimals_of(currency)
    plain = _one_way(_ungrouped(_bare(typed, currency)), places, field)
    amount = read_figure(plain, field=field)
    step = int(10 ** (3 - places))
    if amount < 0 or amount % step or amount // step > DEAREST_MINOR:
        raise Invalid(
            _(
                "“{typed}” is no price in {currency}: {places} decimals at most.",
                typed=typed[:40],
                currency=currency or _("your currency"),
                places=places,
            ),
            slug="price-not-understood",
            field=field,
        )
    return amount // step


def _bare(typed: str, currency: str | None) -> str:
    """Without the currency's letters or sign, before or behind."""
    plain = typed.strip()
    for one in (currency or "", SIGNS.get(currency or "", "")):
        if one and plain.upper().startswith(one):
            return plain[len(one) :].strip()
        if one and plain.upper().endswith(one):
            return plain[: -len(one)].strip()
    return plain


def _ungrouped(plain: str) -> str:
    """One figure without what sets its thousands apart; anything else as it is."""
    found = next((found for one in _GROUPED if (found := one.fullmatch(plain))), None)
    return re.sub(r"\D", "", found[1]) + (found[2] or "") if found else plain


def _one_way(plain: str, places: int, field: str) -> str:
    """A sign before three figures sets thousands apart where there are no decimals, and stands before them where there
    are three. Raises Invalid where there are two: some would mean a thousand, some one."""
    found = _EITHER.fullmatch(plain)
    if found is None or places == 3:
        return plain
    if not places:
        return found[1] + found[2]
    raise Invalid(
        _(
            "“{typed}” can be read in two ways. Write {thousands} or {decimals}.",
            typed=plain,
            thousands=found[1] + found[2],
            decimals=found[1] + decimal_sign() + found[2][:places],
        ),
        slug="price-in-two-ways",
        field=field,
    )


def amount(price_minor: int | None, currency: str | None) -> str:
    """A price as it is typed, without the currency; empty when there is none."""
    if price_minor is None:
        return ""
    places = decimals_of(currency)
    whole, rest = divmod(price_minor, 10**places)
    return f"{whole}{decimal_sign()}{rest:0{places}d}" if places else str(whole)


def priced(price_minor: int, currency: str | None) -> str:
    """A price as a customer reads it: 92.00 €, or with the currency's letters where it has no sign."""
    sign = SIGNS.get(currency or "", currency or "")
    return f"{amount(price_minor, currency)} {sign}".strip()
