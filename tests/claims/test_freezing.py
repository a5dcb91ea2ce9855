"""What was published stays known: frozen with the tag, again when asked, and said to be withdrawn when its paper falls."""

import json
from typing import Any

from tests.claims.test_gathering import _recycled_lot
from tests.world import World
from workshop.claims.freezing import freeze_claims, freeze_fallen
from workshop.materials.filing import restore_document
from workshop.materials.papers import Withdrawal
from workshop.pieces.using import Added, Using


def tagged(world: World) -> str:
    """A piece of a certified lot with its tag."""
    world.shop(public_address="https://marshandwren.example", country="PT")
    lot, serial = _recycled_lot(world), world.piece()
    world.event(serial, "cast", weight_mg=4_178, using=Using(added=(Added(lot),)))
    world.tag(world.released(serial))
    return serial


def frozen(world: World, rule: str = "recycled_metal_100") -> list[Any]:
    return world.rows("SELECT * FROM frozen_claim WHERE rule = :rule ORDER BY sequence", rule=rule)


def withdraw(world: World) -> None:
    values = {"document_id": 1, "sequence": 1, "from_on": "2026-10-01", "is_false": False, "reason": "Suspended"}
    world.tell(lambda w: w.add(Withdrawal, at=w.at, **values), world.omar)


def test_a_tag_freezes_what_is_said_with_the_digests_of_its_papers(world: World) -> None:
    tagged(world)
    (row,) = frozen(world)
    assert (row.status, row.sequence, row.version) == ("supported", 1, "2026-10-01")
    assert "100% recycled" in row.sentence
    inputs = json.loads(row.inputs)
    assert inputs["papers"] == json.loads(row.papers)
    assert inputs["papers"][0]["sha256"] == "0" * 64
    assert row.inputs == json.dumps(inputs, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_freezing_again_writes_only_what_is_said_otherwise(world: World) -> None:
    serial = tagged(world)
    assert world.tell(lambda w: freeze_claims(w, serial), world.omar) == 0
    world.room.now.forward(days=3)  # type: ignore[attr-defined]
    assert world.tell(lambda w: freeze_claims(w, serial), world.omar) == 0
    assert len(frozen(world)) == 1


def test_a_withdrawn_paper_withdraws_what_was_published(world: World) -> None:
    tagged(world)
    withdraw(world)
    assert world.tell(lambda w: freeze_fallen(w, "DOC-0001"), world.omar) == 1
    first, second = frozen(world)
    assert (second.status, second.sequence, second.sentence) == ("withdrawn", 2, None)
    assert "100% recycled" in first.sentence
    assert world.tell(lambda w: freeze_fallen(w, "DOC-0001"), world.omar) == 0
    world.tell(lambda w: restore_document(w, "DOC-0001", reason="A mistake"), world.omar)
    assert world.tell(lambda w: freeze_fallen(w, "doc-0001"), world.omar) == 1
    assert [row.status for row in frozen(world)] == ["supported", "withdrawn", "supported"]


def test_only_what_was_published_is_frozen_again(world: World) -> None:
    _recycled_lot(world)
    for code in ("DOC-0001", "DOC-0002", "%", '"'):
        assert world.tell(lambda w, code=code: freeze_fallen(w, code), world.omar) == 0  # type: ignore[misc]


def test_a_piece_without_books_is_frozen_when_asked(world: World) -> None:
    serial = world.released()
    world.tag(serial)
    assert frozen(world, "individually_inspected") == []
    assert world.tell(lambda w: freeze_claims(w, serial), world.omar) >= 1
    assert len(frozen(world, "individually_inspected")) == 1
