"""What a shop can write down reaches the rules, and no more than that: papers, lots and pieces through the verbs."""

import ast
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from tests.claims.test_gathering import _claims, _recycled_lot
from tests.claims.test_not_carried import _cast, _lot
from tests.pages import send
from tests.world import World
from workshop.api.document_bodies import ReadDocument
from workshop.claims import facts as told
from workshop.claims.gathering import facts_of
from workshop.claims.inside import HELD, WENT_IN
from workshop.claims.paper_queries import USED
from workshop.claims.queries import pieces_of
from workshop.materials.codes import DOCUMENT, take_codes
from workshop.materials.evidence import Evidence
from workshop.materials.filing import add_document, read_document
from workshop.materials.issuing import weigh_stock
from workshop.materials.ledger import Amount
from workshop.materials.readings import Read
from workshop.materials.receiving import NewLot, attach_paper, find_lot, receive_lot, tell_origin, tell_stone
from workshop.pieces.surfaces import NewHallmark, put_on
from workshop.pieces.using import Added, Stones, Using

LOOKED_UP = {"checked_by": "BW", "checked_on": "2026-10-13", "checked_where": "the issuer's list"}


def _paper(world: World, *lots: str, supplier: str | None = None, **read: Any) -> str:
    evidence = Evidence(uuid4().hex * 2, "application/pdf", 1_000)
    told = Read(**LOOKED_UP | read)
    code = world.tell(lambda w: add_document(w, evidence, supplier=supplier, read=told).code, world.omar)
    for lot in lots:
        world.tell(lambda w, lot=lot: attach_paper(w, lot, code), world.omar)
    return code


def _certified(world: World) -> str:
    """A lot with a certificate of the first code."""
    world.tell(lambda w: take_codes(w, DOCUMENT), world.omar)
    return _recycled_lot(world)


def _nickel(world: World, *lots: str, **read: Any) -> str:
    return _paper(world, *lots, **{"kind": "nickel", "nickel_release": 100, "issued_on": "2026-10-01"} | read)


def _facts(world: World, serial: str) -> told.PieceFacts:
    with world.room.database.reading() as session:
        (found,) = facts_of(session, pieces_of(session, [serial])).values()
    return found


def test_a_nickel_test_speaks_of_the_lots_it_is_attached_to(world: World) -> None:
    tested, other = _lot(world), _lot(world)
    _nickel(world, tested)
    found = _claims(world, _cast(world, Added(tested, 5_000), weight_mg=5_000))["nickel_safe"]
    assert (found.status, found.papers) == ("supported", ("DOC-0001",)), found
    mixed = _cast(world, Added(tested, 5_000), Added(other, 5_000), weight_mg=10_000)
    assert _claims(world, mixed)["nickel_safe"].status == "unknown"


def test_a_nickel_test_over_the_limit_speaks_against(world: World) -> None:
    lot = _lot(world, has_nickel=False)
    _nickel(world, lot, nickel_release=501)
    found = _claims(world, _cast(world, Added(lot, 5_000), weight_mg=5_000))["nickel_safe"]
    assert found.status == "not_supported" and "0.501" in found.reasons[0]


def test_a_nickel_test_of_the_coated_part_can_be_told(world: World) -> None:
    lot = _lot(world)
    _nickel(world, lot, form="coated")
    piece = _cast(world, Added(lot, 5_000), weight_mg=5_000)
    (test,) = _facts(world, piece).nickel_tests
    assert test.is_coated and test.lots == {lot}


def test_a_release_test_is_told_on_screen_and_over_the_api(world: World, app: Flask) -> None:
    world.shop()
    _paper(world, kind="invoice")
    at, owner = "/materials/documents/DOC-0001", world.sign_in(app, world.omar)
    told = {"kind": "nickel", "form": "coated", "nickel_release": "0.1", "issued_on": "2026-10-01"}
    assert send(owner, f"{at}/readings", f"{at}/reading", last_change="1", **told).status_code == 303
    assert "Coated part, worn first (EN 12472)" in owner.get(at).text
    assert ReadDocument(kind="nickel", form="coated", nickel_release=100).form == "coated"
    with pytest.raises(ValueError):
        ReadDocument(kind="nickel", form="painted")


