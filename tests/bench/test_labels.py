"""Labels on screen: chosen, looked at, printed and noted; each tag scanned back; own sizes."""

import pytest
import zxingcpp
from flask import Flask
from pypdfium2 import PdfDocument

from tests.bench.forms import form_to, send
from tests.inspection.test_charms import put_on, take_off
from tests.world import World
from workshop.house import journalled
from workshop.provenance.label_models import LabelPrint
from workshop.verifying import verify

SIZE = {"name": "Ours", "paper": "a4", "shape": "label", "dpi": "300", "width": "40", "height": "20,5", "across": "4"}


def prints(world: World) -> list[tuple[str, int]]:
    found = world.rows(
        "SELECT p.serial, l.copies FROM label_print l JOIN tag t ON t.id = l.tag_id JOIN piece p ON p.id = t.piece_id ORDER BY l.id"
    )
    return [(row.serial, row.copies) for row in found]


def tagged(world: World, count: int = 1) -> list[str]:
    serials = [world.released() for _one in range(count)]
    for serial in serials:
        world.tag(serial)
    return serials


def code_of(world: World, serial: str) -> str:
    return str(
        world.rows(
            "SELECT t.code FROM tag t JOIN piece p ON p.id = t.piece_id WHERE p.serial = :s ORDER BY t.id DESC",
            s=serial,
        )[0].code
    )


def test_several_pieces_are_chosen_looked_at_printed_and_noted(world: World, app: Flask) -> None:
    world.shop(public_address="marshwren.example", postal_address="Rua 12\nPorto", email="bench@marshwren.example")
    first, second = tagged(world, 2)
    bare = world.released()
    ana = world.sign_in(app, world.ana)
    assert first in ana.get("/labels").text
    asked = (
        f"/labels/sheet?serial={first}&typed={code_of(world, second)}%0A{bare},R-7777&format=a4-65&start=64&copies=2"
    )
    looked = ana.get(asked)
    assert "4 labels on 2 sheets" in looked.text
    assert bare in looked.text and "R-7777" in looked.text and prints(world) == []
    picture = ana.get(f"/labels/sheet.svg?serial={first}&serial={second}&format=a4-65&start=64&copies=2&sheet=1")
    assert picture.content_type == "image/svg+xml" and first in picture.text and second not in picture.text
    answer = send(ana, asked, "/labels/sheet", serial=[first, second])
    assert answer.content_type == "application/pdf"
    assert prints(world) == [(first, 2), (second, 2)]
    read = [
        one.text
        for page in PdfDocument(answer.data)
        for one in zxingcpp.read_barcodes(page.render(scale=300 / 72).to_pil())
    ]
    assert {one.rpartition("/")[2] for one in read} == {code_of(world, first), code_of(world, second)} and len(
        read
    ) == 4
    assert first not in ana.get("/labels").text and first in ana.get("/labels?shown=loose").text
    assert verify(world.room, journalled()).problems == []


def test_what_was_ticked_stays_while_others_are_looked_for(world: World, app: Flask) -> None:
    first, second = tagged(world, 2)
    asked = f"/labels?shown=new&shown=all&q={second}&serial={first}&typed=R-7777&copies=3"
    page = world.sign_in(app, world.ana).get(asked).text
    assert f'name="serial" value="{first}" checked' in page and "1 chosen that is not in this list" in page
    assert f'name="serial" value="{second}">' in page and "R-7777</textarea>" in page and 'value="3"' in page
    again = world.sign_in(app, world.ana).get(f"/labels?shown=all&serial={first}").text
    assert again.count(f'value="{first}" checked') == 1 and "not in this list" not in again


def test_a_reprint_is_told_before_and_noted(world: World, app: Flask) -> None:
    (serial,) = tagged(world)
    ana = world.sign_in(app, world.ana)
    asked = f"/labels/sheet?serial={serial}"
    send(ana, asked, "/labels/sheet")
    assert "This will be noted as a reprint" in ana.get(asked).text
    send(ana, asked, "/labels/sheet")
    assert len(prints(world)) == 2


def test_sent_twice_it_is_noted_once(world: World, app: Flask) -> None:
    (serial,) = tagged(world)
    ana = world.sign_in(app, world.ana)
    form = form_to(ana.get(f"/labels/sheet?serial={serial}"), "/labels/sheet")
    answers = [ana.post("/labels/sheet", data=form.values) for _one in range(2)]
    assert [one.status_code for one in answers] == [200, 200] and len(prints(world)) == 1


@pytest.mark.parametrize(
    "wrong", ["start=0", "start=25", "start=x", "copies=0", "copies=101", "format=none", "copies=-1"]
)
def test_what_cannot_be_printed_is_told_and_noted_nowhere(world: World, app: Flask, wrong: str) -> None:
    (serial,) = tagged(world)
    answer = world.sign_in(app, world.ana).get(f"/labels/sheet?serial={serial}&{wrong}")
    assert answer.status_code in (404, 422) and "Not printed" in answer.text
    assert prints(world) == []


def test_letters_that_no_font_has_are_told_before_printing(world: World, app: Flask) -> None:
    serial = world.released(world.piece(world.design_of("ring", name="指輪 <b>")))
    world.tag(serial)
    page = world.sign_in(app, world.ana).get(f"/labels/sheet?serial={serial}").text
    assert "Not all letters can be printed" in page and "指輪 &lt;b&gt;" in page


