"""Editions: numbered, here, gone, scrapped and left, counted once more from the pieces."""

from typing import Any

from tests.conftest import Clock
from tests.world import World
from workshop.catalogue.models import Edition
from workshop.reports.book import KINDS, span_of


def test_every_figure_is_that_of_the_numbered_pieces(world: World, clock: Clock) -> None:
    (design,) = world.rows("SELECT id FROM design WHERE code = :code", code=world.design)
    for name, size in (("First", 9), ("Second", 4), ("Empty", 3)):
        edition = {"design_id": design.id, "name": name, "size": size, "proofs": None}
        world.tell(lambda w, told=edition: w.add(Edition, **told, created_at=w.at, by_id=None), world.omar)
    first, second = world.pieces(5, edition="First"), world.pieces(4, edition="Second")
    for serial in (*first[:3], second[0]):
        world.released(serial)
    world.leave(first[0])
    world.worked(first[3])
    world.inspect(first[3], "scrap", answers=world.bad_answers(first[3]))
    with world.room.database.reading() as session:
        span = span_of(session, None, None, world.room.now())
        report = KINDS["editions"].make(session, span, None)
        behind: Any = KINDS["editions"].behind
        columns = ("size", "numbered", "in_work", "passed", "gone", "scrapped", "free")
        told = {row["key"].partition("/")[2]: [row[column] for column in columns] for row in report.rows}
        assert told == {"First": [9, 5, 1, 2, 1, 1, 4], "Second": [4, 4, 3, 1, 0, 0, 0], "Empty": [3, 0, 0, 0, 0, 0, 3]}
        for row in report.rows:
            for column in columns[1:6]:
                found = behind(session, span, column, row["key"])
                lines = [found.tell(one) for one in session.execute(found.statement)]
                assert len(lines) == row[column]
