"""Bringing a database to the schema of this program, in one transaction, with the guards put back and compared."""

from collections.abc import Sequence

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from workshop.errors import CannotStart
from workshop.guarding import Rule
from workshop.revisions import FOLDER, newest, revision_of
from workshop.unguarded import guard_again, lost_row, unguarded


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def migrate(engine: Engine, rules: Sequence[Rule], *, to: str = "head") -> bool:
    """Migrate in one transaction; True when something was to be done. Any failure leaves the database as it was.

    Raises CannotStart when the database is newer than this program or rows would point nowhere.
    """
    with unguarded(engine) as connection:
        return _migrate(connection, rules, to)


def _migrate(connection: Connection, rules: Sequence[Rule], to: str) -> bool:
    before = revision_of(connection)
    known = {script.revision for script in scripts().walk_revisions()}
    if before is not None and before not in known:
        raise CannotStart(
            "This database was made by a newer Workshop. Start that version, or restore a backup made with this one."
        )
    _upgrade(connection, to)
    _require_whole(connection)
    if revision_of(connection) == newest():
        guard_again(connection, rules)
    return before != revision_of(connection)


def _upgrade(connection: Connection, to: str) -> None:
    scripts_here = scripts()
    environment = EnvironmentContext(
        Config(), scripts_here, fn=lambda rev, _context: scripts_here._upgrade_revs(to, rev)
    )
    environment.configure(connection=connection, transaction_per_migration=False)
    environment.run_migrations()


def _require_whole(connection: Connection) -> None:
    lost = lost_row(connection)
    if lost is not None:
        raise CannotStart(
            f"The migration would leave rows in {lost} that point nowhere. Nothing was changed; restore a backup and tell the makers of Workshop."
        )
