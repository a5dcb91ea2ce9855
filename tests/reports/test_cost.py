"""What pieces cost: every part reckoned once more from movements, entries and prices; what is not known is never nothing."""

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from tests.conftest import Clock
from tests.materials import recomputed
from tests.pages import send
from tests.reports.metalshops import fine_prices, metal_shop, unit_costs, walk_out
from tests.reports.shops import DONE_HERE, NOW, Shop
from tests.world import World
from workshop.reports.book import KINDS, span_of
from workshop.reports.price_costs import newest_costs
from workshop.reports.reckoning import Terms, keep_terms, terms_now
from workshop.reports.told import Report, Span

HOUR = 3_600_000_000
HOUR_CENTS = 3_600


def made(world: World) -> tuple[Report, Span]:
    with world.room.database.reading() as session:
        span = span_of(session, None, None, world.room.now())
        return KINDS["cost"].make(session, span, span.currency), span


def priced(world: World, minor: int | None) -> None:
    for row in world.rows("SELECT code FROM design"):
        world.price(minor, row.code)


def materials(world: World) -> dict[str, dict[str, Fraction | None]]:
    """Cents of metal bought, metal today and stones of each piece that has books."""
    told = recomputed.read(world)
    units, prices = unit_costs(world, told, NOW.date().isoformat()), fine_prices(NOW.date().isoformat())
    found: dict[str, dict[str, Fraction | None]] = defaultdict(
        lambda: {"metal": Fraction(0), "metal_today": Fraction(0), "stones": Fraction(0), "findings": Fraction(0)}
    )
    for (account, lot_id), (mg, carats, _number) in recomputed.holdings(told).items():
        if account not in told.pieces or not (mg or carats):
            continue
        lot, parts = told.lots[lot_id], found[told.pieces[account]]
        name, unit = "metal" if lot.metal else "stones", units[lot_id]
        parts[name] = plus(parts[name], None if unit is None else unit * (mg or carats))
        if lot.metal:
            parts["metal_today"] = plus(parts["metal_today"], Fraction(mg * lot.fineness, 10_000) * prices[lot.metal])
    return found


