"""Legal fineness standards and the weights above which a hallmark is compulsory, by country. Nothing is ever rounded up.

Sources: hallmarkingconvention.org, country profile of the United Kingdom (standards, exempt weights; Hallmarking Act 1973);
tukes.fi, fineness requirements (Finland: lowest finenesses; an article of 584 may only be marked 375; no minus tolerance);
hallmarkingconvention.org news of 20 November 2012 (the five marks legal in all states then); Portugal: gold over 0.5 g and silver over 2 g
carry marks (Law 98/2015 as told by trade notes); United States: karats by arithmetic (14K is 583.3, 10K is 416.7), 16 CFR 23.3
(2018) and 15 USC 295. Read 2026-11-22. A country that is not here is "not checked".
"""

from typing import Literal

Need = Literal["needed", "exempt", "not checked"]

# Parts per 10,000, highest first.
UK: dict[str, tuple[int, ...]] = {
    "gold": (9990, 9900, 9160, 7500, 5850, 3750),
    "silver": (9990, 9580, 9250, 8000),
    "platinum": (9990, 9500, 9000, 8500),
    "palladium": (9990, 9500, 5000),
}
# Legal in all states of the Hallmarking Convention at its survey of 2012, so used where a country has no list of its own.
CONVENTION: dict[str, tuple[int, ...]] = {"gold": (7500, 5850), "silver": (9250, 8000), "platinum": (9500,)}
STANDARDS: dict[str, dict[str, tuple[int, ...]]] = {"GB": UK}
# Of Finland the source names only the lowest; those between are the ones that its own example and the Convention name.
STANDARDS["FI"] = {"gold": (7500, 5850, 3750), "silver": (9250, 8000), "platinum": (9500, 5000), "palladium": (5000,)}
STANDARDS["US"] = {"gold": (9990, 9167, 7500, 5833, 4167), "silver": (9990, 9580, 9250), "platinum": (9990, 9500)}

# Milligrams of the metal, gross; a lighter piece is exempt from the mark, never from the fineness.
EXEMPT_UP_TO_MG: dict[str, dict[str, int]] = {
    "GB": {"gold": 1_000, "silver": 7_780, "platinum": 500, "palladium": 1_000},
    "PT": {"gold": 500, "silver": 2_000},
}
# 15 USC 295: parts per 10,000 below the mark, with and without solder. Gold only; of silver nothing is allowed here.
US_GOLD_WITH_SOLDER, US_GOLD_PLAIN = 70, 30


def standard_below(metal: str, fineness: int, country: str | None) -> int | None:
    """The highest legal standard that this fineness reaches, in parts per 10,000; None when it reaches none."""
    standards = STANDARDS.get(country or "", {}).get(metal) or _elsewhere(metal)
    return next((standard for standard in standards if standard <= fineness), None)


def _elsewhere(metal: str) -> tuple[int, ...]:
    """Where a country has no list here: every standard that some list names."""
    named = {one for lists in (UK, CONVENTION) for one in lists.get(metal, ())}
    return tuple(sorted(named, reverse=True))


def hallmark(metal: str, weight_mg: int | None, country: str) -> Need:
    """Whether this weight of metal has to be hallmarked when it is sold in that country."""
    limits = EXEMPT_UP_TO_MG.get(country)
    if limits is None or metal not in limits or weight_mg is None:
        return "not checked"
    return "needed" if weight_mg > limits[metal] else "exempt"


def tolerance(metal: str, countries: tuple[str, ...], *, has_solder: bool) -> int:
    """Parts per 10,000 that an article may lie below its mark: none outside the United States, and none where a sale is not checked."""
    if metal != "gold" or set(countries) != {"US"}:
        return 0
    return US_GOLD_WITH_SOLDER if has_solder else US_GOLD_PLAIN
