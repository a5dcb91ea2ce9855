"""The page of a repair for its owner: by a link that is theirs alone, without account, cookie or script.

The link is the secret and stands in no form: whoever sends an answer holds it already.
"""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from workshop import forms
from workshop.access import open_to_all
from workshop.aftercare.repair_actions import Reply, answer_estimate
from workshop.aftercare.repair_queries import Repair, living_code, repair_by_link
from workshop.aftercare.repair_shown import is_over, shown_repair
from workshop.aftercare.repair_words import ask
from workshop.assets_web import asset
from workshop.days import date_at, zone_of
from workshop.errors import Invalid, Refusal
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
from workshop.texts import PARAGRAPH
from workshop.web import new_request_key, reading, shoproom
from workshop.wording import _

bp = Blueprint("repair_links", __name__, url_prefix="/r/<token>")
bp.before_request(as_chosen)


@bp.get("")
@open_to_all
def page(token: str) -> ResponseReturnValue:
    """Where it is, what it would cost, what is next."""
    found = _found(token)
    return unknown_link() if found is None else _page(found, token)


@bp.post("/answers")
@open_to_all
def answers(token: str) -> ResponseReturnValue:
    """Yes to all, yes to some, or no. Sent twice it counts once; of several the first wins."""
    return _sent(token, _answer, "said")


@bp.post("/words")
@open_to_all
def words(token: str) -> ResponseReturnValue:
    """A question, or what is to be said to the shop, as long as the repair is open."""
    return _sent(token, _ask, "words")


def _sent(token: str, act: Callable[[Repair], None], there: str) -> ResponseReturnValue:
    back = f"/r/{token}{chosen_language()}#{there}"
    return answered(lambda: _found(token), act, lambda found, refusal: _page(found, token, refusal), back)


def _ask(found: Repair) -> None:
    words = forms.needed_text("words", longest=PARAGRAPH)
    do_by_link("ask about repair", found.row.subject, lambda w: ask(w, found.row.code, words))


def _answer(found: Repair) -> None:
    how, code = forms.needed_text("answer"), found.row.code
    words = forms.text("words", longest=PARAGRAPH)
    reply = Reply(forms.whole("number") or 0, _lines(how, found), "link", words, forms.text("shown") or "")
    do_by_link("answer estimate", found.row.subject, lambda w: answer_estimate(w, code, reply))


def _lines(how: str, found: Repair) -> list[int]:
    if how == "all":
        return list(range(1, len(found.lines) + 1))
    if how == "no":
        return []
    chosen = [int(one) for one in forms.texts("line") if one.isascii() and one.isdigit() and len(one) < 4]
    if how != "some" or not chosen:
        raise Invalid(_("Tick what shall be done, then send it. To want nothing, say no."), field="line")
    return chosen


def _found(token: str) -> Repair | None:
    return by_link(_repair, token)


def _repair(session: Session, digest: str, now: datetime) -> Repair | None:
    shop = find_shop(session)
    return repair_by_link(session, digest, now, shop.time_zone if shop else None)


def _page(found: Repair, token: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    session, now = reading(), shoproom().now()
    shop = find_shop(session)
    zone = zone_of(shop.time_zone if shop else None)
    told = render(
        "repair",
        Ways(chosen_language()),
        shop=find_keeper(session, _("Workshop")),
        repair=shown_repair(found, zone),
        code=living_code(session, found.row.piece_id),
        token=token,
        is_over=is_over(found.row.valid_until, date_at(now, zone.key)),
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
        words_key=new_request_key(),
        sheet=asset("css/repair-link.css"),
    )
    return private(Response(told, refusal.status if refusal else 200))


@bp.get("/<int:number>.jpg")
@open_to_all
def photo(token: str, number: int) -> ResponseReturnValue:
    """A photo of the repair, by its number in the piece."""
    found = _found(token)
    name = next((one.picture for one in found.photos if one.number == number), None) if found else None
    return photo_file(name)
