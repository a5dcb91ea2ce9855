"""How much went through the house: begun, passed, left and scrapped, by time or design; steps of work by stage."""

from typing import Any

from sqlalchemy import distinct, func, literal, select
from sqlalchemy.orm import Session

from workshop.catalogue.models import Design, Stage
from workshop.inspection.models import Departure, Inspection
from workshop.pieces.models import Piece, WorkEvent
from workshop.reports.drawing import Picture, Point, draw
from workshop.reports.finished import FINISHES, first_passed, is_first_pass, stands
from workshop.reports.logs import log_cases
from workshop.reports.naming import part_name
from workshop.reports.spans import Part, begins, ends, find_part, parts
from workshop.reports.told import Behind, Column, Kind, Report, Span
from workshop.wording import N_, _

WAYS = (("time", N_("Time")), ("design", N_("Design")), ("stage", N_("Stage")))
MOST_INSPECTIONS = 8_000  # in the days that a page reckons by design or stage; by time it counts all
HAPPENED = ("begun", "passed", "left", "scrapped")
AT: dict[str, Any] = {
    "begun": Piece.created_at,
    "passed": Inspection.decided_at,
    "left": Departure.at,
    "scrapped": WorkEvent.at,
    "steps": WorkEvent.at,
}


def throughput_report(session: Session, span: Span, _currency: str | None) -> Report:
    """Six statements; by stage three more."""
    shown = parts(span)
    series = [
        {"key": part.key, "group": part_name(part), "part": part_name(part)} | dict.fromkeys(HAPPENED, 0)
        for part in shown
    ]
    for name in HAPPENED:
        for number, count in enumerate(session.execute(_counted(name, span, shown)).one()):
            series[number][name] = count
    totals: dict[str, Any] = {name: sum(int(str(one[name])) for one in series) for name in HAPPENED}
    if span.by == "stage":
        rows, more = _by_stage(session, span)
        return Report("throughput", _definitions(), rows, totals | more, series)
    rows = _by_design(session, span) if span.by == "design" else series
    return Report(
        "throughput", _definitions(), [*rows, *_of_logs(session, span)], totals, series if span.by == "design" else ()
    )


def _counted(name: str, span: Span, shown: list[Part]) -> Any:
    """One row with a count for each part: each is counted in an index by its time alone, as years of history need it."""
    table: Any = {"begun": Piece, "passed": Inspection, "left": Departure}.get(name, WorkEvent)
    so = {"passed": is_first_pass(), "left": Departure.kind != "tagged"}
    also = (so[name],) if name in so else (WorkEvent.kind == "scrap", stands(WorkEvent)) if name == "scrapped" else ()
    return select(
        *(
            select(func.count())
            .select_from(table)
            .where(AT[name].between(begins(part, span), ends(part, span)), *also)
            .scalar_subquery()
            .label(f"part_{number}")
            for number, part in enumerate(shown)
        )
    )


def happened(name: str, span: Span, *columns: Any) -> Any:
    """A statement over what happened in the span, one row for each time."""
    wanted, within = select(*columns), AT[name].between(span.since, span.until)
    if name == "begun":
        return wanted.select_from(Piece).join(Design, Design.id == Piece.design_id).where(within)
    table: Any = {"passed": Inspection, "left": Departure}.get(name, WorkEvent)
    wanted = (
        wanted.select_from(table).join(Piece, Piece.id == table.piece_id).join(Design, Design.id == Piece.design_id)
    )
    if name == "passed":
        return wanted.where(first_passed(span))
    if name == "left":
        return wanted.where(within, Departure.kind != "tagged")
    if name == "scrapped":
        return wanted.where(within, WorkEvent.kind == "scrap", stands(WorkEvent))
    return wanted.outerjoin(Stage, Stage.id == WorkEvent.stage_id).where(
        within, WorkEvent.kind.in_(FINISHES), stands(WorkEvent)
    )


def _by_design(session: Session, span: Span) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for name in HAPPENED:
        for row in session.execute(
            happened(name, span, Design.code, Design.name, func.count().label("count")).group_by(
                Design.code, Design.name
            )
        ):
            found.setdefault(row.code, {"key": row.code, "group": row.name} | dict.fromkeys(HAPPENED, 0))[name] = (
                row.count
            )
    return sorted(found.values(), key=lambda one: (one["group"], one["key"]))


def _by_stage(session: Session, span: Span) -> tuple[list[dict[str, Any]], dict[str, int]]:
    told = (func.count().label("steps"), func.count(distinct(WorkEvent.piece_id)).label("pieces"))
    rows = session.execute(
        happened("steps", span, Stage.name, func.min(Stage.position).label("position"), *told).group_by(Stage.name)
    )
    found = sorted(rows, key=lambda row: (row.position is None, row.position, row.name))
    whole = session.execute(happened("steps", span, *told)).one()
    return [
        {
            "key": f"at:{row.name or ''}",
            "group": _(row.name) if row.name else _("No stage"),
            "steps": row.steps,
            "pieces": row.pieces,
        }
        for row in found
    ], {"steps": whole.steps, "pieces": whole.pieces}


