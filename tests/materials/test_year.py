"""A year of a small shop, through the verbs and with a clock that moves: every lot closes, every claim is as recomputed."""

import time
from dataclasses import dataclass
from random import Random

import pytest

from tests.conftest import Clock
from tests.materials import recomputed
from tests.materials.shop import Shop
from tests.materials.test_graphs import claims, facts, require_composed, require_conserved, require_covered
from tests.world import World
from workshop.auditing import audit
from workshop.filestore import FileStore
from workshop.house import journalled
from workshop.pieces.actions import Happening
from workshop.pieces.moving import back_from_outwork, send_to_outwork
from workshop.pieces.queries import piece_standing
from workshop.units import microseconds
from workshop.verifying import verify
from workshop.writing import Writing


@dataclass(frozen=True)
class Year:
    """How much happens: in so many steps, so many pieces and lots bought, and a melt or a sweep each few steps."""

    steps: int
    pieces: int
    lots: int


SHORT, WHOLE = Year(12, 60, 10), Year(52, 500, 60)


@pytest.mark.parametrize("year", [SHORT, pytest.param(WHOLE, marks=pytest.mark.slow)], ids=["short", "whole"])
def test_a_year_closes_to_the_milligram(world: World, clock: Clock, year: Year) -> None:
    began = time.perf_counter()
    moments = _live(world, clock, year)
    lived = time.perf_counter()
    told = recomputed.read(world)
    assert len(told.pieces) >= year.pieces and len(told.lots) >= year.lots
    require_conserved(world, told)
    require_composed(world, told)
    for moment in moments[:: len(moments) // 4]:
        require_as_on_that_day(world, told, moment)
    require_covered(claims(world, facts(world)), recomputed.recycled(told))
    assert audit(world.room).findings == []
    assert verify(world.room, journalled()).problems == []
    print(f"{year}: lived in {lived - began:.1f} s, proved in {time.perf_counter() - lived:.1f} s")


def _live(world: World, clock: Clock, year: Year) -> list[int]:
    """The moments at which a step of the year ended."""
    world.shop()
    shop: list[Shop] = []
    moments = []
    for step in range(year.steps):
        world.tell(lambda w, n=step: _step(w, world, shop, year, n), world.ana)
        moments.append(microseconds(clock()))
        clock.forward(days=365 / year.steps)
    return moments


def _step(writing: Writing, world: World, kept: list[Shop], year: Year, step: int) -> None:
    day = writing.at.date().isoformat()
    if not kept:
        paper = FileStore(world.room.settings.data_dir).put(b"a certificate")
        kept.append(Shop(writing, Random(7), world.design, day, paper))
        for act in (kept[0].meet, kept[0].meet, kept[0].meet, kept[0].buy_stones, kept[0].buy, kept[0].buy):
            act()
    shop = kept[0]
    shop.writing, shop.day = writing, day
    for _ in range(_due(year.lots, year, step)):
        shop.buy()
    shop.melt()
    for _ in range(_due(year.pieces, year, step)):
        _make(shop)
    for act in (shop.melt, shop.sweep, shop.lend, shop.lose, shop.undo, shop.grow_tree):
        act()
    for paper, when in zip(shop.papers, (year.steps // 3, 2 * year.steps // 3), strict=False):
        if step == when:
            shop.withdraw(paper, from_on=shop.chance.choice((None, day)))


def _due(whole: int, year: Year, step: int) -> int:
    return whole * (step + 1) // year.steps - whole * step // year.steps


def _make(shop: Shop) -> None:
    """One piece from its casting to the scale, some by way of another workshop, a few into the scrap box."""
    piece = shop.cast()
    while piece is None:
        shop.buy()
        piece = shop.cast()
    for act in (shop.file, shop.solder, shop.file, shop.set_stones):
        if shop.chance.random() < 0.6:
            act()
    if shop.chance.random() < 0.1:
        _send_out(shop, piece)
    if shop.chance.random() < 0.05:
        shop.scrap()


def _send_out(shop: Shop, piece: str) -> None:
    """To be polished elsewhere: it comes back lighter, and its books close on what the scale shows."""
    if piece not in shop.pieces:
        return
    gross = shop.inside(piece) + shop.carats(piece) // 5
    for act, kind, mg in ((send_to_outwork, "outwork_out", gross), (back_from_outwork, "outwork_back", gross - 45)):
        seen = piece_standing(shop.writing.session, piece).seen
        act(shop.writing, piece, Happening(kind, seen=seen, weight_mg=mg, reason="polished"))


def require_as_on_that_day(world: World, told: recomputed.Told, moment: int) -> None:
    """What the books said at the end of that step is still what they say of it."""
    rows = world.rows(
        "SELECT b.account_id, b.lot_id, b.mg, b.carat_thousandths, b.number FROM balance b WHERE b.sequence = (SELECT max(n.sequence) "
        "FROM balance n WHERE n.account_id = b.account_id AND n.lot_id = b.lot_id AND n.at <= :moment)",
        moment=moment,
    )
    then = {(r.account_id, r.lot_id): [r.mg, r.carat_thousandths, r.number] for r in rows}
    assert then == recomputed.holdings(told, moment)
