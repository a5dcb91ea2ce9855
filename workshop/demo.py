"""The demonstration: a made-up workshop with a week behind it, told through the ordinary verbs with a clock that is moved."""

import secrets
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any

from sqlalchemy import select

from workshop.catalogue.actions import NewDesign, add_design, open_edition
from workshop.catalogue.price_actions import change_prices
from workshop.catalogue.price_rules import PriceChange
from workshop.catalogue.routing import StageChange, add_route, add_stage
from workshop.demobooks import MATTERS, OWNER, buy_materials
from workshop.demodeliveries import tell_deliveries
from workshop.demoorders import tell_orders
from workshop.demorepairs import promise, tell_repairs
from workshop.demosteps import STEPS
from workshop.demostories import AFFAIRS, DESIGNS, EDITIONS, PEOPLE, ROUTES, SHOP, STORIES, TOKENS, Story
from workshop.demotelling import WEEK, Teller
from workshop.demotexts import tell_texts
from workshop.errors import CannotStart
from workshop.people.actions import add_person, record_consent, set_password, set_pin
from workshop.people.models import Person, Shop
from workshop.people.queries import find_shop
from workshop.people.secrets import hash_secret
from workshop.people.tablets import invite_tablet
from workshop.people.tokens import create_token
from workshop.pieces.making import NewPieces, make_pieces
from workshop.shoproom import Shoproom
from workshop.writing import Actor

PRICE_CHANGES = (PriceChange("REED", "retail", 12_500, 13_200), PriceChange("ALDER", "wholesale", None, 70_000))


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
        promise(teller)
        buy_materials(teller)
        _tell_stories(teller)
        tell_deliveries(teller)
        tell_orders(teller)
        tell_repairs(teller)
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
    for code, name, size, proofs in EDITIONS:
        teller.tell("open edition", partial(open_edition, design_code=code, name=name, size=size, proofs=proofs))
    tell_texts(teller)
    teller.tell("change prices", partial(change_prices, changes=PRICE_CHANGES), teller.people[OWNER])


def _actor(teller: Teller, person_id: int) -> Actor:
    with teller.room.database.reading() as session:
        return Actor(person_id, str(session.scalar(select(Person.subject).where(Person.id == person_id))))


def _tell_stories(teller: Teller) -> None:
    """Make the pieces in the order of their serials, then let happen what the stories say, each step in its time."""
    stories = (*STORIES, *AFFAIRS)
    begins = [teller.until - WEEK + timedelta(hours=story.begins_h) for story in stories]
    serials = [None if _waits(story) else _make(teller, story, at) for story, at in zip(stories, begins, strict=True)]
    coming = [(at, number, 0) for number, at in enumerate(begins)]
    heapify(coming)
    while coming:
        at, number, place = heappop(coming)
        story, teller.at = stories[number], at
        if serials[number] is None and story.design:
            serials[number] = _make(teller, story, at)
        elif place:
            _tell_step(teller, serials[number] or "", story.steps[place - 1])
        if place < len(story.steps):
            heappush(coming, (_after(teller, at, story.steps[place - 1] if place else ()), number, place + 1))


def _after(teller: Teller, at: datetime, step: Sequence[Any]) -> datetime:
    """When the step after this one happens."""
    if step and step[0] == "begin":
        return teller.begun_since(at, step[2])
    return teller.later_than(at)


def _waits(story: Story) -> bool:
    """Whether it is made in its turn: its casting comes out of a lot, whose books are in the order of time. Or it is no piece at all."""
    return story.castings is not None or not story.design


def _make(teller: Teller, story: Story, at: datetime) -> str:
    teller.at = at
    maker = teller.people.get(story.maker or "")
    new = NewPieces(
        story.design,
        way_in=story.way_in,
        edition=story.edition,
        size=story.size,
        engraving=story.engraving,
        is_rush=story.is_rush,
        weight_mg=None if story.castings else story.weight_mg,
        maker_id=maker.id if maker else None,
        due_on=_due(teller, story),
        castings=story.castings,
        weights_mg=(story.weight_mg,) if story.castings and story.weight_mg else (),
    )
    return teller.tell("make pieces", lambda w: make_pieces(w, new), teller.people["Tomás Reis"])[0]


def _tell_step(teller: Teller, serial: str, step: Sequence[Any]) -> None:
    word, *words = step
    if word in MATTERS:
        MATTERS[word](teller, words)
    elif word != "rest":
        STEPS[word](teller, serial, words)


def _due(teller: Teller, story: Story) -> str | None:
    return None if story.due_in_days is None else (teller.until + timedelta(days=story.due_in_days)).date().isoformat()


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
