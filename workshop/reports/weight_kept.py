"""Weight kept: what pieces of a design weigh in metal, quarter by quarter, beside the price of gold."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from workshop.catalogue.models import Design, PieceKind
from workshop.inspection.models import Inspection
from workshop.materials.ledger import net_mg
from workshop.materials.models import Lot
from workshop.materials.prices import quote
from workshop.pieces.models import Piece
from workshop.reports.drawing import Picture, Point, draw
from workshop.reports.figures import percent, quantile
from workshop.reports.finished import first_passed
from workshop.reports.inside import STONE_KINDS, held, inside_pieces
from workshop.reports.naming import part_name
from workshop.reports.spans import Part, begins, ends, find_part, number_of, quarters
from workshop.reports.told import Behind, Column, Kind, Note, Report, Row, Span, carats_of, grams_of, money_of
from workshop.wording import N_, _

MOST_INSPECTIONS = 4_000  # that a page reckons
GRAM = Fraction(1000)
Weights = dict[str, dict[int, list[int | None]]]


@dataclass(frozen=True)
class _Found:
    """Net milligrams by design and the number of the quarter, None is not known; the name of each design."""

    weights: Weights
    names: dict[str, str]
    shown: list[Part]


def weight_report(session: Session, span: Span, currency: str | None) -> Report:
    """One statement, and at most four for each quarter's price of gold."""
    found = _found(session, span)
    gold = [_gold(session, span, part, currency) for part in found.shown]
    rows = [
        _row(found, code, number, gold)
        for code in sorted(found.weights, key=lambda one: (found.names[one], one))
        for number in sorted(found.weights[code])
    ]
    series = [_quarter(found, number, gold) for number in range(len(found.shown))]
    return Report("weight-kept", _definitions(), rows, _totals(rows, series), series, _notes(series))


def _found(session: Session, span: Span) -> _Found:
    shown, names = quarters(span), dict[str, str]()
    weights: Weights = defaultdict(lambda: defaultdict(list))
    for row in session.execute(_weighed(span)):
        names[row.code] = row.design
        weights[row.code][number_of(row.decided_at, shown, span)].append(net_of(row))
    return _Found(weights, names, shown)


def _weighed(span: Span, *more: Any) -> Any:
    """A statement over the pieces that passed for the first time: their weight at that pass, and the stones in them then."""
    passed = select(Inspection.piece_id, Inspection.decided_at).where(first_passed(span)).subquery()
    told = (Piece.id.label("piece_id"), func.sum(held.carat_thousandths).label("carats"))
    stones = inside_pieces(passed, *told, until=passed.c.decided_at).where(Lot.kind.in_(STONE_KINDS))
    inside = stones.group_by(Piece.id).subquery("stones")
    known = (Design.code, Design.name.label("design"), Inspection.decided_at, Inspection.gross_mg)
    return (
        select(Piece.serial, *known, PieceKind.has_stones, inside.c.carats)
        .select_from(Inspection)
        .join(Piece, Piece.id == Inspection.piece_id)
        .join(Design, Design.id == Piece.design_id)
        .join(PieceKind, PieceKind.key == Piece.kind)
        .outerjoin(inside, inside.c.piece_id == Piece.id)
        .where(first_passed(span), *(one(inside) for one in more))
    )


def net_of(row: Any) -> int | None:
    """Gross less stones. None where it was not weighed, or has stones and the books have none in it."""
    if row.gross_mg is None or (row.has_stones and row.carats is None):
        return None
    return net_mg(row.gross_mg, int(row.carats or 0))


def _gold(session: Session, span: Span, part: Part, currency: str | None) -> float | int | None:
    """What a gram of fine gold cost at the end of a quarter, or of the day that the span ends with."""
    price = quote(session, "gold", currency, part.last.isoformat()) if currency else None
    return money_of(price.value_of(GRAM), currency) if price else None


def _known(weights: Sequence[int | None]) -> list[int]:
    return [one for one in weights if one is not None]


def _median(weights: Sequence[int | None]) -> Fraction | None:
    return quantile(_known(weights), Fraction(1, 2))


def _first(found: _Found, code: str) -> Fraction | None:
    """The median of the first quarter in which anything of a design is known."""
    medians = (_median(found.weights[code][number]) for number in sorted(found.weights[code]))
    return next((one for one in medians if one is not None), None)


def _row(found: _Found, code: str, number: int, gold: Sequence[Any]) -> dict[str, Any]:
    weights, first = found.weights[code][number], _first(found, code)
    median, part = _median(weights), found.shown[number]
    return {
        "key": f"{code}/{part.key}",
        "group": found.names[code],
        "quarter": part_name(part),
        "pieces": len(weights),
        "net_grams": None if median is None else grams_of(floor(median)),
        "kept_percent": _share(median, first),
        "gold": gold[number],
        "unknown": len(weights) - len(_known(weights)),
    }


def _share(weight: Fraction | int | None, first: Fraction | None) -> int | None:
    return floor(100 * weight / first) if weight is not None and first else None


def _quarter(found: _Found, number: int, gold: Sequence[Any]) -> dict[str, Any]:
    """Over all designs: the median of what each piece weighs as a share of its design's first quarter."""
    shares, pieces = list[int](), 0
    for code, by_quarter in found.weights.items():
        first, weights = _first(found, code), by_quarter.get(number, [])
        pieces += len(weights)
        shares += [floor(1_000_000 * one / first) for one in _known(weights) if first]
    kept = quantile(shares, Fraction(1, 2))
    told = {"key": found.shown[number].key, "part": part_name(found.shown[number]), "pieces": pieces}
    return told | {"kept_percent": None if kept is None else floor(kept / 10_000), "gold": gold[number]}


