"""What programs do at the end of a day: what lies in the tray beside the books; instruments that were checked."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field
from sqlalchemy.orm import Session

from workshop.api.amounts import HowMany, Mg, NextPage, OneOf, PageWanted
from workshop.api.answers import Told as Shape
from workshop.api.bodies import Body, Named, Nothing, Paragraph
from workshop.api.operations import Caller, Operation
from workshop.api.queries import Told
from workshop.materials.day_end import Counted, close_day, tray_of
from workshop.materials.instruments import PAGE, UNITS, NewCheck, check_instrument, checks
from workshop.materials.words import METALS
from workshop.people.duties import MAY_WORK
from workshop.units import HEAVIEST_MG
from workshop.writing import Writing

Metal = Annotated[str, OneOf(tuple(METALS))]
Thousandths = Annotated[int, Field(ge=0, le=HEAVIEST_MG, description="Thousandths of the unit.")]


class Weighed(Body):
    """One metal: what the tray weighs and what lemel was swept; null is not known, and is an answer.

    `booked_mg`: what the tray was told to hold when it was weighed; when the books are others by now, nothing is
    booked. Null says that nobody looked, and is said on purpose.
    """

    metal: Metal
    booked_mg: Mg | None
    mg: Mg | None
    lemel_mg: Mg | None = None


class CloseDay(Body):
    """Every metal that is in hand is named, each once."""

    metals: Annotated[list[Weighed], Field(max_length=len(METALS))]
    stones: HowMany | None = None
    note: Paragraph | None = None


class MetalInHand(Shape):
    metal: str
    mg: int


class TrayTold(Shape):
    """What the books say that the token's person has in hand."""

    metals: list[MetalInHand]
    stones: int


class Missing(Shape):
    """Milligrams that the scale showed less than the books (below nothing: more); null was not weighed."""

    metal: str
    mg: int | None


class DayClosed(Shape):
    missing: list[Missing]


class CheckInstrument(Body):
    """`standard`: what the weight or gauge is known to be; `shown`: what the instrument said."""

    name: Named
    unit: Annotated[str, OneOf(UNITS)]
    standard: Annotated[int, Field(ge=1, le=HEAVIEST_MG, description="Thousandths of the unit.")]
    shown: Thousandths
    is_good: bool
    note: Paragraph | None = None


class InstrumentChecked(Shape):
    off: Annotated[int, Field(description="Thousandths of the unit, shown less standard.")]


class CheckRow(Shape):
    name: str
    unit: Literal["g", "mm", "N"]
    standard: int
    shown: int
    is_good: bool
    note: str | None
    at: AwareDatetime


class CheckPage(Shape):
    checks: list[CheckRow]
    next: NextPage


def show_tray(session: Session, _asked: Nothing, who: Caller) -> Told:
    tray = tray_of(session, who.present.subject)
    return {"metals": [{"metal": metal, "mg": mg} for metal, mg in tray.metals.items()], "stones": tray.stones}


def close(writing: Writing, typed: CloseDay) -> Told:
    metals = {one.metal: one.mg for one in typed.metals}
    lemel = {one.metal: one.lemel_mg for one in typed.metals}
    booked = {one.metal: one.booked_mg for one in typed.metals}
    missing = close_day(writing, Counted(metals, typed.stones, lemel, typed.note, booked))
    return {"missing": [{"metal": metal, "mg": mg} for metal, mg in missing.items()]}


def list_checks(session: Session, asked: PageWanted, _who: Caller) -> Told:
    rows = checks(session, asked.page)
    names = ("name", "unit", "standard", "shown", "is_good", "note")
    told = [{name: getattr(row, name) for name in names} | {"at": row.at.isoformat()} for row in rows]
    return {"checks": told, "next": asked.page + 1 if len(rows) == PAGE else None}


def check(writing: Writing, typed: CheckInstrument) -> Told:
    off = check_instrument(
        writing, NewCheck(typed.name, typed.unit, typed.standard, typed.shown, typed.is_good, typed.note)
    )
    return {"off": off}


OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/tray", "show_tray", "What I have in hand by the books", "read", show_tray, TrayTold),
    Operation(
        "POST",
        "/day-closes",
        "close_day",
        "Close my day: what lies in the tray beside the books",
        "log",
        close,
        DayClosed,
        CloseDay,
        status=201,
        roles=MAY_WORK,
        refuses=("tray-changed", "amount-negative"),
    ),
    Operation(
        "GET",
        "/instrument-checks",
        "list_instrument_checks",
        "Checks of scales, callipers and gauges, newest first",
        "read",
        list_checks,
        CheckPage,
        asks=PageWanted,
    ),
    Operation(
        "POST",
        "/instrument-checks",
        "check_instrument",
        "Write down what an instrument showed of something known",
        "log",
        check,
        InstrumentChecked,
        CheckInstrument,
        status=201,
        refuses=("unit-unknown", "standard-missing"),
    ),
)
