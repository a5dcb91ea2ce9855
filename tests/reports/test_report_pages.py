"""Every report as a page, as files and behind each figure: for the owner alone, safe in a spreadsheet, at a constant number of statements."""

import csv
import re
import tracemalloc
from collections.abc import Iterator
from functools import partial
from html import unescape
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event

from tests.conftest import NOON, Clock
from tests.reports.filled import fill_materials
from tests.reports.shops import random_shop
from tests.world import World
from workshop.csvs import csv_lines
from workshop.reports.book import KINDS, span_of
from workshop.reports.taking import xlsx_chunks
from workshop.reports.told import Span

NAMES = tuple(KINDS)
FIGURE = re.compile(r'href="(/reports/[a-z-]+/pieces\?[^"]+)"[^>]*>(?:<b>)?([^<]+)<')


def addresses(name: str) -> list[str]:
    return [f"/reports/{name}", f"/reports/{name}.csv", f"/reports/{name}.xlsx"]


def test_nobody_but_the_owner_sees_any_of_it(world: World, app: Flask) -> None:
    for name in NAMES:
        _is_the_owners(world, app, name)


def _is_the_owners(world: World, app: Flask, name: str) -> None:
    of = next((one.key for one in KINDS[name].figures if one.opens), "pieces")
    for address in (*addresses(name), *(f"/reports/{name}/pieces{form}?of={of}." for form in ("", ".csv", ".xlsx"))):
        for who in (world.ana, world.ines):
            assert world.sign_in(app, who).get(address).status_code == 403
        assert app.test_client().get(address).status_code in (302, 401)
        assert world.sign_in(app, world.omar).get(address).status_code in (
            200,
            404 if KINDS[name].behind is None else 200,
        )


def test_each_figure_on_the_page_opens_as_many_pieces(world: World, app: Flask, clock: Clock) -> None:
    random_shop(world, clock, 5)
    fill_materials(world)
    world.leave(mended := world.released())
    world.take_in(mended)
    owner = world.sign_in(app, world.omar)
    for name in NAMES:
        _figures_open(owner, name)


def _figures_open(owner: FlaskClient, name: str) -> None:
    for way, _label in KINDS[name].ways or (("", ""),):
        page = owner.get(f"/reports/{name}?first=2026-08-30&last=2026-11-22&by={way}").get_data(as_text=True)
        found = {(unescape(address), told.strip()) for address, told in FIGURE.findall(page)}
        assert found or KINDS[name].behind is None, name
        for address, told in sorted(found):
            behind = owner.get(address)
            assert behind.status_code == 200
            if not address.startswith(f"/reports/{name}/"):
                continue
            column = parse_qs(urlsplit(address).query)["of"][0].partition(".")[0]
            if look_of(name, column) == "count" and not column.endswith(("_days", "faults", "steps")):
                assert listed(behind.get_data(as_text=True)) == int(told), address


def look_of(name: str, column: str) -> str:
    kind = KINDS[name]
    columns = [
        one
        for way, _label in kind.ways or (("", ""),)
        for one in kind.columns(Span(None, None, ZoneInfo("UTC"), NOON, by=way))
    ]
    return next(one.look for one in (*kind.figures, *columns) if one.key == column)


def listed(page: str) -> int:
    said = re.search(r"\d+ to \d+ of (\d+)", page)
    return int(said[1]) if said else 0


def test_files_say_what_the_page_says_and_numbers_stay_numbers(world: World, app: Flask, clock: Clock) -> None:
    random_shop(world, clock, 6)
    fill_materials(world)
    owner = world.sign_in(app, world.omar)
    for name in NAMES:
        _files_say_the_same(world, owner, name)


def _files_say_the_same(world: World, owner: FlaskClient, name: str) -> None:
    span = "first=2026-08-30&last=2026-11-22"
    plain = list(csv.reader(StringIO(owner.get(f"/reports/{name}.csv?{span}").data.decode("utf-8-sig"))))
    book = load_workbook(BytesIO(owner.get(f"/reports/{name}.xlsx?{span}").data))
    cells = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    assert [len(plain), plain[0]] == [len(cells), cells[0]], name
    looks = [column.look for column in KINDS[name].columns(_span(world))]
    for line, row in zip(plain[1:], cells[1:], strict=True):
        for look, text, value in zip(looks, line, row, strict=True):
            if (
                look in ("count", "percent", "hours", "days", "grams", "carats", "money", "stones")
                and value is not None
            ):
                assert isinstance(value, int | float) and float(text) == pytest.approx(float(value))
            else:
                assert text == ("" if value is None else str(value))


def _span(world: World) -> Any:
    with world.room.database.reading() as session:
        return span_of(session, None, None, world.room.now(), "")


def test_the_number_of_statements_stands_still(world: World, app: Flask, clock: Clock) -> None:
    random_shop(world, clock, 1, pieces=2)
    owner = world.sign_in(app, world.omar)

    def counted() -> dict[str, int]:
        return {name: statements(world, partial(owner.get, f"/reports/{name}")) for name in NAMES}

    first = counted()
    for _ in range(6):
        world.released()
        world.inspect(serial := world.worked(), "rework", answers=world.bad_answers(serial))
    assert {name: (first[name], then) for name, then in counted().items() if then > first[name] + 1} == {}
    assert {name: asked for name, asked in first.items() if asked >= 45} == {}


