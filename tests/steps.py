"""What reading costs, in steps of SQLite: the same on any machine, where time is not."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from tests.world import World


def steps_of(world: World, read: Callable[[Session], Any]) -> int:
    """How many steps a reading took, in tens; 0 on PostgreSQL, which counts none."""
    with world.room.database.reading() as session:
        steps = [0]
        if not world.room.settings.is_sqlite:
            read(session)
            return 0
        raw: Any = session.connection().connection.driver_connection
        raw.set_progress_handler(lambda: steps.__setitem__(0, steps[0] + 1), 10)
        try:
            read(session)
        finally:
            raw.set_progress_handler(None, 10)
        return steps[0]
