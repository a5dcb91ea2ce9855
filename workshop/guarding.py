"""Guards: sentences of SQL that the database itself holds, written once and rendered for both databases.

A guard refuses a row when its condition is anything but false, so that a NULL in a condition refuses too:
conditions are written as what must hold, and rendered as NOT COALESCE(holds, false).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Connection, Integer, MetaData, Table, UniqueConstraint, text

from workshop.database import Base
from workshop.errors import CannotStart

# Temporary tables come first in PostgreSQL unless they are named last: one called release would answer for ours.
LOOKS_IN = "pg_catalog, public, pg_temp"
WHERE_TO_LOOK = f"SET search_path = {LOOKS_IN}"
TAKEN = "Taken key:"  # begins what nobody reads: a refusal that only stands in for the key's own
TRUNCATED = "This table is kept for ever: nothing in it is emptied."


@dataclass(frozen=True)
class Guard:
    """`holds` must be true for a row to be put in, changed or removed; else the sentence is the refusal."""

    name: str
    table: str
    on: str
    holds: str
    sentence: str


@dataclass(frozen=True)
class Follow:
    """Statements that the database runs by itself after each new row of a table, or each changed one."""

    name: str
    table: str
    statements: tuple[str, ...]
    on: str = "INSERT"


Rule = Guard | Follow


def same(*columns: str) -> str:
    """Holds when an update leaves these columns alone."""
    return " AND ".join(f"NEW.{c} IS NOT DISTINCT FROM OLD.{c}" for c in columns)


def append_only(table: str, sentence: str) -> tuple[Guard, Guard]:
    """What is written there stands for ever."""
    return (
        Guard(f"{table}_stands", table, "UPDATE", "1=0", sentence),
        Guard(f"{table}_stays", table, "DELETE", "1=0", sentence),
    )


def append_only_but(model: type[Base], sentence: str) -> tuple[Guard, Guard]:
    """What is written there stands for ever; its personal columns may be blanked, so that somebody can be forgotten."""
    table, blanking = model.__tablename__, model.personal
    others = [c.name for c in model.__table__.columns if c.name not in blanking]
    holds = " AND ".join([same(*others), *(f"(NEW.{c} IS NULL OR {same(c)})" for c in blanking)])
    return Guard(f"{table}_stands", table, "UPDATE", holds, sentence), never_removed(table, sentence)


def never_removed(table: str, sentence: str) -> Guard:
    return Guard(f"{table}_stays", table, "DELETE", "1=0", sentence)


def no_second(metadata: MetaData, tables: Iterable[str]) -> list[Guard]:
    """SQLite's REPLACE deletes the old row without asking the DELETE guards: refuse a taken key beforehand."""
    return [guard for name in tables for guard in _taken_keys(metadata.tables[name])]


def _taken_keys(table: Table) -> list[Guard]:
    keys = [tuple(c.name for c in table.primary_key)]
    unique = [tuple(c.name for c in u.columns) for u in table.constraints if isinstance(u, UniqueConstraint)]
    primary = set(keys[0])
    keys += sorted(u for u in unique if not primary <= set(u))
    if not isinstance(next(iter(table.primary_key)).type, Integer | BigInteger):
        keys.append(("rowid",))  # a row number of its own, by which REPLACE would find the row too
    return [
        Guard(
            f"{table.name}_new_{'_'.join(k)}",
            table.name,
            "INSERT",
            f"NOT EXISTS(SELECT 1 FROM {table.name} taken WHERE {_equal(k)})",
            f"{TAKEN} {', '.join(k)}",
        )
        for k in keys
    ]


def _equal(columns: Sequence[str]) -> str:
    return " AND ".join(f"taken.{c}=NEW.{c}" for c in columns)


def statements(rules: Sequence[Rule], dialect: str) -> list[str]:
    """The DDL of all rules for "sqlite" or "postgresql"."""
    if dialect == "sqlite":
        return [_sqlite(rule) for rule in rules]
    tables = sorted({rule.table for rule in rules})
    return [s for rule in rules for s in _postgres(rule)] + [s for t in tables for s in _postgres_truncate(t)]


def _sqlite(rule: Rule) -> str:
    """SQLite says IS for IS NOT DISTINCT FROM, which it only learned in 3.39."""
    return _sqlite_text(rule).replace(" IS NOT DISTINCT FROM ", " IS ").replace(" IS DISTINCT FROM ", " IS NOT ")


def _sqlite_text(rule: Rule) -> str:
    if isinstance(rule, Follow):
        return f"CREATE TRIGGER {rule.name} AFTER {rule.on} ON {rule.table} BEGIN {' '.join(s + ';' for s in rule.statements)} END"
    return (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.on} ON {rule.table} BEGIN "
        f"SELECT RAISE(ABORT, {_quoted(rule.sentence)}) WHERE NOT COALESCE({rule.holds}, 0); END"
    )


