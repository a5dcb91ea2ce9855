"""What happened in the demonstration's week. Shop, people, designs and pieces are invented."""

from dataclasses import dataclass
from typing import Any

from workshop.demomaterials import (
    CASTINGS,
    CLASPS,
    GRAIN,
    GRAIN_14K,
    GROWN,
    LOBELHA,
    MELT,
    SAPPHIRES,
    SHEET,
    SOLDER,
    STERLING,
    WIRE,
    WORD_OF_WIRE,
)
from workshop.materials.ledger import Amount
from workshop.pieces.surfaces import NewLayer, Surface
from workshop.pieces.using import Added, Stones

SHOP: dict[str, Any] = {
    "id": 1,
    "name": "Marsh & Wren",
    "country": "PT",
    "currency": "EUR",
    "time_zone": "Europe/Lisbon",
    "public_address": "MARSHWREN.EXAMPLE",
    "postal_address": "Rua da Demonstração 12, 0000-000 Porto, Portugal",
    "email": "bench@marshwren.example",
    "kept_by": "Marsh & Wren, and after us the town's craft archive, as plain pages at the same addresses.",
    "writes_in": "en",
    "about": "Two benches and a polishing motor in a former bakery by the river.",
    "returns": "Send it back unworn within thirty days and we give you your money back. Engraved pieces we can only change.",
    "demonstration": True,
}

PEOPLE: tuple[tuple[str, tuple[str, ...], str, str | None], ...] = (
    ("Marta Wren", ("owner",), "nothing", None),
    ("Tomás Reis", ("artisan",), "full_name", "Tomás Reis"),
    ("Inês Moura", ("artisan", "inspector"), "first_name", "Inês"),
    ("Ana Lopes", ("artisan",), "nothing", None),
    ("Rui Castro", ("artisan", "inspector"), "full_name", "Rui Castro"),
)
TOKENS = (("Tomás Reis", ("read", "log", "office")), ("Rui Castro", ("read", "inspect")))

