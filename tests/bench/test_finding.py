"""Finding a piece by what stands on its slip, however it is typed; and where an owner of an empty shop begins."""

import pytest
from flask import Flask

from tests.world import World
from workshop.people.actions import set_standing


@pytest.fixture
def many(world: World) -> World:
    world.pieces(13)
    world.piece(world.design_of("pendant"))
    return world


@pytest.mark.parametrize("typed", ["R-0013", "r-0013", "R-13", "r13", "13", "0013", "R0013", "JOB:R-0013", " r 13 "])
def test_a_serial_is_found_however_it_is_typed(many: World, app: Flask, typed: str) -> None:
    answer = many.sign_in(app, many.ana).get("/pieces", query_string={"q": typed})
    assert (answer.status_code, answer.location) == (303, "/pieces/R-0013")


@pytest.mark.parametrize("typed", ["1", "R-99", "99", "P-13", "0", "-13", "1e1", "R", "R-", "٣", "9" * 40])
def test_what_is_no_one_piece_goes_to_the_list(many: World, app: Flask, typed: str) -> None:
    assert many.sign_in(app, many.ana).get("/pieces", query_string={"q": typed}).status_code == 200


def test_a_letter_decides_where_a_number_alone_does_not(many: World, app: Flask) -> None:
    for typed, serial in (("r1", "R-0001"), ("p1", "P-0001")):
        answer = many.sign_in(app, many.ana).get("/pieces", query_string={"q": typed})
        assert answer.location == f"/pieces/{serial}"


def test_an_owner_begins_at_the_guide_until_there_is_a_piece(world: World, app: Flask) -> None:
    roles = ("owner", "artisan", "inspector")
    world.tell(lambda w: set_standing(w, world.omar.id or 0, active=True, roles=roles), world.omar)
    owner, artisan = world.sign_in(app, world.omar), world.sign_in(app, world.ana)
    assert (owner.get("/").location, artisan.get("/").location) == ("/guide", "/bench")
    world.piece()
    assert owner.get("/").location == "/reports/week"
    assert world.sign_in(app, world.omar, by_password=False).get("/").location == "/bench"
