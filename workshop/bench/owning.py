"""Owners of pieces, for the shop: the card with its secret, who asks to be recorded, reports of loss, forgetting."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import goes_out, open_to
from workshop.aftercare.card import PAPERS, card_pdf
from workshop.aftercare.claiming import Details, Gift, check_reveal, print_card
from workshop.aftercare.forgetting import MODELS, subjects_of_piece
from workshop.aftercare.losses import confirm_report, end_report, set_aside
from workshop.aftercare.notices import hows
from workshop.aftercare.owner_secrets import secret_digest, secret_from, spelled
from workshop.aftercare.queries import PAGE, waiting_reports, waiting_requests
from workshop.aftercare.requests import REASONS, Asked, ask_at_desk, give_notice, grant, refuse, see_proof, settle
from workshop.bench.kept import json_to_take
from workshop.bench.owned import owned_piece, report_line, request_line
from workshop.bench.showing import page_number
from workshop.bench.tag_address import tag_address
from workshop.days import read_day
from workshop.errors import Conflict, Invalid, NotFound, Refusal
from workshop.forgetting import forget, kept_of, note_erased
from workshop.people.duties import MAY_LET_GO
from workshop.people.queries import find_shop
from workshop.people.shop_web import today, zone
from workshop.pieces.queries import piece_standing
from workshop.provenance.labelled import labelled
from workshop.signing import signing_key
from workshop.texts import PARAGRAPH
from workshop.web import do, done_reading, reading, shoproom
from workshop.wording import _
from workshop.writing import Writing, digest_body

bp = Blueprint("owners", __name__)

LONGEST_NAME, LONGEST_MESSAGE = 100, 600
SHORTEST_SEED = 20


@bp.get("/owners")
@open_to(*MAY_LET_GO)
def waiting() -> ResponseReturnValue:
    """What waits for the shop: requests that nobody closed, reports to confirm, disputes."""
    page, now, here = page_number(), shoproom().now(), zone()
    requests, reports = waiting_requests(reading(), page), waiting_reports(reading(), now, page)
    done_reading()
    return render_template(
        "owners/list.html",
        requests=[
            request_line(row.OwnerRequest, here, serial=row.serial, design=row.design) for row in requests[:PAGE]
        ],
        reports=[report_line(row.LossReport, here, serial=row.serial, design=row.design) for row in reports[:PAGE]],
        page=page,
        previous=url_for("owners.waiting", page=page - 1) if page > 1 else "",
        next=url_for("owners.waiting", page=page + 1) if max(len(requests), len(reports)) > PAGE else "",
    )


@bp.get("/pieces/<serial>/owner")
@open_to(*MAY_LET_GO)
def owner(serial: str) -> ResponseReturnValue:
    return _page(serial)


def _page(serial: str, refusal: Refusal | None = None, secret: str = "") -> ResponseReturnValue:
    """Fresh, or with what was refused; `secret` of a request made at the desk is shown this once."""
    told = owned_piece(reading(), serial, shoproom().now(), zone())
    lacks = _card_lacks(serial) if told.tagged and not told.owner else {}
    done_reading()
    values = {
        "typed": request.form if refusal else {},
        "seed": uuid4().hex,
        "papers": [(one, one.capitalize()) for one in PAPERS],
        "hows": hows(),
        "reasons": [(key, _(told)) for key, told in REASONS.items()],
        "secret": secret,
    } | lacks
    return render_template(
        "owners/piece.html", told=told, refusal=refusal, **values
    ), refusal.status if refusal else 200


def _card_lacks(serial: str) -> dict[str, Any]:
    """What a card that is printed now would not say, or not whole."""
    shop, found = find_shop(reading()), next(labelled(reading(), [serial], tag_address()), None)
    return {
        "missing": [(serial, text) for text in found.missing] if found else [],
        "lacks_address": shop is None or not (shop.postal_address and shop.email),
    }


@bp.post("/pieces/<serial>/owner/card")
@open_to(*MAY_LET_GO)
def card(serial: str) -> ResponseReturnValue:
    """The card as a PDF, with its secret this once; one printed before counts no longer."""
    key = shoproom().settings.secret_key
    try:
        secret = secret_from(_seed(), f"card {serial}", key)
        gift, digest = _gift(), secret_digest(secret, key)
        found = next(labelled(reading(), [serial], tag_address()), None)
        if found is None:
            sentence = _("{serial} has no tag yet. Inspect and tag it first, then print its card.", serial=serial[:60])
            raise Conflict(sentence, slug="not-tagged")
        paper = request.form.get("paper", "a4")
        number = signing_key(shoproom().settings.data_dir).number
        pdf = card_pdf(
            found.label, secret, paper=paper if paper in PAPERS else "a4", key=number, is_gift=gift is not None
        )
        do("print card", lambda w: {"replaced": print_card(w, serial, digest, gift)})
    except Refusal as refusal:
        return _page(serial, _printed_before() if refusal.slug == "request-key-reused" else refusal)
    answer = Response(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"attachment; filename=card-{found.serial}.pdf"
    return answer


def _printed_before() -> Refusal:
    """The page stays when a card is printed: what is changed on it afterwards is another card."""
    sentence = _("The card was printed with the words as they were. Print it again: the first card opens nothing then.")
    return Conflict(sentence, slug="card-printed")


def _seed() -> str:
    seed = request.form.get("seed", "")
    if len(seed) < SHORTEST_SEED or not seed.isascii():
        raise Invalid(_("Load the page again and send it once more."), slug="seed-missing")
    return seed


def _gift() -> Gift | None:
    giver, message = forms.line("giver", longest=LONGEST_NAME), forms.text("message", longest=LONGEST_MESSAGE)
    typed = read_day(request.form.get("reveal_on"), field="reveal_on")
    reveal_on = check_reveal(date.fromisoformat(typed) if typed else None, today())
    return Gift(giver, message, reveal_on) if forms.ticked("is_gift") or giver or message else None


@bp.post("/pieces/<serial>/owner/requests")
@open_to(*MAY_LET_GO)
def ask(serial: str) -> ResponseReturnValue:
    """Somebody is here and shows a proof: kept with it, and the secret with which they come back."""
    key = shoproom().settings.secret_key
    try:
        secret, why = secret_from(_seed(), f"asked at desk {serial}", key), request.form.get("why", "")
        details = Details(forms.line("name", longest=LONGEST_NAME), forms.line("contact", longest=LONGEST_NAME))
        proof = forms.needed_text("note", longest=PARAGRAPH)
        asked = Asked(why, details, forms.text("story", longest=PARAGRAPH), secret_digest(secret, key))
        do(
            "ask at desk",
            lambda w: {"number": ask_at_desk(w, serial, asked, proof)},
            body=digest_body(request.path, why, asked.digest),
        )
    except Refusal as refusal:
        return _page(serial, refusal)
    return _page(serial, secret=spelled(secret))


@bp.post("/pieces/<serial>/owner/requests/<int:number>")
@open_to(*MAY_LET_GO)
def step(serial: str, number: int) -> ResponseReturnValue:
    """One step with a request: the proof seen, the recorded contact told, an objection settled, granted, refused."""
    note = request.form.get("note")
    steps: dict[str, Any] = {
        "proof": lambda w: see_proof(w, serial, number, forms.text("note", longest=PARAGRAPH) if note else None),
        "notice": lambda w: give_notice(w, serial, number, forms.needed_text("how")),
        "settle": lambda w: settle(w, serial, number),
        "grant": lambda w: grant(w, serial, number),
        "refuse": lambda w: refuse(w, serial, number),
    }
    return _one_of(serial, "owner request", steps, number)


@bp.post("/pieces/<serial>/owner/reports/<int:number>")
@open_to(*MAY_LET_GO)
def report(serial: str, number: int) -> ResponseReturnValue:
    """Confirmed after speaking with the owner, or ended: not confirmed, or the dispute was right; or the dispute set aside."""
    steps: dict[str, Any] = {
        "confirm": lambda w: confirm_report(w, serial, number),
        "refused": lambda w: end_report(w, serial, number, "refused"),
        "dispute": lambda w: end_report(w, serial, number, "dispute"),
        "aside": lambda w: set_aside(w, serial, number, forms.text("note", longest=PARAGRAPH) or ""),
    }
    return _one_of(serial, "loss report", steps, number)


def _one_of(serial: str, verb: str, steps: dict[str, Any], number: int) -> ResponseReturnValue:
    """What was said of people is no part of what two requests are told apart by."""
    asked = request.form.get("step", "")
    try:
        if asked not in steps:
            raise Invalid(_("Choose what was done."), slug="step-unknown", field="step")
        act = steps[asked]

        def once(writing: Writing) -> dict[str, object]:
            act(writing)
            return {"step": asked}

        do(f"{verb}: {asked}", once, body=digest_body(request.path, asked, number))
    except Refusal as refusal:
        return _page(serial, refusal)
    flash(_("Saved."), "done")
    return redirect(url_for("owners.owner", serial=serial), 303)


@bp.get("/pieces/<serial>/owner/kept.json")
@open_to(*MAY_LET_GO)
@goes_out
def kept(serial: str) -> ResponseReturnValue:
    """Everything that is kept of an owner, an asker or a disputer, to be handed to them."""
    told = {"piece": serial, **kept_of(reading(), MODELS, _whom(serial, request.args), today().isoformat())}
    done_reading()
    return json_to_take(told, "kept.json")


def _whom(serial: str, asked: Mapping[str, str]) -> list[str]:
    """Raises Invalid and NotFound."""
    what, number = asked.get("what", ""), asked.get("number", "")
    if what not in ("owner", "request", "report"):
        raise Invalid(_("Choose who it is about."), slug="step-unknown", field="what")
    piece_id = piece_standing(reading(), serial).piece_id
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    subjects = subjects_of_piece(reading(), piece_id, what, int(number)) if is_number else []
    if not subjects:
        raise NotFound(_("There is nothing at this address."), slug="not-found")
    return subjects


@bp.post("/pieces/<serial>/owner/erasure")
@open_to(*MAY_LET_GO)
def erasure(serial: str) -> ResponseReturnValue:
    """Somebody asked to be forgotten: an owner, an asker, a disputer. Backups that are brought back forget too."""
    try:
        subjects = _whom(serial, request.form)
        note_erased(shoproom().settings.data_dir, subjects)
        do("forget", lambda w: {"rows": forget(w, MODELS, subjects)})
    except Refusal as refusal:
        return _page(serial, refusal)
    flash(_("Erased, here and in every backup that is brought back with its list."), "done")
    return redirect(url_for("owners.owner", serial=serial), 303)
