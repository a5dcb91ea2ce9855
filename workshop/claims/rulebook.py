"""The 26 rules with their numbers, dates and sources.

Each rule is a function of frozen facts and a day. A rule that changes gets a new version date; results keep the date they
were made by. Rules 24 to 26 and the wording per fine gold come from bench practice (2026).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from workshop.claims.alloys import hallmarked, solid_gold, sterling_or_platinum
from workshop.claims.body import hollow, nickel, surface_layer
from workshop.claims.editions import limited_edition, one_of_a_kind
from workshop.claims.facts import PieceFacts
from workshop.claims.inspected import individually_inspected, self_inspected
from workshop.claims.making import handmade, made_in
from workshop.claims.promises import customer_material, repair_guarantee, wages
from workshop.claims.recycled import recycled_all, recycled_part, recycled_post_consumer
from workshop.claims.results import Outcome
from workshop.claims.schemes import fairmined, fairtrade, rjc_chain
from workshop.claims.stonekinds import laboratory_grown, natural_stone, treatment
from workshop.claims.stones import kimberley_warranty, stone_origin
from workshop.wording import N_

FIRST_VERSION = date(2026, 10, 1)
Judge = Callable[[PieceFacts, date], Outcome]


@dataclass(frozen=True)
class Rule:
    """A rule. `name` is what it is about; `wording` the pattern of its sentence; `source` the norm, `source_on` its date or the day it was read."""

    number: int
    key: str
    name: str
    wording: str
    source: str
    source_on: date
    judge: Judge
    is_mandatory: bool = False
    version: date = FIRST_VERSION


def _any_day(judge: Callable[[PieceFacts], Outcome]) -> Judge:
    """A rule that rests on the days in the facts alone."""
    return lambda facts, _on: judge(facts)


RULES: tuple[Rule, ...] = (
    Rule(
        1,
        "recycled_metal_100",
        N_("Recycled metal"),
        N_("The … g of gold in it is 100% recycled."),
        "16 CFR 260.13; CIBJO 2025; (EU) 2024/825",
        date(2025, 1, 1),
        _any_day(recycled_all),
    ),
    Rule(
        2,
        "recycled_metal_pct",
        N_("Recycled share"),
        N_("At least …% of the … g of gold in it is recycled."),
        "16 CFR 260.13(c)",
        date(2012, 10, 11),
        _any_day(recycled_part),
    ),
    Rule(
        3,
        "recycled_post_consumer",
        N_("Post-consumer recycled metal"),
        N_("The … g of gold in it is 100% post-consumer recycled."),
        "16 CFR 260.13(b)",
        date(2012, 10, 11),
        _any_day(recycled_post_consumer),
    ),
    Rule(
        4,
        "fairmined",
        N_("Fairmined metal"),
        N_("The … g of gold in it is Fairmined."),
        "Fairmined label rules",
        date(2026, 11, 22),
        fairmined,
    ),
    Rule(
        5,
        "fairtrade",
        N_("Fairtrade metal"),
        N_("The … g of gold in it is Fairtrade."),
        "Fairtrade goldsmith guidelines",
        date(2014, 1, 1),
        fairtrade,
    ),
    Rule(
        6,
        "rjc_coc_material",
        N_("RJC Chain of Custody metal"),
        N_("The … g of gold in it is RJC Chain of Custody material, …."),
        "RJC Chain of Custody",
        date(2026, 11, 22),
        rjc_chain,
    ),
    Rule(
        7,
        "kp_warranty",
        N_("System of Warranties"),
        N_("Diamonds bought with a WDC System of Warranties statement (Kimberley Process)."),
        "WDC System of Warranties; 16 CFR 23.1; (EU) 833/2014, 3p",
        date(2021, 9, 1),
        _any_day(kimberley_warranty),
    ),
    Rule(
        8,
        "stone_origin",
        N_("Origin of the stones"),
        N_("Sapphire: mined in …."),
        "RJC Code of Practices 14; 16 CFR 23.1",
        date(2019, 4, 1),
        _any_day(stone_origin),
    ),
    Rule(
        9,
        "natural_stone",
        N_("Natural stones"),
        N_("Natural sapphire, heated."),
        "16 CFR 23.25, 23.27",
        date(2018, 8, 16),
        _any_day(natural_stone),
    ),
    Rule(
        10,
        "lab_grown",
        N_("Laboratory-grown stones"),
        N_("Laboratory-grown diamond."),
        "16 CFR 23.25(b)",
        date(2018, 8, 16),
        _any_day(laboratory_grown),
        is_mandatory=True,
    ),
    Rule(
        11,
        "treatment_disclosure",
        N_("Treatment of the stones"),
        N_("Sapphire: heated."),
        "16 CFR 23.24",
        date(2018, 8, 16),
        _any_day(treatment),
        is_mandatory=True,
    ),
    Rule(
        12,
        "solid_karat_gold",
        N_("Gold throughout"),
        N_("18K (750) gold throughout."),
        "16 CFR 23.3; 15 USC 295; ISO 9202; Tukes",
        date(2018, 8, 16),
        _any_day(solid_gold),
    ),
    Rule(
        13,
        "sterling_or_platinum",
        N_("Sterling silver, platinum"),
        N_("Sterling silver (925)."),
        "16 CFR 23.4 to 23.6",
        date(2018, 8, 16),
        _any_day(sterling_or_platinum),
    ),
    Rule(
        14,
        "hallmarked",
        N_("Hallmark"),
        N_("Hallmarked, … Assay Office, …."),
        "Hallmarking Act 1973; Hallmarking Convention",
        date(2026, 11, 22),
        _any_day(hallmarked),
    ),
    Rule(
        15,
        "handmade",
        N_("Made by hand"),
        N_("Hand-made by … in …."),
        "16 CFR 23.2",
        date(2018, 8, 16),
        _any_day(handmade),
    ),
    Rule(
        16,
        "individually_inspected",
        N_("Inspected on its own"),
        N_("Inspected on its own on … by …."),
        "own record; Directive 2005/29/EC, 6",
        date(2026, 9, 27),
        _any_day(individually_inspected),
    ),
    Rule(
        17,
        "limited_edition_n",
        N_("Limited edition"),
        N_("No. … of …; artist's proofs: …."),
        "Directive 2005/29/EC, 6",
        date(2026, 9, 27),
        _any_day(limited_edition),
    ),
    Rule(
        18,
        "one_of_a_kind",
        N_("One of a kind"),
        N_("One of a kind."),
        "Directive 2005/29/EC, 6",
        date(2026, 9, 27),
        _any_day(one_of_a_kind),
    ),
    Rule(
        19,
        "made_in_country",
        N_("Where it was made"),
        N_("Cast, set and finished in …; metal and stones from elsewhere."),
        "16 CFR 323",
        date(2021, 8, 13),
        _any_day(made_in),
    ),
    Rule(
        20,
        "nickel_safe",
        N_("Nickel release"),
        N_("Nickel release tested at most 0.5 µg/cm²/week (EN 1811)."),
        "REACH annex XVII, 27; EN 1811; EN 12472",
        date(2020, 1, 1),
        nickel,
    ),
    Rule(
        21,
        "fair_wages",
        N_("Pay"),
        N_("Everyone who was paid to work on this piece got at least …."),
        "(EU) 2024/825, annex 2a; SA8000; Anker",
        date(2026, 9, 27),
        _any_day(wages),
    ),
    Rule(
        22,
        "repair_guarantee",
        N_("Repair"),
        N_("Free repair for … years by …; your legal rights stay."),
        "2011/83/EU as amended; (EU) 2025/1960",
        date(2026, 9, 27),
        _any_day(repair_guarantee),
    ),
    Rule(
        23,
        "customer_material",
        N_("The customer's own metal"),
        N_("Made with … g of gold that the customer brought."),
        "own record; 16 CFR 23.1",
        date(2018, 8, 16),
        _any_day(customer_material),
    ),
    Rule(
        24,
        "surface_layer",
        N_("Surface layer"),
        N_("Surface layer of gold (750), 2.5 µm, electroplated, on silver."),
        "16 CFR 23.3(b), 23.4",
        date(2018, 8, 16),
        _any_day(surface_layer),
        is_mandatory=True,
    ),
    Rule(
        25,
        "self_inspected",
        N_("Who looked"),
        N_("Inspected by its maker."),
        "own rule: who looked is told",
        date(2026, 10, 1),
        _any_day(self_inspected),
        is_mandatory=True,
    ),
    Rule(
        26,
        "hollow",
        N_("Hollow"),
        N_("Hollow."),
        "16 CFR 23.3(b)",
        date(2018, 8, 16),
        _any_day(hollow),
        is_mandatory=True,
    ),
)
BY_KEY = {rule.key: rule for rule in RULES}