DESIGNS: tuple[dict[str, Any], ...] = (
    {
        "code": "ALDER",
        "route": "Cast and set",
        "name": "Alder signet",
        "kind": "stone_ring",
        "material": "au750y",
        "size": "54",
        "target_weight_mg": 4_200,
        "minimum_thickness_um": 1_500,
        "construction": "solid",
        "price_minor": 148_000,
        "story": "Alders stand with their feet in the river. The sapphires are the drops on the twig.",
        "care": "Warm water, mild soap, a soft brush. Take it off for chlorine and for heavy work. Bring it in once a year: we look at the bezels at no charge.",
    },
    {
        "code": "REED",
        "route": "Cast",
        "name": "Reed band",
        "kind": "ring",
        "material": "ag925",
        "size": "58",
        "target_weight_mg": 5_100,
        "minimum_thickness_um": 1_300,
        "construction": "solid",
        "price_minor": 12_500,
        "story": "A plain band, hammered along the grain like reeds in wind.",
        "care": "Wear it: skin keeps silver bright. A polishing cloth takes care of the rest.",
    },
    {
        "code": "TIDE",
        "route": "Fabricated",
        "name": "Tide hoops",
        "kind": "earrings",
        "material": "ag925",
        "target_weight_mg": 6_400,
        "construction": "tube",
        "price_minor": 16_800,
        "story": "Two hoops that do not match by machine and match by eye.",
        "care": "Keep them dry overnight, and apart from each other.",
    },
    {
        "code": "DROP",
        "route": "Cast and set",
        "name": "Rain drops",
        "kind": "stone_earrings",
        "material": "au585y",
        "target_weight_mg": 3_600,
        "construction": "solid",
        "price_minor": 64_000,
        "story": "One drop each, hung so that it always finds the light.",
        "care": "No ultrasonic bath: these stones do not like it.",
    },
    {
        "code": "FERN",
        "route": "Cast",
        "name": "Fern pendant",
        "kind": "pendant",
        "material": "au585y",
        "target_weight_mg": 2_900,
        "construction": "solid",
        "price_minor": 52_000,
        "story": "Carved from wax after a fern on the north wall.",
        "care": "Warm water, mild soap.",
    },
    {
        "code": "ROPE",
        "route": "Fabricated",
        "name": "Rope bracelet",
        "kind": "bracelet",
        "material": "ag925",
        "size": "185 mm",
        "target_weight_mg": 18_000,
        "construction": "solid",
        "price_minor": 29_000,
        "story": "Twisted by hand from two wires.",
        "care": "Open the clasp to take it off, never pull it over the hand.",
    },
    {
        "code": "QUAY",
        "route": "Fabricated",
        "name": "Quay chain",
        "kind": "chain",
        "material": "ag925",
        "size": "450 mm",
        "target_weight_mg": 11_500,
        "construction": "solid",
        "price_minor": 21_000,
        "story": "Every link soldered by itself.",
        "care": "Lay it flat at night.",
    },
    {
        "code": "SEAL",
        "route": "Cast and filed",
        "name": "Letter seal",
        "kind": "other",
        "material": "bronze",
        "target_weight_mg": 34_000,
        "construction": "solid",
        "price_minor": 18_000,
        "story": "For people who still write letters.",
        "care": "Let it darken, or polish it: both are right.",
    },
)
ROUTES: dict[str, tuple[tuple[str, int | None, str], ...]] = {
    "Cast and set": (
        ("wax", None, "Wax"),
        ("cast", 200, "Cast"),
        ("cut", None, "Cut and check"),
        ("file", 800, "File"),
        ("pre_polish", 800, "Pre-polish"),
        ("mark", None, "Mark"),
        ("set", 200, "Set"),
        ("polish", 400, "Polish"),
        ("clean", None, "Clean"),
    ),
    "Cast": (
        ("wax", None, "Wax"),
        ("cast", 200, "Cast"),
        ("cut", None, "Cut and check"),
        ("file", 800, "File"),
        ("mark", None, "Mark"),
        ("polish", 400, "Polish"),
    ),
    "Fabricated": (
        ("make", None, "Make"),
        ("solder", None, "Solder"),
        ("mark", None, "Mark"),
        ("polish", 400, "Polish"),
    ),
    "Cast and filed": (("cast", None, "Cast"), ("file", 400, "File")),
}
# What is usually found, in thousandths of the check's unit; a size and a length are as ordered.
FIGURES = {
    "R2": 1_600,
    "R4": 100,
    "S4": 20,
    "P1": 1_200,
    "P4": 18_000,
    "E2": 800,
    "E3": 24_000,
    "B3": 35_000,
    "B8": 100,
    "A2": 18_000,
}
# Design, name, size, artist's proofs.
EDITIONS = (("ALDER", "Alder 2026", 25, 1), ("FERN", "Fern, first cut", 12, 0))

# How long work takes at a piece whose work is begun and finished at the tablet.
MINUTES = {
    "wax": 22,
    "cast": 14,
    "cut": 6,
    "file": 18,
    "pre_polish": 11,
    "set": 43,
    "polish": 16,
    "clean": 5,
    "make": 34,
    "solder": 12,
}
TOMAS, INES, ANA, RUI, MARTA = "Tomás Reis", "Inês Moura", "Ana Lopes", "Rui Castro", "Marta Wren"
Step = tuple[Any, ...]


@dataclass(frozen=True)
class Story:
    """One piece: how it comes in (`begins_h` hours into the week) and its steps in order. Weights in milligrams.

    Without a design it is what happened to materials alone. `castings`: the lot that its casting comes out of.
    """

    design: str
    steps: tuple[Step, ...] = ()
    begins_h: int = 0
    way_in: str = "wax"
    edition: str | None = None
    size: str | None = None
    engraving: str | None = None
    is_rush: bool = False
    due_in_days: int | None = None
    weight_mg: int | None = None
    maker: str | None = None
    castings: str | None = None


def wax(who: str = TOMAS) -> Step:
    return did("wax", who, method="hand")


def cast(weight_mg: int, lot: str | None, who: str = TOMAS) -> Step:
    """Cast by itself, of a lot; None: nobody wrote down of which."""
    return did("cast", who, weight_mg, method="lost wax", added=(Added(lot, weight_mg),) if lot else ())


def did(
    kind: str,
    who: str,
    weight_mg: int | None = None,
    added: tuple[Added, ...] = (),
    stones: tuple[Stones, ...] = (),
    layer: Surface | None = None,
    **details: Any,
) -> Step:
    return ("work", kind, who, weight_mg, details, added, stones, layer)


