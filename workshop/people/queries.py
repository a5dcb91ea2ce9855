"""Who works here, as pages show it; how people may be told in public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from workshop.errors import NotFound
from workshop.people.duties import roles_of
from workshop.people.models import Consent, Person, Shop
from workshop.people.secrets import is_hex
from workshop.people.signing_in import SUBJECT_DIGITS
from workshop.units import Moment
from workshop.wording import _


@dataclass(frozen=True)
class Somebody:
    """A person as staff pages show them."""

    id: int
    subject: str
    name: str
    active: bool
    roles: list[str]
    has_pin: bool
    has_password: bool
    helps_until: datetime | None = None
    consent: str = "nothing"
    shown_as: str | None = None
    language: str | None = None

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def everybody(
    session: Session, now: datetime, *, sought: str | None = None, active_only: bool = False
) -> list[Somebody]:
    """People by name, those who left and whose help ended last; `sought` keeps those whose name holds it. One statement."""
    here = Person.is_here(literal(now, Moment))
    wanted = _PEOPLE.where(here) if active_only else _PEOPLE
    found = [_somebody(row) for row in session.execute(wanted.order_by(here.desc(), Person.name))]
    return [one for one in found if not sought or sought.casefold() in one.name.casefold()]


def find_person(session: Session, subject: str) -> Somebody:
    """One statement. Raises NotFound."""
    known = is_hex(subject, SUBJECT_DIGITS)
    row = session.execute(_PEOPLE.where(Person.subject == subject)).one_or_none() if known else None
    if row is None:
        raise NotFound(_("There is nothing at this address."), slug="not-found")
    return _somebody(row)


_NEWEST = select(func.max(Consent.id)).group_by(Consent.person_id)
_PEOPLE = select(Person, Consent.form, Consent.shown_as).outerjoin(
    Consent, (Consent.person_id == Person.id) & Consent.id.in_(_NEWEST)
)


def _somebody(row: Any) -> Somebody:
    person = row.Person
    return Somebody(
        person.id,
        person.subject,
        person.name,
        person.active,
        list(roles_of(person)),
        bool(person.pin_hash),
        bool(person.password_hash),
        person.helps_until,
        row.form or "nothing",
        row.shown_as,
        person.language,
    )


_SHOP = select(Shop)


def find_shop(session: Session) -> Shop | None:
    """The shop's own details; None before it is set up. One statement."""
    return session.scalar(_SHOP)


def shown_names(session: Session, person_ids: Iterable[int]) -> dict[int, str]:
    """How each of these people may be told on public pages; whoever agreed to nothing is not in it. One statement."""
    rows = session.execute(
        select(Consent.person_id, Consent.shown_as).where(
            Consent.id.in_(_NEWEST), Consent.person_id.in_(list(person_ids)), Consent.form != "nothing"
        )
    )
    return {row.person_id: row.shown_as for row in rows}
