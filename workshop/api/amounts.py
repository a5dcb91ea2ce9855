"""What all programs' calls about materials share: amounts, words from a list, pages, the shop's day."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, core_schema
from sqlalchemy.orm import Session

from workshop.api.answers import Told as Shape
from workshop.api.bodies import ANY, Body, Query, plain_whole
from workshop.api.operations import Caller
from workshop.errors import Invalid
from workshop.materials.ledger import Amount
from workshop.materials.typed import MOST_CARATS_THOUSANDTHS
from workshop.people.queries import find_shop
from workshop.units import HEAVIEST_MG
from workshop.web import shoproom
from workshop.wording import _

MOST_STONES = 1_000_000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class OneOf:
    """A text that is one of these words; the description lists them."""

    words: tuple[str, ...]

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(list(self.words))


def plain_day(typed: object) -> object:
    """Only a day in its full writing is one in a query: no number of seconds."""
    if isinstance(typed, str) and not _DAY.fullmatch(typed):
        raise ValueError("write a day like 2026-12-24")
    return typed


Sought = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=ANY)]
Page = Annotated[
    int, Field(ge=1, le=100_000, description="Which page, from 1; 50 on each."), BeforeValidator(plain_whole)
]
QueryDay = Annotated[date, BeforeValidator(plain_day), Field(description="A day, as 2026-12-24.")]
NextPage = Annotated[int | None, Field(description="The `page` that follows; null on the last one.")]
Mg = Annotated[int, Field(ge=0, le=HEAVIEST_MG, description="Metal and findings: whole milligrams.")]
Carats = Annotated[
    int, Field(ge=0, le=MOST_CARATS_THOUSANDTHS, description="Stones: whole thousandths of a carat (1 ct is 1000).")
]
HowMany = Annotated[int, Field(ge=0, le=MOST_STONES, description="How many stones, castings or findings.")]


class PageWanted(Query):
    """One page of 50."""

    page: Page = 1


class AmountGiven(Body):
    """Metal in milligrams; castings and findings in milligrams and their number; stones in thousandths of a carat and their number."""

    mg: Mg = 0
    carat_thousandths: Carats = 0
    number: HowMany = 0


class AmountTold(Shape):
    """Metal in milligrams, stones in thousandths of a carat, and how many."""

    mg: int
    carat_thousandths: int
    number: int


def amount_given(given: AmountGiven) -> Amount:
    return Amount(given.mg, given.carat_thousandths, given.number)


def amount_told(row: Any) -> dict[str, int]:
    """Of an amount, or of a row that holds one."""
    return {"mg": row.mg, "carat_thousandths": row.carat_thousandths, "number": row.number}


def sees_costs(who: Caller) -> bool:
    """What something costs is the owner's to know, and only by a token for the office."""
    return "office" in who.scopes and "owner" in who.present.roles


def zone_here(session: Session) -> ZoneInfo:
    """The shop's time zone; UTC until it is set."""
    shop = find_shop(session)
    return ZoneInfo(shop.time_zone if shop else "UTC")


def today_here(session: Session) -> date:
    return shoproom().now().astimezone(zone_here(session)).date()


def believable(day: date | None, *, field: str) -> date | None:
    """The day, when there can be books of it. Raises Invalid."""
    if day is not None and not 1900 <= day.year < 2200:
        raise Invalid(_("“{typed}” is no day. Write it like 2026-11-22.", typed=day), slug="not-a-day", field=field)
    return day


def end_of_day(session: Session, day: date | None) -> datetime | None:
    """The last moment of a day where the shop is; None for none: now. Raises Invalid."""
    if believable(day, field="on") is None or day is None:
        return None
    after = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone_here(session))
    return after.astimezone(UTC) - timedelta(microseconds=1)
