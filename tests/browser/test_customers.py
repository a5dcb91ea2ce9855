"""What a customer sees, and where the workshop answers them: nothing that axe finds fault with, light and dark, none wider than a small phone."""

from collections.abc import Iterable

import pytest
from playwright.sync_api import Browser, Page

from tests.aftercare.owners import NEXT, OWN, Owners
from tests.browser.conftest import Opener
from tests.browser.pages import both_faults, overhang
from tests.public.test_repair_links import LINES, TOKEN, link
from tests.sales.orders import agreed, made, ordered
from tests.sales.test_cases import pack
from tests.world import World
from workshop.aftercare.losses import dispute_report
from workshop.aftercare.repair_actions import Estimate, give_estimate
from workshop.aftercare.repair_words import ask
from workshop.provenance.looking import show_in_gallery
from workshop.provenance.reported_copies import report_copy
from workshop.writing import NOBODY

NOWHERE = ("/p/AAAAAAAAAAAAA", "/r/none")
PHONE = {"width": 320, "height": 640}


@pytest.fixture
def owners(world: World) -> Owners:
    """A piece that was claimed, is reported stolen and asked for by somebody else; another one is in for a repair, with a link."""
    world.shop(currency="EUR", public_address="https://a.example", email="bench@a.example", postal_address="Rua 1")
    found = Owners(world)
    found.card()
    found.claim()
    found.ask()
    found.reported()
    world.tell(lambda w: report_copy(w, found.code, "No weight", "A market", "Bo"), NOBODY)
    _in_repair(world)
    return found


def _in_repair(world: World) -> None:
    serial = world.released()
    world.tag(serial)
    world.leave(serial)
    code = world.take_in(serial, customer="Ada", contact="ada@a.example")
    world.tell(lambda w: give_estimate(w, code, Estimate(LINES, "2026-12-04", 6)), world.ana)
    link(world, code)
    world.tell(lambda w: ask(w, code, "When is it done?"), NOBODY)


def _shown(world: World) -> str:
    """The code of a piece that waits to be claimed, in the gallery."""
    plain = Owners(world)
    plain.card(NEXT)
    world.tell(lambda w: show_in_gallery(w, plain.serial, shown=True), world.omar)
    return plain.code


def walked(page: Page, addresses: Iterable[str], *, strict: bool = False) -> list[str]:
    found = []
    for address in addresses:
        answer = page.goto(address)
        assert answer and answer.status == (404 if address in NOWHERE else 200), address
        found += [f"{address}: {one}" for one in (*both_faults(page, strict=strict), *_wide(page))]
    return found


def _wide(page: Page) -> list[str]:
    return [f"{overhang(page)} pixels too wide"] if overhang(page) else []


def test_a_piece_that_is_reported_and_a_repair_are_told_to_everybody(
    browser: Browser, owners: Owners, served: str
) -> None:
    """The short form of the two below."""
    page = browser.new_context(base_url=served, viewport=PHONE).new_page()
    assert walked(page, [f"/p/{owners.code}", f"/r/{TOKEN}"]) == []


@pytest.mark.slow
def test_every_public_page_is_for_everybody(browser: Browser, owners: Owners, served: str, world: World) -> None:
    code, repaired = _shown(world), world.rows("SELECT code FROM tag ORDER BY id")[1].code
    page = browser.new_context(base_url=served, viewport=PHONE).new_page()
    own = ("", "/copy", "/own", "/own/request", "/own/dispute")
    pages = ["/p/", *NOWHERE, "/gallery", "/P/verify.html", f"/p/{repaired}"]
    found = walked(page, [*pages, f"/p/{code}", *(f"/p/{owners.code}{part}" for part in own)])
    for tag, secret in ((code, NEXT), (owners.code, OWN)):
        page.goto(f"/p/{tag}/own")
        page.fill("[name=secret]", secret)
        page.click("main form button")
        found += [f"own: {one}" for one in (*both_faults(page), *_wide(page))]
    assert found == []


@pytest.mark.slow
def test_every_page_that_answers_customers_is_for_everybody(signed_in: Opener, owners: Owners, world: World) -> None:
    page, piece = signed_in(world.omar, viewport=PHONE), f"/pieces/{owners.serial}"
    world.tell(lambda w: dispute_report(w, owners.serial, "carla@example.test", "I bought it."), NOBODY)
    repair = world.rows("SELECT code FROM repair_job")[0].code
    office = ["/owners", f"{piece}/owner", "/copies", "/scans", "/settings/publishing", "/catalogue/guarantees"]
    bench = ["/repairs", f"/repairs/{repair}", f"/repairs/{repair}/receipt", f"{piece}/dossier", f"{piece}/tag"]
    printed = ["/labels?shown=all", f"/labels/sheet?serial={owners.serial}", "/labels/sizes"]
    found = walked(page, ["/reports/week", *office]) + walked(page, ["/repairs/new", *bench, *printed], strict=True)
    assert found == []


@pytest.mark.slow
def test_orders_cases_and_charms_are_for_everybody(signed_in: Opener, world: World) -> None:
    order, piece, gone = ordered(world, engraving="Zoë"), world.released(), world.released()
    agreed(world, order)
    made(world, order)
    orders = ["/orders", "/orders/new", f"/orders/{order}", f"/orders/{ordered(world)}"]
    cases = ["/cases", "/cases/new", f"/cases/{pack(world, gone)}"]
    page = signed_in(world.omar, viewport=PHONE)
    assert walked(page, [*orders, *cases, "/charms", f"/charms?piece={piece}"], strict=True) == []
