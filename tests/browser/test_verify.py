"""The page that checks a signed file, opened from a disk in a real browser: right, changed, another key, another card."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.aftercare.owners import Owners
from tests.public.published import bring
from tests.world import World
from workshop.signing import KEY_FILE, signing_key


@pytest.fixture
def site(world: World, tmp_path: Path) -> Path:
    world.shop(name="Marsh & Wren", public_address="A.EXAMPLE")
    world.tag(world.released())
    bring(world, tmp_path / "site")
    return tmp_path / "site"


@pytest.fixture
def page(browser: Browser, site: Path) -> Page:
    """Without a network: whatever it asked for beside its own file would fail."""
    context = browser.new_context(offline=True)
    opened = context.new_page()
    opened.goto((site / "P" / "verify.html").as_uri())
    return opened


def verdict(page: Page, content: bytes) -> str:
    page.set_input_files("#file", {"name": "signed.json", "mimeType": "application/json", "buffer": content})
    page.click("#check")
    page.wait_for_selector("#answer:not([hidden]) p")
    return page.get_attribute("#answer", "data-verdict") or ""


def signed(site: Path) -> bytes:
    (path,) = site.glob("P/*/signed.json")
    return path.read_bytes()


def test_the_right_file_is_told_with_what_it_says(page: Page, site: Path, world: World) -> None:
    assert verdict(page, signed(site)) == "right"
    told = page.inner_text("main")
    number = signing_key(world.room.settings.data_dir).number
    assert f"Marsh & Wren signed exactly this, with the key {number}" in told
    assert "Alder signet" in told and "4.00 g" in told
    assert verdict(page, signed(site).replace(b"\n", b"\r\n")) == "right"


def test_a_file_of_a_reported_piece_says_so_first(page: Page, world: World, tmp_path: Path) -> None:
    owners = Owners(world)
    owners.card()
    owners.claim()
    owners.reported("stolen")
    bring(world, tmp_path / "site")
    assert verdict(page, (tmp_path / "site" / "P" / owners.code / "signed.json").read_bytes()) == "right"
    told = page.inner_text("main")
    assert told.index("Reported stolen") < told.index("Its recorded owner told us") < told.index("Passed its own")


def test_one_flipped_byte_anywhere_is_refused(page: Page, site: Path) -> None:
    whole = signed(site)
    for at in [*range(0, len(whole) - 1, 97), *range(len(whole) - 12, len(whole) - 1)]:
        flipped = bytearray(whole)
        flipped[at] ^= 1
        assert verdict(page, bytes(flipped)) in ("changed", "nofile", "otherkey"), at
    assert "Do not rely on it" in page.inner_text("#answer") or "damaged" in page.inner_text("#answer")


def test_another_key_is_refused_even_for_the_same_words(page: Page, site: Path, tmp_path: Path) -> None:
    (forger := tmp_path / "forger").mkdir()
    told = {"form": "workshop-signed/1", "passport": {"design": "Forged"}}
    forged = signing_key(forger).sign(told)
    assert verdict(page, forged) == "otherkey"
    assert "did not sign it" in page.inner_text("#answer") and "Forged" not in page.inner_text("main")
    mixed = json.loads(signed(site)) | {"signature": json.loads(forged)["signature"]}
    assert verdict(page, (json.dumps(mixed, indent=1) + "\n").encode()) == "changed"
    assert (forger / KEY_FILE).exists()


def test_the_number_on_the_card_has_to_be_that_of_the_page(page: Page, site: Path, world: World) -> None:
    number = signing_key(world.room.settings.data_dir).number
    page.fill("#number", number.lower().replace(" ", "-"))
    assert verdict(page, signed(site)) == "right"
    page.fill("#number", number[:-1] + ("0" if number[-1] != "0" else "1"))
    assert verdict(page, signed(site)) == "othercard"


def test_what_is_no_signed_file_is_told(page: Page) -> None:
    for content in (b"", b"{}", b"%PDF-1.4", b"\xff\xfe", b'{"payload": 1}'):
        assert verdict(page, content) == "nofile"


def test_a_tag_scanned_in_either_spelling_leads_to_the_page_from_a_disk(browser: Browser, site: Path) -> None:
    (code,) = (path.parent.name for path in site.glob("P/*/signed.json"))
    opened = browser.new_context(offline=True).new_page()
    for spelled in (f"P/{code}", f"p/{code}", f"p/{code.lower()}"):
        opened.goto((site / spelled / "index.html").as_uri())
        opened.wait_for_url(f"**/P/{code}/index.html")
        expect(opened.locator("h1")).to_contain_text("Alder signet")
    opened.click("a[hreflang=de]")
    expect(opened.locator("html")).to_have_attribute("lang", "de")
    opened.click("a.house")
    opened.wait_for_url("**/P/de/index.html")
