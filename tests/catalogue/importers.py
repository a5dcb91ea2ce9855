"""Reading a file as the importers of Shopify and WooCommerce do, after their public documentation and source (2026-11)."""

import csv
import io
import re
from typing import Any

SHOPIFY_KNOWN = {
    *("Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published"),
    *("Option1 Name", "Option1 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker"),
    *("Variant Inventory Qty", "Variant Inventory Policy", "Variant Fulfillment Service", "Variant Price"),
    *("Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable", "Variant Barcode", "Image Src"),
    *(
        "Image Position",
        "Image Alt Text",
        "Gift Card",
        "Variant Image",
        "Variant Weight Unit",
        "Cost per item",
        "Status",
    ),
}
WOO_KNOWN = {
    "type": "type",
    "sku": "sku",
    "name": "name",
    "published": "published",
    "visibility in catalog": "catalog_visibility",
    "short description": "short_description",
    "description": "description",
    "tax status": "tax_status",
    "regular price": "regular_price",
    "categories": "category_ids",
    "tags": "tag_ids",
    "images": "images",
    "weight (g)": "weight",
}


def rows_of(content: bytes) -> list[dict[str, str]]:
    """UTF-8, a mark at the beginning taken off, commas between; every row as long as the head."""
    text = content.decode("utf-8").removeprefix("\ufeff")
    head, *rows = csv.reader(io.StringIO(text), strict=True)
    assert len(set(head)) == len(head)
    assert all(len(row) == len(head) for row in rows)
    return [dict(zip(head, row, strict=True)) for row in rows]


def shopify(content: bytes) -> dict[str, dict[str, Any]]:
    """Products by handle. Rows with one handle are variants of one product; each option value stands once in it."""
    products: dict[str, dict[str, Any]] = {}
    for row in rows_of(content):
        assert row.keys() <= SHOPIFY_KNOWN, row.keys() - SHOPIFY_KNOWN
        handle = row["Handle"]
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", handle), handle
        assert row["Title"] or handle in products
        assert row["Published"] in ("TRUE", "FALSE") and row["Status"] in ("active", "draft", "archived")
        assert (row["Option1 Name"], row["Option1 Value"]) == ("Title", "Default Title")
        assert row["Variant Inventory Policy"] in ("deny", "continue")
        assert row["Variant Fulfillment Service"] == "manual"
        assert {row["Variant Requires Shipping"], row["Variant Taxable"]} <= {"TRUE", "FALSE"}
        assert re.fullmatch(r"\d+", row["Variant Grams"]) and re.fullmatch(r"(\d+(\.\d+)?)?", row["Variant Price"])
        product = products.setdefault(handle, {"row": row, "variants": [], "tags": _parted(row["Tags"])})
        assert row["Option1 Value"] not in product["variants"], "two variants with one value"
        product["variants"].append(row["Option1 Value"])
    return products


def woocommerce(content: bytes) -> list[dict[str, Any]]:
    """Products as a shop that weighs in grams takes them: columns found by their names in any case, values parsed by column."""
    found = []
    for row in rows_of(content):
        assert {name.lower() for name in row} <= WOO_KNOWN.keys()
        told: dict[str, Any] = {WOO_KNOWN[name.lower()]: value for name, value in row.items()}
        assert told["type"] in ("simple", "variable", "grouped", "external", "variation")
        assert told["catalog_visibility"] in ("visible", "catalog", "search", "hidden")
        assert told["tax_status"] in ("taxable", "shipping", "none")
        told["published"] = {1.0: "publish", 0.0: "private", -1.0: "draft"}[float(_bare(told["published"]))]
        told["weight"] = float(_bare(told["weight"])) if told["weight"] else None
        told["regular_price"] = float(told["regular_price"]) if told["regular_price"] else None
        told["tag_ids"], told["category_ids"] = _parted(_bare(told["tag_ids"])), _parted(told["category_ids"])
        for name in ("description", "short_description"):
            told[name] = "\\n".join(part.replace("\\n", "\n") for part in told[name].split("\\\\n"))
        found.append(told)
    skus = [one["sku"] for one in found]
    assert all(skus) and len(set(skus)) == len(skus)
    return found


def _bare(value: str) -> str:
    """The apostrophe that keeps a cell from being calculated is taken off again."""
    return value[1:] if value[:2] in ("'=", "'+", "'-", "'@") else value


def _parted(value: str) -> list[str]:
    parts = value.replace("\\,", "\0").split(",") if value else []
    return [part.replace("\0", ",").strip() for part in parts]
