"""Who is behind a request: flask-login's session names a sign-in, and only its row here counts."""

import secrets
from datetime import datetime
from hashlib import sha256

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import bindparam, select

from workshop.access import Present
from workshop.people.models import Device, Person, SignIn
from workshop.web import reading

_ALIVE = (
    select(
        SignIn.id,
        SignIn.device_id,
        SignIn.by_password,
        SignIn.seen_at,
        Person.id.label("person_id"),
        Person.subject,
        Person.name,
        Person.is_owner,
        Person.is_artisan,
        Person.is_inspector,
    )
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(Device, Device.id == SignIn.device_id)
    .where(
        SignIn.digest == bindparam("digest"),
        SignIn.ended_at.is_(None),
        Person.active == True,
        Device.revoked_at.is_(None),
    )
)


class SignedIn(UserMixin):  # type: ignore[misc]
    """flask-login's view of a sign-in: its secret name, kept in the signed session cookie."""

    def __init__(self, name: str, who: Present, seen_at: datetime) -> None:
        self.id = name
        self.who = who
        self.seen_at = seen_at


def digest_of(secret: str) -> str:
    """What the database keeps of a random secret."""
    return sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    return secrets.token_urlsafe(32)


def set_up(app: Flask) -> None:
    """flask-login on an application; cookies that scripts and other sites cannot use."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(find_sign_in)
    app.config.update(SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_NAME="workshop")
    app.before_request(_remember_who)


def find_sign_in(name: str) -> SignedIn | None:
    """The living sign-in of that name: not ended, its person active, its tablet not revoked. One statement."""
    row = reading().execute(_ALIVE, {"digest": digest_of(name)}).one_or_none()
    if row is None:
        return None
    roles = frozenset(
        role
        for role, has in (("owner", row.is_owner), ("artisan", row.is_artisan), ("inspector", row.is_inspector))
        if has
    )
    who = Present(row.person_id, row.subject, row.name, roles, row.id, row.device_id, row.by_password)
    return SignedIn(name, who, row.seen_at)


def _remember_who() -> None:
    if "_user_id" in session and current_user.is_authenticated:
        g.present = current_user.who


def begin(user: SignedIn) -> None:
    """Let the browser's session name this sign-in and nothing from before."""
    session.clear()
    login_user(user)
    g.present = user.who


def end() -> None:
    """Forget the sign-in in the browser; its row is ended by the verb."""
    logout_user()
    session.clear()
    g.pop("present", None)
