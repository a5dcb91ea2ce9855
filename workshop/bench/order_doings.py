"""What is done with an order after it was taken, each as one form of its page."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import goes_out, open_to
from workshop.aftercare.order_told import tell_order
from workshop.bench.kept import json_to_take
from workshop.bench.orders import show, typed_wish
from workshop.errors import Invalid, Refusal
from workshop.forgetting import forget, kept_of, note_erased
from workshop.money import priced, read_price
from workshop.people.duties import MAY_LET_GO, MAY_WORK
from workshop.people.secrets import digest_of, secret_for
from workshop.people.shop_web import customer_address, the_shop, today, zone
from workshop.sales.order_actions import end_order, note_deposit, rewrite_order
from workshop.sales.order_agreed import go_ahead
from workshop.sales.order_approving import (
    PERSONAL,
    Answered,
    answer_order,
    make_order_link,
    require_order_over,
    show_order_photo,
    subject_of_order,
)
from workshop.sales.order_pieces import make_for_order, put_on_order, take_off_order
from workshop.sales.order_queries import find_order
from workshop.sales.order_shown import shown_order
from workshop.texts import PARAGRAPH
from workshop.web import do, done, done_reading, reading, request_key, shoproom
from workshop.wording import _

bp = Blueprint("order_doings", __name__, url_prefix="/orders/<code>")


def _back(code: str, said: str) -> ResponseReturnValue:
    flash(said, "done")
    return redirect(url_for("orders.one", code=code), 303)


@bp.post("/wishes")
@open_to(*MAY_WORK)
def wishes(code: str) -> ResponseReturnValue:
    """Written anew: what was agreed to before no longer stands for it."""
    try:
        was_due = find_order(reading(), code[:20]).row.due_on
        done_reading()
        seen, wish = forms.whole("number") or 0, typed_wish(was_due)
        do("rewrite order", lambda w: {"number": rewrite_order(w, code, seen, wish)})
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("Written anew. Its customer is asked once more."))


@bp.post("/links")
@open_to(*MAY_WORK)
def links(code: str) -> ResponseReturnValue:
    """A link for its customer, shown this once: by its request key it stays the same when the form is sent again."""
    try:
        token = secret_for("order", request_key() or "", shoproom().settings.secret_key)
        done("make order link", lambda w: make_order_link(w, code, digest_of(token)))
    except Refusal as refusal:
        return show(code, refusal)
    return show(code, link=customer_address(f"/o/{token}"))


@bp.post("/notices")
@open_to(*MAY_WORK)
def notices(code: str) -> ResponseReturnValue:
    """Its customer was told, of what waits for their yes or that it is ready: by whom, when, how."""
    try:
        about, how, number = forms.needed_text("about"), forms.needed_text("how"), forms.whole("number") or 0
        done("tell order", lambda w: tell_order(w, code, about, number, how))
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("Noted: they were told."))


@bp.post("/answers")
@open_to(*MAY_WORK)
def answers(code: str) -> ResponseReturnValue:
    """What the customer said at the desk or by phone, written down by whoever heard it."""
    try:
        shown = shown_order(find_order(reading(), code[:20]), zone(), today()).agreed_text
        how = forms.needed_text("how")
        if how == "link":
            raise Invalid(_("An answer comes by the link, at the desk or by phone."), slug="how-unknown", field="how")
        said = forms.needed_text("answer"), how, forms.text("words", longest=PARAGRAPH)
        answered = Answered(forms.whole("number") or 0, shown, *said)
        do("answer order", lambda w: {"digest": answer_order(w, code, answered)})
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("Written down as it was said."))


@bp.post("/go-ahead")
@open_to(*MAY_LET_GO)
def went_on(code: str) -> ResponseReturnValue:
    """The owner lets work begin without the yes, and says why."""
    try:
        number, reason = forms.whole("number") or 0, forms.needed_text("reason", longest=PARAGRAPH)
        done("go ahead with order", lambda w: go_ahead(w, code, number, reason))
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("Work may begin. That there is no yes stays with the order."))


@bp.post("/deposits")
@open_to(*MAY_WORK)
def deposits(code: str) -> ResponseReturnValue:
    try:
        shop = the_shop()
        currency = shop.currency if shop else None
        minor = read_price(forms.needed_text("amount"), currency, field="amount")
        signed = -minor if forms.ticked("is_back") else minor
        answer = do("note deposit", lambda w: {"minor": note_deposit(w, code, signed)})
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("Noted: {price} in all.", price=priced(answer.told["minor"], currency)))


@bp.post("/pieces")
@open_to(*MAY_WORK)
def pieces(code: str) -> ResponseReturnValue:
    """A piece that is there answers the order, or a new one is made for it."""
    try:
        serial = (forms.text("serial") or "").upper()
        if serial:
            done("put on order", lambda w: put_on_order(w, code, serial))
        else:
            serial = do("make for order", lambda w: {"serial": make_for_order(w, code)}).told["serial"]
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("{serial} is on this order.", serial=serial))


@bp.post("/pieces/<serial>/off")
@open_to(*MAY_WORK)
def off(code: str, serial: str) -> ResponseReturnValue:
    try:
        done("take off order", lambda w: take_off_order(w, code, serial))
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("{serial} is not on this order any more.", serial=serial))


@bp.post("/photos")
@open_to(*MAY_WORK)
def photos(code: str) -> ResponseReturnValue:
    """Choose a photo of its pieces for the customer's page, or take it off."""
    try:
        serial, number, shown = forms.needed_text("serial"), forms.whole("number") or 0, forms.ticked("shown")
        done("show order photo", lambda w: show_order_photo(w, code, serial, number, is_shown=shown))
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("Its customer sees this photo.") if shown else _("Its customer sees this photo no longer."))


@bp.post("/end")
@open_to(*MAY_LET_GO)
def end(code: str) -> ResponseReturnValue:
    """Delivered, or cancelled."""
    try:
        how = forms.needed_text("how")
        done("end order", lambda w: end_order(w, code, how))
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("Delivered. The order is ended.") if how == "delivered" else _("The order is cancelled."))


@bp.get("/customer.json")
@open_to(*MAY_LET_GO)
@goes_out
def kept(code: str) -> ResponseReturnValue:
    """Everything that is kept of its customer, to be handed to them."""
    kept = kept_of(reading(), PERSONAL, [subject_of_order(reading(), code)], today().isoformat())
    done_reading()
    return json_to_take({"order": code.upper()[:20], **kept}, "customer.json")


@bp.post("/erasure")
@open_to(*MAY_LET_GO)
def erasure(code: str) -> ResponseReturnValue:
    """Its customer asked to be forgotten. Backups that are brought back forget too."""
    try:
        subjects = [subject_of_order(reading(), code)]
        require_order_over(reading(), code)
        note_erased(shoproom().settings.data_dir, subjects)
        do("forget", lambda w: {"rows": forget(w, PERSONAL, subjects)})
    except Refusal as refusal:
        return show(code, refusal)
    return _back(code, _("Erased, here and in every backup that is brought back with its list."))
