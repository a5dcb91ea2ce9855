"""What is taken along of a lot: its movements as a file, the slip for its bag."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from workshop.access import goes_out, open_to
from workshop.bench import lot_shown
from workshop.bench.lot_words import end_of, exact, left_of, origin_told, posting_named, struck, title_of, told_amount
from workshop.downloads_web import sent_csv
from workshop.materials.lineage import papers_of
from workshop.materials.lot_moves import export_movements
from workshop.materials.stock import lot_named
from workshop.people.shop_web import today
from workshop.units import thousandths
from workshop.web import done_reading, reading

MOVE_HEAD = ("on", "what", "from", "to", "g", "ct", "number", "by", "note")
bp = Blueprint("lot_sheets", __name__, url_prefix="/materials/lots")


@bp.get("/<code>/movements.csv")
@open_to()
@goes_out
def movements(code: str) -> ResponseReturnValue:
    session = reading()
    lot = lot_named(session, code)
    return sent_csv(f"{lot.code}.csv", MOVE_HEAD, (_cells(row) for row in export_movements(session, lot.id)))


def _cells(row: Any) -> tuple[object, ...]:
    ends = (end_of(row.from_kind, row.from_key, row.from_name), end_of(row.to_kind, row.to_key, row.to_name))
    how_much = (exact(row.mg), thousandths(row.carat_thousandths), row.number)
    return (row.at.isoformat(), posting_named(row.kind), *ends, *how_much, row.by_name, row.note)


@bp.get("/<code>/slip")
@open_to()
def slip(code: str) -> ResponseReturnValue:
    """What is put into the bag: printed, and read by people."""
    session = reading()
    lot = lot_named(session, code)
    papers = [lot_shown.paper_told(row, lot.received_on) for row in papers_of(session, [lot.id]).get(lot.id, ())]
    values = {
        "title": title_of(lot),
        "subtitle": lot_shown.subtitle(lot),
        "left": told_amount(left_of(lot), lot.kind),
        "fineness": struck(lot.fineness) if lot.metal else "",
        "origin": origin_told(lot),
        "today": today().isoformat(),
    }
    done_reading()
    return render_template("materials/lot_slip.html", lot=lot, papers=papers, **values)
