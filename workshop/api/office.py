"""What programs do around pieces: tags, the door, designs, and the lists that everything else is chosen from."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.api import answers, bodies, queries
from workshop.api.operations import Caller, Operation
from workshop.api.pieces import PIECE
from workshop.api.queries import Told
from workshop.catalogue.actions import NewDesign, add_design, open_edition
from workshop.catalogue.defaults import EVENT_KINDS, KINDS
from workshop.catalogue.models import Route, Stage
from workshop.inspection.actions import PLACES, Leaving, record_departure
from workshop.materials.models import Material
from workshop.people.models import Person
from workshop.provenance.actions import give_tag, withdraw_tag
from workshop.provenance.codes import printed
from workshop.wording import _
from workshop.writing import Writing


def show_me(_session: Session, _asked: bodies.Nothing, who: Caller) -> Told:
    here = who.present
    return {
        "subject": here.subject,
        "name": here.name,
        "roles": sorted(here.roles),
        "scopes": sorted(who.scopes),
    }


def tag_piece(writing: Writing, typed: bodies.GiveTag, serial: str) -> Told:
    tagged = give_tag(writing, serial, typed.seen)
    return {
        "serial": serial,
        "code": tagged.code,
        "printed": printed(tagged.code),
        "is_practice": tagged.is_practice,
        "path": f"/p/{tagged.code}",
    }


def end_tag(writing: Writing, typed: bodies.WithdrawTag, serial: str, code: str) -> Told:
    withdraw_tag(writing, serial, code, reason=typed.reason, note=typed.note)
    return {"serial": serial, "code": code, "reason": typed.reason}


def leave(writing: Writing, typed: bodies.Leave, serial: str) -> Told:
    record_departure(writing, serial, Leaving(typed.seen, typed.kind, typed.place, typed.holder))
    return {"serial": serial, "kind": typed.kind, "place": typed.place or PLACES[typed.kind], "seen": typed.seen}


def list_designs(session: Session, asked: bodies.DesignsAsked, _who: Caller) -> Told:
    return queries.design_page(session, asked)


def show_design(session: Session, _asked: bodies.Nothing, _who: Caller, code: str) -> Told:
    return queries.design_card(session, code)


def make_design(writing: Writing, typed: bodies.MakeDesign) -> Told:
    return {"code": add_design(writing, NewDesign(**vars(typed)))}


def make_edition(writing: Writing, typed: bodies.OpenEdition, code: str) -> Told:
    open_edition(writing, code, name=typed.name, size=typed.size)
    return {"design": code, "name": typed.name, "size": typed.size}


def list_people(session: Session, _asked: bodies.Nothing, _who: Caller) -> Told:
    people = session.scalars(select(Person).order_by(Person.name, Person.id)).all()
    return {
        "people": [
            {"subject": one.subject, "name": one.name, "roles": sorted(one.roles), "active": one.active}
            for one in people
        ]
    }


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
    return queries.published_checklists(session)


OPERATIONS: tuple[Operation, ...] = (
    Operation("GET", "/me", "show_me", "Whose token this is, and what it may do", "read", show_me, answers.Me),
    Operation(
        "POST",
        "/pieces/{serial}/tag",
        "tag_piece",
        "Give a released piece its code",
        "office",
        tag_piece,
        answers.Tagged,
        bodies.GiveTag,
        status=201,
        refuses=(*PIECE, "has-tag", "not-released", "not-here"),
    ),
    Operation(
        "POST",
        "/pieces/{serial}/tag/{code}/withdrawal",
        "withdraw_tag",
        "End a code: its page says so from now on",
        "office",
        end_tag,
        answers.Withdrawn,
        bodies.WithdrawTag,
        status=201,
        refuses=(*PIECE, "no-such-tag", "reason-unknown"),
    ),
    Operation(
        "POST",
        "/pieces/{serial}/departures",
        "record_departure",
        "Let a released piece leave",
        "office",
        leave,
        answers.Left,
        bodies.Leave,
        status=201,
        refuses=(*PIECE, "not-released", "not-here", "departure-unknown", "place-unknown"),
    ),
    Operation(
        "GET",
        "/designs",
        "list_designs",
        "Designs in the order of their codes, page by page",
        "read",
        list_designs,
        answers.DesignPage,
        asks=bodies.DesignsAsked,
    ),
    Operation(
        "POST",
        "/designs",
        "make_design",
        "Enter a design",
        "office",
        make_design,
        answers.DesignMade,
        bodies.MakeDesign,
        status=201,
        roles=("owner",),
        refuses=("no-such-material", "no-such-route", "code-taken", "kind-unknown", "name-missing"),
    ),
    Operation(
        "GET",
        "/designs/{code}",
        "show_design",
        "One design with its editions",
        "read",
        show_design,
        answers.DesignCard,
        refuses=("no-such-design",),
    ),
    Operation(
        "POST",
        "/designs/{code}/editions",
        "open_edition",
        "Open an edition of a design",
        "office",
        make_edition,
        answers.EditionOpened,
        bodies.OpenEdition,
        status=201,
        roles=("owner",),
        refuses=("no-such-design", "edition-there", "size-out-of-range"),
    ),
    Operation("GET", "/people", "list_people", "Who works here", "office", list_people, answers.Colleagues),
    Operation("GET", "/kinds", "list_kinds", "Kinds of piece and of entry", "read", list_kinds, answers.Kinds),
    Operation("GET", "/materials", "list_materials", "Alloys", "read", list_materials, answers.Materials),
    Operation("GET", "/routes", "list_routes", "Routes with their stages", "read", list_routes, answers.Routes),
    Operation(
        "GET",
        "/checklists",
        "list_checklists",
        "The newest published list for each purpose",
        "read",
        list_checklists,
        answers.Checklists,
    ),
)
