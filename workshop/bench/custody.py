"""Where a piece is: out to another workshop and back, inside the house, away through the one door, and back again."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.bench.card import known_serial
from workshop.bench.piece import say_saved, typed_happening
from workshop.bench.showing import show
from workshop.bench.using_forms import typed_surfaces
from workshop.errors import Invalid, Refusal
from workshop.inspection.actions import Leaving
from workshop.money import read_price
from workshop.people.duties import MAY_LET_GO
from workshop.people.shop_web import the_shop
from workshop.pieces.moving import back_from_outwork, come_back, move_inside, send_to_outwork
from workshop.pieces.queries import piece_standing
from workshop.pieces.rules import KINDS
from workshop.pieces.surfaces import put_on
from workshop.sales.sale_actions import end_sale, let_leave
from workshop.web import do, done, reading
from workshop.wording import _
from workshop.writing import Act, Writing

bp = Blueprint("custody", __name__)

KIND_OF = {"out": "outwork_out", "back": "outwork_back", "came-back": "came_back", "move": "moved"}


@bp.post("/pieces/<serial>/custody")
@open_to()
def custody(serial: str) -> ResponseReturnValue:
    """It goes somewhere; the form's `do` says how."""
    how = request.form.get("do", "")
    try:
        act = _act_of(how, known_serial(serial))
        answer = do(f"custody {how}", act)
    except Refusal as refusal:
        return show(serial, do=how if how in KIND_OF else None, refusal=refusal)
    say_saved(_(KINDS[KIND_OF[how]].name), repeated=answer.repeated)
    return redirect(url_for("piece.card", serial=serial), 303)


def _act_of(how: str, serial: str) -> Act:
    if how not in KIND_OF:
        raise Invalid(_("A piece goes out, comes back, or is moved inside the house."), slug="move-unknown", field="do")
    happening = typed_happening(serial, KIND_OF[how])
    happening = replace(happening, note=_with_count(serial, happening.note))
    surfaces = typed_surfaces(happening.kind)
    to = forms.text("to") or "shop"

    def act(writing: Writing) -> dict[str, object]:
        if how == "out":
            return {"sequence": send_to_outwork(writing, serial, happening)}
        if how == "back":
            number = back_from_outwork(writing, serial, happening)
            for surface in surfaces:
                put_on(writing, serial, number, surface)
            return {"sequence": number}
        if how == "came-back":
            return {"sequence": come_back(writing, serial, happening, to=to)}
        return {"sequence": move_inside(writing, serial, to)}

    return act


def _with_count(serial: str, note: str | None) -> str | None:
    """The note with how many parts were counted. Raises Invalid when they are not all of them and nobody says why."""
    counted = forms.whole("count")
    if counted is None:
        return note
    parts = piece_standing(reading(), serial).parts
    if counted != parts and note is None:
        raise Invalid(
            _("{counted} of {parts} parts: say in the note where the others are.", counted=counted, parts=parts),
            slug="parts-do-not-close",
            field="note",
        )
    return " ".join(one for one in (_("{counted} of {parts} parts.", counted=counted, parts=parts), note) if one)


@bp.post("/pieces/<serial>/departures")
@open_to(*MAY_LET_GO)
def departures(serial: str) -> ResponseReturnValue:
    """It leaves, on its own current pass."""
    try:
        leaving = Leaving(
            seen=forms.seen() or 0,
            kind=forms.needed_text("leaving"),
            place=None,
            holder=forms.text("holder"),
        )

        price = _typed_price()

        def act(writing: Writing) -> dict[str, object]:
            let_leave(writing, known_serial(serial), leaving, price)
            return {"serial": serial, "kind": leaving.kind}

        answer = do("departure", act)
    except Refusal as refusal:
        return show(serial, do="leave", refusal=refusal)
    say_saved(_(KINDS["left"].name), repeated=answer.repeated)
    return redirect(url_for("piece.card", serial=serial), 303)


def _typed_price() -> int | None:
    """Minor units of what was paid; None when nobody says."""
    typed, shop = forms.text("price"), the_shop()
    return read_price(typed, shop.currency if shop else None) if typed else None


@bp.post("/pieces/<serial>/sale")
@open_to(*MAY_LET_GO)
def sale(serial: str) -> ResponseReturnValue:
    """It is home again and ours: it was given back, or never was sold."""
    try:
        how = forms.text("how") or ""
        done("end sale", lambda w: end_sale(w, known_serial(serial), how))
    except Refusal as refusal:
        return show(serial, do="sale", refusal=refusal)
    flash(_("Kept. The piece is the shop’s own again."), "done")
    return redirect(url_for("piece.card", serial=serial), 303)