def _fairtrade(world: World) -> str:
    lot = _certified(world)
    read = {"kind": "transfer", "standard": "fairtrade", "number": "FT-1", "holder_code": "SUP-0001"}
    _paper(world, lot, supplier="SUP-0001", materials=("gold",), issued_on="2026-10-12", **read)
    world.tell(lambda w: tell_origin(w, lot, "mined_asm"), world.omar)
    return lot


def _registration(world: World) -> None:
    period = {"valid_from": "2026-01-01", "valid_until": "2026-12-31"}
    _paper(world, kind="licence", standard="fairtrade_goldsmith", number="GS-1", **period)


def test_a_goldsmiths_registration_carries_fairtrade_under_the_years_weight(world: World) -> None:
    world.shop(country="PT")
    lot = _fairtrade(world)
    piece = _cast(world, Added(lot, 5_000), weight_mg=5_000)
    assert _claims(world, piece)["fairtrade"].status == "not_supported"
    _registration(world)
    found = _claims(world, piece)["fairtrade"]
    assert found.stands and "may not be stamped" in found.limit, found
    much = world.tell(
        lambda w: receive_lot(
            w, NewLot("metal", Amount(433_340), alloy="au750y", supplier="SUP-0001", received_on="2026-10-12")
        ),
        world.omar,
    )
    world.tell(lambda w: attach_paper(w, much, "DOC-0002"), world.omar)
    assert _claims(world, piece)["fairtrade"].status == "not_supported"


def test_a_certificate_that_nobody_is_tied_to_is_not_our_own(world: World) -> None:
    world.shop(country="PT")
    period = {"valid_from": "2026-01-01", "valid_until": "2026-12-31", "number": "1", "standard": "rjc_coc"}
    _paper(world, kind="certificate", holder="Some Refiner", **period)
    piece = world.piece()
    assert _facts(world, piece).shop.licences == ()
    _paper(world, kind="certificate", holder="marsh &  WREN", **period)
    (own,) = _facts(world, piece).shop.licences
    assert own.reference == "DOC-0002"


def _stones(world: World, number: int, **facts: Any) -> str:
    kind = "stone" if number == 1 else "stones"
    new = NewLot(kind, Amount(carat_thousandths=300, number=number), received_on="2026-10-12")
    lot = world.tell(lambda w: receive_lot(w, new), world.omar)
    known = {"species": "diamond", "nature": "natural", "treatment": "none"} | facts
    world.tell(lambda w: tell_stone(w, find_lot(w, lot).id, **known), world.omar)
    return lot


def _set(world: World, lot: str, number: int) -> str:
    piece = world.piece()
    world.event(piece, "set", using=Using(stones=(Stones(lot, set=Amount(number=number)),)))
    return piece


def test_a_report_without_a_number_carries_no_parcel(world: World) -> None:
    lots = [_stones(world, 50), _stones(world, 50, report_number="GL-1")]
    report = {"kind": "report", "number": "GL-1", "agency": "GL", "assessor": "third_party", "issued_on": "2026-10-01"}
    _paper(world, *lots, materials=("diamond",), origin="natural", **report)
    found = [_claims(world, _set(world, lot, 3))["natural_stone"].status for lot in lots]
    assert found == ["unknown", "supported"]


def test_a_statement_read_as_a_report_is_asked_who_holds_it(world: World) -> None:
    lot = _stones(world, 1, report_number="I-9")
    read = {"kind": "report", "standard": "wdc_sow", "number": "I-9", "issued_on": "2026-10-12"}
    _paper(world, lot, materials=("diamond",), origin="natural", assessor="self", agency="Somebody", **read)
    claims = _claims(world, _set(world, lot, 1))
    assert not claims["kp_warranty"].stands
    assert not claims["natural_stone"].stands


def test_what_scales_found_of_a_lot_counts_against_its_paper(world: World) -> None:
    lot = _certified(world)
    _paper(
        world, lot, supplier="SUP-0001", kind="transfer", standard="rjc_coc", number="T-1", holder_code="SUP-0001",
        materials=("gold",), issued_on="2026-10-12", limit_mg=50_000,
    )  # fmt: skip
    _cast(world, Added(lot, 30_000), weight_mg=30_000)
    world.tell(lambda w: weigh_stock(w, lot, Amount(66_660)), world.omar)
    _cast(world, Added(lot, 30_000), weight_mg=30_000)
    with world.room.database.reading() as session:
        rows = session.execute(USED, {"documents": ["DOC-0002"]}).all()
        (source,) = (s for line in _facts(world, "R-0002").metals for s, _share in line.parts)
    assert len(rows) == 1
    assert [p.used_mg for p in source.papers if p.limit_mg] == [60_000]


