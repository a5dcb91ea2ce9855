"""What is found and where it stands: one line for each kind of thing that the search knows. A room that has more adds its line."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from workshop.aftercare.models import OwnerRequest, Ownership
from workshop.bench.shelf_customers import Asked, Rows, cases, held, is_delivery, orders, people, repairs, suppliers
from workshop.catalogue.models import Design, Edition
from workshop.days import short_date
from workshop.materials.models import Lot, Material, StoneFacts
from workshop.materials.papers import Document, Reading
from workshop.materials.wordings import KINDS
from workshop.people.duties import roles_of
from workshop.people.shop_web import zone
from workshop.pieces.models import Personalisation, Piece, PieceHead
from workshop.sought import PRIVATE
from workshop.wording import N_, _


@dataclass(frozen=True)
class Source:
    """How the rows of one source are shown: `rows` asks for `row_id`, `code`, `title` and what `told` speaks of; `page` leads there."""

    rows: Rows
    page: Callable[[str, bool], str]
    told: Callable[[Any], str]


@dataclass(frozen=True)
class Shelf:
    """One group of results. `private`: for the owner alone, signed in by password."""

    key: str
    name: str
    sources: dict[str, Source]
    private: bool = False


def _piece_page(serial: str, _is_owner: bool) -> str:
    return url_for("piece.card", serial=serial)


def _design_page(code: str, is_owner: bool) -> str:
    """The catalogue is the owner's; who works at the bench is led to the pieces of the design."""
    return url_for("catalogue.show_design", code=code) if is_owner else url_for("queue.pieces", q=code)


def _owner_page(serial: str, _is_owner: bool) -> str:
    return url_for("owners.owner", serial=serial)


def _page(endpoint: str, name: str = "code") -> Callable[[str, bool], str]:
    def page(code: str, _is_owner: bool) -> str:
        values: dict[str, Any] = {name: code}
        return url_for(endpoint, **values)

    return page


def _case_page(code: str, _is_owner: bool) -> str:
    return url_for("deliveries.one" if is_delivery(code) else "cases.one", code=code)


def pieces(ids: Collection[int]) -> Asked:
    return (
        select(
            Piece.id.label("row_id"),
            Piece.serial.label("code"),
            Design.name.label("title"),
            Material.name.label("material"),
            Piece.order_note,
            Piece.before_records,
        )
        .join(Design, Design.id == Piece.design_id)
        .join(Material, Material.id == Piece.material_id)
        .join(PieceHead, PieceHead.piece_id == Piece.id)
        .where(Piece.id.in_(ids))
    )


def _engravings(ids: Collection[int]) -> Asked:
    """Only what is engraved now."""
    newer = aliased(Personalisation)
    last = select(func.max(newer.sequence)).where(newer.piece_id == Personalisation.piece_id).scalar_subquery()
    return (
        select(Personalisation.id.label("row_id"), Piece.serial.label("code"), Design.name.label("title"))
        .add_columns(Personalisation.engraving)
        .join(Piece, Piece.id == Personalisation.piece_id)
        .join(Design, Design.id == Piece.design_id)
        .where(Personalisation.id.in_(ids), Personalisation.sequence == last)
    )


def _designs(ids: Collection[int]) -> Asked:
    """Without those that stand for things made elsewhere."""
    return (
        select(Design.id.label("row_id"), Design.code, Design.name.label("title"), Design.dated)
        .add_columns(Design.made_of, Material.name.label("material"))
        .join(Material, Material.id == Design.material_id)
        .where(Design.id.in_(ids), ~Design.code.startswith("OTHERS-"))
    )


def _editions(ids: Collection[int]) -> Asked:
    return (
        select(Edition.id.label("row_id"), Design.code, Edition.name.label("title"), Design.name.label("material"))
        .join(Design, Design.id == Edition.design_id)
        .where(Edition.id.in_(ids))
    )


def _lots(ids: Collection[int]) -> Asked:
    return (
        select(Lot.id.label("row_id"), Lot.code, func.coalesce(Lot.name, Material.name, Lot.kind).label("title"))
        .add_columns(Lot.note.label("number"))
        .outerjoin(Material, Material.id == Lot.material_id)
        .where(Lot.id.in_(ids))
    )


def _stones(ids: Collection[int]) -> Asked:
    newer = aliased(StoneFacts)
    last = select(func.max(newer.sequence)).where(newer.lot_id == StoneFacts.lot_id).scalar_subquery()
    return (
        select(StoneFacts.id.label("row_id"), Lot.code, func.coalesce(Lot.name, StoneFacts.species).label("title"))
        .add_columns(StoneFacts.report_number.label("number"), StoneFacts.laboratory)
        .join(Lot, Lot.id == StoneFacts.lot_id)
        .where(StoneFacts.id.in_(ids), StoneFacts.sequence == last)
    )


