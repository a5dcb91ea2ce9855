"""From the books to the rulebook: what was booked, read and inspected is what is judged, in a number of statements that stands still."""

from datetime import date

from flask import Flask
from sqlalchemy import event

from tests.materials.test_books import GRAIN
from tests.steps import steps_of
from tests.world import World
from workshop.claims.gathering import facts_of
from workshop.claims.judging import judge
from workshop.claims.queries import pieces_of
from workshop.claims.results import ClaimResult
from workshop.materials.ledger import Amount
from workshop.materials.melting import Poured, melt
from workshop.materials.papers import Document, Reading, Supplier, Withdrawal
from workshop.materials.receiving import NewLot, attach_paper, receive_lot, tell_origin
from workshop.pieces.using import Added, Using
from workshop.writing import Writing

ON = date(2026, 11, 17)


def _certificate(writing: Writing) -> str:
    supplier = writing.add(
        Supplier,
        code="SUP-0001",
        subject="s1",
        name="Lobelha Refining",
        is_refiner=True,
        is_caster=False,
        is_dealer=False,
        is_cutter=False,
        is_mine=False,
        is_customer=False,
        at=writing.at,
        by_id=writing.by.id,
    )
    document = writing.add(
        Document, code="DOC-0001", supplier_id=supplier, file="0" * 64, media_type="application/pdf", at=writing.at
    )
    writing.add(
        Reading,
        document_id=document,
        sequence=1,
        kind="certificate",
        standard="scs_recycled",
        number="RM-4471",
        holder="Lobelha Refining",
        holder_id=supplier,
        materials="gold",
        custody="segregated",
        assessor="third_party",
        origin="recycled_unspecified",
        share=100,
        valid_from="2026-01-01",
        valid_until="2027-03-31",
        checked_by="BW",
        checked_on="2026-10-13",
        checked_where="certifier's list",
        at=writing.at,
    )
    return "DOC-0001"


def _claims(world: World, serial: str) -> dict[str, ClaimResult]:
    with world.room.database.reading() as session:
        (facts,) = facts_of(session, pieces_of(session, [serial])).values()
    return {result.key: result for result in judge(facts, ON)}


def _recycled_lot(world: World) -> str:
    world.tell(_certificate, world.omar)
    lot = world.tell(
        lambda w: receive_lot(
            w, NewLot("metal", Amount(66_660), alloy="au750y", supplier="SUP-0001", received_on="2026-10-12")
        ),
        world.omar,
    )
    world.tell(lambda w: tell_origin(w, lot, "recycled_unspecified"), world.omar)
    world.tell(lambda w: attach_paper(w, lot, "DOC-0001"), world.omar)
    return lot


def test_a_certified_lot_makes_its_gold_recycled_until_the_paper_falls(world: World) -> None:
    lot, piece = _recycled_lot(world), world.piece()
    world.event(piece, "cast", weight_mg=4_178, using=Using(added=(Added(lot),)))
    result = _claims(world, piece)["recycled_metal_100"]
    assert result.stands, result
    assert "3.133 g" in result.sentence
    assert result.papers == ("DOC-0001",)
    world.tell(
        lambda w: w.add(
            Withdrawal, document_id=1, sequence=1, from_on="2026-10-01", is_false=False, reason="Suspended", at=w.at
        ),
        world.omar,
    )
    assert not _claims(world, piece)["recycled_metal_100"].stands


def test_a_melt_passes_on_the_shares_of_its_parents(world: World) -> None:
    known = _recycled_lot(world)
    unknown = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    melted = world.tell(lambda w: melt(w, [(known, 60_000), (unknown, 6_000)], Poured(66_000, "gold")), world.ana)
    piece = world.piece()
    world.event(piece, "cast", weight_mg=4_000, using=Using(added=(Added(melted),)))
    claims = _claims(world, piece)
    assert not claims["recycled_metal_100"].stands
    assert claims["recycled_metal_pct"].stands
    assert "90" in claims["recycled_metal_pct"].sentence


def test_a_piece_without_books_claims_nothing_of_its_material(world: World) -> None:
    claims = _claims(world, world.piece())
    assert not claims["recycled_metal_100"].stands
    assert not claims["solid_karat_gold"].stands


def test_claims_cost_a_fixed_number_of_statements(world: World) -> None:
    lot, pieces = _recycled_lot(world), world.pieces(12)
    for piece in pieces:
        world.event(piece, "cast", weight_mg=4_000, using=Using(added=(Added(lot),)))

    def counted(serials: list[str]) -> int:
        with world.room.database.reading() as session:
            ids = pieces_of(session, serials)
            said: list[str] = []
            connection = session.connection()
            event.listen(connection, "before_cursor_execute", lambda *told: said.append(told[2]))
            facts_of(session, ids)
        return len(said)

    assert counted(pieces[:1]) == counted(pieces) <= 18


def test_a_piece_is_judged_at_the_same_cost_however_many_of_its_design_left(world: World) -> None:
    first = world.released()
    world.leave(first, "sold")

    def judged() -> int:
        return steps_of(world, lambda session: facts_of(session, pieces_of(session, [first])))

    few = judged()
    for _time in range(25):
        world.leave(world.released(), "sold")
    assert judged() <= few * 1.1


def test_the_public_page_tells_the_lots_and_changes_when_a_paper_falls(world: World, app: Flask) -> None:
    world.shop()
    stranger = app.test_client()
    lot, piece = _recycled_lot(world), world.piece()
    world.event(piece, "cast", weight_mg=4_178, using=Using(added=(Added(lot),)))
    world.event(piece, "polish", weight_mg=4_178)
    world.inspect(piece)
    code = world.tag(piece).code
    first = stranger.get(f"/p/{code}")
    assert "Fine gold in it" in first.text and "3.133 g" in first.text
    assert "is 100% recycled" in first.text
    assert "RM-4471" in first.text
    world.tell(
        lambda w: w.add(Withdrawal, document_id=1, sequence=1, from_on=None, is_false=True, reason="Forged", at=w.at),
        world.omar,
    )
    second = stranger.get(f"/p/{code}", headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert (
        "recycled" not in second.text.replace("recycled_unspecified", "").lower()
        or "supplier’s word only" in second.text
    )
    assert "is 100% recycled" not in second.text


def test_by_hand_is_understood_as_it_is_typed(world: World) -> None:
    piece = world.piece()
    for kind, typed in (("wax", "By hand"), ("file", "hand-guided machine"), ("polish", None)):
        world.event(piece, kind, method=typed)
    with world.room.database.reading() as session:
        (facts,) = facts_of(session, pieces_of(session, [piece])).values()
    assert [step.method for step in facts.steps] == ["hand", "manually_controlled", None]
