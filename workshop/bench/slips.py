"""Job slips: what goes with a piece through its stages on paper, before it has a tag; one a page of A6, four a page of A4."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from workshop.access import open_to
from workshop.bench.card import edition_of, known_serial
from workshop.bench.codes import MOST_IN_TRAY, SLIP, TRAY
from workshop.bench.lines import line_of
from workshop.bench.showing import page_number, words
from workshop.bench.symbols import of_any_length, small
from workshop.catalogue.defaults import KINDS as PIECE_KINDS
from workshop.catalogue.models import Design, Edition, Stage
from workshop.days import short_day
from workshop.errors import Invalid, NotFound
from workshop.materials.models import Material
from workshop.people.shop_web import today, zone
from workshop.pieces.listing import PAGE, STATES, Wanted, list_pieces
from workshop.pieces.making_models import CastingTree, TreePlace
from workshop.pieces.models import Personalisation, Piece
from workshop.web import done_reading, reading, shoproom
from workshop.wording import _, n_

KIND_OF = {kind.key: kind for kind in PIECE_KINDS}

bp = Blueprint("slips", __name__)

MOST = 200
PAPERS = ("a4", "a6")
_NEWEST = select(func.max(Personalisation.sequence)).where(Personalisation.piece_id == Piece.id).scalar_subquery()
_ROWS = (
    select(
        Piece.serial,
        Piece.kind,
        Piece.parts,
        Piece.size,
        Piece.due_on,
        Piece.is_rush,
        Piece.order_note,
        Piece.route_id,
        Piece.edition_number,
        Edition.size.label("edition_size"),
        Design.name.label("design"),
        Design.code.label("design_code"),
        Design.picture,
        Material.name.label("material"),
        Personalisation.engraving,
        Personalisation.place.label("engraving_place"),
    )
    .join(Design, Design.id == Piece.design_id)
    .join(Material, Material.id == Piece.material_id)
    .outerjoin(Edition, Edition.id == Piece.edition_id)
    .outerjoin(
        Personalisation, (Personalisation.piece_id == Piece.id) & (Personalisation.sequence == _NEWEST.correlate(Piece))
    )
    .order_by(Piece.id)
    .limit(MOST)
)


@dataclass(frozen=True)
class Slip:
    """One slip, told. `facts` are (what, how much); each stage gets a line to write on.

    `picture`: where the design's own is; without one the `drawing` of its kind stands there.
    """

    serial: str
    design: str
    drawing: str
    picture: str
    symbol: Markup
    is_rush: bool
    facts: list[tuple[str, str]]
    has_stones: bool
    stages: list[str]


@bp.get("/slips")
@open_to()
def choose() -> ResponseReturnValue:
    """Which pieces to print slips of."""
    state = request.args.get("state", "working")
    wanted = Wanted(words("q"), state if state in STATES else None, page_number())
    rows, now, on = list_pieces(reading(), wanted), shoproom().now(), today()
    done_reading()

    def at(page: int) -> str:
        return url_for("slips.choose", q=wanted.words, state=wanted.state or "", page=page)

    return render_template(
        "scan/slips.html",
        lines=[line_of(row, now, on) for row in rows[:PAGE]],
        wanted=wanted,
        previous=at(wanted.page - 1) if wanted.page > 1 else "",
        next=at(wanted.page + 1) if len(rows) > PAGE else "",
    )


@bp.get("/slips/sheet")
@open_to()
def sheet() -> ResponseReturnValue:
    """The slips of some pieces, or of all on a casting tree. Two statements, one more for a tree."""
    tree = request.args.get("tree", "")
    serials = _on_tree(reading(), tree) if tree else [one for one in request.args.getlist("serial") if len(one) < 60]
    if not serials:
        raise Invalid(_("Tick the pieces that you want slips of."), slug="nothing-ticked", field="serial")
    paper = request.args.get("paper", PAPERS[0])
    return _tray(serials) if paper == "tray" else _printed(serials[:MOST], paper)


@bp.get("/pieces/<serial>/slip")
@open_to()
def slip(serial: str) -> ResponseReturnValue:
    """The slip of one piece, A6 unless A4 is asked for."""
    return _printed([known_serial(serial)], request.args.get("paper", PAPERS[1]))


def _printed(serials: Sequence[str], paper: str) -> ResponseReturnValue:
    session = reading()
    rows: Sequence[Any] = session.execute(_ROWS.where(Piece.serial.in_([known_serial(one) for one in serials]))).all()
    if not rows:
        raise NotFound(_("There is no such piece here. Look at the number on the slip or the tag again."))
    stages = _stages(session, {row.route_id for row in rows})
    slips = [_slip(row, stages[row.route_id]) for row in rows]
    printed_on = short_day(shoproom().now(), zone())
    done_reading()
    paper = paper if paper in PAPERS else PAPERS[0]
    return render_template("scan/sheet.html", slips=slips, paper=paper, printed_on=printed_on)


def _tray(serials: Sequence[str]) -> ResponseReturnValue:
    """One slip for several pieces that lie in a tray, each in its slot. One statement."""
    named = list(dict.fromkeys(known_serial(one) for one in serials[:MOST_IN_TRAY]))
    found: Sequence[Any] = reading().execute(_ROWS.where(Piece.serial.in_(named))).all()
    rows = {row.serial: row for row in found}
    slots = [rows[one] for one in named if one in rows]
    if not slots:
        raise NotFound(_("There is no such piece here. Look at the number on the slip or the tag again."))
    printed_on = short_day(shoproom().now(), zone())
    done_reading()
    those = [row.serial for row in slots]
    return render_template(
        "scan/tray.html",
        slots=[(row.serial, row.design, ", ".join(told for _what, told in _facts(row)[:2])) for row in slots],
        symbol=of_any_length(TRAY + "+".join(those)),
        plant=url_for("planting.new", serial=" ".join(those)),
        printed_on=printed_on,
    )


def _on_tree(session: Session, code: str) -> list[str]:
    return list(
        session.scalars(
            select(Piece.serial)
            .join(TreePlace, TreePlace.piece_id == Piece.id)
            .join(CastingTree, CastingTree.id == TreePlace.tree_id)
            .where(CastingTree.code == code[:20].upper())
        )
    )


def _stages(session: Session, routes: set[int]) -> defaultdict[int, list[str]]:
    """The names of the stages of each route in order. One statement."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    asked = select(Stage.route_id, Stage.name).where(Stage.route_id.in_(routes), Stage.retired_at.is_(None))
    for route_id, name in session.execute(asked.order_by(Stage.position, Stage.id)):
        found[route_id].append(name)
    return found


def _slip(row: Row[Any], stages: list[str]) -> Slip:
    kind = KIND_OF[row.kind]
    symbol = small(SLIP + row.serial)
    picture = url_for("catalogue.picture", code=row.design_code) if row.picture else ""
    return Slip(row.serial, row.design, kind.base, picture, symbol, row.is_rush, _facts(row), kind.has_stones, stages)


def _facts(row: Row[Any]) -> list[tuple[str, str]]:
    engraved = _("{what}, {where}", what=row.engraving, where=row.engraving_place) if row.engraving_place else None
    facts = [
        (_("Metal"), _(row.material)),
        (_("Size"), row.size or ""),
        (_("Parts"), n_("{count} part", "{count} parts", row.parts) if row.parts > 1 else ""),
        (_("Edition"), edition_of(row)),
        (_("Engraving"), (engraved or row.engraving or "") if row.engraving else ""),
        (_("Due on"), row.due_on or ""),
        (_("Order"), row.order_note or ""),
    ]
    return [(what, told) for what, told in facts if told]
