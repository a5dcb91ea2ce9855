"""Who looked is told: computed from who had a hand in the piece, held by the verb and by the database alike."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy.exc import DBAPIError

from tests.conftest import Clock
from tests.gate.steps import looked, verdict
from tests.world import World
from workshop.errors import Conflict
from workshop.people.actions import set_standing
from workshop.pieces.actions import Happening
from workshop.pieces.making import NewPieces, make_pieces
from workshop.pieces.moving import back_from_outwork, send_to_outwork
from workshop.units import microseconds
from workshop.writing import NOBODY, Actor

LEVELS = ("independent", "second", "maker", "not_known")
REFUSED = None


@dataclass(frozen=True)
class Case:
    """Who is qualified, what happened to the piece in order, who looks, and what is told of it (None: refused).

    What happened is "<who> <kind>", "undo <who>", "minute", "outwork", "unnamed" (made before records by nobody named),
    or "off <who>".
    """

    tale: str
    inspectors: str
    happened: tuple[str, ...]
    by: str
    told: str | None


def _case(tale: str, inspectors: str, happened: str, by: str, told: str | None) -> Case:
    return Case(tale, inspectors, tuple(happened.split(", ")), by, told)


CASES = (
    _case("one person", "ana", "ana file", "ana", "maker"),
    _case("one person, work of an outside workshop last", "ana", "ana file, outwork", "ana", "maker"),
    _case("one person, only an outside workshop worked", "ana", "outwork", "ana", "independent"),
    _case("one person, undone within a minute", "ana", "outwork, ana file, undo ana", "ana", "independent"),
    _case("one person, undone too late", "ana", "outwork, ana file, minute, undo ana", "ana", "maker"),
    _case("one person, another entry between", "ana", "outwork, ana file, ana note, undo ana", "ana", "maker"),
    _case("one person, undone by another", "ana", "outwork, ana file, undo ivo", "ana", "maker"),
    _case("a correction takes no hand away", "ana", "outwork, ana file, correction ana", "ana", "maker"),
    _case("two people, the maker", "ana ines", "ana file", "ana", REFUSED),
    _case("two people, the other", "ana ines", "ana file", "ines", "independent"),
    _case("two people, both worked, the last", "ana ines", "ines wax, ana file", "ana", REFUSED),
    _case("two people, both worked, not the last", "ana ines", "ines wax, ana file", "ines", "second"),
    _case(
        "two people, both worked, last work undone", "ana ines", "ines wax, ana file, undo ana", "ana", "independent"
    ),
    _case("two people, last work undone, who is last now", "ana ines", "ines wax, ana file, undo ana", "ines", REFUSED),
    _case(
        "two people, the last work undone too late", "ana ines", "ines wax, ana file, minute, undo ana", "ana", REFUSED
    ),
    _case("two people, the other one switched off", "ana ines", "ana file, off ines", "ana", "maker"),
    _case("two people, the switched-off one looks", "ana ines", "ana file, off ines", "ines", REFUSED),
    _case("two people, last worker switched off", "ana ines", "ines wax, ana file, off ana", "ines", "second"),
    _case("three people, none but one free", "ana ines ivo", "ana wax, ivo file", "ines", "independent"),
    _case("three people, a second while one is free", "ana ines ivo", "ana wax, ivo file", "ana", REFUSED),
    _case("three people, all worked, a second", "ana ines ivo", "ines wax, ana cast, ivo file", "ana", "second"),
    _case("three people, all worked, the last", "ana ines ivo", "ines wax, ana cast, ivo file", "ivo", REFUSED),
    _case("not qualified", "ines", "ivo file", "ana", REFUSED),
    _case("the owner without the role", "ines", "ana file", "omar", REFUSED),
    _case("the owner who inspects", "omar", "ana file", "omar", "independent"),
    _case("the maker not named", "ines", "unnamed", "ines", "not_known"),
    _case("the maker not named, own work since", "ines", "unnamed, ines polish", "ines", "maker"),
    _case("the maker not named, another free", "ines ana", "unnamed, ines polish", "ana", "not_known"),
    _case("taken up is a hand", "ana ines", "ana file, ines take_up", "ines", REFUSED),
    _case("a note is no hand", "ines", "ana file, ines note", "ines", "independent"),
    _case("worked after looking", "ines ana", "ana file, looked ines, ines polish", "ines", REFUSED),
    _case("worked after looking, the other", "ines ana", "ana file, looked ines, ines polish", "ana", "second"),
    _case("worked after looking, a third is free", "ines ivo", "ana file, looked ines, ines polish", "ines", REFUSED),
)


class Scene:
    """The shop of one case, played up to the moment of the verdict."""

    def __init__(self, world: World, clock: Clock, case: Case) -> None:
        self.world, self.clock = world, clock
        self.people = {"omar": world.omar, "ana": world.ana, "ines": world.ines, "ivo": world.person("Ivo", "artisan")}
        for name in self.people:
            self._role(name, inspects=name in case.inspectors.split())
        self.serial = self._piece(case)
        for what in case.happened:
            self._play(what)

    def _piece(self, case: Case) -> str:
        if case.happened[0] != "unnamed":
            return self.world.piece()
        new = NewPieces(self.world.design, way_in="made", before_records="in the family since 1950")
        return self.world.tell(lambda w: make_pieces(w, new), self.world.ana)[0]

    def _role(self, name: str, *, inspects: bool, active: bool = True) -> None:
        roles = ["owner" if name == "omar" else "artisan", *(["inspector"] if inspects else [])]
        person = self.people[name]
        self.world.tell(lambda w: set_standing(w, person.id or 0, active=active, roles=roles), NOBODY)

    def _play(self, what: str) -> None:
        plays: dict[str, Callable[[Actor], object]] = {
            "undo": lambda who: self._amend("undo", who),
            "correction": lambda who: self._amend("correction", who),
            "off": lambda who: self._role(self._name(who), inspects=True, active=False),
            "looked": lambda who: self.world.inspect(self.serial, by=who),
        }
        first, _, second = what.partition(" ")
        if what == "minute":
            self.clock.forward(minutes=1, seconds=1)
        elif what == "outwork":
            self._outwork()
        elif first in plays:
            plays[first](self.people[second])
        elif what != "unnamed":
            self.world.event(self.serial, second, self.people[first])

    def _name(self, who: Actor) -> str:
        return next(name for name, person in self.people.items() if person == who)

    def _outwork(self) -> None:
        for verb, kind in ((send_to_outwork, "outwork_out"), (back_from_outwork, "outwork_back")):
            happening = Happening(kind, seen=self.world.standing(self.serial).seen, place="caster")
            self.world.tell(lambda w, v=verb, h=happening: v(w, self.serial, h), self.world.omar)

    def _last_work(self) -> int:
        asked = "SELECT max(e.id) FROM work_event e JOIN piece p ON p.id = e.piece_id JOIN event_kind k ON k.key = e.kind WHERE p.serial = :s AND k.is_work = 1"
        return int(self.world.rows(asked, s=self.serial)[0][0])

    def _amend(self, kind: str, who: Actor) -> None:
        """Past the verb, which allows none too late or by another: those must not take a hand away either."""
        self._run(
            f"INSERT INTO work_event (piece_id, sequence, kind, by_id, at, reason, corrects_id) SELECT h.piece_id, h.sequence + 1, '{kind}', "
            f"{who.id}, {microseconds(self.clock())}, 'wrong tile', {self._last_work()} FROM piece_head h JOIN piece p ON p.id = h.piece_id WHERE p.serial = '{self.serial}'"
        )

    def _run(self, *statements: str) -> None:
        with self.world.raw() as connection, connection.begin():
            for statement in statements:
                connection.exec_driver_sql(statement)

    def forged(self, by: str, level: str) -> bool:
        """Whether raw SQL brings the verdict in at this level; nothing of it is kept."""
        names = {name: person.id or 0 for name, person in self.people.items()}
        names |= {"now": microseconds(self.clock()), "it": self.world.standing(self.serial).piece_id}
        steps = [*looked("it", by), verdict(level=level)]
        with self.world.raw() as connection, connection.begin() as transaction:
            try:
                for step in steps:
                    connection.exec_driver_sql(step.format_map(names))
            except DBAPIError:
                return False
            finally:
                transaction.rollback()
        return True


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.tale.replace(" ", "-"))
def test_the_level_is_what_happened(world: World, clock: Clock, case: Case) -> None:
    scene = Scene(world, clock, case)
    assert [level for level in LEVELS if scene.forged(case.by, level)] == ([case.told] if case.told else [])
    if case.told is REFUSED:
        with pytest.raises(Conflict):
            world.inspect(scene.serial, by=scene.people[case.by])
    else:
        assert world.inspect(scene.serial, by=scene.people[case.by]).level == case.told


def test_the_verb_undoes_within_a_minute_only(world: World, clock: Clock) -> None:
    serial = world.worked(kinds=["wax", "file"])
    clock.forward(seconds=60)
    world.event(serial, "undo", corrects=2)
    serial = world.worked(kinds=["wax", "file"])
    clock.forward(seconds=60.000001)
    with pytest.raises(Conflict, match="within a minute"):
        world.event(serial, "undo", corrects=2)


def test_the_verb_undoes_only_ones_own_last_entry(world: World) -> None:
    serial = world.worked(kinds=["wax", "file"])
    for who, number in ((world.ines, 2), (world.ana, 1)):
        with pytest.raises(Conflict, match="own last entry"):
            world.event(serial, "undo", who, corrects=number)


def test_how_many_could_have_looked_is_kept(world: World) -> None:
    world.person("Ivo", "inspector")
    serial = world.released()
    asked = "SELECT i.level, i.qualified FROM inspection i JOIN piece p ON p.id = i.piece_id WHERE p.serial = :s"
    assert tuple(world.rows(asked, s=serial)[0]) == ("independent", 2)


def test_a_stage_check_has_no_level(world: World) -> None:
    serial = world.worked(kinds=["wax"])
    decided = world.inspect(serial, answers=world.good_answers(serial, stage="wax"), stage="wax", by=world.ines)
    assert (decided.purpose, decided.level) == ("stage", None)
