"""The scan-round of a gallery: by a link that is theirs alone it says what is still there, sold or damaged. Nothing moves by it."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import open_to_all
from workshop.assets_web import asset
from workshop.days import date_at, day_at, read_day, zone_of
from workshop.errors import Refusal
from workshop.people.queries import find_shop
from workshop.provenance.codes import understand
from workshop.provenance.queries import find_keeper
from workshop.public.private_links import (
    answered,
    as_chosen,
    by_link,
    chosen_language,
    do_by_link,
    private,
    unknown_link,
)
from workshop.public.telling import Ways, render
from workshop.sales.order_shown import money
from workshop.sales.round_actions import SAYINGS, Telling, tell_round
from workshop.sales.round_queries import Round, round_by_link
from workshop.texts import LINE, STORY
from workshop.web import new_request_key, reading, shoproom
from workshop.wording import _

bp = Blueprint("round_links", __name__, url_prefix="/g/<token>")
bp.before_request(as_chosen)


@bp.get("")
@open_to_all
def page(token: str) -> ResponseReturnValue:
    """The pieces that the gallery has from this case, and nothing else of the shop."""
    found = _found(token)
    return unknown_link() if found is None else _page(found, token)


@bp.post("/answers")
@open_to_all
def answers(token: str) -> ResponseReturnValue:
    """What is there, sold or damaged. Sent twice it counts once."""
    back = f"/g/{token}{chosen_language()}#said"
    return answered(lambda: _found(token), _tell, lambda found, refusal: _page(found, token, refusal), back)


def _tell(found: Round) -> None:
    tellings = [*_ticked(found), *_scanned(found)]
    do_by_link("tell round", found.subject, lambda w: tell_round(w, found, tellings))


def _ticked(found: Round) -> list[Telling]:
    """What was ticked of each piece; nothing of one that was left alone."""
    told = []
    for line in found.lines:
        said = forms.text(f"said-{line.serial}", longest=LINE)
        if said:
            sold_on = read_day(forms.text(f"sold_on-{line.serial}"), field=f"sold_on-{line.serial}")
            words = forms.text(f"words-{line.serial}", longest=LINE)
            told.append(Telling(line.serial, said, sold_on if said == "sold" else None, words))
    return told


def _scanned(found: Round) -> list[Telling]:
    """Tags and numbers that were scanned or typed, one a line: those pieces are there. Others are named and refused by the verb."""
    by_name = {line.tag: line.serial for line in found.lines if line.tag}
    by_name |= {line.serial: line.serial for line in found.lines}
    lines = (forms.text("scanned", longest=STORY) or "").replace(",", "\n").splitlines()
    typed = dict.fromkeys(one.strip().upper() for one in lines if one.strip())
    ticked = {line.serial for line in found.lines if forms.text(f"said-{line.serial}", longest=LINE)}
    named = dict.fromkeys(by_name.get(understand(one) or one, one) for one in typed)
    return [Telling(serial, "there") for serial in named if serial not in ticked]


def _found(token: str) -> Round | None:
    return by_link(round_by_link, token)


def _page(found: Round, token: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    shop = find_shop(reading())
    zone = zone_of(shop.time_zone if shop else None)
    told = render(
        "round",
        Ways(chosen_language()),
        shop=find_keeper(reading(), _("Workshop")),
        lines=[
            {
                "serial": line.serial,
                "what": line.called,
                "material": _(line.material),
                "price": money(line.price_minor, found.currency) if found.shows_prices else "",
                "waits": _waits(found, line.serial),
            }
            for line in found.lines
        ],
        sayings=[(key, _(name)) for key, name in SAYINGS.items()],
        told=len(found.waiting),
        until=day_at(found.until, zone),
        today=date_at(shoproom().now(), zone.key).isoformat(),
        token=token,
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
        sheet=asset("css/round.css"),
    )
    return private(Response(told, refusal.status if refusal else 200))


def _waits(found: Round, serial: str) -> str:
    """What was said of it before and is not dealt with yet."""
    one = found.waiting.get(serial)
    return _(SAYINGS[one.said]) if one else ""
