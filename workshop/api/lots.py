"""What programs do with lots: take material in, find it, say where it comes from, hold it back."""

from typing import Any

from sqlalchemy.orm import Session

from workshop.api import bodies
from workshop.api import lot_bodies as shapes
from workshop.api.amounts import amount_given, amount_told, sees_costs
from workshop.api.operations import Caller
from workshop.api.queries import Told
from workshop.days import read_day
from workshop.errors import Invalid
from workshop.materials.lineage import children_of, papers_of, parents_of
from workshop.materials.lot_moves import settlement_of, stone_facts
from workshop.materials.receiving import (
    NewLot,
    attach_paper,
    find_lot,
    hold_lot,
    receive_lot,
    tell_origin,
    tell_stone,
)
from workshop.materials.stock import PAGE, Wanted, list_lots, lot_named, where_it_went
from workshop.materials.stones import WantedStones, list_stones
from workshop.materials.words import COUNTRY_UNKNOWN, STONE_KINDS
from workshop.people.queries import find_shop
from workshop.people.regions import countries
from workshop.wording import _
from workshop.writing import Writing

SAME = (
    *("code", "kind", "name", "metal", "fineness", "colour", "form", "is_own", "received_on", "is_held"),
    *("origin", "country"),
)
ON_CARD = ("produced_on", "has_nickel", "division_mg", "note", "origin_note")
OF_PAPER = ("kind", "standard", "number", "agency", "custody", "valid_from", "valid_until", "checked_on")
OF_SETTLEMENT = ("settled_on", "gross_mg", "assay", "fine_mg", "document", "credited")
OF_STONE = (
    *("code", "kind", "name", "supplier", "received_on", "species", "nature", "treatment", "shape", "cut"),
    *("colour", "clarity", "report_number", "laboratory"),
)


def list_all(session: Session, asked: shapes.LotsWanted, who: Caller) -> Told:
    rows = list_lots(session, Wanted(asked.q, asked.kind, asked.metal, asked.state, asked.page))
    return {"lots": [_row(row, who) for row in rows[:PAGE]], "next": _next(asked.page, rows)}


def _next(page: int, rows: list[Any]) -> int | None:
    return page + 1 if len(rows) > PAGE else None


def _row(row: Any, who: Caller) -> Told:
    may = sees_costs(who)
    return {name: getattr(row, name) for name in SAME} | {
        "alloy": row.alloy_key,
        "supplier": row.supplier_code,
        "owner": row.owner_code,
        "cost_minor": row.cost_minor if may else None,
        "currency": row.currency if may else None,
        "received": _amount(row.received_mg, row.received_carats, row.received_number),
        "in_stock": amount_told(row),
    }


def _amount(mg: int, carat_thousandths: int | None, number: int | None) -> dict[str, int]:
    return {"mg": mg, "carat_thousandths": carat_thousandths or 0, "number": number or 0}


def show_lot(session: Session, _asked: bodies.Nothing, who: Caller, code: str) -> Told:
    """One lot. Eight statements."""
    row = lot_named(session, code)
    stone, went = stone_facts(session, row.id), where_it_went(session, row.id)
    return (
        _row(row, who)
        | {name: getattr(row, name) for name in ON_CARD}
        | {
            "at": row.at.isoformat(),
            "balances": [{"account": kind} | amount_told(amount) for kind, amount in sorted(went.items())],
            "made_of": [{"lot": one.code, "mg": one.went_in_mg} for one in parents_of(session, row.id)],
            "went_into": [{"lot": one.code, "mg": one.went_in_mg} for one in children_of(session, row.id)],
            "papers": [_paper(one) for one in papers_of(session, [row.id]).get(row.id, ())],
            "stone": {name: getattr(stone, name) for name in shapes.StoneTold.model_fields} if stone else None,
            "settlement": _settlement(settlement_of(session, row.id), who),
        }
    )


def _paper(row: Any) -> Told:
    fallen = {"withdrawn_from": row.from_on, "is_false": bool(row.is_false)}
    return {name: getattr(row, name) for name in OF_PAPER} | {"document": row.code} | fallen


