"""What tests share: a migrated, furnished shop on SQLite and on a real PostgreSQL server, people, and a clock that is moved by hand."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import make_url

from tests.postgres import drop_database, fresh_database
from tests.world import World
from workshop import migrating
from workshop.app import create_app
from workshop.config import read_settings
from workshop.furnish import furnish
from workshop.house import rules_for
from workshop.shoproom import Shoproom, open_shoproom
from workshop.wording import in_english
from workshop.writing import NOBODY, Intent

ENGINES = ("sqlite", "postgresql")
POSTGRESQL_SLOWLY = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))  # for what is long and alike on both
Furnished = tuple[Path, str]  # a data folder with a migrated and furnished database that nobody is connected to
NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


class KeptApp:
    """One application for a run, since its addresses and templates take longer to make than most tests; it opens each shop as new."""

    def __init__(self) -> None:
        self.app: Flask | None = None
        self.new: dict[str, dict[str, Any]] = {}

    def open_for(self, room: Shoproom) -> Flask:
        app = self.app = self.app or create_app(room)
        parts = {"config": app.config, "extensions": app.extensions, "views": app.view_functions}
        self.new = self.new or {name: dict(part) for name, part in parts.items()}
        for name, part in parts.items():
            part.clear()
            part.update(self.new[name])
        app.secret_key = room.settings.secret_key
        app.extensions["workshop"] = room
        return app


@pytest.fixture(autouse=True)
def spoken_english() -> Iterator[None]:
    """No test hears the language that another's request ended in."""
    with in_english():
        yield


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def furnishing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Furnished]]:
    """By engine, asked for by name: a fixture that is kept for a run would go on with the engine it was first made on."""
    made: dict[str, Furnished] = {}

    def of(engine: str) -> Furnished:
        if engine not in made:
            made[engine] = furnished_shop(engine, tmp_path_factory.mktemp(f"furnished-{engine}"))
        return made[engine]

    yield of
    if "postgresql" in made:
        drop_database(made["postgresql"][1])


def furnished_shop(engine: str, folder: Path) -> Furnished:
    url = fresh_database() if engine == "postgresql" else f"sqlite:///{folder / 'workshop.db'}"
    room = open_shoproom(read_settings({"WORKSHOP_DATABASE_URL": url}, data_dir=folder))
    migrating.migrate(room.database.engine, rules_for(room.database.engine.dialect.name))
    room.do(Intent("furnish", NOBODY, NOON), furnish)
    room.close()
    return folder, url


@pytest.fixture
def room(furnishing: Callable[[str], Furnished], engine_name: str, tmp_path: Path, clock: Clock) -> Iterator[Shoproom]:
    """An open shop with a database of its own."""
    source, source_url = furnishing(engine_name)
    folder = tmp_path / "data"
    shutil.copytree(source, folder)
    url = fresh_database(template=source_url) if engine_name == "postgresql" else f"sqlite:///{folder / 'workshop.db'}"
    opened = open_shoproom(read_settings({"WORKSHOP_DATABASE_URL": url}, data_dir=folder), now=clock)
    yield opened
    assert opened.database.engine.pool.checkedout() == 0
    opened.close()
    if engine_name == "postgresql":
        drop_database(make_url(url).render_as_string(hide_password=False))
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def world(room: Shoproom) -> World:
    """The shop with Ana (artisan), Ines (inspector), Omar (owner) and verbs to make things happen."""
    return World(room)


@pytest.fixture(scope="session")
def kept_app() -> KeptApp:
    return KeptApp()


@pytest.fixture
def app(room: Shoproom, kept_app: KeptApp) -> Flask:
    return kept_app.open_for(room)
