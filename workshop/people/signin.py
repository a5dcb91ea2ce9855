"""Who is behind a request: flask-login's session names a sign-in, and only its row here counts."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from flask import Flask, Response, current_app, g, redirect, request, session, url_for
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy import bindparam, func, select
from sqlalchemy.exc import DBAPIError

from workshop.access import GOES_OUT, ROLES, Present
from workshop.database import fetch
from workshop.errors import Forbidden, Unavailable
from workshop.languages import known
from workshop.languages.catalogues import speak
from workshop.outbox_web import is_later
from workshop.people.duties import roles_of
from workshop.people.models import Device, Person, Shop, SignIn
from workshop.people.secrets import digest_of
from workshop.people.sessions import browser_named
from workshop.people.signing_in import IDLE_MINUTES, SEEN_EVERY, Place, find_tablet, is_idle, note_seen, sign_out
from workshop.staleforms import ask_again
from workshop.units import Moment
from workshop.web import StaffSessions, done_reading, is_table, reading, shoproom
from workshop.wording import _

log = logging.getLogger("workshop")
FRESH = timedelta(minutes=15)
TABLET_COOKIE = "workshop-tablet"
TABLET_COOKIE_LASTS = timedelta(days=400)  # the longest that browsers keep one

_ALIVE = (
    select(
        SignIn.id,
        SignIn.device_id,
        SignIn.by_password,
        SignIn.seen_at,
        SignIn.started_at,
        Device.idle_minutes,
        Device.locks_after_save,
        Device.name.label("tablet"),
        Person.hand,
        func.coalesce(Person.language, select(Shop.language).scalar_subquery()).label("language"),
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
        Person.is_here(bindparam("now", type_=Moment)),
        Device.revoked_at.is_(None),
    )
)


@dataclass(frozen=True)
class Desk:
    """How it is where this person works: their hand, the tablet's name and when it locks; `idle_minutes` None is never.

    `language` is the person's or the shop's, None when neither was chosen.
    """

    tablet: str | None
    hand: str | None
    idle_minutes: int | None
    locks_after_save: bool
    language: str | None


class SignedIn(UserMixin):  # type: ignore[misc]
    """flask-login's view of a sign-in: its secret name, kept in the signed session cookie."""

    def __init__(self, name: str, who: Present, desk: Desk, seen_at: datetime, started_at: datetime) -> None:
        self.id = name
        self.started_at = started_at
        self.who = who
        self.desk = desk
        self.seen_at = seen_at


class Cookies(StaffSessions):
    """The session's cookie goes over HTTPS only, wherever the shop is reached by HTTPS."""

    def get_cookie_name(self, app: Flask) -> str:
        return kept_as("workshop")

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def kept_as(name: str) -> str:
    """The cookie's name: a browser that knows one from HTTPS would refuse to take it over plain HTTP, at the other port of one machine."""
    return f"__Host-{name}" if request.is_secure else name


