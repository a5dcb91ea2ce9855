"""What a buyer may count on by law, by country of sale: one line each, as examples that a shop has checked before it relies on them.

Periods of the legal guarantee for new consumer goods and of withdrawal from sales at a distance. Source: Directives (EU) 2019/771
article 10 and 2011/83/EU article 9 with the countries' own periods as the European Consumer Centres list them; UK Consumer
Rights Act 2015 and Limitation Act 1980; Swiss Code of Obligations, article 210 (read 2026-11-23). Not legal advice.
"""

from collections.abc import Iterable

from workshop.claims.stones import EU
from workshop.claims.wordings import country_name, listed
from workshop.wording import _, n_

DISTANCE_DAYS = 14
AT_A_DISTANCE = EU | {"GB", "NO", "IS", "LI"}
LEGAL_YEARS = dict.fromkeys(EU | {"CH", "IS", "LI"}, 2) | {"ES": 3, "PT": 3, "SE": 3, "NO": 5, "IE": 6, "GB": 6}
MADE_TO_LIFE = frozenset({"NL", "FI"})  # as long as such a thing may be expected to last
MOST_COUNTRIES = 6


def rights_of(countries: Iterable[str]) -> tuple[str, ...]:
    """The lines for these countries (ISO 3166); for none that the table knows, that the law of the place decides."""
    known = [one for one in dict.fromkeys(countries) if one in LEGAL_YEARS][:MOST_COUNTRIES]
    told = [
        _(
            "Bought from us at a distance in {countries}: {days} days to send it back. Not for what was made or engraved to order.",
            countries=_named([one for one in known if one in AT_A_DISTANCE]),
            days=DISTANCE_DAYS,
        )
    ] * any(one in AT_A_DISTANCE for one in known)
    told += [_legal(years, [one for one in known if LEGAL_YEARS[one] == years]) for years in _years(known)]
    return (
        *told,
        _("The law of the country where you bought it decides. Nothing on this page takes a right from you."),
    )


def _years(known: Iterable[str]) -> list[int]:
    return sorted({LEGAL_YEARS[one] for one in known})


def _legal(years: int, countries: list[str]) -> str:
    told = n_(
        "If it is not as described, the law gives you rights against the seller: in {countries} for {count} year.",
        "If it is not as described, the law gives you rights against the seller: in {countries} for {count} years.",
        years,
        countries=_named(countries),
    )
    if any(one in MADE_TO_LIFE for one in countries):
        told += " " + _("There it may be longer, by what such a thing is expected to last.")
    return told


def _named(countries: Iterable[str]) -> str:
    return listed(country_name(one) for one in countries)
