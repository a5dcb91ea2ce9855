"""The head of every page of the shop: two rows on a phone, whatever waits on the device."""

import pytest

from tests.browser.conftest import Opener
from tests.world import World

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
