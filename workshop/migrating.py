"""Bringing a database to the schema of this program, in one transaction, with the guards put back and compared."""

from collections.abc import Sequence

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from workshop import guarding
from workshop.errors import CannotStart
from workshop.guarding import Rule
from workshop.revisions import FOLDER, newest, revision_of


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def migrate(engine: Engine, rules: Sequence[Rule], *, to: str = "head") -> bool:
    """Migrate in one transaction; True when something was to be done. Any failure leaves the database as it was.

    Raises CannotStart when the database is newer than this program or rows would point nowhere.
    """
    with engine.execution_options(writing=True).connect() as connection:
        _foreign_keys(connection, on=False)
        try:
            with connection.begin():
                return _migrate(connection, rules, to)
        finally:
            _foreign_keys(connection, on=True)


def _migrate(connection: Connection, rules: Sequence[Rule], to: str) -> bool:
    before = revision_of(connection)
    known = {script.revision for script in scripts().walk_revisions()}
    if before is not None and before not in known:
        raise CannotStart(
            "This database was made by a newer Workshop. Start that version, or restore a backup made with this one."
        )
    guarding.drop_all(connection)
    _upgrade(connection, to)
    _require_whole(connection)
    if revision_of(connection) == newest():
        guarding.install(connection, rules)
        guarding.require(connection, rules)
    return before != revision_of(connection)


def _upgrade(connection: Connection, to: str) -> None:
    scripts_here = scripts()
    environment = EnvironmentContext(
        Config(), scripts_here, fn=lambda rev, _context: scripts_here._upgrade_revs(to, rev)
    )
    environment.configure(connection=connection, transaction_per_migration=False)
    environment.run_migrations()


def _require_whole(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    lost = connection.execute(text("PRAGMA foreign_key_check")).first()
    if lost is not None:
        raise CannotStart(
            f"The migration would leave rows in {lost[0]} that point nowhere. Nothing was changed; restore a backup and tell the makers of Workshop."
        )


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    if connection.dialect.name == "sqlite":
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.cursor().execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
