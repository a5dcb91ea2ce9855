"""A design is called by its name in the reader's language on whatever is handed out: links, line sheets, statements, receipts."""

from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from tests.public import test_order_links, test_repair_links, test_rounds
from tests.sales.orders import ordered
from tests.sales.test_cases import pack
from tests.world import World
from workshop.catalogue.own_texts import texts_of_design, write_texts
from workshop.people.actions import prefer_language
from workshop.sales.consignment_actions import agree_terms
from workshop.sales.consignment_rules import Terms

FIRST, GERMAN = "Tide ring", "Gezeitenring"


@pytest.fixture
def design(world: World) -> str:
    world.shop(currency="EUR", country="PT", public_address="https://a.example", writes_in="en")
    design = world.design_of("ring", name=FIRST, price_minor=12_000)
    name(world, design, GERMAN)
    return design


def name(world: World, design: str, text: str | None) -> None:
    world.tell(lambda w: write_texts(w, texts_of_design(w.session, design), "de", {"name": text}), world.omar)


def test_the_pages_behind_links_call_it_so(world: World, app: Flask, design: str) -> None:
    test_order_links.link(world, ordered(world, design=design), token="a" * 64)
    case = pack(world, world.released(world.piece(design)), place="gallery", holder="Galeria Rua")
    test_rounds.link(world, case, token="b" * 64)
    sold = world.released(world.piece(design))
    world.leave(sold)
    test_repair_links.link(world, world.take_in(sold), token="c" * 64)
    pages = (f"/o/{'a' * 64}", f"/g/{'b' * 64}", f"/r/{'c' * 64}")
    for page in pages:
        assert called(app, page, "de") == (False, True)
        assert called(app, page, "fr") == (True, False)
    name(world, design, None)
    assert {called(app, page, "de") for page in pages} == {(True, False)}


def called(app: Flask, page: str, language: str) -> tuple[bool, bool]:
    """Whether it stands there by its first name, and by the German one."""
    told = app.test_client().get(f"{page}?lang={language}").text
    return FIRST in told, GERMAN in told


def test_papers_call_it_so_in_the_language_that_they_are_in(world: World, app: Flask, design: str) -> None:
    case = pack(world, world.released(world.piece(design)), place="gallery", holder="Galeria Rua")
    world.tell(lambda w: agree_terms(w, case, Terms()), world.omar)
    owner = world.sign_in(app, world.omar)
    papers = ("line-sheet.pdf", "claims.txt", "statement", "statement.pdf")
    for language, right, wrong in (("en", FIRST, GERMAN), ("de", GERMAN, FIRST)):
        world.tell(lambda w, into=language: prefer_language(w, world.omar.id, into), world.omar)
        for paper in papers:
            told = text_of(owner.get(f"/cases/{case}/{paper}").data)
            assert right in told and wrong not in told, paper


def text_of(told: bytes) -> str:
    if not told.startswith(b"%PDF"):
        return told.decode()
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(told)).pages)
