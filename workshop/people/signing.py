"""Signing with one's own hand: whoever gives a verdict proves at that moment that it is them."""

from sqlalchemy import select

from workshop.access import Present
from workshop.errors import Invalid
from workshop.people.models import Person
from workshop.people.signing_in import tried
from workshop.people.throttle import limits_of_password, limits_of_pin
from workshop.shoproom import Shoproom
from workshop.wording import _


def signs_by(room: Shoproom, who: Present) -> str:
    """Which secret is asked: "pin" for everybody who has one, else "password"; also the name of the form's field."""
    return "pin" if _kept(room, who)[0] else "password"


def check_signature(room: Shoproom, who: Present, typed: str | None) -> None:
    """The typed PIN (or password, of who has none) is this person's. Called before the lock. Raises Invalid and TooMany."""
    pin, password = _kept(room, who)
    if _is_right(room, who, typed, pin=pin, password=None if pin else password):
        return
    if pin:
        raise Invalid(_("This PIN is not yours. Nothing was signed: type it again."), slug="pin-wrong", field="pin")
    raise Invalid(
        _("This password is not yours. Nothing was signed: type it again."), slug="password-wrong", field="password"
    )


def check_own_secret(room: Shoproom, who: Present, typed: str | None) -> None:
    """The typed password (or PIN, of who has no password) is this person's, before they change either. Raises Invalid and TooMany."""
    pin, password = _kept(room, who)
    if not _is_right(room, who, typed, pin=None if password else pin, password=password):
        raise Invalid(_("This is not your own so far. Type it again."), slug="secret-wrong", field="current")


def _is_right(room: Shoproom, who: Present, typed: str | None, *, pin: str | None, password: str | None) -> bool:
    place = f"device {who.device_id}" if who.device_id else f"sign-in {who.sign_in_id}"
    device = str(who.device_id) if who.device_id else None
    limits = (
        limits_of_pin(who.subject, place, device=device)
        if pin
        else limits_of_password(who.subject, place, device=device or f"of {who.subject}")
    )
    return tried(room, limits, typed or "", pin or password)


def _kept(room: Shoproom, who: Present) -> tuple[str | None, str | None]:
    with room.database.reading() as session:
        pin, password = session.execute(select(Person.pin_hash, Person.password_hash).where(Person.id == who.id)).one()
    return pin, password
