"""What programs do with the catalogue: designs, editions, and the lists that everything else is chosen from."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from workshop.api import bodies, listed
from workshop.api.operations import Caller, Operation
from workshop.api.queries import Told
from workshop.catalogue.actions import NewDesign, add_design, open_edition
from workshop.catalogue.defaults import EVENT_KINDS, KINDS
from workshop.catalogue.models import Design, Edition, Route, Stage
from workshop.errors import NotFound
from workshop.inspection.models import Check, Checklist
from workshop.materials.models import Material
from workshop.pieces.models import Piece
from workshop.wording import _
from workshop.writing import Writing

_DESIGNS = (
    select(Design, Material.key.label("material"), Route.name.label("route"))
    .join(Material, Material.id == Design.material_id)
    .join(Route, Route.id == Design.route_id)
)
_EDITIONS = (
    select(Edition.name, Edition.size, func.count(Piece.id).label("given"))
    .outerjoin(Piece, Piece.edition_id == Edition.id)
    .where(Edition.design_id == bindparam("design_id"))
    .group_by(Edition.id, Edition.name, Edition.size)
    .order_by(Edition.id)
)


def list_designs(session: Session, asked: bodies.DesignsAsked, who: Caller) -> Told:
    page = design_page(session, asked)
    return page | {"designs": [_with_price(one, who) for one in page["designs"]]}


def show_design(session: Session, _asked: bodies.Nothing, who: Caller, code: str) -> Told:
    return _with_price(design_card(session, code), who)


def _with_price(design: Told, who: Caller) -> Told:
    """What a piece costs is the owner's to know."""
    may = "office" in who.scopes and "owner" in who.present.roles
    return design if may else design | {"price_minor": None}


def make_design(writing: Writing, typed: bodies.MakeDesign) -> Told:
    return {"code": add_design(writing, NewDesign(**vars(typed)))}


def make_edition(writing: Writing, typed: bodies.OpenEdition, code: str) -> Told:
    open_edition(writing, code, name=typed.name, size=typed.size)
    return {"design": code, "name": typed.name, "size": typed.size}


def design_page(session: Session, asked: bodies.DesignsAsked) -> Told:
    """Designs in the order of their codes."""
    wanted = _DESIGNS.order_by(Design.code).limit(asked.limit + 1)
    if asked.cursor is not None:
        wanted = wanted.where(Design.code > asked.cursor)
    rows = session.execute(wanted).all()
    shown = [_design(row) for row in rows[: asked.limit]]
    return {"designs": shown, "next": shown[-1]["code"] if len(rows) > asked.limit else None}


def design_card(session: Session, code: str) -> Told:
    """One design with its editions. Two statements. Raises NotFound."""
    row = session.execute(_DESIGNS.where(Design.code == code)).one_or_none()
    if row is None:
        raise NotFound(_("There is no such design here. Choose one from the catalogue."), slug="no-such-design")
    names = ("minimum_thickness_um", "construction", "story", "care", "made_of", "dated")
    editions = session.execute(_EDITIONS, {"design_id": row.Design.id}).mappings().all()
    return (
        _design(row)
        | {name: getattr(row.Design, name) for name in names}
        | {"editions": [dict(one) for one in editions]}
    )


def _design(row: Any) -> Told:
    names = ("code", "name", "kind", "target_weight_mg", "size", "price_minor")
    return {name: getattr(row.Design, name) for name in names} | {"material": row.material, "route": row.route}


def published_checklists(session: Session) -> Told:
    """The newest published list for each purpose. Three statements."""
    newest = (
        select(func.max(Checklist.id)).where(Checklist.published == True).group_by(Checklist.purpose, Checklist.serves)
    )
    lists = session.scalars(select(Checklist).where(Checklist.id.in_(newest)).order_by(Checklist.id)).all()
    checks = session.scalars(
        select(Check).where(Check.checklist_id.in_(newest)).order_by(Check.checklist_id, Check.position)
    ).all()
    codes = _design_codes(session) if _for_designs(lists) else {}
    by_list: dict[int, list[Told]] = {}
    for check in checks:
        by_list.setdefault(check.checklist_id, []).append(_check(check))
    return {"checklists": [_list(one, codes, by_list[one.id]) for one in lists]}


