"""Pages of prices: the list, one design, all raised at once, and a list that comes back."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop import forms
from workshop.access import goes_out, open_to
from workshop.catalogue.defaults import KINDS
from workshop.catalogue.price_actions import change_prices
from workshop.catalogue.price_history import RETAIL, WHOLESALE
from workshop.catalogue.price_queries import (
    PAGE,
    SORTS,
    PricePage,
    PriceRow,
    Wanted,
    page_within,
    price_history,
    price_of,
    price_page,
    price_rows,
)
from workshop.catalogue.price_rules import MOST_AT_ONCE, PriceChange, check_raise, raised
from workshop.catalogue.price_sheet import read_sheet, sheet_text
from workshop.csvs import csv_bytes
from workshop.errors import Invalid, Refusal
from workshop.money import amount, read_price
from workshop.people.shop_web import the_shop, today, zone
from workshop.reports.price_costs import Spent, newest_costs
from workshop.reports.price_shown import (
    COST_SORTS,
    CSV_HEAD,
    PriceLine,
    change_lines,
    csv_row,
    price_line,
    price_lines,
    signed,
    was_lines,
)
from workshop.reports.reckoning import Terms, terms_now
from workshop.sorting import Sort, read_sort, rows_in_order
from workshop.units import read_figure
from workshop.web import do, done_reading, reading
from workshop.wording import _, n_

prices = Blueprint("prices", __name__, url_prefix="/catalogue")
LONGEST_CHANGES = 500_000


@prices.get("/prices")
@open_to("owner")
def page() -> ResponseReturnValue:
    terms, wanted, sort = terms_now(reading()), _wanted(), _sort()
    typed = request.args.get("page", "1")
    number = int(typed[:6]) if typed.isascii() and typed.isdigit() else 1
    found, lines = _page_of(wanted, number, sort, terms)
    return render_template(
        "prices/list.html",
        found=found,
        lines=lines,
        wanted=wanted,
        sort=sort,
        terms=terms,
        currency=_currency(),
        kinds=_kinds(),
        amount=amount,
        signed=signed,
    )


def _page_of(wanted: Wanted, number: int, sort: Sort, terms: Terms) -> tuple[PricePage, list[PriceLine]]:
    """One page with its costs; sorted by what is reckoned, all of them are reckoned first."""
    if sort.by not in COST_SORTS:
        found = price_page(reading(), wanted, number, sort, terms.wholesale_percent)
        return found, price_lines(found.rows, terms, _costs(found.rows, terms))
    lines = _every_line(wanted, sort, terms)
    number = page_within(number, len(lines))
    shown = lines[(number - 1) * PAGE : number * PAGE]
    first = (number - 1) * PAGE + 1 if shown else 0
    return PricePage(tuple(line.row for line in shown), first, len(lines), number), shown


def _every_line(wanted: Wanted, sort: Sort, terms: Terms) -> list[PriceLine]:
    rows = list(price_rows(reading(), wanted, sort, terms.wholesale_percent))
    return rows_in_order(price_lines(rows, terms, _costs(rows, terms)), sort, COST_SORTS)


def _costs(rows: Sequence[PriceRow], terms: Terms) -> dict[int, Spent]:
    return newest_costs(reading(), [row.id for row in rows], terms, _currency(), today().isoformat())


def _sort() -> Sort:
    return read_sort(request.args.get("sort"), (*SORTS, *COST_SORTS))


@prices.get("/prices.csv")
@open_to("owner")
@goes_out
def exported() -> ResponseReturnValue:
    """The whole list as it was looked at; it can be changed elsewhere and sent back."""
    terms, currency, here = terms_now(reading()), _currency(), zone()
    told = csv_bytes(CSV_HEAD, (csv_row(line, currency, here) for line in _every_line(_wanted(), _sort(), terms)))
    answer = Response(told, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment; filename=prices.csv"
    return answer


@prices.get("/designs/<code>/prices")
@open_to("owner")
def one(code: str) -> ResponseReturnValue:
    return _one(code)


def _one(code: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    session, terms, currency = reading(), terms_now(reading()), _currency()
    row = price_of(session, code)
    cost = _costs([row], terms).get(row.id)
    told = render_template(
        "prices/one.html",
        row=row,
        line=price_line(row, terms, cost),
        history=was_lines(price_history(session, row.id), currency, zone()),
        terms=terms,
        currency=currency,
        amount=amount,
        signed=signed,
        **_again(refusal),
    )
    return told, refusal.status if refusal else 200


@prices.post("/designs/<code>/prices")
@open_to("owner")
def keep(code: str) -> ResponseReturnValue:
    """Both prices of one design; an empty field is no price, or wholesale by the share of the house."""
    price_of(reading(), code)
    try:
        changes = [
            PriceChange(code, kind, forms.whole(f"was_{kind}"), _typed_price(kind)) for kind in (RETAIL, WHOLESALE)
        ]
        count = do("change prices", lambda w: {"count": change_prices(w, changes)}).told["count"]
    except Refusal as refusal:
        return _one(code, refusal)
    flash(_("Kept.") if count else _("Nothing was changed."), "done")
    return redirect(url_for("prices.one", code=code), 303)


@prices.get("/prices/raise")
@open_to("owner")
def raise_all() -> ResponseReturnValue:
    """The form; with a percentage asked, every price before and after."""
    if "percent" not in request.args:
        return _raise_page(())
    try:
        changes = _raised(list(price_rows(reading(), _wanted(), most=MOST_AT_ONCE // 2 + 1)))
    except Refusal as refusal:
        return _raise_page((), refusal)
    return _raise_page(changes)


def _raised(rows: Sequence[PriceRow]) -> Sequence[PriceChange]:
    """What each price would become. Raises Invalid."""
    currency = _currency()
    if len(rows) > MOST_AT_ONCE // 2:
        raise Invalid(
            _("More than {most} designs are raised in parts: look for some of them.", most=MOST_AT_ONCE // 2),
            slug="too-many-prices",
            field="percent",
        )
    step = read_price(request.args.get("step") or "1", currency, field="step")
    typed = (request.args.get("percent") or "").removesuffix("%").strip()
    percent = check_raise(read_figure(typed, field="percent"), step)
    return [
        PriceChange(row.code, kind, was, now)
        for row in rows
        for kind, was in ((RETAIL, row.price_minor), (WHOLESALE, row.own_wholesale_minor))
        if was is not None and (now := raised(was, percent, step)) != was
    ]


def _raise_page(changes: Sequence[PriceChange], refusal: Refusal | None = None) -> ResponseReturnValue:
    wanted = _wanted()
    told = render_template(
        "prices/raise.html",
        wanted=wanted,
        count=sum(1 for _row in price_rows(reading(), wanted)),
        kinds=_kinds(),
        asked="percent" in request.args and refusal is None,
        refusal=refusal,
        typed=request.args,
        **_proposed(changes),
    )
    return told, refusal.status if refusal else 200


@prices.get("/prices/list")
@open_to("owner")
def list_back() -> ResponseReturnValue:
    return _sheet_page()


@prices.post("/prices/list")
@open_to("owner")
def look_at_list() -> ResponseReturnValue:
    """What a list would change, to be looked at; nothing is done here, and nothing offered while a row is refused."""
    try:
        sent = request.files.get("sheet")
        text = sheet_text(sent.read() if sent else b"")
        sheet = read_sheet(text, price_rows(reading(), Wanted()), _currency())
        if len(sheet.changes) > MOST_AT_ONCE:
            raise Invalid(
                _("At most {most} prices are changed at once. Choose fewer.", most=MOST_AT_ONCE),
                slug="too-many-prices",
                field="sheet",
            )
    except Refusal as refusal:
        return _sheet_page(refusal=refusal)
    return _sheet_page(sheet)


def _sheet_page(sheet: Any = None, refusal: Refusal | None = None) -> ResponseReturnValue:
    is_wrong = refusal is not None or (sheet is not None and bool(sheet.refused))
    changes = sheet.changes if sheet and not sheet.refused else ()
    told = render_template("prices/sheet.html", sheet=sheet, refusal=refusal, typed={}, **_proposed(changes))
    return told, (refusal.status if refusal else 422) if is_wrong else 200


@prices.post("/prices")
@open_to("owner")
def change() -> ResponseReturnValue:
    """What was looked at is done: all of it, or nothing when a price is no longer the one that was shown."""
    try:
        changes = list(_typed_changes())
        count = do("change prices", lambda w: {"count": change_prices(w, changes)}).told["count"]
    except Refusal as refusal:
        return _sheet_page(refusal=refusal)
    flash(n_("{count} price was changed.", "{count} prices were changed.", count), "done")
    return redirect(url_for("prices.page"), 303)


def _typed_changes() -> Iterator[PriceChange]:
    """One change a line, as `_proposed` wrote it. Raises Invalid."""
    typed = request.form.get("changes", "")
    if not typed.strip() or len(typed) > LONGEST_CHANGES or "\0" in typed:
        raise _unread()
    for line in typed.split("\n"):
        kind, was, now, code = (line.strip("\r").split("\t", 3) + [""] * 4)[:4]
        if kind not in (RETAIL, WHOLESALE) or not code or not all(_is_minor(one) for one in (was, now)):
            raise _unread()
        yield PriceChange(code, kind, int(was) if was else None, int(now) if now else None)


def _is_minor(typed: str) -> bool:
    return not typed or (typed.isascii() and typed.isdigit() and len(typed) <= 13)


def _unread() -> Invalid:
    return Invalid(_("These changes cannot be read. Begin once more."), slug="changes-not-understood", field="sheet")


def _proposed(changes: Sequence[PriceChange]) -> dict[str, Any]:
    """What a page shows before it is done, and the same for the form that does it."""
    names = {row.code: row.name for row in price_rows(reading(), Wanted())} if changes else {}
    lines = ("\t".join((o.kind, _minor(o.was_minor), _minor(o.price_minor), o.code)) for o in changes)
    currency = _currency()
    told = {"proposed": change_lines(changes, names, currency), "changes": "\n".join(lines), "currency": currency}
    done_reading()
    return told


def _minor(value: int | None) -> str:
    return "" if value is None else str(value)


def _typed_price(kind: str) -> int | None:
    typed = forms.text(kind)
    return None if typed is None else read_price(typed, _currency(), field=kind)


def _wanted() -> Wanted:
    sought = (request.args.get("q") or "").replace("\0", "").strip()[:100]
    kind = request.args.get("kind") or ""
    return Wanted(sought, kind if kind in {one.key for one in KINDS} else "")


def _kinds() -> list[tuple[str, str]]:
    return [("", _("Every kind")), *((kind.key, _(kind.name)) for kind in KINDS)]


def _currency() -> str | None:
    shop = the_shop()
    return shop.currency if shop else None


def _again(refusal: Refusal | None) -> dict[str, Any]:
    return {"refusal": refusal, "typed": request.form} if refusal else {}
