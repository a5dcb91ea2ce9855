"""Guessing is counted before it is compared: at once, over days, over a restart."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import Clock
from tests.people.doors import PASSWORD, PIN, WRONG_PIN, give_password, give_pin
from tests.world import World
from workshop.errors import Invalid, Refusal, TooMany
from workshop.people.signing_in import Place, Tablet, prove_password, prove_pin
from workshop.people.tablets import all_tablets, enrol_device
from workshop.shoproom import Shoproom, open_shoproom
from workshop.writing import Actor


def bench(world: World, name: str = "Bench 1") -> Place:
    mark = world.tell(lambda w: enrol_device(w, name=name, key=name), world.omar)
    (row,) = world.rows("SELECT id FROM device WHERE name = :name", name=name)
    return Place("192.0.2.1", Tablet(row.id, mark, name))


def outcome(room: Shoproom, who: Actor, pin: str, place: Place) -> str:
    """ "in", "wrong" (it was compared) or "wait" (it was not)."""
    try:
        prove_pin(room, who.subject, pin, place)
    except Refusal as refusal:
        return "wait" if isinstance(refusal, TooMany) else "wrong"
    return "in"


def test_fifty_guesses_at_once_count_as_fifty(world: World) -> None:
    give_pin(world, world.ana)
    place = bench(world)
    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(lambda _n: outcome(world.room, world.ana, WRONG_PIN, place), range(50)))
    assert (told.count("wrong"), told.count("wait"), told.count("in")) == (5, 45, 0)


def test_after_five_the_wait_doubles_from_a_minute_to_an_hour(world: World, clock: Clock) -> None:
    give_pin(world, world.ana)
    place = bench(world)
    for _n in range(5):
        assert outcome(world.room, world.ana, WRONG_PIN, place) == "wrong"
    for minutes in (1, 2, 4, 8, 16, 32, 60, 60):
        clock.forward(minutes=minutes, seconds=-1)
        assert outcome(world.room, world.ana, PIN, place) == "wait"
        clock.forward(seconds=1)
        assert outcome(world.room, world.ana, WRONG_PIN, place) == "wrong"


def test_a_restart_forgets_nothing(world: World, clock: Clock) -> None:
    give_pin(world, world.ana)
    place = bench(world)
    for _n in range(5):
        outcome(world.room, world.ana, WRONG_PIN, place)
    again = open_shoproom(world.room.settings, now=clock)
    assert outcome(again, world.ana, PIN, place) == "wait"
    again.close()


def test_the_right_pin_clears_the_count(world: World) -> None:
    give_pin(world, world.ana)
    place = bench(world)
    for _n in range(3):
        assert [outcome(world.room, world.ana, WRONG_PIN, place) for _m in range(4)] == ["wrong"] * 4
        assert outcome(world.room, world.ana, PIN, place) == "in"


def test_twenty_wrong_pins_a_day_wherever_they_are_typed(world: World, clock: Clock) -> None:
    give_pin(world, world.ana)
    places = [bench(world, f"Bench {n}") for n in range(5)]
    told = [outcome(world.room, world.ana, WRONG_PIN, place) for place in places for _n in range(4)]
    assert told == ["wrong"] * 20
    fresh = bench(world, "Bench 9")
    with pytest.raises(TooMany, match="password"):
        prove_pin(world.room, world.ana.subject, PIN, fresh)
    clock.forward(days=1)
    assert outcome(world.room, world.ana, PIN, fresh) == "in"


def test_a_new_pin_from_the_owner_ends_the_wait(world: World) -> None:
    give_pin(world, world.ana)
    place = bench(world)
    for _n in range(5):
        outcome(world.room, world.ana, WRONG_PIN, place)
    give_pin(world, world.ana)
    assert outcome(world.room, world.ana, PIN, place) == "in"


def test_fifty_wrong_pins_a_day_on_one_tablet(world: World) -> None:
    give_pin(world, world.ana)
    place = bench(world)
    everybody = [world.person(f"Guest {n}", "artisan") for n in range(13)]
    told = [outcome(world.room, who, WRONG_PIN, place) for who in everybody for _n in range(4)]
    assert told == ["wrong"] * 50 + ["wait"] * 2
    assert outcome(world.room, world.ana, PIN, place) == "wait"


def test_a_stranger_elsewhere_locks_nobody_out(world: World) -> None:
    give_password(world, world.omar)
    give_pin(world, world.omar)
    for _n in range(9):
        with pytest.raises(Refusal):
            prove_password(world.room, "Omar", "a guess from afar", Place("203.0.113.9"))
    place = bench(world)
    assert prove_password(world.room, "Omar", PASSWORD, place).person_id == world.omar.id
    assert prove_password(world.room, "omar ", PASSWORD, Place("192.0.2.77")).person_id == world.omar.id
    assert outcome(world.room, world.omar, PIN, place) == "in"


def test_all_addresses_of_one_ipv6_network_are_counted_together(world: World) -> None:
    give_password(world, world.omar)

    def guess(address: str) -> type[Refusal]:
        with pytest.raises(Refusal) as refused:
            prove_password(world.room, "Omar", "a guess from afar", Place(address))
        return type(refused.value)

    assert [guess(f"2001:db8:0:1::{n:x}") for n in range(1, 7)] == [Invalid] * 5 + [TooMany]
    assert guess("2001:db8:0:1:ffff::9") is TooMany
    assert guess("2001:db8:0:2::1") is Invalid


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.77"),
        ("::ffff:192.0.2.77", "192.0.2.77"),
        ("2001:DB8:0:1::5", "2001:db8:0:1::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "unknown"),
    ],
)
def test_what_counts_as_one_address(address: str, network: str) -> None:
    assert Place(address).scope == f"address {network}"


def test_an_unknown_name_is_counted_like_a_known_one(world: World) -> None:
    give_password(world, world.omar)
    for name in ("Omar", "Nobody"):
        told = []
        for _n in range(7):
            with pytest.raises(Refusal) as refused:
                prove_password(world.room, name, "a wrong password", Place("203.0.113.9"))
            told.append((type(refused.value), refused.value.sentence))
        assert [kind for kind, _sentence in told] == [Invalid] * 5 + [TooMany] * 2
        assert len({sentence for _kind, sentence in told}) == 2


def test_the_count_fails_closed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    give_pin(world, world.ana)
    place = bench(world)
    compared = []
    monkeypatch.setattr("workshop.people.signing_in.is_secret", lambda *asked: compared.append(asked))
    with world.raw() as connection, connection.begin():
        connection.exec_driver_sql("DROP TABLE tries")
    with pytest.raises(Exception, match="tries"):
        prove_pin(world.room, world.ana.subject, PIN, place)
    assert compared == []


def test_old_counts_are_forgotten(world: World, clock: Clock) -> None:
    place = bench(world)
    outcome(world.room, world.ana, WRONG_PIN, place)
    clock.forward(days=4)
    outcome(world.room, world.ines, WRONG_PIN, place)
    assert not [row for row in world.rows("SELECT scope FROM tries") if world.ana.subject in row.scope]
    with world.room.database.reading() as session:
        assert len(all_tablets(session)) == 1
