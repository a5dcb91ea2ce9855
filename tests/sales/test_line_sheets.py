"""What a gallery is handed: pieces with prices, and claims in the permitted wording only."""

from io import BytesIO

from flask import Flask
from pypdf import PdfReader

from tests.sales.test_consignments import at_gallery
from tests.world import World
from workshop.reports.reckoning import Terms, keep_terms


def test_the_line_sheet_holds_each_piece_with_its_price(world: World, app: Flask) -> None:
    code, serials = at_gallery(world, 2)
    owner = world.sign_in(app, world.omar)
    told = text_of(owner.get(f"/cases/{code}/line-sheet.pdf").data)
    assert all(one in told for one in serials) and "120.00" in told and "60.00" not in told.replace("120.00", "")
    assert "60.00 €" in text_of(owner.get(f"/cases/{code}/line-sheet.pdf?wholesale=yes").data)
    assert "Galeria" not in told  # who else sells is nobody's to read


def test_wholesale_is_the_share_of_the_house_or_the_designs_own(world: World, app: Flask) -> None:
    code, _serials = at_gallery(world)
    owner = world.sign_in(app, world.omar)
    world.tell(lambda w: keep_terms(w, Terms(wholesale_percent=45)), world.omar)
    assert "54.00 €" in text_of(owner.get(f"/cases/{code}/line-sheet.pdf?wholesale=yes").data)
    (row,) = world.rows("SELECT d.code FROM piece p JOIN design d ON d.id = p.design_id ORDER BY p.id DESC LIMIT 1")
    world.price(5_900, row.code, "wholesale")
    assert "59.00 €" in text_of(owner.get(f"/cases/{code}/line-sheet.pdf?wholesale=yes").data)


def test_the_claims_to_hand_over_are_those_of_the_page_of_claims(world: World, app: Flask) -> None:
    code, (serial,) = at_gallery(world)
    owner = world.sign_in(app, world.omar)
    told = owner.get(f"/cases/{code}/claims.txt").text
    assert serial in told and "inspected" in told.lower()
    assert "sustainab" not in told.lower()


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
