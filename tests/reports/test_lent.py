"""What is lent is found without a walk over every place that any piece ever had."""

from sqlalchemy import text

from tests.world import World
from workshop.reports.book import span_of
from workshop.reports.ours import ours_at
from workshop.reports.places import _lent


def test_what_is_lent_is_found_by_an_index_of_its_own(world: World) -> None:
    engine = world.room.database.engine
    with world.room.database.reading() as session:
        for asked in (ours_at(span_of(session, None, None, world.room.now())).select(), _lent()):
            written = str(asked.compile(engine, compile_kwargs={"literal_binds": True}))
            if engine.dialect.name == "sqlite":
                plan = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {written}"))]
            else:
                session.execute(text("SET LOCAL enable_seqscan = off"))
                plan = [row[0] for row in session.execute(text(f"EXPLAIN {written}"))]
            assert any("ix_custody_lent" in line for line in plan), "\n".join(plan)
