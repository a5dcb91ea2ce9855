"""Passed the first time, and what sent the others back: by check, stage, design, place on the tree."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import Session

from workshop.catalogue.models import Design
from workshop.inspection.models import Answer, Check, Inspection
from workshop.reports.drawing import Picture, Point, draw
from workshop.reports.figures import hours, percent
from workshop.reports.first_pass_behind import behind_first_pass
from workshop.reports.looks import PASSED, POSITION, faults_in, first_looks
from workshop.reports.naming import part_name
from workshop.reports.reworked import Return, returns_in
from workshop.reports.spans import part_number, parts
from workshop.reports.told import Column, Kind, Report, Span
from workshop.wording import N_, _

WAYS = (("check", N_("Check")), ("stage", N_("Stage")), ("design", N_("Design")), ("tree", N_("Tree")))


def first_pass_report(session: Session, span: Span, _currency: str | None) -> Report:
    """At most eight statements."""
    series = _series(session, span)
    returns = returns_in(session, span)
    faults = (
        session.scalar(faults_in(span, func.count(distinct(Answer.inspection_id * 1_000_000 + Answer.check_id)))) or 0
    )
    rows = {"stage": _by_stage, "design": _by_design, "tree": _by_tree}.get(span.by, _by_check)(session, span, returns)
    inspected, passed = (sum(int(one[key]) for one in series) for key in ("inspected", "passed_first"))
    totals = _looks(inspected, passed) | {
        "faults": faults,
        "times": len(returns),
        "pieces": len({one.piece_id for one in returns}),
        "rework_hours": _hours(returns),
    }
    if span.by in ("", "check"):
        totals["pieces"] = session.scalar(faults_in(span, func.count(distinct(Inspection.piece_id)))) or 0
    return Report("first-pass", _definitions(), rows, totals, series)


def _series(session: Session, span: Span) -> list[dict[str, Any]]:
    shown = parts(span)
    number = part_number(Inspection.decided_at, shown, span).label("number")
    found = {
        row.number: row
        for row in session.execute(
            first_looks(span, number, func.count().label("looks"), PASSED.label("passed")).group_by(number)
        )
    }
    return [
        {"key": part.key, "part": part_name(part)}
        | (_looks(found[place].looks, int(found[place].passed)) if place in found else _looks(0, 0))
        for place, part in enumerate(shown)
    ]


def _looks(inspected: int, passed: int) -> dict[str, Any]:
    return {
        "inspected": inspected,
        "passed_first": passed,
        "passed_first_percent": percent(passed, inspected),
        "not_first": inspected - passed,
    }


def _hours(returns: Sequence[Return]) -> float | None:
    return hours(sum(one.worked_us for one in returns)) if returns else None


def _by_check(session: Session, span: Span, _returns: Sequence[Return]) -> list[dict[str, Any]]:
    one_fault = func.count(distinct(Answer.inspection_id * 1_000_000 + Answer.check_id)).label("faults")
    asked = faults_in(
        span, Check.code, Check.text, one_fault, func.count(distinct(Inspection.piece_id)).label("pieces")
    )
    rows = sorted(
        session.execute(asked.group_by(Check.code, Check.text)), key=lambda row: (-row.faults, row.code, row.text)
    )
    return _running(
        [
            {
                "key": f"{row.code}:{row.text}",
                "short": row.code,
                "group": f"{row.code} {_(row.text)}",
                "faults": row.faults,
                "pieces": row.pieces,
            }
            for row in rows
        ],
        "faults",
    )


def _by_stage(_session: Session, _span: Span, returns: Sequence[Return]) -> list[dict[str, Any]]:
    stages = defaultdict[str, list[Return]](list)
    for one in returns:
        stages[one.stage or ""].append(one)
    rows = [
        {
            "key": f"at:{stage}",
            "group": _(stage) if stage else _("No stage"),
            "times": len(found),
            "pieces": len({one.piece_id for one in found}),
            "rework_hours": _hours(found),
        }
        for stage, found in sorted(stages.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
    return _running(rows, "times")


def _running(rows: list[dict[str, Any]], column: str) -> list[dict[str, Any]]:
    """With the share that this row and those above it have in all."""
    whole, so_far = sum(int(row[column]) for row in rows), 0
    for row in rows:
        so_far += int(row[column])
        row["running_percent"] = percent(so_far, whole)
    return rows


def _by_design(session: Session, span: Span, returns: Sequence[Return]) -> list[dict[str, Any]]:
    asked = first_looks(span, Design.code, Design.name, func.count().label("looks"), PASSED.label("passed")).group_by(
        Design.code, Design.name
    )
    rows = {
        row.code: {"key": row.code, "group": row.name} | _looks(row.looks, int(row.passed))
        for row in session.execute(asked)
    }
    for code, row in rows.items():
        mine = [one for one in returns if one.code == code]
        row |= {"times": len(mine), "rework_hours": _hours(mine)}
    return sorted(rows.values(), key=lambda row: (-row["not_first"], row["group"], row["key"]))


def _by_tree(session: Session, span: Span, _returns: Sequence[Return]) -> list[dict[str, Any]]:
    place = POSITION.label("place")
    inner = first_looks(span, place, case((Inspection.verdict == "pass", 1), else_=0).label("passed")).subquery()
    asked = select(inner.c.place, func.count().label("looks"), func.sum(inner.c.passed).label("passed")).group_by(
        inner.c.place
    )
    rows = sorted(session.execute(asked), key=lambda row: (row.place is None, row.place == 0, row.place))
    return [
        {"key": _tree_key(row.place), "group": _tree_name(row.place)} | _looks(row.looks, int(row.passed))
        for row in rows
    ]


def _tree_key(place: int | None) -> str:
    return "tree:" if place is None else f"tree:{place}"


def _tree_name(place: int | None) -> str:
    if place is None:
        return _("On no tree")
    return _("Place {number} from the base", number=place) if place else _("On a tree, place not noted")


def _pictures(report: Report, span: Span) -> list[Picture | None]:
    by_time = [
        Point(
            one["part"],
            one["passed_first_percent"],
            ("inspected", one["key"]),
            "" if one["passed_first_percent"] is None else f"{one['passed_first_percent']}%",
        )
        for one in report.series
    ]
    told = ", ".join(f"{one.label} {one.told}" for one in by_time if one.told)
    line = draw("line", by_time, words=_("Share that passed the first time: {told}", told=told), unit="%", most=100)
    column = {"stage": "times", "design": "not_first", "tree": "not_first"}.get(span.by, "faults")
    rows = report.rows[:12]
    points = [
        Point(row.get("short", row["group"]), row[column], (column, row["key"]), str(row[column])) for row in rows
    ]
    said = ", ".join(f"{row['group']} {row[column]}" for row in rows)
    running = [row["running_percent"] or 0 for row in rows] if column in ("faults", "times") else ()
    return [line, draw("bars", points, words=_("What sent them back: {told}", told=said), running=running)]


def _definitions() -> dict[str, str]:
    return {
        "passed_first": _(
            "Pieces whose first final inspection ended in pass, of all pieces first inspected in these days."
        ),
        "faults": _(
            "One failed check of one inspection of the whole piece; a piece that goes back once may carry several."
        ),
        "times": _("How often a piece was sent back in these days."),
        "rework_hours": _(
            "Logged work, from start or taking up to finish or putting down, after going back until the next inspection. Work that nobody started on record counts as nothing."
        ),
        "running_percent": _("The share of this row and those above it in all."),
        "percent": _("Shares are rounded down. Nothing is told by person."),
    }


def _columns(span: Span) -> tuple[Column, ...]:
    looks = (
        Column("inspected", N_("Inspected"), "count", True),
        Column("passed_first", N_("Passed first"), "count", True),
        Column("passed_first_percent", N_("Share"), "percent", True),
        Column("not_first", N_("Not first"), "count", True),
    )
    back = (Column("times", N_("Sent back"), "count", True), Column("rework_hours", N_("Rework h"), "hours", True))
    running = Column("running_percent", N_("Running"), "percent")
    pieces = Column("pieces", N_("Pieces"), "count", True)
    if span.by == "stage":
        return (Column("group", N_("Back to")), back[0], running, pieces, back[1])
    if span.by == "design":
        return (Column("group", N_("Design")), *looks, *back)
    if span.by == "tree":
        return (Column("group", N_("Place on the tree")), *looks)
    return (Column("group", N_("Check")), Column("faults", N_("Faults"), "count", True), running, pieces)


FIRST_PASS = Kind(
    "first-pass",
    N_("Passed the first time"),
    N_("Which share passed its first inspection, what sent the others back, and what that cost in work."),
    first_pass_report,
    _columns,
    (
        Column("passed_first_percent", N_("passed the first time"), "percent", True),
        Column("passed_first", N_("pieces passed first"), "count", True),
        Column("inspected", N_("pieces first inspected"), "count", True),
        Column("times", N_("times sent back"), "count", True),
        Column("rework_hours", N_("h of rework"), "hours", True),
    ),
    behind_first_pass,
    _pictures,
    WAYS,
    most=4_000,
)
