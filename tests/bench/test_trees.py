"""A casting tree by its pages: planted, poured, cut off, closed."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.api.test_journey import statements
from tests.bench.forms import form_to, send
from tests.bench.test_guide import picture
from tests.bench.test_using import SILVER, lots
from tests.conftest import Clock
from tests.materials.test_books import GRAIN, there
from tests.world import World
from workshop.materials.ledger import Amount
from workshop.materials.receiving import NewLot
from workshop.materials.suppliers import NewSupplier, add_supplier

WAX = {"alloy": "au750y", "wax": "2,0", "base": "0.5"}


@pytest.fixture
def ana(world: World, app: Flask) -> FlaskClient:
    return world.sign_in(app, world.ana)


def test_a_tree_goes_from_wax_to_its_last_sprue(world: World, ana: FlaskClient) -> None:
    gold, more = lots(world, GRAIN, GRAIN)
    first, second, third = world.pieces(3)
    reckoned = send(ana, "/trees/new", "/trees", **WAX, reckon="yes")
    assert "25.707 g of metal" in reckoned.text and world.rows("SELECT 1 FROM casting_tree") == []
    planted = send(ana, f"/trees/new?serial={first}", "/trees", **WAX, serials=f"{first}\n{second.lower()}")
    assert planted.status_code == 303
    tree = planted.location
    assert "25.707 g" in ana.get(tree).text

    typed = {"lot-1": gold, "grams-1": "20", "lot-scanned": more, "grams-scanned": "5,00"}
    assert send(ana, tree, f"{tree}/pours", **typed).status_code == 303
    assert f'value="{first}" checked' in ana.get(tree).text
    assert send(ana, tree, f"{tree}/cuts", weight="7").status_code == 303
    assert f'value="{second}" checked>' in ana.get(tree).text
    bound = send(ana, tree, f"{tree}/cuts", other_serial=third, weight="7.01")
    assert bound.status_code == 303
    assert world.standing(third).weight_mg == 7_010
    too_heavy = send(ana, tree, f"{tree}/cuts", weight="11")
    assert too_heavy.status_code == 409 and "less than that" in too_heavy.text

    missing = send(ana, tree, f"{tree}/closings", scrap="10", loss="0.2", why="skull")
    assert missing.status_code == 409 and "0.79 g of tree T-0001 are missing" in missing.text
    unsaid = send(ana, tree, f"{tree}/closings", scrap="10", loss="0.99")
    assert unsaid.status_code == 422 and "where it was lost" in unsaid.text
    closed = send(ana, tree, f"{tree}/closings", scrap="10.9", lemel="0.1")
    assert closed.status_code == 303
    page = ana.get(tree).text
    assert "Closed" in page and "Close the tree" not in page and "10.90 g" in page
    for lot, whole in ((gold, 46_660), (more, 61_660)):
        assert there(world, "lot", lot, lot) == Amount(whole)
        assert there(world, "tree", "T-0001", lot) == Amount()
        away = there(world, "lot", lot, lot).mg + there(world, "piece", None, lot).mg
        assert away + sum(there(world, kind, None, lot).mg for kind in ("scrap", "lemel", "weighing")) == 66_660


def test_what_is_missing_may_stay_unexplained_and_is_told(world: World, ana: FlaskClient) -> None:
    (gold,) = lots(world, GRAIN)
    tree = send(ana, "/trees/new", "/trees", **WAX).location
    send(ana, tree, f"{tree}/pours", **{"lot-1": gold, "grams-1": "20"})
    assert send(ana, tree, f"{tree}/closings", scrap="19.5", may_miss="yes").status_code == 303
    assert "0.50 g went unexplained" in ana.get(tree).text
    heavy = send(ana, "/trees/new", "/trees", **WAX).location
    send(ana, heavy, f"{heavy}/pours", **{"lot-1": gold, "grams-1": "20"})
    refused = send(ana, heavy, f"{heavy}/closings", scrap="20.5", may_miss="yes")
    assert refused.status_code == 409 and "More is left" in refused.text
    assert send(ana, heavy, f"{heavy}/closings", scrap="20.02").status_code == 303
    assert there(world, "weighing", None, gold) == Amount(-20)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"wax": "18k"}, 422),
        ({"base": "2"}, 422),
        ({"serials": "R-0404"}, 404),
        ({"alloy": "none"}, 404),
        ({"wax_density": "40"}, 422),
    ],
)
def test_a_tree_that_cannot_be_is_refused(world: World, ana: FlaskClient, typed: dict[str, str], status: int) -> None:
    assert send(ana, "/trees/new", "/trees", **WAX | typed).status_code == status
    assert world.rows("SELECT 1 FROM casting_tree") == []


def test_only_metal_of_the_tree_is_poured_and_a_customers_own_alone(world: World, ana: FlaskClient) -> None:
    gold, silver = lots(world, GRAIN, SILVER)
    tree = send(ana, "/trees/new", "/trees", **WAX).location
    for typed, status in (
        ({"lot-scanned": silver, "grams-scanned": "5"}, 409),
        ({"lot-1": gold, "grams-1": "99"}, 409),
        ({"lot-1": gold}, 422),
        ({}, 422),
    ):
        assert send(ana, tree, f"{tree}/pours", **typed).status_code == status
    supplier = world.tell(lambda w: add_supplier(w, NewSupplier("Mrs Owner", ("customer",))), world.omar)
    (hers,) = lots(world, NewLot("metal", Amount(9_000), alloy="au750y", owner=supplier))
    mixed = send(ana, tree, f"{tree}/pours", **{"lot-1": gold, "grams-1": "5", "lot-2": hers, "grams-2": "5"})
    assert mixed.status_code == 409 and "tree of its own" in mixed.text
    assert send(ana, tree, f"{tree}/pours", **{"lot-1": gold, "grams-1": "5"}).status_code == 303
    assert send(ana, tree, f"{tree}/pours", **{"lot-1": hers, "grams-1": "5"}).status_code == 409


def test_trees_are_found_by_what_the_list_shows(world: World, ana: FlaskClient) -> None:
    (serial,) = world.pieces(1)
    send(ana, "/trees/new", "/trees", **WAX, serials=serial, note="thin shanks")
    send(ana, "/trees/new", "/trees", **WAX)
    assert ana.get("/trees?q=T-0002").location == "/trees/T-0002"
    for words in (serial, "thin", "18k"):
        assert "T-0001" in ana.get(f"/trees?q={words}").text
    assert "T-0001" not in ana.get("/trees?state=closed").text
    assert ana.get("/trees.csv?q=thin").text.count("T-000") == 1
    counts = []
    for _one in range(2):
        with statements(world) as seen:
            ana.get("/trees")
        counts.append(len(seen))
        send(ana, "/trees/new", "/trees", **WAX)
    assert counts[0] == counts[1]


def test_the_photo_of_a_tree_is_kept(world: World, ana: FlaskClient) -> None:
    planted = send(ana, "/trees/new", "/trees", **WAX, photo=(picture(), "tree.jpg"))
    assert ana.get(f"{planted.location}/picture").mimetype == "image/jpeg"
    assert "/picture" in ana.get(planted.location).text


def test_how_and_where_it_was_cast_is_typed_with_the_cut(world: World, ana: FlaskClient) -> None:
    (gold,), (serial,) = lots(world, GRAIN), world.pieces(1)
    tree = send(ana, "/trees/new", "/trees", **WAX, serials=serial).location
    send(ana, tree, f"{tree}/pours", **{"lot-1": gold, "grams-1": "20"})
    send(ana, tree, f"{tree}/cuts", weight="7", method="machine", place="Fonderie Lys", note="a pit")
    (told,) = world.rows("SELECT method, place, note FROM work_event")
    assert tuple(told) == ("machine", "Fonderie Lys", "a pit")
    assert "Fonderie Lys" in ana.get(f"/pieces/{serial}").text


def test_an_undone_cut_hangs_again(world: World, ana: FlaskClient) -> None:
    (gold,) = lots(world, GRAIN)
    (serial,) = world.pieces(1)
    tree = send(ana, "/trees/new", "/trees", **WAX, serials=serial).location
    send(ana, tree, f"{tree}/pours", **{"lot-1": gold, "grams-1": "20"})
    send(ana, tree, f"{tree}/cuts", weight="7")
    world.event(serial, "undo", corrects=world.standing(serial).sequence)
    assert f'value="{serial}" checked>' in ana.get(tree).text
    assert there(world, "tree", "T-0001", gold) == Amount(20_000)


def test_a_photo_may_be_taken_at_any_time_and_old_spots_are_not_shown_on_it(
    world: World, ana: FlaskClient, clock: Clock
) -> None:
    first, _second = world.pieces(2)
    tree = send(ana, "/trees/new", "/trees", **WAX, serials=first).location
    assert ana.get(f"{tree}/picture").status_code == 404
    assert send(ana, tree, f"{tree}/photos", photo=(picture(), "t.jpg")).status_code == 303
    earlier = ana.get(f"{tree}/picture").data
    assert send(ana, tree, f"{tree}/places", hung=first, x="500", y="250").status_code == 303
    assert 'cx="50.0%"' in ana.get(tree).text
    clock.forward(minutes=1)
    assert send(ana, tree, f"{tree}/photos", photo=(picture(colour="green"), "t.jpg")).status_code == 303
    assert ana.get(f"{tree}/picture").data != earlier
    assert "<circle" not in ana.get(tree).text
    nothing = send(ana, tree, f"{tree}/photos")
    assert nothing.status_code == 422 and "Choose a picture" in nothing.text


def undo(browser: FlaskClient, tree: str) -> int:
    number = re.search(r'name="number" value="(\d+)"', browser.get(tree).text)
    return int(number[1]) if number else 0


def undone(browser: FlaskClient, tree: str, number: int) -> TestResponse:
    """That entry taken back, whether the page offers it or not."""
    form = form_to(browser.get("/trees/new"), "/trees")
    typed = {name: form.values[name] for name in ("csrf_token", "request_key")}
    return browser.post(f"{tree}/undos", data=typed | {"number": str(number)})


@pytest.mark.parametrize(
    ("done", "left"),
    [(("pours",), 0), (("pours", "cuts"), 20_000), (("pours", "cuts", "closings"), 13_000)],
    ids=["pour", "cut", "end"],
)
def test_a_slip_at_a_tree_is_taken_back_by_who_made_it(
    world: World, ana: FlaskClient, app: Flask, done: tuple[str, ...], left: int
) -> None:
    (gold,) = lots(world, GRAIN)
    (first,) = world.pieces(1)
    tree = send(ana, "/trees/new", "/trees", **WAX, serials=first).location
    typed = {"pours": {"lot-1": gold, "grams-1": "20"}, "cuts": {"weight": "7"}, "closings": {"scrap": "13"}}
    for one in done:
        assert send(ana, tree, f"{tree}/{one}", **typed[one]).status_code == 303
    omar = world.sign_in(app, world.omar)
    assert undo(omar, tree) == 0
    refused = undone(omar, tree, undo(ana, tree))
    assert refused.status_code == 409 and "own last entry" in refused.text
    assert send(ana, tree, f"{tree}/undos", number=str(undo(ana, tree))).status_code == 303
    assert there(world, "tree", "T-0001", gold) == Amount(left)
    assert (world.standing(first).weight_mg is None) == ("closings" not in done)
    assert undo(ana, tree) == 0, "what was taken back is not taken back again"


def test_after_a_minute_or_something_newer_nothing_is_undone(world: World, ana: FlaskClient, clock: Clock) -> None:
    (gold,) = lots(world, GRAIN)
    tree = send(ana, "/trees/new", "/trees", **WAX).location
    send(ana, tree, f"{tree}/pours", **{"lot-1": gold, "grams-1": "20"})
    number = undo(ana, tree)
    send(ana, tree, f"{tree}/pours", **{"lot-1": gold, "grams-1": "1"})
    assert undone(ana, tree, number).status_code == 409
    clock.forward(seconds=61)
    assert undo(ana, tree) == 0
    assert undone(ana, tree, number + 1).status_code == 409
    assert there(world, "tree", "T-0001", gold) == Amount(21_000)
