"""Lists kept under a name: whoever looks at a list in a certain way comes back to it by one tap."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from workshop import forms
from workshop.access import open_to, present
from workshop.errors import Conflict, Invalid, NotFound, Refusal
from workshop.people.entrance_views import own_path
from workshop.people.models import SavedView
from workshop.web import done, new_request_key
from workshop.wording import _
from workshop.writing import Writing

saved = Blueprint("saved", __name__, url_prefix="/find/saved")
MOST_KEPT, LONGEST_NAME, MOST_NUMBERED = 30, 60, 10**9


def views_of(session: Session, person_id: int) -> Sequence[Any]:
    """What somebody keeps, by name. One statement."""
    asked = select(SavedView.number, SavedView.name, SavedView.address).where(SavedView.person_id == person_id)
    return session.execute(asked.order_by(SavedView.name, SavedView.number)).all()


@saved.get("/new")
@open_to()
def new() -> ResponseReturnValue:
    return _page(own_path(request.args.get("at")))


def _page(address: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    page = render_template(
        "find/keep.html",
        address=address,
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return page, refusal.status if refusal else 200


@saved.post("")
@open_to()
def keep() -> ResponseReturnValue:
    address = own_path(forms.text("address", longest=2_000))
    try:
        name = forms.needed_text("name", longest=LONGEST_NAME)
        if address == "/":
            raise Invalid(_("This is no list of the workshop."), slug="no-list", field="name")
        done("keep a view", lambda w: keep_view(w, present().id, name, address))
    except Refusal as refusal:
        return _page(address, refusal)
    flash(_("Kept. You find it under Find."), "done")
    return redirect(address, 303)


def keep_view(writing: Writing, person_id: int, name: str, address: str) -> None:
    """Keep an address under a name; the same name again takes its place. Raises Conflict."""
    mine = SavedView.person_id == person_id
    writing.session.execute(delete(SavedView).where(mine, SavedView.name == name))
    count, last = writing.session.execute(select(func.count(), func.max(SavedView.number)).where(mine)).one()
    if count >= MOST_KEPT:
        raise Conflict(_("You keep {count} lists already. Take one away first.", count=count), slug="too-many-views")
    row = {"person_id": person_id, "number": (last or 0) + 1, "name": name, "address": address, "at": writing.at}
    writing.add(SavedView, **row)


@saved.post("/<int:number>/removal")
@open_to()
def take_away(number: int) -> ResponseReturnValue:
    done("take a view away", lambda w: remove_view(w, present().id, number))
    flash(_("Taken away."), "done")
    return redirect(url_for("finding.find"), 303)


def remove_view(writing: Writing, person_id: int, number: int) -> None:
    """Raises NotFound for one that is not this person's."""
    its_own = SavedView.person_id == person_id, SavedView.number == number
    if number > MOST_NUMBERED or writing.session.scalar(select(SavedView.id).where(*its_own)) is None:
        raise NotFound(_("There is nothing at this address."), slug="not-found")
    writing.session.execute(delete(SavedView).where(*its_own))
