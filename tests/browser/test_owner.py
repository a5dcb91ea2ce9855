"""What the owner reads: nothing that axe finds fault with, light and dark, none wider than a telephone."""

from tests.browser.conftest import Opener
from tests.browser.pages import both_faults, overhang
from tests.world import World

PAGES = (
    *("/reports/week", "/reports", "/reports/cost", "/reports/first-pass", "/reports/insurance"),
    *("/claims", "/cases/new", "/orders/new", "/catalogue/prices", "/people", "/settings/terms", "/settings/texts"),
)


def test_the_owners_pages_are_clean(signed_in: Opener, world: World) -> None:
    world.released()
    page = signed_in(world.omar, viewport={"width": 390, "height": 844})
    found = []
    for address in PAGES:
        page.goto(address)
        found += [f"{address}: {one}" for one in both_faults(page)]
        found += [f"{address} is too wide"] * bool(overhang(page))
    assert found == []
