"""The words that materials are spoken of with: kinds of lot, forms, origins, custody, papers. One list for each, used by rows, forms and the API."""

from collections.abc import Iterable

METALS = ("gold", "silver", "platinum", "palladium", "base")
PRECIOUS = METALS[:4]

# A parcel of stones is counted and weighed together; a single stone has a lot of its own.
LOT_KINDS = ("metal", "castings", "stones", "stone", "findings")
STONE_KINDS = ("stones", "stone")

FORMS = (
    "grain",
    "sheet",
    "wire",
    "tube",
    "bar",
    "coin",
    "casting",
    "finding",
    "ingot",
    "button",
    "scrap",
    "lemel",
    "sweeps",
    "skull",
    "old_metal",
)

# What a paper may speak of besides: a release test of nickel is of the worn state or, after EN 12472, of a coated part.
COATED = "coated"
READ_FORMS = (*FORMS, COATED)

# Where the stuff of a lot comes from (RJC Chain of Custody, ISO 14021; read 2026-11-22). Unknown is an answer of its own.
ORIGINS = (
    "mined_asm",
    "mined",
    "mined_byproduct",
    "recycled_post_consumer",
    "recycled_pre_consumer",
    "recycled_unspecified",
    "grandfathered",
    "lab_grown",
    "natural",
    "customer_supplied",
    "unknown",
)
COUNTRY_UNKNOWN = "not_traceable"

# How a paper says that its material was kept apart (ISO 22095; UNTP, read 2026-11-22).
CUSTODIES = ("identity_preserved", "segregated", "mass_balance", "book_and_claim")

# Who stands behind a paper (UNTP conformity credential 0.7.0, read 2026-11-22).
ASSESSORS = ("self", "commercial", "buyer", "membership", "third_party", "hybrid")

DOCUMENT_KINDS = (
    "certificate",
    "transfer",
    "invoice",
    "declaration",
    "report",
    "assay",
    "hallmark",
    "pay",
    "licence",
    "settlement",
    "nickel",
    "statement",
)

# Standards that a paper may be under; what each proves stands in claims. "other": one that the rules do not know.
STANDARD_OTHER = "other"
STANDARDS = (
    ("rjc_cop", "RJC Code of Practices"),
    ("rjc_coc", "RJC Chain of Custody"),
    ("scs_recycled", "SCS Recycled Content (SCS-103)"),
    ("scs_responsible_source", "SCS Certified Responsible Source"),
    ("fairmined", "Fairmined (labelled material)"),
    ("fairmined_certificates", "Fairmined Certificates"),
    ("fairtrade", "Fairtrade Gold"),
    ("fairmined_licence", "Fairmined licence"),
    ("fairtrade_goldsmith", "Fairtrade goldsmith registration"),
    ("fairtrade_licence", "Fairtrade licence"),
    ("lbma_gdl", "LBMA Good Delivery"),
    ("rmi_rmap", "RMI RMAP"),
    ("eu_cahra", "EU list of conflict-affected and high-risk areas"),
    ("wdc_sow", "WDC System of Warranties, wording of 2021"),
    ("wdc_sow_old", "WDC System of Warranties, older wording"),
    ("eu_dds", "EU Due Diligence Statement on Diamond Origin"),
    ("scs_007", "SCS-007 Sustainability Rated Diamonds"),
    ("oecd", "OECD due diligence"),
    (STANDARD_OTHER, "Another standard"),
)

# What a supplier may be to the workshop.
SUPPLIER_ROLES = ("refiner", "caster", "dealer", "cutter", "mine", "customer")

NATURES = ("natural", "laboratory_grown", "simulant", "composite", "unknown")
TREATMENTS = ("none", "heated", "oiled", "fracture_filled", "irradiated", "coated", "other", "unknown")

# What metal in a piece is for.
METAL_ROLES = ("structure", "solder", "finding", "layer")


def one_of(column: str, words: Iterable[str]) -> str:
    """The sentence of a check that a column holds one of these words, or nothing."""
    return f"{column} IN ({', '.join(repr(word) for word in words)})"