def _postgres(rule: Rule) -> list[str]:
    if isinstance(rule, Follow):
        moment, body = f"AFTER {rule.on}", f"{' '.join(s + ';' for s in rule.statements)} RETURN NULL;"
    else:
        moment = f"BEFORE {rule.on}"
        body = f"IF NOT COALESCE({rule.holds}, false) THEN RAISE EXCEPTION USING MESSAGE = {_quoted(rule.sentence)}; END IF; RETURN {'OLD' if rule.on == 'DELETE' else 'NEW'};"
    return [
        f"CREATE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql {WHERE_TO_LOOK} AS $guard$BEGIN {body} END$guard$",
        f"CREATE TRIGGER {rule.name} {moment} ON {rule.table} FOR EACH ROW EXECUTE FUNCTION {rule.name}()",
        f"ALTER TABLE {rule.table} ENABLE ALWAYS TRIGGER {rule.name}",
    ]


def _postgres_truncate(table: str) -> list[str]:
    return [
        f"CREATE FUNCTION {table}_not_emptied() RETURNS trigger LANGUAGE plpgsql {WHERE_TO_LOOK} AS $guard$BEGIN RAISE EXCEPTION USING MESSAGE = {_quoted(TRUNCATED)}; END$guard$",
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_not_emptied()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_not_emptied",
    ]


def _quoted(sentence: str) -> str:
    return "'" + sentence.replace("'", "''") + "'"


def install(connection: Connection, rules: Sequence[Rule]) -> None:
    """Put exactly these rules in place, in the transaction of the connection."""
    drop_all(connection)
    for statement in statements(rules, connection.dialect.name):
        connection.exec_driver_sql(
            statement.replace("%", "%%") if connection.dialect.name == "postgresql" else statement
        )


def drop_all(connection: Connection) -> None:
    """Take every trigger away, ours or not."""
    if connection.dialect.name == "sqlite":
        for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'")).all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        return
    for name, table in connection.execute(text(_POSTGRES_TRIGGERS)).all():
        connection.exec_driver_sql(f'DROP TRIGGER "{name}" ON "{table}"')
        connection.exec_driver_sql(f'DROP FUNCTION IF EXISTS "{name}"()')


_POSTGRES_TRIGGERS = """
SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""
_POSTGRES_FULL = """
SELECT t.tgname, c.relname, t.tgenabled::text, pg_get_triggerdef(t.oid), p.prosrc, array_to_string(p.proconfig, ';')
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""


def differences(connection: Connection, rules: Sequence[Rule]) -> list[str]:
    """What stands in the database otherwise than declared, one line each; empty when all is in place."""
    wanted, found = (_wanted(rules, connection.dialect.name), _found(connection))
    lines = [f"{name} is missing" for name in sorted(wanted.keys() - found.keys())]
    lines += [f"{name} is not ours" for name in sorted(found.keys() - wanted.keys())]
    return lines + [
        f"{name} reads differently" for name in sorted(wanted.keys() & found.keys()) if wanted[name] != found[name]
    ]


def require(connection: Connection, rules: Sequence[Rule]) -> None:
    """Raises CannotStart when the guards are not exactly in place."""
    lines = differences(connection, rules)
    if lines:
        raise CannotStart(
            f"The guards of the database are not as they must be: {'; '.join(lines[:5])}. "
            "Nothing is served. Run `python3 -m workshop audit` to see whether anything was changed meanwhile, then `python3 -m workshop migrate` to put the guards back."
        )


def _wanted(rules: Sequence[Rule], dialect: str) -> dict[str, tuple[str, ...]]:
    if dialect == "sqlite":
        return {rule.name: (rule.table, _sqlite(rule)) for rule in rules}
    wanted: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        create, trigger, _always = _postgres(rule)
        wanted[rule.name] = _as_stored(rule.table, create, trigger)
    for table in {rule.table for rule in rules}:
        create, trigger, _always = _postgres_truncate(table)
        wanted[f"{table}_not_emptied"] = _as_stored(table, create, trigger)
    return wanted


def _as_stored(table: str, create: str, trigger: str) -> tuple[str, ...]:
    full = trigger.replace(f" ON {table} ", f" ON public.{table} ")
    return (table, "A", full, create.split("$guard$")[1], f"search_path={LOOKS_IN}")


def _found(connection: Connection) -> dict[str, tuple[str, ...]]:
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, tbl_name, sql FROM sqlite_master WHERE type='trigger'")).all()
        return {name: (table, sql) for name, table, sql in rows}
    return {row[0]: tuple(row[1:]) for row in connection.execute(text(_POSTGRES_FULL)).all()}
