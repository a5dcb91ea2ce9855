"""Verbs over people: who is here and what they may do."""

import secrets
from collections.abc import Iterable

from sqlalchemy import func, select

from workshop.errors import Invalid
from workshop.people.models import Person, Standing
from workshop.wording import _
from workshop.writing import Writing

ROLES = ("owner", "artisan", "inspector")
LONGEST_NAME = 80


def add_person(writing: Writing, name: str, roles: Iterable[str]) -> int:
    """Write a person down with their roles; returns the primary key. Raises Invalid for an empty name or an unknown role."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise Invalid(
            _("Write a name of up to {most} characters.", most=LONGEST_NAME), slug="name-missing", field="name"
        )
    person_id = writing.add(
        Person,
        subject=secrets.token_hex(16),
        name=name.strip(),
        active=False,
        is_owner=False,
        is_artisan=False,
        is_inspector=False,
        created_at=writing.at,
    )
    set_standing(writing, person_id, active=True, roles=roles)
    return person_id


def set_standing(writing: Writing, person_id: int, *, active: bool, roles: Iterable[str]) -> None:
    """What a person may do from now on; what it was stays written. Changes nothing when it is so already."""
    held = set(roles)
    if held - set(ROLES):
        raise Invalid(
            _("A person is owner, artisan or inspector, or several of these."), slug="role-unknown", field="roles"
        )
    flags = {"active": active, **{f"is_{role}": role in held for role in ROLES}}
    now = (
        writing.session.execute(
            select(Person.active, Person.is_owner, Person.is_artisan, Person.is_inspector).where(Person.id == person_id)
        )
        .mappings()
        .one()
    )
    if dict(now) == flags:
        return
    last = writing.session.scalar(select(func.max(Standing.sequence)).where(Standing.person_id == person_id)) or 0
    writing.add(Standing, person_id=person_id, sequence=last + 1, at=writing.at, by_id=writing.by.id, **flags)
    writing.change(Person, person_id, **flags)
