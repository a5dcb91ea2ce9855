"""What was tried to make the page say more than the facts carry."""

from sqlalchemy import select

from tests.claims.test_gathering import ON, _claims, _recycled_lot
from tests.world import World
from workshop.catalogue.models import Design
from workshop.claims.gathering import facts_of
from workshop.claims.queries import pieces_of
from workshop.materials.issuing import weigh_stock
from workshop.materials.ledger import Amount
from workshop.materials.melting import Poured, melt
from workshop.materials.models import Lot
from workshop.materials.papers import Document, Reading
from workshop.materials.receiving import NewLot, attach_paper, receive_lot
from workshop.pieces.surfaces import NewHallmark, put_on
from workshop.pieces.using import Added, Using
from workshop.provenance.composition import composition_of
from workshop.provenance.queries import find_head
from workshop.writing import Writing


def _lot(world: World, **told: object) -> str:
    new = {"kind": "metal", "amount": Amount(50_000), "metal": "silver", "fineness": 8000} | told
    return world.tell(lambda w: receive_lot(w, NewLot(**new)), world.omar)


def _cast(world: World, *added: Added, weight_mg: int) -> str:
    piece = world.piece()
    world.event(piece, "cast", weight_mg=weight_mg, using=Using(added=added))
    return piece


def test_metal_found_in_stock_is_not_of_the_lot(world: World) -> None:
    lot = _recycled_lot(world)
    world.tell(lambda w: weigh_stock(w, lot, Amount(200_000)), world.omar)
    piece = _cast(world, Added(lot, 150_000), weight_mg=150_000)
    assert not _claims(world, piece)["recycled_metal_100"].stands


def test_metal_found_in_a_piece_is_not_of_the_lot(world: World) -> None:
    lot = _recycled_lot(world)
    _cast(world, Added(lot, 66_650), weight_mg=66_650)
    piece = _cast(world, Added(lot, 10), weight_mg=30_000)
    assert not _claims(world, piece)["recycled_metal_100"].stands


def test_metal_found_in_a_melt_is_not_of_its_parents(world: World) -> None:
    lot = _recycled_lot(world)
    melted = world.tell(lambda w: melt(w, [(lot, 1_000)], Poured(1_000, "gold")), world.ana)
    world.tell(lambda w: weigh_stock(w, melted, Amount(100_000)), world.omar)
    piece = _cast(world, Added(melted, 90_000), weight_mg=90_000)
    assert not _claims(world, piece)["recycled_metal_100"].stands


def test_a_trace_of_gold_makes_no_gold(world: World) -> None:
    lot = _recycled_lot(world)
    copper = _lot(world, metal="base", fineness=None)
    melted = world.tell(
        lambda w: melt(w, [(lot, 1), (copper, 20_000)], Poured(20_001, "gold", alloy="au750y")), world.ana
    )
    with world.room.database.reading() as session:
        assert session.scalar(select(Lot.fineness).where(Lot.code == melted)) is None
    piece = _cast(world, Added(melted, 15_000), weight_mg=15_000)
    assert not _claims(world, piece)["recycled_metal_100"].stands


def _fine_paper(writing: Writing, metal: str, fineness: int) -> None:
    writing.add(Document, code="DOC-0009", file="1" * 64, media_type="application/pdf", at=writing.at)
    document = writing.session.scalar(select(Document.id).where(Document.code == "DOC-0009"))
    writing.add(
        Reading, document_id=document, sequence=1, kind="assay", materials=metal, fineness=fineness,
        issued_on="2026-10-01", checked_by="BW", checked_on="2026-10-13", checked_where="here", at=writing.at,
    )  # fmt: skip


def _assayed(world: World, metal: str, fineness: int) -> str:
    lot = _lot(world, metal=metal, fineness=fineness, received_on="2026-10-12")
    world.tell(lambda w: _fine_paper(w, metal, fineness), world.omar)
    world.tell(lambda w: attach_paper(w, lot, "DOC-0009"), world.omar)
    return lot


def _solid(world: World) -> None:
    world.tell(lambda w: w.change(Design, 1, construction="solid"), world.omar)


