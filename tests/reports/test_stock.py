"""What is in stock, exactly: stones to the thousandth of a carat, metal to the milligram, worth by the last price before the day."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.materials.test_books import GRAIN
from tests.world import World
from workshop.errors import Invalid
from workshop.import_tables import run_import
from workshop.importing import Imported
from workshop.materials.ledger import Amount
from workshop.materials.prices import quote, read_millionths
from workshop.materials.receiving import NewLot, receive_lot
from workshop.pieces.using import Added, Using
from workshop.reports.book import make_report
from workshop.reports.told import Report

MAPS = Path(__file__).resolve().parents[2] / "examples" / "maps"
# Rows of ggplot2's diamonds data set (MIT): an exact double, a size of 0, an ordinary one.
STONES = """row,carat,cut,color,clarity,depth,table,price,x,y,z
1,0.23,Ideal,E,SI2,61.5,55,326,3.95,3.98,2.43
2,0.21,Premium,E,SI1,59.8,61,326,3.89,3.84,2.31
3,0.21,Premium,E,SI1,59.8,61,326,3.89,3.84,2.31
4,1.07,Ideal,F,SI2,61.6,56,4954,0,6.62,0
"""
PRICES = "date,price_usd_per_troy_oz\n2026-09,4000.000\n2026-10,4100.125\n"
RATES = "Date,USD\n2026-10-30,1.16\n2026-10-29,1.155\n"


@pytest.fixture
def bring(world: World, tmp_path: Path):  # type: ignore[no-untyped-def]
    def bring(kind: str, text: str, map_name: str) -> Imported:
        file = tmp_path / f"{kind}.csv"
        file.write_text(text)
        return run_import(world.room, kind, file, MAPS / f"{map_name}.toml")

    return bring


def report(world: World, name: str = "stock") -> Report:
    with world.room.database.reading() as session:
        return make_report(session, name, first=None, last=None, now=world.room.now())


def test_stones_come_in_once_doubled_rows_are_warned_and_kept(world: World, bring) -> None:  # type: ignore[no-untyped-def]
    first = bring("stones", STONES, "diamonds")
    assert (first.read, first.imported, first.repeated, first.refused) == (4, 4, 0, [])
    assert [w for w in first.warnings if "says the same as row 3" in w]
    assert sum("kept as not known" in w for w in first.warnings) == 2
    again = bring("stones", STONES, "diamonds")
    assert (again.imported, again.repeated) == (0, 4)
    told = report(world)
    assert told.totals["carats"] == 1.72
    assert told.totals["stones"] == 4
    assert told.totals["cost"] == {"USD": 5932}
    assert world.rows("SELECT x_um, y_um, z_um FROM stone_facts ORDER BY id")[3] == (None, 6620, None)
    json.dumps(told.rows)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("5,,Ideal,E,SI2,61.5,55,1,1,1,1", "carats"),
        ("5,-1,Ideal,E,SI2,61.5,55,1,1,1,1", "carats"),
        ("5,0.12345,I,E,S,1,1,1,1,1,1", "carats"),
        ("5,0.2,I,E,S,1,1,x,1,1,1", "cost"),
    ],
)
def test_a_stone_that_cannot_be_is_told_by_its_row(bring, row: str, field: str) -> None:  # type: ignore[no-untyped-def]
    done = bring("stones", STONES + row + "\n", "diamonds")
    assert done.imported == 4
    assert [(one.row, one.reason.split(":")[0]) for one in done.refused] == [(6, field)]


def test_metal_is_worth_its_fine_grams_by_the_last_price_before_the_day(world: World, bring) -> None:  # type: ignore[no-untyped-def]
    world.shop(currency="EUR")
    bring("prices", PRICES, "gold-usd")
    assert bring("prices", PRICES, "gold-usd").repeated == 2
    bring("rates", RATES, "ecb-usd")
    lot = world.tell(
        lambda w: receive_lot(w, NewLot(**vars(GRAIN) | {"cost_minor": 500_000, "currency": "EUR"})), world.omar
    )
    piece = world.piece()
    world.event(piece, "cast", weight_mg=6_660, using=Using(added=(Added(lot),)))
    row = report(world).rows[0]
    assert (row["grams"], row["fine_grams"]) == (60, 45)
    assert (row["price_day"], row["rate_day"]) == ("2026-10-01", "2026-10-30")
    worth = Fraction(45_000) / Fraction("31103.4768") * Fraction("4100.125") / Fraction("1.16")
    assert row["value"] == {"EUR": int(worth * 100) / 100}
    assert row["cost"] == {"EUR": int(Fraction(500_000 * 60_000, 66_660)) / 100}
    metal = report(world, "metal").rows[0]
    assert (metal["received_grams"], metal["in_pieces_grams"], metal["closing_grams"]) == (66.66, 6.66, 60)


def test_without_a_price_before_the_day_nothing_is_worth_anything(world: World, bring) -> None:  # type: ignore[no-untyped-def]
    bring("prices", PRICES, "gold-usd")
    with world.room.database.reading() as session:
        assert quote(session, "gold", "USD", "2026-08-31") is None
        assert quote(session, "gold", "EUR", "2026-10-31") is None
        assert quote(session, "silver", "USD", "2026-10-31") is None
        found = quote(session, "gold", "USD", "2026-10-31")
    assert found is not None and found.value_minor(Fraction(Amount(31_103).mg)) == 410_006


@pytest.mark.parametrize("typed", [None, "", "0", "-1", "x", "1.1234567", "NaN", "Infinity", "1e30"])
def test_what_is_no_rate_is_refused(typed: str | None) -> None:
    with pytest.raises(Invalid):
        read_millionths(typed, field="rate")
