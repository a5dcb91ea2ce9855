"""What the demonstration's workshop bought, from whom and with which papers. Suppliers, schemes, offices and papers are invented."""

from dataclasses import dataclass, field, replace
from typing import Any

from workshop.materials.ledger import Amount
from workshop.materials.receiving import NewLot
from workshop.materials.suppliers import NewSupplier

LOBELHA, TARN, GANDARA, QUILLON, HELENA = (f"SUP-000{number}" for number in range(1, 6))
ROUND, ENDED, WORD_OF_14K, WORD_OF_WIRE, ORIGIN, REPORT, MARKS, PAY = (f"DOC-000{number}" for number in range(1, 9))
OFFICE = "Assay Office of Vale do Amieiro"

SUPPLIERS = (
    NewSupplier("Lobelha Refining", ("refiner", "dealer"), "PT", "Rua do Cadinho 4, Gondomar", "sales@lobelha.example"),
    NewSupplier("Tarn & Tully", ("cutter", "dealer"), "GB", "9 Mill Lane, Kendal", "post@tarntully.example"),
    NewSupplier("Gândara Casting", ("caster",), "PT", "Travessa da Forja 21, Porto", "fundir@gandara.example"),
    NewSupplier("Quillon Metals", ("dealer",), "ES", "Calle del Yunque 8, Vigo", "hola@quillon.example"),
    NewSupplier("Helena Vaz", ("customer",), "PT", note="Brought her grandmother’s ring, to be made into a new one."),
)


@dataclass(frozen=True)
class Paper:
    """A paper: what it looks like and what was read in it. Days are told as days ago."""

    heading: str
    supplier: str | None
    read: dict[str, Any]
    days: dict[str, int] = field(default_factory=dict)
    is_pdf: bool = False


PAPERS = (
    Paper(
        "Certificate of recycled content",
        LOBELHA,
        {
            "kind": "certificate",
            "standard": "scs_recycled",
            "number": "RM-4471",
            "agency": "Second Round",
            "holder": "Lobelha Refining",
            "materials": ("gold", "silver"),
            "custody": "segregated",
            "assessor": "third_party",
            "origin": "recycled_unspecified",
            "share": 100,
            "statement": "Grain and sheet from recycled gold and silver, kept apart from receipt to sale.",
        },
        days={"issued_on": 400, "valid_from": 400, "valid_until": -140},
        is_pdf=True,
    ),
    Paper(
        "Certificate of recycled content",
        QUILLON,
        {
            "kind": "certificate",
            "standard": "scs_recycled",
            "number": "RM-3902",
            "agency": "Second Round",
            "holder": "Quillon Metals",
            "materials": ("silver",),
            "custody": "segregated",
            "assessor": "third_party",
            "origin": "recycled_unspecified",
            "share": 100,
        },
        days={"issued_on": 790, "valid_from": 790, "valid_until": 60},
    ),
    Paper(
        "Declaration",
        QUILLON,
        {
            "kind": "declaration",
            "number": "QM-1187",
            "agency": "Quillon Metals",
            "holder": "Quillon Metals",
            "materials": ("gold",),
            "custody": "segregated",
            "assessor": "self",
            "origin": "recycled_pre_consumer",
            "statement": "The 14k grain of this delivery was refined from bench scrap.",
        },
        days={"issued_on": 33},
    ),
    Paper(
        "Declaration",
        QUILLON,
        {
            "kind": "declaration",
            "number": "QM-1204",
            "agency": "Quillon Metals",
            "holder": "Quillon Metals",
            "materials": ("silver",),
            "custody": "segregated",
            "assessor": "self",
            "origin": "recycled_pre_consumer",
            "statement": "The wire of this delivery was drawn from silver of bench scrap.",
        },
        days={"issued_on": 25},
    ),
    Paper(
        "Origin and treatment of stones",
        TARN,
        {
            "kind": "declaration",
            "number": "TT-0118",
            "agency": "Tarn & Tully",
            "holder": "Tarn & Tully",
            "materials": ("sapphire",),
            "assessor": "self",
            "origin": "natural",
            "country": "US",
            "statement": "40 sapphires, 2.134 ct, mined in Montana, heated, cut by us.",
        },
        days={"issued_on": 80},
    ),
    Paper(
        "Stone report",
        TARN,
        {
            "kind": "report",
            "number": "GL-90117",
            "agency": "Gemmary of Lagos Bay",
            "holder": "Tarn & Tully",
            "materials": ("sapphire",),
            "assessor": "third_party",
            "origin": "natural",
            "country": "LK",
            "statement": "Natural sapphire, 0.912 ct, no indications of heating.",
        },
        days={"issued_on": 150},
    ),
    Paper(
        "Note of marks",
        None,
        {
            "kind": "hallmark",
            "number": "VA-3318",
            "agency": OFFICE,
            "holder": "Marsh & Wren",
            "materials": ("gold", "silver"),
            "assessor": "third_party",
            "statement": "Tested and struck: gold 750 and 585, silver 925, maker’s mark MW.",
        },
        days={"issued_on": 7},
    ),
    Paper(
        "Pay statement",
        None,
        {
            "kind": "pay",
            "number": "PS-2",
            "agency": "Contas Claras",
            "holder": "Marsh & Wren",
            "assessor": "third_party",
            "benchmark": "the living wage of Porto, as Contas Claras reckons it",
            "statement": "Payroll of four people held against the benchmark.",
        },
        days={"issued_on": 400, "valid_from": 405, "valid_until": 40},
    ),
)


