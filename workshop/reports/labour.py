"""Time of work, as it was logged: by stage and design, and by person only where that was announced to everybody."""

from typing import Any

from sqlalchemy import distinct, func, or_, select
from sqlalchemy.orm import Session

from workshop.catalogue.models import Design, Stage
from workshop.people.models import Person
from workshop.pieces.models import Piece, WorkEvent
from workshop.reports.drawing import Picture, Point, draw
from workshop.reports.figures import HOUR_US, hours
from workshop.reports.moves import LONG_US, MOVES, is_stretch, is_unstarted, moves_of, summed
from workshop.reports.reckoning import Terms, terms_now
from workshop.reports.told import Behind, Column, Kind, Note, Report, Span, money_of
from workshop.wording import N_, _

WAYS = (("stage", N_("Stage")), ("design", N_("Design")), ("person", N_("Person")))
MOST_INSPECTIONS = 3_000  # in the days that a page reckons
# What rows are grouped by: the key, the name that is shown, and what they are ordered by before that.
GROUPS: dict[str, tuple[Any, Any, Any]] = {
    "stage": (Stage.name, Stage.name, Stage.position),
    "design": (Design.code, Design.name, Design.name),
    "person": (Person.subject, Person.name, Person.name),
}


def labour_report(session: Session, span: Span, currency: str | None) -> Report:
    """Three statements."""
    terms, moves = terms_now(session), _moves(span)
    columns = (*summed(moves), func.count(distinct(moves.c.piece_id)).label("pieces"))
    rows = [] if _is_kept_back(span, terms) else _rows(session, span, moves, columns)
    whole = session.execute(_over(moves, span, *columns)).one()
    told = [{"key": _key(row), "group": _name(span, row)} | _told(row, terms, currency) for row in rows]
    return Report("labour", _definitions(), told, _told(whole, terms, currency), (), _notes(span, terms, whole))


def _is_kept_back(span: Span, terms: Terms) -> bool:
    return span.by == "person" and not terms.is_announced


def _moves(span: Span) -> Any:
    """Of every piece on which anything moved in these days."""
    return moves_of(
        select(WorkEvent.piece_id).where(WorkEvent.kind.in_(MOVES), WorkEvent.at.between(span.since, span.until))
    )


def _over(moves: Any, span: Span, *columns: Any) -> Any:
    """A statement over the stretches that began in these days, and the finishes without a start."""
    return (
        select(*columns)
        .select_from(moves)
        .join(Piece, Piece.id == moves.c.piece_id)
        .join(Design, Design.id == Piece.design_id)
        .outerjoin(Stage, Stage.id == moves.c.stage_id)
        .outerjoin(Person, Person.id == moves.c.by_id)
        .where(moves.c.at.between(span.since, span.until), or_(is_stretch(moves), is_unstarted(moves)))
    )


def time_of(session: Session, span: Span, person_id: int) -> list[dict[str, Any]]:
    """One person's own time by stage, counted as the report counts it, without money. One statement."""
    moves = _moves(span)
    columns = (*summed(moves), func.count(distinct(moves.c.piece_id)).label("pieces"))
    rows = _rows(session, span, moves, columns, moves.c.by_id == person_id)
    return [{"group": _name(span, row)} | _told(row, Terms(), None) for row in rows]


def _rows(session: Session, span: Span, moves: Any, columns: tuple[Any, ...], *where: Any) -> list[Any]:
    key, name, place = GROUPS[span.by or "stage"]
    told = (key.label("key"), func.max(name).label("name"), func.min(place).label("place"))
    found = session.execute(_over(moves, span, *told, *columns).where(*where).group_by(key)).all()
    return sorted(found, key=lambda row: (row.key is None, row.place, row.name))


def _key(row: Any) -> str:
    return f"at:{row.key or ''}"


def _name(span: Span, row: Any) -> str:
    if row.name is None:
        return _("No stage") if span.by == "stage" else _("Not said")
    return _(row.name) if span.by == "stage" else str(row.name)


