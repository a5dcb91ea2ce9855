"""Money in whole minor units of its currency, as it is typed and read."""

from workshop.errors import Invalid
from workshop.languages import decimal_sign
from workshop.units import read_figure
from workshop.wording import _

# ISO 4217, list one of 2026-01-01: currencies without the usual two decimals.
WITHOUT_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
DEAREST_MINOR = 10**12


def decimals_of(currency: str | None) -> int:
    """Decimals of a currency; two when it is not known."""
    if not currency:
        return 2
    return 0 if currency in WITHOUT_DECIMALS else 3 if currency in THREE_DECIMALS else 2


def read_price(typed: str, currency: str | None, *, field: str = "price") -> int:
    """Minor units of a typed amount. Raises Invalid when it is none, negative, or finer than the currency."""
    places = decimals_of(currency)
    amount = read_figure(typed, field=field)
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


def amount(price_minor: int | None, currency: str | None) -> str:
    """A price as it is typed, without the currency; empty when there is none."""
    if price_minor is None:
        return ""
    places = decimals_of(currency)
    whole, rest = divmod(price_minor, 10**places)
    return f"{whole}{decimal_sign()}{rest:0{places}d}" if places else str(whole)


def priced(price_minor: int, currency: str | None) -> str:
    """A price as a customer reads it: 92.00 €, or with the currency's letters where it has no sign."""
    sign = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}.get(currency or "", currency or "")
    return f"{amount(price_minor, currency)} {sign}".strip()
