"""The catalogue for web shops: their columns, drafts only, prices as their importers read them, no formula and no markup of ours undone."""

import csv
import io

import pytest
from flask import Flask

from tests.world import World
from workshop.catalogue.actions import NewDesign, add_design


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def shop(world: World) -> World:
    world.shop(name="Marsh & Wren", currency="EUR")
    told = {"story": "Bent & <b>bold</b>\n\nTwo", "price_minor": 125_000, "target_weight_mg": 4_620, "code": "LI 1"}
    world.tell(lambda w: add_design(w, NewDesign("Lilás émaillé", "ring", "au750y", **told)), world.omar)
    world.tell(lambda w: add_design(w, NewDesign("=1+1", "ring", "ag925")), world.omar)
    return world


def test_shopify_reads_the_designs_as_drafts(shop: World, app: Flask) -> None:
    rows = read(shop.sign_in(app, shop.omar).get("/catalogue/shopify.csv").text)
    one = next(row for row in rows if row["Variant SKU"] == "LI 1")
    assert (one["Handle"], one["Title"], one["Vendor"]) == ("lilas-emaille-li-1", "Lilás émaillé", "Marsh & Wren")
    assert (one["Variant Price"], one["Variant Grams"], one["Status"]) == ("1250.00", "5", "draft")
    assert one["Body (HTML)"] == "<p>Bent &amp; &lt;b&gt;bold&lt;/b&gt;</p><p>Two</p>"
    assert len({row["Handle"] for row in rows}) == len(rows)
    assert all(not value.startswith("=") for row in rows for value in row.values())


def test_woocommerce_reads_the_designs_as_private_ones(shop: World, app: Flask) -> None:
    client = shop.sign_in(app, shop.omar)
    rows = read(client.get("/catalogue/woocommerce.csv", headers={"Accept-Language": "de"}).text)
    one = next(row for row in rows if row["SKU"] == "LI 1")
    assert (one["Regular price"], one["Weight (g)"], one["Type"]) == ("1250.00", "4.62", "simple")
    assert one["Published"] == "0"
    assert shop.sign_in(app, shop.ana).get("/catalogue/woocommerce.csv").status_code == 403
