"""Work in progress: where it stands now, and how long it has stood still."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from workshop.catalogue.models import Design
from workshop.pieces.models import Piece, PieceHead
from workshop.reports.drawing import Picture, Point, draw
from workshop.reports.figures import DAY_S
from workshop.reports.spans import age_s
from workshop.reports.standing import ALIKE, IN_WORK, Place, Stages, heads, in_order, stands_in
from workshop.reports.told import Behind, Column, Kind, Report, Span, grams_of
from workshop.wording import N_, _

# Days stood still, each up to and with its last: the columns of the ageing.
AGES = {
    "days_0_3": (0, 3),
    "days_4_7": (3, 7),
    "days_8_14": (7, 14),
    "days_15_30": (14, 30),
    "days_over_30": (30, None),
}


@dataclass
class _Sum:
    """What is counted of one place."""

    groups: list[Any] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    still_s: int = 0
    longest_s: int = 0
    oldest_s: int = 0
    weight_mg: int = 0


def wip_report(session: Session, span: Span, _currency: str | None) -> Report:
    """Two statements."""
    sums, places = _sums(session, span)
    rows = [_row(place, sums[place.key]) for place in in_order(places)]
    return Report("wip", _definitions(), rows, _told(_whole(sums.values())))


def _sums(session: Session, span: Span) -> tuple[dict[str, _Sum], dict[str, Place]]:
    stages, sums, places = Stages(session), defaultdict[str, _Sum](_Sum), dict[str, Place]()
    for row in session.execute(_counted(span)):
        place = stages.place(row)
        places.setdefault(place.key, place)
        _add(sums[place.key], row)
    return sums, places


def _counted(span: Span) -> Any:
    still = age_s(PieceHead.moved_at, span.now)
    columns = [func.sum(case((_aged(key, span), 1), else_=0)).label(key) for key in AGES]
    return (
        heads(
            *ALIKE,
            func.count().label("pieces"),
            func.sum(case((PieceHead.state == "working", 1), else_=0)).label("in_hand"),
            func.sum(still).label("still_s"),
            func.max(still).label("longest_s"),
            func.max(age_s(Piece.created_at, span.now)).label("oldest_s"),
            func.coalesce(func.sum(PieceHead.weight_mg), 0).label("weight_mg"),
            *columns,
        )
        .where(PieceHead.state.in_(IN_WORK))
        .group_by(*(getattr(one, "element", one) for one in ALIKE))
    )


def _aged(key: str, span: Span) -> Any:
    above, until = AGES[key]
    still = age_s(PieceHead.moved_at, span.now)
    low = still > above * DAY_S if above else still <= (until or 0) * DAY_S
    return low & (still <= until * DAY_S) if above and until else low


def _add(one: _Sum, row: Any) -> None:
    one.groups.append(row)
    for key in ("pieces", "in_hand", *AGES):
        one.counts[key] += int(getattr(row, key))
    one.still_s += int(row.still_s)
    one.longest_s = max(one.longest_s, int(row.longest_s))
    one.oldest_s = max(one.oldest_s, int(row.oldest_s))
    one.weight_mg += int(row.weight_mg)


def _whole(sums: Any) -> _Sum:
    whole = _Sum()
    for one in sums:
        for row in one.groups:
            _add(whole, row)
    return whole


def _row(place: Place, one: _Sum) -> dict[str, Any]:
    return {"key": place.key, "stage": place.name} | _told(one)


def _told(one: _Sum) -> dict[str, Any]:
    pieces = one.counts["pieces"]
    return {
        "pieces": pieces,
        "in_hand": one.counts["in_hand"],
        **{key: one.counts[key] for key in AGES},
        "mean_days": round(one.still_s / pieces / DAY_S, 1) if pieces else None,
        "longest_days": one.longest_s // DAY_S if pieces else None,
        "oldest_days": one.oldest_s // DAY_S if pieces else None,
        "grams": grams_of(one.weight_mg),
    }


def _behind(session: Session, span: Span, column: str, key: str) -> Behind | None:
    """Two statements, and the one that is given back."""
    sums, places = _sums(session, span)
    if key and key not in places:
        return None
    stages, groups = (
        Stages(session),
        [row for name, one in sums.items() for row in one.groups if not key or name == key],
    )
    wanted = (
        heads(
            Piece.serial, Design.name.label("design"), *ALIKE, PieceHead.moved_at, Piece.created_at, PieceHead.weight_mg
        )
        .outerjoin(Design, Design.id == Piece.design_id)  # every piece has one: so no planner begins with the designs
        .where(PieceHead.piece_id.in_(select(PieceHead.piece_id).where(PieceHead.state.in_(IN_WORK))))
        .order_by(Piece.created_at if column == "oldest_days" else PieceHead.moved_at, Piece.id)
    )
    if key:
        wanted = wanted.where(stands_in(groups))
    if column in AGES:
        wanted = wanted.where(_aged(column, span))
    if column == "in_hand":
        wanted = wanted.where(PieceHead.state == "working")
    return Behind(wanted, LISTED, lambda row: _line(row, stages, span))


def _line(row: Any, stages: Stages, span: Span) -> dict[str, Any]:
    return {
        "serial": row.serial,
        "design": row.design,
        "stage": stages.place(row).name,
        "still_days": (span.now - row.moved_at).days,
        "age_days": (span.now - row.created_at).days,
        "grams": None if row.weight_mg is None else grams_of(row.weight_mg),
    }


def _pictures(report: Report, _span: Span) -> list[Picture | None]:
    points = [Point(row["stage"], row["pieces"], ("pieces", row["key"]), str(row["pieces"])) for row in report.rows]
    told = ", ".join(f"{row['stage']} {row['pieces']}" for row in report.rows)
    return [draw("bars", points, words=_("Pieces by stage: {told}", told=told))]


def _definitions() -> dict[str, str]:
    return {
        "pieces": _("On record and neither passed, left nor scrapped; as it stands now."),
        "stage": _("The stage that a piece is in, or waits for; before its inspection, or out at another workshop."),
        "in_hand": _("Somebody has started on it and not put it down."),
        "days": _("Days since a piece last moved on: started, finished, put down, taken up, sent back."),
        "oldest_days": _("Days since the piece was put on record, of the oldest one."),
        "grams": _("The last weight of each piece, with its stones; a piece that was never weighed counts as nothing."),
    }


def _columns(_span: Span) -> tuple[Column, ...]:
    ages = (
        Column(
            key,
            _("over {days} days", days=above)
            if until is None
            else _("{first} to {last} days", first=above + bool(above), last=until),
            "count",
            True,
        )
        for key, (above, until) in AGES.items()
    )
    return (
        Column("stage", N_("Stage")),
        Column("pieces", N_("Pieces"), "count", True),
        Column("in_hand", N_("In hand"), "count", True),
        *ages,
        Column("mean_days", N_("Mean, days"), "days", True),
        Column("longest_days", N_("Longest, days"), "count", True),
        Column("oldest_days", N_("Oldest, days"), "count", True),
        Column("grams", N_("Gross g"), "grams", True),
    )


LISTED = (
    Column("serial", N_("Piece"), "piece"),
    Column("design", N_("What")),
    Column("stage", N_("Stage")),
    Column("still_days", N_("Days still"), "count"),
    Column("age_days", N_("Days old"), "count"),
    Column("grams", N_("Gross g"), "grams"),
)

WIP = Kind(
    "wip",
    N_("Work in progress"),
    N_("Where every piece in work stands now, and how long it has stood still."),
    wip_report,
    _columns,
    (
        Column("pieces", N_("pieces in work"), "count", True),
        Column("days_over_30", N_("have not moved for over 30 days"), "count", True),
        Column("mean_days", N_("days, mean, since they moved"), "days", True),
        Column("grams", N_("g in work"), "grams", True),
    ),
    _behind,
    _pictures,
    has_span=False,
)
