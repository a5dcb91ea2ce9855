"""A piece from hand to hand at one tablet, to its tag: by touch alone, without script, with a scanner and a number pad."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bench.test_journey import good_answers
from tests.browser.benches import give_stones, to_be_filed
from tests.browser.conftest import Opener
from tests.browser.films import code, seeing, write_film
from tests.browser.hands import answer_all, by_tile, figure, shoot, sign
from tests.materials.test_books import there
from tests.people.doors import OTHER_PIN, PIN, give_pin
from tests.world import World
from workshop.browserfiles import has_reader
from workshop.writing import Actor


@dataclass(frozen=True)
class Bench:
    """Tom makes and inspects, Rui inspects, both with a PIN at one tablet; a piece of Tom's that is to be filed, and his stones."""

    world: World
    tom: Actor
    rui: Actor
    serial: str
    parcel: str

    @property
    def slip(self) -> str:
        return f"JOB:{self.serial}"

    @property
    def tag(self) -> str:
        (row,) = self.world.rows("SELECT code FROM tag")
        return f"HTTPS://MARSHANDWREN.EXAMPLE/P/{row.code}"

    def is_made(self) -> None:
        """The books of its stones and its loss, however they were typed."""
        assert there(self.world, "piece", self.serial, self.parcel).number == 3
        assert there(self.world, "broken", None, self.parcel).number == 2
        assert self.world.standing(self.serial).weight_mg == 4_000

    @property
    def fixed(self) -> str:
        return f"The tag of {self.serial} is the right one, and counts as fixed."

    def has_passed(self) -> None:
        assert self.world.standing(self.serial).state == "released"
        (last,) = self.world.rows("SELECT level, verdict FROM inspection")
        assert tuple(last) == ("independent", "pass")


@pytest.fixture
def bench(world: World) -> Bench:
    world.shop(public_address="https://marshandwren.example")
    tom, rui = world.person("Tom", "artisan", "inspector"), world.person("Rui", "inspector")
    give_pin(world, tom)
    give_pin(world, rui, OTHER_PIN)
    serial = to_be_filed(world, tom, weight_mg=4_200)
    return Bench(world, tom, rui, serial, give_stones(world, tom))


def said(page: Page, words: str) -> None:
    expect(page.locator("main .said").filter(has_text=words).first).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{name}")).first.tap()


def by_camera(page: Page, film: Path, text: str, address: str) -> None:
    write_film(film, text)
    page.get_by_role("link", name="Scan with the camera").tap()
    press(page, "Use the camera")
    page.wait_for_url(address)


def test_by_touch_alone(bench: Bench, tablet: Opener, browser: Browser, tmp_path: Path) -> None:
    assert has_reader(), "the decoder comes at set-up: run ./check once with the network"
    film, card = tmp_path / "seen.y4m", f"**/pieces/{bench.serial}"
    write_film(film, bench.slip)
    with seeing(browser, film) as program:
        page = tablet(within=program)
        page.goto("/switch")
        by_tile(page, "Tom", PIN)
        by_camera(page, film, bench.slip, card)

        press(page, "Start File")
        said(page, "Started: saved")
        figure(page, "3.97")
        expect(page.locator("[data-verdict]")).to_have_text("5.5 %, within 8 %")
        press(page, "Finish File")
        said(page, "0.23 g lost")
        press(page, "Start Set")
        said(page, "Started: saved")
        for what in ("set", "set", "set", "broken"):
            page.locator(f".stone [data-count^={what}]").tap()
        figure(page, "4")
        press(page, "Finish Set")
        said(page, "Stones set: saved")
        page.get_by_role("link", name="Replace a broken one").tap()
        press(page, "Set another")
        said(page, "Stones set: saved")
        bench.is_made()

        page.get_by_role("link", name="Inspect it").tap()
        said(page, "You cannot pass this piece")
        expect(page.get_by_text("Locked: somebody else must look")).to_be_visible()
        page.get_by_role("button", name="Switch").tap()
        by_tile(page, "Rui", OTHER_PIN)
        answer_all(page, bench.world, bench.serial)
        sign(page, OTHER_PIN, "pass")
        said(page, "is signed")
        bench.has_passed()
        page.get_by_role("link", name="Give it its tag").tap()
        press(page, "Give it its tag")
        expect(page.locator("img.qr")).to_be_visible()
        by_camera(page, film, bench.tag, f"{card}/tag")
        said(page, bench.fixed)


def by_photo(page: Page, path: Path, text: str) -> None:
    code(text).save(path)
    page.get_by_role("link", name="Scan with the camera").tap()
    page.locator("input[type=file]").set_input_files(path)
    press(page, "Read the photo")


def by_name(page: Page, name: str, pin: str) -> None:
    page.locator(".people").get_by_role("link", name=name).tap()
    page.locator("#f-pin").fill(pin)
    press(page, "Go on")


