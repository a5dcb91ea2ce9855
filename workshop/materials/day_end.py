"""The end of a day: what lies in a person's tray beside what the books say they have in hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, Session, mapped_column

from workshop.database import Base
from workshop.errors import Conflict, Invalid
from workshop.materials.accounts import STRICT
from workshop.materials.booking import Move, account_of, post
from workshop.materials.holding import held_in
from workshop.materials.ledger import Amount, close, shared
from workshop.units import Moment, Whole, check_weight
from workshop.wording import _
from workshop.writing import Writing

DIVISION_MG = 10  # of a bench scale


class DayClose(Base):
    """One person's end of a day. `stones` counted, None is not known; `booked_stones` what the books said; its posting, if any."""

    __tablename__ = "day_close"
    __table_args__ = (CheckConstraint("stones >= 0", name="stones"), STRICT)

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    stones: Mapped[int | None] = mapped_column(Whole)
    booked_stones: Mapped[int] = mapped_column(Whole)
    posting_id: Mapped[int | None] = mapped_column(ForeignKey("posting.id"))
    note: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class DayWeight(Base):
    """One metal of an end of a day: milligrams in the tray and of lemel swept, None is not known; and what the books said."""

    __tablename__ = "day_weight"
    __table_args__ = (
        UniqueConstraint("day_close_id", "metal"),
        CheckConstraint("mg >= 0 AND lemel_mg >= 0", name="amounts"),
        STRICT,
    )

    id: Mapped[int] = mapped_column(Whole, primary_key=True)
    day_close_id: Mapped[int] = mapped_column(ForeignKey("day_close.id"))
    metal: Mapped[str] = mapped_column(Text)
    mg: Mapped[int | None] = mapped_column(Whole)
    booked_mg: Mapped[int] = mapped_column(Whole)
    lemel_mg: Mapped[int | None] = mapped_column(Whole)


@dataclass(frozen=True)
class Tray:
    """What the books say that a person has in hand: milligrams by metal, stones, and the rows of held_in behind both."""

    metals: Mapping[str, int]
    stones: int
    rows: Sequence[Any]


@dataclass(frozen=True)
class Counted:
    """What was found at the end of the day; None is not known, and is an answer. Amounts in milligrams.

    `booked`: what the books said when it was weighed, where that is known.
    """

    metals: Mapping[str, int | None]
    stones: int | None = None
    lemel: Mapping[str, int | None] | None = None
    note: str | None = None
    booked: Mapping[str, int | None] | None = None


def tray_of(session: Session, subject: str) -> Tray:
    """What a person has in hand now. One statement."""
    rows = held_in(session, "person", f"person:{subject}")
    metals: dict[str, int] = {}
    for row in rows:
        if row.metal:
            metals[row.metal] = metals.get(row.metal, 0) + row.mg
    return Tray(metals, sum(row.number for row in rows if not row.metal), rows)


def close_day(writing: Writing, counted: Counted) -> dict[str, int | None]:
    """Write down what was found in the tray of whoever does this, and book what is missing of the metal: within what a scale shows as weighing, else as unexplained.

    Returns the milligrams missing by metal (below nothing: too much; None: not weighed). Stones are only counted: which
    one is lost is said at its lot. Raises Invalid for an amount that no scale shows, and Conflict when metal is in hand
    that was not asked about, or the books are others than when it was weighed.
    """
    _require_sensible(counted)
    tray = tray_of(writing.session, writing.by.subject)
    unasked = [metal for metal in tray.metals if metal not in counted.metals]
    if unasked or _is_another(tray, counted.booked or {}):
        raise Conflict(
            _("What is in hand has changed meanwhile. Look at the tray once more, and weigh all of it."),
            slug="tray-changed",
        )
    moves = [
        move for metal, mg in counted.metals.items() if mg is not None for move in _missing(writing, tray, metal, mg)
    ]
    posting_id = post(writing, "day_closed", moves, note=counted.note) if moves else None
    told = {"person_id": writing.by.id, "stones": counted.stones, "booked_stones": tray.stones, "note": counted.note}
    closed = writing.add(DayClose, at=writing.at, posting_id=posting_id, **told)
    lemel = counted.lemel or {}
    for metal, mg in counted.metals.items():
        booked = tray.metals.get(metal, 0)
        writing.add(DayWeight, day_close_id=closed, metal=metal, mg=mg, booked_mg=booked, lemel_mg=lemel.get(metal))
    return {metal: None if mg is None else tray.metals.get(metal, 0) - mg for metal, mg in counted.metals.items()}


def _require_sensible(counted: Counted) -> None:
    amounts = [*counted.metals.values(), counted.stones, *(counted.lemel or {}).values()]
    if any(one is not None and one < 0 for one in amounts):
        raise Invalid(_("Nothing weighs less than nothing. Type what is there."), slug="amount-negative", field="metal")
    for mg in [*counted.metals.values(), *(counted.lemel or {}).values()]:
        check_weight(mg or 1, field="metal")


def _is_another(tray: Tray, booked: Mapping[str, int | None]) -> bool:
    """Whether the books are others than those beside which it was weighed."""
    return any(mg is not None and mg != tray.metals.get(metal, 0) for metal, mg in booked.items())


def _missing(writing: Writing, tray: Tray, metal: str, mg: int) -> list[Move]:
    """What is missing of a metal, shared over the lots of which it is; what is there too much goes to them likewise."""
    rows = [row for row in tray.rows if row.metal == metal]
    missing = sum(row.mg for row in rows) - mg
    if not missing or not rows:
        return []
    closing = close(missing, division_mg=DIVISION_MG, weighings=len(rows))
    hands = account_of(writing, "person", writing.by.subject)
    other = account_of(writing, "weighing" if closing.weighing else "unexplained")
    parts = shared(abs(missing), [row.mg for row in rows])
    ends = (hands, other) if missing > 0 else (other, hands)
    return [Move(row.lot_id, *ends, Amount(part)) for row, part in zip(rows, parts, strict=True)]
