"""When a document falls, the public pages that rest on it change, and no other by a single byte."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.materials.papers import CERTIFICATE, pdf
from tests.materials.test_books import GRAIN
from tests.world import World
from workshop.filestore import FileStore
from workshop.materials.evidence import keep_evidence
from workshop.materials.filing import add_document
from workshop.materials.melting import Poured, melt
from workshop.materials.papers import Withdrawal
from workshop.materials.receiving import receive_lot
from workshop.materials.suppliers import NewSupplier, add_supplier
from workshop.pieces.using import Added, Using

# Which lots are in which piece; "M" is a melt of "A" and "B", "N" a melt of that and of "A" once more.
MADE_OF = {"a": "A", "b": "B", "c": "C", "m": "M", "n": "N", "a and c": "AC", "nothing": ""}
RESTS_ON = {"A": {"a", "m", "n", "a and c"}, "B": {"b", "m", "n"}, "C": {"c", "a and c"}}


def certified(world: World, name: str) -> tuple[str, str]:
    """A lot of a refiner's, and the paper that says of it that it is recycled."""
    refiner = world.tell(lambda w: add_supplier(w, NewSupplier(f"Refiner {name}", ("refiner",))), world.omar)
    file = keep_evidence(FileStore(world.room.settings.data_dir), pdf())
    read = replace(CERTIFICATE, holder_code=refiner, number=f"RM-{name}")
    paper = world.tell(lambda w: add_document(w, file, supplier=refiner, read=read), world.omar).code
    bought = replace(GRAIN, supplier=refiner, origin="recycled_unspecified", received_on="2026-10-12", papers=(paper,))
    return world.tell(lambda w: receive_lot(w, bought), world.omar), paper


def finished(world: World, lots: list[str]) -> str:
    """The tag of a piece that is made of them and passed."""
    piece = world.piece()
    using = Using(added=tuple(Added(lot, 4_000 // len(lots)) for lot in lots))
    world.event(piece, "cast", weight_mg=4_000, using=using)
    world.event(piece, "polish", weight_mg=4_000)
    world.inspect(piece)
    return world.tag(piece).code


def pages(stranger: FlaskClient, tags: dict[str, str]) -> dict[str, bytes]:
    return {name: stranger.get(f"/p/{tag}").data for name, tag in tags.items()}


@pytest.mark.parametrize("order", ["ABC", "CBA", "BAC"])
def test_withdrawing_a_document_changes_exactly_the_pages_that_rest_on_it(world: World, app: Flask, order: str) -> None:
    world.shop()
    bought = {name: certified(world, name) for name in "ABC"}
    lots = {name: lot for name, (lot, _paper) in bought.items()}
    for made, parts in (("M", "AB"), ("N", "MA")):
        went_in = [(lots[part], 9_000) for part in parts]
        lots[made] = world.tell(lambda w, them=went_in: melt(w, them, Poured(18_000, "gold")), world.ana)
    tags = {name: finished(world, [lots[one] for one in of]) for name, of in MADE_OF.items()}
    stranger = app.test_client()
    before = pages(stranger, tags)
    assert pages(stranger, tags) == before
    for name in order:
        number = int(bought[name][1].removeprefix("DOC-"))
        told = {"sequence": 1, "from_on": None, "is_false": True, "reason": "Forged"}
        world.tell(lambda w, n=number, t=told: w.add(Withdrawal, document_id=n, at=w.at, **t), world.omar)
        after = pages(stranger, tags)
        assert {one for one in tags if before[one] != after[one]} == RESTS_ON[name]
        before = after
    assert all(b"100% recycled" not in page for page in before.values())
