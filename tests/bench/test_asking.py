"""A missing paper is asked for by a letter, and comes in for its lot and back to the claim that wanted it."""

import re
from dataclasses import replace
from html import unescape
from io import BytesIO

from flask import Flask

from tests.materials.papers import pdf
from tests.materials.test_issuing import GRAIN
from tests.pages import send
from tests.world import World
from workshop.materials.receiving import receive_lot
from workshop.materials.suppliers import NewSupplier, add_supplier
from workshop.pieces.using import Added, Using


def lacking(world: World, email: str | None) -> tuple[str, str, str]:
    """A piece of gold that is said to be recycled, without a paper."""
    refiner = world.tell(lambda w: add_supplier(w, NewSupplier("Lobelha", ("refiner",), email=email)), world.omar)
    bought = replace(GRAIN, supplier=refiner, origin="recycled_unspecified")
    lot, piece = world.tell(lambda w: receive_lot(w, bought), world.omar), world.piece()
    world.event(piece, "cast", weight_mg=4_300, using=Using(added=(Added(lot),)))
    return piece, lot, refiner


def test_the_owner_asks_the_supplier_in_words(world: World, app: Flask) -> None:
    piece, lot, _refiner = lacking(world, "papers@lobelha.example")
    page = unescape(world.sign_in(app, world.omar).get(f"/pieces/{piece}/claims").text)
    assert re.search(rf'href="mailto:papers@lobelha.example\?subject=[^"]*{lot}&body=[^"]+"', page)
    assert "mailto:" not in world.sign_in(app, world.ana).get(f"/pieces/{piece}/claims").text


def test_nobody_is_asked_whose_address_is_not_known(world: World, app: Flask) -> None:
    piece, _lot, _refiner = lacking(world, None)
    assert "mailto:" not in world.sign_in(app, world.omar).get(f"/pieces/{piece}/claims").text


def test_the_paper_comes_in_for_its_lot_and_back(world: World, app: Flask) -> None:
    piece, lot, refiner = lacking(world, None)
    omar, back = world.sign_in(app, world.omar), f"/pieces/{piece}/claims"
    (form, *_more) = re.findall(r'href="(/materials/documents/new\?supplier[^"]+)"', omar.get(back).text)
    page = omar.get(unescape(form)).text
    assert f'value="{lot}"' in page and f'value="{refiner}" selected' in page
    typed = {"lot": lot, "supplier": refiner, "back": back, "file": (BytesIO(pdf()), "a.pdf")}
    assert send(omar, "/materials/documents", unescape(form), **typed).location == back
    assert "DOC-0001" in omar.get(f"/materials/lots/{lot}").text
    away = {"supplier": refiner, "back": "//elsewhere.example", "file": (BytesIO(pdf("another")), "b.pdf")}
    assert send(omar, "/materials/documents", unescape(form), **away).location == "/materials/documents/DOC-0002"