def set_up(app: Flask) -> None:
    """flask-login on an application; cookies that scripts and other sites cannot use."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(find_sign_in)
    app.session_interface = Cookies()
    app.config.update(SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_NAME="workshop")
    app.before_request(_remember_who)
    app.before_request(_fresh_for_what_goes_out)


def find_sign_in(name: str) -> SignedIn | None:
    """The living sign-in of that name: not ended, its person active, its tablet not revoked, not left idle. One statement."""
    now = shoproom().now()
    row = fetch(reading(), _ALIVE, {"digest": digest_of(name), "now": now}).one_or_none()
    if row is None or is_idle(row.seen_at, now, by_password=row.by_password, idle_minutes=row.idle_minutes):
        return None
    who = Present(
        row.person_id, row.subject, row.name, frozenset(roles_of(row)), row.id, row.device_id, row.by_password
    )
    locks = bool(row.locks_after_save) and not row.by_password
    idle = None if row.by_password else row.idle_minutes or IDLE_MINUTES
    return SignedIn(name, who, Desk(row.tablet, row.hand, idle, locks, row.language), row.seen_at, row.started_at)


def passing_by() -> Present | None:
    """Who is signed in in this browser, for pages that have no session: only read. One statement, none for a stranger."""
    if kept_as("workshop") not in request.cookies:
        return None
    interface = current_app.session_interface
    assert isinstance(interface, Cookies)
    kept = SecureCookieSessionInterface.open_session(interface, current_app._get_current_object(), request)  # type: ignore[attr-defined]
    name = kept.get("_user_id") if kept else None
    found = find_sign_in(name) if isinstance(name, str) else None
    return found.who if found else None


def _remember_who() -> None:
    if request.endpoint == "static" or "_user_id" not in session or not current_user.is_authenticated:
        return
    g.present, g.desk, g.signed_in_at = current_user.who, current_user.desk, current_user.started_at
    if known(g.desk.language) and not is_table():
        speak(g.desk.language)
    now = shoproom().now()
    if now - current_user.seen_at >= SEEN_EVERY and not is_later():
        _note_seen(current_user.who.sign_in_id, now)


def _note_seen(sign_in_id: int, now: datetime) -> None:
    """Reading goes on when this cannot be written: then the sign-in ends a little early."""
    done_reading()
    try:
        note_seen(shoproom(), sign_in_id, now)
    except (DBAPIError, Unavailable):
        log.warning("a sign-in's last moment was not noted")


def lock_after_save(response: Response) -> Response:
    """Where the tablet is set to it: whoever saved something types the PIN again before the next page."""
    if response.status_code == HTTPStatus.SEE_OTHER:
        response.location = locked_before(response.location)
    return response


def locked_before(address: str) -> str:
    """The same address; after a save at a tablet that is set to it, the way there by the PIN, and nobody is here any more."""
    desk = g.get("desk")
    if desk is None or not desk.locks_after_save or not g.get("saved") or is_later():
        return address
    return locked(address)


def locked(address: str) -> str:
    """The way to the same address by the PIN: nobody is here any more. What was said is still told there."""
    sign_out(shoproom(), g.present.sign_in_id)
    said = session.get("_flashes")
    end()
    if said:
        session["_flashes"] = said
    return url_for("entrance.switch", next=address)


def ask_for_password() -> ResponseReturnValue | None:
    """What runs the shop is not opened by a PIN: before such pages an owner who came by PIN signs in by password."""
    who = g.get("present")
    if who is None or who.by_password or "owner" not in who.roles:
        return None
    if request.method == "GET":
        return redirect(url_for("entrance.sign_in", by="password", next=request.full_path.rstrip("?")))
    raise Forbidden(_("This asks for your password: sign in with it, then do it once more."), slug="password-needed")


def ask_for_fresh() -> ResponseReturnValue | None:
    """Who may do what, keys and exports ask for a sign-in of a moment ago: an office left open gives nothing of these away."""
    asked = ask_for_password()
    who = g.get("present")
    if asked is not None or who is None or "owner" not in who.roles or is_fresh():
        return asked
    if request.method == "GET":
        return redirect(url_for("stepup.again", next=request.full_path.rstrip("?")))
    return ask_again(_("This asks for your password once more. Nothing was saved yet."))


def is_fresh() -> bool:
    """A form has as long again to be filled in."""
    age: timedelta = shoproom().now() - g.signed_in_at
    return age < (FRESH if request.method == "GET" else 2 * FRESH)


def _fresh_for_what_goes_out() -> ResponseReturnValue | None:
    """A list that only the owner may take away, and what has names or prices in it: the owner by password, others by what they have."""
    who: Present | None = g.get("present")
    if request.endpoint is None or who is None:
        return None
    view = current_app.view_functions[request.endpoint]
    is_owners = is_table() and getattr(view, ROLES, ()) == ("owner",)
    if not is_owners and not getattr(view, GOES_OUT, False):
        return None
    if "owner" in who.roles or is_fresh():
        return ask_for_fresh()
    address = request.full_path.rstrip("?")
    return redirect(url_for("stepup.again" if who.by_password else "entrance.switch", next=address))


def here() -> Place:
    """Where this request comes from."""
    tablet = find_tablet(reading(), request.cookies.get(kept_as(TABLET_COOKIE)))
    return Place(request.remote_addr or "unknown", tablet, browser_named(request.user_agent.string))


def begin(name: str) -> None:
    """Let the browser's session name this sign-in and nothing from before."""
    done_reading()
    session.clear()
    user = find_sign_in(name)
    assert user is not None
    login_user(user)
    g.present, g.desk, g.signed_in_at = user.who, user.desk, user.started_at


def end() -> None:
    """Forget the sign-in in the browser; its row is ended by the verb."""
    logout_user()
    session.clear()
    g.pop("present", None)
    g.pop("desk", None)


def enrol(response: Response, key: str) -> None:
    """Let the browser carry a tablet's key."""
    response.set_cookie(
        kept_as(TABLET_COOKIE),
        key,
        max_age=TABLET_COOKIE_LASTS,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
