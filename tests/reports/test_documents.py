"""Documents by when they run out: each once, on the day that was read last, reckoned once more by plain dates."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from tests.world import World
from workshop.materials.ledger import Amount
from workshop.materials.models import LotPaper
from workshop.materials.papers import Document, Reading, Withdrawal
from workshop.materials.receiving import NewLot, receive_lot
from workshop.provenance.snapshot import canonical
from workshop.provenance.versions import keep_versions
from workshop.reports.book import KINDS, span_of
from workshop.reports.told import Report, Span
from workshop.writing import Writing

TODAY = date(2026, 11, 17)
DAYS = (-40, -1, 0, 1, 30, 31, 60, 61, 90, 91, 400)


def made(world: World) -> tuple[Report, Span]:
    with world.room.database.reading() as session:
        span = span_of(session, None, None, world.room.now())
        return KINDS["claims"].make(session, span, None), span


def some_papers(writing: Writing, chance: Random, lots: list[int]) -> None:
    """Documents with a day or none, read once or twice, some withdrawn, on some lots, of which a few no longer count."""
    at = {"at": writing.at, "by_id": None}
    for number in range(24):
        file = {"file": f"{number:064d}", "media_type": "application/pdf"}
        document = writing.add(Document, code=f"DOC-{number:04d}", **file, **at)
        for sequence in range(1, chance.choice((2, 2, 3))):
            on = chance.choice((None, *DAYS))
            day = None if on is None else (TODAY + timedelta(days=on)).isoformat()
            which = chance.choice(("valid_until", "recheck_on"))
            writing.add(Reading, document_id=document, sequence=sequence, kind="certificate", **{which: day}, **at)
        for lot in chance.sample(lots, chance.randrange(3)):
            writing.add(LotPaper, lot_id=lot, document_id=document, sequence=1, stands=True, **at)
            if chance.random() < 0.3:
                writing.add(LotPaper, lot_id=lot, document_id=document, sequence=2, stands=False, **at)
        if chance.random() < 0.2:
            told = {"from_on": TODAY.isoformat(), "is_false": False, "reason": "taken back"}
            writing.add(Withdrawal, document_id=document, sequence=1, **told, **at)


def window_of(world: World, document_id: int) -> str:
    if world.rows("SELECT 1 FROM withdrawal WHERE document_id = :id", id=document_id):
        return "withdrawn"
    last = world.rows("SELECT * FROM reading WHERE document_id = :id ORDER BY sequence", id=document_id)[-1]
    end = last.valid_until or last.recheck_on
    if end is None:
        return "open"
    left = (date.fromisoformat(end) - TODAY).days
    return next(
        (key for most, key in ((-1, "ended"), (30, "in_30"), (60, "in_60"), (90, "in_90")) if left <= most), "later"
    )


@pytest.mark.parametrize("seed", range(2))
def test_each_document_stands_in_the_window_of_its_last_reading(world: World, seed: int) -> None:
    lots = [
        world.tell(lambda w: receive_lot(w, NewLot("metal", Amount(1_000), alloy="au750y")), world.omar)
        for _ in range(3)
    ]
    ids = [row.id for row in world.rows("SELECT id FROM lot")]
    assert len(ids) == len(lots)
    world.tell(lambda w: some_papers(w, Random(seed), ids), world.omar)
    told, span = made(world)
    windows = {row.id: window_of(world, row.id) for row in world.rows("SELECT id FROM document")}
    assert {row["key"]: row["documents"] for row in told.rows} == Counter(windows.values())
    stands: dict[tuple[int, int], bool] = {}
    for row in world.rows("SELECT * FROM lot_paper ORDER BY sequence"):
        stands[row.document_id, row.lot_id] = bool(row.stands)
    behind: Any = KINDS["claims"].behind
    with world.room.database.reading() as session:
        for row in told.rows:
            mine = {lot for (paper, lot), holds in stands.items() if holds and windows[paper] == row["key"]}
            assert row["lots"] == len(mine)
            found = behind(session, span, "documents", row["key"])
            lines = [found.tell(one) for one in session.execute(found.statement)]
            assert len(lines) == row["documents"]
            assert told.totals[row["key"]] == len(lines)


def published(world: World, serial: str, claims: list[list[str | None]]) -> None:
    told = canonical({"form": "workshop-passport/1", "claims": claims})
    world.tell(lambda w: keep_versions(w, {world.standing(serial).piece_id: told}), world.omar)


def test_a_sentence_is_counted_once_on_the_newest_version_of_each_published_page(world: World) -> None:
    first, second, third = (world.piece() for _ in range(3))
    gold: list[str | None] = ["18 karat gold.", None]
    for serial, claims in (
        (first, [gold, ["Made by hand.", "In Porto."]]),
        (first, [gold, gold]),
        (second, [gold, ["Made by hand.", "In Porto."]]),
        (third, []),
    ):
        published(world, serial, claims)
    report, span = made(world)
    said = {row["part"]: row["said"] for row in report.series}
    assert said == {"18 karat gold.": 2, "Made by hand. In Porto.": 1}
    assert "3 published pages" in report.notes[1].told
    behind: Any = KINDS["claims"].behind
    with world.room.database.reading() as session:
        for row, serials in zip(report.series, ([second, first], [second]), strict=True):
            found = behind(session, span, "said", row["key"])
            assert [found.tell(one)["serial"] for one in session.execute(found.statement)] == serials