def _of_logs(session: Session, span: Span) -> list[dict[str, Any]]:
    """One row for each old log: its cases whose last finish was in the span, and what they tell of rejects and rework."""
    found: dict[str, dict[str, Any]] = {}
    for one in log_cases(session, span.since, span.until):
        row = found.setdefault(
            one.source,
            {
                "key": "",
                "log": one.source,
                "group": _("Old log {name}", name=one.source),
                "passed": 0,
                "done": 0,
                "rejected": 0,
                "rework_steps": 0,
            },
        )
        row["passed"] += 1
        row["done"] += one.done
        row["rejected"] += one.rejected
        row["rework_steps"] += one.rework
    return list(found.values())


def _behind(_session: Session, span: Span, column: str, key: str) -> Behind | None:
    if column not in AT and column != "pieces":
        return None
    name = "steps" if column == "pieces" else column
    told = (Piece.serial, Design.name.label("design"))
    what = {"left": Departure.kind, "scrapped": WorkEvent.reason, "steps": Stage.name}.get(name, literal(""))
    wanted = happened(name, span, *told, AT[name].label("at"), what.label("what")).where(*_within(name, span, key))
    if column == "pieces":
        wanted = happened(
            name, span, *told, func.max(WorkEvent.at).label("at"), func.max(Stage.name).label("what")
        ).where(*_within(name, span, key))
        return Behind(wanted.group_by(Piece.serial, Design.name).order_by(Piece.serial), LISTED, _line)
    return Behind(wanted.order_by(AT[name].desc(), Piece.serial), LISTED, _line)


def _within(name: str, span: Span, key: str) -> tuple[Any, ...]:
    if key.startswith("at:"):
        return (Stage.name == key[3:] if key[3:] else Stage.name.is_(None),)
    part = find_part(parts(span), key)
    if part is not None:
        return (AT[name].between(begins(part, span), ends(part, span)),)
    return (Design.code == key,) if key else ()


def _line(row: Any) -> dict[str, Any]:
    return {
        "serial": row.serial,
        "design": row.design,
        "at": row.at,
        "what": _(row.what.replace("_", " ")) if row.what else "",
    }


def _pictures(report: Report, span: Span) -> list[Picture | None]:
    column = "steps" if span.by == "stage" else "passed"
    rows = [row for row in report.rows if "log" not in row]
    points = [Point(row["group"], row[column], (column, row["key"]), str(row[column] or "")) for row in rows]
    told = ", ".join(f"{row['group']} {row[column]}" for row in rows)
    words = (
        _("Steps of work by stage: {told}", told=told)
        if span.by == "stage"
        else _("Pieces that passed for the first time: {told}", told=told)
    )
    return [draw("bars", points, words=words)]


def _definitions() -> dict[str, str]:
    return {
        "begun": _("Pieces put on record in these days."),
        "passed": _(
            "Pieces that passed for the first time. Of an old log, its cases whose last finish was in these days; they are in no sum."
        ),
        "left": _(
            "Times that a piece went out of the house by its own pass: sold, shipped, lent, handed back. Tagging is none."
        ),
        "scrapped": _("Pieces that an inspection scrapped."),
        "steps": _("Entries that finish work at a stage; what was taken back is none."),
    }


def _columns(span: Span) -> tuple[Column, ...]:
    if span.by == "stage":
        return (
            Column("group", N_("Stage")),
            Column("steps", N_("Steps"), "count", True),
            Column("pieces", N_("Pieces"), "count", True),
        )
    return (
        Column("group", N_("Design") if span.by == "design" else N_("When")),
        Column("begun", N_("Begun"), "count", True),
        Column("passed", N_("Passed"), "count", True),
        Column("left", N_("Left"), "count", True),
        Column("scrapped", N_("Scrapped"), "count", True),
    )


LISTED = (
    Column("serial", N_("Piece"), "piece"),
    Column("design", N_("What")),
    Column("at", N_("When"), "moment"),
    Column("what", N_("How")),
)

THROUGHPUT = Kind(
    "throughput",
    N_("Throughput"),
    N_("How many pieces were begun, passed, left and were scrapped, and how many steps each stage did."),
    throughput_report,
    _columns,
    (
        Column("begun", N_("begun"), "count", True),
        Column("passed", N_("passed first"), "count", True),
        Column("left", N_("left the house"), "count", True),
        Column("scrapped", N_("scrapped"), "count", True),
    ),
    _behind,
    _pictures,
    WAYS,
    most=MOST_INSPECTIONS,
    whole_by=("time",),
)