def stones(lot: str, carat_thousandths: int, number: int) -> tuple[Stones, ...]:
    return (Stones(lot, set=Amount(carat_thousandths=carat_thousandths, number=number)),)


def marked(metal: str, fineness: int) -> tuple[Step, Step]:
    """Out to the assay office, and back with its mark."""
    out = ("outwork", "out", TOMAS, "Assay office", None, None, metal, fineness)
    return out, ("outwork", "back", TOMAS, "Assay office", "hallmarked", "Mark", metal, fineness)


def looked(
    verdict: str = "pass",
    who: str = RUI,
    failing: dict[str, int | None] | None = None,
    note: str | None = None,
    back_to: str | None = None,
    traits: tuple[str, ...] = (),
) -> Step:
    return ("look", verdict, who, failing or {}, note, back_to, traits)


def alder(*more: Step, lot: str = MELT, first: tuple[Step, ...] | None = None) -> tuple[Step, ...]:
    return (
        *(first or (wax(), cast(4_900, lot))),
        did("cut", TOMAS, 4_620, method="hand"),
        did("file", INES, 4_450, method="hand"),
        did("pre_polish", INES, 4_410, method="hand"),
        *marked("gold", 7_500),
        did("set", INES, 4_380, stones=stones(SAPPHIRES, 160, 3), method="hand"),
        did("polish", ANA, 4_210, method="hand"),
        did("clean", ANA, 4_210),
        *more,
    )


def band(*more: Step, lot: str | None = STERLING) -> tuple[Step, ...]:
    return (
        wax(),
        cast(5_600, lot),
        did("cut", TOMAS, 5_400, method="hand"),
        did("file", ANA, 5_190, method="hand"),
        *marked("silver", 9_250),
        did("polish", ANA, 5_080, method="hand"),
        *more,
    )


def hoops(*more: Step) -> tuple[Step, ...]:
    return (
        did("make", ANA, 6_700, added=(Added(WIRE, 6_700),), method="hand"),
        did("solder", ANA, 6_760, added=(Added(WIRE, 60),), method="hand"),
        *marked("silver", 9_250),
        did("polish", ANA, 6_520, method="hand"),
        *more,
    )


