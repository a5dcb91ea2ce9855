"""What came back: repairs by what was done, kind and design, within their guarantee or not, how long they were in the house, and how many of the pieces sold."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.aftercare.repair_models import RepairJob
from workshop.catalogue.models import Design
from workshop.inspection.models import Departure
from workshop.pieces.models import Piece
from workshop.pieces.rules import KINDS
from workshop.reports.came_back import NONE, OVER, WITHIN, Job, came_back, jobs_in, sales, sold_counts
from workshop.reports.drawing import Picture, Point, draw
from workshop.reports.figures import DAY_S, percent, quantile
from workshop.reports.naming import beginning
from workshop.reports.told import Behind, Column, Kind, Report, Span, money_of
from workshop.sales.sale_models import Sale
from workshop.sales.sale_queries import PLACE_SOLD, PLACES, with_places
from workshop.wording import N_, _

WAYS = (("design", N_("Design")), ("kind", N_("Kind")), ("work", N_("What was done")), ("age", N_("Open, by age")))
DAY_US = DAY_S * 1_000_000
# Days that an open repair is in the house, each up to and with its last.
AGES = {"0": (0, 7), "7": (7, 14), "14": (14, 30), "30": (30, 90), "90": (90, None)}
GUARANTEES = {WITHIN: N_("In guarantee"), OVER: N_("Guarantee over"), NONE: N_("No guarantee")}
NOTHING = "none"
MOST_INSPECTIONS = 8_000  # in the days that a page reckons


def aftercare_report(session: Session, span: Span, _currency: str | None) -> Report:
    """Three statements."""
    jobs, sold = jobs_in(session, span), sold_counts(session, span)
    groups, names = _grouped(jobs, span)
    sums = _sold_by(sold, span, names)
    rows = [
        {"key": key, "group": names[key]} | _told(groups.get(key, []), sums.get(key), span)
        for key in _in_order({*groups, *sums}, names, span)
    ]
    whole = (sum(row.sold for row in sold), sum(int(row.back) for row in sold))
    return Report("aftercare", _definitions(), rows, _told(jobs, whole, span))


def _grouped(jobs: Sequence[Job], span: Span) -> tuple[dict[str, list[Job]], dict[str, str]]:
    groups, names = defaultdict[str, list[Job]](list), dict[str, str]()
    for one in jobs:
        for key, name in _keys(span)(one):
            groups[key].append(one)
            names[key] = name
    return groups, names


def _keys(span: Span) -> Callable[[Job], list[tuple[str, str]]]:
    """The rows in which a repair stands; by what was done it stands in each of them."""
    return {"kind": _by_kind, "work": _by_work, "age": _by_age}.get(span.by, _by_design)


def _by_design(one: Job) -> list[tuple[str, str]]:
    return [(one.row.design_code, one.row.design)]


def _by_kind(one: Job) -> list[tuple[str, str]]:
    return [(one.row.kind, beginning(_(one.row.kind_name)))]


def _by_work(one: Job) -> list[tuple[str, str]]:
    done = [(key, _(KINDS[key].name)) for key in one.works]
    return done or [(NOTHING, _("Nothing yet"))]


def _by_age(one: Job) -> list[tuple[str, str]]:
    return [(key, _age_name(key)) for key in AGES if one.is_open and _is_aged(key, one)]


def _is_aged(key: str, one: Job) -> bool:
    above, until = AGES[key]
    return (one.stay_us > above * DAY_US or not above) and (until is None or one.stay_us <= until * DAY_US)


def _age_name(key: str) -> str:
    above, until = AGES[key]
    if until is None:
        return _("over {days} days", days=above)
    return _("{first} to {last} days", first=above + bool(above), last=until)


def _sold_by(sold: Sequence[Any], span: Span, names: dict[str, str]) -> dict[str, tuple[int, int]]:
    """Sold and come back, by design or kind; by what was done or age nothing is sold."""
    sums = dict[str, tuple[int, int]]()
    if span.by in ("work", "age"):
        return sums
    for row in sold:
        key, name = (row.kind, beginning(_(row.kind_name))) if span.by == "kind" else (row.code, row.name)
        before = sums.get(key, (0, 0))
        sums[key] = (before[0] + row.sold, before[1] + int(row.back))
        names.setdefault(key, name)
    return sums


def _in_order(keys: set[str], names: dict[str, str], span: Span) -> list[str]:
    return [key for key in AGES if key in keys] if span.by == "age" else sorted(keys, key=lambda one: (names[one], one))


def _told(jobs: Sequence[Job], sold: tuple[int, int] | None, span: Span) -> dict[str, Any]:
    came = [one for one in jobs if one.came]
    counted = jobs if span.by == "age" else came
    stays = [one.stay_us for one in came if not one.is_open]
    told: dict[str, Any] = {"came": len(came), "open": sum(one.is_open for one in jobs)}
    told |= {name: sum(one.guarantee == name for one in counted) for name in GUARANTEES}
    told |= {"days_median": _days(stays, Fraction(1, 2)), "days_p90": _days(stays, Fraction(9, 10))}
    told["longest_days"] = max((one.stay_us // DAY_US for one in jobs if one.is_open), default=None)
    if sold is not None:
        told |= {"sold": sold[0], "back": sold[1], "back_percent": percent(sold[1], sold[0])}
    return told


def _days(stays: Sequence[int], share: Fraction) -> float | None:
    found = quantile(stays, share)
    return None if found is None else round(float(found / DAY_US), 1)


def _behind(session: Session, span: Span, column: str, key: str) -> Behind | None:
    """Two statements, and the one that is given back."""
    if column in ("sold", "back"):
        return _sold_behind(span, column, key)
    wanted = {
        one.row.id: one
        for one in jobs_in(session, span)
        if (not key or key in dict(_keys(span)(one))) and _is_behind(one, column, span)
    }
    statement = select(RepairJob.id, Piece.serial).join(Piece, Piece.id == RepairJob.piece_id)
    statement = statement.where(RepairJob.id.in_(wanted)).order_by(RepairJob.received_at, RepairJob.id)
    return Behind(statement, LISTED, lambda row: _line(wanted[row.id]))


def _is_behind(one: Job, column: str, span: Span) -> bool:
    if column in ("open", "longest_days"):
        return one.is_open
    if column in GUARANTEES:
        return one.guarantee == column and (one.came or (span.by == "age" and one.is_open))
    return one.came and (column == "came" or not one.is_open)


def _line(one: Job) -> dict[str, Any]:
    return {
        "repair": one.row.code,
        "serial": one.row.serial,
        "design": one.row.design,
        "received": one.row.received_at,
        "ended": None if one.is_open else one.row.ended_at,
        "days": round(one.stay_us / DAY_US, 1),
        "guarantee": _(GUARANTEES[one.guarantee]),
        "done": ", ".join(_(KINDS[key].name) for key in one.works),
    }


def _sold_behind(span: Span, column: str, key: str) -> Behind | None:
    if span.by in ("work", "age") and key:
        return None
    told = (Piece.serial, Design.name.label("design"), Departure.at, came_back(span).label("is_back"))
    paid = (Sale.price_minor, Sale.currency, Sale.returned_at)
    wanted = with_places(sales(span, *told, PLACE_SOLD.label("place"), *paid))
    if key:
        wanted = wanted.where(Piece.kind == key if span.by == "kind" else Design.code == key)
    if column == "back":
        wanted = wanted.where(came_back(span))
    return Behind(wanted.order_by(Departure.at.desc(), Departure.id.desc()), SOLD, _sold_line)


def _sold_line(row: Any) -> dict[str, Any]:
    """Money stands in its own currency beside it: several may have been taken over the years."""
    is_ours_again = row.returned_at is not None
    return {
        "serial": row.serial,
        "design": row.design,
        "sold": row.at,
        "place": _(PLACES[row.place]),
        "price": money_of(row.price_minor, row.currency),
        "currency": row.currency,
        "back": _("Given back") if is_ours_again else _("Came back") if row.is_back else "",
    }


def _pictures(report: Report, span: Span) -> list[Picture | None]:
    column = "open" if span.by == "age" else "came"
    rows = [row for row in report.rows if row[column]]
    points = [Point(row["group"], row[column], (column, row["key"]), str(row[column])) for row in rows]
    title = _("Open repairs by days in the house") if span.by == "age" else _("Repairs that came in")
    told = ", ".join(f"{one.label} {one.told}" for one in points)
    return [draw("bars", points, words=f"{title}: {told}", title=title)]


def _definitions() -> dict[str, str]:
    return {
        "came": _("Repairs taken in in these days, things made elsewhere too."),
        WITHIN: _("By the guarantee that went with the piece, on the day that it came in."),
        "days": _("Days in the house of those that have ended, from taking in to handing back or trading in."),
        "open": _("Not ended at the end of the days, whenever they came in."),
        "work": _("By what was done a repair stands in the row of each kind of work that was done on it."),
        "back": _("Of the pieces that went to a customer in these days, those that came in for a repair since."),
    }


def _columns(span: Span) -> tuple[Column, ...]:
    name = dict(WAYS)[span.by or "design"]
    terms = (Column(key, label, "count", True) for key, label in GUARANTEES.items())
    if span.by == "age":
        longest = Column("longest_days", N_("Longest, days"), "count", True)
        return (
            Column("group", N_("Days in the house")),
            Column("open", N_("Still open"), "count", True),
            *terms,
            longest,
        )
    found = (
        Column("group", name),
        Column("came", N_("Came in"), "count", True),
        *terms,
        Column("days_median", N_("Days, median"), "days", True),
        Column("days_p90", N_("p90 days"), "days", True),
        Column("open", N_("Still open"), "count", True),
    )
    return found if span.by == "work" else (*found, *SHARES)


SHARES = (
    Column("sold", N_("Sold"), "count", True),
    Column("back", N_("Came back"), "count", True),
    Column("back_percent", N_("Share"), "percent"),
)
LISTED = (
    Column("repair", N_("Repair"), "repair"),
    Column("serial", N_("Piece"), "piece"),
    Column("design", N_("What")),
    Column("received", N_("Taken in"), "moment"),
    Column("ended", N_("Repair ended"), "moment"),
    Column("days", N_("Days"), "days"),
    Column("guarantee", N_("Guarantee")),
    Column("done", N_("What was done")),
)
SOLD = (
    Column("serial", N_("Piece"), "piece"),
    Column("design", N_("What")),
    Column("sold", N_("Sold"), "moment"),
    Column("place", N_("Where")),
    Column("price", N_("Paid"), "money"),
    Column("currency", N_("Currency")),
    Column("back", N_("Came back")),
)

AFTERCARE = Kind(
    "aftercare",
    N_("Aftercare"),
    N_(
        "Which pieces came back: what was done, in guarantee or not, days in the house, and the share of the pieces sold."
    ),
    aftercare_report,
    _columns,
    (
        Column("came", N_("repairs came in"), "count", True),
        Column("days_median", N_("days in the house, median"), "days", True),
        Column("open", N_("still open"), "count", True),
        Column("back", N_("of the pieces sold came back"), "count", True),
        Column("back_percent", N_("of the pieces sold"), "percent"),
    ),
    _behind,
    _pictures,
    WAYS,
    most=MOST_INSPECTIONS,
)
