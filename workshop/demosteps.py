"""The steps of a piece in the demonstration: worked on, out and back, inspected, tagged, gone, home again."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from workshop.catalogue.models import Design
from workshop.demobooks import using
from workshop.demomaterials import MARKS, OFFICE
from workshop.demostories import FIGURES
from workshop.demotelling import Teller
from workshop.inspection.actions import Leaving, Looked, record_inspection
from workshop.inspection.queries import what_is_asked
from workshop.inspection.rules import Asked, Given, parts_of
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.models import Piece
from workshop.pieces.moving import back_from_outwork, come_back, send_to_outwork
from workshop.pieces.queries import stages_of
from workshop.pieces.rules import KINDS, Standing, stage_of
from workshop.pieces.surfaces import NewHallmark, Surface, put_on
from workshop.provenance.actions import give_tag, withdraw_tag
from workshop.provenance.models import Tag
from workshop.sales.case_actions import NewCase, pack_case
from workshop.sales.consignment_actions import agree_terms
from workshop.sales.consignment_rules import Terms
from workshop.sales.sale_actions import let_leave
from workshop.writing import Writing


def _work(teller: Teller, serial: str, words: Sequence[Any]) -> None:
    """("work", kind, who, weight_mg or None, details, added, stones, layer)"""
    kind, who, weight_mg, details, added, stones, layer = words
    seen = teller.standing(serial).seen if KINDS[kind].ends_release else None
    used = using(teller, serial, kind, weight_mg, added, stones)
    happening = Happening(kind, seen=seen, weight_mg=weight_mg, using=used, **details)
    teller.tell(
        "record event", lambda w: _put_on(w, serial, record_event(w, serial, happening), layer), teller.people[who]
    )


def _begin(teller: Teller, serial: str, words: Sequence[Any]) -> None:
    """("begin", who, minutes, kind): the stage of that work is begun, and done so many minutes later."""
    who, _minutes, kind = words
    standing = teller.standing(serial)
    with teller.room.database.reading() as session:
        stage = stage_of(stages_of(session, standing.route_id), kind, None, standing.stage_id)
    happening = Happening("start", seen=standing.seen, stage=stage.name if stage else None)
    teller.tell("record event", lambda w: record_event(w, serial, happening), teller.people[who])


def _put_on(writing: Writing, serial: str, sequence: int, surface: Surface | None) -> None:
    if surface is not None:
        put_on(writing, serial, sequence, surface)


def _outwork(teller: Teller, serial: str, words: Sequence[Any]) -> None:
    """("outwork", direction, who, place, method, stage, metal, fineness)"""
    direction, who, place, method, stage, metal, fineness = words
    kind, verb = ("outwork_out", send_to_outwork) if direction == "out" else ("outwork_back", back_from_outwork)
    standing = teller.standing(serial)
    happening = Happening(kind, standing.seen, stage, standing.weight_mg, method=method, place=place)
    day = teller.at.date().isoformat()
    mark = NewHallmark(OFFICE, metal, fineness, day, sponsor="MW", document=MARKS) if direction == "back" else None
    teller.tell("move piece", lambda w: _put_on(w, serial, verb(w, serial, happening), mark), teller.people[who])


def _look(teller: Teller, serial: str, words: Sequence[Any]) -> None:
    """("look", verdict, who, failing {code: figure or None}, note, back_to, traits)"""
    verdict, who, failing, note, back_to, *more = words
    standing = teller.standing(serial)
    with teller.room.database.reading() as session:
        asking = what_is_asked(session, standing)
    answers = [
        _answer(check, part, standing, failing)
        for check in asking.questions
        for part in parts_of(check, standing.parts)
    ]
    looked = Looked(standing.seen, verdict, answers, note=note, back_to=back_to, traits=more[0] if more else ())
    teller.tell("inspect piece", lambda w: record_inspection(w, serial, looked), teller.people[who])


def _answer(check: Asked, part: int, standing: Standing, failing: dict[str, int | None]) -> Given:
    if check.how == "measurement":
        assert check.low is not None and check.high is not None
        middle = (check.low + check.high) // 2
        usual = standing.weight_mg or 4_000 if check.role == "gross_weight" else FIGURES.get(check.code, middle)
        return Given(check.code, part, measured=failing.get(check.code) or usual)
    return Given(check.code, part, passes=check.code not in failing)


def _leave(teller: Teller, serial: str, words: Sequence[Any]) -> None:
    """("leave", kind, who, place)"""
    kind, who, place = words
    if place == "gallery":
        return _to_gallery(teller, serial, who)
    leaving, price = Leaving(teller.standing(serial).seen, kind, place=place), None
    if kind == "sold":
        with teller.room.database.reading() as session:
            price = session.scalar(_PRICE_OF, {"serial": serial})
    teller.tell("record departure", lambda w: let_leave(w, serial, leaving, price), teller.people[who])


def _to_gallery(teller: Teller, serial: str, who: str) -> None:
    """In a case, on consignment."""
    case = NewCase("gallery", [serial], "Galeria Rua Nova", "+351 912 000 333", teller.day(-21))
    code = teller.tell("case out", lambda w: pack_case(w, case), teller.people[who])
    teller.tell("agree terms", lambda w: agree_terms(w, code, Terms()), teller.people[who])


def _back(teller: Teller, serial: str, words: Sequence[Any]) -> None:
    """("back", who)"""
    seen = teller.standing(serial).seen
    teller.tell("come back", lambda w: come_back(w, serial, Happening("came_back", seen=seen)), teller.people[words[0]])


def _tag(teller: Teller, serial: str, words: Sequence[Any]) -> None:
    """("tag", who)"""
    seen = teller.standing(serial).seen
    teller.tell("give tag", lambda w: give_tag(w, serial, seen), teller.people[words[0]])


def _withdraw(teller: Teller, serial: str, words: Sequence[Any]) -> None:
    """("withdraw", who, reason)"""
    with teller.room.database.reading() as session:
        code = session.scalar(_CODE_OF, {"serial": serial})
    teller.tell(
        "withdraw tag",
        lambda w: withdraw_tag(w, serial, str(code), reason=words[1], note=None),
        teller.people[words[0]],
    )


STEPS: dict[str, Callable[[Teller, str, Sequence[Any]], None]] = {
    "begin": _begin,
    "work": _work,
    "outwork": _outwork,
    "look": _look,
    "leave": _leave,
    "back": _back,
    "tag": _tag,
    "withdraw": _withdraw,
}
_PRICE_OF = (
    select(Design.price_minor).join(Piece, Piece.design_id == Design.id).where(Piece.serial == bindparam("serial"))
)
_CODE_OF = (
    select(Tag.code)
    .join(Piece, Piece.id == Tag.piece_id)
    .where(Piece.serial == bindparam("serial"))
    .order_by(Tag.id.desc())
    .limit(1)
)
