"""Labels of several pieces at once: chosen, looked at, printed. What cannot be printed is told and holds nothing else up."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from workshop.access import open_to
from workshop.bench.card import known_serial
from workshop.bench.codes import serial_of_code, serial_of_slip
from workshop.bench.showing import page_number, words
from workshop.bench.tag_address import public_address, tag_address
from workshop.errors import Invalid, Refusal
from workshop.people.queries import find_shop
from workshop.provenance.label import Label
from workshop.provenance.labelled import PAGE, SHOWN, SORTS, Labelled, labelled, own_stocks, to_label, without_tag
from workshop.provenance.labelling import MOST_COPIES, note_printing
from workshop.provenance.sheets import labels_pdf, sheet_count, sheet_svg
from workshop.provenance.stock import STOCKS, USUAL, Stock, stock_called
from workshop.sorting import read_sort
from workshop.web import do, done_reading, reading
from workshop.wording import _, n_
from workshop.writing import Writing

bp = Blueprint("labels", __name__)

MOST = 500
TYPED_LONGEST = 10_000
KEPT = "label_format"
NAMED = 10  # serials that a sentence can hold
KEPT_SECONDS = 400 * 24 * 3600


@dataclass(frozen=True)
class Order:
    """What is to be printed: these pieces, on this stock, from this place of the first sheet, so many of each."""

    stock: Stock
    pieces: Sequence[Labelled]
    untagged: Sequence[str]
    unknown: Sequence[str]
    start: int
    copies: int

    @cached_property
    def labels(self) -> list[Label]:
        return [one.label for one in self.pieces for _copy in range(self.copies)]

    @property
    def sheets(self) -> int:
        return sheet_count(self.stock, len(self.labels), self.start)

    @property
    def serials(self) -> list[str]:
        return [one.serial for one in self.pieces]

    def query(self, **more: object) -> str:
        asked = [("serial", one) for one in self.serials]
        how = {"format": self.stock.key, "start": self.start, "copies": self.copies, **more}
        return urlencode([*asked, *how.items()])


@bp.get("/labels")
@open_to()
def choose() -> ResponseReturnValue:
    return _choose()


def _choose(refusal: Refusal | None = None) -> ResponseReturnValue:
    session = reading()
    sought, page = words("q"), page_number()
    shown = next(
        (one for one in reversed(request.values.getlist("shown")) if one in SHOWN), "all" if sought else SHOWN[0]
    )
    sort = read_sort((request.values.getlist("sort") or [""])[-1], SORTS)
    rows, own = to_label(session, sought, shown, page, sort), own_stocks(session)
    is_practice = not public_address()
    done_reading()

    here = {one.serial for one in rows[:PAGE]}
    ticked = list(dict.fromkeys(known_serial(one) for one in request.values.getlist("serial")[:MOST]))
    told = render_template(
        "labels/choose.html",
        refusal=refusal,
        typed=request.values,
        rows=rows[:PAGE],
        shown=shown,
        sort=sort.asked or "",
        sought=sought or "",
        formats=[(one.key, f"{_(one.name)}: {one.told()}") for one in (*own, *STOCKS)],
        usual=request.cookies.get(KEPT, USUAL),
        ticked=ticked,
        elsewhere=[one for one in ticked if one not in here],
        is_practice=is_practice,
        page=page,
        has_more=len(rows) > PAGE,
    )
    return told, refusal.status if refusal else 200


@bp.get("/labels/sheet")
@open_to()
def preview() -> ResponseReturnValue:
    """What will be printed, before it is."""
    try:
        order = _order(request.args.getlist("serial"), request.args.get("typed", ""))
        shown = min(max(_number("sheet", 1), 1), max(order.sheets, 1))
        sheet_svg(order.stock, order.labels[:1], 1, 1)
    except Refusal as refusal:
        return _choose(refusal)
    shop = find_shop(reading())
    lacks = order.stock.shape == "card" and (shop is None or not (shop.postal_address and shop.email))
    is_practice = not public_address()
    done_reading()
    return render_template(
        "labels/preview.html",
        order=order,
        told=_told(order),
        sheet=shown,
        picture=f"/labels/sheet.svg?{order.query(sheet=shown)}",
        previous=f"/labels/sheet?{order.query(sheet=shown - 1)}" if shown > 1 else "",
        next=f"/labels/sheet?{order.query(sheet=shown + 1)}" if shown < order.sheets else "",
        again=[one.serial for one in order.pieces if one.prints],
        missing=[(one.serial, text) for one in order.pieces for text in one.missing],
        lacks_address=lacks,
        is_practice=is_practice,
    )


def _told(order: Order) -> str:
    labels = n_("{count} label", "{count} labels", len(order.labels))
    if order.stock.paper == "roll":
        return _("{labels} on a roll", labels=labels)
    return _("{labels} on {sheets}", labels=labels, sheets=n_("{count} sheet", "{count} sheets", order.sheets))


@bp.get("/labels/sheet.svg")
@open_to()
def picture() -> ResponseReturnValue:
    """One sheet as it will be printed."""
    order = _order(request.args.getlist("serial"), "")
    done_reading()
    drawn = sheet_svg(order.stock, order.labels, order.start, min(max(_number("sheet", 1), 1), max(order.sheets, 1)))
    return Response(drawn, content_type="image/svg+xml")


@bp.post("/labels/sheet")
@open_to()
def sheet() -> ResponseReturnValue:
    """The sheets as a PDF, noted as printed: another time is a reprint, and is noted too."""
    try:
        order = _order(request.form.getlist("serial"), "")
        pdf = labels_pdf(order.stock, order.labels, order.start, title=_("Labels"))
        tags = [one.tag_id for one in order.pieces]

        def note(writing: Writing) -> dict[str, object]:
            note_printing(writing, tags, order.stock, order.copies)
            return {"labels": len(order.labels)}

        do("print labels", note)
    except Refusal as refusal:
        return _choose(refusal)
    answer = Response(pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = "attachment; filename=labels.pdf"
    answer.set_cookie(
        KEPT, order.stock.key, max_age=KEPT_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure
    )
    return answer


def _order(ticked: Sequence[str], typed: str) -> Order:
    """Raises Refusal for what cannot be printed at all."""
    session = reading()
    stock = stock_called(request.values.get("format", USUAL)[:40], own_stocks(session))
    copies = _whole("copies", 1, MOST_COPIES)
    start = _whole("start", 1, stock.a_sheet)
    serials, unknown = _serials(session, ticked, typed)
    pieces = list(labelled(session, serials, tag_address()))
    untagged = without_tag(session, serials) if len(pieces) < len(serials) else []
    if len(pieces) * copies > MOST:
        sentence = _("That is more than {most} labels. Print them in parts, or with the command labels.", most=MOST)
        raise Invalid(sentence, slug="too-many-labels", field="typed")
    if not pieces:
        raise Invalid(_why_none(untagged, unknown), slug="nothing-ticked", field="typed")
    return Order(stock, pieces, untagged, unknown, start, copies)


def _why_none(untagged: Sequence[str], unknown: Sequence[str]) -> str:
    if untagged:
        return _("{serials}: no tag yet. A piece gets its tag once it has passed.", serials=", ".join(untagged[:NAMED]))
    if unknown:
        return _("{typed}: no piece here has this number or code.", typed=", ".join(unknown[:NAMED]))
    return _("Tick or type the pieces that you want labels of. A piece gets its tag once it has passed.")


def _serials(session: Session, ticked: Sequence[str], typed: str) -> tuple[list[str], list[str]]:
    """What was ticked, and what was typed one a line or with commas between: serials, numbers, codes. And what is none."""
    known = [known_serial(one) for one in ticked[: MOST + 1]]
    unknown: list[str] = []
    for one in typed[:TYPED_LONGEST].replace(",", "\n").replace(";", "\n").splitlines()[: MOST + 1]:
        if text := one.strip()[:300]:
            found = serial_of_slip(session, text) or serial_of_code(session, text)
            (known if found else unknown).append(found or text)
    return list(dict.fromkeys(known)), unknown


def _number(name: str, default: int) -> int:
    typed = request.values.get(name, "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else default


def _whole(name: str, default: int, most: int) -> int:
    typed = request.values.get(name, "").strip()
    number = _number(name, default if not typed else 0)
    if not 1 <= number <= most:
        sentence = _("“{typed}” does not do here: type a number from 1 to {most}.", typed=typed[:20], most=most)
        raise Invalid(sentence, slug="not-on-the-sheet", field=name)
    return number
