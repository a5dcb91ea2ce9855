"""The first piece of its design: one answer each for kind, stones, alloy, and both are there."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from workshop.catalogue.actions import NewDesign, add_design
from workshop.catalogue.defaults import KINDS
from workshop.catalogue.models import Design, Route, Stage
from workshop.errors import Invalid
from workshop.materials.models import Material
from workshop.people.models import Person
from workshop.pieces.actions import NewPhoto, add_photo
from workshop.pieces.making import NewPieces, make_pieces
from workshop.wording import _
from workshop.writing import Writing

SMALL_SHOP = 2
SMALL_ROUTE, PLAIN_SMALL_ROUTE = "Make, set, finish", "Make, finish"
SETTING = "set"


@dataclass(frozen=True)
class QuickPiece:
    """What is asked of a new piece; `maker` is the subject of who made one that was made before records (None: not known)."""

    kind: str
    has_stones: bool
    material: str
    weight_mg: int | None = None
    photo: NewPhoto | None = None
    made_before: bool = False
    maker: str | None = None


def make_quick_piece(writing: Writing, new: QuickPiece) -> dict[str, str]:
    """A design and its first piece, in one go; tells the design's code and the serial.

    The picture is the design's, since it may be a drawing; of a finished piece it is the piece's own photo too.
    """
    kind = f"stone_{new.kind}" if new.has_stones else new.kind
    design = NewDesign(
        _free_name(writing, kind, new.material),
        kind,
        new.material,
        route=_route_for(writing, new),
        picture=new.photo.picture if new.photo else None,
    )
    code = add_design(writing, design)
    way_in = "made" if new.made_before else "wax"
    pieces = NewPieces(code, way_in=way_in, weight_mg=new.weight_mg, maker_id=_maker_id(writing, new))
    (serial,) = make_pieces(writing, pieces)
    if new.made_before and new.photo is not None:
        add_photo(writing, serial, new.photo)
    return {"design": code, "serial": serial}


def _route_for(writing: Writing, new: QuickPiece) -> str:
    names = writing.session.execute(select(Route.name)).scalars().all()
    usual = usual_route(names, _at_work(writing))
    usual = usual or writing.session.scalars(select(Route.name).where(Route.is_default == True)).one()
    return usual if new.has_stones else _without_setting(writing, usual)


def _without_setting(writing: Writing, usual: str) -> str:
    """The route with the same stages but those that set stones, made when it is first needed."""
    stages = writing.session.execute(
        select(Stage.name, Stage.work, Stage.loss_asked)
        .join(Route, Route.id == Stage.route_id)
        .where(Route.name == usual, Stage.retired_at.is_(None))
        .order_by(Stage.position)
    ).all()
    if all(stage.work != SETTING for stage in stages):
        return usual
    name = PLAIN_SMALL_ROUTE if usual == SMALL_ROUTE else f"{usual}, without stones"
    if writing.session.scalar(select(Route.id).where(Route.name == name)) is None:
        route_id = writing.add(Route, name=name, is_default=False)
        plain = enumerate((stage for stage in stages if stage.work != SETTING), 1)
        writing.add_all(Stage, [{"route_id": route_id, "position": n, **stage._mapping} for n, stage in plain])
    return name


def usual_route(routes: Sequence[str], people: int) -> str | None:
    """The short route for a shop of one or two, while it has one; None is the usual one."""
    return SMALL_ROUTE if people <= SMALL_SHOP and SMALL_ROUTE in routes else None


def _at_work(writing: Writing) -> int:
    return writing.session.scalar(select(func.count()).select_from(Person).where(Person.active == True)) or 0


def _free_name(writing: Writing, kind: str, material: str) -> str:
    """“Ring, 18k yellow”, with a number behind it when that is taken."""
    alloy = writing.session.scalar(select(Material.name).where(Material.key == material)) or material
    named = next((one.name for one in KINDS if one.key == kind), kind)
    name = f"{named}, {alloy.removesuffix(' gold')}"
    alike = writing.session.scalar(
        select(func.count()).select_from(Design).where(Design.name.startswith(name, autoescape=True))
    )
    return f"{name} {alike + 1}" if alike else name


def _maker_id(writing: Writing, new: QuickPiece) -> int | None:
    if not new.made_before or new.maker is None:
        return None
    found = writing.session.scalar(select(Person.id).where(Person.subject == new.maker))
    if found is None:
        raise Invalid(_("Choose who made it, or “not known”."), slug="maker-unknown", field="maker")
    return found
