"""A piece that came in from a list: first it is said that it was made before records, then it is inspected, on screen."""

import pytest
from flask import Flask

from tests.bench.forms import form_to, send
from tests.bench.test_journey import inspect
from tests.people.doors import give_pin
from tests.world import World
from workshop.errors import Conflict
from workshop.pieces.actions import Happening
from workshop.pieces.earlier import NOT_KNOWN, enter_made_before


@pytest.fixture
def imported(world: World) -> str:
    return world.piece(way_in="made", source_key="list:1", before_records="Made by: a grandmother")


def test_an_imported_piece_is_entered_as_made_and_then_inspected(world: World, app: Flask, imported: str) -> None:
    give_pin(world, world.ines)
    ana, ines, card = world.sign_in(app, world.ana), world.sign_in(app, world.ines), f"/pieces/{imported}"
    page = ana.get(card)
    assert "<h2>Made before records</h2>" in page.text and "<h2>Go to a stage</h2>" not in page.text
    assert form_to(page, f"{card}/events").values["maker"] == NOT_KNOWN
    assert send(ana, card, f"{card}/events", kind="made_before", weight="4").status_code == 303
    (entry,) = world.rows("SELECT kind, by_id, noted_by_id, weight_mg FROM work_event")
    assert tuple(entry) == ("made_before", None, world.ana.id, 4_000)
    assert "Waits for its inspection" in ana.get(card).text
    assert inspect(world, ines, imported).status_code == 303
    assert world.standing(imported).state == "released"


def test_who_made_it_is_kept_and_is_not_who_typed_it(world: World, app: Flask, imported: str) -> None:
    ana, card = world.sign_in(app, world.ana), f"/pieces/{imported}"
    send(ana, card, f"{card}/events", kind="made_before", maker=world.ines.subject)
    assert tuple(world.rows("SELECT by_id, noted_by_id FROM work_event")[0]) == (world.ines.id, world.ana.id)


def test_a_stranger_as_maker_is_refused_and_the_form_stays(world: World, app: Flask, imported: str) -> None:
    ana, card = world.sign_in(app, world.ana), f"/pieces/{imported}"
    answer = send(ana, card, f"{card}/events", kind="made_before", maker="nobody", weight="4,25")
    assert answer.status_code == 422 and "no such person" in answer.text
    assert form_to(answer, f"{card}/events").values["weight"] == "4,25"
    assert world.rows("SELECT 1 FROM work_event") == []


def test_a_piece_that_was_worked_on_here_is_not_made_before_records(world: World, app: Flask, imported: str) -> None:
    worked = world.worked()
    for serial in (imported, worked):
        if serial == imported:
            world.event(serial, "polish")
        seen = world.standing(serial).seen
        with pytest.raises(Conflict):
            world.tell(
                lambda w, s=serial, n=seen: enter_made_before(w, s, Happening("made_before", n), maker_id=None),
                world.ana,
            )
    assert "<h2>Made before records</h2>" not in world.sign_in(app, world.ana).get(f"/pieces/{imported}").text


def test_an_inspector_is_told_whose_step_it_is(world: World, app: Flask, imported: str) -> None:
    page = world.sign_in(app, world.ines).get(f"/pieces/{imported}").text
    assert "Made before records" in page and 'value="made_before"' not in page
