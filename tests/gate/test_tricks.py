"""The same attacks by other words, and by tables, operators and roles that pretend to be others."""

import pytest

from tests.gate.attacks import BY_HAND, Attack
from tests.gate.attacks_cases import CASES
from tests.gate.attacks_charms import CHARMS
from tests.gate.attacks_orders import ORDERS
from tests.gate.attacks_rounds import ROUNDS
from tests.gate.conftest import Ground, attacks_on
from tests.gate.doors import Door
from tests.gate.generated import TABLES, free_column, other, primary
from tests.gate.steps import departure, event, look_at
from tests.gate.test_attacks import sentences, spoken
from workshop.guarding import TRUNCATED
from workshop.house import rules_for

OTHER_WORDS = {
    "sqlite": ["OR IGNORE", "OR REPLACE", "OR FAIL", "OR ROLLBACK"],
    "postgresql": ["ON CONFLICT DO NOTHING"],
}


def frozen_tables(dialect: str) -> list[str]:
    """The tables in which nothing is ever changed."""
    return sorted(rule.table for rule in rules_for(dialect) if rule.name == f"{rule.table}_stands")


def answers(ground: Ground, door: Door, *steps: str) -> str | None:
    with door.trying():
        return ground.attempt(door, Attack("", "", steps))


def said_otherwise(statement: str, words: str) -> str:
    if words.startswith("ON"):
        return f"{statement} {words}" if statement.startswith("INSERT") else statement
    verb, rest = statement.replace("{or_replace} ", "").split(" ", 1)
    return f"INSERT {words} {rest}" if verb == "INSERT" else f"UPDATE {words} {rest}" if verb == "UPDATE" else statement


def test_other_words_for_conflicts_change_nothing(ground: Ground) -> None:
    door, wrong = ground.loose, []
    for attack in (*BY_HAND, *ORDERS, *CASES, *ROUNDS, *CHARMS):
        for words in OTHER_WORDS[door.dialect]:
            *before, last = attack.steps
            answer = answers(ground, door, *before, said_otherwise(last, words))
            if answer not in spoken(attack, door.dialect):
                wrong.append((str(attack), words, answer))
    assert wrong == []


def test_an_upsert_changes_nothing_that_stands(ground: Ground) -> None:
    door = ground.loose
    refusals = set(sentences(door.dialect).values())
    for table in frozen_tables(door.dialect):
        key, column = primary(TABLES[table]).name, free_column(TABLES[table])
        row = f"SELECT * FROM {table} WHERE {key} = (SELECT min(x.{key}) FROM {table} x)"
        change = f"{column.name} = {table}.{other(column)}"
        upsert = f"INSERT INTO {table} {row} ON CONFLICT ({key}) DO UPDATE SET {change}"
        assert answers(ground, door, upsert) in refusals, table


@pytest.mark.parametrize("what", ["UPDATE SET {change}", "DELETE"])
def test_a_merge_changes_nothing_that_stands(ground: Ground, what: str) -> None:
    """SQLite has no MERGE: there the same is said as one plain statement."""
    door = ground.loose
    for table in frozen_tables(door.dialect):
        key, column = primary(TABLES[table]).name, free_column(TABLES[table])
        change = f"{column.name} = {other(column)}"
        if door.dialect == "postgresql":
            source = f"(SELECT min(x.{key}) AS k FROM {table} x) s"
            doing = what.format(change=change.replace("= ", "= t."))
            statement = f"MERGE INTO {table} t USING {source} ON t.{key} = s.k WHEN MATCHED THEN {doing}"
        else:
            statement = f"DELETE FROM {table}" if what == "DELETE" else f"UPDATE {table} SET {change}"
        ends = "release_ends" if table == "release" else f"{table}_stays"
        refused_by = ends if what == "DELETE" else f"{table}_stands"
        assert answers(ground, door, statement) == sentences(door.dialect)[refused_by], table


def test_no_table_is_emptied(ground: Ground) -> None:
    """SQLite knows TRUNCATE only as DELETE without WHERE, past which no guard is skipped."""
    door = ground.loose
    for table in sorted({rule.table for rule in rules_for(door.dialect)}):
        if door.dialect == "postgresql":
            assert answers(ground, door, f"TRUNCATE {table} CASCADE") == TRUNCATED
        elif f"{table}_stays" in sentences("sqlite"):
            assert answers(ground, door, f"DELETE FROM {table}") == sentences("sqlite")[f"{table}_stays"]


