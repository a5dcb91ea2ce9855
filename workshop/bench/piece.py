"""One piece: its page, and what happens to it."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to, require_role
from workshop.bench.card import known_serial
from workshop.bench.earlier import typed_maker
from workshop.bench.entries import last_seen
from workshop.bench.moments import typed_day
from workshop.bench.showing import show
from workshop.bench.using_forms import require_lot_said, typed_surfaces, typed_using
from workshop.errors import Invalid, Refusal
from workshop.people.duties import MAY_WORK
from workshop.pieces.actions import Happening, plan_piece, record_event
from workshop.pieces.earlier import enter_made_before
from workshop.pieces.queries import piece_standing
from workshop.pieces.respecifying import Respecification, respecify
from workshop.pieces.rules import KINDS, who_may_record
from workshop.pieces.surfaces import Surface, put_on
from workshop.texts import PARAGRAPH, clean
from workshop.web import do
from workshop.wording import _
from workshop.writing import Writing

bp = Blueprint("piece", __name__)

CUSTODY_KINDS = frozenset({"outwork_out", "outwork_back", "came_back", "moved", "respecified", "photo"})
LARGEST_DIVISION_MG = 1_000


@bp.get("/pieces/<serial>")
@open_to()
def card(serial: str) -> ResponseReturnValue:
    return show(serial, do=request.args.get("do"))


@bp.post("/pieces/<serial>/events")
@open_to()
def events(serial: str) -> ResponseReturnValue:
    """Something happened at the bench; work needs a person whose role it is."""
    try:
        happening = typed_happening(serial, forms.needed_text("kind"))
        _require_hands(happening.kind)
        require_lot_said(happening.kind)
        surfaces = typed_surfaces(happening.kind)
        maker_id = typed_maker() if happening.kind == "made_before" else None
        answer = do("event", lambda w: _record(w, known_serial(serial), happening, surfaces, maker_id))
    except Refusal as refusal:
        return show(serial, do=request.form.get("do"), refusal=refusal)
    say_saved(_(KINDS[answer.told["kind"]].name), repeated=answer.repeated)
    return redirect(url_for("piece.card", serial=serial), 303)


def say_saved(what: str, *, repeated: bool) -> None:
    """Told each time: whoever pressed twice, or again after a lost answer, must know that it was kept, and once."""
    flash(_("{what}: saved before, and only once.", what=what) if repeated else _("{what}: saved.", what=what), "done")


def typed_happening(serial: str, kind: str) -> Happening:
    """What the form tells about an event. Raises Invalid."""
    if kind == "note":
        forms.needed_text("note", longest=PARAGRAPH)
    return Happening(
        kind,
        seen=last_seen(serial),
        device_at=forms.device_time(),
        stage=forms.text("stage"),
        weight_mg=forms.weight("weight"),
        division_mg=typed_division(),
        method=forms.text("method"),
        place=forms.text("place"),
        reason=forms.text("reason", longest=PARAGRAPH),
        note=forms.text("note", longest=PARAGRAPH),
        corrects=forms.whole("corrects"),
        using=typed_using(kind),
    )


def typed_division() -> int:
    """The division of the scale in milligrams; a hundredth of a gram when nothing is said."""
    division_mg = forms.figure("division") or 10
    if not 1 <= division_mg <= LARGEST_DIVISION_MG:
        raise Invalid(_("A scale’s division is from 0.001 to 1 g."), slug="division-out-of-range", field="division")
    return division_mg


def _require_hands(kind: str) -> None:
    if kind in CUSTODY_KINDS:
        raise Invalid(
            _("“{kind}” is not something that is recorded here.", kind=kind[:40]), slug="kind-unknown", field="kind"
        )
    require_role(*who_may_record(kind))


def _record(
    writing: Writing, serial: str, happening: Happening, surfaces: Sequence[Surface], maker_id: int | None
) -> dict[str, object]:
    if happening.kind == "made_before":
        number = enter_made_before(writing, serial, happening, maker_id=maker_id)
        return {"sequence": number, "kind": happening.kind}
    number = record_event(writing, serial, happening)
    for surface in surfaces:
        put_on(writing, serial, number, surface)
    is_change = happening.kind == "weighed" and piece_standing(writing.session, serial).seen == number
    return {"sequence": number, "kind": "weight_changed" if is_change else happening.kind}


@bp.post("/pieces/<serial>/specification")
@open_to(*MAY_WORK)
def specification(serial: str) -> ResponseReturnValue:
    """What the piece shall be from now on."""
    try:
        new = _typed_specification(serial)
        answer = do("respecify", lambda w: {"sequence": respecify(w, known_serial(serial), new)})
    except Refusal as refusal:
        return show(serial, do="specify", refusal=refusal)
    say_saved(_(KINDS["respecified"].name), repeated=answer.repeated)
    return redirect(url_for("piece.card", serial=serial), 303)


def _typed_specification(serial: str) -> Respecification:
    """Only what is typed differently from what stood there changes."""

    def changed(name: str) -> str | None:
        typed = forms.text(name)
        return typed if typed != clean(request.form.get(f"was_{name}"), field=name) else None

    return Respecification(
        seen=last_seen(serial),
        reason=forms.text("reason", longest=PARAGRAPH),
        parts=forms.whole("parts") if changed("parts") else None,
        size=changed("size"),
        engraving=changed("engraving"),
        engraving_place=forms.text("engraving_place"),
    )


@bp.post("/pieces/<serial>/plan")
@open_to(*MAY_WORK)
def plan(serial: str) -> ResponseReturnValue:
    """When it is due, and what the order says."""
    try:
        due_on = typed_day(forms.text("due_on"), field="due_on")
        note, rush = forms.text("order_note", longest=PARAGRAPH), forms.ticked("is_rush")

        def act(writing: Writing) -> dict[str, object]:
            plan_piece(writing, known_serial(serial), due_on=due_on, is_rush=rush, order_note=note)
            return {}

        answer = do("plan piece", act)
    except Refusal as refusal:
        return show(serial, do="plan", refusal=refusal)
    say_saved(_("Due date and order"), repeated=answer.repeated)
    return redirect(url_for("piece.card", serial=serial), 303)