def test_sterling_is_not_said_of_what_is_booked_as_its_layer_or_small_part(world: World) -> None:
    good, poor = _assayed(world, "silver", 9250), _lot(world)
    plain = _cast(world, Added(good, 10_000), weight_mg=10_000)
    assert _claims(world, plain)["sterling_or_platinum"].stands
    layer = _cast(world, Added(good, 1_000), Added(poor, 9_000, role="layer"), weight_mg=10_000)
    assert not _claims(world, layer)["sterling_or_platinum"].stands
    small = _cast(world, Added(good, 1_000), Added(poor, 9_000, role="finding", is_incidental=True), weight_mg=10_000)
    assert not _claims(world, small)["sterling_or_platinum"].stands


def test_gold_throughout_is_not_said_over_a_heart_of_silver(world: World) -> None:
    _solid(world)
    good, poor = _assayed(world, "gold", 7500), _lot(world)
    plain = _cast(world, Added(good, 10_000), weight_mg=10_000)
    assert _claims(world, plain)["solid_karat_gold"].stands, _claims(world, plain)["solid_karat_gold"]
    for role in ("solder", "finding"):
        piece = _cast(world, Added(good, 1_000), Added(poor, 9_000, role=role), weight_mg=10_000)
        assert not _claims(world, piece)["solid_karat_gold"].stands


def test_a_bought_shape_is_no_small_part_when_it_is_most_of_the_piece(world: World) -> None:
    bought = _lot(world, kind="castings", amount=Amount(10_000, number=1))
    piece = world.piece()
    world.event(
        piece,
        "make",
        method="hand",
        weight_mg=10_000,
        using=Using(added=(Added(bought, 10_000, 1, is_incidental=True),)),
    )
    assert "Hand-made" not in _claims(world, piece)["handmade"].sentence


def test_metal_added_at_any_work_after_the_mark_ends_it(world: World) -> None:
    good = _assayed(world, "gold", 7500)
    piece = _cast(world, Added(good, 5_000), weight_mg=5_000)
    world.event(piece, "mark")
    world.tell(
        lambda w: put_on(w, piece, 2, NewHallmark("An Office", "gold", 7500, "2026-11-16", document="DOC-0009")),
        world.omar,
    )
    assert _claims(world, piece)["hallmarked"].stands, _claims(world, piece)["hallmarked"]
    world.event(piece, "set", weight_mg=6_000, using=Using(added=(Added(good, 1_000),)))
    assert not _claims(world, piece)["hallmarked"].stands


def test_a_page_says_recycled_by_document_only_as_far_as_the_document_does(world: World) -> None:
    lot = _recycled_lot(world)
    piece = _cast(world, Added(lot, 5_000), weight_mg=5_000)

    def row(share: int, custody: str, number: int) -> str:
        world.tell(lambda w: _read_anew(w, share, custody, number), world.omar)
        with world.room.database.reading() as session:
            (known,) = facts_of(session, pieces_of(session, [piece])).values()
        return composition_of(known, ON).parts[0].evidence[0].told

    assert "by document" in row(100, "identity_preserved", 2)
    assert "by document" not in row(10, "segregated", 3)
    assert "by document" not in row(100, "mass_balance", 4)


def _read_anew(writing: Writing, share: int, custody: str, number: int) -> None:
    before = writing.session.execute(select(*Reading.__table__.columns).where(Reading.sequence == 1)).mappings().one()
    kept = {name: value for name, value in before.items() if name != "id"}
    writing.add(Reading, **kept | {"sequence": number, "share": share, "custody": custody, "at": writing.at})


def test_what_others_use_of_a_lot_shows_on_the_page_at_once(world: World) -> None:
    lot = _recycled_lot(world)
    tag = world.tag(world.released()).code
    with world.room.database.reading() as session:
        before = find_head(session, tag)
    world.tell(lambda w: weigh_stock(w, lot, Amount(200_000)), world.omar)
    with world.room.database.reading() as session:
        assert find_head(session, tag) != before


def test_a_bought_casting_without_a_lot_is_not_made_by_hand(world: World) -> None:
    (piece,) = world.pieces(1, way_in="castings")
    world.event(piece, "file", method="hand")
    assert not _claims(world, piece)["handmade"].sentence.startswith("Hand-made")
