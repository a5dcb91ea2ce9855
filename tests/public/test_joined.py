"""Charms on public pages: the bracelet names what is on it, the charm what it is worn on, and a kept page never lies."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from tests.inspection.test_charms import put_on, take_off
from tests.public.published import bring, files
from tests.world import World
from workshop.catalogue.own_texts import texts_of_design, write_texts
from workshop.provenance.actions import withdraw_tag


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def pair(world: World) -> tuple[str, str]:
    """A bracelet and a charm, each with its own pass."""
    world.shop(public_address="MARSHANDWREN.EXAMPLE")
    return world.released(world.piece(world.design_of("bracelet"))), world.released(
        world.piece(world.design_of("pendant", name="Heart"))
    )


def test_a_charm_stands_on_both_pages_while_it_is_on(
    world: World, stranger: FlaskClient, pair: tuple[str, str]
) -> None:
    bracelet, charm = pair
    codes = [world.tag(one).code for one in pair]
    before = [stranger.get(f"/p/{one}").headers["ETag"] for one in codes]
    put_on(world, bracelet, charm)
    world.inspect(bracelet)
    on, worn = (stranger.get(f"/p/{one}") for one in codes)
    assert f'<a class="joined" href="/p/{codes[1]}">' in on.text and "by somebody with no hand in making it." in on.text
    assert "Worn on</h2>" in worn.text and f'<a class="joined" href="/p/{codes[0]}">' in worn.text
    assert "Put on R-" not in worn.text
    during = [on.headers["ETag"], worn.headers["ETag"]]
    assert not set(before) & set(during)
    told = json.loads(stranger.get(f"/p/{codes[0]}.json").data)["passport"]["charms"]
    assert [(one["serial"], one["code"], one["design"]) for one in told] == [(charm, codes[1], "Heart")]
    assert json.loads(stranger.get(f"/p/{codes[1]}.json").data)["passport"]["carrier"]["serial"] == bracelet
    (heart,) = {row.code for row in world.rows("SELECT code FROM design WHERE name = 'Heart'")}
    world.tell(lambda w: write_texts(w, texts_of_design(w.session, heart), "de", {"name": "Herz"}), world.omar)
    assert '<b dir="auto">Herz</b>' in stranger.get(f"/p/{codes[0]}?lang=de").text
    take_off(world, bracelet, charm)
    off = [stranger.get(f"/p/{one}") for one in codes]
    assert not {one.headers["ETag"] for one in off} & {*before, *during}
    assert all("joined" not in one.text.split("</style>")[1] for one in off)


def test_what_has_no_page_of_its_own_is_not_named_further_than_it_must(
    world: World, stranger: FlaskClient, pair: tuple[str, str]
) -> None:
    bracelet, charm = pair
    codes = [world.tag(one).code for one in pair]
    put_on(world, bracelet, charm)
    world.tell(lambda w: withdraw_tag(w, bracelet, codes[0], reason="lost", note=None), world.omar)
    page = stranger.get(f"/p/{codes[1]}").text
    assert "It is part of another piece now." in page and bracelet not in page and codes[0] not in page


def test_published_files_lead_from_one_to_the_other(world: World, pair: tuple[str, str], tmp_path: Path) -> None:
    bracelet, charm = pair
    codes = [world.tag(one).code for one in pair]
    assert bring(world, tmp_path / "site").versions == 2
    put_on(world, bracelet, charm)
    world.inspect(bracelet)
    done = bring(world, tmp_path / "site")
    assert (done.changed, done.versions) == (2, 2)
    there = files(tmp_path / "site")
    assert f"../{codes[1]}/index.html" in there[f"P/{codes[0]}/index.html"].decode()
    assert json.loads(there[f"P/{codes[1]}.json"])["passport"]["carrier"]["code"] == codes[0]
    paper = PdfReader(BytesIO(there[f"P/{codes[0]}/certificate.pdf"])).pages[0].extract_text()
    assert "On it now" in paper and charm in paper