def test_without_script(bench: Bench, tablet: Opener, tmp_path: Path) -> None:
    page, card = tablet(java_script_enabled=False), f"**/pieces/{bench.serial}"
    page.goto("/switch")
    by_name(page, "Tom", PIN)
    by_photo(page, tmp_path / "slip.jpg", bench.slip)
    page.wait_for_url(card)

    press(page, "Start File")
    said(page, "Started: saved")
    page.locator("#f-weight").fill("3.97")
    press(page, "Finish File")
    said(page, "0.23 g lost")
    press(page, "Start Set")
    said(page, "Started: saved")
    page.locator("#f-weight").fill("4")
    press(page, "Finish Set")
    said(page, "No stone is told of, and you have")
    for what, number in (("set", "3"), ("broken", "1")):
        page.locator(f"#f-{what}-{bench.parcel}").fill(number)
    press(page, "Finish Set")
    said(page, "Stones set: saved")
    page.get_by_role("link", name="Replace a broken one").tap()
    press(page, "Set another")
    said(page, "Stones set: saved")
    bench.is_made()

    page.get_by_role("link", name="Inspect it").tap()
    said(page, "You cannot pass this piece")
    expect(page.locator(".bar button[value=pass]")).to_have_count(0)
    press(page, "Switch")
    by_name(page, "Rui", OTHER_PIN)
    for name, typed in good_answers(bench.world, bench.serial).items():
        if name.startswith("m-"):
            page.locator(f"[name='{name}']").fill(typed)
        else:
            page.locator(f"[name='{name}'][value={typed}]").check()
    page.locator("[name=pin]").fill(OTHER_PIN)
    page.locator(".bar button[value=pass]").tap()
    said(page, "is signed")
    bench.has_passed()
    page.get_by_role("link", name="Give it its tag").tap()
    press(page, "Give it its tag")
    expect(page.locator("img.qr")).to_be_visible()
    by_photo(page, tmp_path / "tag.jpg", bench.tag)
    page.wait_for_url(f"{card}/tag")
    said(page, bench.fixed)


def by_card(page: Page, who: Actor, name: str, pin: str) -> None:
    """The card says who it is, and a number pad that it is true."""
    page.wait_for_load_state()
    shoot(page, f"ME:{who.subject.upper()}")
    expect(page.get_by_role("region", name="PIN")).to_contain_text(name)
    keys(page, pin)


def keys(page: Page, figures: str) -> None:
    """A number pad, wherever the page waits for figures."""
    page.wait_for_load_state()
    page.keyboard.type(figures)
    page.keyboard.press("NumpadEnter")


def by_command(page: Page, card: str, told: str) -> None:
    page.wait_for_load_state()  # the page hears a scanner once its scripts run
    shoot(page, card)
    said(page, told)


def answer_by_keys(page: Page, world: World, serial: str) -> None:
    for name, typed in good_answers(world, serial).items():
        if name.startswith("m-"):
            page.locator(f"[name='{name}']:visible").press_sequentially(typed)
        else:
            page.locator(f"[name='{name}'][value=yes]").press("Space")
        page.locator("button[data-next]").press("Enter")


def test_with_a_scanner_a_number_pad_and_cards(bench: Bench, tablet: Opener) -> None:
    page = tablet()
    page.goto("/switch")
    by_card(page, bench.tom, "Tom", PIN)
    expect(page.locator(".who")).to_contain_text("Tom")
    by_command(page, bench.slip, f"{bench.serial} found.")
    by_command(page, "DO:START", "Started: saved")
    keys(page, "3.97")
    said(page, "0.23 g lost")
    by_command(page, "DO:START", "Started: saved")
    for what in ("set", "set", "set", "broken"):
        page.locator(f".stone [data-count^={what}]").press("Enter")
    page.locator("#f-weight").focus()
    keys(page, "4")
    said(page, "Stones set: saved")
    page.get_by_role("link", name="Replace a broken one").press("Enter")
    page.get_by_role("button", name="Set another").press("Enter")
    said(page, "Stones set: saved")
    bench.is_made()

    by_command(page, "DO:INSPECT", "You cannot pass this piece")
    by_card(page, bench.rui, "Rui", OTHER_PIN)
    expect(page.locator(".who")).to_contain_text("Rui")
    page.wait_for_load_state()
    shoot(page, bench.slip, "DO:INSPECT")
    expect(page.locator("form.stepped")).to_be_visible()
    answer_by_keys(page, bench.world, bench.serial)
    page.locator("[name=pin]").press_sequentially(OTHER_PIN)
    page.locator(".bar button[value=pass]").press("Enter")
    said(page, "is signed")
    bench.has_passed()
    page.get_by_role("link", name="Give it its tag").press("Enter")
    page.get_by_role("button", name="Give it its tag").press("Enter")
    expect(page.locator("img.qr")).to_be_visible()
    by_command(page, bench.tag, bench.fixed)
