"""A start knows the newest migration by its file's name, without the library that migrates."""

import os
import subprocess
import sys
from pathlib import Path

from workshop import migrating, revisions
from workshop.shoproom import Shoproom

ROOT = Path(__file__).resolve().parent.parent


def test_each_migration_is_named_after_its_file() -> None:
    scripts = list(migrating.scripts().walk_revisions())
    assert scripts
    assert not [s.revision for s in scripts if Path(s.path).stem != s.revision]


def test_the_last_file_is_the_newest_migration() -> None:
    assert revisions.newest() == migrating.scripts().get_current_head()


def test_a_migrated_database_is_current(room: Shoproom) -> None:
    with room.database.engine.connect() as connection:
        assert revisions.revision_of(connection) == revisions.newest()
        assert revisions.is_current(connection)


def test_an_empty_database_has_no_revision(room: Shoproom) -> None:
    with room.database.engine.connect() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
        assert revisions.revision_of(connection) is None
        connection.rollback()


def test_the_command_line_loads_no_library_for_migrating() -> None:
    words = (
        "import sys, workshop.cli; print([name for name in sys.modules if name.split('.')[0] in ('alembic', 'mako')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", words], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