def test_metal_of_no_lot_is_not_spread_over_those_that_are_booked(world: World) -> None:
    lot = _certified(world)
    piece = _cast(world, Added(lot, 1_000), weight_mg=10_000)
    claims = _claims(world, piece)
    assert claims["recycled_metal_100"].status == "unknown", claims["recycled_metal_100"]
    assert claims["recycled_metal_pct"].sentence.startswith("At least 10% of")
    assert "no lot is recorded" in claims["recycled_metal_100"].reasons[0]


def test_metal_that_was_never_booked_shows_on_the_scale(world: World) -> None:
    lot, piece = _certified(world), world.piece()
    world.event(piece, "cast", weight_mg=9_000)
    world.event(piece, "solder", using=Using(added=(Added(lot, 1_000),)))
    claims = _claims(world, piece)
    assert claims["recycled_metal_100"].status == "unknown", claims["recycled_metal_100"]
    assert claims["recycled_metal_pct"].sentence.startswith("At least 11% of")


def test_metal_of_no_lot_has_no_recipe_and_no_fineness(world: World) -> None:
    lot = _lot(world, metal="gold", fineness=7500, has_nickel=False, received_on="2026-10-12")
    whole, part = (_cast(world, Added(lot, mg), weight_mg=10_000) for mg in (10_000, 1_000))
    assert _claims(world, whole)["nickel_safe"].stands
    assert _claims(world, part)["nickel_safe"].status == "unknown"
    _nickel(world, lot)
    assert _claims(world, part)["nickel_safe"].status == "unknown"
    _paper(world, lot, kind="assay", fineness=7500, materials=("gold",), issued_on="2026-10-01")
    reasons = _claims(world, part)["solid_karat_gold"].reasons
    assert any("no lot is recorded" in one for one in reasons)


def test_a_division_of_the_scale_is_no_metal_of_no_lot(world: World) -> None:
    lot = _certified(world)
    piece = _cast(world, Added(lot, 5_000), weight_mg=5_020)
    assert _claims(world, piece)["recycled_metal_100"].stands


def test_a_hallmarked_piece_is_as_fine_as_its_mark(world: World) -> None:
    silver, solder = (_lot(world, fineness=fineness, received_on="2026-10-12") for fineness in (9250, 6500))
    for lot, fineness in ((silver, 9250), (solder, 6500)):
        _paper(world, lot, kind="assay", fineness=fineness, materials=("silver",), issued_on="2026-10-01")
    piece = _cast(world, Added(silver, 9_800), Added(solder, 200, role="solder"), weight_mg=10_000)
    assert _claims(world, piece)["sterling_or_platinum"].status == "not_supported"
    note = _paper(world, kind="hallmark", number="H-1", issued_on="2026-11-16")
    world.event(piece, "mark")
    world.tell(
        lambda w: put_on(w, piece, 2, NewHallmark("An Office", "silver", 9250, "2026-11-16", document=note)), world.omar
    )
    found = _claims(world, piece)["sterling_or_platinum"]
    assert (found.status, found.sentence) == ("supported_with_limit", "Sterling silver (925).")
    assert "solder" in found.limit
    much = _cast(world, Added(silver, 8_000), Added(solder, 2_000, role="solder"), weight_mg=10_000)
    world.event(much, "mark")
    world.tell(
        lambda w: put_on(w, much, 2, NewHallmark("An Office", "silver", 9250, "2026-11-16", document=note)), world.omar
    )
    assert not _claims(world, much)["sterling_or_platinum"].stands


