"""What is done with a repair after its intake, each as one form of its page."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to
from workshop.aftercare.repair_actions import (
    MOST_LINES,
    Estimate,
    Reply,
    answer_estimate,
    find_job,
    give_estimate,
    hand_back,
    say_told,
    take_into_stock,
)
from workshop.aftercare.repair_intake import keep_photo
from workshop.aftercare.repair_rules import Line
from workshop.aftercare.repair_words import link_path, make_link, say, tell_estimate
from workshop.bench.chosen import kept_photo
from workshop.bench.repairs import show
from workshop.days import read_day
from workshop.errors import Invalid, Refusal
from workshop.money import read_price
from workshop.people.duties import MAY_LET_GO, MAY_WORK
from workshop.people.secrets import digest_of, secret_for
from workshop.people.shop_web import customer_address, the_shop
from workshop.texts import PARAGRAPH
from workshop.web import do, done, request_key, shoproom
from workshop.wording import _
from workshop.writing import Writing, digest_body

bp = Blueprint("repair_doings", __name__, url_prefix="/repairs/<code>")


def _back(code: str, said: str) -> ResponseReturnValue:
    flash(said, "done")
    return redirect(url_for("repairs.one", code=code), 303)


@bp.post("/estimates")
@open_to(*MAY_WORK)
def estimates(code: str) -> ResponseReturnValue:
    try:
        estimate = _typed_estimate()
        do("give estimate", lambda w: {"number": give_estimate(w, code, estimate)})
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("Kept. Give its owner the link, or say it at the desk."))


def _typed_estimate() -> Estimate:
    lines = [_typed_line(at) for at in range(1, MOST_LINES + 1) if forms.text(f"title_{at}")]
    return Estimate(lines, read_day(forms.needed_text("valid_until"), field="valid_until") or "", forms.whole("days"))


def _typed_line(at: int) -> Line:
    shop, is_free = the_shop(), forms.ticked(f"free_{at}")
    typed = forms.text(f"price_{at}")
    if typed is None and not is_free:
        raise Invalid(_("Type its price; 0 when it costs nothing."), slug="price-not-understood", field=f"price_{at}")
    price = read_price(typed, shop.currency if shop else None, field=f"price_{at}") if typed else 0
    note = forms.text(f"note_{at}")
    return Line(forms.needed_text(f"title_{at}"), price, note, is_guarantee=is_free)


@bp.post("/notices")
@open_to(*MAY_WORK)
def notices(code: str) -> ResponseReturnValue:
    """Its customer was told of the estimate: by whom, when, how."""
    try:
        how, number = forms.needed_text("how"), forms.whole("number") or 0
        done("tell estimate", lambda w: tell_estimate(w, code, number, how))
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("Noted: they were told."))


@bp.post("/links")
@open_to(*MAY_WORK)
def links(code: str) -> ResponseReturnValue:
    """A link for its owner, shown this once: by its request key it stays the same when the form is sent again."""
    try:
        token = secret_for("repair", request_key() or "", shoproom().settings.secret_key)
        done("make repair link", lambda w: make_link(w, code, digest_of(token)))
    except Refusal as refusal:
        return show(code, refusal)
    return show(code, link=customer_address(link_path(token)))


@bp.post("/answers")
@open_to(*MAY_WORK)
def answers(code: str) -> ResponseReturnValue:
    """What its owner said at the desk or by phone, written down by whoever heard it."""
    try:
        chosen = [int(one) for one in forms.texts("line") if one.isascii() and one.isdigit() and len(one) < 4]
        how, words = forms.needed_text("how"), forms.text("words", longest=PARAGRAPH)
        if how == "link":
            raise Invalid(_("An answer comes by the link, at the desk or by phone."), slug="how-unknown", field="how")
        reply = Reply(forms.whole("number") or 0, chosen, how, words, forms.text("shown") or "")
        do("answer estimate", lambda w: {"answer": answer_estimate(w, code, reply)})
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("Written down as it was said."))


@bp.post("/consents")
@open_to(*MAY_WORK)
def consents(code: str) -> ResponseReturnValue:
    """Whether its owner lets it be told in public; said anew whenever they change their mind."""
    try:
        is_told = forms.needed_text("is_told") == "yes"
        done("say what is told", lambda w: say_told(w, code, is_told=is_told))
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("It is told on the public page.") if is_told else _("It is not told."))


@bp.post("/photos")
@open_to()
def photos(code: str) -> ResponseReturnValue:
    """A photo that its owner sees too."""
    try:
        photo = kept_photo("photo", caption=forms.text("caption"))
        if photo is None:
            raise Invalid(_("Choose the picture once more."), slug="picture-missing", field="photo")

        def act(writing: Writing) -> dict[str, object]:
            job = find_job(writing, code)
            return {"number": keep_photo(writing, job.serial, job.id, photo)}

        do("keep repair photo", act)
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("Photo kept."))


@bp.post("/hand-back")
@open_to(*MAY_LET_GO)
def handed(code: str) -> ResponseReturnValue:
    """It goes back to its owner, at the desk or by post, on its own current pass."""
    try:
        seen, how = forms.seen(), forms.text("how") or "handed_back"
        done("hand back", lambda w: hand_back(w, code, seen, kind=how))
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("It goes back. The repair is ended."))


@bp.post("/words")
@open_to(*MAY_WORK)
def words(code: str) -> ResponseReturnValue:
    """An answer that its customer reads by the link. What was said is no part of what two requests are told apart by."""
    try:
        said = forms.needed_text("words", longest=PARAGRAPH)

        def act(writing: Writing) -> dict[str, object]:
            say(writing, code, said)
            return {}

        do("answer about repair", act, body=digest_body(request.path))
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("Kept. They read it by their link."))


@bp.post("/trade-in")
@open_to(*MAY_LET_GO)
def traded(code: str) -> ResponseReturnValue:
    """The shop keeps it."""
    try:
        seen, reason = forms.seen(), forms.needed_text("reason", longest=PARAGRAPH)
        done("take into stock", lambda w: take_into_stock(w, code, seen, reason))
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("In stock. It is inspected whole before it is sold again."))
