"""The first ten minutes: the workshop, who works here, the first piece."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.access import open_to, present
from workshop.bench.quick import PieceForm, again, piece_form
from workshop.errors import Refusal
from workshop.forms import needed_text, text, texts
from workshop.people.actions import add_person, keep_shop, set_standing
from workshop.people.duties import DONE_BY_HAND
from workshop.people.models import Person, Shop, SignIn
from workshop.people.regions import check_choice, countries, currencies
from workshop.people.shop_web import the_shop
from workshop.people.signin import ask_for_password, begin, here
from workshop.people.signing_in import Proof, begin_sign_in
from workshop.pieces.models import Piece
from workshop.provenance.models import Tag
from workshop.web import do, reading, shoproom
from workshop.wording import _
from workshop.writing import Writing

guide = Blueprint("guide", __name__)
guide.before_request(ask_for_password)

DOES = DONE_BY_HAND


@dataclass(frozen=True)
class Worker:
    """Somebody who works here, as the guide shows them."""

    subject: str
    name: str
    does: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """The roles that were ticked and unticked for somebody, against what the page had shown."""

    subject: str
    gained: frozenset[str]
    lost: frozenset[str]


@dataclass(frozen=True)
class Guide:
    """How far the first ten minutes are."""

    shop: Shop | None
    workers: tuple[Worker, ...]
    piece: PieceForm
    has_piece: bool
    has_tag: bool

    @property
    def has_shop(self) -> bool:
        return bool(self.shop and self.shop.country and self.shop.currency)

    @property
    def has_people(self) -> bool:
        done = {role for worker in self.workers for role in worker.does}
        return set(DOES) <= done

    @property
    def at(self) -> int:
        """The step that is next, from 1."""
        steps = (self.has_shop, self.has_people, self.has_piece, self.has_tag)
        return next((n for n, done in enumerate(steps, 1) if not done), len(steps) + 1)


@guide.get("/guide")
@open_to("owner")
def show() -> ResponseReturnValue:
    return _guide_page()


@guide.post("/guide")
@open_to("owner")
def set_up() -> ResponseReturnValue:
    """Keep the workshop's details and who does what."""
    try:
        details = _shop_typed()
        changes = [change for w in _workers(reading()) if (change := _change_typed(w.subject))]
        new = (text("new_name"), texts("new_does"))
        do("set up the workshop", lambda w: _set_up(w, details, changes, new))
    except Refusal as refusal:
        return _guide_page(refusal), refusal.status
    _stay_signed_in()
    flash(_("Saved."), "done")
    return redirect(url_for("guide.show"), 303)


def _stay_signed_in() -> None:
    """Whoever changed what they do themselves goes on under a new sign-in: the old one ended with the change."""
    who, session = present(), reading()
    if session.scalar(select(SignIn.ended_at).where(SignIn.id == who.sign_in_id)) is None:
        return
    kept = session.scalar(select(Person.password_hash).where(Person.id == who.id))
    if kept is not None:
        begin(begin_sign_in(shoproom(), Proof(who.id, kept, True), here()))


@guide.get("/guide/list")
@open_to("owner")
def from_a_list() -> ResponseReturnValue:
    """How a whole list of pieces comes in."""
    return render_template("guide/list.html")


def _guide_page(refusal: Refusal | None = None) -> str:
    session = reading()
    page = Guide(
        the_shop(),
        _workers(session),
        piece_form(session),
        session.scalar(select(Piece.id).limit(1)) is not None,
        session.scalar(select(Tag.id).limit(1)) is not None,
    )
    options = {"countries": countries(), "currencies": currencies()}
    return render_template("guide/guide.html", guide=page, **options, **again(refusal))


def _workers(session: Session) -> tuple[Worker, ...]:
    rows = session.execute(
        select(Person.subject, Person.name, Person.is_artisan, Person.is_inspector)
        .where(Person.active == True)
        .order_by(Person.id)
    )
    return tuple(Worker(r.subject, r.name, _does(r.is_artisan, r.is_inspector)) for r in rows)


def _does(makes: bool, inspects: bool) -> tuple[str, ...]:
    return tuple(role for role, has in zip(DOES, (makes, inspects), strict=True) if has)


def _shop_typed() -> dict[str, str]:
    return {
        "name": needed_text("name"),
        "country": check_choice(request.form.get("country"), countries(), field="country"),
        "currency": check_choice(request.form.get("currency"), currencies(), field="currency"),
    }


def _change_typed(subject: str) -> Change | None:
    """None for somebody who was not on the page that was sent, or was left as shown."""
    if f"was-{subject}" not in request.form:
        return None
    was = frozenset((text(f"was-{subject}") or "").split()) & set(DOES)
    now = frozenset(texts(f"does-{subject}")) & set(DOES)
    return Change(subject, now - was, was - now) if now != was else None


def _set_up(
    writing: Writing, details: dict[str, str], changes: list[Change], new: tuple[str | None, list[str]]
) -> dict[str, Any]:
    keep_shop(writing, details)
    for change in changes:
        _change_roles(writing, change)
    if new[0] is not None:
        add_person(writing, new[0], new[1])
    return {}


def _change_roles(writing: Writing, change: Change) -> None:
    """Only what was changed on the page: what somebody else changed meanwhile stays."""
    person = writing.session.scalar(
        select(Person)
        .where(Person.subject == change.subject, Person.active == True)
        .execution_options(populate_existing=True)
    )
    if person is not None:
        set_standing(writing, person.id, active=True, roles={*person.roles} - change.lost | change.gained)
