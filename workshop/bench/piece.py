"""One piece: its page, and what happens to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to, present, require_role
from workshop.bench.card import known_serial
from workshop.bench.chosen import kept_photo
from workshop.bench.earlier import typed_maker
from workshop.bench.entries import last_seen
from workshop.bench.losses import loss_told
from workshop.bench.quick_words import with_words
from workshop.bench.showing import show
from workshop.bench.using_forms import require_lot_said, require_stones_told, typed_surfaces, typed_using
from workshop.days import read_day, read_moment
from workshop.errors import Invalid, Refusal
from workshop.inspection.attaching import require_off
from workshop.people.duties import MAY_WORK
from workshop.people.shop_web import zone
from workshop.people.signin import locked
from workshop.pieces.actions import Happening, NewPhoto, add_photo, loss_at, plan_piece, record_event
from workshop.pieces.earlier import enter_made_before
from workshop.pieces.losing import Brought, Loss
from workshop.pieces.queries import lock_piece, piece_standing, stages_of
from workshop.pieces.respecifying import Respecification, respecify
from workshop.pieces.rules import DOOR_KINDS, KINDS, stage_of, who_may_record
from workshop.pieces.surfaces import Surface, put_on
from workshop.sales.order_agreed import require_begun
from workshop.texts import PARAGRAPH, clean
from workshop.web import do, shoproom
from workshop.wording import _
from workshop.writing import Writing

bp = Blueprint("piece", __name__)

CUSTODY_KINDS = DOOR_KINDS | {"moved"}
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
        require_stones_told(happening.kind, happening.using, present().subject)
        surfaces = typed_surfaces(happening.kind)
        maker_id = typed_maker() if happening.kind == "made_before" else None
        photo = kept_photo("photo")
        answer = do("event", lambda w: _record(w, known_serial(serial), happening, surfaces, maker_id, photo))
    except Refusal as refusal:
        return show(serial, do=request.form.get("do"), refusal=refusal)
    say_saved(_(KINDS[answer.told["kind"]].name), repeated=answer.repeated, more=_loss_said(answer.told))
    address = url_for("piece.card", serial=serial)
    return redirect(locked(address) if happening.kind == "undo" and forms.ticked("not_me") else address, 303)


def say_saved(what: str, *, repeated: bool, more: str = "") -> None:
    """Told each time: whoever pressed twice, or again after a lost answer, must know that it was kept, and once."""
    said = _("{what}: saved before, and only once.", what=what) if repeated else _("{what}: saved.", what=what)
    flash(f"{said} {more}".strip(), "done")


def _loss_said(told: dict[str, Any]) -> str:
    loss = told.get("loss")
    if loss is None:
        return ""
    return loss_told(Loss(**loss | {"brought": Brought(**loss["brought"])}), told["kind"]).sentence


def typed_happening(serial: str, kind: str) -> Happening:
    """What the form tells about an event. Raises Invalid."""
    if kind == "note":
        forms.needed_text("note", longest=PARAGRAPH)
    return Happening(
        kind,
        seen=last_seen(serial),
        device_at=_declared() or forms.device_time(),
        stage=forms.text("stage"),
        weight_mg=forms.weight("weight"),
        division_mg=typed_division(),
        method=forms.text("method"),
        place=forms.text("place"),
        reason=forms.text("reason", longest=PARAGRAPH),
        note=with_words(forms.texts("word"), forms.text("note", longest=PARAGRAPH)),
        corrects=forms.whole("corrects"),
        using=typed_using(kind),
    )


def _declared() -> datetime | None:
    """When it was done, as somebody says who enters it late; None where nothing is said."""
    return read_moment(forms.text("done_at"), zone(), shoproom().now(), field="done_at")


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
    writing: Writing,
    serial: str,
    happening: Happening,
    surfaces: Sequence[Surface],
    maker_id: int | None,
    photo: NewPhoto | None,
) -> dict[str, object]:
    if happening.kind == "made_before":
        number = enter_made_before(writing, serial, happening, maker_id=maker_id)
        return {"sequence": number, "kind": happening.kind}
    if photo:
        add_photo(writing, serial, photo)  # first, so that the work stays the last entry, which can be undone
    loss = _loss_of(writing, serial, happening) if happening.weight_mg else None
    require_begun(writing.session, serial, happening.kind)
    require_off(writing.session, serial, happening.kind)
    number = record_event(writing, serial, happening)
    for surface in surfaces:
        put_on(writing, serial, number, surface)
    is_change = happening.kind == "weighed" and piece_standing(writing.session, serial).seen == number
    return {"sequence": number, "kind": "weight_changed" if is_change else happening.kind, "loss": loss}


def _loss_of(writing: Writing, serial: str, happening: Happening) -> dict[str, object] | None:
    """What went, as the stored answer keeps it; None without a weight before and now."""
    standing = lock_piece(writing.session, serial)
    stages = stages_of(writing.session, standing.route_id)
    stage = stage_of(stages, happening.kind, happening.stage, standing.stage_id)
    loss = loss_at(writing, standing, stage, happening)
    return vars(loss) | {"brought": vars(loss.brought)} if loss else None


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
        due_on = read_day(forms.text("due_on"), field="due_on")
        note, rush = forms.text("order_note", longest=PARAGRAPH), forms.ticked("is_rush")

        def act(writing: Writing) -> dict[str, object]:
            plan_piece(writing, known_serial(serial), due_on=due_on, is_rush=rush, order_note=note)
            return {}

        answer = do("plan piece", act)
    except Refusal as refusal:
        return show(serial, do="plan", refusal=refusal)
    say_saved(_("Due date and order"), repeated=answer.repeated)
    return redirect(url_for("piece.card", serial=serial), 303)
