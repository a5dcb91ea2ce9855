"""One prepared shop for all attacks of a database; what is tried in it is never kept."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Clock, Furnished
from tests.gate.attacks import BY_HAND, Attack
from tests.gate.attacks_cases import CASES
from tests.gate.attacks_charms import CHARMS
from tests.gate.attacks_orders import ORDERS
from tests.gate.attacks_rounds import ROUNDS
from tests.gate.doors import Door, PostgresDoor, SqliteDoor
from tests.gate.generated import generated
from tests.gate.prepared import prepare
from tests.postgres import drop_database, fresh_database
from tests.world import World
from workshop.config import read_settings
from workshop.house import rules_for
from workshop.shoproom import Shoproom, open_shoproom


@dataclass
class Ground:
    """The prepared shop: its two doors, and the names of what is in it."""

    room: Shoproom
    names: dict[str, int]
    strict: Door
    loose: Door

    def said(self, statement: str) -> str:
        replace = "OR REPLACE" if self.strict.dialect == "sqlite" else ""
        return statement.format_map({**self.names, "or_replace": replace})

    def attempt(self, door: Door, attack: Attack) -> str | None:
        """What the last step of the attack is answered, after all others were taken; None when it is done."""
        *before, last = attack.steps
        for step in before:
            assert door.run(self.said(step)), f"touched nothing: {step}"
        return door.refusal(self.said(last))


@pytest.fixture(scope="session")
def ground(
    furnishing: Callable[[str], Furnished], engine_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    source, source_url = furnishing(engine_name)
    folder = tmp_path_factory.mktemp("gate") / "data"
    shutil.copytree(source, folder)
    is_postgres = engine_name == "postgresql"
    url = fresh_database(template=source_url) if is_postgres else f"sqlite:///{folder / 'workshop.db'}"
    room = open_shoproom(read_settings({"WORKSHOP_DATABASE_URL": url}, data_dir=folder), now=Clock())
    names = prepare(World(room))
    strict, loose = (_door(url, folder, strict=s) for s in (True, False))
    yield Ground(room, names, strict, loose)
    strict.close()
    loose.close()
    room.close()
    if is_postgres:
        drop_database(url)


def _door(url: str, folder: Path, *, strict: bool) -> Door:
    if url.startswith("sqlite"):
        return SqliteDoor(str(folder / "workshop.db"), strict=strict)
    return PostgresDoor(url, strict=strict)


def attacks_on(dialect: str) -> list[Attack]:
    return [one for one in (*BY_HAND, *ORDERS, *CASES, *ROUNDS, *CHARMS, *generated(dialect)) if dialect in one.engines]


def tables_of(dialect: str) -> dict[str, str]:
    """The table of every guard."""
    return {rule.name: rule.table for rule in rules_for(dialect)}
