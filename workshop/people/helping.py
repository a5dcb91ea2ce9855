"""Somebody helping for some days: let in by an owner at the tablet, logs work, never inspects, and ends by itself."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.errors import Invalid
from workshop.people.actions import add_person, set_pin, set_standing
from workshop.people.models import Person
from workshop.wording import _
from workshop.writing import Writing

DAYS = (1, 2, 7, 14)
ROLES = ("artisan",)


def end_of_help(days: int, now: datetime, zone: str) -> datetime:
    """The midnight after so many days, today counted, where the shop is. Raises Invalid for a number that is not offered."""
    if days not in DAYS:
        raise Invalid(_("Choose until when this person helps."), slug="days-unknown", field="days")
    here = now.astimezone(ZoneInfo(zone))
    return datetime.combine(here.date() + timedelta(days=days), time(), ZoneInfo(zone)).astimezone(now.tzinfo)


def let_help(writing: Writing, name: str, *, until: datetime, pin_hash: str) -> str:
    """Let somebody log work until then; returns their subject. Whoever helped under this name before is the same person.

    Raises Invalid and Conflict (a name that somebody else has).
    """
    person_id = _helped_before(writing.session, name)
    if person_id is None:
        person_id = add_person(writing, name, ROLES)
    else:
        set_standing(writing, person_id, active=True, roles=ROLES)
    writing.change(Person, person_id, helps_until=until)
    set_pin(writing, person_id, pin_hash)
    return writing.session.execute(select(Person.subject).where(Person.id == person_id)).scalar_one()


def _helped_before(session: Session, name: str) -> int | None:
    wanted = " ".join(name.casefold().split())
    helpers = session.execute(select(Person.id, Person.name).where(Person.helps_until.is_not(None)).order_by(Person.id))
    return next((one.id for one in helpers if " ".join(one.name.casefold().split()) == wanted), None)


def keep_on(writing: Writing, person_id: int) -> None:
    """A helper stays: from now on somebody who works here like everybody else. Changes nothing for who does already."""
    if writing.session.scalar(select(Person.helps_until).where(Person.id == person_id)) is not None:
        writing.change(Person, person_id, helps_until=None)
