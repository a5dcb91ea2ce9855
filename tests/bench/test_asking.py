"""A missing paper is asked for by a letter, and comes in for its lot and back to the claim that wanted it."""

import re
from dataclasses import replace
from fractions import Fraction
from html import unescape
from io import BytesIO

from flask import Flask

from tests.claims.facts import line, made_of, result
from tests.claims.facts import lot as bought
from tests.materials.papers import pdf
from tests.materials.test_issuing import GRAIN
from tests.pages import send
from tests.world import World
from workshop.bench.asking import Ways, ways_of
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


def test_the_lot_that_is_asked_for_is_the_one_that_the_answer_names() -> None:
    """A melt of two lots, the smaller without any paper: what the other's certificate lacks is asked of its supplier."""
    bare = bought(code="G-0003", papers=(), supplier_code=None, origin="unknown")
    melted = line((bought(code="G-0001"), Fraction(98, 100)), (bare, Fraction(2, 100)), lot="G-0007")
    facts, emails = made_of(melted), {"S-1": "papers@lobelha.example"}

    def ways(key: str, missing: str) -> Ways:
        return ways_of(replace(result(facts, key), missing=missing, reasons=()), facts, emails)

    split = ways("recycled_post_consumer", "the split of Second Round RM-4471, before or after use")
    assert "lot=G-0001" in split.add and "G-0001" in split.ask
    origin = ways("recycled_metal_100", "a certificate or transfer document for G-0003")
    assert "lot=G-0003" in origin.add and not origin.ask
    assert "lot=G-0003" in ways("recycled_metal_100", "another paper").add
    assert "lot=G-0007" in ways("nickel_safe", "the recipe or a release test of G-0007").add
    pay = ways("fair_wages", "a pay statement for 16 November 2026")
    assert "lot=" not in pay.add and not pay.ask
    assert ways("individually_inspected", "an inspection of this piece") == Ways("", "", "/pieces/R-0147")


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
