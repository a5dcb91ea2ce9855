"""Years of history do not slow what is looked at every day: no more is read when many more pieces have left."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.steps import steps_of
from tests.world import World
from workshop.bench.typed_words import kept_back
from workshop.reports.book import span_of
from workshop.reports.leaving import leaving_in
from workshop.reports.told import Span
from workshop.sales.case_queries import ready_to_go

READ: dict[str, Callable[[Session, Span], Any]] = {
    "what left a week ago": lambda session, past: leaving_in(session, past),
    "typed words": lambda session, _past: kept_back(session, 1),
    "what may go into a case": lambda session, _past: ready_to_go(session),
}


@pytest.mark.parametrize("name", READ)
def test_it_reads_no_more_when_many_pieces_have_left(world: World, name: str) -> None:
    now = world.room.now()
    with world.room.database.reading() as session:
        past = span_of(session, now.date() - timedelta(days=14), now.date() - timedelta(days=7), now)

    def steps() -> int:
        return steps_of(world, lambda session: READ[name](session, past))

    def sell(count: int) -> None:
        for serial in world.pieces(count, size="54", due_on=(now.date() - timedelta(days=60)).isoformat()):
            world.leave(world.released(serial), "sold")

    world.released()
    world.piece(due_on=now.date().isoformat())
    sell(5)
    few = steps()
    sell(35)
    assert steps() <= few * 1.1 + 2


def test_postgresql_weighs_every_order_in_which_a_list_is_joined(world: World) -> None:
    """With its own eight it read all pieces and entries for one page of the list: 500 ms instead of 15 in a shop of 100,000."""
    if not world.room.settings.is_sqlite:
        for name in ("join_collapse_limit", "from_collapse_limit"):
            assert world.rows(f"SHOW {name}")[0][0] == "12"
