"""The tag of a piece: given, printed, withdrawn and replaced."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.bench.card import known_serial, load_card, told_piece
from workshop.bench.codes import tags_of
from workshop.bench.piece import say_saved
from workshop.bench.reported_copies import copy_line
from workshop.bench.tag_address import public_address, tag_address
from workshop.days import short_day
from workshop.errors import Invalid, NotFound, Refusal
from workshop.people.duties import MAY_LET_GO
from workshop.pieces.rules import KINDS
from workshop.provenance.actions import REASONS, give_tag, replace_tag, withdraw_tag
from workshop.provenance.codes import printed
from workshop.provenance.labelling import check_tag
from workshop.provenance.looking import is_in_gallery, looks_of
from workshop.provenance.qr import QUIET_ZONE, engraving_svg, matrix, payload, png, svg
from workshop.provenance.qr_masks import Matrix
from workshop.provenance.reported_copies import copies_of
from workshop.texts import PARAGRAPH
from workshop.web import do, done_reading, reading, shoproom
from workshop.wording import N_, _
from workshop.writing import Writing

bp = Blueprint("tags", __name__)

REASON_NAMES = {
    "lost": N_("The tag is lost"),
    "damaged": N_("The tag is damaged"),
    "practice": N_("It was a practice tag"),
    "wrong_piece": N_("It is on the wrong piece"),
    "piece_withdrawn": N_("The piece itself is withdrawn"),
}
TYPES = {"svg": "image/svg+xml", "png": "image/png"}
ENGRAVED_UM = (250, 300, 400, 500)  # a side of a module; finer than the first no phone was seen to read from metal


@bp.get("/pieces/<serial>/tag")
@open_to()
def tag(serial: str) -> ResponseReturnValue:
    return _page(serial)


def _page(serial: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    session = reading()
    card = load_card(session, serial)
    tags = tags_of(session, card.standing.piece_id)
    current = next((one for one in tags if one.ended_at is None), None)
    address = _address(current.code) if current else ""
    values = {
        "piece": told_piece(card),
        "standing": card.standing,
        "passed": card.passed is not None,
        "current": current,
        "printed": printed(current.code) if current else "",
        "address": address if address.isupper() else "",
        "too_long": "" if address.isupper() else address,
        "past": [
            (printed(t.code), short_day(t.ended_at, card.here), _(REASON_NAMES[t.reason])) for t in tags if t.ended_at
        ],
        "reasons": [(key, _(REASON_NAMES[key])) for key in REASONS],
        "is_practice": current.is_practice if current else not public_address(),
        "looks": looks_of(session, card.standing.serial, shoproom().now()),
        "in_gallery": is_in_gallery(session, card.standing.piece_id),
        "copies": [copy_line(row, card.here) for row in copies_of(session, card.standing.serial)],
        "fixed": short_day(current.checked_at, card.here) if current and current.checked_at else "",
        "fixed_by": current.checked_by if current else None,
        "engraved": [(um, f"{um / 1000:g}", f"{um * (25 + 2 * QUIET_ZONE) / 1000:g}") for um in ENGRAVED_UM],
    }
    done_reading()
    typed = request.form if refusal else {}
    status = refusal.status if refusal else 200
    return render_template("pieces/tag.html", refusal=refusal, typed=typed, **values), status


def _address(code: str) -> str:
    """What the QR code says; the refusing sentence, which is never all capitals, when the host is too long for one."""
    address = tag_address()
    try:
        return payload(address.host, code, secure=address.secure)
    except Refusal as refusal:
        return refusal.sentence


@bp.post("/pieces/<serial>/tag")
@open_to()
def give(serial: str) -> ResponseReturnValue:
    """Through the one door: only on its own current pass."""
    try:
        seen = forms.seen() or 0
        answer = do("tag", lambda w: vars(give_tag(w, known_serial(serial), seen)))
    except Refusal as refusal:
        return _page(serial, refusal)
    say_saved(_(KINDS["tagged"].name), repeated=answer.repeated)
    return redirect(url_for("tags.tag", serial=serial), 303)


@bp.post("/pieces/<serial>/tag/withdrawal")
@open_to(*MAY_LET_GO)
def withdrawal(serial: str) -> ResponseReturnValue:
    """The code counts no longer; with `replace` the piece gets another in the same step."""
    try:
        code, reason = forms.needed_text("code"), forms.needed_text("reason")
        note, seen, replace = forms.text("note", longest=PARAGRAPH), forms.seen() or 0, forms.ticked("replace")

        def act(writing: Writing) -> dict[str, object]:
            if replace:
                return vars(replace_tag(writing, known_serial(serial), code, reason=reason, note=note, seen=seen))
            withdraw_tag(writing, known_serial(serial), code, reason=reason, note=note)
            return {"code": code}

        answer = do("withdraw tag", act)
    except Refusal as refusal:
        return _page(serial, refusal)
    say_saved(_("Tag replaced") if replace else _("Tag withdrawn"), repeated=answer.repeated)
    return redirect(url_for("tags.tag", serial=serial), 303)


@bp.post("/pieces/<serial>/tag/check")
@open_to()
def check(serial: str) -> ResponseReturnValue:
    """The tag was scanned at its piece: when it is the right one, it counts as fixed."""
    try:
        scanned = forms.needed_text("text", longest=300)
        answer = do("check tag", lambda w: {"code": check_tag(w, known_serial(serial), scanned)})
    except Refusal as refusal:
        return _page(serial, refusal)
    say_saved(_("Tag scanned back: it is the right one"), repeated=answer.repeated)
    return redirect(url_for("tags.tag", serial=serial), 303)


@bp.get("/pieces/<serial>/tag/<code>.<any(svg, png):form>")
@open_to()
def drawing(serial: str, code: str, form: str) -> ResponseReturnValue:
    """The code as a drawing or a picture."""
    modules = _modules(serial, code)
    content = svg(modules).encode() if form == "svg" else png(modules)
    answer = Response(content, content_type=TYPES[form])
    disposition = "inline" if form == "svg" else "attachment"
    answer.headers["Content-Disposition"] = f"{disposition}; filename={serial}.{form}"
    return answer


@bp.get("/pieces/<serial>/tag/<code>/engraving.svg")
@open_to()
def engraving(serial: str, code: str) -> ResponseReturnValue:
    """The code in true millimetres for a laser; `module` is the side of one module in micrometres."""
    asked = request.args.get("module", str(ENGRAVED_UM[0]))
    if asked not in map(str, ENGRAVED_UM):
        raise Invalid(_("Choose one of the sizes on the page of the tag."), slug="module-unknown", field="module")
    answer = Response(engraving_svg(_modules(serial, code), int(asked)), content_type=TYPES["svg"])
    answer.headers["Content-Disposition"] = f"attachment; filename={serial}-engraving.svg"
    return answer


def _modules(serial: str, code: str) -> Matrix:
    """Of a tag that this piece has or had. Raises NotFound."""
    session = reading()
    card = load_card(session, serial)
    known = any(one.code == code for one in tags_of(session, card.standing.piece_id))
    if not known:
        raise NotFound(_("{serial} has no such tag.", serial=card.serial), slug="no-such-tag")
    address = tag_address()
    done_reading()
    return matrix(payload(address.host, code, secure=address.secure))
