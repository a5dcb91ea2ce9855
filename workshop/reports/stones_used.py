"""Where stones went in a span of time, by species: came in, set, broken, lost, and what is there; number and carats."""

from collections import defaultdict
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from workshop.materials.accounts import Account, Balance, Movement
from workshop.materials.models import Lot
from workshop.materials.waterfall import HERE
from workshop.materials.words import STONE_KINDS
from workshop.pieces.models import Piece
from workshop.reports.drawing import Picture, Point, draw
from workshop.reports.naming import beginning
from workshop.reports.stock_lots import facts, is_newest
from workshop.reports.told import Behind, Column, Kind, Note, Report, Span, carats_of, money_of
from workshop.reports.worth import Worth
from workshop.wording import N_, _

STEPS = {"received": ("outside",), "set": ("piece",), "broken": ("broken",), "lost": ("lost", "loss", "unexplained")}
NAMES = {"received": N_("Came in"), "set": N_("Set"), "broken": N_("Broken"), "lost": N_("Lost")}
GONE = ("broken", "lost")
_from, _to, _control = aliased(Account), aliased(Account), aliased(Account, name="control")
SPECIES = func.coalesce(facts.species, "stone")


def stones_report(session: Session, span: Span, currency: str | None) -> Report:
    """Eight statements."""
    moved = {step: _sums(session, span, step) for step in STEPS}
    there = _there(session, span)
    gone, unknown = _gone_cost(session, span, currency)
    species = sorted({key for sums in (*moved.values(), there) for key in sums})
    rows: list[dict[str, Any]] = [
        dict[str, Any](key=key, group=beginning(_(key)))
        | {f"{step}_number": moved[step].get(key, (0, 0))[0] for step in STEPS}
        | {f"{step}_carats": carats_of(moved[step].get(key, (0, 0))[1]) for step in STEPS}
        | {"there_number": there.get(key, (0, 0))[0], "there_carats": carats_of(there.get(key, (0, 0))[1])}
        | {"gone_cost": None if key in unknown else money_of(gone.get(key, Fraction(0)), currency)}
        for key in species
    ]
    return Report("stones", _definitions(currency), rows, _totals(rows), (), _notes(unknown))


def _totals(rows: list[dict[str, Any]]) -> dict[str, Any]:
    columns = [f"{step}_{unit}" for step in (*STEPS, "there") for unit in ("number", "carats")]
    totals: dict[str, Any] = {column: round(sum(row[column] for row in rows), 3) for column in columns}
    costs = [row["gone_cost"] for row in rows]
    return totals | {"gone_cost": None if None in costs else round(sum(costs), 3)}


def _moved(span: Span, step: str, *columns: Any) -> Any:
    """A statement over the movements of the shop's own stones into the accounts of a step, or out of them, in the span."""
    kinds = STEPS[step]
    return (
        select(*columns)
        .select_from(_control)
        .join(Balance, Balance.account_id == _control.id)
        .join(Lot, Lot.id == Balance.lot_id)
        .join(Movement, Movement.id == Balance.movement_id)
        .join(_from, _from.id == Movement.from_id)
        .join(_to, _to.id == Movement.to_id)
        .outerjoin(facts, and_(facts.lot_id == Lot.id, is_newest()))
        .where(
            _control.key == _control.kind,
            _control.kind.in_(kinds),
            Lot.kind.in_(STONE_KINDS),
            Lot.owner_id.is_(None),
            Balance.at.between(span.since, span.until),
            _from.kind.in_(kinds) != _to.kind.in_(kinds),
        )
    )


def _sign(step: str, row: Any) -> int:
    inwards = row.went_to in STEPS[step]
    return 1 if inwards != (step == "received") else -1


def _sums(session: Session, span: Span, step: str) -> dict[str, tuple[int, int]]:
    """Number and thousandths of a carat by species."""
    found: dict[str, tuple[int, int]] = {}
    columns = (SPECIES.label("species"), _to.kind.label("went_to"))
    amounts = (func.sum(Movement.number).label("number"), func.sum(Movement.carat_thousandths).label("carats"))
    for row in session.execute(_moved(span, step, *columns, *amounts).group_by(SPECIES, _to.kind)):
        sign, (number, carats) = _sign(step, row), found.get(row.species, (0, 0))
        found[row.species] = (number + sign * int(row.number), carats + sign * int(row.carats))
    return found


def _there(session: Session, span: Span) -> dict[str, tuple[int, int]]:
    """What is in stock, in hand and with suppliers at the end of the span: all that came there, less all that went."""
    later = aliased(Balance)
    first = aliased(Balance)
    newest = select(later.sequence).where(
        later.account_id == first.account_id, later.lot_id == first.lot_id, later.at <= span.until
    )
    newest = newest.order_by(later.at.desc(), later.sequence.desc()).limit(1).correlate(first)
    rows = session.execute(
        select(
            SPECIES.label("species"),
            func.sum(Balance.number).label("number"),
            func.sum(Balance.carat_thousandths).label("carats"),
        )
        .select_from(Lot)
        .join(first, and_(first.lot_id == Lot.id, first.sequence == 1))
        .join(Account, and_(Account.id == first.account_id, Account.key == Account.kind, Account.kind.in_(HERE)))
        .join(
            Balance,
            and_(
                Balance.account_id == first.account_id,
                Balance.lot_id == first.lot_id,
                Balance.sequence == newest.scalar_subquery(),
            ),
        )
        .outerjoin(facts, and_(facts.lot_id == Lot.id, is_newest()))
        .where(Lot.kind.in_(STONE_KINDS), Lot.owner_id.is_(None))
        .group_by(SPECIES)
    )
    return {row.species: (int(row.number), int(row.carats)) for row in rows if row.number or row.carats}


