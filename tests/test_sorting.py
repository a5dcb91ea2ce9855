"""Lists in the order that somebody asks for."""

import csv
import re
from dataclasses import dataclass
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.world import World
from workshop.sorting import AS_IT_COMES, Sort, read_sort, rows_in_order

OFFERED = ("name", "due")


@dataclass(frozen=True)
class Line:
    name: str
    due: int | None


@pytest.mark.parametrize(
    ("typed", "sort"),
    [
        ("name", Sort("name")),
        ("-due", Sort("due", falls=True)),
        (None, AS_IT_COMES),
        ("", AS_IT_COMES),
        ("-", AS_IT_COMES),
        ("--due", AS_IT_COMES),
        ("password_hash", AS_IT_COMES),
        ("name; DROP TABLE piece", AS_IT_COMES),
        ("NAME", AS_IT_COMES),
    ],
)
def test_only_what_a_list_offers_is_sorted_by(typed: str | None, sort: Sort) -> None:
    assert read_sort(typed, OFFERED) == sort


def test_the_head_of_a_column_turns_the_order() -> None:
    assert [one.turned("due") for one in (AS_IT_COMES, Sort("due"), Sort("due", falls=True), Sort("name"))] == [
        "due",
        "-due",
        "due",
        "due",
    ]
    assert (Sort("due").told("due"), Sort("due", falls=True).told("due"), Sort("due").told("name")) == (
        "ascending",
        "descending",
        "",
    )


def test_equal_rows_stay_as_they_came_and_unknown_ones_stand_last_both_ways() -> None:
    rows = [Line("a", None), Line("b", 2), Line("c", 1), Line("d", 2)]
    keys = {"due": lambda line: line.due}
    assert "".join(line.name for line in rows_in_order(rows, Sort("due"), keys)) == "cbda"
    assert "".join(line.name for line in rows_in_order(rows, Sort("due", falls=True), keys)) == "bdca"
    assert rows_in_order(rows, AS_IT_COMES, keys) == rows


# Every list of the staff with a head to press, the columns it offers, and its file.
LISTS = (
    ("/pieces", "/pieces.csv", ("piece", "design", "state")),
    ("/catalogue/designs", "/catalogue/designs.csv", ("code", "name", "kind", "metal", "weight", "price")),
    ("/materials", "/materials/lots.csv", ("lot", "supplier", "received")),
    ("/materials/stones", "/materials/stones.csv", ("lot", "species", "weight")),
    ("/materials/documents", "/materials/documents.csv", ("code", "number", "supplier", "until")),
    ("/materials/suppliers", "/materials/suppliers.csv", ("code", "name", "country")),
    ("/orders", "/orders.csv", ("order", "customer", "due")),
    ("/repairs", "/repairs.csv", ("repair", "piece", "came", "due")),
    ("/cases", "/cases.csv", ("case", "holder", "left", "due")),
    ("/trees", "/trees.csv", ("tree", "metal", "planted")),
    ("/recalls", "/recalls.csv", ("recall", "since")),
    ("/copies", "/copies.csv", ("piece", "reported")),
    ("/claims", "/claims.csv", ("claim", "missing", "carries")),
    ("/claims", None, ("document", "number", "holder", "until", "again")),
    ("/settings/texts", "/settings/texts.csv", ("name",)),
    ("/scans", None, ("piece", "design", "looks", "last")),
    ("/people", None, ("name", "roles", "shown")),
    ("/people/sign-ins", None, ("name", "where", "since", "seen")),
    ("/people/tokens", None, ("label", "person", "created")),
    ("/people/devices", None, ("name", "enrolled", "seen")),
    ("/labels", None, ("piece", "design")),
)


def test_every_list_is_sorted_by_what_its_heads_offer_on_the_page_and_in_its_file(world: World, app: Flask) -> None:
    client = world.sign_in(app, world.omar)
    for page, file, columns in LISTS:
        for column in columns:
            assert client.get(f"{file or page}?sort={column}").status_code == 200, (page, column)
        assert client.get(f"{page}?sort=-{columns[-1]}&q=a").status_code == 200, page


def _serials(client: FlaskClient, address: str) -> list[str]:
    return re.findall(r'href="/pieces/(R-\d+)"', client.get(address).text)


def test_pieces_stay_sorted_through_pages_search_and_their_file(world: World, app: Flask) -> None:
    world.design_of("ring", name="Alder")
    other = world.design_of("ring", name="Birch")
    client = world.sign_in(app, world.ana)
    first = world.pieces(30)
    world.pieces(30, other)
    by_design = _serials(client, "/pieces?sort=-design&q=R-")
    assert by_design[:2] == ["R-0060", "R-0059"] and len(by_design) == 50
    page = client.get("/pieces?sort=piece&state=waiting").text
    assert page.index(f'href="/pieces/{first[0]}"') < page.index(f'href="/pieces/{first[29]}"')
    assert re.search(r'aria-sort="ascending"><a class="by" href="\?[^"]*sort=-piece"', page)
    assert re.search(r'rel="next" href="[^"]*sort=piece', page) and re.search(r'name="sort" value="piece"', page)
    file = client.get(re.findall(r'href="(/pieces\.csv[^"]*)"', page)[0].replace("&amp;", "&")).get_data(as_text=True)
    assert [row[0] for row in csv.reader(StringIO(file))][1:3] == first[:2]
    second = re.findall(r'rel="next" href="([^"]+)"', page)[0].replace("&amp;", "&")
    assert len({*_serials(client, "/pieces?sort=piece"), *_serials(client, second)}) == 60


def test_a_kept_list_keeps_its_order(world: World, app: Flask) -> None:
    page = world.sign_in(app, world.ana).get("/pieces?sort=-design").text
    assert "/find/saved/new?at=%2Fpieces%3Fsort%3D-design" in page


def test_people_are_shown_by_fifty(world: World, app: Flask) -> None:
    for number in range(60):
        world.person(f"P{number:02}", "artisan")
    client = world.sign_in(app, world.omar)
    first, last = client.get("/people?sort=-name").text, client.get("/people?sort=-name&page=9").text
    assert "P59" in first and "P05" not in first and "1 to 50 of 63" in first
    assert "P05" in last and "P59" not in last and 'href="?sort=-name&amp;page=1"' in last


def test_what_was_found_on_one_shelf_is_sorted_too(world: World, app: Flask) -> None:
    world.pieces(3)
    client = world.sign_in(app, world.ana)
    assert _serials(client, "/find?q=R-000&in=pieces&sort=number") == ["R-0001", "R-0002", "R-0003"]
    assert _serials(client, "/find?q=R-000&in=pieces&sort=-number") == ["R-0003", "R-0002", "R-0001"]
    assert "By number" not in client.get("/find?q=nothing+here&in=pieces").text
