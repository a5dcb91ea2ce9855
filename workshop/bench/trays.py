"""Melts, trays and hands: making a lot of others, making one of what a tray has gathered, and what everybody has."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from workshop.access import goes_out, open_to
from workshop.bench.lot_forms import chosen, grams_typed
from workshop.bench.lot_words import TRAYS, exact, left_of, title_of, told_amount
from workshop.bench.lots import as_file
from workshop.bench.showing import words
from workshop.catalogue.queries import alloys
from workshop.days import read_day, told_day
from workshop.errors import Invalid, NotFound, Refusal
from workshop.forms import text, ticked
from workshop.materials.holding import held_in
from workshop.materials.ledger import Amount
from workshop.materials.melting import Poured, gather, melt
from workshop.materials.stock import Wanted, list_lots, unsettled_lots
from workshop.materials.wordings import FORMS_TOLD, METALS, options, worded
from workshop.materials.words import FORMS
from workshop.materials.words import METALS as METAL_KEYS
from workshop.people.duties import MAY_WORK
from workshop.people.shop_web import today, zone
from workshop.texts import PARAGRAPH
from workshop.units import thousandths
from workshop.web import do, done_reading, reading
from workshop.wording import _

bp = Blueprint("trays", __name__, url_prefix="/materials")
PARTS = 6
HAND_HEAD = ("where", "who", "lot", "what", "metal", "g", "ct", "number")
MELTED_INTO = ("ingot", "button", "grain", "sheet", "wire", "bar", "casting")


@dataclass
class Hand:
    """What one person, supplier or tray holds; `sums` are told by metal."""

    name: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)
    sums: dict[str, int] = field(default_factory=dict)

    @property
    def told_sums(self) -> str:
        return ", ".join(f"{worded(METALS, metal)} {exact(mg)} g" for metal, mg in self.sums.items())


@bp.get("/melt")
@open_to(*MAY_WORK)
def melt_form() -> ResponseReturnValue:
    return _melt_page()


def _melt_page(refusal: Refusal | None = None) -> ResponseReturnValue:
    session = reading()
    rows = [row for row in list_lots(session, Wanted(kind="metal", state="usable")) if row.mg]
    values = {"alloys": [("", _("An alloy of our own")), *alloys(session)]}
    done_reading()
    return render_template(
        "materials/lots_melt.html",
        offered=[(row.code, f"{title_of(row)}, {told_amount(left_of(row), row.kind)}") for row in rows],
        parts=range(1, PARTS + 1),
        chosen=words("lot") or "",
        metals=options(METALS),
        forms=[(key, _(FORMS_TOLD[key])) for key in MELTED_INTO],
        refusal=refusal,
        typed=request.form if refusal else {},
        **values,
    ), refusal.status if refusal else 200


@bp.post("/melt")
@open_to(*MAY_WORK)
def pour() -> ResponseReturnValue:
    try:
        parts, poured = _parts_typed(), _poured_typed("ingot")
        told = do("melt", lambda w: {"lot": melt(w, parts, poured)}).told
    except Refusal as refusal:
        return _melt_page(refusal)
    flash(_("{code} is poured. Write the code on its bag.", code=told["lot"]), "done")
    return redirect(url_for("lot.page", code=told["lot"]), 303)


def _parts_typed() -> list[tuple[str, int]]:
    """Lots and their milligrams; a line with one of both only is refused."""
    parts = []
    for number in range(1, PARTS + 1):
        code, mg = text(f"lot_{number}"), grams_typed(f"grams_{number}")
        if bool(code) != bool(mg):
            raise Invalid(
                _("Line {number} needs a lot and its grams.", number=number),
                slug="part-incomplete",
                field=f"grams_{number}" if code else f"lot_{number}",
            )
        if code:
            parts.append((code.partition(" ")[0].upper(), mg))
    return parts


def _poured_typed(form: str) -> Poured:
    metal = chosen("metal", METAL_KEYS)
    if metal is None:
        raise Invalid(_("Say which metal it is."), slug="metal-missing", field="metal")
    return Poured(
        mg=grams_typed("poured"),
        metal=metal,
        alloy=text("alloy"),
        form=chosen("form", FORMS) or form,
        name=text("name"),
        skull_mg=grams_typed("skull"),
        loss_mg=grams_typed("loss"),
        note=text("note", longest=PARAGRAPH),
        are_mixed=ticked("are_mixed"),
    )


@bp.get("/trays")
@open_to()
def trays() -> ResponseReturnValue:
    return _trays_page()


def _trays_page(refusal: Refusal | None = None, at: str = "") -> ResponseReturnValue:
    """The three trays, and what was made of them and waits for its refiner. Four statements."""
    session = reading()
    held = {tray: held_in(session, tray, tray) for tray in TRAYS}
    waiting = unsettled_lots(session, tuple(TRAYS))
    done_reading()
    shown = [(tray, _(name), _hand(_(name), held[tray])) for tray, name in TRAYS.items()]
    return render_template(
        "materials/trays.html",
        trays=[(key, name, hand, [(m, worded(METALS, m)) for m in hand.sums]) for key, name, hand in shown],
        waiting=[_waiting(row) for row in waiting],
        at=at,
        refusal=refusal,
        typed=request.form if refusal else {},
    ), refusal.status if refusal else 200


def _waiting(row: Any) -> dict[str, Any]:
    is_here = row.mg > 0
    told = told_amount(left_of(row), row.kind) if is_here else _("sent out")
    return {"code": row.code, "what": title_of(row), "told": told, "is_here": is_here, "on": told_day(row.received_on)}


@bp.post("/trays/<tray>")
@open_to(*MAY_WORK)
def make_lot(tray: str) -> ResponseReturnValue:
    """All that a tray holds of one metal becomes a lot."""
    if tray not in TRAYS:
        raise NotFound(_("There is nothing at this address."), slug="not-found")
    try:
        poured = _poured_typed(tray)
        told = do("make a lot of a tray", lambda w: {"lot": gather(w, tray, poured)}).told
    except Refusal as refusal:
        return _trays_page(refusal, tray)
    flash(_("{code} is made of the tray. Send it to the refiner, or melt it.", code=told["lot"]), "done")
    return redirect(url_for("lot.page", code=told["lot"]), 303)


@bp.get("/people")
@open_to()
def people() -> ResponseReturnValue:
    """What each person has in hand and what is out of the house, now or at the end of a day. Two statements."""
    typed, refusal = words("on"), None
    try:
        on = read_day(typed, field="on", latest=today())
    except Refusal as refused:
        on, refusal = None, refused
    at = _end_of(on) if on else None
    session, sought = reading(), words("q") or ""
    hands, outside = (_speaking_of(held_in(session, kind, at=at), sought) for kind in ("person", "supplier"))
    done_reading()
    return render_template(
        "materials/lots_people.html",
        people=_hands(hands),
        suppliers=_hands(outside),
        on=on or "",
        sought=sought,
        told=told_day(on),
        refusal=refusal,
    ), refusal.status if refusal else 200


@bp.get("/people.csv")
@open_to()
@goes_out
def people_csv() -> ResponseReturnValue:
    """The same as a table, with what the trays hold."""
    on = read_day(words("on"), field="on", latest=today())
    session, at = reading(), _end_of(on) if on else None
    rows = [row for kind in ("person", "supplier") for row in held_in(session, kind, at=at)]
    rows += [row for tray in TRAYS for row in held_in(session, tray, tray, at=at)]
    return as_file("in-hand.csv", HAND_HEAD, [_hand_cells(row) for row in _speaking_of(rows, words("q") or "")])


def _hand_cells(row: Any) -> tuple[object, ...]:
    how_much = (exact(row.mg), thousandths(row.carat_thousandths), row.number)
    return (row.kind, row.whose or row.key.partition(":")[2], row.code, title_of(row), row.metal, *how_much)


def _speaking_of(rows: Sequence[Any], sought: str) -> list[Any]:
    """Those of a name, a lot or a metal."""
    wanted = sought.casefold()
    return [row for row in rows if wanted in f"{row.whose} {row.code} {title_of(row)} {row.metal}".casefold()]


def _end_of(day: str) -> datetime:
    """The last moment of a day where the shop is."""
    following = date.fromisoformat(day) + timedelta(days=1)
    return datetime.combine(following, time(), zone()) - timedelta(microseconds=1)


def _hands(rows: Sequence[Any]) -> list[Hand]:
    by_key: dict[str, list[Any]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    return [_hand(found[0].whose or key.partition(":")[2], found) for key, found in by_key.items()]


def _hand(name: str, rows: Sequence[Any]) -> Hand:
    hand = Hand(name)
    for row in rows:
        hand.lines.append((row.code, title_of(row), told_amount(_amount(row), row.lot_kind)))
        if row.metal:
            hand.sums[row.metal] = hand.sums.get(row.metal, 0) + row.mg
    return hand


def _amount(row: Any) -> Amount:
    return Amount(row.mg, row.carat_thousandths, row.number)