def _gone_cost(session: Session, span: Span, currency: str | None) -> tuple[dict[str, Fraction], set[str]]:
    """What broken and lost stones cost, by species, and the species of which that is not known."""
    found, unknown = defaultdict[str, Fraction](Fraction), set[str]()
    rows = []
    for step in GONE:
        told = (
            SPECIES.label("species"),
            Lot.id,
            _to.kind.label("went_to"),
            func.sum(Movement.carat_thousandths).label("carats"),
        )
        rows += [(step, row) for row in session.execute(_moved(span, step, *told).group_by(SPECIES, Lot.id, _to.kind))]
    worth = Worth(session, {row.id for _step, row in rows}, currency, span.day)
    for step, row in rows:
        cost = worth.cost(row.id, _sign(step, row) * int(row.carats))
        if cost is None:
            unknown.add(row.species)
        found[row.species] += cost or 0
    return found, unknown


def _notes(unknown: set[str]) -> list[Note]:
    if not unknown:
        return []
    told = _("What lost and broken stones cost is not known of all: write the cost on the page of the lot.")
    return [Note(told, _("Stones"), "/materials/stones")]


def _behind(_session: Session, span: Span, column: str, key: str) -> Behind | None:
    step = column.partition("_")[0]
    if step not in STEPS:
        return None
    told = (
        Balance.at,
        Lot.code.label("lot"),
        Piece.serial,
        SPECIES.label("species"),
        Movement.number,
        Movement.carat_thousandths,
        _to.kind.label("went_to"),
    )
    found = _moved(span, step, *told).outerjoin(Piece, (Piece.account_id == _from.id) | (Piece.account_id == _to.id))
    found = found.where(key == SPECIES) if key else found
    return Behind(found.order_by(Balance.at.desc(), Movement.id.desc()), LISTED, lambda row: _line(step, row))


def _line(step: str, row: Any) -> dict[str, Any]:
    sign = _sign(step, row)
    return {
        "at": row.at,
        "lot": row.lot,
        "serial": row.serial,
        "species": beginning(_(row.species)),
        "number": sign * row.number,
        "carats": carats_of(sign * row.carat_thousandths),
    }


def _pictures(report: Report, _span: Span) -> list[Picture | None]:
    gone = [(row, row["broken_number"] + row["lost_number"]) for row in report.rows]
    points = [Point(row["group"], number, ("lost_number", row["key"]), str(number)) for row, number in gone if number]
    told, title = ", ".join(f"{one.label} {one.told}" for one in points), _("Stones broken and lost")
    return [draw("bars", points, words=f"{title}: {told}", title=title)]


def _definitions(currency: str | None) -> dict[str, str]:
    return {
        "received": _(
            "Stones that came in from outside, less what went back there. Customers' own stones are left out."
        ),
        "set": _("Stones that went into pieces, less what came out of them."),
        "broken": _("Stones that broke, at the setting or in the piece."),
        "lost": _("Stones that nobody found again, explained or not."),
        "there": _("Stones in stock, in hand and with suppliers at the end of the last day."),
        "gone_cost": _(
            "What the broken and lost stones cost when they were bought, in {currency}.",
            currency=currency or _("no currency yet"),
        ),
        "carats": _("By weight, to the thousandth of a carat."),
    }


CARATS = {"set": N_("Set, ct"), "broken": N_("Broken, ct"), "lost": N_("Lost, ct")}


def _columns(_span: Span) -> tuple[Column, ...]:
    counts = [Column(f"{step}_number", NAMES[step], "stones", True) for step in STEPS]
    weights = [Column(f"{step}_carats", CARATS[step], "carats", True) for step in STEPS if step != "received"]
    there = (Column("there_number", N_("There"), "count"), Column("there_carats", N_("There, ct"), "carats"))
    return (Column("group", N_("Stone")), *counts, *weights, *there, Column("gone_cost", N_("Cost of lost"), "money"))


LISTED = (
    Column("at", N_("When"), "moment"),
    Column("lot", N_("Lot"), "lot"),
    Column("serial", N_("Piece"), "piece"),
    Column("species", N_("Stone")),
    Column("number", N_("Number"), "count"),
    Column("carats", N_("Carats"), "carats"),
)

STONES = Kind(
    "stones",
    N_("Stones"),
    N_("Stones that came in, were set, broke and were lost, by kind, and what is there."),
    stones_report,
    _columns,
    (
        Column("lost_number", N_("stones lost"), "stones", True),
        Column("broken_number", N_("stones broken"), "stones", True),
        Column("gone_cost", N_("what they cost"), "money"),
        Column("there_number", N_("stones there"), "count"),
    ),
    _behind,
    _pictures,
)