def plus(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    return None if first is None or second is None else first + second


def labour(shop: Shop) -> dict[str, Fraction | None]:
    """Cents of each piece's logged work; None where any of it was finished without a start, or none was logged."""
    moving = {row.key for row in shop.rows("SELECT key FROM event_kind WHERE leads_to IS NOT NULL")}
    found: dict[str, Fraction | None] = {}
    looks = shop.looks()
    for piece_id, entries in shop.events().items():
        passed = min((one.decided_at for one in looks.get(piece_id, ()) if one.verdict == "pass"), default=0)
        steps = [one for one in entries if one.kind in moving and one.at <= passed]
        pairs = list(pairwise(steps))
        timed = [later.at - one.at for one, later in pairs if one.kind in ("start", "take_up")]
        blind = any(one.kind in DONE_HERE for one in steps[:1]) or any(
            later.kind in DONE_HERE and one.kind not in ("start", "take_up") for one, later in pairs
        )
        found[shop.pieces()[piece_id].serial] = None if blind or not timed else Fraction(sum(timed) * HOUR_CENTS, HOUR)
    return found


def lines(world: World, span: Span, column: str = "pieces", key: str = "") -> dict[str, Any]:
    behind = KINDS["cost"].behind
    with world.room.database.reading() as session:
        found = behind(session, span, column, key) if behind else None
        assert found is not None
        return {line["serial"]: line for line in map(found.tell, session.execute(found.statement))}


def same(told: Any, wanted: Fraction | None) -> bool:
    return told is None if wanted is None else told == pytest.approx(int(wanted // 1) / 100)


@pytest.mark.parametrize("seed", range(3))
def test_every_part_of_every_piece_is_that_of_the_raw_rows(world: World, clock: Clock, seed: int) -> None:
    kept = metal_shop(world, clock, seed)
    for serial in kept.pieces[:6:2]:
        world.event(serial, "start")
        clock.forward(hours=3, minutes=17)
        world.event(serial, "put_down")
    walk_out(world, clock, kept, seed)
    timed = world.piece()
    for kind in ("start", "wax", "start", "polish"):
        clock.forward(hours=1)
        world.event(timed, kind, **({} if kind == "start" else {"weight_mg": 4_000}))
    world.inspect(timed)
    clock.forward(minutes=1)
    world.event(timed, "start")
    clock.forward(hours=5)
    world.event(timed, "polish", weight_mg=4_000)
    world.tell(lambda w: keep_terms(w, Terms(HOUR_CENTS, 45, 70)), world.omar)
    priced(world, 99_901)
    report, span = made(world)
    told, of, worked = lines(world, span), materials(world), labour(Shop(world, []))
    assert told and report.totals["pieces"] == len(told)
    for serial, line in told.items():
        nothing = dict.fromkeys(("metal", "metal_today", "stones", "findings"))
        parts = of.get(serial, nothing) | {"labour": worked[serial]}
        assert all(same(line[name], wanted) for name, wanted in parts.items())
        whole = plus(plus(parts["metal"], parts["stones"]), parts["labour"])
        assert same(line["whole"], whole)
        assert (line["wholesale"], line["consignment"], line["retail"]) == (449.55, 699.30, 999.01)
    assert told[timed]["labour"] == 72
    known = {serial for serial, line in told.items() if line["whole"] is not None}
    assert set(lines(world, span, "known")) == known and report.totals["known"] == len(known)
    for row in report.rows:
        mine = [of[serial]["metal"] for serial in told if serial in of and of[serial]["metal"] is not None]
        exact = sum((one for one in mine if one is not None), Fraction(0))
        assert same(row["metal"], exact / len(mine) if mine else None)
    newest_three(
        world, told, {serial: plus(of[serial]["metal"], of[serial]["stones"]) for serial in told if serial in of}
    )


def newest_three(world: World, told: dict[str, Any], bought: dict[str, Fraction | None]) -> None:
    """The list of prices tells the mean of the pieces made last: with labour where it is known of one, else without."""
    rows = world.rows("SELECT p.serial, p.design_id FROM piece p ORDER BY p.id DESC")
    by_design: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        if row.serial in told:
            by_design[row.design_id].append(row.serial)
    with world.room.database.reading() as session:
        found = newest_costs(session, list(by_design), terms_now(session), "EUR", NOW.date().isoformat())
    for design_id, serials in by_design.items():
        whole = [told[one]["whole"] for one in serials[:3] if told[one]["whole"] is not None]
        parts = [float(one) / 100 for name in serials[:3] if (one := bought.get(name)) is not None]
        known = whole or parts
        assert (design_id in found) == bool(known)
        if known:
            assert found[design_id].is_whole == bool(whole)
            assert float(found[design_id].minor) / 100 == pytest.approx(sum(known) / len(known), abs=0.02)


def test_what_is_not_recorded_is_not_known_and_says_what_to_do(world: World) -> None:
    world.shop(currency="EUR")
    world.released()
    report, span = made(world)
    (line,) = lines(world, span).values()
    parts = ("metal", "metal_today", "stones", "labour", "whole", "retail", "retail_left")
    assert [line[name] for name in parts] == [None] * len(parts)
    assert [one.href for one in report.notes] == ["/settings/reckoning", "/materials", "/catalogue/designs"]


def test_an_hour_is_said_once_and_what_is_no_price_is_kept_as_typed(world: World, app: Any) -> None:
    world.shop(currency="EUR")
    world.tell(lambda w: keep_terms(w, Terms(None, 40, 65)), world.omar)
    owner = world.sign_in(app, world.omar)
    at = "/settings/reckoning"
    refused = send(owner, at, at, hour="dear")
    assert refused.status_code == 422 and "dear" in refused.get_data(as_text=True)
    for _again in range(2):
        assert send(owner, at, at, hour="36.00").status_code == 303
    rows = world.rows("SELECT hour_minor, wholesale_percent, consignment_percent, is_announced FROM reckoning")
    assert rows[1:] == [(3_600, 40, 65, 0)]
