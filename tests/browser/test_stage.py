"""A stage at the bench in a real browser: how many taps it takes, and that the loss is told as the server reckons it."""

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.bench.forms import send
from tests.browser.conftest import Opener
from tests.browser.hands import by_tile, figure, told_loss
from tests.browser.pages import faults, overhang, small_targets
from tests.people.doors import PIN, give_pin
from tests.world import World

REFUSED = {"do": "finish", "kind": "polish", "stage": "Polish", "done_at": "no time"}
COUNT_TAPS = """addEventListener("click", ({ target }) => {
  const what = target.closest("[data-key]") ? "digits" : "taps";
  localStorage[what] = Number(localStorage[what] ?? 0) + 1;
}, true)"""
SIZES = ((320, 640), (390, 844), (800, 1280), (1024, 768), (1280, 800))


def at_polish(world: World, weight_mg: int = 4_410) -> str:
    """A piece that was weighed and is in Ana's hand, at a stage where four percent are usual."""
    serial = world.piece()
    for kind, stage in (("wax", "Wax"), ("cast", "Cast")):
        world.event(serial, kind, stage=stage, weight_mg=weight_mg)
    world.event(serial, "start", stage="Polish")
    return serial


def test_a_stage_takes_three_taps_and_its_digits(tablet: Opener, world: World) -> None:
    """From a cold screen, counted by the page: the tile, the piece, done; besides only digits of the PIN and of the figure."""
    give_pin(world, world.ana)
    serial = at_polish(world)
    page = tablet()
    page.context.add_init_script(COUNT_TAPS)
    page.goto("/switch")
    by_tile(page, "Ana", PIN)
    page.get_by_role("link", name=serial).tap()
    figure(page, "4.38")
    page.get_by_role("button", name="Finish Polish").tap()
    expect(page.locator(".said.saved")).to_contain_text("0.03 g lost")
    assert page.evaluate("[localStorage.taps, localStorage.digits]") == ["3", "10"]
    assert world.standing(serial).weight_mg == 4_380


def test_a_gain_that_nothing_explains_looks_as_what_is_asked_about(signed_in: Opener, world: World) -> None:
    page = signed_in(world.ana)
    page.goto(f"/pieces/{at_polish(world)}")
    figure(page, "999")
    expect(page.locator(".loss.over [data-verdict]")).to_contain_text("more than stones or the scale explain")
    expect(page.locator("#f-reason")).to_be_visible()
    page.locator("form:has(.loss)").evaluate("form => form.reset()")
    expect(page.locator(".loss [data-typed]")).to_be_hidden()


@pytest.mark.parametrize("size", [(800, 1280), (1280, 800)])
@pytest.mark.parametrize("is_started", [False, True])
def test_all_that_more_offers_is_inside_the_window(
    signed_in: Opener, world: World, size: tuple[int, int], is_started: bool
) -> None:
    serial = at_polish(world) if is_started else world.piece()
    page = signed_in(world.ana, viewport={"width": size[0], "height": size[1]})
    page.goto(f"/pieces/{serial}")
    page.locator(".more > summary").tap()
    for one in page.locator(".more-ways > *").all():
        expect(one).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("typed", ["4.38", "4.21", "4.233", "4.20", "4", "4.45", "4.7"])
def test_the_loss_is_told_live_as_the_server_tells_it(signed_in: Opener, world: World, app: Flask, typed: str) -> None:
    serial = at_polish(world)
    page = signed_in(world.ana)
    page.goto(f"/pieces/{serial}")
    figure(page, typed)
    client = world.sign_in(app, world.ana)
    answer = send(client, f"/pieces/{serial}", f"/pieces/{serial}/events", **REFUSED, weight=typed)
    assert answer.status_code == 422
    without_script = signed_in(world.ana, java_script_enabled=False)
    without_script.set_content(answer.text)
    assert told_loss(without_script) == told_loss(page)