def timed(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The same with each work begun by whoever finishes it, so that its time is known."""
    told = list[Step]()
    for step in steps:
        if step[0] == "work" and step[1] in MINUTES:
            told.append(("begin", step[2], MINUTES[step[1]], step[1]))
        told.append(step)
    return tuple(told)


def _solder(mg: int) -> Added:
    return Added(SOLDER, mg, role="solder", is_incidental=True)


CLASP = Added(CLASPS, 700, number=1, role="finding", is_incidental=True)
# The first two hang on one tree: the second waits for the cutter's turn.
TREE = "T-0001"
POURED_TOGETHER: tuple[Step, ...] = (
    wax(),
    ("plant", TOMAS, "au750y", 3_900, 3_000, ("R-0001", "R-0002")),
    ("pour", TOMAS, TREE, MELT, 15_420),
    ("cut_off", TOMAS, TREE, "R-0001", 4_900),
    ("cut_off", TOMAS, TREE, "R-0002", 4_900),
    ("close", TOMAS, TREE, {"scrap_mg": 5_480, "lemel_mg": 90, "loss_mg": 45}),
)
WAITED: tuple[Step, ...] = (wax(), ("rest",), ("rest",), ("rest",), ("rest",), ("rest",))


SENT_BACK_ONCE = (
    looked("rework", failing={"S4": 100}, note="Gap at the second bezel.", back_to="Set"),
    did("set", INES, 4_210, method="hand"),
    did("polish", ANA, 4_205, method="hand"),
    did("clean", ANA, 4_205),
)
SENT_BACK_TWICE = (
    *SENT_BACK_ONCE,
    looked("rework", failing={"C3": None}, note="Scratch on the left shoulder.", back_to="Polish"),
    did("polish", ANA, 4_200, method="hand"),
    did("clean", ANA, 4_200),
)
LEFT = (("tag", MARTA), ("leave", "sold", MARTA, "customer"))
TRAITS = ("One hammer mark beside the number, left on purpose.", "A pale needle in the middle sapphire, seen at 10x.")

DELIVERED_MG = (34_100, 33_950, 34_000)  # the seals that a stationer bought
GILT = NewLayer("gold", 9_990, 2_600, "electroplated", has_nickel=False)

STORIES: tuple[Story, ...] = (
    Story(
        "ALDER",
        alder(looked(traits=TRAITS), *LEFT, first=POURED_TOGETHER),
        edition="Alder 2026",
        engraving="T. & L. 12.9.2026",
    ),
    Story("ALDER", alder(*SENT_BACK_ONCE, looked(), ("tag", MARTA), first=WAITED), edition="Alder 2026"),
    Story(
        "ALDER",
        timed(alder(*SENT_BACK_TWICE, looked(traits=TRAITS), ("tag", MARTA), lot=GRAIN)),
        edition="Alder 2026",
        begins_h=4,
        engraving="for M.",
        due_in_days=1,
        is_rush=True,
    ),
    Story("ALDER", alder(lot=GRAIN), edition="Alder 2026", begins_h=26, due_in_days=3),
    Story("ALDER", alder()[:8], edition="Alder 2026", begins_h=50, due_in_days=9),
    Story("ALDER", alder()[:6], edition="Alder 2026", begins_h=74),
    Story("ALDER", alder()[:3], edition="Alder 2026", begins_h=98),
    Story(
        "ALDER",
        (wax(), ("plant", TOMAS, "au750y", 2_480, 2_000, ("R-0008",))),
        edition="Alder 2026",
        begins_h=120,
    ),
    Story("REED", band(looked(), *LEFT)),
    Story("REED", band(looked(), *LEFT), begins_h=1, size="56"),
    Story("REED", timed(band(looked(), ("tag", MARTA))), begins_h=24),
    Story("REED", band(looked(), ("tag", MARTA), ("leave", "lent", MARTA, "gallery")), begins_h=25),
    Story(
        "REED",
        band(
            looked(), ("tag", MARTA), did("resize", ANA, 5_160, added=(Added(STERLING, 80),), method="cut and soldered")
        ),
        begins_h=27,
        size="60",
    ),
    Story(
        "REED",
        band(
            looked(),
            ("tag", MARTA),
            ("leave", "sold", MARTA, "customer"),
            ("back", MARTA),
            did("polish", ANA, 5_050),
            looked(),
            ("leave", "handed_back", MARTA, "customer"),
        ),
        begins_h=3,
    ),
    Story("REED", band(looked(), ("tag", MARTA), ("withdraw", MARTA, "lost"), ("tag", MARTA)), begins_h=5),
    Story("REED", band(looked(), ("tag", MARTA), ("withdraw", MARTA, "piece_withdrawn")), begins_h=6),
    Story("REED", (*band(lot=None), did("polish", INES, 5_060), did("clean", RUI), looked(who=INES)), begins_h=30),
    Story("REED", band(looked("scrap", failing={"C8": None}, note="Porosity through the shank.")), begins_h=8),
    Story("REED", band(), begins_h=52),
    Story("REED", band()[:4], begins_h=76, is_rush=True, due_in_days=2),
    Story("REED", band()[:2], begins_h=100),
    Story("TIDE", timed(hoops(looked(), *LEFT))),
    Story("TIDE", hoops(did("plate", ANA, layer=GILT, method="electroplated"), looked(), ("tag", MARTA)), begins_h=24),
    Story(
        "TIDE",
        hoops(looked("rework", failing={"C4": None}, note="The left joint catches.", back_to="Polish")),
        begins_h=48,
    ),
    Story("TIDE", hoops(), begins_h=72),
    Story("TIDE", hoops()[:2], begins_h=96, due_in_days=5),
    Story(
        "DROP",
        (
            wax(),
            cast(4_100, GRAIN_14K),
            did("file", INES, 3_800, method="hand"),
            *marked("gold", 5_850),
            did("set", INES, 3_900, stones=stones(GROWN, 620, 2), method="hand"),
            did("polish", ANA, 3_760, method="hand"),
            looked(),
            ("tag", MARTA),
        ),
        begins_h=10,
    ),
    Story(
        "DROP",
        (
            wax(),
            cast(4_050, GRAIN_14K),
            did("file", INES, 3_790),
            did("start", INES, None, stage="Set"),
            did("put_down", INES, None, note="Waiting for the second stone."),
        ),
        begins_h=54,
        due_in_days=6,
    ),
    Story(
        "FERN",
        (
            wax(),
            cast(3_400, GRAIN_14K),
            did("cut", TOMAS, 3_200, method="hand"),
            did("file", ANA, 3_010, method="hand"),
            *marked("gold", 5_850),
            did("polish", ANA, 2_900, method="hand"),
            looked(),
            ("tag", MARTA),
        ),
        edition="Fern, first cut",
        begins_h=12,
    ),
    Story("FERN", (wax(), cast(3_380, GRAIN_14K), did("cut", TOMAS, 3_190)), edition="Fern, first cut", begins_h=78),
    Story("FERN", (wax(),), edition="Fern, first cut", begins_h=122),
    Story(
        "ROPE",
        (
            did("make", ANA, 17_950, added=(Added(WIRE, 17_950),), method="hand"),
            did("solder", ANA, 18_700, added=(CLASP, Added(WIRE, 50)), method="hand"),
            *marked("silver", 9_250),
            did("polish", ANA, 18_050, method="hand"),
            looked(),
            *LEFT,
        ),
        begins_h=14,
    ),
    Story(
        "ROPE",
        (
            did("make", ANA, 18_500, added=(Added(WIRE, 18_500),), method="hand"),
            did("start", ANA, None, stage="Polish"),
        ),
        begins_h=102,
    ),
    Story(
        "QUAY",
        (
            did("make", ANA, 11_900, added=(Added(SHEET, 11_900),), method="hand"),
            *marked("silver", 9_250),
            did("polish", ANA, 11_480, method="hand"),
            looked(),
            ("tag", MARTA),
        ),
        begins_h=16,
    ),
    Story("QUAY", (did("make", ANA, 11_950, added=(Added(SHEET, 11_900), _solder(50))),), begins_h=80),
    Story("SEAL", (looked(), ("tag", MARTA)), begins_h=18, way_in="made", weight_mg=34_200, maker=TOMAS),
    Story("SEAL", (looked(),), begins_h=20, way_in="made", weight_mg=33_900),
    Story("SEAL", (), begins_h=104, way_in="made", weight_mg=34_050),
    *(Story("SEAL", (looked(), ("tag", MARTA)), 21, way_in="made", weight_mg=mg, maker=TOMAS) for mg in DELIVERED_MG),
    Story("SEAL", (did("file", TOMAS, 33_800),), begins_h=82, way_in="castings", weight_mg=34_900, castings=CASTINGS),
    Story("SEAL", (), begins_h=124, way_in="castings", weight_mg=34_800, castings=CASTINGS),
)

# What happened to materials alone.
AFFAIRS: tuple[Story, ...] = (
    Story("", (("issue", ANA, WIRE, 40_000),)),
    Story(
        "",
        (("gather", TOMAS, "lemel", "silver", "ag925", "Filings of the week"), ("send", MARTA, "A-0006", LOBELHA)),
        118,
    ),
    Story(
        "",
        (
            (
                "fall",
                MARTA,
                WORD_OF_WIRE,
                25,
                "Quillon wrote: the wire of that delivery was not drawn from scrap. The sentence falls.",
            ),
        ),
        140,
    ),
    Story(
        "",
        (
            (
                "recall",
                MARTA,
                ("B-0001",),
                "The spring of the clasp may give way.",
                "The bracelet can open and be lost. Nobody was hurt.",
                "Bring it in or send it: we change the clasp at no charge and it is inspected again.",
            ),
        ),
        142,
    ),
)


def ways_in(shown: dict[str, Any], tablet: str) -> list[str]:
    """Who there is and how each signs in, as lines for a terminal."""
    lines = ["Everybody and everything in it is made up. Sign in as:"]
    for one in shown["people"]:
        secret = f"password {one['password']}" if "password" in one else f"PIN {one['pin']}"
        lines.append(f"  {one['name']:<16} {', '.join(one['roles']):<20} {secret}")
    lines += ["To sign in by PIN, first make this browser a shop tablet (the link works once, within the hour):"]
    lines += [f"  {tablet}", "Tokens for programs (docs/api.md):"]
    return lines + [f"  {one['person']:<16} {' '.join(one['scopes']):<20} {one['token']}" for one in shown["tokens"]]