@dataclass(frozen=True)
class Bought:
    """A lot, the days ago that it came in (None: before records), what is known of its stones, and why it is held."""

    lot: NewLot
    ago: int | None = None
    stone: dict[str, Any] = field(default_factory=dict)
    held: str | None = None

    def dated(self, received_on: str | None) -> NewLot:
        """The lot with the day that it came in."""
        return replace(self.lot, received_on=received_on)


def _metal(alloy: str, mg: int, form: str, name: str, **more: Any) -> NewLot:
    return NewLot("metal", Amount(mg), alloy=alloy, form=form, name=name, currency="EUR", **more)


GRAIN_BEFORE, GRAIN, BUTTON, GRAIN_14K, HERS = (f"G-000{number}" for number in range(1, 6))
MELT = "G-0007"  # G-0006 is the own scrap that went into it, G-0008 the skull of it
STERLING, WIRE, SHEET, SOLDER, HELD = (f"A-000{number}" for number in range(1, 6))
CLASPS, CASTINGS, SAPPHIRES, GROWN, REPORTED = "F-0001", "K-0001", "S-0001", "S-0002", "S-0003"
RECYCLED = "recycled_unspecified"

LOTS = (
    Bought(
        _metal(
            "au750y",
            40_000,
            "grain",
            "18k yellow grain",
            supplier=LOBELHA,
            cost_minor=318_000,
            origin=RECYCLED,
            papers=(ROUND,),
            has_nickel=False,
        ),
        310,
    ),
    Bought(
        _metal(
            "au750y",
            100_000,
            "grain",
            "18k yellow grain",
            supplier=LOBELHA,
            cost_minor=841_000,
            origin=RECYCLED,
            papers=(ROUND,),
            has_nickel=False,
        ),
        40,
    ),
    Bought(_metal("au750y", 1_740, "button", "Older button, from the drawer", origin="unknown")),
    Bought(
        _metal(
            "au585y",
            40_000,
            "grain",
            "14k yellow grain",
            supplier=QUILLON,
            cost_minor=262_000,
            origin="recycled_pre_consumer",
            papers=(WORD_OF_14K,),
            has_nickel=False,
        ),
        33,
    ),
    Bought(_metal("au750y", 6_240, "old_metal", "Her grandmother’s ring", owner=HELENA, supplier=HELENA), 12),
    Bought(
        _metal(
            "ag925",
            250_000,
            "grain",
            "Sterling grain",
            supplier=LOBELHA,
            cost_minor=23_800,
            origin=RECYCLED,
            papers=(ROUND,),
            has_nickel=False,
        ),
        40,
    ),
    Bought(
        _metal(
            "ag925",
            120_000,
            "wire",
            "Sterling wire and tube",
            supplier=QUILLON,
            cost_minor=13_900,
            origin="recycled_pre_consumer",
            papers=(WORD_OF_WIRE,),
        ),
        25,
    ),
    Bought(
        _metal(
            "ag925",
            80_000,
            "sheet",
            "Sterling sheet",
            supplier=QUILLON,
            cost_minor=9_400,
            origin=RECYCLED,
            papers=(ENDED,),
        ),
        20,
    ),
    Bought(
        NewLot(
            "metal",
            Amount(12_000),
            metal="silver",
            fineness=7_450,
            form="wire",
            name="Hard silver solder",
            supplier=QUILLON,
            cost_minor=1_900,
            currency="EUR",
        ),
        200,
    ),
    Bought(
        _metal("ag925", 100_000, "grain", "Sterling grain", supplier=QUILLON, cost_minor=9_600),
        8,
        held="The paper says 925, the touchstone says less. Kept apart until the assay is back.",
    ),
    Bought(
        NewLot(
            "findings",
            Amount(8_400, number=12),
            alloy="ag925",
            form="finding",
            name="Trigger clasps",
            supplier=QUILLON,
            cost_minor=2_760,
            currency="EUR",
        ),
        90,
    ),
    Bought(
        NewLot(
            "castings",
            Amount(208_800, number=6),
            alloy="bronze",
            form="casting",
            name="Letter seals, raw",
            supplier=GANDARA,
            cost_minor=13_200,
            currency="EUR",
        ),
        15,
    ),
    Bought(
        NewLot(
            "stones",
            Amount(carat_thousandths=2_134, number=40),
            name="Montana sapphires",
            supplier=TARN,
            cost_minor=64_000,
            currency="EUR",
            origin="natural",
            country="US",
            papers=(ORIGIN,),
        ),
        78,
        {
            "species": "sapphire",
            "nature": "natural",
            "treatment": "heated",
            "tested_by": "Rui Castro",
            "is_polished": True,
            "shape": "round",
            "colour": "blue",
        },
    ),
    Bought(
        NewLot(
            "stones",
            Amount(carat_thousandths=620, number=2),
            name="A pair of diamonds",
            supplier=TARN,
            cost_minor=31_000,
            currency="EUR",
            origin="lab_grown",
        ),
        52,
        {
            "species": "diamond",
            "nature": "laboratory_grown",
            "treatment": "none",
            "is_polished": True,
            "shape": "pear",
            "colour": "F",
            "clarity": "VS1",
        },
    ),
    Bought(
        NewLot(
            "stone",
            Amount(carat_thousandths=912, number=1),
            name="Sapphire with a report",
            supplier=TARN,
            cost_minor=118_000,
            currency="EUR",
            origin="natural",
            country="LK",
            papers=(REPORT,),
        ),
        52,
        {
            "species": "sapphire",
            "nature": "natural",
            "treatment": "none",
            "is_polished": True,
            "shape": "oval",
            "colour": "cornflower",
            "report_number": "GL-90117",
            "laboratory": "Gemmary of Lagos Bay",
            "x_um": 6_420,
            "y_um": 5_180,
            "z_um": 3_340,
        },
    ),
)

# What a troy ounce cost some days ago, in thousandths of a euro: invented, round figures.
PRICES = (("gold", 30, 3_500_000), ("gold", 2, 3_600_000), ("silver", 30, 44_000), ("silver", 2, 46_000))
