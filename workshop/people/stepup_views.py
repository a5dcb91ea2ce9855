"""The second step of signing in, and signing in once more for what asks for it."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from workshop.access import open_to, open_to_all, present
from workshop.errors import Invalid, Refusal
from workshop.people.entrance_views import go_in, own_path, retry
from workshop.people.models import Person
from workshop.people.second_factor import has_factor, prove_second
from workshop.people.secrets import digest_of
from workshop.people.signin import here
from workshop.people.signing import check_own_secret
from workshop.people.signing_in import Proof
from workshop.units import moment
from workshop.web import done_reading, reading, shoproom
from workshop.wording import _

stepup = Blueprint("stepup", __name__, url_prefix="/sign-in")
HALF_WAY = timedelta(minutes=5)


@stepup.get("/code")
@open_to_all
def code() -> ResponseReturnValue:
    if _half() is None:
        return redirect(url_for("entrance.sign_in", by="password", next=own_path(request.args.get("next"))))
    return _page("people/code.html")


@stepup.post("/code")
@open_to_all
def sign_in_by_code() -> ResponseReturnValue:
    half, place = _half(), here()
    done_reading()
    if half is None:
        return redirect(url_for("entrance.sign_in", by="password"), 303)
    subject, proof = half
    try:
        prove_second(shoproom(), proof.person_id, subject, _typed(), place.scope)
        return go_in(proof)
    except Refusal as refusal:
        return _page("people/code.html", refusal)


def _half() -> tuple[str, Proof] | None:
    """Whose password was right in this browser a moment ago, while it is still that password. One statement."""
    kept: dict[str, Any] = session.get("half") or {}
    if not kept or shoproom().now() - moment(kept["at"]) >= HALF_WAY:
        return None
    row = (
        reading()
        .execute(select(Person.id, Person.password_hash).where(Person.subject == kept["subject"]))
        .one_or_none()
    )
    if row is None or row.password_hash is None or digest_of(row.password_hash) != kept["mark"]:
        return None
    return kept["subject"], Proof(row.id, row.password_hash, by_password=True)


def _typed() -> str:
    """Nothing typed is no try."""
    typed = request.form.get("current", "")
    if not typed.strip():
        raise Invalid(_("Type the code of your app."), slug="code-missing", field="current")
    return typed[:1_000]


@stepup.get("/again")
@open_to()
def again() -> ResponseReturnValue:
    return _page("people/again.html", has_code=has_factor(reading(), present().id))


@stepup.post("/again")
@open_to()
def sign_in_again() -> ResponseReturnValue:
    """The password, or a code where there is an app. The sign-in is a new one: an old cookie gains nothing by it."""
    who, place = present(), here()
    has_code = has_factor(reading(), who.id)
    kept = reading().scalar(select(Person.password_hash).where(Person.id == who.id))
    done_reading()
    try:
        typed = _typed()
        if has_code and _is_like_a_code(typed):
            prove_second(shoproom(), who.id, who.subject, typed, place.scope)
        else:
            check_own_secret(shoproom(), who, typed)
        if kept is None:
            raise Invalid(_("You have no password yet. The owner gives you one."), slug="no-password", field="current")
        return go_in(Proof(who.id, kept, by_password=True))
    except Refusal as refusal:
        return _page("people/again.html", refusal, has_code=has_code)


def _is_like_a_code(typed: str) -> bool:
    plain = typed.replace(" ", "")
    return len(plain) == 6 and plain.isascii() and plain.isdigit()


@stepup.get("/done")
@open_to()
def done_again() -> ResponseReturnValue:
    """For a page that was opened beside a form."""
    return render_template("people/done_again.html")


def _page(template: str, refusal: Refusal | None = None, **values: object) -> ResponseReturnValue:
    target = own_path(request.values.get("next"))
    done_reading()
    page = render_template(template, next=target, refusal=refusal, typed={}, **values)
    return page, refusal.status if refusal else 200, retry(refusal)
