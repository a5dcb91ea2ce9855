"""What programs do with the people of the shop: who works here, what they may do, how they may be told.

PINs, passwords and tokens are given on screen only, after the owner's password.
"""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.api import bodies, listed
from workshop.api.bodies import ANY, SOME, Body, kept
from workshop.api.operations import Caller, Operation
from workshop.api.queries import Told
from workshop.people.actions import CONSENTS, LONGEST_NAME, add_person, record_consent, set_standing
from workshop.people.duties import ROLES, roles_of
from workshop.people.models import Person
from workshop.people.queries import find_person
from workshop.writing import Writing

OWNER = ("owner",)
PersonName = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_NAME, pattern=SOME), AfterValidator(kept)
]
Mark = Annotated[str, StringConstraints(max_length=40, pattern=ANY), AfterValidator(kept)]
Role = Annotated[str, Field(json_schema_extra={"enum": list(ROLES)})]
RolesHeld = Annotated[tuple[Role, ...], Field(min_length=1, max_length=len(ROLES))]


class AddPerson(Body):
    """Somebody new, with what they do here. How they sign in is given on screen."""

    name: PersonName
    roles: RolesHeld


class SetStanding(Body):
    """What somebody may do from now on. `active` false: they work here no longer, and keep their name in every story."""

    active: bool
    roles: RolesHeld


class KeepConsent(Body):
    """How somebody may be told on public pages; `shown_as` is for a mark only."""

    form: Annotated[str, Field(json_schema_extra={"enum": list(CONSENTS)})]
    shown_as: Mark | None = None


def list_people(session: Session, _asked: bodies.Nothing, _who: Caller) -> Told:
    people = session.scalars(select(Person).order_by(Person.name, Person.id)).all()
    return {"people": [_told(one) | {"roles": sorted(one.roles)} for one in people]}


def add(writing: Writing, typed: AddPerson) -> Told:
    return _told(writing.session.get_one(Person, add_person(writing, typed.name, typed.roles)))


def keep_standing(writing: Writing, typed: SetStanding, subject: str) -> Told:
    somebody = find_person(writing.session, subject)
    set_standing(writing, somebody.id, active=typed.active, roles=typed.roles)
    person = writing.session.get_one(Person, somebody.id, populate_existing=True)
    return _told(person)


def keep_consent(writing: Writing, typed: KeepConsent, subject: str) -> Told:
    somebody = find_person(writing.session, subject)
    shown = record_consent(writing, somebody.id, form=typed.form, shown_as=typed.shown_as)
    return {"subject": subject, "form": typed.form, "shown_as": shown}


def _told(person: Person) -> Told:
    return {
        "subject": person.subject,
        "name": person.name,
        "roles": sorted(roles_of(person)),
        "active": person.active,
    }


OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/people", "list_people", "Who works here", "office", list_people, listed.Colleagues),
    Operation(
        "POST",
        "/people",
        "add_person",
        "Somebody new works here",
        "office",
        add,
        listed.Colleague,
        AddPerson,
        status=201,
        roles=OWNER,
        refuses=("name-missing", "name-taken", "role-unknown"),
    ),
    Operation(
        "PUT",
        "/people/{subject}/standing",
        "set_standing",
        "What somebody may do from now on; their sign-ins end",
        "office",
        keep_standing,
        listed.Colleague,
        SetStanding,
        roles=OWNER,
        refuses=("role-unknown", "last-owner"),
    ),
    Operation(
        "PUT",
        "/people/{subject}/consent",
        "record_consent",
        "How somebody may be told on public pages",
        "office",
        keep_consent,
        listed.ConsentTold,
        KeepConsent,
        roles=OWNER,
        refuses=("consent-unknown", "mark-missing", "mark-of-another"),
    ),
)
