"""A casting tree at the bench, in a real browser: scanned, poured, cut off, closed; and what goes wrong with it."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.bench.forms import send
from tests.bench.test_guide import picture
from tests.bench.test_using import lots
from tests.browser.conftest import Opener
from tests.browser.hands import shoot
from tests.browser.offline import Network, saved_offline, settled, waiting
from tests.browser.pages import faults, overhang, small_targets
from tests.materials.test_books import GRAIN, there
from tests.pieces.test_using import CASTINGS
from tests.world import World
from workshop.materials.ledger import Amount

WAX = {"alloy": "au750y", "wax": "2,0", "base": "0.5"}


def go(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def planted(world: World, app: Flask, *serials: str, poured: str = "") -> str:
    """The address of a tree, with so many grams poured into it."""
    ana = world.sign_in(app, world.ana)
    tree = send(ana, "/trees/new", "/trees", **WAX, serials=" ".join(serials)).location
    if poured:
        (gold,) = lots(world, GRAIN)
        send(ana, tree, f"{tree}/pours", **{"lot-1": gold, "grams-1": poured})
    return str(tree)


def put_on(page: Page, typed: str) -> None:
    page.locator("#f-adding").fill(typed)
    go(page, "Put it on")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_tree_is_listed_poured_cut_and_closed(signed_in: Opener, world: World, script: bool) -> None:
    (gold,) = lots(world, GRAIN)
    serials = world.pieces(3)
    page = signed_in(world.ana, java_script_enabled=script)
    page.goto("/trees/new")
    page.locator("#f-wax").fill("2.0")
    page.locator("#f-base").fill("0.5")
    for number, serial in enumerate(serials, 1):
        shoot(page, f"JOB:{serial}") if script else put_on(page, f"JOB:{serial}")
        expect(page.locator(".hung li")).to_have_count(number)
    expect(page.locator("#f-wax")).to_have_value("2.0")
    expect(page.locator("#f-alloy")).to_have_value("au750y")
    if script:
        expect(page.locator("[data-need]")).to_have_text("25.707 g of metal")
    go(page, "Plant it")

    page.locator("#f-lot-1").select_option(gold)
    page.locator("#f-grams-1").fill("25.7")
    go(page, "Pour")
    for serial, weight in zip(serials, ("7", "7.01", "6.99"), strict=True):
        expect(page.locator(f"main input[value={serial}]").first).to_be_checked()
        page.locator("#f-weight").fill(weight)
        go(page, "Cut it off")
        expect(page.get_by_text(f"{serial} is cut off")).to_be_visible()
    expect(page.locator("[data-sum]")).to_contain_text("4.70 g still open")

    page.locator("#f-scrap").fill("4")
    go(page, "Close the tree")
    expect(page.locator("#close").locator(".refused, .error")).to_contain_text("0.70 g of tree T-0001 are missing")
    page.locator("#f-scrap").fill("4.6")
    page.locator("#f-lemel").fill("0.1")
    if script:
        expect(page.locator("[data-left]")).to_have_text("It closes: the scale tells no more")
    go(page, "Close the tree")
    expect(page.locator("[data-sum]")).to_contain_text("It is closed.")
    assert there(world, "tree", "T-0001", gold) == Amount()


def test_keys_write_into_the_weight_that_was_touched(signed_in: Opener, world: World) -> None:
    page = signed_in(world.ana)
    page.goto("/trees/new")
    page.locator("#f-alloy").select_option("au750y")
    for field, keys in (("#f-wax", "20"), ("#f-base", "5")):
        page.locator(field).tap()
        for key in keys:
            page.get_by_role("button", name=key, exact=True).tap()
    expect(page.locator("#f-wax")).to_have_value("20")
    expect(page.locator("[data-need]")).to_have_text("257.07 g of metal")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_wrong_slip_never_comes_on_the_list(signed_in: Opener, world: World, app: Flask, script: bool) -> None:
    good, scrapped, hanging = world.pieces(3)
    world.worked(scrapped)
    world.inspect(scrapped, "scrap", answers=world.bad_answers(scrapped))
    planted(world, app, hanging)
    page = signed_in(world.ana, java_script_enabled=script)
    page.goto("/trees/new")
    page.locator("#f-note").evaluate("one => one.value = 'thin'") if script else None
    put_on(page, good)
    expect(page.locator(".hung li")).to_have_count(1)
    for typed, said in (
        (f"job:{good}", f"{good} is on the list already."),
        (scrapped, "was scrapped"),
        ("R-0404", "No piece here is R-0404"),
        (hanging, f"{hanging} hangs on tree T-0001."),
    ):
        put_on(page, typed)
        expect(page.locator("#e-adding")).to_contain_text(said)
        expect(page.locator(".hung li")).to_have_count(1)
    page.locator("#f-may_move").check()
    go(page, "Put it on")
    expect(page.locator(".hung li")).to_have_count(2)
    page.get_by_role("button", name=f"Take {good} off the list").click()
    expect(page.locator(".hung li")).to_have_count(1)


def test_more_than_was_poured_is_not_cut_off(signed_in: Opener, world: World, app: Flask) -> None:
    (serial,) = world.pieces(1)
    page = signed_in(world.ana)
    page.goto(planted(world, app, serial, poured="20"))
    page.locator("#f-weight").fill("20.5")
    go(page, "Cut it off")
    expect(page.locator("[data-outbox-said]")).to_contain_text("has 20.00 g of metal left in the books")
    expect(page.locator("#f-weight")).to_have_value("20.5")


def test_a_double_tap_cuts_one(signed_in: Opener, world: World, app: Flask) -> None:
    first, second = world.pieces(2)
    page = signed_in(world.ana)
    page.goto(planted(world, app, first, second, poured="20"))
    page.locator("#f-weight").fill("7")
    page.get_by_role("button", name="Cut it off").dblclick()
    expect(page.get_by_text(f"{first} is cut off")).to_be_visible()
    assert world.rows("SELECT count(*) FROM work_event")[0][0] == 1


def test_two_tablets_cut_a_piece_once(signed_in: Opener, world: World, app: Flask) -> None:
    first, second = world.pieces(2)
    tree = planted(world, app, first, second, poured="20")
    one, other = signed_in(world.ana), signed_in(world.omar)
    for page in (one, other):
        page.goto(tree)
        page.locator("#f-weight").fill("7")
    go(one, "Cut it off")
    expect(one.get_by_text(f"{first} is cut off")).to_be_visible()
    go(other, "Cut it off")
    expect(other.locator("[data-outbox-said]")).to_contain_text(f"{first} is cut off already, with 7.00 g.")
    other.locator(f"main input[value={second}]").first.check(force=True)
    go(other, "Cut it off")
    expect(other.get_by_text(f"{second} is cut off")).to_be_visible()


def test_a_scan_chooses_the_piece_and_an_equal_one_may_be_bound(signed_in: Opener, world: World, app: Flask) -> None:
    first, second, free = world.pieces(3)
    page = signed_in(world.ana)
    page.goto(planted(world, app, first, second, poured="25"))
    shoot(page, f"JOB:{second}")
    expect(page.locator(f"main input[value={second}]").first).to_be_checked()
    page.locator("#f-weight").fill("7")
    go(page, "Cut it off")
    expect(page.get_by_text(f"{second} is cut off")).to_be_visible()
    page.get_by_text("Another piece of this metal").click()
    page.locator(f"main input[value={free}]").check(force=True)
    page.locator("#f-weight").fill("7.1")
    go(page, "Cut it off")
    expect(page.get_by_text(f"{free} is cut off")).to_be_visible()


def test_taps_on_the_photo_are_where_they_hang(signed_in: Opener, world: World, app: Flask) -> None:
    first, second = world.pieces(2)
    ana = world.sign_in(app, world.ana)
    tree = send(ana, "/trees/new", "/trees", **WAX, serials=f"{first} {second}", photo=(picture(), "t.jpg")).location
    page = signed_in(world.ana)
    page.goto(tree)
    for serial in (first, second):
        expect(page.locator("[data-spots-said]")).to_have_text(f"Tap where {serial} hangs.")
        photo = page.locator("[data-spots] img")
        box = photo.bounding_box()
        assert box is not None
        photo.click(position={"x": box["width"] / 2, "y": box["height"] / 4})
        expect(page.get_by_text(f"{serial} has its place.")).to_be_visible()
    spots = world.rows("SELECT x, y FROM tree_spot")
    assert all(abs(x - 500) <= 20 and abs(y - 250) <= 20 for x, y in spots)
    assert len(spots) == 2


def test_a_place_is_counted_without_script(signed_in: Opener, world: World, app: Flask) -> None:
    first, second = world.pieces(2)
    page = signed_in(world.ana, java_script_enabled=False)
    page.goto(planted(world, app, first, second))
    page.locator("#f-position").fill("7")
    go(page, "Keep its place")
    row = page.get_by_role("row").filter(has_text=first)
    expect(row).to_contain_text("7")
    assert [tuple(one) for one in world.rows("SELECT position, x FROM tree_spot")] == [(7, None)]


def test_castings_are_weighed_one_in_a_line_by_keys(signed_in: Opener, world: World) -> None:
    lots(world, CASTINGS)
    page = signed_in(world.ana)
    page.goto("/pieces/new?way_in=castings")
    for key in ("4", "sign", "9", "line", "5", "sign", "1", "back", "2"):
        page.locator(f"[data-key='{key}']").tap()
    expect(page.locator("#f-weights")).to_have_value("4.9\n5.2")


def test_forms_of_a_tree_wait_without_a_network_and_are_sent_once(
    page: Page, world: World, network: Network, app: Flask
) -> None:
    first, second = world.pieces(2)
    settled(page, planted(world, app, first, second, poured="20"))
    page.locator("#f-weight").fill("7")
    saved_offline(page, network, "Cut it off")
    network.up()
    waiting(page, 0)
    (cut,) = world.rows("SELECT weight_mg, device_at FROM work_event WHERE kind = 'cast'")
    assert cut.weight_mg == 7_000 and cut.device_at is not None


def test_a_cut_with_a_network_shows_the_tree_as_it_is_then(signed_in: Opener, world: World, app: Flask) -> None:
    """The page goes on at a place of itself, where a browser alone would only scroll."""
    first, second = world.pieces(2)
    page = signed_in(world.ana)
    page.goto(planted(world, app, first, second, poured="20"))
    for serial in (first, second):
        expect(page.locator(f"main input[value={serial}]").first).to_be_checked()
        page.locator("#f-weight").fill("7")
        go(page, "Cut it off")
        expect(page.get_by_text(f"{serial} is cut off: 7.00 g.")).to_be_visible()
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_text("Undone: the tree is as before.")).to_be_visible()
    expect(page.locator("[data-sum]")).to_contain_text("13.00 g still open")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_a_tree_fit_a_gloved_hand(signed_in: Opener, world: World, app: Flask, theme: str) -> None:
    first, second, _free = world.pieces(3)
    tree = planted(world, app, first, second, poured="20")
    page = signed_in(world.ana, color_scheme=theme)
    for address in (f"/trees/new?serial={first}", tree, planted(world, app), "/pieces/new?way_in=castings"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert (faults(page), small_targets(page)) == ([], [])
        for width, height in ((320, 700), (800, 1280), (1280, 800)):
            page.set_viewport_size({"width": width, "height": height})
            assert overhang(page) <= 0, (address, width)
            assert page.locator("[data-sum]").count() == 0 or page.locator("[data-sum]").is_visible()
