"""Countries, currencies and time zones to choose from, and what a browser's language lets one guess of them."""

from dataclasses import dataclass
from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global
from babel.numbers import get_territory_currencies

from workshop.errors import Invalid
from workshop.languages import locale_of
from workshop.wording import _, language

Options = list[tuple[str, str]]
_LIKELY_ZONES = {"US": "America/New_York", "CA": "America/Toronto", "AU": "Australia/Sydney", "ES": "Europe/Madrid"}
_LIKELY_ZONES |= {"PT": "Europe/Lisbon", "DE": "Europe/Berlin", "BR": "America/Sao_Paulo", "MX": "America/Mexico_City"}
_LIKELY_ZONES |= {"NZ": "Pacific/Auckland", "CL": "America/Santiago", "AR": "America/Argentina/Buenos_Aires"}


@dataclass(frozen=True)
class Guess:
    """What fits a country; empty where nothing was guessed."""

    country: str
    currency: str
    time_zone: str


def countries() -> Options:
    """Codes of ISO 3166 with their names in the reader's language, by name."""
    return _countries(language())


@cache
def _countries(spoken: str) -> Options:
    territories = locale_of(spoken).territories
    named = [(code, name) for code, name in territories.items() if len(code) == 2 and code not in _NONE]
    return sorted(((str(c), str(n)) for c, n in named), key=lambda one: one[1])


_NONE = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


def currencies() -> Options:
    """Codes of ISO 4217 that some country pays with today, by code."""
    return _currencies(language())


@cache
def _currencies(spoken: str) -> Options:
    names = locale_of(spoken).currencies
    codes = sorted({str(code) for country, _name in _countries(spoken) for code in get_territory_currencies(country)})
    return [(code, f"{code} – {names.get(code, code)}") for code in codes]


@cache
def time_zones() -> Options:
    """The places after which time zones are called, and UTC."""
    places = sorted(z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "posix/", "right/")))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)]


def guess(languages: list[str]) -> Guess:
    """From the languages of a browser, such as pt-PT: the first that names a country decides."""
    known = {code for code, _name in countries()}
    named = (language.replace("_", "-").split("-")[-1].upper() for language in languages if "-" in language)
    return _fitting(next((code for code in named if code in known), ""))


def carried_along(typed: Guess, shown: Guess) -> Guess:
    """The choices with the currency and time zone of another country than was guessed, where those were left as they were shown."""
    if typed.country == shown.country:
        return typed
    fits = _fitting(typed.country)
    return Guess(
        typed.country,
        fits.currency if typed.currency == shown.currency else typed.currency,
        fits.time_zone if typed.time_zone == shown.time_zone else typed.time_zone,
    )


def _fitting(country: str) -> Guess:
    paid = get_territory_currencies(country) if country else []
    return Guess(country, str(paid[-1]) if paid else "EUR", _zone_of(country))


def _zone_of(country: str) -> str:
    zones = sorted(zone for zone, where in get_global("zone_territories").items() if where == country)
    offered = {zone for zone, _label in time_zones()}
    return _LIKELY_ZONES.get(country) or next((zone for zone in zones if zone in offered), "UTC")


def check_choice(typed: str | None, options: Options, *, field: str) -> str:
    """The same, when it is among what was offered. Raises Invalid."""
    if typed not in {code for code, _label in options}:
        raise Invalid(_("Choose one from the list."), slug="not-on-the-list", field=field)
    return str(typed)
