"""The list for the insurer: each piece at its place on a day, with what is in it and what it is worth, reckoned once more from the raw rows."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import Clock
from tests.materials import recomputed
from tests.reports.metalshops import metal_shop, walk_out
from tests.reports.shops import NOW, Shop
from tests.reports.test_cost import HOUR_CENTS, labour, materials, plus, priced
from tests.reports.test_stock_pieces import group_of
from tests.sales.test_cases import pack, say
from tests.world import World
from workshop.pieces.actions import NewPhoto, add_photo
from workshop.reports.book import KINDS, make_report, span_of
from workshop.reports.reckoning import Terms, keep_terms
from workshop.reports.told import Report, Span
from workshop.units import microseconds

HERE = ZoneInfo("Europe/Lisbon")
DAYS = (None, date(2026, 11, 8), date(2026, 10, 3))
LATER = 2**62  # the walk of some pieces goes on after the day on which it is looked at
NAMES = {"shop": "At the bench", "gallery": "Gallery", "safe": "Safe", "customers": "Here for repair"}


def made(world: World, last: date | None, by: str = "retail") -> tuple[Report, Span]:
    with world.room.database.reading() as session:
        span = span_of(session, None, last, world.room.now(), by)
        return KINDS["insurance"].make(session, span, span.currency), span


def listed(world: World, span: Span, column: str, key: str) -> list[str]:
    behind: Any = KINDS["insurance"].behind
    with world.room.database.reading() as session:
        found = behind(session, span, column, key)
        return [dict(found.tell(row))["serial"] for row in session.execute(found.statement)]


def place_of(world: World, piece: Any, until: int) -> str | None:
    """By the raw rows: the newest place of a piece of ours, `customers` for one whose repair had not ended, else None."""
    jobs = world.rows("SELECT received_at, ended_at FROM repair_job WHERE piece_id = :id", id=piece.id)
    if group_of(world, piece, until) is None:
        stays = any(one.received_at <= until and (one.ended_at or until + 1) > until for one in jobs)
        return "customers" if stays else None
    places = world.rows("SELECT place, at FROM custody WHERE piece_id = :id ORDER BY sequence", id=piece.id)
    return ["shop", *(one.place for one in places if one.at <= until)][-1]


def weight_of(world: World, piece: Any, until: int) -> int | None:
    events = world.rows(
        "SELECT * FROM work_event WHERE piece_id = :id AND at <= :at ORDER BY sequence", id=piece.id, at=until
    )
    undone = {one.corrects_id for one in events if one.kind == "undo"}
    weights = [one.weight_mg for one in events if one.weight_mg and one.id not in undone and one.kind != "undo"]
    return weights[-1] if weights else None


@pytest.mark.parametrize("seed", [1])
def test_every_line_and_sum_is_that_of_the_raw_rows(world: World, clock: Clock, seed: int) -> None:
    kept = metal_shop(world, clock, seed, steps=4)
    world.event(kept.pieces[0], "start")
    clock.forward(hours=3, minutes=17)
    world.event(kept.pieces[0], "put_down")
    walk_out(world, clock, kept, seed)
    world.tell(lambda w: keep_terms(w, Terms(HOUR_CENTS)), world.omar)
    priced(world, 99_901)
    told, work, paid = recomputed.read(world), labour(Shop(world, [])), materials(world)
    for last in DAYS:
        until = microseconds(datetime.combine(last, datetime.max.time(), HERE)) if last else microseconds(NOW)
        report, span = made(world, last)
        require_same(world, told, report, until)
        require_parts(world, report, span)
    by_cost = made(world, None, "cost")[0]
    passed = {
        row.serial
        for row in world.rows(
            "SELECT p.serial FROM piece p JOIN inspection i ON i.piece_id = p.id AND i.verdict = 'pass'"
        )
    }
    for row in (row for row in by_cost.rows if row["serial"] in passed):
        parts = paid.get(row["serial"], dict.fromkeys(("metal", "stones")))
        whole = plus(plus(parts["metal"], parts["stones"]), work[row["serial"]])
        assert row["value"] == (None if whole is None else pytest.approx(int(whole // 1) / 100))


def require_same(world: World, told: recomputed.Told, report: Report, until: int) -> None:
    held, lines = recomputed.holdings(told, until), {row["serial"]: row for row in report.rows}
    places = {row.serial: place_of(world, row, until) for row in world.rows("SELECT * FROM piece")}
    assert set(lines) == {serial for serial, place in places.items() if place}
    for piece in world.rows("SELECT * FROM piece"):
        if piece.serial not in lines:
            continue
        line, carats, metal = lines[piece.serial], 0, 0
        for (account, _lot_id), (mg, ct, _number) in held.items():
            if account == piece.account_id and mg + ct:
                carats += ct
                metal += mg
        assert line["place"] == NAMES[places[piece.serial] or ""]
        assert round((line["carats"] or 0) * 1000) == carats
        assert line["grams"] == (
            None
            if (weight := weight_of(world, piece, until if until < microseconds(NOW) else LATER)) is None
            else weight / 1000
        )
        said = sum(round(float(one) * 1000) for one in re.findall(r"([0-9.]+) g\b", line["metals"]))
        assert said == metal
        assert line["value"] == 999.01


def require_parts(world: World, report: Report, span: Span) -> None:
    own = [row for row in report.rows if row["place"] != "Here for repair"]
    assert report.totals["pieces"] == len(own) and report.totals["customers"] == len(report.rows) - len(own)
    assert report.totals["value"] == (pytest.approx(999.01 * len(own)) if own else None)
    assert sorted(listed(world, span, "pieces", "")) == sorted(row["serial"] for row in own)
    for part in report.series:
        mine = [row["serial"] for row in report.rows if row["place"] == part["part"]]
        assert part["pieces"] == len(mine) and part["value"] == pytest.approx(999.01 * len(mine))
        assert sorted(listed(world, span, "pieces", part["key"])) == sorted(mine)


def test_one_piece_without_price_or_weight_is_there_and_in_no_sum(world: World) -> None:
    with world.room.database.reading() as session:
        empty = make_report(session, "insurance", first=None, last=None, now=world.room.now())
    assert (empty.rows, empty.series, empty.totals["pieces"], empty.totals["value"]) == ([], [], 0, None)
    world.shop(currency="EUR")
    serial = world.piece()
    report, span = made(world, None)
    (line,) = report.rows
    assert (line["serial"], line["value"], line["grams"], line["photo"]) == (serial, None, None, None)
    assert line["metals"] == "18k yellow gold"
    assert listed(world, span, "unknown", "") == listed(world, span, "unknown", "shop") == [serial]
    assert [one.href for one in report.notes] == ["", "/catalogue/designs"]


def test_what_a_case_lacks_is_missing_from_that_day_on_and_the_newest_photo_stands_beside(
    world: World, clock: Clock
) -> None:
    world.shop(currency="EUR")
    first, second = world.released(), world.released()
    for number in ("1", "2"):
        world.tell(lambda w, name=number * 64: add_photo(w, first, NewPhoto(name, name, 10, 10)), world.ana)
    code = pack(world, first, second)
    clock.forward(days=2)
    say(world, code, second, "lost", note="gone on Sunday")
    report, span = made(world, None)
    assert (report.totals["pieces"], report.totals["missing"]) == (1, 1)
    assert listed(world, span, "missing", "") == listed(world, span, "pieces", "missing") == [second]
    assert [row["photo"] for row in report.rows] == [f"/pieces/{first}/photos/2.jpg?small=1", None]
    assert made(world, clock.at.date() - timedelta(days=1))[0].totals["missing"] == 0
