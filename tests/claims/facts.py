"""A believable ring, lot and paper to start from; every test changes what it is about."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from workshop.claims.facts import (
    EditionFact,
    InspectionFact,
    MetalLine,
    Paper,
    PieceFacts,
    Source,
    Step,
    StoneLine,
    WorkshopFact,
)
from workshop.claims.judging import judge
from workshop.claims.results import ClaimResult

BOUGHT = date(2026, 10, 12)
TODAY = date(2026, 11, 20)
READ = {
    "checked_by": "R. C.",
    "checked_on": date(2026, 10, 13),
    "checked_where": "the issuer's list",
    "digest": "ab" * 32,
}


def paper(**changes: Any) -> Paper:
    """A recycled-content certificate of the supplier, in force when the gold was bought."""
    given: dict[str, Any] = {
        "reference": "D-0031",
        "kind": "certificate",
        "standard": "scs_recycled",
        "number": "RM-4471",
        "agency": "Second Round",
        "holder": "Lobelha Refining",
        "holder_code": "S-1",
        "materials": frozenset({"gold"}),
        "custody": "segregated",
        "assessor": "third_party",
        "origin": "recycled_unspecified",
        "share": 100,
        "valid_from": date(2026, 4, 1),
        "valid_until": date(2027, 3, 31),
        **READ,
    }
    return Paper(**given | changes)


def assay(fineness: int = 7500, **changes: Any) -> Paper:
    given: dict[str, Any] = {
        "reference": "D-0040",
        "kind": "assay",
        "standard": None,
        "number": "A-1",
        "issued_on": BOUGHT,
        "fineness": fineness,
    }
    given |= {"valid_from": None, "valid_until": None, "share": None, "origin": None, "custody": None}
    return paper(**given | changes)


def lot(**changes: Any) -> Source:
    given: dict[str, Any] = {
        "code": "G-0231",
        "metal": "gold",
        "fineness": 7500,
        "form": "grain",
        "origin": "recycled_unspecified",
        "received_on": BOUGHT,
        "supplier_code": "S-1",
        "supplier_name": "Lobelha Refining",
        "papers": (paper(),),
        "received_mg": 100_000,
        "used_mg": 60_000,
        "fineness_paper": assay(),
    }
    return Source(**given | changes)


def line(*parts: tuple[Source, Fraction], **changes: Any) -> MetalLine:
    bought = parts or ((lot(), Fraction(1)),)
    first = bought[0][0]
    given: dict[str, Any] = {
        "lot": first.code,
        "role": "structure",
        "metal": first.metal,
        "fineness": first.fineness,
        "gross_mg": 4178,
    }
    return MetalLine(**given | {"parts": bought} | changes)


def invoice(**changes: Any) -> Paper:
    """A dealer's invoice for diamonds with the current statement."""
    given: dict[str, Any] = {
        "reference": "D-0050",
        "kind": "invoice",
        "standard": "wdc_sow",
        "number": "I-9",
        "agency": None,
        "holder": "Tarn & Tully",
        "holder_code": "S-2",
    }
    given |= {
        "materials": frozenset({"diamond", "sapphire"}),
        "custody": None,
        "assessor": "self",
        "origin": "natural",
        "share": None,
    }
    return paper(**given | {"valid_from": None, "valid_until": None, "issued_on": BOUGHT} | changes)


def report(**changes: Any) -> Paper:
    given: dict[str, Any] = {
        "reference": "D-0060",
        "kind": "report",
        "standard": None,
        "number": "TT-0118",
        "agency": "GIA",
        "holder": None,
        "holder_code": None,
    }
    return invoice(**given | {"assessor": "third_party"} | changes)


def stone(**changes: Any) -> StoneLine:
    given: dict[str, Any] = {
        "lot": "S-118",
        "species": "sapphire",
        "nature": "natural",
        "treatment": "heated",
        "count": 3,
        "carat_thousandths": 160,
        "papers": (report(),),
        "received_on": BOUGHT,
        "supplier_code": "S-2",
        "supplier_name": "Tarn & Tully",
        "report_number": "TT-0118",
    }
    return StoneLine(**given | changes)


def diamond(**changes: Any) -> StoneLine:
    given: dict[str, Any] = {
        "lot": "S-200",
        "species": "diamond",
        "treatment": "none",
        "count": 1,
        "carat_thousandths": 300,
        "papers": (invoice(),),
        "report_number": None,
    }
    return stone(**given | changes)


def step(kind: str, **changes: Any) -> Step:
    given: dict[str, Any] = {
        "method": "hand",
        "person": "ana",
        "name": "Ana B.",
        "place": "Porto",
        "country": "PT",
        "on": date(2026, 11, 4),
    }
    return Step(kind, **given | changes)


SHOP = WorkshopFact("PT", owners=frozenset({"omar"}), countries_of_sale=("PT",))
LOOK = InspectionFact(date(2026, 11, 20), "independent", 11, "Rui Castro")
EDITION = EditionFact(25, 3, fixed_on=date(2026, 5, 4), first_shown_on=date(2026, 6, 1), given=6, proofs=1)


def piece(**changes: Any) -> PieceFacts:
    given: dict[str, Any] = {
        "metals": (line(),),
        "construction": "solid",
        "inspection": LOOK,
        "edition": EDITION,
    }
    return PieceFacts("R-0147", "ring", **{"shop": SHOP} | given | changes)


def made_of(*lines: MetalLine, **changes: Any) -> PieceFacts:
    return piece(metals=lines, **changes)


def of_lot(**changes: Any) -> PieceFacts:
    return made_of(line((lot(**changes), Fraction(1))))


def with_paper(**changes: Any) -> PieceFacts:
    return of_lot(papers=(paper(**changes),))


def shop(**changes: Any) -> WorkshopFact:
    return replace(SHOP, **changes)


def result(facts: PieceFacts, key: str, on: date = TODAY) -> ClaimResult:
    return next(one for one in judge(facts, on) if one.key == key)


def status(facts: PieceFacts, key: str, on: date = TODAY) -> str:
    return result(facts, key, on).status
