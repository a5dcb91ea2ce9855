"""Verbs over people: who is here, what they may do, how they prove it is them, how they may be told; and the shop's own details."""

import re
import secrets
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workshop.errors import Conflict, Invalid
from workshop.languages import known
from workshop.people.duties import FLAGS, ROLES
from workshop.people.models import Consent, Person, Shop, Standing
from workshop.people.signing_in import end_sign_ins
from workshop.people.throttle import forget_tries
from workshop.wording import _
from workshop.writing import Writing

CONSENTS = ("nothing", "initials", "first_name", "full_name", "mark")
LONGEST_NAME = 80
HANDS = ("right", "left")


def add_person(writing: Writing, name: str, roles: Iterable[str]) -> int:
    """Write a person down with their roles; returns the primary key. Raises Invalid for an empty or taken name and an unknown role."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise Invalid(
            _("Write a name of up to {most} characters.", most=LONGEST_NAME), slug="name-missing", field="name"
        )
    _require_free_name(writing.session, name)
    person_id = writing.add(
        Person,
        subject=secrets.token_hex(16),
        name=name.strip(),
        active=False,
        created_at=writing.at,
        **dict.fromkeys(FLAGS, False),
    )
    set_standing(writing, person_id, active=True, roles=roles)
    return person_id


def _require_free_name(session: Session, name: str) -> None:
    here = session.scalars(select(Person.name).where(Person.active == True))
    if name.strip().casefold() in {one.casefold() for one in here}:
        raise Conflict(
            _("There is already somebody called {name}. Add a letter by which to tell them apart.", name=name.strip()),
            slug="name-taken",
            field="name",
        )


def set_standing(writing: Writing, person_id: int, *, active: bool, roles: Iterable[str]) -> None:
    """What a person may do from now on; what it was stays written, and their sign-ins end. Changes nothing when it is so already.

    Raises Invalid for an unknown role and Conflict for the last owner, and for a helper who would be more than a helper.
    """
    held = set(roles)
    if held - set(ROLES):
        raise Invalid(
            _("A person is owner, artisan or inspector, or several of these."), slug="role-unknown", field="roles"
        )
    flags = {"active": active, **{flag: role in held for flag, role in zip(FLAGS, ROLES, strict=True)}}
    now = (
        writing.session.execute(
            select(Person.active, Person.is_owner, Person.is_artisan, Person.is_inspector).where(Person.id == person_id)
        )
        .mappings()
        .one()
    )
    if dict(now) == flags:
        return
    if active and held - {"artisan"} and _helps(writing.session, person_id):
        raise Conflict(
            _("Somebody who helps logs work and no more. Let them stay first, then give them the role."),
            slug="helps-only",
        )
    if now["active"] and now["is_owner"] and not (active and "owner" in held):
        _require_another_owner(writing.session, person_id)
    last = writing.session.scalar(select(func.max(Standing.sequence)).where(Standing.person_id == person_id)) or 0
    writing.add(Standing, person_id=person_id, sequence=last + 1, at=writing.at, by_id=writing.by.id, **flags)
    writing.change(Person, person_id, **flags)
    end_sign_ins(writing.session, writing.at, person_id=person_id)


def _helps(session: Session, person_id: int) -> bool:
    return session.scalar(select(Person.helps_until).where(Person.id == person_id)) is not None


def _require_another_owner(session: Session, person_id: int) -> None:
    # All owners' rows are locked, so that two owners cannot switch each other off in the same moment.
    owners = session.execute(
        select(Person.id, Person.password_hash)
        .where(Person.active == True, Person.is_owner == True)
        .order_by(Person.id)
        .with_for_update()
    ).all()
    if not any(one.password_hash for one in owners if one.id != person_id):
        raise Conflict(
            _(
                "This is the last owner with a password: nobody could run the shop. Make somebody else owner and give them a password first."
            ),
            slug="last-owner",
        )


def set_password(writing: Writing, person_id: int, password_hash: str) -> None:
    """Keep what `hash_secret` made of a new password; the person's sign-ins end."""
    writing.change(Person, person_id, password_hash=password_hash)
    end_sign_ins(writing.session, writing.at, person_id=person_id)


