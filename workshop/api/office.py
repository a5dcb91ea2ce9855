"""What programs do around pieces: tags, the door, designs, and the lists that everything else is chosen from."""

from sqlalchemy.orm import Session

from workshop.api import answers, bodies
from workshop.api import sales_shapes as shapes
from workshop.api.operations import Caller, Operation
from workshop.api.pieces import PIECE
from workshop.api.queries import Told
from workshop.inspection.actions import PLACES, Leaving
from workshop.people.duties import MAY_LET_GO
from workshop.provenance.actions import Tagged, give_tag, withdraw_tag
from workshop.provenance.codes import printed
from workshop.sales.sale_actions import end_sale, let_leave
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
    return told_tag(serial, give_tag(writing, serial, typed.seen))


def told_tag(serial: str, tagged: Tagged) -> Told:
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


def leave(writing: Writing, typed: shapes.Leave, serial: str) -> Told:
    leaving = Leaving(typed.seen, typed.kind, typed.place, typed.holder)
    let_leave(writing, serial, leaving, typed.price_minor)
    return {"serial": serial, "kind": typed.kind, "place": typed.place or PLACES[typed.kind], "seen": typed.seen}


def give_back(writing: Writing, typed: shapes.EndSale, serial: str) -> Told:
    end_sale(writing, serial, typed.how)
    return {"serial": serial, "how": typed.how}


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
        roles=MAY_LET_GO,
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
        shapes.Leave,
        status=201,
        roles=MAY_LET_GO,
        refuses=(*PIECE, "not-released", "not-here", "departure-unknown", "place-unknown", "no-sale", "no-currency"),
    ),
    Operation(
        "POST",
        "/pieces/{serial}/sale/end",
        "end_sale",
        "The sale of a piece that came back ends: it was given back, or was a slip",
        "office",
        give_back,
        answers.SaleEnded,
        shapes.EndSale,
        status=201,
        roles=MAY_LET_GO,
        refuses=(*PIECE, "no-sale-stands", "not-here"),
    ),
)
