"""The tag of a piece: given, printed, withdrawn and replaced."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.bench.card import Card, known_serial, load_card, told_piece
from workshop.bench.codes import tags_of
from workshop.bench.piece import say_saved
from workshop.catalogue.wording import let_stand
from workshop.days import short_day
from workshop.errors import NotFound, Refusal
from workshop.people.duties import MAY_LET_GO
from workshop.people.shop_web import the_shop
from workshop.pieces.rules import KINDS
from workshop.provenance.actions import REASONS, give_tag, withdraw_tag
from workshop.provenance.codes import printed
from workshop.provenance.keeping_back import design_shown
from workshop.provenance.label import Label, label_pdf
from workshop.provenance.qr import Matrix, matrix, payload, png, svg
from workshop.texts import PARAGRAPH
from workshop.web import do, done_reading, reading
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
TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}


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
        "is_practice": current.is_practice if current else (the_shop() is None or not _public_address()),
    }
    done_reading()
    typed = request.form if refusal else {}
    status = refusal.status if refusal else 200
    return render_template("pieces/tag.html", refusal=refusal, typed=typed, **values), status


def _public_address() -> str:
    shop = the_shop()
    return (shop.public_address if shop else None) or ""


def _host() -> tuple[str, bool]:
    """Whose address a tag carries, and whether it is reached over HTTPS: the shop's own, else the one this page came from."""
    address = _public_address()
    if not address:
        return request.host, request.is_secure
    parts = urlsplit(address if "://" in address else f"https://{address}")
    return parts.netloc, parts.scheme != "http"


def _address(code: str) -> str:
    """What the QR code says; the refusing sentence, which is never all capitals, when the host is too long for one."""
    host, secure = _host()
    try:
        return payload(host, code, secure=secure)
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
            withdraw_tag(writing, known_serial(serial), code, reason=reason, note=note)
            return vars(give_tag(writing, serial, seen)) if replace else {"code": code}

        answer = do("withdraw tag", act)
    except Refusal as refusal:
        return _page(serial, refusal)
    say_saved(_("Tag replaced") if replace else _("Tag withdrawn"), repeated=answer.repeated)
    return redirect(url_for("tags.tag", serial=serial), 303)


@bp.get("/pieces/<serial>/tag/<code>.<any(svg, png, pdf):form>")
@open_to()
def drawing(serial: str, code: str, form: str) -> ResponseReturnValue:
    """The code as a drawing, a picture, or one label to print."""
    session = reading()
    card = load_card(session, serial)
    found = next((one for one in tags_of(session, card.standing.piece_id) if one.code == code), None)
    if found is None:
        raise NotFound(_("{serial} has no such tag.", serial=card.serial), slug="no-such-tag")
    host, secure = _host()
    content = _drawn(card, code, form, host, secure=secure, is_practice=found.is_practice)
    done_reading()
    answer = Response(content, content_type=TYPES[form])
    disposition = "inline" if form == "svg" else "attachment"
    answer.headers["Content-Disposition"] = f"{disposition}; filename={card.serial}.{form}"
    return answer


def _called(card: Card) -> str:
    """The design as a label for strangers may call it."""
    return design_shown(card.row.design, card.row.kind, let_stand(reading()))


def _drawn(card: Card, code: str, form: str, host: str, *, secure: bool, is_practice: bool) -> bytes:
    if form == "pdf":
        return label_pdf(Label(host, code, card.serial, _called(card), is_practice, secure))
    modules: Matrix = matrix(payload(host, code, secure=secure))
    return svg(modules).encode() if form == "svg" else png(modules)
