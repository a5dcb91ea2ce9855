"""Old logs with rows in them, for the tests that look at every table."""

from zoneinfo import ZoneInfo

from tests.world import World
from workshop.import_log import Log
from workshop.mapping import Mapped


def fill_log(world: World, source: str) -> None:
    """One log of that name, with two rows that fill every column."""
    text = {"case": "A", "design": "Alder", "activity": "Casting", "who": "Bo", "resource": "Furnace", "rework": "Y"}
    times = {"started": "2026-11-02 08:00", "finished": "2026-11-02 09:00", "done": "4", "rejected": "1"}
    log = Log(ZoneInfo("UTC"), "k")
    told = [
        log.ready(Mapped(f'{source}:["{no}"]', "", {"log": {**text, **times, "sort": sort}}, None))[0]
        for no, sort in enumerate(("work", "release"))
    ]
    world.tell(lambda w: log.write(w, told), world.omar)
