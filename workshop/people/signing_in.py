"""Signing in and out: a secret is counted, compared, and only then a sign-in is written; its row alone says who is here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from sqlalchemy import literal, or_, select, update
from sqlalchemy.orm import Session

from workshop.database import Database
from workshop.errors import Invalid
from workshop.people.brief import brief
from workshop.people.models import Device, Person, SignIn
from workshop.people.secrets import digest_of, is_hex, is_secret, new_secret
from workshop.people.throttle import Limit, clear_try, count_try, limits_of_password, limits_of_pin
from workshop.shoproom import Shoproom
from workshop.units import Moment
from workshop.wording import _

IDLE_BY_PASSWORD = timedelta(hours=12)
IDLE_MINUTES = 3  # of a PIN, where its tablet says nothing else
SEEN_EVERY = timedelta(seconds=20)
SUBJECT_DIGITS, MARK_DIGITS = 32, 16


@dataclass(frozen=True)
class Tablet:
    """An enrolled device: its key, its public mark and its name."""

    id: int
    mark: str
    name: str
    idle_minutes: int = IDLE_MINUTES
    locks_after_save: bool = False


@dataclass(frozen=True)
class Place:
    """Where somebody stands: at an enrolled tablet, or at a browser known by its address only."""

    address: str
    tablet: Tablet | None = None
    browser: str | None = None

    @property
    def scope(self) -> str:
        return f"device {self.tablet.id}" if self.tablet else f"address {network_of(self.address)}"

    @property
    def device(self) -> str | None:
        return str(self.tablet.id) if self.tablet else None


@dataclass(frozen=True)
class Proof:
    """Somebody whose secret was right; `kept` is what it was compared with."""

    person_id: int
    kept: str
    by_password: bool


def network_of(address: str) -> str:
    """What is counted as one address: of IPv6 the /64 network, since whoever has one address there has them all."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    plain = IPv6Address(int(found))  # without the name of the machine's own interface
    return str(plain.ipv4_mapped or IPv6Network((plain, 64), strict=False))


def mark_of(digest: str) -> str:
    """The name by which pages and addresses speak of a tablet or token."""
    return digest[:MARK_DIGITS]


def find_tablet(session: Session, key: str | None) -> Tablet | None:
    """The enrolled tablet with that key; None when there is none, or it was revoked. At most one statement."""
    if not key:
        return None
    row = session.execute(
        select(Device.id, Device.key_digest, Device.name, Device.idle_minutes, Device.locks_after_save).where(
            Device.key_digest == digest_of(key), Device.revoked_at.is_(None)
        )
    ).one_or_none()
    if row is None:
        return None
    return Tablet(
        row.id, mark_of(row.key_digest), row.name, row.idle_minutes or IDLE_MINUTES, bool(row.locks_after_save)
    )


