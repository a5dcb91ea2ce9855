"""How figures, days and papers read inside a claim. Every figure is cut off, none is rounded up."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from workshop.claims.facts import Paper
from workshop.days import day
from workshop.people.regions import countries
from workshop.units import grams, thousandths
from workshop.wording import _


def days(first: date, last: date) -> str:
    """One day, or from one to another."""
    return day(first) if first == last else _("{first} to {last}", first=day(first), last=day(last))


def grams_floored(weight_mg: Fraction | int) -> str:
    """Grams to the whole milligram below."""
    return grams(weight_mg // 1)


def percent_floored(share: Fraction) -> int:
    """The whole percent below: 99.6% is 99, and only all of it is 100."""
    return int(share * 100 // 1)


def percent_raised(share: Fraction) -> int:
    """The whole percent above, for what is left out: that may not be made smaller."""
    return int(-(-share * 100 // 1))


def carats(weight: int | None) -> str:
    return _("weight not recorded") if weight is None else _("{carats} ct", carats=thousandths(weight))


def parts(fineness: int) -> str:
    """Parts per thousand as they are struck, cut off: 9995 reads 999."""
    return str(fineness // 10)


def country_name(code: str) -> str:
    """The name of a country; a code that nobody knows stays as it is."""
    return dict(countries()).get(code, code)


# Names that are said with their article: "mined in the United States".
_WITH_THE = frozenset(
    [
        "AE",
        "BS",
        "CC",
        "CF",
        "CK",
        "DO",
        "FK",
        "FO",
        "GB",
        "GM",
        "IM",
        "IO",
        "KM",
        "KY",
        "MH",
        "MP",
        "MV",
        "NL",
        "PH",
        "SB",
        "SC",
        "TC",
        "TF",
        "UM",
        "US",
        "VA",
        "VG",
        "VI",
    ]
)


def country_told(code: str) -> str:
    """The name of a country as it stands inside a sentence."""
    name = country_name(code)
    return _("the {country}", country=name) if code in _WITH_THE else name


def listed(words: Iterable[str]) -> str:
    """a, b and c."""
    found = list(dict.fromkeys(words))
    if len(found) < 2:
        return "".join(found)
    return _("{most} and {last}", most=", ".join(found[:-1]), last=found[-1])


def opening(sentence: str) -> str:
    """The sentence with a capital first letter."""
    return sentence[:1].upper() + sentence[1:]


def ended(sentence: str) -> str:
    """The sentence with one full stop, also when its last word is an initial or "Lda."."""
    return sentence.rstrip(".") + "."


def called(paper: Paper) -> str:
    """A paper as people know it: who issued it and its number, else our own code."""
    named = " ".join(word for word in (paper.agency, paper.number) if word)
    return named or paper.reference


def seen(paper: Paper, received_on: date | None) -> str:
    """Document seen: which, whose, and that it was in force when the material was bought."""
    told = [called(paper)]
    if paper.holder:
        told.append(_("holder {holder}", holder=paper.holder))
    if received_on and paper.valid_from and paper.valid_until:
        told.append(_("in force when bought on {day}", day=day(received_on)))
    elif received_on:
        told.append(_("bought on {day}", day=day(received_on)))
    return ", ".join(told)


def documents(told: Iterable[str]) -> str:
    """The sentence that names the documents seen."""
    found = list(dict.fromkeys(told))
    if len(found) == 1:
        return ended(_("Document seen: {paper}.", paper=found[0]))
    return ended(_("Documents seen: {papers}.", papers="; ".join(found)))
