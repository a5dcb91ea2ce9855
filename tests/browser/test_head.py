"""The head of every page of the shop: two rows on a phone, whatever waits on the device."""

import pytest

from tests.browser.conftest import Opener
from tests.browser.pages import overhang
from tests.world import World
from workshop.languages import LANGUAGES

ROWS = """(waits) => {
  const chip = document.querySelector("[data-outbox] > a");
  chip.textContent = "12 saved here, waiting for Wi-Fi";
  chip.hidden = !waits;
  const shown = [...document.querySelector(".top").children].filter((one) => one.checkVisibility() && one.offsetHeight);
  const middles = shown.map((one) => one.getBoundingClientRect()).map((box) => (box.top + box.bottom) / 2);
  return new Set(middles.map((middle) => Math.round(middle / 20))).size;
}"""


@pytest.mark.parametrize("width", [390, 320])
def test_the_head_takes_two_rows_on_a_phone(signed_in: Opener, world: World, width: int) -> None:
    world.shop(name="Marsh & Wren and Daughters")
    page = signed_in(world.ana, viewport={"width": width, "height": 800})
    page.goto("/bench")
    page.wait_for_load_state("networkidle")
    assert [page.evaluate(ROWS, waits) for waits in (False, True)] == [2, 2]


def test_the_owner_sees_the_whole_menu_on_a_laptop_in_every_language(signed_in: Opener, world: World) -> None:
    for language in LANGUAGES:
        page = signed_in(world.omar, viewport={"width": 1280, "height": 800}, locale=language, has_touch=False)
        for width, height in ((1280, 800), (1024, 768)):
            page.set_viewport_size({"width": width, "height": height})
            page.goto("/people")
            beyond = page.evaluate(
                "document.querySelector('.top').scrollHeight - document.querySelector('.top').clientHeight"
            )
            assert (page.locator("html").get_attribute("lang"), beyond, overhang(page)) == (language, 0, 0), width
