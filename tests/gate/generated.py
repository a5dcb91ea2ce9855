"""Attacks that follow from the tables alone: changing and removing what stands, and taking a key by REPLACE."""

from sqlalchemy import BigInteger, Column, Integer, Table, UniqueConstraint

from tests.gate.attacks import Attack
from workshop.database import Base
from workshop.guarding import Guard
from workshop.house import rules_for

TABLES = Base.metadata.tables


def generated(dialect: str) -> list[Attack]:
    """For every guard that allows nothing, and every guard of a taken key."""
    guards = [rule for rule in rules_for(dialect) if isinstance(rule, Guard)]
    frozen = [_on_what_stands(guard) for guard in guards if guard.holds == "1=0" and guard.on != "INSERT"]
    taken = [guard for guard in guards if guard.name.startswith(f"{guard.table}_new_") and "taken" in guard.holds]
    return frozen + [_on_a_key(guard, guards) for guard in taken]


def _on_what_stands(guard: Guard) -> Attack:
    table = TABLES[guard.table]
    key = primary(table)
    where = f"{key.name} = (SELECT min(x.{key.name}) FROM {table.name} x)"
    if guard.on == "DELETE":
        return Attack(guard.name, "a row removed", (f"DELETE FROM {table.name} WHERE {where}",))
    column = free_column(table)
    return Attack(
        guard.name, "a row changed", (f"UPDATE {table.name} SET {column.name} = {other(column)} WHERE {where}",)
    )


HEADS = {  # they move with the copy
    "work_event": ("piece_head_follows",),
    "journal_entry": ("journal_head_forward",),
    "movement": ("movement_balances",),
}


def _on_a_key(guard: Guard, guards: list[Guard]) -> Attack:
    """A copy of a row with this key, all its other keys new. Whoever else looks at new rows of the table is sent away."""
    table = TABLES[guard.table]
    columns = {column.name: _copied(table, column, guard) for column in table.columns}
    kept = _key_of(guard)
    if kept == ("rowid",):
        columns = {"rowid": "rowid"} | columns
    told = {name: value for name, value in columns.items() if value is not None}
    present = " AND ".join(f"{name} IS NOT NULL" for name in kept)
    replace = f"INSERT OR REPLACE INTO {table.name} ({', '.join(told)}) SELECT {', '.join(told.values())} FROM {table.name} WHERE {present} LIMIT 1"
    others = tuple(g.name for g in guards if g.table == guard.table and g.on == "INSERT" and g.name != guard.name)
    return Attack(
        guard.name, "a row put in its place", (replace,), also=others + HEADS.get(guard.table, ()), engines=("sqlite",)
    )


def _key_of(guard: Guard) -> tuple[str, ...]:
    known = [("rowid",), *_keys(TABLES[guard.table])]
    return next(key for key in known if guard.name == f"{guard.table}_new_{'_'.join(key)}")


def _keys(table: Table) -> list[tuple[str, ...]]:
    unique = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
    return [tuple(c.name for c in k.columns) for k in (table.primary_key, *unique)]


def _copied(table: Table, column: Column[object], guard: Guard) -> str | None:
    """The column of the copy: as it is, another value, or None to let the database number it."""
    kept = _key_of(guard)
    in_keys = [key for key in _keys(table) if column.name in key and key != kept]
    if column.name in kept or not in_keys:
        return column.name
    if column.primary_key and _is_number(column):
        return None
    return other(column)


def primary(table: Table) -> Column[object]:
    (column,) = table.primary_key
    return column


def free_column(table: Table) -> Column[object]:
    """A column whose change no key notices; else the last one."""
    bound = {name for key in _keys(table) for name in key}
    free = [c for c in table.columns if c.name not in bound and not c.foreign_keys and not c.primary_key]
    return next((c for c in free if not c.nullable), list(table.columns)[-1])


def other(column: Column[object]) -> str:
    return f"{column.name} + 100000" if _is_number(column) else f"{column.name} || '~'"


def _is_number(column: Column[object]) -> bool:
    kind = getattr(column.type, "impl", column.type)
    return isinstance(kind, Integer | BigInteger)
