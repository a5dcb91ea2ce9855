"""The page of a lot, and what is done with it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from workshop.access import Present, open_to, present
from workshop.bench import lot_shown
from workshop.bench.lot_falls import fall_of
from workshop.bench.lot_happenings import table_of
from workshop.bench.lot_pieces import PAGE as PIECES
from workshop.bench.lot_pieces import look_of, pieces_with
from workshop.bench.lot_words import (
    KINDS,
    PLACES,
    PLACES_ASIDE,
    WAYS,
    exact,
    left_of,
    origin_told,
    state_of,
    struck,
    title_of,
    told_amount,
)
from workshop.bench.pages import Paged
from workshop.bench.showing import page_number
from workshop.catalogue.queries import alloys
from workshop.days import short_day, told_day
from workshop.errors import Refusal
from workshop.materials.ledger import Amount, fine, fine_shown
from workshop.materials.lineage import ancestry, children_of, papers_of, parents_of
from workshop.materials.lot_moves import hold_of, movements_of, settlement_of, stone_facts
from workshop.materials.paper_queries import supplier_options
from workshop.materials.stock import PAGE, lot_named, where_it_went
from workshop.materials.wordings import FORMS_TOLD, ORIGINS, country_named, country_options, options, worded
from workshop.materials.words import STONE_KINDS
from workshop.money import amount as money
from workshop.people.queries import everybody
from workshop.people.shop_web import the_shop, today, zone
from workshop.units import thousandths
from workshop.web import done_reading, reading, shoproom
from workshop.wording import _

bp = Blueprint("lot", __name__, url_prefix="/materials/lots")


@bp.get("/<code>")
@open_to()
def page(code: str) -> ResponseReturnValue:
    return show(code, request.args.get("do"))


def show(code: str, way: str | None = None, refusal: Refusal | None = None) -> ResponseReturnValue:
    """The page of a lot. Sixteen statements, however much was done with it; one more for why it is held, two for a form that lists people, and those of `falling` and of one piece for a paper."""
    session, who = reading(), present()
    lot = lot_named(session, code)
    way = way if way in WAYS and who.roles & set(WAYS[way][1]) else None
    values = {**_told(session, lot, who), **_choices(session, way)}
    here, number = zone(), page_number()
    ways = [key for key, (_name, roles) in WAYS.items() if who.roles & set(roles)]
    moves = movements_of(session, lot.id, number)
    done_reading()
    return render_template(
        "materials/lot.html",
        lot=lot,
        moves=[lot_shown.movement_told(row, lot.kind, here) for row in moves[:PAGE]],
        paged=_paged(code, number, len(moves) > PAGE),
        way=way,
        way_title=_named(way, lot) if way else "",
        ways=[(key, _named(key, lot)) for key in ways],
        main=_main(lot, ways, values["went_to"]),
        refusal=refusal,
        typed=request.form if refusal else {},
        **values,
    ), refusal.status if refusal else 200


def _named(way: str, lot: Any) -> str:
    """What the form and its button say."""
    if way == "issue" and lot.kind in STONE_KINDS:
        return _("Issue stones")
    return _("Let it go again") if way == "hold" and lot.is_held else _(WAYS[way][0])


def _main(lot: Any, ways: Sequence[str], went_to: Collection[str]) -> str:
    """What is done next with a lot as it stands; empty where nothing is waited for."""
    if lot.is_held:
        wanted = "hold"
    elif left_of(lot):
        wanted = "issue"
    elif "supplier" in went_to:
        wanted = "settle" if lot.is_own else "in"
    else:
        wanted = "back" if "person" in went_to else ""
    return wanted if wanted in ways else ""


def _held_told(session: Session, lot: Any) -> dict[str, str]:
    """Why it is held back, since when and by whom; empty for a lot that is not."""
    row = hold_of(session, lot.id) if lot.is_held else None
    if row is None:
        return {}
    return {
        "reason": row.reason or "",
        "since": short_day(row.at, zone(), shoproom().now()),
        "by": row.by_name or _("the workshop"),
    }


def _state(lot: Any, went: Mapping[str, Amount]) -> tuple[str, str]:
    """Its dot and word; what is only with somebody else is not used up."""
    if left_of(lot) or lot.is_held:
        return state_of(lot)
    away = next((place for place in ("supplier", "person") if went.get(place)), "")
    return ("wait", _(PLACES[away]).capitalize()) if away else state_of(lot)


def _told(session: Session, lot: Any, who: Present) -> dict[str, Any]:
    parents = parents_of(session, lot.id)
    edges, lots = ancestry(session, lot.id)
    papers = papers_of(session, list({lot.id, *lots}))
    told = lot_shown.parents_told(lot, parents, papers, edges, lots)
    went = where_it_went(session, lot.id)
    lines, bar, came, still_open = lot_shown.went_told(lot, went)
    dot, state = _state(lot, went)
    facts = stone_facts(session, lot.id)
    stone, known = lot_shown.stone_told(facts) if facts else ("", [])
    return {
        "title": lot.name or stone or title_of(lot),
        "subtitle": lot_shown.subtitle(lot),
        "dot": dot,
        "state": state,
        "went_to": [place for place, amount in went.items() if amount],
        "hold": _held_told(session, lot),
        "is_stones": lot.kind in STONE_KINDS,
        "parents": told,
        "parents_bar": lot_shown.parents_bar(told, parents, lot.metal),
        "went_in": exact(sum(row.went_in_mg for row in parents)),
        "papers": [lot_shown.paper_told(row, lot.received_on) for row in papers.get(lot.id, ())],
        "origin": origin_told(lot),
        "country": country_named(lot.country),
        "went": lines,
        "went_bar": bar,
        "happenings": table_of(session, lot, went, zone(), _number("done")),
        "came": thousandths(came.carat_thousandths) if lot.kind in STONE_KINDS else exact(came.mg),
        "came_number": came.number,
        "is_closed": not still_open,
        "left": told_amount(left_of(lot), lot.kind),
        "children": [
            (row.code, row.name or worded(FORMS_TOLD, row.form), exact(row.went_in_mg))
            for row in children_of(session, lot.id)
        ],
        "settlement": _settlement_told(settlement_of(session, lot.id)),
        "figures": [*known, *_figures(lot, who)],
        **_pieces(session, lot),
        "fall": fall_of(
            session, lot, lot_shown.shares_of(lot.id, edges, lots), papers, request.args.get("paper"), today()
        ),
    }


def _pieces(session: Session, lot: Any) -> dict[str, Any]:
    number = _number("pieces")
    rows, whole = pieces_with(session, lot.id, number)
    address = "lot.page"
    return {
        "dots": [(row.serial, look_of(row)) for row in rows],
        "pieces_whole": whole,
        "pieces_before": url_for(address, code=lot.code, pieces=number - 1) if number > 1 else "",
        "pieces_after": url_for(address, code=lot.code, pieces=number + 1) if number * PIECES < whole else "",
    }


def _number(name: str) -> int:
    """Which page of one of its lists is asked for, from 1."""
    asked = request.args.get(name, "1")
    return max(int(asked), 1) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _figures(lot: Any, who: Present) -> list[tuple[str, str]]:
    """The facts at the side; what it cost is the owner's to see."""
    told = [(_("Kind"), _(KINDS[lot.kind]))]
    if lot.metal:
        gross, known = Amount(lot.received_mg), lot.fineness is not None
        told += [
            (
                _("Fineness"),
                _("{parts}, computed", parts=struck(lot.fineness)) if lot.is_own and known else struck(lot.fineness),
            ),
            (
                _("Gross, fine received"),
                _("{gross} g, {fine} g", gross=exact(gross.mg), fine=exact(fine_shown(fine(gross.mg, lot.fineness))))
                if known
                else _("{gross} g", gross=exact(gross.mg)),
            ),
            (_("Form"), worded(FORMS_TOLD, lot.form) or _("Not said")),
        ]
    if lot.owner_code:
        told.append((_("Belongs to"), lot.owner or lot.owner_code))
    if lot.cost_minor is not None and "owner" in who.roles:
        told.append(
            (_("Cost"), _("{amount} {currency}", amount=money(lot.cost_minor, lot.currency), currency=lot.currency))
        )
    told.append((_("Scale reads"), _("{grams} g", grams=exact(lot.division_mg))))
    return [*told, (_("Note"), lot.note)] if lot.note else told


