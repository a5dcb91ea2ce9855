"""What the database refuses is told in the same words on both databases."""

import pytest

from tests.world import World
from workshop.catalogue.actions import open_edition
from workshop.catalogue.models import Design, Edition, Route
from workshop.database import Base
from workshop.errors import Conflict


@pytest.mark.parametrize(
    ("model", "column", "sentence"),
    [
        (Design, "code", "There is already a design with this code."),
        (Edition, "name", "There is already an edition of this name."),
        (Route, "name", "There is already a route of this name."),
    ],
)
def test_a_taken_name_is_told_as_the_guard_says_it(world: World, model: type[Base], column: str, sentence: str) -> None:
    world.design_of("ring", code="D-TWO")
    for name in ("First", "Second"):
        world.tell(lambda w, n=name: open_edition(w, world.design, name=n, size=5), world.omar)
    one, two = world.rows(f"SELECT id, {column} AS said FROM {model.__tablename__} ORDER BY id LIMIT 2")
    with pytest.raises(Conflict) as refused:
        world.tell(lambda w: w.change(model, two.id, **{column: one.said}) or {}, world.omar)
    assert refused.value.sentence == sentence


def test_a_taken_key_is_told_as_a_lost_race(world: World) -> None:
    world.tell(lambda w: open_edition(w, world.design, name="First", size=5), world.omar)
    (row,) = world.rows("SELECT design_id, name, size FROM edition")
    with pytest.raises(Conflict) as refused:
        world.tell(lambda w: {"id": w.add(Edition, created_at=w.at, **row._mapping)}, world.omar)
    assert refused.value.slug == "moved-on"
