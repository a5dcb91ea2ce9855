"""What can be read in a paper: one value object, and what of it cannot be."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from workshop.days import read_day
from workshop.errors import Invalid, NotFound
from workshop.materials.papers import Supplier
from workshop.materials.suppliers import find_supplier
from workshop.materials.words import (
    ASSESSORS,
    COUNTRY_UNKNOWN,
    CUSTODIES,
    DOCUMENT_KINDS,
    ORIGINS,
    READ_FORMS,
    STANDARDS,
)
from workshop.people.models import Person
from workshop.people.regions import countries
from workshop.texts import LINE, PARAGRAPH, clean
from workshop.wording import _
from workshop.writing import Writing

MOST_FINE = 10_000
MOST_MG = 100_000_000_000  # a hundred tonnes: past any paper that a workshop sees
LONGEST_WORD = 40
WORDS: dict[str, tuple[str, ...]] = {
    "kind": DOCUMENT_KINDS,
    "standard": tuple(key for key, _name in STANDARDS),
    "form": READ_FORMS,
    "custody": CUSTODIES,
    "assessor": ASSESSORS,
    "origin": ORIGINS,
}
LINES = ("number", "agency", "holder", "site", "benchmark", "checked_by", "checked_where")


@dataclass(frozen=True)
class Read:
    """What was read in a document; None is "it does not say".

    Days are ISO dates. `holder` is a name as the paper writes it, `holder_code` one of our suppliers; `materials` metals and
    species of stones ("gold", "diamond"); `share` whole percent; `limit_mg` the quantity it covers; `fineness` parts per
    10,000; `nickel_release` thousandths of a microgram per square centimetre and week; `covers` subjects of people and
    codes of suppliers whom a paper about pay covers.
    """

    kind: str
    standard: str | None = None
    number: str | None = None
    agency: str | None = None
    holder: str | None = None
    holder_code: str | None = None
    site: str | None = None
    materials: tuple[str, ...] = ()
    form: str | None = None
    custody: str | None = None
    assessor: str | None = None
    origin: str | None = None
    country: str | None = None
    share: int | None = None
    limit_mg: int | None = None
    fineness: int | None = None
    nickel_release: int | None = None
    benchmark: str | None = None
    covers: tuple[str, ...] = ()
    issued_on: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    statement: str | None = None
    checked_by: str | None = None
    checked_on: str | None = None
    checked_where: str | None = None
    recheck_on: str | None = None


def read_values(writing: Writing, read: Read) -> dict[str, Any]:
    """The columns of a reading. Raises Invalid for what cannot be and NotFound for an unknown supplier or person."""
    values = asdict(read)
    for name, words in WORDS.items():
        _require_known(name, values[name], words)
    for name in LINES:
        values[name] = clean(values[name], field=name, longest=LINE)
    values["statement"] = clean(read.statement, field="statement", longest=PARAGRAPH)
    _require_country(read.country)
    _require_figures(read)
    values |= _days(writing, read)
    values["materials"] = ",".join(_materials(read.materials)) or None
    values["covers"] = ",".join(_covered(writing, read.covers)) or None
    code = values.pop("holder_code")
    values["holder_id"] = _holder(writing, code) if code else None
    return values


def _require_known(name: str, word: str | None, words: tuple[str, ...]) -> None:
    if word in words if word is not None else name != "kind":
        return
    raise Invalid(_("Choose one from the list."), slug=f"{name}-unknown", field=name)


def _require_country(country: str | None) -> None:
    if country in (None, COUNTRY_UNKNOWN) or country in {code for code, _name in countries()}:
        return
    raise Invalid(_("Choose the country from the list."), slug="country-unknown", field="country")


def _require_figures(read: Read) -> None:
    _require_between("share", read.share, 1, 100, _("A share is a whole percent, 1 to 100."))
    _require_between("limit_mg", read.limit_mg, 1, MOST_MG, _("A quantity is more than zero, in grams."))
    most = _("Fineness is at most 1000 parts in a thousand, such as 750 or 999.9. Karat is 24ths: 18 karat is 750.")
    _require_between("fineness", read.fineness, 1, MOST_FINE, most)
    _require_between("nickel_release", read.nickel_release, 0, MOST_FINE, _("Nickel release is 0 to 10, such as 0.2."))


def _require_between(name: str, figure: int | None, least: int, most: int, sentence: str) -> None:
    if figure is not None and not least <= figure <= most:
        raise Invalid(sentence, slug=f"{name.replace('_', '-')}-out-of-range", field=name.removesuffix("_mg"))


def _days(writing: Writing, read: Read) -> dict[str, str | None]:
    tomorrow = writing.at.date() + timedelta(days=1)  # east of Greenwich it may have begun
    days = {
        "issued_on": read_day(read.issued_on, field="issued_on", latest=tomorrow),
        "valid_from": read_day(read.valid_from, field="valid_from"),
        "valid_until": read_day(read.valid_until, field="valid_until"),
        "checked_on": read_day(read.checked_on, field="checked_on", latest=tomorrow),
        "recheck_on": read_day(read.recheck_on, field="recheck_on"),
    }
    if days["valid_from"] and days["valid_until"] and days["valid_until"] < days["valid_from"]:
        raise Invalid(
            _("It would end before it starts. Look at both days in the paper again."),
            slug="ends-before-start",
            field="valid_until",
        )
    return days


def _materials(words: Iterable[str]) -> list[str]:
    """Each once, in the order given, in small letters."""
    said = [clean(word, field="materials", longest=LONGEST_WORD) for word in words]
    plain = [word.lower() for word in said if word]
    if any("," in word for word in plain):
        raise Invalid(_("Name each stone by itself."), slug="material-not-understood", field="materials")
    return list(dict.fromkeys(plain))


def _covered(writing: Writing, names: Iterable[str]) -> list[str]:
    """Subjects and supplier codes, each known here."""
    asked = list(dict.fromkeys(names))
    if not asked:
        return []
    people = set(writing.session.scalars(select(Person.subject).where(Person.subject.in_(asked))))
    known = people | set(writing.session.scalars(select(Supplier.code).where(Supplier.code.in_(asked))))
    if set(asked) - known:
        raise NotFound(
            _("A paper about pay covers people and outside workshops that are known here."),
            slug="nobody-covered",
            field="covers",
        )
    return asked


def _holder(writing: Writing, code: str) -> int:
    try:
        return int(find_supplier(writing.session, code).id)
    except NotFound as refusal:
        raise NotFound(refusal.sentence, slug=refusal.slug, field="holder_code") from refusal
