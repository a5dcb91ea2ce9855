"""The words that materials are spoken of with: kinds of lot, forms, origins, custody, papers. One list for each, used by rows, forms and the API."""

from collections.abc import Iterable

from workshop.wording import N_

METALS = (N_("gold"), N_("silver"), N_("platinum"), N_("palladium"), N_("base"))
PRECIOUS = METALS[:4]

# A parcel of stones is counted and weighed together; a single stone has a lot of its own.
LOT_KINDS = (N_("metal"), N_("castings"), N_("stones"), N_("stone"), N_("findings"))
STONE_KINDS = ("stones", "stone")

FORMS = (
    N_("grain"),
    N_("sheet"),
    N_("wire"),
    N_("tube"),
    N_("bar"),
    N_("coin"),
    N_("casting"),
    N_("finding"),
    N_("ingot"),
    N_("button"),
    N_("scrap"),
    N_("lemel"),
    N_("sweeps"),
    N_("skull"),
    N_("old_metal"),
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
    N_("certificate"),
    N_("transfer"),
    N_("invoice"),
    N_("declaration"),
    N_("report"),
    N_("assay"),
    N_("hallmark"),
    N_("pay"),
    N_("licence"),
    N_("settlement"),
    N_("nickel"),
    N_("statement"),
)

# Standards that a paper may be under; what each proves stands in claims. "other": one that the rules do not know.
STANDARD_OTHER = "other"
STANDARDS = (
    ("rjc_cop", N_("RJC Code of Practices")),
    ("rjc_coc", N_("RJC Chain of Custody")),
    ("scs_recycled", N_("SCS Recycled Content (SCS-103)")),
    ("scs_responsible_source", N_("SCS Certified Responsible Source")),
    ("fairmined", N_("Fairmined (labelled material)")),
    ("fairmined_certificates", N_("Fairmined Certificates")),
    ("fairtrade", N_("Fairtrade Gold")),
    ("fairmined_licence", N_("Fairmined licence")),
    ("fairtrade_goldsmith", N_("Fairtrade goldsmith registration")),
    ("fairtrade_licence", N_("Fairtrade licence")),
    ("lbma_gdl", N_("LBMA Good Delivery")),
    ("rmi_rmap", N_("RMI RMAP")),
    ("eu_cahra", N_("EU list of conflict-affected and high-risk areas")),
    ("wdc_sow", N_("WDC System of Warranties, wording of 2021")),
    ("wdc_sow_old", N_("WDC System of Warranties, older wording")),
    ("eu_dds", N_("EU Due Diligence Statement on Diamond Origin")),
    ("scs_007", N_("SCS-007 Sustainability Rated Diamonds")),
    ("oecd", N_("OECD due diligence")),
    (STANDARD_OTHER, N_("Another standard")),
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
