"""Verbs over the shop's tablets: enrolled, named, revoked; and links that enrol one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from workshop.errors import Invalid, NotFound
from workshop.people.brief import brief
from workshop.people.models import Device, Invitation, Person, SignIn
from workshop.people.secrets import digest_of, is_hex, new_secret
from workshop.people.signing_in import IDLE_MINUTES, MARK_DIGITS, end_sign_ins, mark_of
from workshop.shoproom import Shoproom
from workshop.wording import _
from workshop.writing import Actor, Writing

TABLET_LINK_LASTS = timedelta(hours=1)
LONGEST_IDLE = 480


@dataclass(frozen=True)
class Shown:
    """One tablet as a page shows it."""

    mark: str
    name: str
    enrolled_at: datetime
    by: str
    revoked_at: datetime | None
    idle_minutes: int
    locks_after_save: bool
    seen_at: datetime | None


def all_tablets(session: Session) -> list[Shown]:
    """The tablets in use, then those revoked, newest first. One statement."""
    rows = session.execute(
        select(Device, Person.name.label("by"), _SEEN.label("seen_at"))
        .outerjoin(Person, Person.id == Device.by_id)
        .order_by(Device.revoked_at.is_not(None), Device.id.desc())
    )
    return [_shown(row.Device, row.by or "", row.seen_at) for row in rows]


_SEEN = select(func.max(SignIn.seen_at)).where(SignIn.device_id == Device.id).scalar_subquery()


def _shown(device: Device, by: str, seen_at: datetime | None) -> Shown:
    minutes, locks = device.idle_minutes or IDLE_MINUTES, bool(device.locks_after_save)
    return Shown(
        mark_of(device.key_digest), device.name, device.enrolled_at, by, device.revoked_at, minutes, locks, seen_at
    )


def enrol_device(writing: Writing, *, name: str, key: str, sign_in_id: int | None = None) -> str:
    """Let the browser that carries this key be one of the shop's tablets; returns its mark.

    Whoever is signed in there (`sign_in_id`) is at the tablet from now on, so that revoking it ends them too.
    """
    told = {"key_digest": digest_of(key), "enrolled_at": writing.at, "by_id": writing.by.id}
    device_id = writing.add(Device, name=name, **told)
    writing.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(device_id=device_id))
    return mark_of(digest_of(key))


def name_device(writing: Writing, mark: str, name: str) -> None:
    """Raises NotFound."""
    writing.change(Device, require_tablet(writing.session, mark), name=name)


def set_lock(writing: Writing, mark: str, *, idle_minutes: int, locks_after_save: bool) -> None:
    """When the tablet locks: after so many minutes without a touch, and after each save or not. Raises Invalid and NotFound."""
    if not 1 <= idle_minutes <= LONGEST_IDLE:
        raise Invalid(
            _("Between 1 and {most} minutes.", most=LONGEST_IDLE), slug="minutes-out-of-range", field="idle_minutes"
        )
    device_id = require_tablet(writing.session, mark)
    writing.change(Device, device_id, idle_minutes=idle_minutes, locks_after_save=locks_after_save)


def revoke_device(writing: Writing, mark: str) -> None:
    """From now on the tablet is a stranger's browser, and whoever is signed in on it is not. Raises NotFound."""
    device_id = require_tablet(writing.session, mark)
    if writing.session.scalar(select(Device.revoked_at).where(Device.id == device_id)) is not None:
        return
    writing.change(Device, device_id, revoked_at=writing.at)
    end_sign_ins(writing.session, writing.at, device_id=device_id)


def require_tablet(session: Session, mark: str) -> int:
    """The primary key of the tablet with this mark. Raises NotFound."""
    known = is_hex(mark, MARK_DIGITS)
    found = session.scalars(select(Device.id).where(Device.key_digest.startswith(mark))).all() if known else []
    if len(found) != 1:
        raise NotFound(_("There is nothing at this address."), slug="not-found")
    return found[0]


def invite_tablet(room: Shoproom, by: Actor) -> str:
    """A secret that enrols one browser within the hour."""
    secret = new_secret()
    with brief(room.database) as session:
        session.execute(
            insert(Invitation),
            {
                "digest": digest_of(secret),
                "purpose": "tablet",
                "person_id": by.id,
                "expires_at": room.now() + TABLET_LINK_LASTS,
            },
        )
    return secret


def inviter_of(session: Session, secret: str) -> Actor:
    """The owner behind an invitation of a tablet, used or not. Raises NotFound when there is none, or they are owner no more."""
    row = session.execute(
        select(Person.id, Person.subject)
        .join(Invitation, Invitation.person_id == Person.id)
        .where(
            Invitation.digest == digest_of(secret),
            Invitation.purpose == "tablet",
            Person.active == True,
            Person.is_owner == True,
        )
    ).one_or_none()
    if row is None:
        raise used_up()
    return Actor(row.id, row.subject)


def is_open(session: Session, secret: str, purpose: str, now: datetime) -> bool:
    """Whether an invitation can still be used."""
    return session.scalar(_open(secret, purpose, now)) is not None


def _open(secret: str, purpose: str, now: datetime) -> Select[int]:
    return select(Invitation.id).where(
        Invitation.digest == digest_of(secret),
        Invitation.purpose == purpose,
        Invitation.used_at.is_(None),
        Invitation.expires_at > now,
    )


def use_invitation(writing: Writing, secret: str, purpose: str) -> None:
    """Use it up within this verb. Raises NotFound when it was used, has run out, or never was."""
    invitation_id = writing.session.scalar(_open(secret, purpose, writing.at).with_for_update())
    if invitation_id is None:
        raise used_up()
    writing.session.execute(update(Invitation).where(Invitation.id == invitation_id).values(used_at=writing.at))


def enrol_invited(writing: Writing, secret: str, *, name: str, key: str, sign_in_id: int | None) -> str:
    """Enrol the browser that came by an invitation; returns the tablet's mark. Raises NotFound."""
    use_invitation(writing, secret, "tablet")
    return enrol_device(writing, name=name, key=key, sign_in_id=sign_in_id)


def used_up() -> NotFound:
    """One answer for a link that was used, ran out or never was."""
    return NotFound(_("This link counts no longer. Ask for a new one."), slug="link-used-up")
