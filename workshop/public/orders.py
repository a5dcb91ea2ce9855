"""The page of an order for its customer: by a link that is theirs alone, without account, cookie or script."""

from hashlib import sha256

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to_all
from workshop.assets_web import asset
from workshop.days import date_at, zone_of
from workshop.errors import Conflict, Refusal
from workshop.people.queries import find_shop
from workshop.provenance.queries import find_keeper
from workshop.public.private_links import (
    answered,
    as_chosen,
    by_link,
    chosen_language,
    do_by_link,
    photo_file,
    private,
    unknown_link,
)
from workshop.public.telling import Ways, render
from workshop.sales.order_approving import Answered, answer_order
from workshop.sales.order_queries import OrderTold, order_by_link
from workshop.sales.order_shown import OrderShown, shown_order
from workshop.texts import PARAGRAPH
from workshop.web import new_request_key, reading, shoproom
from workshop.wording import _

bp = Blueprint("order_links", __name__, url_prefix="/o/<token>")
bp.before_request(as_chosen)


@bp.get("")
@open_to_all
def page(token: str) -> ResponseReturnValue:
    """What was ordered, how far it is, and the photos that the maker chose."""
    found = _found(token)
    return unknown_link() if found is None else _page(found, token)


@bp.post("/answers")
@open_to_all
def answers(token: str) -> ResponseReturnValue:
    """Yes, or what shall be changed. Sent twice it counts once; of several the first wins."""
    back = f"/o/{token}{chosen_language()}#said"
    return answered(lambda: _found(token), _answer, lambda found, refusal: _page(found, token, refusal), back)


def _answer(found: OrderTold) -> None:
    """What is frozen is the text that was read: another one, in another language too, is asked anew."""
    answer, words = forms.needed_text("answer"), forms.text("words", longest=PARAGRAPH)
    number, shown = forms.whole("number") or 0, _shown(found).agreed_text
    if number == found.row.number and forms.text("read") != read_of(shown):
        raise Conflict(
            _("The workshop wrote it anew meanwhile. Read it once more, then answer that."), slug="order-changed"
        )
    code, answered = found.row.code, Answered(number, shown, answer, "link", words)
    do_by_link("answer order", found.row.subject, lambda w: answer_order(w, code, answered))


def read_of(shown: str) -> str:
    """By what the form tells which text was read."""
    return sha256(shown.encode()).hexdigest()


def _found(token: str) -> OrderTold | None:
    return by_link(order_by_link, token)


def _shown(found: OrderTold) -> OrderShown:
    shop = find_shop(reading())
    zone = zone_of(shop.time_zone if shop else None)
    return shown_order(found, zone, date_at(shoproom().now(), zone.key))


def _page(found: OrderTold, token: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    order = _shown(found)
    told = render(
        "order",
        Ways(chosen_language()),
        shop=find_keeper(reading(), _("Workshop")),
        order=order,
        photos=[one for one in order.photos if one.is_shown],
        read=read_of(order.agreed_text),
        token=token,
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
        sheet=asset("css/order-link.css"),
    )
    return private(Response(told, refusal.status if refusal else 200))


@bp.get("/<serial>/<int:number>.jpg")
@open_to_all
def photo(token: str, serial: str, number: int) -> ResponseReturnValue:
    """A photo that the maker chose, by its number in the piece."""
    found = _found(token)
    shown = found.shown if found else []
    return photo_file(next((one.picture for one in shown if (one.serial, one.number) == (serial, number)), None))
