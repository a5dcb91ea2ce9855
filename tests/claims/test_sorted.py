"""The lists of claims are sorted by their heads, on the page of pieces that is looked at, and in the file."""

import csv
import re
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.claims.test_trace import Web
from tests.world import World
from workshop.bench import claims as shown
from workshop.claims import overview
from workshop.materials.papers import Document, Reading
from workshop.writing import Writing


@pytest.fixture
def owner(world: World, app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Three pages of pieces that lack different papers."""
    world.shop(public_address="https://marshandwren.example", country="PT", email="hello@marsh.example")
    web = Web(world)
    for lot in (web.known, web.melted, web.known):
        web.cast(lot)
    for module in (overview, shown):
        monkeypatch.setattr(module, "PAGE", 3)
    return world.sign_in(app, world.omar)


def lines(page: str) -> list[tuple[str, int]]:
    """Each claim that lacks a paper, with how many pieces it would carry."""
    table = page.partition("A paper is missing</caption>")[2].partition("</table>")[0]
    found = re.findall(r'data-label="Claim">([^<]+)</td>.*?data-label="Would carry">(\d+)</td>', table)
    return [(claim, int(count)) for claim, count in found]


@pytest.mark.parametrize("page", [1, 2])
def test_what_lacks_a_paper_is_sorted_on_the_page_that_is_looked_at(owner: FlaskClient, page: int) -> None:
    usual = lines(owner.get(f"/claims?page={page}").text)
    assert len({claim for claim, _count in usual}) > 2 and len({count for _claim, count in usual}) > 1
    by_name = owner.get(f"/claims?page={page}&sort=claim").text
    assert lines(by_name) == sorted(usual, key=lambda one: one[0].casefold()) != usual
    fewest = lines(owner.get(f"/claims?page={page}&sort=carries").text)
    assert fewest == sorted(usual, key=lambda one: one[1]) != usual
    most = lines(owner.get(f"/claims?page={page}&sort=-claim").text)
    assert most == sorted(usual, key=lambda one: one[0].casefold(), reverse=True)
    assert re.search(rf'aria-sort="ascending"><a class="by" href="\?page={page}&amp;sort=-claim"', by_name)
    assert re.search(r'rel="(?:prev|next)" href="[^"]*sort=claim', by_name)
    assert 'name="sort" value="claim"' in by_name


def test_its_file_holds_the_same_pieces_in_the_same_order(owner: FlaskClient) -> None:
    page = owner.get("/claims?q=r-000&page=2&sort=carries").text
    address = re.findall(r'href="(/claims\.csv[^"]*)"', page)[0].replace("&amp;", "&")
    rows = list(csv.DictReader(StringIO(owner.get(address).get_data().decode("utf-8-sig"))))
    assert [(row["claim"], int(row["pieces"])) for row in rows] == lines(page) != []


def _some_documents(writing: Writing) -> None:
    holders = ("Birch & Sons", "2026-12-24"), ("alder Ltd", "2026-12-26"), ("Cedar", "2026-12-25")
    for number, (holder, until) in enumerate(holders, 10):
        filed = {"code": f"DOC-{number:04}", "file": f"{number:064}", "media_type": "application/pdf"}
        document = writing.add(Document, at=writing.at, **filed)
        read = {"kind": "certificate", "holder": holder, "valid_until": until, "checked_on": "2026-10-13"}
        writing.add(Reading, document_id=document, sequence=1, number=None, at=writing.at, **read)


def test_documents_that_run_out_are_sorted_by_their_heads(world: World, owner: FlaskClient) -> None:
    world.tell(_some_documents, world.omar)

    def shown_as(sort: str) -> list[str]:
        table = owner.get(f"/claims?sort={sort}").text.partition("Documents that run out</caption>")[2]
        return re.findall(r'data-label="Holder">(\w+)', table)

    assert shown_as("") == shown_as("until") == ["Birch", "Cedar", "alder"]
    assert shown_as("holder") == ["alder", "Birch", "Cedar"]
    assert shown_as("-until") == ["alder", "Cedar", "Birch"]