def _design_codes(session: Session) -> dict[int, str]:
    return {row.id: row.code for row in session.execute(select(Design.id, Design.code))}


def _for_designs(lists: Sequence[Checklist]) -> bool:
    return any(one.serves.startswith("design:") for one in lists)


def _list(one: Checklist, codes: Mapping[int, str], checks: list[Told]) -> Told:
    kind, _colon, key = one.serves.partition(":")
    serves = f"design:{codes[int(key)]}" if kind == "design" else one.serves
    return {"purpose": one.purpose, "serves": serves, "number": one.number, "name": _(one.name), "checks": checks}


def _check(check: Check) -> Told:
    names = ("code", "how", "required", "each_part", "low", "high", "unit", "instrument", "role")
    return {name: getattr(check, name) for name in names} | {"text": _(check.text)}


def list_kinds(_session: Session, _asked: bodies.Nothing, _who: Caller) -> Told:
    return {
        "pieces": [{"key": k.key, "name": _(k.name), "parts": k.parts, "has_stones": k.has_stones} for k in KINDS],
        "events": [
            {
                "key": k.key,
                "name": _(k.name),
                "is_work": k.is_work,
                "ends_release": k.ends_release,
                "leads_to": k.leads_to,
                "logged": k.key in bodies.LOGGED_KINDS,
            }
            for k in EVENT_KINDS
        ],
    }


def list_materials(session: Session, _asked: bodies.Nothing, _who: Caller) -> Told:
    rows = session.execute(
        select(
            Material.key, Material.name, Material.metal, Material.fineness.label("fineness_ppt10000"), Material.colour
        ).order_by(Material.id)
    )
    return {"materials": [dict(row) for row in rows.mappings()]}


def list_routes(session: Session, _asked: bodies.Nothing, _who: Caller) -> Told:
    stages: dict[int, list[Told]] = {}
    for row in session.execute(
        select(Stage.route_id, Stage.name, Stage.work, Stage.loss_asked)
        .where(Stage.retired_at.is_(None))
        .order_by(Stage.route_id, Stage.position, Stage.id)
    ):
        stages.setdefault(row.route_id, []).append({"name": row.name, "work": row.work, "loss_asked": row.loss_asked})
    routes = session.scalars(select(Route).order_by(Route.id)).all()
    return {
        "routes": [{"name": one.name, "is_default": one.is_default, "stages": stages.get(one.id, [])} for one in routes]
    }


def list_checklists(session: Session, _asked: bodies.Nothing, _who: Caller) -> Told:
    return published_checklists(session)


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/designs",
        "list_designs",
        "Designs in the order of their codes, page by page",
        "read",
        list_designs,
        listed.DesignPage,
        asks=bodies.DesignsAsked,
    ),
    Operation(
        "POST",
        "/designs",
        "make_design",
        "Enter a design",
        "office",
        make_design,
        listed.DesignMade,
        bodies.MakeDesign,
        status=201,
        roles=("owner",),
        refuses=(
            "no-such-material",
            "no-such-route",
            "code-taken",
            "kind-unknown",
            "name-missing",
            "construction-unknown",
        ),
    ),
    Operation(
        "GET",
        "/designs/{code}",
        "show_design",
        "One design with its editions",
        "read",
        show_design,
        listed.DesignCard,
        refuses=("no-such-design",),
    ),
    Operation(
        "POST",
        "/designs/{code}/editions",
        "open_edition",
        "Open an edition of a design",
        "office",
        make_edition,
        listed.EditionOpened,
        bodies.OpenEdition,
        status=201,
        roles=("owner",),
        refuses=("no-such-design", "edition-there", "size-out-of-range"),
    ),
    Operation("GET", "/kinds", "list_kinds", "Kinds of piece and of entry", "read", list_kinds, listed.Kinds),
    Operation("GET", "/materials", "list_materials", "Alloys", "read", list_materials, listed.Materials),
    Operation("GET", "/routes", "list_routes", "Routes with their stages", "read", list_routes, listed.Routes),
    Operation(
        "GET",
        "/checklists",
        "list_checklists",
        "The newest published list for each purpose",
        "read",
        list_checklists,
        listed.Checklists,
    ),
)
