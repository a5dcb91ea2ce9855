"""Weight kept: the median net weight of a design in each quarter and the price of gold beside it, reckoned once more from the raw rows."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random
from statistics import median
from typing import Any

import pytest

from tests.conftest import Clock
from tests.reports.metalshops import PRICES, RATES
from tests.world import World
from workshop.materials.ledger import Amount
from workshop.materials.models import ExchangeRate, MetalPrice
from workshop.materials.receiving import NewLot, receive_lot
from workshop.pieces.using import Stones, Using
from workshop.reports.book import KINDS, span_of
from workshop.reports.told import Report, Span
from workshop.writing import Writing

BEGAN, NOW = datetime(2026, 8, 20, 9, 0, tzinfo=UTC), datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def made(world: World) -> tuple[Report, Span]:
    with world.room.database.reading() as session:
        span = span_of(session, None, None, world.room.now())
        return KINDS["weight-kept"].make(session, span, span.currency), span


def listed(world: World, span: Span, column: str, key: str) -> list[dict[str, Any]]:
    behind: Any = KINDS["weight-kept"].behind
    with world.room.database.reading() as session:
        found = behind(session, span, column, key)
        return [dict(found.tell(row)) for row in session.execute(found.statement)]


def prices(writing: Writing) -> None:
    for metal, currency, on, price in PRICES:
        writing.add(MetalPrice, metal=metal, currency=currency, on_date=on, price_thousandths=price)
    for currency, on, rate in RATES:
        writing.add(ExchangeRate, currency=currency, on_date=on, rate_millionths=rate)


def passes(world: World, chance: Random, design: str, stones: str | None) -> None:
    """A piece of some weight; stones are set in it and some come out again before it is looked at."""
    serial, number = world.piece(design), chance.randrange(1, 4)
    world.event(serial, "cast", weight_mg=9_000)
    if stones:
        setting = Stones(stones, Amount(0, 53 * number, number))
        world.event(serial, "set", weight_mg=9_000, using=Using(stones=(setting,)))
    gross = chance.randrange(3_000, 9_000)
    answers = [replace(one, measured=gross) if one.code == "C6" else one for one in world.good_answers(serial)]
    world.inspect(serial, answers=answers)


@pytest.mark.parametrize("seed", [3])
def test_every_median_and_price_is_that_of_the_raw_rows(world: World, clock: Clock, seed: int) -> None:
    chance, clock.at = Random(seed), BEGAN
    world.shop(currency="EUR")
    world.tell(prices, world.omar)
    stones = world.tell(lambda w: receive_lot(w, NewLot("stones", Amount(0, 5_300, 100))), world.omar)
    plain, set_with = world.design_of("ring", name="Plain"), world.design_of("stone_ring", name="Set")
    for number in range(9):
        clock.at = BEGAN + timedelta(days=10 * number, minutes=chance.randrange(5_000))
        passes(world, chance, *chance.choice([(plain, None), (set_with, stones), (set_with, None)]))
    clock.at = NOW
    report, span = made(world)
    weights = weighed(world)
    assert {row["key"] for row in report.rows} == {f"{code}/{first_day(span, quarter)}" for code, quarter in weights}
    for (code, quarter), found in weights.items():
        (row,) = (one for one in report.rows if one["key"] == f"{code}/{first_day(span, quarter)}")
        known = [one for one in found if one is not None]
        assert (row["pieces"], row["unknown"]) == (len(found), len(found) - len(known))
        assert row["net_grams"] == (int(median(known)) / 1000 if known else None)
        assert row["gold"] == {"2026Q3": 109.31, "2026Q4": 114.29}[quarter]
        first = next((some for key, some in sorted(weights.items()) if key[0] == code and any(some)), [])
        base = [one for one in first if one is not None]
        share = int(Fraction(100) * Fraction(median(known)) / Fraction(median(base))) if known else None
        assert row["kept_percent"] == share
        assert len(listed(world, span, "net_grams", row["key"])) == len(known)
        nets = [line["net"] for line in listed(world, span, "pieces", row["key"])]
        assert sorted(nets, key=str) == sorted((None if one is None else one / 1000 for one in found), key=str)


def weighed(world: World) -> dict[tuple[str, str], list[int | None]]:
    """By design and quarter: gross at the first pass less a fifth of a gram for each carat that movements had left in it then."""
    found: dict[tuple[str, str], list[int | None]] = defaultdict(list)
    looks = "SELECT p.id, p.account_id, p.kind, d.code, i.gross_mg, i.decided_at FROM inspection i JOIN piece p ON p.id = i.piece_id JOIN design d ON d.id = p.design_id WHERE i.verdict = 'pass' ORDER BY i.id"
    moved = "SELECT m.from_id, m.to_id, m.carat_thousandths AS ct, t.at FROM movement m JOIN posting t ON t.id = m.posting_id WHERE m.carat_thousandths > 0"
    movements = world.rows(moved)
    for look in world.rows(looks):
        signs = [(one, (one.to_id == look.account_id) - (one.from_id == look.account_id)) for one in movements]
        carats = sum(sign * one.ct for one, sign in signs if one.at <= look.decided_at)
        at = datetime.fromtimestamp(look.decided_at / 1_000_000, UTC)
        net = None if look.kind == "stone_ring" and not carats else look.gross_mg - -(-carats // 5)
        found[look.code, f"{at.year}Q{(at.month + 2) // 3}"].append(net)
    return found


def first_day(span: Span, quarter: str) -> str:
    opened = span.opened.isoformat() if span.opened else ""
    return max(opened, f"{quarter[:4]}-{3 * int(quarter[5]) - 2:02}-01")


def test_an_empty_shop_and_one_piece_that_nobody_priced(world: World, clock: Clock) -> None:
    report, _span = made(world)
    assert (report.rows, report.totals["pieces"], report.totals["kept_percent"]) == ([], 0, None)
    world.released()
    report, span = made(world)
    (row,) = report.rows
    assert (row["pieces"], row["kept_percent"], row["gold"]) == (1, 100, None)
    assert listed(world, span, "pieces", "")[0]["net"] == row["net_grams"]
    assert [one.href for one in report.notes] == ["/materials"]
