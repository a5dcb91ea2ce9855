"""Orders at the counter: the list, the new one, and the page of one."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop import forms
from workshop.access import open_to, present
from workshop.bench.ended_lists import open_or_ended
from workshop.bench.order_telling import telling_of
from workshop.bench.showing import words
from workshop.catalogue.models import Design
from workshop.catalogue.queries import alloys
from workshop.days import date_at, due, read_day, told_day
from workshop.downloads_web import sent_csv
from workshop.errors import Invalid, Refusal
from workshop.money import amount, read_price
from workshop.people.duties import MAY_WORK
from workshop.people.shop_web import local_date, the_shop, today, zone
from workshop.sales.order_actions import Wish, take_order
from workshop.sales.order_queries import PAGE, SORTS, OrderLine, every_order, find_order, list_orders
from workshop.sales.order_shown import DOTS, TO_US, WAITS, money, shown_order, what_it_is
from workshop.sorting import read_sort
from workshop.texts import PARAGRAPH
from workshop.web import do, new_request_key, reading
from workshop.wording import _

bp = Blueprint("orders", __name__)
MOST_DESIGNS = 500
HEAD = ["order", "state", "ordered", "due", "design", "size", "pieces", "currency", "price", "deposit", "ended", "how"]


@bp.get("/orders")
@open_to()
def all_of_them() -> ResponseReturnValue:
    """Open ones by the day they are due; those that ended on their own page."""
    return open_or_ended("orders", partial(list_orders, reading()), _line, PAGE, SORTS)


def _line(one: OrderLine) -> dict[str, Any]:
    row = one.row
    return {
        "code": row.code,
        "what": what_it_is(row),
        "size": row.size or "",
        "customer": row.customer or "",
        "serials": one.serials,
        "waits": _(WAITS[one.step]),
        "dot": DOTS.get(one.step, "wait"),
        "ordered": local_date(row.at),
        "due": due(row.due_on, today()) if not row.ended_at else "",
        "is_late": bool(row.due_on and not row.ended_at and row.due_on < today().isoformat()),
        "price": money(row.price_minor, row.currency),
    }


@bp.get("/orders.csv")
@open_to("owner")
def export() -> ResponseReturnValue:
    """The list as it is looked at, without its customers."""
    sort, ended = read_sort(words("sort"), SORTS), request.args.get("state") == "ended"
    found = every_order(reading(), words("q"), sort, ended=ended)
    return sent_csv("orders.csv", HEAD, (_cells(one) for one in found))


def _cells(one: OrderLine) -> list[object]:
    row, shop = one.row, the_shop()
    zone_name = shop.time_zone if shop else None
    ended = date_at(row.ended_at, zone_name).isoformat() if row.ended_at else ""
    told = [row.code, one.step, date_at(row.at, zone_name).isoformat(), row.due_on or "", row.design or ""]
    paid = amount(row.deposit_minor, row.currency)
    figures = [row.currency or "", amount(row.price_minor, row.currency), paid]
    return [*told, row.size or "", " ".join(one.serials), *figures, ended, row.ended_how or ""]


@bp.get("/orders/new")
@open_to(*MAY_WORK)
def new() -> ResponseReturnValue:
    return _form()


def _form(refusal: Refusal | None = None) -> ResponseReturnValue:
    session = reading()
    told = render_template(
        "orders/new.html",
        **choices(session),
        chosen=request.args.get("design", ""),
        refusal=refusal,
        typed=request.form if refusal else {},
        request_key=new_request_key(),
    )
    return told, refusal.status if refusal else 200


def choices(session: Session) -> dict[str, Any]:
    """What the form of a wish offers: designs, alloys, and the shop's currency."""
    rows = session.execute(select(Design.code, Design.name).order_by(Design.name, Design.code).limit(MOST_DESIGNS))
    shop = the_shop()
    return {
        "designs": [
            ("", _("A piece of its own")),
            *((row.code, _("{name} ({code})", name=row.name, code=row.code)) for row in rows),
        ],
        "alloys": [("", _("As the design")), *alloys(session)],
        "currency": (shop.currency if shop else "") or "",
    }


@bp.post("/orders")
@open_to(*MAY_WORK)
def taken() -> ResponseReturnValue:
    try:
        customer, contact, wish = forms.needed_text("customer"), forms.text("contact"), typed_wish()
        answer = do("take order", lambda w: {"order": take_order(w, customer, contact, wish)})
    except Refusal as refusal:
        return _form(refusal)
    flash(_("Written down as {code}.", code=answer.told["order"]), "done")
    return redirect(url_for("orders.one", code=answer.told["order"]), 303)


def typed_wish(was_due: str | None = None) -> Wish:
    """`was_due`: the day that stands, which may have gone by. Raises Invalid."""
    shop = the_shop()
    price = forms.text("price")
    engraving = forms.text("engraving")
    return Wish(
        design=forms.text("design"),
        material=forms.text("material"),
        size=forms.text("size"),
        stones=forms.text("stones"),
        engraving=engraving,
        engraving_place=forms.text("engraving_place"),
        letters=(forms.text("letters") or "upright") if engraving else None,
        note=forms.text("note", longest=PARAGRAPH),
        due_on=_typed_due(was_due),
        price_minor=read_price(price, shop.currency if shop else None) if price else None,
    )


def _typed_due(was_due: str | None) -> str | None:
    due_on = read_day(forms.text("due_on"), field="due_on")
    if due_on is not None and due_on != was_due and due_on < today().isoformat():
        raise Invalid(
            _("{day} has gone by. Look at the year, too.", day=told_day(due_on)), slug="day-gone-by", field="due_on"
        )
    return due_on


@bp.get("/orders/<code>")
@open_to()
def one(code: str) -> ResponseReturnValue:
    return show(code)


def show(code: str, refusal: Refusal | None = None, link: str = "") -> ResponseReturnValue:
    """The page of an order, fresh or with what was refused; `link` is shown this once."""
    session = reading()
    found = find_order(session, code[:20])
    row = found.row
    told = render_template(
        "orders/one.html",
        order=shown_order(found, zone(), today(), beads=TO_US),
        row=row,
        price=amount(row.price_minor, row.currency),
        customer=row.customer or "",
        contact=row.contact or "",
        deposits=[(money(d.amount_minor, d.currency), local_date(d.at), d.name or "") for d in found.deposits],
        before=[(b.number, b.answer or "", b.words or "", local_date(b[1])) for b in found.before],
        link=link,
        telling=telling_of(session, found, link, zone()),
        link_until=local_date(found.link_until) if found.link_until else "",
        do=request.args.get("do") or request.form.get("do", ""),
        is_owner="owner" in present().roles,
        may_work=bool(present().roles & set(MAY_WORK)),
        **choices(session),
        refusal=refusal,
        typed=request.form if refusal else {},
    )
    return told, refusal.status if refusal else 200
