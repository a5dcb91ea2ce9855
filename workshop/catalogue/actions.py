"""Verbs over the catalogue: designs, editions, routes."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, select

from workshop.catalogue.defaults import KINDS, ROUTES
from workshop.catalogue.models import Design, Edition, Route, Stage
from workshop.catalogue.price_history import RETAIL, note_prices
from workshop.errors import Conflict, Invalid, NotFound
from workshop.materials.models import Material
from workshop.wording import N_, _
from workshop.writing import Writing

LONGEST_EDITION = 100_000
CONSTRUCTIONS = {
    "solid": N_("Solid"),
    "hollow": N_("Hollow"),
    "tube": N_("Tube"),
    "electroformed": N_("Electroformed"),
}
MOULDS = {"kept": N_("Kept"), "destroyed": N_("Destroyed")}


@dataclass(frozen=True)
class NewDesign:
    """A design as it is entered: kind and material by key, route by name (None: the default one), weight in milligrams, price in minor units."""

    name: str
    kind: str
    material: str
    code: str | None = None
    route: str | None = None
    target_weight_mg: int | None = None
    minimum_thickness_um: int | None = None
    construction: str | None = None
    size: str | None = None
    price_minor: int | None = None
    story: str | None = None
    care: str | None = None
    made_of: str | None = None
    dated: str | None = None
    risk_note: str | None = None
    mould: str | None = None
    counts_casting: bool | None = None
    picture: str | None = None
    source_key: str | None = None


def add_routes(writing: Writing) -> None:
    """The routes a new workshop starts with, where they are missing."""
    there = set(writing.session.scalars(select(Route.name)))
    for route in ROUTES:
        if route.name in there:
            continue
        route_id = writing.add(Route, name=route.name, is_default=route.is_default)
        stages = [
            {"route_id": route_id, "position": n, "name": s.name, "work": s.work, "loss_asked": s.loss_asked}
            for n, s in enumerate(route.stages, 1)
        ]
        writing.add_all(Stage, stages)


def add_design(writing: Writing, new: NewDesign) -> str:
    """Enter a design; returns its code (its own, or D-0001 onwards). Raises Invalid, NotFound or Conflict for what does not fit."""
    values = _design_row(writing, new)
    code = (new.code or "").strip() or _next_code(writing)
    if writing.session.scalar(select(Design.id).where(Design.code == code)) is not None:
        raise Conflict(_("There is a design {code} already.", code=code), slug="code-taken", field="code")
    writing.add(Design, created_at=writing.at, by_id=writing.by.id, **values | {"code": code})
    return code


def _design_row(writing: Writing, new: NewDesign) -> dict[str, Any]:
    if not new.name.strip():
        raise Invalid(_("Give the design a name."), slug="name-missing", field="name")
    if new.kind not in {kind.key for kind in KINDS}:
        raise Invalid(_("“{kind}” is no kind of piece here.", kind=new.kind[:40]), slug="kind-unknown", field="kind")
    if new.construction is not None and new.construction not in CONSTRUCTIONS:
        raise Invalid(
            _("A piece is solid, hollow, tube or electroformed."), slug="construction-unknown", field="construction"
        )
    if new.mould is not None and new.mould not in MOULDS:
        raise Invalid(_("A mould is kept or destroyed."), slug="mould-unknown", field="mould")
    material_id = writing.session.scalar(select(Material.id).where(Material.key == new.material))
    if material_id is None:
        raise NotFound(
            _("“{material}” is no alloy here.", material=new.material[:40]), slug="no-such-material", field="material"
        )
    values = asdict(new) | {
        "material_id": material_id,
        "route_id": _route_id(writing, new.route),
        "name": new.name.strip(),
    }
    del values["material"], values["route"]
    return values


def change_design(writing: Writing, code: str, new: NewDesign) -> None:
    """Write what is different; code, picture (when none is given) and where it came from stay. Pieces that were made keep what they are."""
    row = writing.session.execute(select(*Design.__table__.c).where(Design.code == code)).mappings().one_or_none()
    if row is None:
        raise no_such_design(code)
    values = _design_row(writing, new) | {"code": code, "source_key": row["source_key"]}
    values["picture"] = new.picture or row["picture"]
    changes = {name: value for name, value in values.items() if row[name] != value}
    if "price_minor" in changes:
        note_prices(writing, RETAIL, [(row["id"], row["price_minor"], changes["price_minor"])])
    if changes:
        writing.change(Design, row["id"], **changes)


def no_such_design(code: str) -> NotFound:
    return NotFound(
        _("There is no design {code}. Choose one from the catalogue.", code=code[:60]),
        slug="no-such-design",
        field="design",
    )


def _next_code(writing: Writing) -> str:
    taken = writing.session.scalar(select(func.max(Design.id))) or 0
    return f"D-{taken + 1:04d}"


def _route_id(writing: Writing, name: str | None) -> int:
    wanted = Route.name == name if name else Route.is_default == True
    route_id = writing.session.scalar(select(Route.id).where(wanted).order_by(Route.id).limit(1))
    if route_id is None:
        raise NotFound(_("“{name}” is no route here.", name=name), slug="no-such-route", field="route")
    return route_id


def open_edition(writing: Writing, design_code: str, *, name: str, size: int, proofs: int | None = None) -> int:
    """Open an edition of a design; returns its primary key."""
    _require_size(size)
    design_id = writing.session.scalar(select(Design.id).where(Design.code == design_code))
    if design_id is None:
        raise no_such_design(design_code)
    if (
        writing.session.scalar(select(Edition.id).where(Edition.design_id == design_id, Edition.name == name))
        is not None
    ):
        raise Conflict(_("This design has an edition “{name}” already.", name=name), slug="edition-there", field="name")
    return writing.add(
        Edition, design_id=design_id, name=name, size=size, proofs=proofs, created_at=writing.at, by_id=writing.by.id
    )


def _require_size(size: int) -> None:
    if not 1 <= size <= LONGEST_EDITION:
        raise Invalid(
            _("An edition has from 1 to {most} pieces.", most=LONGEST_EDITION), slug="size-out-of-range", field="size"
        )


def resize_edition(writing: Writing, design_code: str, name: str, *, size: int, proofs: int | None = None) -> None:
    """Another size, while no piece of it is numbered: after that the database refuses. Proofs can be told at any time.

    Raises NotFound, Invalid or Conflict.
    """
    _require_size(size)
    if proofs is not None and not 0 <= proofs <= LONGEST_EDITION:
        raise Invalid(_("Type how many artist's proofs there are."), slug="proofs-out-of-range", field="proofs")
    found = writing.session.execute(
        select(Edition.id, Edition.size, Edition.proofs)
        .join(Design, Design.id == Edition.design_id)
        .where(Design.code == design_code, Edition.name == name)
    ).one_or_none()
    if found is None:
        raise NotFound(_("This design has no edition “{name}”.", name=name[:60]), slug="no-such-edition")
    told = {"size": size, "proofs": proofs}
    changes = {name: value for name, value in told.items() if value is not None and getattr(found, name) != value}
    if changes:
        writing.change(Edition, found.id, **changes)
