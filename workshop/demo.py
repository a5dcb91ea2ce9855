"""The demonstration: a made-up workshop with a week behind it, told through the ordinary verbs with a clock that is moved."""

import secrets
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import bindparam, select

from workshop.catalogue.actions import NewDesign, add_design, open_edition
from workshop.catalogue.routing import StageChange, add_route, add_stage
from workshop.demostories import DESIGNS, EDITIONS, FIGURES, PEOPLE, ROUTES, SHOP, STORIES, TOKENS, Story
from workshop.errors import CannotStart
from workshop.inspection.actions import Leaving, Looked, record_departure, record_inspection
from workshop.inspection.queries import what_is_asked
from workshop.inspection.rules import Asked, Given, parts_of
from workshop.people.actions import add_person, record_consent, set_password, set_pin
from workshop.people.models import Person, Shop
from workshop.people.queries import find_shop
from workshop.people.secrets import hash_secret
from workshop.people.tablets import invite_tablet
from workshop.people.tokens import create_token
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.making import NewPieces, make_pieces
from workshop.pieces.models import Piece
from workshop.pieces.moving import back_from_outwork, come_back, send_to_outwork
from workshop.pieces.queries import piece_standing
from workshop.pieces.rules import KINDS, Standing
from workshop.provenance.actions import give_tag, withdraw_tag
from workshop.provenance.models import Tag
from workshop.shoproom import Shoproom
from workshop.writing import NOBODY, Actor, Intent, Writing

Told = TypeVar("Told")
WEEK = timedelta(days=7)
STEP = timedelta(minutes=23)
OPENING, CLOSING = 8, 18


class Teller:
    """Tells stories to a shop: each verb in its own transaction, a little later than the one before."""

    def __init__(self, room: Shoproom) -> None:
        self.at = room.now() - WEEK
        self.until = room.now()
        self.room = replace(room, now=lambda: self.at)
        self.people: dict[str, Actor] = {}

    def tell(self, verb: str, act: Callable[[Writing], Told], by: Actor = NOBODY) -> Told:
        kept: list[Told] = []

        def keep(writing: Writing) -> dict[str, Any]:
            kept.append(act(writing))
            return {}

        self.room.do(Intent(verb, by, self.at), keep)
        return kept[0]

    def later(self) -> None:
        """A little later in the working day; never past now."""
        self.at = min(self.at + STEP, self.until)
        if not OPENING <= self.at.hour < CLOSING:
            self.at = min(self.at.replace(hour=OPENING) + timedelta(days=int(self.at.hour >= CLOSING)), self.until)

    def standing(self, serial: str) -> Standing:
        with self.room.database.reading() as session:
            return piece_standing(session, serial)


def fill_demonstration(room: Shoproom) -> dict[str, Any]:
    """Fill an empty shop; returns people with their secrets and tokens. A folder filled before gets new secrets. Raises CannotStart for a real shop."""
    with room.database.reading() as session:
        shop = find_shop(session)
    if shop and not shop.demonstration:
        raise CannotStart(
            "This data folder belongs to a real shop. Give the demonstration another one with --data-dir."
        )
    teller = Teller(room)
    if shop is None:
        _half_filled(room).touch()
        _open_shop(teller)
        for story in STORIES:
            _tell_story(teller, story)
        _half_filled(room).unlink()
    teller.at = teller.until
    return _hand_out_secrets(teller)


def empty_half_filled(room: Shoproom) -> None:
    """Take away a demonstration whose filling was cut off, so that the next opening begins anew. The room may only be closed after it.

    Raises CannotStart on PostgreSQL, where only its owner can empty the database.
    """
    if not _half_filled(room).exists():
        return
    with room.database.reading() as session:
        shop = find_shop(session)
    if shop is not None and not shop.demonstration:
        return  # somebody opened a real shop in the folder meanwhile
    if not room.settings.is_sqlite:
        raise CannotStart("This demonstration was stopped while it was filled. Give it an empty database.")
    room.close()
    folder = room.settings.data_dir
    shutil.rmtree(folder / "checkpoints", ignore_errors=True)
    for path in folder.glob("workshop.db*"):
        path.unlink()


def _half_filled(room: Shoproom) -> Path:
    """The file that is there from the first row of the filling to its last."""
    return room.settings.data_dir / "demonstration.half-filled"


def _open_shop(teller: Teller) -> None:
    teller.tell("open shop", lambda w: w.add(Shop, **SHOP))
    for name, roles, form, shown in PEOPLE:
        person_id = teller.tell("add person", partial(add_person, name=name, roles=roles))
        teller.people[name] = _actor(teller, person_id)
        if form != "nothing":
            consent = partial(record_consent, person_id=person_id, form=form, shown_as=shown)
            teller.tell("record consent", consent, teller.people[name])
    for route, stages in ROUTES.items():
        teller.tell("add route", partial(add_route, name=route))
        for work, loss_asked, stage in stages:
            change = StageChange(stage, loss_asked)
            teller.tell("add stage", partial(add_stage, route=route, work=work, new=change))
    for design in DESIGNS:
        teller.tell("add design", partial(add_design, new=NewDesign(**design)))
    for code, name, size in EDITIONS:
        teller.tell("open edition", partial(open_edition, design_code=code, name=name, size=size))