def _told(row: Any, terms: Terms, currency: str | None) -> dict[str, Any]:
    worked, steps = int(row.worked_us), int(row.stretches)
    cost = None if terms.hour_minor is None or (row.unstarted and not steps) else worked * terms.hour_minor // HOUR_US
    return {
        "hours": hours(worked) if steps or not row.unstarted else None,
        "steps": steps,
        "pieces": int(row.pieces),
        "mean_hours": hours(worked // steps) if steps else None,
        "cost": money_of(cost, currency),
        "long": int(row.long),
        "unstarted": int(row.unstarted),
    }


def _notes(span: Span, terms: Terms, whole: Any) -> list[Note]:
    found = []
    if terms.hour_minor is None:
        told = _("What labour costs is not known: nobody has said what an hour costs.")
        found.append(Note(told, _("Say it"), "/settings/reckoning"))
    if _is_kept_back(span, terms):
        told = _("Nothing is told by person: that has not been announced to everybody who works here.")
        found.append(Note(told, _("Settings"), "/settings/reckoning"))
    if whole.unstarted:
        told = _(
            "Work was finished without a start: how long it took is not known. Press start on the bench when work begins."
        )
        found.append(Note(told))
    return found


def _behind(session: Session, span: Span, column: str, key: str) -> Behind | None:
    """One statement, and the one that is given back."""
    if key and _is_kept_back(span, terms_now(session)):
        return None
    moves = _moves(span)
    group = GROUPS[span.by or "stage"][0]
    wanted: list[Any] = [] if not key else [group == key[3:] if key[3:] else group.is_(None)]
    if column == "unstarted":
        wanted.append(is_unstarted(moves))
    elif column != "pieces":
        wanted.append(is_stretch(moves))
    if column == "long":
        wanted.append(moves.c.worked_us > LONG_US)
    if column == "pieces":
        return Behind(_pieces(moves, span).where(*wanted), LISTED_PIECES, _piece_line)
    told = (
        Piece.serial,
        Design.name.label("design"),
        Stage.name.label("stage"),
        moves.c.at,
        moves.c.kind,
        moves.c.worked_us,
    )
    return Behind(_over(moves, span, *told).where(*wanted).order_by(moves.c.at.desc(), moves.c.id), LISTED, _line)


def _pieces(moves: Any, span: Span) -> Any:
    told = (Piece.serial, Design.name.label("design"), *summed(moves))
    return _over(moves, span, *told).group_by(Piece.serial, Design.name).order_by(Piece.serial)


def _piece_line(row: Any) -> dict[str, Any]:
    known = hours(int(row.worked_us)) if row.stretches else None
    return {"serial": row.serial, "design": row.design, "hours": known, "unstarted": int(row.unstarted)}


def _line(row: Any) -> dict[str, Any]:
    began = row.worked_us is not None and row.kind in ("start", "take_up")
    return {
        "serial": row.serial,
        "design": row.design,
        "stage": _(row.stage) if row.stage else "",
        "at": row.at,
        "hours": hours(int(row.worked_us)) if began else None,
    }


def _pictures(report: Report, _span: Span) -> list[Picture | None]:
    rows = [row for row in report.rows if row["hours"]]
    points = [Point(row["group"], row["hours"], ("steps", row["key"]), f"{row['hours']:.1f}") for row in rows]
    told = ", ".join(f"{one.label} {one.told}" for one in points)
    return [draw("bars", points, words=_("Hours of logged work: {told}", told=told))]


def _definitions() -> dict[str, str]:
    return {
        "hours": _(
            "Logged work from start or taking up to finish or putting down, by the clock, counted where it began; what is still in hand is not told yet."
        ),
        "steps": _("Such stretches of work."),
        "mean_hours": _("Hours divided by stretches."),
        "cost": _("Hours at what an hour costs, from the settings."),
        "long": _("Stretches of over 12 hours: perhaps somebody went home without putting the piece down."),
        "unstarted": _("Work that was finished without a start: how long it took is not known, and none is guessed."),
    }


def _columns(span: Span) -> tuple[Column, ...]:
    label = dict(WAYS)[span.by or "stage"]
    return (
        Column("group", label),
        Column("hours", N_("Hours"), "hours", True),
        Column("steps", N_("Stretches"), "count", True),
        Column("pieces", N_("Pieces"), "count", True),
        Column("mean_hours", N_("mean h"), "hours"),
        Column("cost", N_("Cost"), "money", True),
        Column("long", N_("Over 12 h"), "count", True),
        Column("unstarted", N_("Without start"), "count", True),
    )


LISTED = (
    Column("serial", N_("Piece"), "piece"),
    Column("design", N_("What")),
    Column("stage", N_("Stage")),
    Column("at", N_("When"), "moment"),
    Column("hours", N_("Hours"), "hours"),
)
LISTED_PIECES = (
    Column("serial", N_("Piece"), "piece"),
    Column("design", N_("What")),
    Column("hours", N_("Hours"), "hours"),
    Column("unstarted", N_("Without start"), "count"),
)

LABOUR = Kind(
    "labour",
    N_("Labour time"),
    N_("How long work took, as it was logged, by stage and design; by person only when that was announced."),
    labour_report,
    _columns,
    (
        Column("hours", N_("h of logged work"), "hours", True),
        Column("cost", N_("what it cost"), "money", True),
        Column("unstarted", N_("steps without a start"), "count", True),
    ),
    _behind,
    _pictures,
    WAYS,
    most=MOST_INSPECTIONS,
    is_compared=False,
)
