"""Where a lot went, happening by happening: each is told with what it was made into, and all of them close."""

import re
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.materials.papers import CERTIFICATE, pdf
from tests.materials.shop import Shop
from tests.materials.test_books import GRAIN
from tests.world import World
from workshop.bench import lot_happenings
from workshop.bench.lot_happenings import AT_HAND, COLUMNS, happenings_of
from workshop.filestore import FileStore
from workshop.materials.evidence import keep_evidence
from workshop.materials.filing import add_document
from workshop.materials.issuing import bring_back, issue, set_aside
from workshop.materials.ledger import Amount
from workshop.materials.receiving import receive_lot
from workshop.materials.stock import lot_named, where_it_went
from workshop.materials.suppliers import NewSupplier, add_supplier
from workshop.pieces.casting import NewTree, cut_off, plant_tree, pour
from workshop.pieces.tree_closing import Left, close_tree
from workshop.pieces.using import Added, Using
from workshop.writing import Writing


def certified(world: World) -> tuple[str, list[str]]:
    """A paper that says recycled of two lots of its holder's."""
    store = FileStore(world.room.settings.data_dir)
    refiner = world.tell(lambda w: add_supplier(w, NewSupplier("Lobelha", ("refiner",))), world.omar)
    read, file = replace(CERTIFICATE, holder_code=refiner), keep_evidence(store, pdf())
    paper = world.tell(lambda w: add_document(w, file, supplier=refiner, read=read), world.omar).code
    bought = replace(GRAIN, supplier=refiner, origin="recycled_unspecified", received_on="2026-10-12", papers=(paper,))
    return paper, [world.tell(lambda w: receive_lot(w, bought), world.omar) for _time in range(2)]


def busy(world: World) -> tuple[str, list[str]]:
    """A lot that was cast on a tree, soldered into a piece by itself, filed off and set aside."""
    lot = world.tell(lambda w: receive_lot(w, GRAIN), world.omar)
    first, second, alone = world.pieces(3)
    tree, _needed = world.tell(lambda w: plant_tree(w, NewTree("au750y", 2_000, 500, (first, second))), world.ana)
    world.tell(lambda w: pour(w, tree, [(lot, 20_000)]), world.ana)
    for piece in (first, second):
        world.tell(lambda w, piece=piece: cut_off(w, tree, piece, 7_000), world.ana)
    world.tell(lambda w: close_tree(w, tree, Left(scrap_mg=5_500, loss_mg=500)), world.ana)
    world.event(first, "file", weight_mg=6_900, using=Using(lemel_mg=90), reason="filed")
    world.tell(lambda w: issue(w, lot, Amount(6_000), world.ana.subject), world.omar)
    world.event(alone, "cast", weight_mg=4_300, using=Using(added=(Added(lot),)))
    world.tell(lambda w: set_aside(w, lot, Amount(1_000), "scrap"), world.omar)
    return lot, [tree, first, second, alone]


def test_a_tree_tells_what_became_of_its_pour_and_its_pieces(world: World) -> None:
    lot, (tree, *_pieces, alone) = busy(world)
    with world.room.database.reading() as session:
        rows, further = happenings_of(session, lot_named(session, lot).id, carats=False)
    assert not further
    aside, piece, poured = rows
    assert (poured.tree, poured.pieces_number, poured.issued) == (tree, 2, 20_000)
    assert [getattr(poured, name) for name in COLUMNS] == [13_900, 5_500, 90, 500, 0, 10]
    assert (piece.serial, piece.issued, piece.pieces) == (alone, 4_300, 4_300)
    assert (aside.kind, aside.issued, aside.scrap) == ("set_aside", 1_000, 1_000)


def all_of(session: Session, lot_id: int, *, carats: bool) -> list[Any]:
    """The lines of all pages; each happening stands on one of them."""
    rows: list[Any] = []
    for page in range(1, 200):
        told, further = happenings_of(session, lot_id, carats=carats, page=page)
        rows += told
        if not further:
            break
    assert len({(row.tree_id, row.piece_id, row.posting_id) for row in rows}) == len(rows)
    return rows


