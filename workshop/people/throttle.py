"""How often a secret may be tried: counted in the database before anything is compared, so that nothing is tried uncounted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from workshop.database import Database
from workshop.errors import TooMany
from workshop.people.brief import brief
from workshop.people.models import Tries
from workshop.units import microseconds
from workshop.wording import _, n_

FREE_FAILURES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
PIN_A_DAY, DEVICE_A_DAY, ADDRESS_A_DAY = 20, 50, 100
FORGOTTEN_AFTER = timedelta(days=3)


@dataclass(frozen=True)
class Limit:
    """What is counted under one name: `waits` after every failure from the fifth on, refused for the day from `a_day` on."""

    scope: str
    waits: bool = False
    a_day: int | None = None


def limits_of_pin(subject: str, place: str, *, device: str | None) -> list[Limit]:
    """A PIN: per person and place, per person, per tablet. A place is a tablet, or a browser in which one signs."""
    device_limit = [Limit(f"device {device}", a_day=DEVICE_A_DAY)] if device else []
    return [Limit(f"pin {subject} {place}", waits=True), Limit(f"pin {subject}", a_day=PIN_A_DAY), *device_limit]


def limits_of_password(name: str, place: str, *, device: str | None) -> list[Limit]:
    """A password: per name and place, and per tablet or address; never per name alone, or strangers could lock people out."""
    place_limit = Limit(f"device {device}", a_day=DEVICE_A_DAY) if device else Limit(place, a_day=ADDRESS_A_DAY)
    return [Limit(f"password {name} {place}", waits=True), place_limit]


def count_try(database: Database, limits: Sequence[Limit], now: datetime) -> None:
    """Count one try as failed, for good. Raises TooMany, counting nothing, when it is not to be made now."""
    scopes = sorted(limit.scope for limit in limits)
    with brief(database) as session:
        session.execute(delete(Tries).where(Tries.last_at < now - FORGOTTEN_AFTER, Tries.scope.not_in(scopes)))
        session.execute(_FIRST, [{"scope": scope, "now": microseconds(now)} for scope in scopes])
        found = session.scalars(select(Tries).where(Tries.scope.in_(scopes)).order_by(Tries.scope).with_for_update())
        rows = {row.scope: row for row in found}
        for limit in limits:
            _require_open(rows[limit.scope], limit, now)
        for limit in limits:
            values = _counted(rows[limit.scope], limit, now)
            session.execute(update(Tries).where(Tries.scope == limit.scope).values(**values))


_FIRST = text(
    "INSERT INTO tries (scope, failures, today, last_at) VALUES (:scope, 0, 0, :now) ON CONFLICT (scope) DO NOTHING"
)


def _require_open(row: Tries, limit: Limit, now: datetime) -> None:
    if row.wait_until is not None and row.wait_until > now:
        seconds = max(1, -(-(row.wait_until - now) // timedelta(seconds=1)))
        raise TooMany(_wait_sentence(seconds), retry_after=seconds)
    if limit.a_day is not None and _today(row, now) >= limit.a_day:
        raise TooMany(_day_sentence(limit), slug="too-many-tries-today", retry_after=3600)


def _wait_sentence(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return n_(
        "Too many wrong tries. Wait {count} minute, then try again.",
        "Too many wrong tries. Wait {count} minutes, then try again.",
        minutes,
    )


def _day_sentence(limit: Limit) -> str:
    if limit.scope.startswith("pin "):
        return _("Too many wrong PINs today. Sign in with your password, or ask the owner for a new PIN.")
    return _("Too many wrong tries from here today. Sign in elsewhere, or come back tomorrow.")


def _today(row: Tries, now: datetime) -> int:
    return row.today if row.last_at.date() == now.date() else 0


def _counted(row: Tries, limit: Limit, now: datetime) -> dict[str, object]:
    failures = row.failures + 1 if limit.waits else 0
    over = failures - FREE_FAILURES
    wait = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else None
    return {
        "failures": failures,
        "today": _today(row, now) + 1,
        "last_at": now,
        "wait_until": None if wait is None else now + wait,
    }


def clear_try(database: Database, limits: Sequence[Limit]) -> None:
    """The try was right: the wait begins anew, and the day's count is as it was before."""
    with brief(database) as session:
        for limit in sorted(limits, key=lambda one: one.scope):
            less = update(Tries).where(Tries.scope == limit.scope, Tries.today > 0)
            session.execute(less.values(today=Tries.today - 1))
            if limit.waits:
                session.execute(
                    update(Tries).where(Tries.scope == limit.scope).values(failures=0, wait_until=None, today=0)
                )


def forget_tries(session: Session, subject: str) -> None:
    """A new PIN was given: what was tried on the old one counts no longer."""
    session.execute(delete(Tries).where(Tries.scope.startswith(f"pin {subject}")))