def _totals(rows: Sequence[Row], series: Sequence[Row]) -> dict[str, Any]:
    kept = [one["kept_percent"] for one in series if one["kept_percent"] is not None]
    prices = [one["gold"] for one in series if one["gold"]]
    return {
        "pieces": sum(row["pieces"] for row in rows),
        "unknown": sum(row["unknown"] for row in rows),
        "kept_percent": kept[-1] if kept else None,
        "gold": prices[-1] if prices else None,
        "gold_percent": floor(100 * Fraction(str(prices[-1])) / Fraction(str(prices[0]))) if prices else None,
    }


def _notes(series: Sequence[Row]) -> list[Note]:
    if all(one["gold"] is not None for one in series if one["pieces"]):
        return []
    told = _("Of some quarters no price of gold is known. Prices are typed, or read from a file, under Materials.")
    return [Note(told, _("Materials"), "/materials")]


def _behind(_session: Session, span: Span, column: str, key: str) -> Behind | None:
    code, _slash, day = key.rpartition("/")
    part = find_part(quarters(span), day) if day else None
    if (key and part is None) or column not in ("pieces", "net_grams", "unknown"):
        return None
    more = [_is_known] if column == "net_grams" else [_is_unknown] if column == "unknown" else []
    wanted = _weighed(span, *more).order_by(Inspection.decided_at.desc(), Inspection.id.desc())
    if part is not None:
        wanted = wanted.where(Inspection.decided_at.between(begins(part, span), ends(part, span)))
    return Behind(wanted.where(Design.code == code) if code else wanted, LISTED, _line)


def _is_unknown(inside: Any) -> Any:
    return or_(Inspection.gross_mg.is_(None), and_(PieceKind.has_stones == True, inside.c.carats.is_(None)))


def _is_known(inside: Any) -> Any:
    return ~_is_unknown(inside)


def _line(row: Any) -> dict[str, Any]:
    net = net_of(row)
    return {
        "serial": row.serial,
        "design": row.design,
        "passed": row.decided_at,
        "grams": None if row.gross_mg is None else grams_of(row.gross_mg),
        "carats": None if row.carats is None else carats_of(int(row.carats)),
        "net": None if net is None else grams_of(net),
    }


def _pictures(report: Report, _span: Span) -> list[Picture | None]:
    """What is kept, and dashed the price of gold as a share of the highest that is shown."""
    points = [
        Point(row["part"], row["kept_percent"], ("pieces", f"/{row['key']}"), _told(row)) for row in report.series
    ]
    prices = [row["gold"] for row in report.series]
    running = [percent(floor(one * 100), floor(max(prices) * 100)) or 0 for one in prices] if all(prices) else []
    told = ", ".join(f"{one.label} {one.told}" for one in points if one.value is not None)
    title = _("Weight kept, in percent of the first quarter; dashed the price of gold, in percent of the highest")
    return [
        draw(
            "line",
            points,
            words=f"{title}: {told}",
            unit="%",
            most=max(100, *(one.value or 0 for one in points)),
            running=running,
            title=title,
        )
    ]


def _told(row: Row) -> str:
    if row["gold"] is None:
        return _("{percent} %", percent=row["kept_percent"])
    return _("{percent} %, gold {price}", percent=row["kept_percent"], price=row["gold"])


def _definitions() -> dict[str, str]:
    return {
        "pieces": _("Pieces that passed for the first time in the quarter."),
        "net": _(
            "Net weight: what the piece weighed at that pass, less the stones in it by the books. The median: half of the pieces weigh at most as much."
        ),
        "kept_percent": _(
            "The median as a share of that of the first quarter of the design in these days; over all designs, the median of the pieces' shares."
        ),
        "gold": _("A gram of fine gold by the last price and rate on or before the end of the quarter."),
        "unknown": _("It was not weighed, or has stones of which the books know nothing."),
    }


def _columns(_span: Span) -> tuple[Column, ...]:
    return (
        Column("group", N_("Design")),
        Column("quarter", N_("Quarter")),
        Column("pieces", N_("Pieces"), "count", True),
        Column("net_grams", N_("Median net g"), "grams", True),
        Column("kept_percent", N_("Kept"), "percent"),
        Column("gold", N_("Gold, a gram"), "money"),
        Column("unknown", N_("Net weight not known"), "count", True),
    )


LISTED = (
    Column("serial", N_("Piece"), "piece"),
    Column("design", N_("What")),
    Column("passed", N_("Passed"), "moment"),
    Column("grams", N_("Gross g"), "grams"),
    Column("carats", N_("Carats"), "carats"),
    Column("net", N_("Net g"), "grams"),
)

WEIGHT_KEPT = Kind(
    "weight-kept",
    N_("Weight kept"),
    N_("The median net weight of each design by quarter, beside the price of gold: whether pieces grow lighter."),
    weight_report,
    _columns,
    (
        Column("kept_percent", N_("of the first quarter's weight"), "percent"),
        Column("gold_percent", N_("of the first quarter's price of gold"), "percent"),
        Column("gold", N_("for a gram of gold"), "money"),
        Column("pieces", N_("pieces passed first"), "count", True),
    ),
    _behind,
    _pictures,
    adds_up=False,
    most=MOST_INSPECTIONS,
    is_compared=False,
    usual="year",
    in_parts=(N_("All designs"), N_("Quarter")),
)
