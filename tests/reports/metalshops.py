"""Small shops that buy, melt, cast and set at random over some weeks, with what their lots cost, for figures of material to be reckoned once more."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from random import Random
from typing import Any

from tests.conftest import Clock
from tests.materials import recomputed
from tests.materials.shop import ORIGINS, Shop
from tests.reports.shops import BEGAN, NOW
from tests.world import World
from workshop.materials.ledger import Amount
from workshop.materials.models import ExchangeRate, MetalPrice
from workshop.materials.receiving import NewLot, receive_lot
from workshop.writing import Writing

PRICES = (
    ("gold", "EUR", "2026-09-01", 3_400_000),
    ("gold", "EUR", "2026-10-15", 3_555_125),
    ("silver", "USD", "2026-09-15", 41_210),
)
RATES = (("USD", "2026-09-01", 1_160_000), ("USD", "2026-10-10", 1_155_500))


class Costly(Shop):
    """A shop that is told what some of its lots cost, in one currency or another."""

    def buy(self) -> str:
        cost = self.chance.choice((None, 12_345, 250_001))
        new = NewLot(
            "metal",
            Amount(self.chance.randrange(4_000, 60_000)),
            alloy=self.chance.choice(("au750y", "au585y", "ag925")),
            form="grain",
            received_on=self.chance.choice((self.day, None)),
            origin=self.chance.choice(ORIGINS),
            division_mg=10,
            cost_minor=cost,
            currency=None if cost is None else self.chance.choice(("EUR", "EUR", "USD")),
        )
        self.lots.append(receive_lot(self.writing, new))
        return self.lots[-1]

    def buy_stones(self) -> None:
        number = self.chance.randrange(5, 30)
        new = NewLot("stones", Amount(0, number * 53 + 1, number), cost_minor=98_765, currency="EUR")
        self.stones.append(receive_lot(self.writing, replace(new, name="Sapphires")))


def metal_shop(world: World, clock: Clock, seed: int, steps: int = 8) -> Costly:
    """So many days with some happenings each, about a week apart."""
    world.shop(time_zone="Europe/Lisbon", currency="EUR")
    clock.at, kept = BEGAN, list[Costly]()
    world.tell(_priced, world.omar)
    for _ in range(steps):
        world.tell(lambda w: _step(w, world, kept, seed), world.ana)
        clock.forward(days=6, hours=7)
    clock.at = NOW
    return kept[0]


def _priced(writing: Writing) -> None:
    for metal, currency, on, price in PRICES:
        writing.add(MetalPrice, metal=metal, currency=currency, on_date=on, price_thousandths=price)
    for currency, on, rate in RATES:
        writing.add(ExchangeRate, currency=currency, on_date=on, rate_millionths=rate)


def _step(writing: Writing, world: World, kept: list[Costly], seed: int) -> None:
    day = writing.at.date().isoformat()
    if not kept:
        kept.append(Costly(writing, Random(seed), world.design, day))
        for act in (kept[0].meet, kept[0].meet, kept[0].buy, kept[0].buy_stones):
            act()
    shop = kept[0]
    shop.writing, shop.day = writing, day
    shop.buy()
    for _ in range(5):
        shop.chance.choice(shop.all_acts())()


def moved_in(told: recomputed.Told, since: int, until: int) -> list[Any]:
    """The movements of the shop's own material in a span, each with the kinds of both its ends."""
    return [
        (m, told.accounts[m.from_id].kind, told.accounts[m.to_id].kind)
        for m in told.movements
        if since <= m.at <= until and told.lots[m.lot_id].owner_id is None
    ]


def walk_out(world: World, clock: Clock, shop: Costly, seed: int) -> None:
    """Some pieces pass, are lent, sold, come back or are scrapped, on days of their own."""
    chance = Random(seed)
    clock.at = NOW - timedelta(days=12)
    for serial in [one for one in shop.pieces if one not in shop.customers][:8]:
        clock.forward(hours=chance.choice((1, 26, 40)))
        fate = chance.choice(("work", "pass", "lent", "sold", "back", "scrap", "repair"))
        if fate == "scrap":
            world.inspect(serial, "scrap", answers=world.bad_answers(serial))
        elif fate != "work":
            world.inspect(serial)
        if fate in ("lent", "back"):
            world.leave(serial, "lent", place="gallery", holder="Galeria")
        elif fate in ("sold", "repair"):
            world.leave(serial)
        clock.forward(hours=chance.choice((1, 26)))
        if fate == "back":
            world.come_back(serial)
        elif fate == "repair":
            world.take_in(serial)
    clock.at = NOW


def unit_costs(world: World, told: recomputed.Told, day: str) -> dict[int, Fraction | None]:
    """What one milligram, or thousandth of a carat, of each lot cost in cents of a euro; lots are made of older ones, so one walk is enough."""
    known, made = {r.id: r for r in world.rows("SELECT id, cost_minor, currency FROM lot")}, recomputed.went_in(told)
    rate = Fraction(next(rate for _c, on, rate in reversed(RATES) if on <= day), 1_000_000)
    found: dict[int, Fraction | None] = {}
    for lot_id in sorted(told.lots):
        lot, first = told.lots[lot_id], next(m for m in told.movements if m.lot_id == lot_id)
        parts = [(found[parent], mg) for parent, mg in made.get(lot_id, {}).items()]
        if lot.owner_id is not None:
            found[lot_id] = Fraction(0)
        elif known[lot_id].cost_minor is not None:
            whole = Fraction(known[lot_id].cost_minor, first.mg or first.carat_thousandths)
            found[lot_id] = whole / rate if known[lot_id].currency == "USD" else whole
        elif parts and all(unit is not None for unit, _mg in parts):
            found[lot_id] = sum((u * mg for u, mg in parts if u is not None), Fraction(0)) / sum(mg for _u, mg in parts)
        else:
            found[lot_id] = None
    return found


def fine_prices(day: str) -> dict[str, Fraction]:
    """Cents of a euro for one fine milligram on a day, by metal."""
    rate = Fraction(next(rate for _c, on, rate in reversed(RATES) if on <= day), 1_000_000)
    found = {}
    for metal, currency, on, price in PRICES:
        if on <= day:
            cents = Fraction(price, 10) / Fraction("31103.4768")
            found[metal] = cents / rate if currency == "USD" else cents
    return found