def test_without_its_guard_a_table_is_emptied(ground: Ground) -> None:
    door, tables = ground.loose, sorted({rule.table for rule in rules_for(ground.loose.dialect)})
    for table in tables if door.dialect == "postgresql" else []:
        with door.trying():
            door.drop([(f"{t}_not_emptied", t) for t in tables if t != table])
            assert ground.attempt(door, Attack("", "", (f"TRUNCATE {table}, {table} CASCADE",))) == TRUNCATED
        with door.trying():
            door.drop([(f"{t}_not_emptied", t) for t in tables])
            door.run(f"TRUNCATE {table} CASCADE")
            assert door.count(f"SELECT count(*) FROM {table}") == 0


def shadowed(door: Door, table: str, rows: str) -> str:
    return f"CREATE TEMP TABLE {table} AS {rows}"


def in_the_house(door: Door, statement: str) -> str:
    """The statement said to the real table, whatever stands before it."""
    home = "main" if door.dialect == "sqlite" else "public"
    return statement.replace("INSERT INTO ", f"INSERT INTO {home}.", 1)


SHADOWS = {
    "release": f"SELECT {{stale}} AS piece_id, {look_at('stale')} AS inspection_id, 'final' AS purpose, 'pass' AS verdict, "
    "(SELECT h.last_change_id FROM piece_head h WHERE h.piece_id = {stale}) AS last_change_id",
    "piece_head": f"SELECT {{stale}} AS piece_id, i.last_change_id FROM inspection i WHERE i.id = {look_at('stale')}",
    "inspection": "SELECT i.* FROM inspection i",
}


@pytest.mark.parametrize("shadow", SHADOWS)
def test_a_table_in_front_of_ours_answers_for_nothing(ground: Ground, shadow: str) -> None:
    door = ground.loose
    with door.trying():
        door.run(ground.said(shadowed(door, shadow, SHADOWS[shadow])))
        answer = door.refusal(ground.said(in_the_house(door, departure("stale"))))
    assert answer == sentences(door.dialect)["departure_on_release"]


def test_kinds_in_front_of_ours_do_not_make_work_a_note(ground: Ground) -> None:
    door = ground.loose
    with door.trying():
        door.run(
            shadowed(
                door,
                "event_kind",
                "SELECT key, name, 0 AS is_work, 0 AS ends_release, NULL AS leads_to FROM event_kind",
            )
        )
        door.run(ground.said(in_the_house(door, event("released", "polish"))))
        answer = door.refusal(ground.said(departure("released")))
    assert answer == sentences(door.dialect)["departure_on_release"]


EVIL = (
    "CREATE SCHEMA evil",
    "CREATE FUNCTION evil.always(bigint, bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "CREATE OPERATOR evil.= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = evil.always)",
    "SET LOCAL search_path = evil, pg_catalog, public",
)


def test_an_equals_sign_of_ones_own_opens_nothing(ground: Ground) -> None:
    """PostgreSQL's operators can be made anew in another schema; on SQLite only a program can, not a statement."""
    door = ground.loose
    with door.trying():
        forged = ground.said(departure("worked", look="999999", purpose="'final'", custody_sequence=2))
        for statement in EVIL if door.dialect == "postgresql" else ():
            door.run(statement)
        assert door.refusal(forged) == sentences(door.dialect)["departure_on_release"]


def test_every_unique_key_of_the_database_is_known_to_the_guards(ground: Ground) -> None:
    """A unique index that no guard looks at could be used to REPLACE a row away."""
    if ground.strict.dialect == "postgresql":
        return
    guarded = {attack.guard for attack in attacks_on("sqlite")}
    frozen = {rule.table for rule in rules_for("sqlite") if rule.name.endswith(("_frozen", "_one"))}
    run = ground.strict.connection
    for table in sorted({rule.table for rule in rules_for("sqlite")} - frozen):
        for _n, index, unique, _origin, _partial in run.execute(f"PRAGMA index_list({table})").fetchall():
            columns = [row[2] for row in run.execute(f"PRAGMA index_info({index})").fetchall()]
            key = primary(TABLES[table]).name
            if unique and (key not in columns or columns == [key]):
                assert any(
                    name.startswith(f"{table}_new_") and set(columns) == set(attack_key(name, table, columns))
                    for name in guarded
                ), (table, columns)


def attack_key(name: str, table: str, columns: list[str]) -> list[str]:
    told = name.removeprefix(f"{table}_new_")
    return sorted(columns) if told in {"_".join(columns), "_".join(sorted(columns))} else []
