"""The catalogue for web shops: their columns, drafts only, prices as their importers read them, no formula and no markup of ours undone."""

import csv
import io

import pytest
from flask import Flask

from tests.catalogue.importers import rows_of, shopify, woocommerce
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


def test_both_importers_take_every_row_and_read_back_what_was_meant(shop: World, app: Flask) -> None:
    told = {"story": "C:\\new, and\nso on", "made_of": "One\\n", "price_minor": 99, "code": "-2"}
    shop.tell(lambda w: add_design(w, NewDesign("Lilás émaillé", "pendant", "ag925", **told)), shop.omar)
    client = shop.sign_in(app, shop.omar)
    products = shopify(client.get("/catalogue/shopify.csv").data)
    assert len(products) == 4 and all(len(one["variants"]) == 1 for one in products.values())
    assert all((one["row"]["Status"], one["row"]["Published"]) == ("draft", "FALSE") for one in products.values())
    found = {one["sku"]: one for one in woocommerce(client.get("/catalogue/woocommerce.csv").data)}
    assert (found["LI 1"]["weight"], found["LI 1"]["regular_price"], found["LI 1"]["published"]) == (
        4.62,
        1250,
        "private",
    )
    assert found["'-2"]["description"] == "<p>C:\\new, and<br>so on</p><p>One\\n</p>"
    assert found["'-2"]["category_ids"] == ["Pendant"] and len(found["'-2"]["tag_ids"]) == 1


def test_no_cell_of_either_file_is_a_formula(shop: World, app: Flask) -> None:
    for number, sign in enumerate("=+-@\t\r"):
        told = {"story": f"{sign}1", "made_of": f"{sign}cmd|' /C calc'!A0", "code": f"F{number}"}
        shop.tell(lambda w, s=sign, t=told: add_design(w, NewDesign(f"x{s}", "ring", "ag925", **t)), shop.omar)
    client = shop.sign_in(app, shop.omar)
    for name in ("shopify", "woocommerce"):
        rows = rows_of(client.get(f"/catalogue/{name}.csv").data)
        assert not [cell for row in rows for cell in row.values() if cell[:1] and cell[0] in "=+-@\t\r"]