def _actor(teller: Teller, person_id: int) -> Actor:
    with teller.room.database.reading() as session:
        return Actor(person_id, str(session.scalar(select(Person.subject).where(Person.id == person_id))))


def _tell_story(teller: Teller, story: Story) -> None:
    """Make one piece and let happen to it what the story says, step by step."""
    teller.at = teller.until - WEEK + timedelta(hours=story.begins_h)
    maker = teller.people.get(story.maker or "")
    new = NewPieces(
        story.design,
        way_in=story.way_in,
        edition=story.edition,
        size=story.size,
        engraving=story.engraving,
        is_rush=story.is_rush,
        weight_mg=story.weight_mg,
        maker_id=maker.id if maker else None,
        due_on=_due(teller, story),
    )
    serial = teller.tell("make pieces", lambda w: make_pieces(w, new), teller.people["Tomás Reis"])[0]
    for step in story.steps:
        teller.later()
        _STEPS[step[0]](teller, serial, step[1:])


def _due(teller: Teller, story: Story) -> str | None:
    return None if story.due_in_days is None else (teller.until + timedelta(days=story.due_in_days)).date().isoformat()


def _work(teller: Teller, serial: str, words: Sequence[Any]) -> None:
    """("work", kind, who, weight_mg or None, details)"""
    kind, who, weight_mg, *more = words
    details: dict[str, Any] = more[0] if more else {}
    happening = Happening(
        kind, seen=teller.standing(serial).seen if KINDS[kind].ends_release else None, weight_mg=weight_mg, **details
    )
    teller.tell("record event", lambda w: record_event(w, serial, happening), teller.people[who])


def _outwork(teller: Teller, serial: str, words: Sequence[Any]) -> None:
    """("outwork", direction, who, place, method)"""
    direction, who, place, method = words
    kind, verb = ("outwork_out", send_to_outwork) if direction == "out" else ("outwork_back", back_from_outwork)
    standing = teller.standing(serial)
    stage = "Mark" if direction == "back" else None
    happening = Happening(kind, standing.seen, stage, standing.weight_mg, method=method, place=place)
    teller.tell("move piece", lambda w: verb(w, serial, happening), teller.people[who])


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
    leaving = Leaving(teller.standing(serial).seen, kind, place=place)
    teller.tell("record departure", lambda w: record_departure(w, serial, leaving), teller.people[who])


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


_STEPS: dict[str, Callable[[Teller, str, Sequence[Any]], None]] = {
    "work": _work,
    "outwork": _outwork,
    "look": _look,
    "leave": _leave,
    "back": _back,
    "tag": _tag,
    "withdraw": _withdraw,
}
_CODE_OF = (
    select(Tag.code)
    .join(Piece, Piece.id == Tag.piece_id)
    .where(Piece.serial == bindparam("serial"))
    .order_by(Tag.id.desc())
    .limit(1)
)


def _hand_out_secrets(teller: Teller) -> dict[str, Any]:
    """New random secrets for everybody at each start: there is no default one."""
    told: list[dict[str, Any]] = []
    tokens: list[dict[str, Any]] = []
    with teller.room.database.reading() as session:
        people = session.scalars(select(Person).order_by(Person.id)).all()
    for person in people:
        kind, secret = _new_secret(person)
        told.append({"name": person.name, "roles": sorted(person.roles), kind: secret})
        kept = hash_secret(secret, teller.room.settings.secret_key)
        if kind == "password":
            teller.tell("set password", partial(set_password, person_id=person.id, password_hash=kept))
        else:
            teller.tell("set PIN", partial(set_pin, person_id=person.id, pin_hash=kept))
    for name, scopes in TOKENS:
        who = next(person.id for person in people if person.name == name)
        make = partial(
            create_token,
            person_id=who,
            scopes=scopes,
            label="demonstration",
            secret_key=teller.room.settings.secret_key,
        )
        tokens.append({"person": name, "scopes": list(scopes), "token": teller.tell("create token", make)})
    owner = next(person for person in people if person.is_owner)
    tablet = invite_tablet(teller.room, Actor(owner.id, owner.subject))
    return {"people": told, "tokens": tokens, "tablet": f"enrol/{tablet}"}


def _new_secret(person: Person) -> tuple[str, str]:
    """A password for an owner, a PIN for everybody else."""
    return (
        ("password", secrets.token_urlsafe(9))
        if person.is_owner
        else ("pin", f"{secrets.randbelow(900_000) + 100_000}")
    )
