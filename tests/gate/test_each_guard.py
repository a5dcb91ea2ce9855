"""Every guard is needed: without it, and without what stands behind it, its attack succeeds."""

import sqlite3

import psycopg
import pytest

from tests.gate.attacks import Attack
from tests.gate.conftest import Ground, attacks_on, tables_of
from tests.gate.test_attacks import sentences
from workshop.app import what_is_missing
from workshop.errors import CannotStart
from workshop.guarding import require
from workshop.house import rules_for
from workshop.pieces.waiting import FOLLOWS
from workshop.shoproom import Shoproom

DIALECTS = ("sqlite", "postgresql")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_guard_lacks_an_attack(dialect: str) -> None:
    """What keeps the queue holds no gate: `tests/pieces/test_queue.py` shows that each of it is needed."""
    attacked = {attack.guard for attack in attacks_on(dialect)}
    assert {rule.name for rule in rules_for(dialect)} - {rule.name for rule in FOLLOWS} == attacked


@pytest.mark.parametrize("dialect", DIALECTS)
def test_most_attacks_are_held_by_one_guard_alone(dialect: str) -> None:
    """Keys that REPLACE takes apart: a copied row is refused by whoever looks at new rows."""
    overlapping = {attack.guard for attack in attacks_on(dialect) if attack.also and "_new_" not in attack.guard}
    assert overlapping == {"journal_entry_next", "work_event_next"}


def test_without_its_guard_every_attack_succeeds(ground: Ground) -> None:
    dialect = ground.loose.dialect
    wrong = [(str(one), told) for one in attacks_on(dialect) if (told := misfit(ground, one))]
    assert wrong == []


def misfit(ground: Ground, attack: Attack) -> str | None:
    """What went otherwise than it must; None when the guard alone held, and without it nothing did."""
    try:
        alone = without(ground, attack, *attack.also) if attack.also else None
        if attack.also and alone != sentences(ground.loose.dialect)[attack.guard]:
            return f"alone it answered {alone}"
        answer = without(ground, attack, attack.guard, *attack.also)
    except (sqlite3.Error, psycopg.Error, AssertionError) as error:
        return f"never came to it: {error}"
    return f"still answered {answer}" if answer else None


def without(ground: Ground, attack: Attack, *guards: str) -> str | None:
    """What the attack is answered when these guards are gone, and keys and checks behind them."""
    door, tables = ground.loose, tables_of(ground.loose.dialect)
    with door.trying():
        door.drop([(name, tables[name]) for name in guards])
        for table in sorted({tables[name] for name in guards}):
            door.loosen(table)
        return ground.attempt(door, attack)


def test_a_start_refuses_when_any_guard_is_gone(ground: Ground) -> None:
    rules = rules_for(ground.strict.dialect)
    with ground.room.database.engine.connect() as connection:
        require(connection, rules)
        for rule in rules:
            with connection.begin_nested() as savepoint:
                on = f" ON {rule.table}" if ground.strict.dialect == "postgresql" else ""
                connection.exec_driver_sql(f"DROP TRIGGER {rule.name}{on}")
                with pytest.raises(CannotStart, match=f"{rule.name} is missing"):
                    require(connection, rules)
                savepoint.rollback()
        require(connection, rules)


def test_a_start_refuses_a_guard_that_was_weakened(room: Shoproom) -> None:
    with room.database.engine.execution_options(writing=True).begin() as connection:
        for statement in weakened(connection.dialect.name):
            connection.exec_driver_sql(statement)
    assert what_is_missing(room) == ["departure_on_release reads differently"]


def weakened(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [
            "DROP TRIGGER departure_on_release",
            "CREATE TRIGGER departure_on_release BEFORE INSERT ON departure BEGIN SELECT 1; END",
        ]
    return [
        "CREATE OR REPLACE FUNCTION departure_on_release() RETURNS trigger LANGUAGE plpgsql "
        "SET search_path = pg_catalog, public, pg_temp AS $guard$BEGIN RETURN NEW; END$guard$"
    ]


@pytest.mark.parametrize(
    "told",
    [
        "ALTER TABLE departure DISABLE TRIGGER departure_on_release",
        "ALTER TABLE departure ENABLE TRIGGER departure_on_release",
        "ALTER FUNCTION departure_on_release() RESET search_path",
    ],
)
def test_a_start_refuses_a_guard_that_looks_away(room: Shoproom, told: str) -> None:
    """SQLite has no such switches: there the guard is dropped."""
    statement = told if room.database.engine.dialect.name == "postgresql" else "DROP TRIGGER departure_on_release"
    with room.database.engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql(statement)
    assert [line.split()[0] for line in what_is_missing(room)] == ["departure_on_release"]


def test_everything_is_there_at_first(room: Shoproom) -> None:
    assert what_is_missing(room) == []