def statements(world: World, work: Any) -> int:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    work()
    event.listen(world.room.database.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(world.room.database.engine, "before_cursor_execute", note)
    return len([one for one in seen if not one.startswith(("BEGIN", "COMMIT", "ROLLBACK"))])


@pytest.mark.parametrize(
    "asked",
    [
        "first=x",
        "first=2026-99-01",
        "last=0000-00-00",
        "by=nothing",
        "page=-1",
        "of=",
        "first=2026-12-01&last=2026-01-01",
    ],
)
def test_odd_wishes_are_answered_in_words(world: World, app: Flask, asked: str) -> None:
    owner = world.sign_in(app, world.omar)
    assert owner.get(f"/reports/lead-time?{asked}").status_code in (200, 422)
    assert owner.get(f"/reports/lead-time/pieces?{asked}").status_code in (200, 404)
    assert owner.get("/reports/none").status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        "first=2026-11-18&last=2026-11-18",  # tomorrow
        "first=1900-01-01&last=2199-12-31",
        "last=9999-12-31",
        "first=9999-12-31&last=9999-12-31",
    ],
)
def test_days_to_come_and_days_without_a_next_one_are_answered_by_every_report(
    world: World, app: Flask, asked: str
) -> None:
    world.released()
    owner = world.sign_in(app, world.omar)
    for name in KINDS:
        answers = [owner.get(f"/reports/{name}{kind}?{asked}", buffered=True) for kind in ("", ".csv", "/pieces")]
        assert {one.status_code for one in answers} <= {200, 404, 422}, name


def payloads() -> Iterator[str]:
    """Three hundred cells that a spreadsheet might calculate, open or fetch."""
    calls = (
        "1+1",
        "cmd|' /C calc'!A0",
        'HYPERLINK("http://x.example","y")',
        "SUM(A1:A9)",
        'IMPORTXML("http://x","//a")',
        "A1",
        '1";DROP',
        "DDE(1)",
        "WEBSERVICE(1)",
        "2*3",
    )
    for start in (
        "=",
        "+",
        "-",
        "@",
        "\t=",
        "\r=",
        "\n=",
        " =",
        "\u00a0=",
        "＝",
        "＋",
        "－",
        "＠",
        "\u200b=",
        "\ufeff=",
        "=-",
        "+-",
        "-+",
        "@=",
        "{=",
        "'=",
        '"=',
        "\x00=",
        "\x0b=",
        "\u202e=",
        "﹢",
        "−=",
        "0=",
        ";=",
        ",=",
    ):
        for call in calls:
            yield start + call


def test_no_cell_is_a_formula_and_no_number_becomes_text() -> None:
    wanted = [(text, number - 150, number / 8 - 3) for number, text in enumerate(payloads())]
    assert len(wanted) == 300
    book = load_workbook(BytesIO(b"".join(xlsx_chunks([("odd", ("text", "number", "part"), wanted)]))))
    rows = list(book.worksheets[0].iter_rows(min_row=2))
    assert len(rows) == 300
    for row, (_text, number, part) in zip(rows, wanted, strict=True):
        assert row[0].data_type in ("s", "inlineStr") and row[0].hyperlink is None
        assert (row[1].data_type, row[1].value, row[2].value) == ("n", number, part)
    plain = list(
        csv.reader(StringIO(b"".join(csv_lines(("text", "number", "part"), wanted)).decode("utf-8-sig"), newline=""))
    )
    assert [(row[1], row[2]) for row in plain[1:]] == [(str(number), str(part)) for _text, number, part in wanted]
    assert not [row[0] for row in plain[1:] if row[0].lstrip(" ")[:1] in "=+-@＝＋－＠\t\r\n"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_no_cell_is_a_formula_where_lists_are_parted_otherwise(delimiter: str) -> None:
    """A spreadsheet that speaks German opens a file with commas as one with semicolons, and cuts every line there."""
    wanted = [(f"{before}{text}", 1) for text in payloads() for before in ("", "a ring; ", 'a ring;"', "a ring\n")]
    text = b"".join(csv_lines(("text", "number"), wanted)).decode("utf-8-sig")
    for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
        assert not [one for one in cells if one.lstrip(" \u00a0")[:1] in tuple("=+-@＝＋－＠﹢")], cells
    kept = [row[0] for row in csv.reader(StringIO(text, newline=""))][1:]
    assert [one.replace("'", "") for one in kept] == [one.replace("'", "") for one, _number in wanted]


def test_a_name_that_would_be_calculated_is_plain_in_both_files(world: World, app: Flask, clock: Clock) -> None:
    world.worked(world.piece(world.design_of("ring", name="=1+1")))
    owner = world.sign_in(app, world.omar)
    text = owner.get("/reports/wip/pieces.csv?of=pieces.").data.decode("utf-8-sig")
    assert "'=1+1" in text
    book = load_workbook(BytesIO(owner.get("/reports/wip/pieces.xlsx?of=pieces.").data))
    cell = book.worksheets[0].cell(2, 2)
    assert (cell.value, cell.data_type) in (("=1+1", "s"), ("=1+1", "inlineStr"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_long_list_needs_no_more_memory_than_a_short_one(form: str) -> None:
    def peak(number: int) -> int:
        rows = ((f"R-{n}", n, "a design of many words" * 3) for n in range(number))
        chunks = csv_lines(("a", "b", "c"), rows) if form == "csv" else xlsx_chunks([("long", ("a", "b", "c"), rows)])
        tracemalloc.start()
        for _chunk in chunks:
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(100)
    assert peak(12_000) < peak(1_500) + 400_000