@pytest.mark.parametrize("size", [1, 3, 7])
def test_a_page_is_a_stretch_and_each_happening_is_told_once(
    world: World, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    lot, _made = busy(world)
    with world.room.database.reading() as session:
        lot_id = lot_named(session, lot).id
        whole = all_of(session, lot_id, carats=False)
        monkeypatch.setattr(lot_happenings, "PAGE", size)
        assert all_of(session, lot_id, carats=False) == whole
        assert len(whole) == 3


def test_a_page_reads_as_much_of_a_long_lot_as_of_a_short_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many times more than stand on a page; counted in steps of SQLite, which are the same on any machine."""
    monkeypatch.setattr(lot_happenings, "PAGE", 10)
    lot = world.tell(lambda w: receive_lot(w, replace(GRAIN, amount=Amount(900_000))), world.omar)

    def use(times: int) -> None:
        def act(writing: Writing) -> None:
            for _time in range(times):
                issue(writing, lot, Amount(100), world.ana.subject)
                bring_back(writing, lot, Amount(100), world.ana.subject)
                set_aside(writing, lot, Amount(10), "lemel")

        world.tell(act, world.omar)

    def read() -> int:
        with world.room.database.reading() as session:
            lot_id = lot_named(session, lot).id
            raw: Any = session.connection().connection.driver_connection
            steps = [0]
            if world.room.settings.is_sqlite:
                raw.set_progress_handler(lambda: steps.__setitem__(0, steps[0] + 1), 10)
            rows, further = happenings_of(session, lot_id, carats=False)
            if world.room.settings.is_sqlite:
                raw.set_progress_handler(None, 10)
            assert (len(rows), further) == (10, True)
            return steps[0]

    use(20)
    short = read()
    use(400)
    assert read() <= short * 1.1


def test_every_line_and_all_lines_close_whatever_was_done(world: World) -> None:
    world.tell(lambda w: Shop(w, Random(5), world.design, "2026-10-12").live(60), world.omar)
    with world.room.database.reading() as session:
        for (code,) in world.rows("SELECT code FROM lot"):
            lot, carats = lot_named(session, code), code.startswith("S-")
            rows = all_of(session, lot.id, carats=carats)
            assert all(row.issued == sum(getattr(row, name) for name in COLUMNS) for row in rows), code
            gone = where_it_went(session, lot.id)
            hands = sum((gone.get(kind, Amount()) for kind in AT_HAND), Amount())
            received = Amount(lot.received_mg, lot.received_carats)
            left = received - hands
            assert sum(row.issued for row in rows) == (left.carat_thousandths if carats else left.mg), code


def test_the_page_closes_over_its_happenings(world: World, app: Flask) -> None:
    lot, (tree, *_pieces, alone) = busy(world)
    page = world.sign_in(app, world.ana).get(f"/materials/lots/{lot}").text
    assert f'href="/trees/{tree}"' in page and f'href="/pieces/{alone}"' in page
    assert "Issued, in all" in page and "25.300" in page and "0.000 open" in page


def test_the_page_tells_what_would_fall_with_a_paper_of_the_lot(world: World, app: Flask) -> None:
    paper, (lot, other) = certified(world)
    for code in (lot, lot, other):
        world.event(world.piece(), "cast", weight_mg=4_300, using=Using(added=(Added(code),)))
    ana = world.sign_in(app, world.ana)
    assert "Choose a paper" in ana.get(f"/materials/lots/{lot}").text
    page = ana.get(f"/materials/lots/{lot}?paper={paper}").text
    told = re.findall(r'<b class="n">(\d+)</b><span>([^<]*)</span>', page)
    assert [number for number, _told in told] == ["2", "1", "0"]
    assert "100.0% of the fine metal rests on it" in told[0][1] and other in told[1][1]
    assert "100% recycled" in page and "Untouched: fineness, hallmarks, inspections." in page
    assert "Choose a paper" in ana.get(f"/materials/lots/{lot}?paper=DOC-9999").text
