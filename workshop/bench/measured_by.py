"""Which instruments the shop measures with, and when each was last checked, as an inspection tells it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workshop.bench.answering import Question
from workshop.days import short_day
from workshop.materials.instruments import InstrumentCheck, last_checks
from workshop.people.shop_web import zone
from workshop.web import shoproom
from workshop.wording import _


@dataclass(frozen=True)
class Instruments:
    """`names` to choose from; `told`: by a question's key, what is known of the instrument that its list names."""

    names: list[str]
    told: Mapping[str, str]


def instruments_for(session: Session, questions: Iterable[Question]) -> Instruments:
    """One statement. A list names a kind of instrument ("calliper"); the shop's own begin with that word ("Calliper K-2")."""
    newest = last_checks(session)
    asked = {one.key: one.instrument for one in questions if one.instrument and one.how == "measurement"}
    told = {key: _told(word, newest.values()) for key, word in asked.items()}
    return Instruments(list(newest), {key: said for key, said in told.items() if said})


def _told(word: str, newest: Iterable[InstrumentCheck]) -> str:
    fitting = [one for one in newest if one.name.casefold().startswith(word.casefold())]
    return ", ".join(_one(one) for one in fitting)


def _one(check: InstrumentCheck) -> str:
    on = short_day(check.at, zone(), shoproom().now())
    if check.is_good:
        return _("{name} checked {day}", name=check.name, day=on)
    return _("{name} was off on {day}: do not measure with it", name=check.name, day=on)