def test_a_card_without_the_shops_address_says_so(world: World, app: Flask) -> None:
    world.shop()
    (serial,) = tagged(world)
    page = world.sign_in(app, world.ana).get(f"/labels/sheet?serial={serial}&format=a4-cards").text
    assert "The card lacks an address" in page


def test_a_tag_counts_as_fixed_only_after_it_was_scanned_back(world: World, app: Flask) -> None:
    serial, other = tagged(world, 2)
    ana = world.sign_in(app, world.ana)
    page = f"/pieces/{serial}/tag"
    assert "Scan it back" in ana.get(page).text
    wrong = send(ana, page, f"{page}/check", text=code_of(world, other))
    assert wrong.status_code == 409 and f"belongs to {other}" in wrong.text
    assert send(ana, page, f"{page}/check", text="nonsense").status_code == 422
    assert world.rows("SELECT id FROM tag_check") == []
    assert send(ana, page, f"{page}/check", text=f"HTTPS://A.EXAMPLE/P/{code_of(world, serial)}").status_code == 303
    assert "Fixed: scanned back and matched" in ana.get(page).text
    assert len(world.rows("SELECT id FROM tag_check")) == 1


def test_the_scanner_fixes_a_tag_at_the_page_of_its_piece_and_warns_at_another(world: World, app: Flask) -> None:
    serial, other = tagged(world, 2)
    ana = world.sign_in(app, world.ana)
    code = code_of(world, serial)
    form = form_to(ana.get(f"/pieces/{other}"), "/scan")
    strange = ana.post("/scan", data={**form.values, "text": code}, follow_redirects=True)
    assert f"This is the tag of {serial}" in strange.text and world.rows("SELECT id FROM tag_check") == []
    form = form_to(ana.get(f"/pieces/{serial}"), "/scan")
    right = ana.post("/scan", data={**form.values, "text": code}, follow_redirects=True)
    assert "counts as fixed" in right.text and len(world.rows("SELECT id FROM tag_check")) == 1
    again = ana.post("/scan", data={**form.values, "text": code, "request_key": "again"}, follow_redirects=True)
    assert f"{serial} found" in again.text


def test_a_lost_tag_is_replaced_in_one_action_and_the_old_code_ends(world: World, app: Flask) -> None:
    (serial,) = tagged(world)
    code = code_of(world, serial)
    omar = world.sign_in(app, world.omar)
    page = f"/pieces/{serial}/tag"
    assert send(omar, page, f"{page}/withdrawal", reason="lost", replace="yes").status_code == 303
    assert code_of(world, serial) != code
    assert send(omar, page, f"{page}/check", text=code).status_code == 409


def test_engraving_is_in_true_millimetres_and_the_surface_it_needs_is_told(world: World, app: Flask) -> None:
    (serial,) = tagged(world)
    ana = world.sign_in(app, world.ana)
    assert "needs 8.25 × 8.25 mm" in ana.get(f"/pieces/{serial}/tag").text
    drawn = ana.get(f"/pieces/{serial}/tag/{code_of(world, serial)}/engraving.svg?module=300").text
    assert 'width="9.9mm" height="9.9mm" viewBox="0 0 33 33"' in drawn
    assert ana.get(f"/pieces/{serial}/tag/{code_of(world, serial)}/engraving.svg?module=1").status_code == 422


def test_the_owner_keeps_and_puts_away_sizes_of_the_shops_own(world: World, app: Flask) -> None:
    (serial,) = tagged(world)
    omar = world.sign_in(app, world.omar)
    assert send(omar, "/labels/sizes", "/labels/sizes", **SIZE).status_code == 303
    assert "40 × 20.5 mm" in omar.get("/labels").text
    assert omar.get(f"/labels/sheet?serial={serial}&format=own-1").status_code == 200
    assert send(omar, "/labels/sizes", "/labels/sizes/retirement").status_code == 303
    assert omar.get(f"/labels/sheet?serial={serial}&format=own-1").status_code == 404
    assert world.rows("SELECT width_um, height_um FROM label_size") == [(40_000, 20_500)]


@pytest.mark.parametrize("wrong", [{"height": "9"}, {"width": "18"}, {"across": "9"}, {"dpi": "72"}, {"name": ""}])
def test_a_size_that_cannot_be_is_refused_at_its_field(world: World, app: Flask, wrong: dict[str, str]) -> None:
    omar = world.sign_in(app, world.omar)
    assert send(omar, "/labels/sizes", "/labels/sizes", **(SIZE | wrong)).status_code == 422
    assert world.rows("SELECT id FROM label_size") == []


def test_printings_are_in_the_journal() -> None:
    assert LabelPrint in journalled()


def test_a_piece_that_cannot_have_a_label_is_named(world: World, app: Flask) -> None:
    serial = world.piece()
    omar = world.sign_in(app, world.omar)
    assert f"{serial}: no tag yet" in omar.get(f"/labels/sheet?typed={serial}&format=a4-24").text
    assert "R-9999: no piece here" in omar.get("/labels/sheet?typed=R-9999&format=a4-24").text


def test_what_is_worn_on_a_piece_stands_on_its_label_while_it_is_on(world: World, app: Flask) -> None:
    bracelet, charm = tagged(world, 2)
    client, sheet = (
        world.sign_in(app, world.ana),
        f"/labels/sheet.svg?serial={bracelet}&format=a4-cards&start=1&copies=1",
    )
    assert f"With {charm}" not in client.get(sheet).text
    put_on(world, bracelet, charm)
    assert f"With {charm}" in client.get(sheet).text
    take_off(world, bracelet, charm)
    assert f"With {charm}" not in client.get(sheet).text
