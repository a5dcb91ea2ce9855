"""Scanning in a real browser: a scanner that types, the live camera, a photo, paper that can be read again."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Route, expect

from tests.browser.conftest import Opener
from tests.browser.films import code, seeing, write_film
from tests.browser.hands import shoot
from tests.browser.pages import faults, overhang, small_targets
from tests.world import World
from workshop.browserfiles import has_reader
from workshop.people.tablets import enrol_device

SLOW_MS = 70
NO_DETECTOR = "delete globalThis.BarcodeDetector"
STAND_IN = """globalThis.BarcodeDetector = class {
  static getSupportedFormats() { return Promise.resolve(["qr_code"]); }
  detect() { return Promise.resolve([{ rawValue: "JOB:%s" }]); }
};"""


def test_a_scanner_is_heard_with_nothing_in_focus(signed_in: Opener, world: World) -> None:
    serial = world.worked()
    page = signed_in(world.ana)
    page.goto("/bench")
    shoot(page, f"JOB:{serial}")
    page.wait_for_url(f"**/pieces/{serial}")
    expect(page.get_by_role("main").get_by_text(f"{serial} found.")).to_be_visible()


def test_a_scan_into_the_weight_does_not_spoil_it(signed_in: Opener, world: World) -> None:
    serial = world.worked()
    world.event(serial, "start")
    page = signed_in(world.ana)
    page.route("**/scan", lambda route: route.abort())
    page.goto(f"/pieces/{serial}")
    field = page.locator("#f-weight")
    field.focus()
    page.keyboard.type("4.3", delay=SLOW_MS)
    expect(field).to_have_value("4.3")
    shoot(page, "JOB:R-9999")
    expect(page.locator("[data-scan-said]")).to_contain_text("“JOB:R-9999” was not taken")
    expect(field).to_have_value("4.3")
    assert page.url.endswith(f"/pieces/{serial}")


def test_the_same_text_typed_by_hand_is_text(signed_in: Opener, world: World) -> None:
    serial = world.worked()
    page = signed_in(world.ana)
    page.goto(f"/pieces/{serial}?do=note")
    page.locator("#f-note").focus()
    page.keyboard.type(serial, delay=SLOW_MS)
    page.keyboard.press("Enter")
    expect(page.locator("#f-note")).to_have_value(f"{serial}\n")


def test_a_wrong_scan_says_so_and_stays(signed_in: Opener, world: World) -> None:
    page = signed_in(world.ana)
    page.goto("/bench")
    for text, told in (
        ("HTTPS://OTHER.EXAMPLE/P/0000000000000", "This code leads to OTHER.EXAMPLE"),
        ("JOB:R-9999", "There is no R-9999 here"),
    ):
        shoot(page, text)
        expect(page.get_by_role("alert")).to_contain_text(told)
        assert page.url.endswith("/bench")


def test_of_two_scans_at_once_both_count_and_the_second_is_shown(signed_in: Opener, world: World) -> None:
    first, second = world.worked(), world.worked()
    page = signed_in(world.ana)
    page.goto("/bench")
    shoot(page, f"JOB:{first}", f"JOB:{second}")
    page.wait_for_url(f"**/pieces/{second}")
    expect(page.get_by_role("main").get_by_text(f"{first} found.")).to_be_visible()
    expect(page.get_by_role("main").get_by_text(f"{second} found.")).to_be_visible()


def test_a_slip_and_two_cards_log_a_stage_without_touching_the_glass(signed_in: Opener, world: World) -> None:
    serial = world.worked()
    page = signed_in(world.ana)
    page.goto("/bench")
    shoot(page, f"JOB:{serial}", "DO:START")
    page.wait_for_url(f"**/pieces/{serial}")
    expect(page.get_by_role("main").get_by_text("Started: saved.")).to_be_visible()
    shoot(page, "DO:FINISH")
    expect(page.get_by_role("main").get_by_text("Pre-polished: saved.")).to_be_visible()
    assert world.standing(serial).state == "waiting"


def test_a_card_after_a_torn_slip_does_nothing_to_the_piece_before(signed_in: Opener, world: World) -> None:
    serial = world.worked()
    page = signed_in(world.ana)
    page.goto(f"/pieces/{serial}")
    shoot(page, "JOB:R-9999")
    expect(page.get_by_role("alert")).to_contain_text("There is no R-9999")
    shoot(page, "DO:START")
    expect(page.get_by_role("alert")).to_contain_text("Scan the slip of the piece first")
    assert world.standing(serial).state == "waiting"


def test_a_card_whose_answer_was_lost_is_done_once(signed_in: Opener, world: World) -> None:
    serial = world.worked()
    page = signed_in(world.ana)
    page.goto(f"/pieces/{serial}")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/scan", lose, times=1)
    shoot(page, "DO:START")
    expect(page.get_by_role("alert")).to_contain_text("No answer from the workshop")
    assert world.standing(serial).state == "working"
    shoot(page, "DO:START")
    expect(page.get_by_role("main").get_by_text("saved before, and only once")).to_be_visible()
    assert world.rows("SELECT count(*) AS n FROM work_event WHERE kind = 'start'")[0].n == 1


def test_typing_and_cards_work_without_script(signed_in: Opener, world: World) -> None:
    serial = world.worked()
    page = signed_in(world.ana, java_script_enabled=False)
    page.goto("/bench")
    for text in (serial, "DO:START"):
        page.locator(".top input[name=text]").fill(text)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/pieces/{serial}")
    expect(page.get_by_text("Started: saved.")).to_be_visible()
    assert world.standing(serial).state == "working"


def test_it_is_me_by_a_card_and_then_the_pin(signed_in: Opener, world: World, served: str) -> None:
    world.tell(lambda w: enrol_device(w, name="Bench 1", key="akey"), world.omar)
    page = signed_in(world.omar)
    page.context.add_cookies([{"name": "workshop-tablet", "value": "akey", "url": served}])
    page.goto("/switch")
    shoot(page, "JOB:R-0001")
    expect(page.get_by_text("Sign in first")).to_be_visible()
    shoot(page, f"ME:{world.ines.subject.upper()}")
    expect(page.get_by_role("region", name="PIN")).to_contain_text("Ines")


@pytest.mark.parametrize("address", ["/scan", "/slips?state=", "/slips/sheet?serial=R-0001", "/cards"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_of_scanning_fit_a_thumb_and_weak_eyes(signed_in: Opener, world: World, address: str, theme: str) -> None:
    world.worked()
    page = signed_in(world.omar, color_scheme=theme, viewport={"width": 320, "height": 640})
    page.goto(address)
    assert overhang(page) == 0
    assert small_targets(page) == []
    assert faults(page) == []


@pytest.fixture
def camera(browser: Browser, tmp_path: Path, world: World) -> Iterator[tuple[Browser, str]]:
    """A browser whose camera sees the slip of a piece, and that piece."""
    serial, film = world.worked(), tmp_path / "slip.y4m"
    write_film(film, f"JOB:{serial}")
    with seeing(browser, film) as program:
        yield program, serial


@pytest.mark.parametrize("script", [NO_DETECTOR, STAND_IN], ids=["carried", "own"])
def test_the_camera_reads_a_slip_live(
    camera: tuple[Browser, str], signed_in: Opener, world: World, script: str
) -> None:
    program, serial = camera
    assert has_reader(), "the decoder comes at set-up: run ./check once with the network"
    page = signed_in(world.ana, within=program)
    page.add_init_script(script.replace("%s", serial))
    page.goto("/scan")
    page.get_by_role("button", name="Use the camera").click()
    page.wait_for_url(f"**/pieces/{serial}")


def test_a_refused_camera_tells_the_other_ways(signed_in: Opener, world: World) -> None:
    page = signed_in(world.ana, permissions=[])
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    page.add_init_script(STAND_IN)
    page.goto("/scan")
    page.get_by_role("button", name="Use the camera").click()
    expect(page.get_by_text("The camera was refused. Allow it in the settings")).to_be_visible()
    expect(page.get_by_role("button", name="Read the photo")).to_be_visible()


def test_a_photo_is_read_by_the_workshop(signed_in: Opener, world: World, tmp_path: Path) -> None:
    serial = world.worked()
    code(f"JOB:{serial}").save(tmp_path / "slip.jpg")
    page = signed_in(world.ana, java_script_enabled=False)
    page.goto("/scan")
    page.locator("input[type=file]").set_input_files(tmp_path / "slip.jpg")
    page.get_by_role("button", name="Read the photo").click()
    page.wait_for_url(f"**/pieces/{serial}")


@pytest.mark.parametrize(("paper", "pages", "mm"), [("a4", [4, 1], (210, 297)), ("a6", [1] * 5, (105, 148))])
def test_printed_slips_have_their_true_size_and_are_read_again(
    signed_in: Opener, world: World, paper: str, pages: list[int], mm: tuple[int, int]
) -> None:
    serials = world.pieces(5, size="54", engraving="always, always and a day", order_note="for the window, by hand")
    page = signed_in(world.ana)
    page.goto(f"/slips/sheet?paper={paper}&" + "&".join(f"serial={one}" for one in serials))
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    found = [zxingcpp.read_barcodes(one.render(scale=150 / 72).to_pil()) for one in printed]
    assert [len(codes) for codes in found] == pages
    assert sorted(code.text for codes in found for code in codes) == [f"JOB:{one}" for one in serials]
    for one in printed:
        assert all(abs(side / 72 * 25.4 - told) < 0.5 for side, told in zip(one.get_size(), mm, strict=True))
    printed.close()


def test_printed_command_cards_are_read_again(signed_in: Opener, world: World) -> None:
    page = signed_in(world.ana)
    page.goto("/cards")
    printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    found = {code.text for one in printed for code in zxingcpp.read_barcodes(one.render(scale=150 / 72).to_pil())}
    printed.close()
    words = {f"DO:{word}" for word in ("START", "FINISH", "PUTDOWN", "NEXT", "UNDO", "INSPECT")}
    assert {f"ME:{world.ana.subject.upper()}"} | words <= found


def test_a_label_looked_at_is_printed_on_one_page(signed_in: Opener, world: World) -> None:
    serial = world.released()
    world.tag(serial)
    page = signed_in(world.omar)
    page.goto(f"/labels/sheet?serial={serial}&format=a4-21&start=1&copies=1")
    for size, is_landscape in (("A4", False), ("Letter", True)):
        printed = pypdfium2.PdfDocument(page.pdf(format=size, landscape=is_landscape))
        assert len(printed) == 1, size
        printed.close()
