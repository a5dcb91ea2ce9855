"""Rows of a table that become stones in stock, prices of metal, or exchange rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from workshop.database import Base
from workshop.errors import Invalid
from workshop.importing import Ready
from workshop.mapping import Mapped
from workshop.materials.models import ExchangeRate, Lot, MetalPrice
from workshop.materials.prices import price_day, read_millionths
from workshop.materials.stones_in import NewStone, receive_stones
from workshop.materials.words import NATURES, ORIGINS, PRECIOUS, TREATMENTS
from workshop.money import read_price
from workshop.texts import LINE, PARAGRAPH, clean
from workshop.units import read_figure
from workshop.wording import _
from workshop.writing import Writing

LONGEST = {"note": PARAGRAPH, "sensitivities": PARAGRAPH}
LENGTHS = ("x", "y", "z")
YES = ("yes", "true", "1", "x")


def _cleaned(mapped: Mapped, section: str) -> dict[str, Any]:
    told = mapped.section(section)
    return {name: clean(value, field=name, longest=LONGEST.get(name, LINE)) for name, value in told.items()}


def _one_of(typed: str | None, known: Sequence[str], field: str, default: str) -> str:
    if typed is None:
        return default
    if typed not in known:
        raise Invalid(
            _("“{typed}” is none of {known}.", typed=typed[:40], known=", ".join(known)),
            slug="word-unknown",
            field=field,
        )
    return typed


@dataclass(frozen=True)
class Stones:
    """Each row becomes a lot of one stone, or of a parcel where it names a number above one."""

    currency: str | None
    verb: str = "import stones"

    def ready(self, mapped: Mapped) -> tuple[NewStone, Sequence[str]]:
        text = _cleaned(mapped, "stone")
        oddities = [
            _("{size} is 0, so it is kept as not known.", size=name) for name in LENGTHS if _is_zero(text.get(name))
        ]
        cost, currency = text.pop("cost", None), text.pop("currency", None) or self.currency
        carats = text.pop("carats", None)
        if not carats:
            raise Invalid(_("A stone has a weight in carats."), slug="carats-missing", field="carats")
        sizes: dict[str, Any] = {f"{name}_um": _length(text.pop(name, None), name) for name in LENGTHS}
        shares: dict[str, Any] = {name: _share(text.pop(name, None), name) for name in ("depth", "table_width")}
        polished = text.pop("polished", None)
        return (
            NewStone(
                species=text.pop("species", None) or "diamond",
                nature=_one_of(text.pop("nature", None), NATURES, "nature", "unknown"),
                treatment=_one_of(text.pop("treatment", None), TREATMENTS, "treatment", "unknown"),
                origin=_one_of(text.pop("origin", None), ORIGINS, "origin", "unknown"),
                carat_thousandths=_above_nothing(read_figure(carats, field="carats")),
                number=_number(text.pop("number", None)),
                is_polished=None if polished is None else polished.casefold() in YES,
                cost_minor=None if cost is None else read_price(cost, currency, field="cost"),
                currency=currency if cost is not None else None,
                source_key=mapped.key,
                **sizes,
                **shares,
                **text,
            ),
            oddities,
        )

    def known(self, writing: Writing, batch: Sequence[Ready]) -> set[str]:
        keys = [one.key for one in batch]
        return set(writing.session.scalars(select(Lot.source_key).where(Lot.source_key.in_(keys))))

    def write(self, writing: Writing, new: Sequence[NewStone]) -> None:
        receive_stones(writing, new)


def _is_zero(typed: str | None) -> bool:
    return typed is not None and typed.strip("0.,") == "" and "0" in typed


def _length(typed: str | None, field: str) -> int | None:
    """Micrometres of millimetres; nothing and 0 are not known."""
    if typed is None or _is_zero(typed):
        return None
    return _above_nothing(read_figure(typed, field=field))


def _share(typed: str | None, field: str) -> int | None:
    return None if typed is None else read_figure(typed, field=field)


def _above_nothing(figure: int) -> int:
    if figure <= 0:
        raise Invalid(_("A weight or a size is more than zero."), slug="not-positive", field="carats")
    return figure


def _number(typed: str | None) -> int:
    if typed is None:
        return 1
    if not (typed.isascii() and typed.isdigit() and 0 < int(typed[:9]) == int(typed)):
        raise Invalid(_("“{typed}” is no number of stones.", typed=typed[:40]), slug="number-unknown", field="number")
    return int(typed)


@dataclass(frozen=True)
class Prices:
    """Each row becomes the price of a troy ounce of fine metal on a day."""

    verb: str = "import prices"

    def ready(self, mapped: Mapped) -> tuple[dict[str, Any], Sequence[str]]:
        text = _cleaned(mapped, "price")
        return {
            "metal": _one_of(text.get("metal"), PRECIOUS, "metal", "gold"),
            "currency": _currency(text.get("currency")),
            "on_date": price_day(text.get("on"), field="on"),
            "price_thousandths": _above_nothing(read_figure(text.get("price") or "", field="price")),
        }, ()

    def known(self, writing: Writing, batch: Sequence[Ready]) -> set[str]:
        return _there(writing, MetalPrice, ("metal", "currency", "on_date"), batch)

    def write(self, writing: Writing, new: Sequence[dict[str, Any]]) -> None:
        writing.add_all(MetalPrice, new)


def _currency(typed: str | None) -> str:
    if typed is None or len(typed) != 3 or not (typed.isascii() and typed.isalpha()):
        raise Invalid(_("A currency has three letters, such as EUR."), slug="currency-unknown", field="currency")
    return typed.upper()


@dataclass(frozen=True)
class Rates:
    """Each row becomes so much of a currency for one euro on a day."""

    verb: str = "import rates"

    def ready(self, mapped: Mapped) -> tuple[dict[str, Any], Sequence[str]]:
        text = _cleaned(mapped, "rate")
        return {
            "currency": _currency(text.get("currency")),
            "on_date": price_day(text.get("on"), field="on"),
            "rate_millionths": read_millionths(text.get("rate"), field="rate"),
        }, ()

    def known(self, writing: Writing, batch: Sequence[Ready]) -> set[str]:
        return _there(writing, ExchangeRate, ("currency", "on_date"), batch)

    def write(self, writing: Writing, new: Sequence[dict[str, Any]]) -> None:
        writing.add_all(ExchangeRate, new)


def _there(writing: Writing, model: type[Base], names: Sequence[str], batch: Sequence[Ready]) -> set[str]:
    """The keys of rows whose day is told already: what a day's price was stays written."""
    columns = [model.__table__.c[name] for name in names]
    days = {one.thing["on_date"] for one in batch}
    rows = writing.session.execute(select(*columns).where(model.__table__.c.on_date.in_(days)))
    there = {tuple(row) for row in rows}
    return {one.key for one in batch if tuple(one.thing[name] for name in names) in there}
