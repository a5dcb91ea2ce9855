"""The list of lots, the list of stones, and the form in which a lot comes in."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop.access import goes_out, open_to
from workshop.bench.lot_forms import SAYS, arrival_typed, invoice_sent, take_in
from workshop.bench.lot_words import (
    KINDS,
    NATURES,
    SPECIES,
    STATES,
    TREATMENTS,
    exact,
    left_of,
    state_of,
    struck,
    title_of,
    told_amount,
)
from workshop.bench.pages import Paged
from workshop.bench.showing import page_number, words
from workshop.catalogue.queries import alloys
from workshop.csvs import csv_bytes
from workshop.days import told_day
from workshop.downloads_web import sent_csv
from workshop.errors import Refusal
from workshop.materials.file_forms import Chosen, stays
from workshop.materials.paper_queries import supplier_options
from workshop.materials.stock import PAGE, SORTS, Wanted, export_lots, list_lots
from workshop.materials.stones import SORTS as STONE_SORTS
from workshop.materials.stones import WantedStones, export_stones, list_stones
from workshop.materials.typed import read_carats
from workshop.materials.wordings import FORMS_TOLD, METALS, country_options, options, worded
from workshop.people.duties import MAY_WORK
from workshop.people.shop_web import the_shop, today
from workshop.sorting import Sort, read_sort
from workshop.units import thousandths
from workshop.web import do, done_reading, reading, shoproom
from workshop.wording import N_, _

bp = Blueprint("lots", __name__, url_prefix="/materials")

HEAD = (
    "lot",
    "kind",
    "what",
    "metal",
    "fineness",
    "form",
    "supplier",
    "customer",
    "received",
    "received g",
    "received ct",
    "received number",
    "in stock g",
    "in stock ct",
    "in stock number",
    "state",
    "origin",
    "country",
    "note",
)
STONE_HEAD = (
    "lot",
    "species",
    "nature",
    "treatment",
    "shape",
    "colour",
    "clarity",
    "cut",
    "carats",
    "number",
    "in stock ct",
    "in stock number",
    "laboratory",
    "report",
    "supplier",
    "received",
)
SAYS_TOLD = {
    "recycled": N_("Recycled"),
    "mined": N_("Mined, source named"),
    "nothing": N_("Nothing"),
    "later": N_("Not looked yet"),
}


@bp.get("")
@open_to()
def start() -> ResponseReturnValue:
    """The lots, newest first; single stones are in their own list."""
    wanted = _wanted()
    rows = list_lots(reading(), wanted)
    done_reading()
    asked = {"q": wanted.words, "kind": wanted.kind, "metal": wanted.metal, "state": wanted.state}
    asked |= {"sort": wanted.sort.asked}
    return render_template(
        "materials/lots.html",
        paged=_paged([_line(row) for row in rows[:PAGE]], len(rows) > PAGE, "lots.start", wanted.page, asked),
        wanted=wanted,
        asked=asked,
        kinds=options({"": "Without single stones", "all": "Everything"} | KINDS),
        metals=options(METALS, first=_("Any metal")),
        states=options(STATES),
    )


@bp.get("/lots.csv")
@open_to()
@goes_out
def export() -> ResponseReturnValue:
    return sent_csv("lots.csv", HEAD, (_cells(row) for row in export_lots(reading(), _wanted())))


def as_file(name: str, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> Response:
    """A table to take away."""
    done_reading()
    answer = Response(csv_bytes(head, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _wanted() -> Wanted:
    chosen = {name: words(name) for name in ("kind", "metal", "state")}
    return Wanted(
        words("q"), chosen["kind"], chosen["metal"], chosen["state"], page_number(), read_sort(words("sort"), SORTS)
    )


def _paged(lines: list[Any], further: bool, endpoint: str, page: int, asked: dict[str, Any]) -> Paged:
    first = (page - 1) * PAGE
    said = _("{first} to {last}", first=first + 1, last=first + len(lines)) if lines else ""
    before = url_for(endpoint, **asked, page=page - 1) if page > 1 else ""
    return Paged(lines, said, before, url_for(endpoint, **asked, page=page + 1) if further else "")


def _line(row: Any) -> dict[str, str]:
    dot, told = state_of(row)
    return {
        "code": row.code,
        "what": title_of(row),
        "fineness": struck(row.fineness) if row.metal else "",
        "supplier": _("Made here") if row.is_own else (row.supplier or ""),
        "owner": row.owner or (_("a customer") if row.owner_code else ""),
        "received": told_day(row.received_on),
        "left": told_amount(left_of(row), row.kind),
        "dot": dot,
        "told": told,
    }


def _cells(row: Any) -> tuple[object, ...]:
    what = (row.code, row.kind, title_of(row), row.metal, struck(row.fineness) if row.fineness else None, row.form)
    whose = (row.supplier, row.owner, row.received_on)
    came = (exact(row.received_mg), thousandths(row.received_carats), row.received_number)
    left = (exact(row.mg), thousandths(row.carat_thousandths), row.number)
    state = "held" if row.is_held else "usable" if left_of(row) else "used up"
    return (*what, *whose, *came, *left, state, row.origin, row.country, row.note)


@bp.get("/lots/new")
@open_to(*MAY_WORK)
def form() -> ResponseReturnValue:
    kind = request.args.get("kind", "metal")
    return _form(kind if kind in KINDS else "metal")


def _form(kind: str, refusal: Refusal | None = None, chosen: Chosen | None = None) -> ResponseReturnValue:
    session, shop = reading(), the_shop()
    suppliers = supplier_options(session)
    values = {
        "alloys": alloys(session),
        "suppliers": [("", _("Not said, or new by name")), *suppliers],
        "customers": [("", _("No, it is the shop’s")), *suppliers],
    }
    done_reading()
    return render_template(
        "materials/lot_new.html",
        kind=kind,
        kinds=options(KINDS),
        is_stones=kind in ("stone", "stones"),
        says=[(key, _(SAYS_TOLD[key])) for key in SAYS],
        forms=options(FORMS_TOLD, first=_("Not said")),
        countries=country_options(_("Not known"), with_unknown=True),
        natures=options(NATURES),
        treatments=options(TREATMENTS),
        species=SPECIES,
        currency=shop.currency if shop else None,
        today=today().isoformat(),
        chosen=chosen,
        refusal=refusal,
        typed=request.form if refusal else {},
        **values,
    ), refusal.status if refusal else 200


@bp.post("/lots")
@open_to(*MAY_WORK)
def take() -> ResponseReturnValue:
    kind, invoice = request.form.get("kind", "metal"), None
    try:
        invoice = invoice_sent()
        arrival = arrival_typed(kind, invoice)
        told = do("take a lot in", lambda w: {"lot": take_in(w, arrival)}).told
    except Refusal as refusal:
        return _form(kind if kind in KINDS else "metal", refusal, stays(invoice, shoproom().settings.secret_key))
    flash(_("{code} is in the books. Write the code on its bag.", code=told["lot"]), "done")
    return redirect(url_for("lot.page", code=told["lot"]), 303)


@bp.get("/stones")
@open_to()
def stones() -> ResponseReturnValue:
    """Stones and parcels, newest first."""
    wanted, refusal = _stones_wanted()
    rows = list_stones(reading(), wanted)
    done_reading()
    asked = {name: words(name) for name in ("q", "species", "colour", "clarity", "shape", "least", "most", "report")}
    asked |= {"sort": wanted.sort.asked}
    return render_template(
        "materials/stones.html",
        paged=_paged([_stone_line(row) for row in rows[:PAGE]], len(rows) > PAGE, "lots.stones", wanted.page, asked),
        asked={name: value or "" for name, value in asked.items()},
        sort=wanted.sort,
        species=SPECIES,
        reports=[("", _("With or without report")), ("yes", _("With report")), ("no", _("Without report"))],
        refusal=refusal,
    ), refusal.status if refusal else 200


@bp.get("/stones.csv")
@open_to()
def export_all_stones() -> ResponseReturnValue:
    wanted, refusal = _stones_wanted()
    if refusal:
        raise refusal
    return sent_csv("stones.csv", STONE_HEAD, (_stone_cells(row) for row in export_stones(reading(), wanted)))


def _stones_wanted() -> tuple[WantedStones, Refusal | None]:
    """What is looked for; carats that are none are said, and the rest is looked for without them."""
    exact_words: dict[str, Any] = {name: words(name) for name in ("species", "colour", "clarity", "shape")}
    report = {"yes": True, "no": False}.get(words("report") or "")
    carats: dict[str, Any] = {"least": None, "most": None}
    refused: Refusal | None = None
    for name in carats:
        typed = words(name)
        try:
            carats[name] = read_carats(typed, field=name) if typed else None
        except Refusal as refusal:
            refused = refusal
    return WantedStones(
        words("q"), **exact_words, **carats, has_report=report, page=page_number(), sort=_stone_sort()
    ), refused


def _stone_sort() -> Sort:
    return read_sort(words("sort"), STONE_SORTS)


def _stone_line(row: Any) -> dict[str, str]:
    parts = [worded(NATURES, row.nature) if row.nature not in (None, "unknown", "natural") else "", row.shape]
    treated = row.treatment not in (None, "none", "unknown")
    parts += [worded(TREATMENTS, row.treatment)] if treated else []
    report = " ".join(one for one in (row.laboratory, row.report_number) if one)
    return {
        "code": row.code,
        "species": (row.species or _("stone")).capitalize(),
        "note": ", ".join(one for one in parts if one),
        "colour": row.colour or "",
        "clarity": row.clarity or "",
        "report": report,
        "carats": _("{carats} ct", carats=thousandths(row.carat_thousandths)),
        "left": _("{number} of {whole}", number=row.left_number or 0, whole=row.number or 0),
        "here": "yes" if row.left_number else "",
    }


def _stone_cells(row: Any) -> tuple[object, ...]:
    what = (row.code, row.species, row.nature, row.treatment, row.shape, row.colour, row.clarity, row.cut)
    left = (thousandths(row.left_carats), row.left_number)
    return (
        *what,
        thousandths(row.carat_thousandths),
        row.number,
        *left,
        row.laboratory,
        row.report_number,
        row.supplier,
        row.received_on,
    )