def set_pin(writing: Writing, person_id: int, pin_hash: str) -> None:
    """Keep what `hash_secret` made of a new PIN; the person's sign-ins end, and tries on the old PIN count no longer."""
    writing.change(Person, person_id, pin_hash=pin_hash)
    end_sign_ins(writing.session, writing.at, person_id=person_id)
    forget_tries(
        writing.session, writing.session.execute(select(Person.subject).where(Person.id == person_id)).scalar_one()
    )


def prefer_hand(writing: Writing, person_id: int, hand: str) -> str:
    """Lay the bench's pages out for this hand from now on; returns it. Raises Invalid for anything but HANDS."""
    if hand not in HANDS:
        raise Invalid(_("Choose left or right."), slug="hand-unknown", field="hand")
    if hand != (writing.session.scalar(select(Person.hand).where(Person.id == person_id)) or "right"):
        writing.change(Person, person_id, hand=hand)
    return hand


def prefer_language(writing: Writing, person_id: int, language: str | None) -> None:
    """Speak to a person in this language from now on, in the shop's when None. Raises Invalid for one that the house does not speak."""
    if language is not None and known(language) is None:
        raise Invalid(_("Choose one of the languages."), slug="language-unknown", field="language")
    if language != writing.session.scalar(select(Person.language).where(Person.id == person_id)):
        writing.change(Person, person_id, language=language)


def record_consent(writing: Writing, person_id: int, *, form: str, shown_as: str | None = None) -> str | None:
    """How a person may be told on public pages from now on; returns the words. `shown_as` is needed for a mark only.

    Changes nothing when it is so already. Raises Invalid.
    """
    if form not in CONSENTS:
        raise Invalid(_("Choose one of the ways to be told."), slug="consent-unknown", field="form")
    person = writing.session.execute(select(Person.name, Person.subject).where(Person.id == person_id)).one()
    shown = (shown_as or "").strip() or None if form == "mark" else told_as(form, person.name)
    if shown is None and form == "mark":
        raise Invalid(_("Write the letters or the name of the mark."), slug="mark-missing", field="shown_as")
    if shown is not None and form == "mark":
        _require_own_mark(writing.session, person_id, person.name, shown)
    now = writing.session.execute(
        select(Consent.form, Consent.shown_as).where(Consent.person_id == person_id).order_by(Consent.id.desc())
    ).first()
    if (now.form, now.shown_as) != (form, shown) if now else form != "nothing":
        values = {"person_id": person_id, "subject": person.subject, "form": form, "shown_as": shown}
        writing.add(Consent, at=writing.at, by_id=writing.by.id, **values)
    return shown


def _require_own_mark(session: Session, person_id: int, name: str, mark: str) -> None:
    """A mark names nobody else: a stranger would take one person for another."""
    own, words = set(name.casefold().split()), set(re.findall(r"\w{3,}", mark.casefold()))
    for other in session.scalars(select(Person.name).where(Person.id != person_id)):
        if words & (set(other.casefold().split()) - own):
            raise Invalid(
                _("“{mark}” would be read as somebody else who works here. Choose another mark.", mark=mark),
                slug="mark-of-another",
                field="shown_as",
            )


def told_as(form: str, name: str) -> str | None:
    """The words in which a person is told; None for nothing, and for a mark, which is not made of the name."""
    words = name.split()
    if form == "initials":
        return " ".join(f"{word[0].upper()}." for word in words)
    return {"first_name": words[0], "full_name": name}.get(form)


def keep_shop(writing: Writing, details: dict[str, Any]) -> None:
    """The shop's own details; those not named stay. Writes nothing when all is so already."""
    row = writing.session.execute(select(Shop.__table__)).mappings().one_or_none()
    if row is None:
        writing.add(Shop, **{"id": 1, "time_zone": "UTC", "demonstration": False} | details)
        return
    changed = {name: value for name, value in details.items() if row[name] != value}
    if changed:
        writing.change(Shop, 1, **changed)
