"""A whole inspection by touch: one check at a time, sent back with all that was found, passed by somebody else."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.bench.test_journey import good_answers
from tests.browser.conftest import Opener
from tests.browser.hands import answer_all, figure, key, shown, sign
from tests.browser.pages import faults, overhang, small_targets
from tests.people.doors import OTHER_PIN, PIN, WRONG_PIN, give_pin
from tests.world import World
from workshop.writing import Actor

SIZES = ((1280, 800), (1024, 768), (320, 640)), ((800, 1280), (390, 844), (320, 640))


@pytest.fixture
def ines(world: World) -> Actor:
    give_pin(world, world.ines)
    return world.ines


@pytest.fixture
def short(world: World) -> str:
    """A piece with few checks."""
    return world.worked(world.piece(world.design_of("other")))


def opened(page: Page, serial: str) -> Page:
    page.goto(f"/pieces/{serial}/inspections")
    expect(page.locator("form.stepped")).to_be_visible()
    return page


def test_a_piece_is_sent_back_once_and_passed_by_another(
    signed_in: Opener, world: World, ines: Actor, short: str
) -> None:
    serial = short
    page = opened(signed_in(ines), serial)
    expect(page.locator("[data-lead=pass]")).to_contain_text("Locked")
    answer_all(page, world, serial, **{"a-C3-0": "no"})
    page.get_by_role("button", name="Take down what did not hold").tap()
    page.locator(".end:visible .tile", has_text="Polish").last.tap()
    page.get_by_role("button", name="To the signature").tap()
    expect(page.get_by_text(f"{serial} goes back with all that you found")).to_be_visible()
    sign(page, PIN, "rework")
    expect(page.get_by_text("Inspection 1 is signed.")).to_be_visible()
    assert world.standing(serial).state == "waiting"

    world.event(serial, "polish")
    other = world.person("Rui", "inspector")
    give_pin(world, other, OTHER_PIN)
    page = opened(signed_in(other), serial)
    expect(page.locator("[data-answers-kept]")).to_be_hidden()
    answer_all(page, world, serial)
    expect(page.get_by_text("Inspected by Rui, who had no hand in making it.")).to_be_visible()
    sign(page, OTHER_PIN, "pass")
    expect(page.get_by_text("Inspection 2 is signed.")).to_be_visible()
    assert world.standing(serial).state == "released"


def test_a_figure_is_judged_as_it_is_typed(signed_in: Opener, world: World, ines: Actor) -> None:
    page = opened(signed_in(ines), world.worked())
    page.locator(".answers [data-go='R4-0']").tap()
    check, row = page.locator("#c-R4-0"), page.locator(".answers [data-row='R4-0']")
    figure(page, "0,2")
    expect(check.locator("[data-judgement]")).to_have_text("Inside the limits")
    figure(page, "5")
    expect(check.locator("[data-judgement]")).to_have_text("Outside the limits")
    expect(row).to_have_attribute("data-state", "no")
    expect(page.locator("[data-lead=pass]")).to_contain_text("1 check failed")
    key(page, "Take away the last digit")
    expect(row).to_have_attribute("data-state", "yes")
    assert check.locator("[value=yes]").count() == 0


def test_send_back_counts_what_is_open_and_stays_pressable(signed_in: Opener, world: World, ines: Actor) -> None:
    page = opened(signed_in(ines), world.worked())
    page.locator(".check:visible .tile", has_text="No").tap()
    back = page.locator("[data-lead=back]")
    expect(back).to_contain_text("left, finish them so that it goes back once")
    assert "lead" not in (back.get_attribute("class") or "")
    back.tap()
    page.get_by_role("button", name="Finish them first").tap()
    assert shown(page) == "C2-0"
    page.locator("[data-lead=pass]").tap(force=True)
    assert shown(page) == "C1-0"


def test_typed_answers_outlive_a_reload_and_can_be_corrected(signed_in: Opener, world: World, ines: Actor) -> None:
    serial = world.worked()
    page = opened(signed_in(ines), serial)
    page.locator(".check:visible .tile", has_text="Yes").tap()
    page.locator(".answers [data-go='C6-0']").tap()
    figure(page, "4.1")
    image = BytesIO()
    Image.new("RGB", (40, 30), "gold").save(image, "PNG")
    page.locator("#c-C6-0 summary").tap()
    page.locator("#c-C6-0 input[type=file]").set_input_files(
        {"name": "scale.png", "mimeType": "image/png", "buffer": image.getvalue()}
    )
    page.wait_for_function(
        "() => new Promise((done) => { const asked = indexedDB.open('inspection'); asked.onsuccess = () => "
        "{ const all = asked.result.transaction('pictures').objectStore('pictures').count(); all.onsuccess = () => { asked.result.close(); done(all.result === 1) } } })"
    )
    page.reload()
    expect(page.get_by_text("kept on this tablet")).to_be_visible()
    assert shown(page) == "C2-0"
    expect(page.locator(".answers [data-row='C6-0']")).to_contain_text("4.1 g")
    page.wait_for_function("() => document.querySelector('#c-C6-0 input[type=file]').files.length === 1")
    page.locator(".answers [data-go='C6-0']").tap()
    figure(page, "5")
    expect(page.locator(".answers [data-row='C6-0']")).to_contain_text("4.15 g")

    world.event(serial, "polish")
    page.reload()
    expect(page.get_by_text("the piece has moved on since you gave them")).to_be_visible()
    page.get_by_role("button", name="Start empty").tap()
    expect(page.locator("[data-answers-kept]")).to_be_hidden()
    expect(page.locator("form.stepped")).to_be_visible()
    assert shown(page) == "C1-0"
    assert world.rows("SELECT count(*) AS n FROM inspection")[0].n == 0


def test_a_wrong_pin_keeps_everything_and_asks_again(signed_in: Opener, world: World, ines: Actor, short: str) -> None:
    page = opened(signed_in(ines), short)
    answer_all(page, world, short)
    for _try in range(5):
        page.locator("#f-pin").fill(WRONG_PIN)
        page.locator("#f-pin").press("Enter")
        expect(page.locator("#e-pin")).to_have_text("This PIN is not yours. Nothing was signed: type it again.")
        assert page.locator("form.stepped").get_attribute("data-at") == "sign-pass"
    sign(page, PIN, "pass")
    expect(page.locator("#e-pin")).to_contain_text("Too many")
    expect(page.locator(".answers [data-row='C6-0']")).to_have_attribute("data-state", "yes")
    assert PIN not in page.evaluate("JSON.stringify(localStorage)")


def test_the_maker_is_told_at_once_who_may_pass_it(signed_in: Opener, world: World, ines: Actor) -> None:
    page = opened(signed_in(ines), world.worked(by=ines))
    assert "inspected by its maker" in page.locator(".work-head").inner_text()
    world.person("Rui", "inspector")
    page.reload()
    expect(page.get_by_text("You cannot pass this piece")).to_be_visible()
    expect(page.get_by_role("note").first).to_contain_text("Rui")
    assert page.locator("[value=pass]").count() == 0
    expect(page.locator("[data-lead=back]")).to_be_visible()


def test_without_script_it_is_one_long_form(signed_in: Opener, world: World, ines: Actor) -> None:
    serial = world.worked()
    page = signed_in(ines, java_script_enabled=False)
    page.goto(f"/pieces/{serial}/inspections")
    for name, typed in good_answers(world, serial).items():
        if name.startswith("m-"):
            page.locator(f"[name='{name}']").fill(typed)
        else:
            page.locator(f"[name='{name}'][value={typed}]").check()
    page.locator("#f-pin").fill(PIN)
    page.locator("[name=verdict][value=pass]").click()
    expect(page.locator("main")).to_contain_text("Inspection 1 is signed.")
    assert world.standing(serial).state == "released"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_step_can_be_read(signed_in: Opener, ines: Actor, short: str, scheme: str) -> None:
    page = opened(signed_in(ines, color_scheme=scheme), short)
    page.locator(".check:visible .tile", has_text="No").tap()
    page.locator("[data-go='C6-0']").tap()
    figure(page, "4.1")
    assert faults(page) == []
    page.locator("[data-lead=back]").tap()
    assert faults(page) == []


def test_it_fits_every_device_with_keys_for_gloves(signed_in: Opener, world: World, ines: Actor, short: str) -> None:
    page = signed_in(ines)
    for serial, sizes in zip((short, world.worked()), SIZES, strict=True):
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            opened(page, serial)
            for way in ("button[data-next]", "[data-go='C6-0']", "[data-lead=back]", "[data-open=sign-rework]"):
                page.locator(way).tap()
                assert overhang(page) == 0, (width, way)
                assert small_targets(page) == [], (width, way)
