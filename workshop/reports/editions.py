"""Editions: how many pieces of each are numbered, passed, gone, scrapped, and how many numbers are left."""

from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from workshop.catalogue.models import Design, Edition
from workshop.pieces.models import Piece, PieceHead
from workshop.reports.drawing import Picture, Point, draw
from workshop.reports.told import Behind, Column, Kind, Report, Span
from workshop.wording import N_, _

# What a numbered piece counts as, by the state it is in.
STATES = {"gone": ("away",), "passed": ("released",), "scrapped": ("scrapped",)}
NAMES = {"in_work": N_("In work"), "passed": N_("Passed, here"), "gone": N_("Gone"), "scrapped": N_("Scrapped")}
KNOWN = tuple(state for states in STATES.values() for state in states)


def _is(name: str) -> Any:
    return PieceHead.state.in_(STATES[name]) if name in STATES else PieceHead.state.not_in(KNOWN)


def editions_report(session: Session, _span: Span, _currency: str | None) -> Report:
    """One statement."""
    counts = (func.sum(case((_is(name), 1), else_=0)).label(name) for name in NAMES)
    asked = (
        select(Edition.id, Edition.name, Edition.size, Edition.proofs, Design.code, Design.name.label("design"))
        .add_columns(func.count(Piece.id).label("numbered"), *counts)
        .join(Design, Design.id == Edition.design_id)
        .outerjoin(Piece, Piece.edition_id == Edition.id)
        .outerjoin(PieceHead, PieceHead.piece_id == Piece.id)
        .group_by(Edition.id, Edition.name, Edition.size, Edition.proofs, Design.code, Design.name)
        .order_by(Design.name, Edition.name, Edition.id)
    )
    rows = [_row(row) for row in session.execute(asked)]
    totals: dict[str, Any] = {name: sum(row[name] for row in rows) for name in ("size", "numbered", "free", *NAMES)}
    return Report("editions", _definitions(), rows, totals | {"editions": len(rows)})


def _row(row: Any) -> dict[str, Any]:
    told = {"key": f"{row.code}/{row.name}", "group": _("{design}, {name}", design=row.design, name=row.name)}
    counts = {name: int(getattr(row, name) or 0) for name in NAMES}
    sizes = {"size": row.size, "proofs": row.proofs, "numbered": row.numbered, "free": row.size - row.numbered}
    return told | sizes | counts


def _behind(_session: Session, _span: Span, column: str, key: str) -> Behind | None:
    if column not in NAMES and column != "numbered":
        return None
    code, _slash, name = key.partition("/")
    told = (
        Piece.serial,
        Design.name.label("design"),
        Edition.name,
        Piece.edition_number,
        Edition.size,
        PieceHead.state,
    )
    found = (
        select(*told)
        .join(Edition, Edition.id == Piece.edition_id)
        .join(Design, Design.id == Edition.design_id)
        .join(PieceHead, PieceHead.piece_id == Piece.id)
        .order_by(Design.name, Edition.id, Piece.edition_number)
    )
    found = found.where(and_(Design.code == code, Edition.name == name)) if key else found
    return Behind(found.where(_is(column)) if column in NAMES else found, LISTED, _line)


def _line(row: Any) -> dict[str, Any]:
    state = next((name for name, states in STATES.items() if row.state in states), "in_work")
    return {
        "serial": row.serial,
        "design": row.design,
        "edition": row.name,
        "number": f"{row.edition_number}/{row.size}",
        "state": _(NAMES[state]),
    }


def _pictures(report: Report, _span: Span) -> list[Picture | None]:
    points = [
        Point(row["group"], row["numbered"], ("numbered", row["key"]), f"{row['numbered']}/{row['size']}")
        for row in report.rows
    ]
    told = ", ".join(f"{one.label} {one.told}" for one in points)
    return [draw("bars", points, words=_("Numbered pieces by edition: {told}", told=told))]


def _definitions() -> dict[str, str]:
    return {
        "size": _("So many pieces and no more."),
        "numbered": _("Pieces that carry a number of the edition, whatever became of them."),
        "free": _("Numbers that no piece carries yet. The number of a scrapped piece is not given again."),
        "gone": _("Went out of the house by their own pass and have not come back."),
    }


def _columns(_span: Span) -> tuple[Column, ...]:
    return (
        Column("group", N_("Edition")),
        Column("size", N_("Size"), "count"),
        Column("proofs", N_("Proofs"), "count"),
        Column("numbered", N_("Numbered"), "count", True),
        *(Column(name, label, "count", True) for name, label in NAMES.items()),
        Column("free", N_("Numbers left"), "count"),
    )


LISTED = (
    Column("serial", N_("Piece"), "piece"),
    Column("design", N_("What")),
    Column("edition", N_("Edition")),
    Column("number", N_("Number")),
    Column("state", N_("Where")),
)

EDITIONS = Kind(
    "editions",
    N_("Editions"),
    N_("How many pieces of each edition are numbered, passed, gone and scrapped, and how many numbers are left."),
    editions_report,
    _columns,
    (
        Column("numbered", N_("numbered pieces"), "count", True),
        Column("gone", N_("of them gone"), "count", True),
        Column("free", N_("numbers left"), "count"),
    ),
    _behind,
    _pictures,
    has_span=False,
)