def test_more_than_usual_opens_the_reason_and_blocks_nothing(signed_in: Opener, world: World) -> None:
    page = signed_in(world.ana)
    page.goto(f"/pieces/{at_polish(world)}")
    figure(page, "4.1")
    expect(page.locator(".loss.over [data-verdict]")).to_contain_text("over 4 %: say why")
    expect(page.locator("#f-reason")).to_be_visible()
    assert page.get_by_role("button", name="Finish Polish").is_enabled()


def test_the_first_digit_asks_nothing_and_a_cleared_figure_closes_what_it_asked(
    signed_in: Opener, world: World
) -> None:
    page = signed_in(world.ana)
    page.goto(f"/pieces/{at_polish(world, 42_300)}")
    figure(page, "4")
    expect(page.locator(".loss.over")).to_have_count(1)
    expect(page.locator("#f-reason")).to_be_hidden()
    figure(page, "0.1")
    expect(page.locator("#f-reason")).to_be_visible()
    page.locator("#f-weight").fill("")
    expect(page.locator("#f-reason")).to_be_hidden()
    page.locator("#f-weight").fill("40.1")
    page.locator("#f-reason").fill("sprue")
    page.locator("#f-weight").fill("")
    expect(page.locator("#f-reason")).to_be_visible()


def test_a_correction_is_typed_by_keys_and_its_reason_is_in_sight(signed_in: Opener, world: World) -> None:
    page = signed_in(world.ana)
    page.goto(f"/pieces/{at_polish(world)}?do=correct")
    page.locator("#f-weight").tap()
    figure(page, "4.38")
    expect(page.locator("#f-weight")).to_have_value("4.38")
    why, keys, bar = (page.locator(one).bounding_box() for one in ("#f-reason", "[data-keypad-for]", ".bar"))
    assert why and keys and bar
    assert max(one["y"] + one["height"] for one in (why, keys)) <= bar["y"]


def test_a_quick_word_goes_into_the_note(signed_in: Opener, world: World) -> None:
    serial = at_polish(world)
    page = signed_in(world.ana)
    page.goto(f"/pieces/{serial}")
    page.get_by_role("checkbox", name="Scratch removed").tap()
    page.get_by_role("button", name="Finish Polish").tap()
    expect(page.locator("ol.told")).to_contain_text("Scratch removed")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_the_bench_have_no_faults(signed_in: Opener, world: World, scheme: str) -> None:
    serial = at_polish(world)
    page = signed_in(world.ana, color_scheme=scheme)
    for address in ("/bench", f"/pieces/{serial}"):
        page.goto(address)
        if address != "/bench":
            figure(page, "4.1")
        assert faults(page) == []


def test_nothing_is_small_and_nothing_sticks_out(signed_in: Opener, world: World) -> None:
    serial = at_polish(world)
    page = signed_in(world.ana)
    for address in ("/bench", f"/pieces/{serial}"):
        page.goto(address)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            assert overhang(page) <= 0, (address, width)
            assert small_targets(page) == [], (address, width)


def test_a_stage_fits_a_tablet_without_scrolling(signed_in: Opener, world: World) -> None:
    page = signed_in(world.ana)
    page.goto(f"/pieces/{at_polish(world)}")
    keys = page.locator("[data-keypad-for]").bounding_box()
    bar = page.locator(".bar").bounding_box()
    assert keys and bar
    assert keys["y"] + keys["height"] <= bar["y"]
    assert bar["y"] + bar["height"] <= 801


def test_the_left_hand_finds_the_main_key_on_the_left(signed_in: Opener, world: World) -> None:
    page = signed_in(world.ana)
    page.goto(f"/pieces/{at_polish(world)}")
    page.evaluate("document.body.dataset.hand = 'left'")
    main, piece = page.locator(".bar .go").bounding_box(), page.locator(".piece").bounding_box()
    assert main and piece
    assert main["x"] < 400 < 800 < piece["x"]
