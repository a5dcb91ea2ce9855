"""Standards and schemes: what a paper under each of them proves, and what it does not.

Sources, read in 2026: RJC Code of Practices (2019 text and FAQ) and Chain of Custody; SCS-103 version 8.0 (9 May 2024) and
the SCS press release on the older "Certified Responsible Source"; Fairmined labelled material and certificates
(fairmined.org); Fairtrade goldsmith guidelines (2014); LBMA newsletter of September 2023 on bars made before 7 March 2022;
RMI RMAP; WDC System of Warranties (wording of September 2021, five years for the older one); SCS-007-1; Regulation (EU)
2017/821 and the list of conflict-affected areas; Regulation (EU) 833/2014, article 3p.
"""

from dataclasses import dataclass
from datetime import date

from workshop.claims.facts import RECYCLED
from workshop.wording import N_

MINED = frozenset({"mined", "mined_asm", "mined_byproduct"})
COC_TYPES = RECYCLED | frozenset({"mined", "mined_byproduct", "grandfathered", "mix"})


@dataclass(frozen=True)
class Standard:
    """What a paper under it proves.

    `proves` holds the origin classes that it can show (empty: it says nothing of the material), `custody` the model that the
    standard itself fixes, `says` the sentence that tells why it does not carry a claim, `names` older or longer names.
    `accepted_until` is the last day of receipt on which it still counts. `by_production`: judged on the day the metal was made.
    """

    key: str
    name: str
    level: str
    proves: frozenset[str] = frozenset()
    custody: str | None = None
    needs_share: bool = False
    by_production: bool = False
    accepted_until: date | None = None
    says: str = ""
    names: tuple[str, ...] = ()


STANDARDS: tuple[Standard, ...] = (
    Standard(
        "rjc_cop",
        "RJC Code of Practices",
        "business",
        says=N_("RJC Code of Practices is the membership of a business; it says nothing of this material."),
        names=("RJC certified", "Responsible Jewellery Council", "certified (Code of Practices)"),
    ),
    Standard("rjc_coc", "RJC Chain of Custody", "lot", proves=COC_TYPES, custody="segregated", names=("RJC CoC",)),
    Standard(
        "scs_recycled",
        "SCS Recycled Content (SCS-103)",
        "product",
        proves=RECYCLED,
        needs_share=True,
        names=("SCS-103", "SCS recycled content", "SCS Recycled Content"),
    ),
    Standard(
        "scs_responsible_source",
        "SCS Certified Responsible Source",
        "business",
        says=N_("“Certified Responsible Source” is an older SCS scheme; it is not Recycled Content."),
        names=("SCS Certified Responsible Source",),
    ),
    Standard(
        "fairmined",
        "Fairmined (labelled material)",
        "lot",
        proves=frozenset({"mined_asm"}),
        custody="segregated",
        names=("Fairmined Labeled", "Fairmined Labelled", "Fairmined"),
    ),
    Standard(
        "fairmined_certificates",
        "Fairmined Certificates",
        "business",
        custody="book_and_claim",
        says=N_(
            "Fairmined Certificates are bought apart from the metal: there is no physical traceability to this piece."
        ),
        names=("Fairmined Certificate", "Fairmined Credits"),
    ),
    Standard("fairtrade", "Fairtrade Gold", "lot", proves=frozenset({"mined_asm"}), custody="segregated"),
    Standard("fairmined_licence", "Fairmined licence", "own"),
    Standard("fairtrade_goldsmith", "Fairtrade goldsmith registration", "own"),
    Standard("fairtrade_licence", "Fairtrade licence", "own"),
    Standard(
        "lbma_gdl",
        "LBMA Good Delivery",
        "refiner",
        by_production=True,
        says=N_(
            "LBMA Good Delivery speaks of the refiner on the day the bar was made; it says nothing of a recycled share or a mine."
        ),
        names=("LBMA Good Delivery", "LBMA Responsible Gold"),
    ),
    Standard(
        "rmi_rmap",
        "RMI RMAP",
        "refiner",
        says=N_("RMAP speaks of the refiner's sourcing on that day; it says nothing of a recycled share or a mine."),
        names=("RMAP",),
    ),
    Standard(
        "eu_cahra",
        "EU list of conflict-affected and high-risk areas",
        "region",
        says=N_("A list of regions changes with the day and says nothing of a lot."),
        names=("CAHRA list (EU 2017/821)", "CAHRA"),
    ),
    Standard("wdc_sow", "WDC System of Warranties, wording of 2021", "lot", names=("System of Warranties",)),
    Standard(
        "wdc_sow_old",
        "WDC System of Warranties, older wording",
        "lot",
        accepted_until=date(2026, 8, 31),
        says=N_("The older wording of the System of Warranties is no longer accepted since September 2026."),
    ),
    Standard("eu_dds", "EU Due Diligence Statement on Diamond Origin", "lot"),
    Standard("scs_007", "SCS-007 Sustainability Rated Diamonds", "stone", proves=frozenset({"natural", "lab_grown"})),
    Standard(
        "oecd",
        "OECD due diligence",
        "business",
        says=N_("OECD due diligence is a process; it proves nothing of a product."),
    ),
)
BY_KEY = {standard.key: standard for standard in STANDARDS}
NAMED = {name.casefold(): one for one in STANDARDS for name in (one.key, one.name, *one.names)}
CERTIFIERS = frozenset({"scs", "scs global services", "sgs", "bureau veritas", "ul", "intertek", "tüv", "dnv"})


def named(name: str) -> Standard | None:
    """The standard of that name, also by an older one; None for none, or for a certifier's name alone."""
    return NAMED.get(" ".join(name.split()).casefold())


def is_certifier(name: str) -> bool:
    """Whether the name is that of a body that certifies, which is no standard: SCS alone does not say what was certified."""
    return " ".join(name.split()).casefold() in CERTIFIERS