def _settlement(row: Any, who: Caller) -> Told | None:
    if row is None:
        return None
    paid = (row.money_minor, row.currency) if sees_costs(who) else (None, None)
    told = {name: getattr(row, name) for name in OF_SETTLEMENT}
    return told | {"supplier": row.supplier_code, "money_minor": paid[0], "currency": paid[1]}


def list_all_stones(session: Session, asked: shapes.StonesWanted, _who: Caller) -> Told:
    wanted = WantedStones(
        asked.q,
        asked.species,
        asked.colour,
        asked.clarity,
        asked.shape,
        asked.least_carats,
        asked.most_carats,
        has_report=None if asked.report is None else asked.report == "yes",
        page=asked.page,
    )
    rows = list_stones(session, wanted)
    return {"stones": [_stone(row) for row in rows[:PAGE]], "next": _next(asked.page, rows)}


def _stone(row: Any) -> Told:
    return {name: getattr(row, name) for name in OF_STONE} | {
        "received": _amount(0, row.carat_thousandths, row.number),
        "in_stock": _amount(0, row.left_carats, row.left_number),
    }


def receive(writing: Writing, typed: shapes.ReceiveLot) -> Told:
    """The lot and what is known of its stones, together or not at all."""
    if typed.stone and typed.kind not in STONE_KINDS:
        raise Invalid(_("Only stones have facts of stones."), slug="not-stones", field="stone")
    _require_country(typed.country)
    told = {name: value for name, value in vars(typed).items() if name not in ("amount", "stone")}
    days = {name: told_day(writing, typed, name) for name in ("received_on", "produced_on")}
    own = {"amount": amount_given(typed.amount), "currency": currency_of(writing, typed.cost_minor)}
    code = receive_lot(writing, NewLot(**(told | days | own)))
    if typed.stone:
        tell_stone(writing, find_lot(writing, code).id, **_facts(typed.stone))
    return {"code": code}


def _facts(stone: shapes.StoneGiven) -> dict[str, object]:
    """Species are written small, as rules and lists look for them."""
    return vars(stone) | {"species": stone.species.lower()}


def told_day(writing: Writing, typed: Any, name: str) -> str | None:
    """A day that was, as it is written in the books. Raises Invalid."""
    day = getattr(typed, name)
    return read_day(day.isoformat() if day else None, field=name, latest=writing.at.date())


def currency_of(writing: Writing, minor: int | None) -> str | None:
    """The shop's currency where there is money. Raises Invalid when none is set."""
    if minor is None:
        return None
    shop = find_shop(writing.session)
    if shop is None or shop.currency is None:
        raise Invalid(_("Say in the settings which currency you reckon in."), slug="no-currency", field="cost_minor")
    return str(shop.currency)


def _require_country(country: str | None) -> None:
    if country not in (None, COUNTRY_UNKNOWN) and country not in {code for code, _name in countries()}:
        raise Invalid(_("Choose the country from the list."), slug="country-unknown", field="country")


def say_origin(writing: Writing, typed: shapes.TellOrigin, code: str) -> Told:
    _require_country(typed.country)
    tell_origin(writing, code, typed.origin, typed.country, typed.note)
    return {"code": find_lot(writing, code).code, "origin": typed.origin, "country": typed.country}


def attach(writing: Writing, typed: shapes.AttachPaper, code: str) -> Told:
    attach_paper(writing, code, typed.document, stands=typed.stands)
    return {"code": find_lot(writing, code).code, "document": typed.document, "stands": typed.stands}


def hold(writing: Writing, typed: shapes.HoldLot, code: str) -> Told:
    hold_lot(writing, code, is_held=typed.is_held, reason=typed.reason)
    return {"code": find_lot(writing, code).code, "is_held": typed.is_held}


def tell_facts(writing: Writing, typed: shapes.StoneGiven, code: str) -> Told:
    lot = find_lot(writing, code)
    if lot.kind not in STONE_KINDS:
        raise Invalid(_("Only stones have facts of stones."), slug="not-stones", field="lot")
    tell_stone(writing, lot.id, **_facts(typed))
    return {"code": lot.code}
