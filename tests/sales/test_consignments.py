"""Consignment: terms before the first sale, and a statement that reckons by them."""

from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from tests.sales.test_cases import pack, say
from tests.world import World
from workshop.catalogue.actions import NewDesign, add_design
from workshop.errors import Conflict
from workshop.people.actions import keep_shop
from workshop.sales.case_actions import close_case
from workshop.sales.consignment_actions import agree_terms
from workshop.sales.consignment_rules import Terms
from workshop.sales.sale_actions import Sold


def agree(world: World, code: str, terms: Terms | None = None) -> None:
    world.tell(lambda w: agree_terms(w, code, terms or Terms()), world.omar)


def at_gallery(world: World, count: int = 1) -> tuple[str, list[str]]:
    world.shop(currency="EUR")
    new = NewDesign("Reed ring", "ring", "ag925", price_minor=12_000)
    design = world.tell(lambda w: add_design(w, new), world.omar)
    serials = [world.released(world.piece(design)) for _one in range(count)]
    return pack(world, *serials, place="gallery", holder="Galeria Rua"), serials


def test_terms_are_agreed_once_and_before_the_first_sale(world: World) -> None:
    code, (first, second) = at_gallery(world, 2)
    agree(world, code)
    with pytest.raises(Conflict, match="agreed once"):
        agree(world, code)
    fair = pack(world, world.released())
    with pytest.raises(Conflict, match="at a gallery"):
        agree(world, fair)
    say(world, code, first, "sold")
    say(world, code, second, "back")
    world.tell(lambda w: close_case(w, code), world.omar)


def test_terms_never_come_after_a_sale(world: World) -> None:
    code, (serial,) = at_gallery(world)
    say(world, code, serial, "sold")
    with pytest.raises(Conflict, match="before anything is sold"):
        agree(world, code)


def test_a_statement_says_what_is_owed_on_page_as_csv_and_as_pdf(world: World, app: Flask) -> None:
    code, (sold, cheap, lost, there, back) = at_gallery(world, 5)
    agree(world, code, Terms(discount_by="both"))
    say(world, code, sold, "sold", sold=Sold(12_000, "2020-01-05"))
    say(world, code, cheap, "sold", sold=Sold(10_000, "2020-02-05"))
    say(world, code, lost, "lost", note="not on its stand")
    say(world, code, back, "back")
    owner = world.sign_in(app, world.omar)
    page = owner.get(f"/cases/{code}/statement").text
    assert "204.00 €" in page and there in page  # 72.00 + 60.00 + 72.00
    assert "72.00 €" in owner.get(f"/cases/{code}/statement?first=2020-01-01&last=2020-01-31").text
    rows = owner.get(f"/cases/{code}/statement.csv").text.splitlines()
    assert f"{code},{cheap},Reed ring,sold,2020-02-05,EUR,120.00,100.00,60.00" in rows
    pdf = owner.get(f"/cases/{code}/statement.pdf")
    told = PdfReader(BytesIO(pdf.data)).pages[0].extract_text()
    assert sold in told and "204.00" in told and "Galeria Rua" in told
    assert world.sign_in(app, world.ana).get(f"/cases/{code}/statement").status_code == 403


@pytest.mark.parametrize(("country", "wide"), [("PT", 595), ("US", 612)])
def test_a_statement_is_on_the_paper_of_the_country(world: World, app: Flask, country: str, wide: int) -> None:
    code, _pieces = at_gallery(world)
    agree(world, code)
    world.tell(lambda w: keep_shop(w, {"country": country}), world.omar)
    pdf = world.sign_in(app, world.omar).get(f"/cases/{code}/statement.pdf")
    assert int(PdfReader(BytesIO(pdf.data)).pages[0].mediabox.width) == wide