def _settlement_told(row: Any) -> dict[str, str] | None:
    if row is None:
        return None
    return {
        "supplier": row.supplier or row.supplier_code,
        "on": told_day(row.settled_on),
        "gross": exact(row.gross_mg),
        "assay": struck(row.assay),
        "fine": exact(row.fine_mg),
        "credited": row.credited or "",
        "document": row.document or "",
        "money": f"{money(row.money_minor, row.currency)} {row.currency}" if row.money_minor is not None else "",
    }


def _choices(session: Session, way: str | None) -> dict[str, Any]:
    """What the open form lets choose from."""
    told: dict[str, Any] = {}
    if way in ("issue", "back", "aside"):
        told["people"] = [
            (one.subject, one.name) for one in everybody(session, shoproom().now()) if one.active or way != "issue"
        ]
    if way in ("out", "in", "settle"):
        told["suppliers"] = supplier_options(session)
    if way == "settle":
        told["alloys"] = alloys(session)
    shop = the_shop()
    return told | {
        "asides": options(PLACES_ASIDE),
        "origins": options(ORIGINS),
        "countries": country_options(_("Not known"), with_unknown=True),
        "today": today().isoformat(),
        "currency": shop.currency if shop else None,
    }


def _paged(code: str, number: int, further: bool) -> Paged:
    def at(page: int) -> str:
        return url_for("lot.page", code=code, page=page) + "#movements"

    said = _("Page {number}", number=number) if number > 1 or further else ""
    return Paged([], said, at(number - 1) if number > 1 else "", at(number + 1) if further else "")
