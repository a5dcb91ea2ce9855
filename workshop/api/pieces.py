"""What programs do with pieces: make them, say what happened, move them, photograph them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workshop.access import require_role
from workshop.api import answers, bodies, queries, using_bodies
from workshop.api.materials_used import CASTINGS, MATERIAL, USING, put_surfaces, using_of
from workshop.api.operations import Caller, Operation
from workshop.api.queries import Told
from workshop.errors import Invalid, NotFound
from workshop.inspection.attaching import require_off
from workshop.people.duties import MAY_WORK
from workshop.people.models import Person
from workshop.pieces.actions import Happening, plan_piece, record_event
from workshop.pieces.earlier import enter_made_before
from workshop.pieces.making import FIRST_EVENT, NewPieces, make_pieces
from workshop.pieces.queries import piece_standing
from workshop.pieces.respecifying import Respecification, respecify
from workshop.pieces.rules import KINDS, who_may_record
from workshop.sales.order_agreed import require_begun
from workshop.wording import _
from workshop.writing import Writing


def list_pieces(session: Session, asked: bodies.PiecesAsked, _who: Caller) -> Told:
    return queries.piece_page(session, asked)


def show_piece(session: Session, _asked: bodies.Nothing, _who: Caller, serial: str) -> Told:
    return queries.piece_card(session, serial)


def list_events(session: Session, asked: bodies.PageAsked, _who: Caller, serial: str) -> Told:
    return queries.story_of(session, serial, asked)


def make(writing: Writing, new: using_bodies.MakePieces) -> Told:
    serials = make_pieces(
        writing,
        NewPieces(
            new.design,
            count=new.count,
            way_in=new.way_in,
            size=new.size,
            parts=new.parts,
            edition=new.edition,
            engraving=new.engraving,
            engraving_place=new.engraving_place,
            due_on=_day(new),
            is_rush=new.is_rush,
            order_note=new.order_note,
            weight_mg=new.weight_mg,
            division_mg=new.division_mg,
            maker_id=_person_id(writing.session, new.maker),
            castings=new.castings,
            weights_mg=new.weights_mg,
        ),
    )
    return {"serials": serials, "seen": 0 if FIRST_EVENT[new.way_in] is None else 1}


def _day(typed: using_bodies.MakePieces | bodies.Plan) -> str | None:
    return typed.due_on.isoformat() if typed.due_on else None


def _person_id(session: Session, subject: str | None) -> int | None:
    if subject is None:
        return None
    person_id = session.scalar(select(Person.id).where(Person.subject == subject))
    if person_id is None:
        raise NotFound(_("There is nobody of that name here."), slug="no-such-person", field="maker")
    return person_id


def record(writing: Writing, typed: using_bodies.RecordEvent, serial: str) -> Told:
    require_role(*who_may_record(typed.kind))
    kind = KINDS.get(typed.kind)
    changes = kind is not None and kind.ends_release
    if changes and typed.seen is None:
        raise Invalid(
            _("Say which change of the piece you saw last: read the piece, and send its “seen”."),
            slug="seen-missing",
            field="seen",
        )
    told = {name: value for name, value in vars(typed).items() if name not in (*MATERIAL, "maker")}
    happening = Happening(**told, using=using_of(typed))
    require_begun(writing.session, serial, typed.kind)
    require_off(writing.session, serial, typed.kind)
    if typed.kind == "made_before":
        maker_id = _person_id(writing.session, typed.maker)
        number = enter_made_before(writing, serial, happening, maker_id=maker_id)
    else:
        number = record_event(writing, serial, happening)
    put_surfaces(writing, serial, number, typed)
    if typed.kind == "weighed":
        changes = piece_standing(writing.session, serial).seen == number
    return {"serial": serial, "number": number, "seen": number if changes else typed.seen}


def respecify_piece(writing: Writing, typed: bodies.Respecify, serial: str) -> Told:
    new = Respecification(
        typed.seen, typed.reason, typed.design, typed.parts, typed.size, typed.engraving, typed.engraving_place
    )
    number = respecify(writing, serial, new)
    return {"serial": serial, "number": number, "seen": number}


def plan(writing: Writing, typed: bodies.Plan, serial: str) -> Told:
    plan_piece(writing, serial, due_on=_day(typed), is_rush=typed.is_rush, order_note=typed.order_note)
    return {"serial": serial, "due_on": _day(typed), "is_rush": typed.is_rush, "order_note": typed.order_note}


PIECE = ("no-such-piece",)
AT_HAND: tuple[Any, ...] = (*PIECE, "scrapped", "out-for-outwork", "not-here")
WEIGHT = ("weight-not-positive", "weight-too-large")
OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/pieces",
        "list_pieces",
        "Pieces in the order in which they were made, page by page",
        "read",
        list_pieces,
        answers.PiecePage,
        asks=bodies.PiecesAsked,
        refuses=PIECE,
    ),
    Operation(
        "POST",
        "/pieces",
        "make_pieces",
        "Make from 1 to 500 pieces after one design",
        "log",
        make,
        answers.Made,
        using_bodies.MakePieces,
        status=201,
        roles=MAY_WORK,
        refuses=(
            "no-such-design",
            "no-such-edition",
            "no-such-person",
            "edition-full",
            "count-out-of-range",
            "way-in-unknown",
            "parts-out-of-range",
            *WEIGHT,
            *CASTINGS,
        ),
    ),
    Operation(
        "GET",
        "/pieces/{serial}",
        "show_piece",
        "Where one piece stands",
        "read",
        show_piece,
        answers.PieceCard,
        refuses=PIECE,
    ),
    Operation(
        "POST",
        "/pieces/{serial}/respecification",
        "respecify_piece",
        "Change what a piece shall be; its release ends",
        "log",
        respecify_piece,
        answers.Recorded,
        bodies.Respecify,
        status=201,
        roles=MAY_WORK,
        refuses=(*AT_HAND, "no-such-design", "edition-keeps-design", "nothing-changes", "parts-out-of-range"),
    ),
    Operation(
        "PUT",
        "/pieces/{serial}/plan",
        "plan_piece",
        "When a piece is due, whether it is rush, what the order says",
        "log",
        plan,
        answers.Planned,
        bodies.Plan,
        roles=MAY_WORK,
        refuses=PIECE,
    ),
    Operation(
        "GET",
        "/pieces/{serial}/events",
        "list_events",
        "The story of a piece, oldest entry first",
        "read",
        list_events,
        answers.Story,
        asks=bodies.PageAsked,
        refuses=PIECE,
    ),
    Operation(
        "POST",
        "/pieces/{serial}/events",
        "record_event",
        "Record what happened to a piece",
        "log",
        record,
        answers.Recorded,
        using_bodies.RecordEvent,
        status=201,
        refuses=(
            *AT_HAND,
            *WEIGHT,
            "not-agreed",
            "not-in-hand",
            "not-out",
            "undo-too-late",
            "seen-missing",
            "weight-missing",
            "weight-gained",
            "loss-asks-why",
            "reason-missing",
            "kind-unknown",
            "stage-unknown",
            "nothing-to-correct",
            "not-your-role",
            "begun-already",
            "no-such-person",
            *USING,
        ),
    ),
)
