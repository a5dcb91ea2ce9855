"""What programs do at the charm bar: put a charm on a piece, take it off, and see what is on it."""

from typing import Any

from sqlalchemy.orm import Session

from workshop.api import bodies
from workshop.api import sales_shapes as shapes
from workshop.api.operations import Caller, Operation
from workshop.api.pieces import AT_HAND, PIECE
from workshop.api.queries import Told
from workshop.inspection.attaching import attach_charm, carrier_of, charms_of, detach_charm
from workshop.people.duties import MAY_WORK
from workshop.pieces.queries import piece_standing
from workshop.writing import Writing


def list_charms(session: Session, _asked: bodies.Nothing, _who: Caller, serial: str) -> Told:
    piece_id = piece_standing(session, serial).piece_id
    charms = [
        {"serial": one.serial, "design": one.name, "since": one.at.isoformat()} for one in charms_of(session, piece_id)
    ]
    return {"serial": serial, "worn_on": carrier_of(session, piece_id), "charms": charms}


def put_on(writing: Writing, typed: shapes.PutOn, serial: str) -> Told:
    attach_charm(writing, serial, typed.charm, typed.seen)
    return _done(writing, serial, typed.charm)


def take_off(writing: Writing, typed: shapes.PutOn, serial: str) -> Told:
    detach_charm(writing, serial, typed.charm, typed.seen)
    return _done(writing, serial, typed.charm)


def _done(writing: Writing, serial: str, charm: str) -> Told:
    seen, charm_seen = (piece_standing(writing.session, one).seen for one in (serial, charm))
    return {"serial": serial, "charm": charm, "seen": seen, "charm_seen": charm_seen}


def _at_the_bar(path: str, name: str, says: str, does: Any, refuses: tuple[str, ...]) -> Operation:
    gives, takes = shapes.CharmDone, shapes.PutOn
    return Operation("POST", path, name, says, "log", does, gives, takes, status=201, roles=MAY_WORK, refuses=refuses)


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        "/pieces/{serial}/charms",
        "list_charms",
        "What is on a piece, and what it is on",
        "read",
        list_charms,
        shapes.Charms,
        refuses=PIECE,
    ),
    _at_the_bar(
        "/pieces/{serial}/charms",
        "attach_charm",
        "Put a charm that passed on a piece, which is then inspected anew",
        put_on,
        (*AT_HAND, "same-piece", "attached-already", "not-released"),
    ),
    _at_the_bar(
        "/pieces/{serial}/charms/removals",
        "detach_charm",
        "Take a charm off: both are inspected before either leaves",
        take_off,
        (*AT_HAND, "same-piece", "not-attached"),
    ),
)