def _readings(ids: Collection[int]) -> Asked:
    newer = aliased(Reading)
    last = select(func.max(newer.sequence)).where(newer.document_id == Reading.document_id).scalar_subquery()
    return (
        select(Reading.id.label("row_id"), Document.code, Reading.kind.label("title"), Reading.number, Reading.holder)
        .join(Document, Document.id == Reading.document_id)
        .where(Reading.id.in_(ids), Reading.sequence == last)
    )


def _documents(ids: Collection[int]) -> Asked:
    newer = aliased(Reading)
    last = select(func.max(newer.sequence)).where(newer.document_id == Document.id).scalar_subquery()
    its_own = (Reading.document_id == Document.id) & (Reading.sequence == last)
    return (
        select(Document.id.label("row_id"), Document.code, Reading.kind.label("title"), Reading.number, Reading.holder)
        .outerjoin(Reading, its_own)
        .where(Document.id.in_(ids))
    )


def _told(*names: str) -> Callable[[Any], str]:
    """These columns, those that are there, between commas."""
    return lambda row: ", ".join(str(value) for name in names if (value := getattr(row, name)))


def _of_piece(row: Any) -> str:
    """The metal, what its order says, the first that is told of it from before records."""
    before = (row.before_records or "").partition("\n")[0]
    return ", ".join(one for one in (row.material, row.order_note, before) if one)


def _engraved(row: Any) -> str:
    return _("“{text}”", text=row.engraving)


def _roles(row: Any) -> str:
    return ", ".join(_(role) for role in roles_of(row))


def _came(row: Any) -> str:
    return f"{row.number}, {short_date(row.received_at, zone())}"


def _ordered(row: Any) -> str:
    return short_date(row.at, zone())


_paper = _told("number", "holder")
_repair = _page("repairs.one")
_order = _page("orders.one")

SHELVES: tuple[Shelf, ...] = (
    Shelf("pieces", N_("Pieces"), {"piece": Source(pieces, _piece_page, _of_piece)}),
    Shelf("engravings", N_("Engravings"), {"personalisation": Source(_engravings, _piece_page, _engraved)}),
    Shelf(
        "designs",
        N_("Designs"),
        {
            "design": Source(_designs, _design_page, _told("material", "dated", "made_of")),
            "edition": Source(_editions, _design_page, _told("material")),
        },
    ),
    Shelf(
        "lots",
        N_("Lots"),
        {
            "lot": Source(_lots, _page("lot.page"), _told("number")),
            "stone_facts": Source(_stones, _page("lot.page"), _told("number", "laboratory")),
        },
    ),
    Shelf(
        "papers",
        N_("Documents"),
        {
            "document": Source(_documents, _page("documents.one"), _paper),
            "reading": Source(_readings, _page("documents.one"), _paper),
        },
    ),
    Shelf("orders", N_("Orders"), {"shop_order": Source(orders(with_customer=False), _order, _ordered)}),
    Shelf("repairs", N_("Repairs"), {"repair_job": Source(repairs(with_customer=False), _repair, _came)}),
    Shelf("people", N_("People"), {f"person{PRIVATE}": Source(people, _page("people.one", "subject"), _roles)}, True),
    Shelf(
        "customers",
        N_("Customers and owners"),
        {
            f"ownership{PRIVATE}": Source(held(Ownership), _owner_page, _told("material", "number")),
            f"owner_request{PRIVATE}": Source(held(OwnerRequest), _owner_page, _told("material", "number")),
            f"shop_order{PRIVATE}": Source(orders(with_customer=True), _order, _ordered),
            f"repair_job{PRIVATE}": Source(repairs(with_customer=True), _repair, _came),
        },
        True,
    ),
    Shelf(
        "cases",
        N_("Cases and deliveries"),
        {f"packed_case{PRIVATE}": Source(cases, _case_page, _ordered)},
        True,
    ),
    Shelf(
        "suppliers",
        N_("Suppliers"),
        {f"supplier{PRIVATE}": Source(suppliers, _page("suppliers.one"), _told("number"))},
        True,
    ),
)


def title_of(source: str, title: str | None) -> str:
    """What a row is called; papers by their kind, in words."""
    if source in ("document", "reading"):
        return _(KINDS[title]) if title else _("Not read yet")
    return title or ""
