"""What is in pieces that are the shop's own at the end of a day, and what all stock cost and is worth: reckoned once more from the raw rows."""

from collections import defaultdict
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import Clock
from tests.materials import recomputed
from tests.reports.metalshops import fine_prices, metal_shop, unit_costs, walk_out
from tests.reports.shops import NOW
from tests.world import World
from workshop.pieces.rules import KINDS as EVENTS
from workshop.reports.book import KINDS, span_of
from workshop.reports.told import Report, Span
from workshop.units import microseconds

HERE = ZoneInfo("Europe/Lisbon")
DAYS = (None, date(2026, 11, 8), date(2026, 10, 3))
LENT = ("gallery", "fair", "photographer", "insurer")
OURS = ("lot", "tree", "person", "supplier", "scrap", "lemel", "sweeps")


def made(world: World, last: date | None) -> tuple[Report, Span]:
    with world.room.database.reading() as session:
        span = span_of(session, None, last, world.room.now())
        return KINDS["stock"].make(session, span, "EUR"), span


def group_of(world: World, piece: Any, until: int) -> str | None:
    """By walking through what happened to the piece until then."""
    if piece.created_at > until:
        return None
    places = world.rows("SELECT * FROM custody WHERE piece_id = :id ORDER BY sequence", id=piece.id)
    place = [one.place for one in places if one.at <= until]
    events = world.rows("SELECT * FROM work_event WHERE piece_id = :id ORDER BY sequence", id=piece.id)
    events = [one for one in events if one.at <= until]
    if "customer" in place or any(one.kind == "scrap" for one in events):
        return None
    if place and place[-1] in LENT:
        return "lent"
    looks = world.rows("SELECT * FROM inspection WHERE piece_id = :id AND verdict = 'pass'", id=piece.id)
    seen = {one.last_change_id for one in looks if one.decided_at <= until}
    changes = [one for one in events if EVENTS[one.kind].ends_release]
    return "finished" if changes and changes[-1].id in seen else "in_work"


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_is_that_of_the_raw_rows(world: World, clock: Clock, seed: int) -> None:
    walk_out(world, clock, metal_shop(world, clock, seed), seed)
    told = recomputed.read(world)
    for last in DAYS:
        day = last or NOW.date()
        until = microseconds(datetime.combine(day, datetime.max.time(), HERE)) if last else microseconds(NOW)
        require_same(world, told, made(world, last)[0], day.isoformat(), until)


def require_same(world: World, told: recomputed.Told, report: Report, day: str, until: int) -> None:
    units, prices, held = unit_costs(world, told, day), fine_prices(day), recomputed.holdings(told, until)
    pieces = {row.account_id: row for row in world.rows("SELECT * FROM piece WHERE account_id IS NOT NULL")}
    sums, there = defaultdict[str, list[Any]](lambda: [0, Fraction(0), 0, Fraction(0)]), defaultdict[str, set[int]](set)
    groups = {row.id: group_of(world, row, until) for row in world.rows("SELECT * FROM piece")}
    for (account, lot_id), (mg, carats, _number) in held.items():
        group = groups[pieces[account].id] if account in pieces else None
        if group is None or not (mg or carats):
            continue
        lot = told.lots[lot_id]
        key = f"{group}/{lot.metal or 'stones'}"
        there[key].add(account)
        there[group].add(account)
        for place, value in enumerate(
            (mg, Fraction(mg * (lot.fineness or 0), 10_000), carats, (units[lot_id] or 0) * (carats or mg))
        ):
            sums[key][place] += value
    rows = {row["key"]: row for row in report.rows if "pieces" in row}
    assert {key for key in rows if not key.endswith("/none")} == set(sums)
    for key, (mg, fine, carats, cost) in sums.items():
        row = rows[key]
        assert (row["pieces"], row["cost_here"]) == (len(there[key]), pytest.approx(int(cost) / 100))
        if key.endswith("/stones"):
            assert round(row["carats"] * 1000) == carats
        else:
            worth = fine * prices[key.partition("/")[2]]
            assert (round(row["grams"] * 1000), round(row["fine_grams"] * 1000)) == (mg, int(fine))
            assert row["value_here"] == pytest.approx(int(worth) / 100)
    assert report.totals["pieces"] == sum(group is not None for group in groups.values())
    for group in ("in_work", "finished", "lent"):
        bare = sum(one == group for one in groups.values()) - len(there[group])
        assert rows.get(f"{group}/none", {"pieces": 0})["pieces"] == bare
    require_same_lots(told, report, units, prices, held)


def require_same_lots(told: recomputed.Told, report: Report, units: Any, prices: Any, held: Any) -> None:
    left = defaultdict[int, list[int]](lambda: [0, 0])
    for (account, lot_id), (mg, carats, _number) in held.items():
        known = told.accounts[account]
        if known.key == known.kind and known.kind in OURS and told.lots[lot_id].owner_id is None:
            left[lot_id][0] += mg
            left[lot_id][1] += carats
    cost = sum(round(row["cost_here"] * 100) for row in report.rows if row.get("lots") and row["cost_here"])
    exact = sum((units[lot] or 0) * (carats or mg) for lot, (mg, carats) in left.items())
    assert abs(cost - exact) < len(report.rows) + 1
    value = sum(row["value_here"] for row in report.rows if row.get("lots") and row.get("value_here"))
    worth = sum(
        Fraction(mg * (told.lots[lot].fineness or 0), 10_000) * prices[told.lots[lot].metal]
        for lot, (mg, _carats) in left.items()
        if mg
    )
    assert abs(value * 100 - worth) < len(report.rows) + 1


def test_the_pieces_and_lots_behind_a_figure_are_those_it_counts(world: World, clock: Clock) -> None:
    walk_out(world, clock, metal_shop(world, clock, 2), 2)
    behind = KINDS["stock"].behind
    assert behind is not None
    for last in DAYS:
        told, span = made(world, last)
        with world.room.database.reading() as session:
            for row in told.rows:
                column = "pieces" if "pieces" in row else "lots"
                found = behind(session, span, column, row["key"])
                assert found is not None
                lines = [found.tell(one) for one in session.execute(found.statement)]
                assert len(lines) == row[column]
                assert round(sum(one["grams"] or 0 for one in lines) * 1000) == round(row.get("grams", 0) * 1000)


def test_without_a_currency_nothing_is_told_in_money(world: World) -> None:
    told = made(world, None)[0]
    assert (list(told.rows), told.totals["cost_here"], [one.href for one in told.notes]) == ([], None, ["/settings"])