def prove_password(room: Shoproom, name: str, password: str, place: Place) -> Proof:
    """Raises Invalid for a wrong name or password, which look and cost alike, and TooMany."""
    folded = sha256(" ".join(name.casefold().split()).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    limits = limits_of_password(folded, place.scope, device=place.device)
    person_id, kept = _named(room.database, name, room.now())
    if not tried(room, limits, password, kept):
        raise Invalid(_("This name and this password do not belong together. Try again."), slug="sign-in-refused")
    assert person_id is not None and kept is not None
    return Proof(person_id, kept, by_password=True)


def prove_pin(room: Shoproom, subject: str, pin: str, place: Place) -> Proof:
    """Raises Invalid for a wrong PIN, an unknown person and a browser that is not enrolled, and TooMany."""
    if place.tablet is None:
        raise Invalid(
            _("This browser is not one of the workshop's tablets. Sign in with your password."), slug="not-enrolled"
        )
    if not is_hex(subject, SUBJECT_DIGITS):
        subject = digest_of(subject)[:SUBJECT_DIGITS]
    person_id, kept = _with_pin(room.database, subject, room.now())
    if not tried(room, limits_of_pin(subject, place.scope, device=place.device), pin, kept):
        raise Invalid(_("This PIN is not right. Try again."), slug="pin-wrong", field="pin")
    assert person_id is not None and kept is not None
    return Proof(person_id, kept, by_password=False)


def tried(room: Shoproom, limits: list[Limit], typed: str, kept: str | None) -> bool:
    """Whether the secret is right; the try is counted first, and forgotten when it is. Raises TooMany."""
    count_try(room.database, limits, room.now())
    if not is_secret(typed, kept, room.settings.secret_key):
        return False
    clear_try(room.database, limits)
    return True


def _named(database: Database, name: str, now: datetime) -> tuple[int | None, str | None]:
    wanted = " ".join(name.casefold().split())
    at = literal(now, Moment)
    with database.reading() as session:
        everybody = session.execute(
            select(Person.id, Person.name, Person.password_hash).where(Person.is_here(at)).order_by(Person.id)
        ).all()
    found = [one for one in everybody if " ".join(one.name.casefold().split()) == wanted]
    return (found[0].id, found[0].password_hash) if found else (None, None)


def _with_pin(database: Database, subject: str, now: datetime) -> tuple[int | None, str | None]:
    at = literal(now, Moment)
    with database.reading() as session:
        found = session.execute(
            select(Person.id, Person.pin_hash).where(Person.subject == subject, Person.is_here(at))
        ).one_or_none()
    return (found.id, found.pin_hash) if found else (None, None)


def begin_sign_in(room: Shoproom, proof: Proof, place: Place, *, instead_of: int | None = None) -> str:
    """Write the sign-in and end whoever was here before: on this tablet, and `instead_of`. Returns its secret name.

    Raises Invalid when the person was switched off, or the secret changed, since it was compared.
    """
    name, now = new_secret(), room.now()
    tablet_id = place.tablet.id if place.tablet else None
    with brief(room.database) as session:
        _require_unchanged(session, proof)
        if tablet_id is not None:
            end_sign_ins(session, now, device_id=tablet_id)
        if instead_of is not None:
            end_sign_ins(session, now, sign_in_id=instead_of)
        session.execute(
            SignIn.__table__.insert(),  # type: ignore[attr-defined]
            {
                "digest": digest_of(name),
                "person_id": proof.person_id,
                "device_id": tablet_id,
                "by_password": proof.by_password,
                "started_at": now,
                "seen_at": now,
                "browser": place.browser,
            },
        )
    return name


def _require_unchanged(session: Session, proof: Proof) -> None:
    column = Person.password_hash if proof.by_password else Person.pin_hash
    kept = select(Person.id).where(Person.id == proof.person_id, Person.active == True, column == proof.kept)
    if session.scalar(kept.with_for_update()) is None:
        raise Invalid(_("This was changed a moment ago. Sign in again."), slug="sign-in-refused")


def end_sign_ins(
    session: Session,
    at: datetime,
    *,
    person_id: int | None = None,
    device_id: int | None = None,
    sign_in_id: int | None = None,
) -> None:
    """End the living sign-ins of a person, of a tablet, or one; from then on their cookies name nothing."""
    asked = ((SignIn.person_id, person_id), (SignIn.device_id, device_id), (SignIn.id, sign_in_id))
    which = [column == value for column, value in asked if value is not None]
    session.execute(update(SignIn).where(SignIn.ended_at.is_(None), or_(*which)).values(ended_at=at))


def sign_out(room: Shoproom, sign_in_id: int) -> None:
    with brief(room.database) as session:
        end_sign_ins(session, room.now(), sign_in_id=sign_in_id)


def note_seen(room: Shoproom, sign_in_id: int, now: datetime) -> None:
    """Somebody is still here."""
    with brief(room.database) as session:
        session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now))


def is_idle(seen_at: datetime, now: datetime, *, by_password: bool, idle_minutes: int | None = None) -> bool:
    """Whether a sign-in has ended by itself: one by PIN after its tablet's minutes (None: the usual)."""
    by_pin = timedelta(minutes=idle_minutes or IDLE_MINUTES)
    return now - seen_at >= (IDLE_BY_PASSWORD if by_password else by_pin)
