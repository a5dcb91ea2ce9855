"""The catalogue as the importers of web shops read it: the columns of Shopify and of WooCommerce, one row a design.

Columns after help.shopify.com/manual/products/import-export/using-csv (its headers before “URL handle”, which exports still carry) and
the importer of WooCommerce itself (2026-11). No stock goes along: how many can be sold is not told by a design.
No pictures either: both importers fetch them from public addresses, and pictures of designs have none.
"""

import re
from collections.abc import Callable
from html import escape

from workshop.catalogue.queries import DesignRow
from workshop.folding import words_of
from workshop.money import amount
from workshop.units import grams

SHOPIFY = (
    "Handle",
    "Title",
    "Body (HTML)",
    "Vendor",
    "Type",
    "Tags",
    "Published",
    "Option1 Name",
    "Option1 Value",
    "Variant SKU",
    "Variant Grams",
    "Variant Inventory Policy",
    "Variant Fulfillment Service",
    "Variant Price",
    "Variant Requires Shipping",
    "Variant Taxable",
    "Status",
)
WOOCOMMERCE = (
    "Type",
    "SKU",
    "Name",
    "Published",
    "Visibility in catalog",
    "Short description",
    "Description",
    "Tax status",
    "Weight (g)",
    "Regular price",
    "Categories",
    "Tags",
)
Row = tuple[object, ...]


def shopify_row(row: DesignRow, vendor: str, currency: str | None) -> Row:
    """A draft: what is shown to customers is decided in the shop."""
    weight_g = round(row.target_weight_mg / 1000) if row.target_weight_mg else 0
    sold = "deny", "manual", amount(row.price_minor, currency), "TRUE", "TRUE", "draft"
    about = row.name, body_of(row), vendor, row.kind_name, row.alloy.replace(",", ""), "FALSE"
    return (handle_of(row), *about, "Title", "Default Title", row.code, weight_g, *sold)


def woocommerce_row(row: DesignRow, _vendor: str, currency: str | None) -> Row:
    """Private there, until the shop shows it. Its weight is mapped by itself where that shop weighs in grams."""
    weight_g = grams(row.target_weight_mg) if row.target_weight_mg else ""
    texts = _kept_lines(row.made_of or ""), _kept_lines(body_of(row))
    sold = "taxable", weight_g, amount(row.price_minor, currency)
    return ("simple", row.code, row.name, 0, "visible", *texts, *sold, _one_term(row.kind_name), _one_term(row.alloy))


def _kept_lines(text: str) -> str:
    """A backslash before an n stands for a new line there; two stand for themselves."""
    return text.replace("\\n", "\\\\n")


def _one_term(name: str) -> str:
    """A comma would make two of it, a > a category within another."""
    return name.replace(">", "").replace(",", "\\,")


def handle_of(row: DesignRow) -> str:
    """The last part of the product's address: small letters, figures and hyphens, each design's own."""
    words = "-".join(words_of(f"{row.name} {row.code}"))
    return re.sub(r"[^a-z0-9-]+", "", words).strip("-") or "design"


def body_of(row: DesignRow) -> str:
    """What is said of it, as paragraphs of HTML."""
    said = [text for text in (row.story, row.made_of, row.care) if text]
    paragraphs = (part.strip() for text in said for part in re.split(r"\n\s*\n", text))
    return "".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in paragraphs if part)


SHOPS: dict[str, tuple[tuple[str, ...], Callable[[DesignRow, str, str | None], Row]]] = {
    "shopify": (SHOPIFY, shopify_row),
    "woocommerce": (WOOCOMMERCE, woocommerce_row),
}
