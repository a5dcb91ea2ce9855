"""Open sign-ins: where somebody is signed in, seen and ended."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.errors import NotFound
from workshop.people.brief import brief
from workshop.people.models import Device, Person, SignIn
from workshop.people.secrets import is_hex
from workshop.people.signing_in import IDLE_BY_PASSWORD, MARK_DIGITS, end_sign_ins, is_idle, mark_of
from workshop.shoproom import Shoproom
from workshop.wording import _

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPad", "iPad"), ("iPhone", "iPhone"), ("Windows", "Windows"), ("Mac OS", "macOS"))


@dataclass(frozen=True)
class OpenSignIn:
    """One living sign-in, by a mark that is no secret."""

    mark: str
    name: str
    subject: str
    place: str
    by_password: bool
    started_at: datetime
    seen_at: datetime
    is_here: bool


def browser_named(agent: str | None) -> str | None:
    """A browser in two words (Firefox, Windows), of what it says of itself; nothing else of that is kept."""
    found = [next((name for sign, name in names if sign in (agent or "")), None) for names in (_BROWSERS, _SYSTEMS)]
    if found[1] is None and re.search(r"Linux|X11|CrOS", agent or ""):
        found[1] = "Linux"
    return ", ".join(one for one in found if one) or None


def open_sign_ins(session: Session, now: datetime, here: int, *, person_id: int | None = None) -> list[OpenSignIn]:
    """Who is signed in where, the newest first; no sign-in lives longer unseen than one by password. One statement."""
    asked = (
        select(SignIn, Person.name, Person.subject, Device.name.label("tablet"), Device.idle_minutes)
        .join(Person, Person.id == SignIn.person_id)
        .outerjoin(Device, Device.id == SignIn.device_id)
        .where(SignIn.ended_at.is_(None), SignIn.seen_at > now - IDLE_BY_PASSWORD)
        .where(Person.active == True, Device.revoked_at.is_(None))
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    rows = session.execute(asked.where(SignIn.person_id == person_id) if person_id is not None else asked)
    return [_told(row, here) for row in rows if not _is_over(row, now)]


def _is_over(row: Any, now: datetime) -> bool:
    one = row.SignIn
    return is_idle(one.seen_at, now, by_password=one.by_password, idle_minutes=row.idle_minutes)


def _told(row: Any, here: int) -> OpenSignIn:
    one = row.SignIn
    place = row.tablet or one.browser or _("A browser")
    when = one.by_password, one.started_at, one.seen_at
    return OpenSignIn(mark_of(one.digest), row.name, row.subject, place, *when, is_here=one.id == here)


def end_by_mark(room: Shoproom, mark: str, *, person_id: int | None) -> None:
    """End the sign-in with this mark; `person_id`: only when it is this person's. Raises NotFound."""
    asked = select(SignIn.id, SignIn.person_id).where(SignIn.digest.startswith(mark), SignIn.ended_at.is_(None))
    with brief(room.database) as session:
        found: Sequence[Any] = session.execute(asked).all() if is_hex(mark, MARK_DIGITS) else []
        ids = [one.id for one in found if person_id in (None, one.person_id)]
        if len(ids) != 1:
            raise NotFound(_("This sign-in has ended already."), slug="not-found")
        end_sign_ins(session, room.now(), sign_in_id=ids[0])


def end_others(room: Shoproom, person_id: int, here: int) -> int:
    """End every sign-in of a person but this one; returns how many."""
    with brief(room.database) as session:
        mine = select(SignIn.id).where(SignIn.person_id == person_id, SignIn.id != here, SignIn.ended_at.is_(None))
        ids = session.scalars(mine).all()
        for one in ids:
            end_sign_ins(session, room.now(), sign_in_id=one)
    return len(ids)
