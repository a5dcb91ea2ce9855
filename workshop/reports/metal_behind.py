"""The movements of metal behind one figure: what of which lot, from where, to where, and of which piece."""

from typing import Any

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import Session, aliased

from workshop.materials.accounts import Account, Balance, Movement
from workshop.materials.ledger import fine, fine_shown
from workshop.materials.models import Lot, Material
from workshop.materials.waterfall import WENT
from workshop.pieces.models import Piece
from workshop.reports.told import Behind, Column, Span, grams_of
from workshop.wording import N_, _

PLACES = {
    "lot": N_("Stock"),
    "piece": N_("Piece"),
    "tree": N_("Tree"),
    "person": N_("In hand"),
    "supplier": N_("Supplier"),
    "scrap": N_("Scrap"),
    "lemel": N_("Lemel"),
    "sweeps": N_("Sweeps"),
    "broken": N_("Broken"),
    "lost": N_("Lost"),
    "loss": N_("Loss"),
    "refined": N_("Refined"),
    "outside": N_("Outside"),
    "melt": N_("Melt"),
    "weighing": N_("Weighing"),
    "unexplained": N_("Unexplained"),
}
LOST = ("loss", "unexplained")
_from, _to = aliased(Account, name="from_account"), aliased(Account, name="to_account")


def behind_metal(_session: Session, span: Span, column: str, key: str) -> Behind | None:
    step, _dot, metal = column.removesuffix("_grams").removesuffix("_fine").partition("_")
    if step == "lost" and metal:
        return _moved(span, _kinds(*LOST), Lot.metal == metal)
    step = column.removesuffix("_grams").removesuffix("_fine")
    kinds = ("outside",) if step == "received" else _kinds(step)
    return _moved(span, kinds, _alloy(key)) if kinds else None


def _kinds(*steps: str) -> tuple[str, ...]:
    return tuple(kind for kind, one in WENT.items() if one in steps)


def _alloy(key: str) -> Any:
    if key.startswith("of:"):
        return and_(Lot.metal == key[3:], Lot.material_id.is_(None))
    return Material.key == key if key else Lot.metal.is_not(None)


def _moved(span: Span, kinds: tuple[str, ...], which: Any) -> Behind:
    """The control account of a kind has a balance after each movement: its index finds them by lot and time."""
    control = aliased(Account, name="control")
    inwards = _to.kind.in_(kinds)
    outside = kinds == ("outside",)
    wanted = (
        select(
            Balance.at,
            Lot.code.label("lot"),
            Lot.fineness,
            case((inwards, Movement.mg), else_=-Movement.mg).label("mg"),
            _from.kind.label("came_from"),
            _to.kind.label("went_to"),
            Piece.serial,
        )
        .select_from(Lot)
        .join(Balance, Balance.lot_id == Lot.id)
        .join(control, and_(control.id == Balance.account_id, control.key == control.kind, control.kind.in_(kinds)))
        .join(Movement, Movement.id == Balance.movement_id)
        .join(_from, _from.id == Movement.from_id)
        .join(_to, _to.id == Movement.to_id)
        .outerjoin(Material, Material.id == Lot.material_id)
        .outerjoin(Piece, or_(Piece.account_id == _from.id, Piece.account_id == _to.id))
        .where(
            which,
            Lot.owner_id.is_(None),
            Movement.mg > 0,
            Balance.at.between(span.since, span.until),
            _from.kind.in_(kinds) != inwards,
        )
        .order_by(Balance.at.desc(), Movement.id.desc())
    )
    return Behind(wanted, LISTED, lambda row: _line(row, -1 if outside else 1))


def _line(row: Any, sign: int) -> dict[str, Any]:
    mg = sign * row.mg
    return {
        "at": row.at,
        "serial": row.serial,
        "lot": row.lot,
        "grams": grams_of(mg),
        "fine_grams": None if row.fineness is None else grams_of(fine_shown(fine(mg, row.fineness))),
        "came_from": _(PLACES[row.came_from]),
        "went_to": _(PLACES[row.went_to]),
    }


LISTED = (
    Column("at", N_("When"), "moment"),
    Column("lot", N_("Lot"), "lot"),
    Column("serial", N_("Piece"), "piece"),
    Column("grams", N_("Gross g"), "grams"),
    Column("fine_grams", N_("Fine g"), "grams"),
    Column("came_from", N_("From")),
    Column("went_to", N_("To")),
)
