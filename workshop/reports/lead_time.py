"""How long pieces take: from the first start to the last finish, and from the first finish to the last."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from workshop.catalogue.models import Design
from workshop.inspection.models import Inspection
from workshop.materials.models import Material
from workshop.reports.drawing import Picture, Point, draw
from workshop.reports.figures import hours, mean, quantile
from workshop.reports.finished import worked_times
from workshop.reports.logs import log_cases
from workshop.reports.naming import part_name
from workshop.reports.spans import begins, ends, find_part, number_of, parts
from workshop.reports.told import Behind, Column, Kind, Report, Span
from workshop.units import microseconds
from workshop.wording import N_, _

WAYS = (("design", N_("Design")), ("material", N_("Metal")))
MOST_INSPECTIONS = 4_000  # that a page reckons
MEASURES = ("lead", "cycle")


@dataclass
class _Times:
    """Times of one group in microseconds; what is not known is counted apart."""

    pieces: int = 0
    lead: list[int] = field(default_factory=list)
    cycle: list[int] = field(default_factory=list)

    def add(self, lead: int | None, cycle: int | None) -> None:
        self.pieces += 1
        if lead is not None:
            self.lead.append(lead)
        if cycle is not None:
            self.cycle.append(cycle)


def lead_of(row: Any) -> int | None:
    """None where work was finished before anybody pressed start: when it began is not known."""
    if row.first_start is None or row.last_finish is None or row.first_start > row.first_finish:
        return None
    return microseconds(row.last_finish) - microseconds(row.first_start)


def cycle_of(row: Any) -> int | None:
    """None where nothing was finished on record."""
    return None if row.first_finish is None else microseconds(row.last_finish) - microseconds(row.first_finish)


def lead_report(session: Session, span: Span, _currency: str | None) -> Report:
    """Two statements; the second is for the old logs, which are told in rows of their own and in no sum."""
    shown, names = parts(span), dict[str, str]()
    groups, series, whole = defaultdict[str, _Times](_Times), defaultdict[int, _Times](_Times), _Times()
    for row in session.execute(worked_times(span)):
        key, lead, cycle = _key(row, span), lead_of(row), cycle_of(row)
        names[key] = _(row.material) if span.by == "material" else row.design
        for one in (groups[key], series[number_of(row.decided_at, shown, span)], whole):
            one.add(lead, cycle)
    rows = [
        {"key": key, "group": names[key]} | _told(groups[key])
        for key in sorted(groups, key=lambda one: (names[one], one))
    ]
    by_time = [{"key": part.key, "part": part_name(part)} | _told(series[number]) for number, part in enumerate(shown)]
    return Report("lead-time", _definitions(), [*rows, *_of_logs(session, span)], _told(whole), by_time)


def _of_logs(session: Session, span: Span) -> list[dict[str, Any]]:
    """One row for each imported log, over its cases whose last finish was in the span."""
    logs = defaultdict[str, _Times](_Times)
    for one in log_cases(session, span.since, span.until):
        logs[one.source].add(lead_of(one), cycle_of(one))
    return [
        {"key": "", "log": source, "group": _("Old log {name}", name=source)} | _told(times)
        for source, times in logs.items()
    ]


def _key(row: Any, span: Span) -> str:
    return str(row.material if span.by == "material" else row.code)


def _told(one: _Times) -> dict[str, Any]:
    told: dict[str, Any] = {"pieces": one.pieces}
    for name in MEASURES:
        told |= _spread(name, getattr(one, name))
    return told | {"start_unknown": one.pieces - len(one.lead)}


def _spread(name: str, values: list[int]) -> dict[str, float | None]:
    return {
        f"{name}_median_hours": hours(quantile(values, Fraction(1, 2))),
        f"{name}_mean_hours": hours(mean(values)),
        f"{name}_p90_hours": hours(quantile(values, Fraction(9, 10))),
    }


def _behind(_session: Session, span: Span, column: str, key: str) -> Behind | None:
    wanted = worked_times(span, *_within(span, key)).order_by(Inspection.decided_at.desc(), Design.code)
    if column == "start_unknown":
        wanted = _without_start(wanted)
    return Behind(wanted, LISTED, _line)


def _within(span: Span, key: str) -> Iterable[Any]:
    part = find_part(parts(span), key)
    if part is not None:
        return (Inspection.decided_at.between(begins(part, span), ends(part, span)),)
    if not key:
        return ()
    return (Material.name == key,) if span.by == "material" else (Design.code == key,)


def _without_start(wanted: Any) -> Any:
    times = wanted.order_by(None).subquery()
    unknown = (
        times.c.first_start.is_(None) | times.c.last_finish.is_(None) | (times.c.first_start > times.c.first_finish)
    )
    return times.select().where(unknown).order_by(times.c.decided_at.desc(), times.c.serial)


def _line(row: Any) -> dict[str, Any]:
    return {
        "serial": row.serial,
        "design": row.design,
        "passed": row.decided_at,
        "first_start": row.first_start,
        "first_finish": row.first_finish,
        "last_finish": row.last_finish,
        "lead_hours": hours(lead_of(row)),
        "cycle_hours": hours(cycle_of(row)),
    }


def _pictures(report: Report, _span: Span) -> list[Picture | None]:
    points = [
        Point(
            row["part"],
            row["cycle_median_hours"],
            ("pieces", row["key"]),
            _("{hours} h", hours=row["cycle_median_hours"]) if row["pieces"] else "",
        )
        for row in report.series
    ]
    told = ", ".join(f"{one.label} {one.told}" for one in points if one.value is not None)
    return [
        draw(
            "line",
            points,
            words=_("Median hours from the first finish to the last, by when a piece first passed: {told}", told=told),
        )
    ]


def _definitions() -> dict[str, str]:
    return {
        "pieces": _(
            "Pieces that passed for the first time in these days; work after that pass is not counted. Of an old log, its cases whose last finish was in them; they are told apart and in no sum."
        ),
        "lead": _(
            "Lead time: from the first start to the last finish of work, in hours by the clock, nights and Sundays too."
        ),
        "cycle": _("Cycle time: from the first finish to the last finish of work, in hours by the clock."),
        "start_unknown": _(
            "Work was finished before anybody pressed start: no lead time is told, and none is guessed."
        ),
        "median": _("Half of the pieces took at most as long."),
        "mean": _("The sum of all, divided by their number."),
        "p90": _("Nine of ten pieces took at most as long; between two pieces in proportion."),
    }


def _columns(span: Span) -> tuple[Column, ...]:
    return (
        Column("group", N_("Metal") if span.by == "material" else N_("Design")),
        Column("pieces", N_("Pieces"), "count", True),
        Column("lead_median_hours", N_("Lead, median h"), "hours", True),
        Column("lead_mean_hours", N_("mean h"), "hours", True),
        Column("lead_p90_hours", N_("p90 h"), "hours", True),
        Column("cycle_median_hours", N_("Cycle, median h"), "hours", True),
        Column("cycle_mean_hours", N_("mean h"), "hours", True),
        Column("cycle_p90_hours", N_("p90 h"), "hours", True),
        Column("start_unknown", N_("Start not known"), "count", True),
    )


LISTED = (
    Column("serial", N_("Piece"), "piece"),
    Column("design", N_("What")),
    Column("passed", N_("Passed"), "moment"),
    Column("first_start", N_("First start"), "moment"),
    Column("first_finish", N_("First finish"), "moment"),
    Column("last_finish", N_("Last finish"), "moment"),
    Column("lead_hours", N_("Lead h"), "hours"),
    Column("cycle_hours", N_("Cycle h"), "hours"),
)

LEAD_TIME = Kind(
    "lead-time",
    N_("Lead and cycle time"),
    N_("How long pieces take from the first start, and from the first finish, to the last: median, mean, nine of ten."),
    lead_report,
    _columns,
    (
        Column("lead_median_hours", N_("h, median lead time"), "hours", True),
        Column("lead_p90_hours", N_("h, nine of ten"), "hours", True),
        Column("cycle_median_hours", N_("h, median cycle time"), "hours", True),
        Column("pieces", N_("pieces passed first"), "count", True),
    ),
    _behind,
    _pictures,
    WAYS,
    most=MOST_INSPECTIONS,
)
