"""A small workshop for tests: three people, one design, and verbs with defaults."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, insert, select, text

from workshop.aftercare.repair_intake import Intake, take_in
from workshop.catalogue.actions import NewDesign, add_design
from workshop.catalogue.price_actions import change_prices
from workshop.catalogue.price_queries import price_of
from workshop.catalogue.price_rules import PriceChange
from workshop.inspection.actions import Decided, Leaving, Looked, record_departure, record_inspection
from workshop.inspection.queries import Asking, what_is_asked
from workshop.inspection.rules import Given, parts_of
from workshop.people.actions import add_person
from workshop.people.models import Person, Shop, SignIn
from workshop.people.secrets import digest_of
from workshop.pieces.actions import Happening, record_event
from workshop.pieces.making import NewPieces, make_pieces
from workshop.pieces.moving import come_back
from workshop.pieces.queries import piece_standing
from workshop.pieces.rules import Standing
from workshop.provenance.actions import Tagged, give_tag
from workshop.shoproom import Shoproom
from workshop.writing import NOBODY, Actor, Intent, Writing

WEIGHT_MG = 4_000
Told = TypeVar("Told")


class World:
    """Ana works, Ines inspects, Omar owns. `tell` runs one verb in its own transaction."""

    def __init__(self, room: Shoproom) -> None:
        self.room = room
        self.omar = self.person("Omar", "owner")
        self.ana = self.person("Ana", "artisan")
        self.ines = self.person("Ines", "inspector")
        self.design = self.tell(lambda w: add_design(w, NewDesign("Alder signet", "ring", "au750y")), NOBODY)

    def tell(self, act: Callable[[Writing], Told], by: Actor, *, verb: str = "test", key: str | None = None) -> Told:
        """What the verb returned, whatever it is."""
        kept: list[Told] = []

        def keep(writing: Writing) -> dict[str, Any]:
            kept.append(act(writing))
            return {}

        self.room.do(Intent(verb, by, self.room.now(), key=key or uuid4().hex, body="test"), keep)
        return kept[0]

    def person(self, name: str, *roles: str) -> Actor:
        person_id = self.tell(lambda w: add_person(w, name, roles), NOBODY)
        with self.room.database.reading() as session:
            subject = session.scalar(select(Person.subject).where(Person.id == person_id))
        assert subject is not None
        return Actor(person_id, subject)

    def shop(self, **details: Any) -> None:
        """The shop's own row, as the first start makes it."""
        whole = {"id": 1, "name": "Marsh & Wren", "time_zone": "Europe/Lisbon", "demonstration": False} | details
        self.tell(lambda w: w.add(Shop, **whole), NOBODY)

    def design_of(self, kind: str, **details: Any) -> str:
        new = NewDesign(**{"name": f"A {kind}", "kind": kind, "material": "au750y"} | details)
        return self.tell(lambda w: add_design(w, new), NOBODY)

    def price(self, minor: int | None, design: str | None = None, kind: str = "retail") -> None:
        code = design or self.design
        with self.room.database.reading() as session:
            row = price_of(session, code)
        was = row.price_minor if kind == "retail" else row.own_wholesale_minor
        self.tell(lambda w: change_prices(w, [PriceChange(code, kind, was, minor)]), self.omar)

    def piece(self, design: str | None = None, **details: Any) -> str:
        return self.pieces(1, design, **details)[0]

    def pieces(self, count: int, design: str | None = None, **details: Any) -> list[str]:
        new = NewPieces(design or self.design, count=count, **details)
        return self.tell(lambda w: make_pieces(w, new), self.ana)

    def standing(self, serial: str) -> Standing:
        with self.room.database.reading() as session:
            return piece_standing(session, serial)

    def event(self, serial: str, kind: str, by: Actor | None = None, **typed: Any) -> int:
        """Something happens to the piece, as it stands now unless `seen` says otherwise."""
        happening = Happening(kind, **({"seen": self.standing(serial).seen} | typed))
        return self.tell(lambda w: record_event(w, serial, happening), by or self.ana)

    def worked(
        self, serial: str | None = None, kinds: Sequence[str] = ("wax", "cast", "file"), by: Actor | None = None
    ) -> str:
        """A piece that was worked on."""
        serial = serial or self.piece()
        for kind in kinds:
            self.event(serial, kind, by)
        return serial

    def asked(self, serial: str, **how: Any) -> Asking:
        with self.room.database.reading() as session:
            return what_is_asked(session, piece_standing(session, serial), **how)

    def good_answers(self, serial: str, **how: Any) -> list[Given]:
        """Every question of the piece's next inspection, answered well for each part."""
        standing = self.standing(serial)
        return [
            Given(check.code, part, measured=_well_within(check.low, check.high, check.role))
            if check.how == "measurement"
            else Given(check.code, part, passes=True, measured=1 if check.how == "count" else None)
            for check in self.asked(serial, **how).questions
            for part in parts_of(check, standing.parts)
        ]

    def bad_answers(self, serial: str, code: str = "C3") -> list[Given]:
        """The same with one yes/no check failed."""
        return [replace(one, passes=False) if one.code == code else one for one in self.good_answers(serial)]

    def inspect(self, serial: str, verdict: str = "pass", by: Actor | None = None, **details: Any) -> Decided:
        defaults = {
            "seen": self.standing(serial).seen,
            "answers": self.good_answers(serial),
            "note": None if verdict == "pass" else "bezel gap",
        }
        looked = Looked(verdict=verdict, **(defaults | details))
        return self.tell(lambda w: record_inspection(w, serial, looked), by or self.ines)

    def released(self, serial: str | None = None) -> str:
        """A piece with its own current pass."""
        serial = self.worked(serial)
        self.inspect(serial)
        return serial

    def tag(self, serial: str) -> Tagged:
        return self.tell(lambda w: give_tag(w, serial, self.standing(serial).seen), self.omar)

    def leave(self, serial: str, kind: str = "sold", **details: Any) -> int:
        leaving = Leaving(**({"seen": self.standing(serial).seen, "kind": kind} | details))
        return self.tell(lambda w: record_departure(w, serial, leaving), self.omar)

    def come_back(self, serial: str) -> int:
        return self.tell(
            lambda w: come_back(w, serial, Happening("came_back", seen=self.standing(serial).seen)), self.ana
        )

    def take_in(self, serial: str | None, **details: Any) -> str:
        """A piece that had left, or a thing made elsewhere, comes in for a repair; returns the code of the repair."""
        seen = self.standing(serial).seen if serial else None
        told = {"looks": "yellow metal, one claw bent", "weight_mg": WEIGHT_MG, "seen": seen} | details
        return self.tell(lambda w: take_in(w, Intake(serial=serial, **told)), self.ana)

    def rows(self, statement: str, **values: Any) -> list[Any]:
        with self.room.database.reading() as session:
            return list(session.execute(text(statement), values).all())

    def raw(self) -> Connection:
        """A connection beside all verbs, as somebody with a database tool has."""
        return self.room.database.engine.execution_options(writing=True).connect()

    def sign_in(self, app: Flask, who: Actor, *, by_password: bool = True, device_id: int | None = None) -> FlaskClient:
        """A browser in which this person is signed in."""
        name = uuid4().hex
        now = self.room.now()
        row = {
            "digest": digest_of(name),
            "person_id": who.id,
            "device_id": device_id,
            "by_password": by_password,
            "started_at": now,
            "seen_at": now,
        }
        with self.raw() as connection, connection.begin():
            connection.execute(insert(SignIn), row)
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = name
            session["_fresh"] = True
        return client


def _well_within(low: int | None, high: int | None, role: str | None) -> int:
    assert low is not None and high is not None
    return WEIGHT_MG if role == "gross_weight" else (low + high) // 2