def test_the_public_mark_says_who_struck_it(world: World, app: Flask) -> None:
    world.shop()
    gold, piece = _lot(world, metal="gold", fineness=7500), world.piece()
    world.event(piece, "cast", weight_mg=5_000, using=Using(added=(Added(gold, 5_000),)))
    world.event(piece, "mark")
    code = _tagged(world, piece)
    assert ">by paper<" in app.test_client().get(f"/p/{code}").text
    note = _paper(world, kind="hallmark", number="H-1", issued_on="2026-11-16")
    world.tell(
        lambda w: put_on(w, piece, 2, NewHallmark("An Office", "gold", 7500, "2026-11-16", document=note)), world.omar
    )
    page = app.test_client().get(f"/p/{code}").text
    assert ">hallmarked<" in page and ">by paper<" not in page


def _tagged(world: World, piece: str) -> str:
    world.inspect(piece)
    return world.tag(piece).code


def test_the_day_of_the_sale_is_known_while_it_is_away(world: World) -> None:
    piece = world.released()
    assert _facts(world, piece).sold_on is None
    world.leave(piece, "shipped")
    assert _facts(world, piece).sold_on is None
    world.come_back(piece)
    world.inspect(piece)
    world.leave(piece, "sold")
    assert _facts(world, piece).sold_on is not None
    world.come_back(piece)
    assert _facts(world, piece).sold_on is None


def test_the_site_of_a_delivery_is_what_its_paper_names(world: World) -> None:
    lot, piece = _certified(world), world.piece()
    again = {"holder_code": "SUP-0001", "materials": ("gold",), "custody": "segregated", "assessor": "third_party"}
    period = {"valid_from": "2026-01-01", "valid_until": "2027-03-31", "number": "RM-4471", "site": "Braga"}
    read = Read("certificate", standard="scs_recycled", share=100, **again, **period, **LOOKED_UP)
    world.tell(lambda w: read_document(w, "DOC-0001", read), world.omar)
    world.event(piece, "cast", weight_mg=4_178, using=Using(added=(Added(lot),)))
    assert _claims(world, piece)["recycled_metal_100"].status == "not_supported"
    _paper(
        world, lot, supplier="SUP-0001", kind="invoice", site="braga", holder_code="SUP-0001", issued_on="2026-10-12"
    )
    assert _claims(world, piece)["recycled_metal_100"].stands


def test_repair_terms_that_nobody_recorded_are_unknown(world: World) -> None:
    found = _claims(world, world.piece())["repair_guarantee"]
    assert found.status == "unknown" and found.missing


@pytest.mark.parametrize("statement", [HELD, WENT_IN])
def test_what_a_piece_holds_is_found_in_an_index(world: World, statement: Any) -> None:
    """However long the books are: no table of the ledger is read through."""
    engine = world.room.database.engine
    bound = statement.params(accounts=[1, 2])
    written = str(bound.compile(engine, compile_kwargs={"literal_binds": True, "render_postcompile": True}))
    with world.room.database.reading() as session:
        if engine.dialect.name == "sqlite":
            plan = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {written}"))]
        else:
            session.execute(text("SET LOCAL enable_seqscan = off"))
            plan = [row[0] for row in session.execute(text(f"EXPLAIN {written}"))]
    scans = [one for one in plan if ("SCAN" in one or "Seq Scan" in one) and ("balance" in one or "movement" in one)]
    assert scans == [], "\n".join(plan)


CLASSES = [one for one in vars(told).values() if is_dataclass(one) and one.__name__ != "GuaranteeFact"]
ROOMS = Path(told.__file__).parents[1]
LATER: set[str] = set()


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_fact_is_filled_from_rows_and_asked_for(kind: Any) -> None:
    filled, asked = _filled(kind.__name__), _asked()
    names = {field.name for field in fields(kind)}
    assert {one for one in names - filled if f"{kind.__name__}.{one}" not in LATER} == set(), "never filled"
    assert names - asked == set(), "never asked for"


def _filled(kind: str) -> set[str | None]:
    calls = (
        node
        for name in ("gathering", "ours", "story", "reading")
        for node in ast.walk(ast.parse((ROOMS / "claims" / f"{name}.py").read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == kind
    )
    return {keyword.arg for call in calls for keyword in call.keywords}


def _asked() -> set[str]:
    files = [*(ROOMS / "claims").glob("*.py"), *(ROOMS / "provenance").glob("*.py")]
    trees = (ast.parse(file.read_text()) for file in files if file.name not in ("gathering.py", "story.py"))
    return {node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
