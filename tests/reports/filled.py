"""Old logs and material with rows in them, for the tests that look at every table and every report."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from tests.world import World
from workshop.catalogue.models import Design, Edition
from workshop.import_log import Log
from workshop.mapping import Mapped
from workshop.materials.ledger import Amount
from workshop.materials.papers import Document, Reading
from workshop.materials.receiving import NewLot, receive_lot
from workshop.pieces.using import Added, Stones, Using
from workshop.reports.reckoning import Terms, keep_terms
from workshop.writing import Writing


def fill_log(world: World, source: str) -> None:
    """One log of that name, with two rows that fill every column, and what is reckoned by."""
    world.tell(lambda w: keep_terms(w, Terms(sum(source.encode()), 50, 60, True)), world.omar)
    text = {"case": "A", "design": "Alder", "activity": "Casting", "who": "Bo", "resource": "Furnace", "rework": "Y"}
    times = {"started": "2026-11-02 08:00", "finished": "2026-11-02 09:00", "done": "4", "rejected": "1"}
    log = Log(ZoneInfo("UTC"), "k")
    told = [
        log.ready(Mapped(f'{source}:["{no}"]', "", {"log": {**text, **times, "sort": sort}}, None))[0]
        for no, sort in enumerate(("work", "release"))
    ]
    world.tell(lambda w: log.write(w, told), world.omar)


def fill_materials(world: World) -> None:
    """Gold and stones with what they cost, in pieces and lost, so that every report of material has something to tell."""
    gold = NewLot("metal", Amount(66_660), alloy="au750y", form="grain", cost_minor=350_000, currency="EUR")
    sapphires = NewLot("stones", Amount(0, 480, 9), cost_minor=9_000, currency="EUR")
    lot, stones = (world.tell(lambda w, new=new: receive_lot(w, new), world.omar) for new in (gold, sapphires))
    for lost in (0, 1):
        piece = world.piece()
        world.event(piece, "cast", weight_mg=4_300, using=Using(added=(Added(lot),)))
        setting = Stones(stones, Amount(0, 160, 3), lost=Amount(0, 50 * lost, lost), broken=Amount(0, 50, 1))
        world.event(piece, "set", weight_mg=4_332, using=Using(stones=(setting,)))
        world.event(piece, "file", weight_mg=4_300, using=Using(lemel_mg=20, loss_mg=2), reason="filed")
        world.inspect(piece)
    world.tell(_office, world.omar)
    world.piece(edition="Winter")


def _office(writing: Writing) -> None:
    """A document that runs out in a month, and an edition."""
    paper = writing.add(
        Document, code="DOC-9001", file="9" * 64, media_type="application/pdf", at=writing.at, by_id=None
    )
    told = {"kind": "certificate", "valid_until": (writing.at.date() + timedelta(days=29)).isoformat()}
    writing.add(Reading, document_id=paper, sequence=1, **told, at=writing.at, by_id=None)
    design = writing.session.scalar(select(Design.id).order_by(Design.id).limit(1))
    writing.add(Edition, design_id=design, name="Winter", size=3, proofs=None, created_at=writing.at, by_id=None)
