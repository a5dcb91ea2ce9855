"""The demonstration: filled whole or anew, its secrets handed out only by the one that serves it."""

import errno
import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from sqlalchemy import text

from tests.world import World
from workshop import cli, demo, opening, serving
from workshop.auditing import audit
from workshop.claims.overview import judge_pieces
from workshop.claims.queries import pieces_of
from workshop.demostories import PEOPLE, STORIES
from workshop.demotelling import Teller
from workshop.provenance.composition import composition_of
from workshop.reports.book import span_of
from workshop.reports.cost import cost_report
from workshop.sales.delivery_queries import WantedDeliveries, list_deliveries
from workshop.serving import log_as_json, the_only_server
from workshop.shoproom import Shoproom, utc_now

SECRETS = "SELECT id, pin_hash, password_hash FROM person ORDER BY id"


class Interrupted:
    """Stands in for the server: it is stopped as soon as it runs."""

    def __init__(self, *_application: object, **_door: object) -> None: ...

    def run(self) -> None:
        raise KeyboardInterrupt

    def close(self) -> None: ...


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "log_as_json", lambda: None)


def start(room: Shoproom, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("WORKSHOP_DATABASE_URL", room.settings.database_url)
    return cli.main(["demo", "--no-browser", "--json", "--data-dir", str(room.settings.data_dir)])


def test_a_taken_port_changes_nobodys_secret(
    world: World, monkeypatch: pytest.MonkeyPatch, quiet: None, capsys: pytest.CaptureFixture[str]
) -> None:
    world.shop(demonstration=True)
    before = world.rows(SECRETS)

    def is_taken(*_application: object, **_door: object) -> None:
        raise OSError(errno.EADDRINUSE, "Address already in use")

    monkeypatch.setattr(serving, "create_server", is_taken)
    assert start(world.room, monkeypatch) == cli.CANNOT
    assert "cannot be used" in capsys.readouterr().err
    assert world.rows(SECRETS) == before


def test_a_second_start_changes_nobodys_secret(
    world: World, monkeypatch: pytest.MonkeyPatch, quiet: None, capsys: pytest.CaptureFixture[str]
) -> None:
    if not world.room.settings.is_sqlite:
        return  # several may serve one PostgreSQL database; their ports keep them apart
    world.shop(demonstration=True)
    before = world.rows(SECRETS)
    monkeypatch.setattr(serving, "create_server", Interrupted)
    with the_only_server(world.room.settings):
        assert start(world.room, monkeypatch) == cli.CANNOT
    assert "already running" in capsys.readouterr().err
    assert world.rows(SECRETS) == before


def test_a_filling_that_was_stopped_is_done_anew(
    room: Shoproom, monkeypatch: pytest.MonkeyPatch, quiet: None, capsys: pytest.CaptureFixture[str]
) -> None:
    make = demo._make
    monkeypatch.setattr(serving, "create_server", Interrupted)
    monkeypatch.setattr(demo, "STORIES", STORIES[-3:])
    monkeypatch.setattr(demo, "AFFAIRS", ())

    def stop_at_last(teller: Teller, story: Any, at: Any) -> str:
        if story is STORIES[-1]:
            raise KeyboardInterrupt
        return make(teller, story, at)

    monkeypatch.setattr(demo, "_make", stop_at_last)
    assert start(room, monkeypatch) == cli.DONE
    assert capsys.readouterr().out == ""
    monkeypatch.setattr(demo, "_make", make)
    room.database.engine.dispose()
    if not room.settings.is_sqlite:
        assert start(room, monkeypatch) == cli.CANNOT
        assert "empty database" in capsys.readouterr().err
        return
    for _time in range(2):
        assert start(room, monkeypatch) == cli.DONE
        assert len(json.loads(capsys.readouterr().out)["people"]) == len(PEOPLE)
    with room.database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM piece")) == 3
        assert session.scalar(text("SELECT count(*) FROM person")) == len(PEOPLE)


def test_a_real_shop_is_never_emptied(
    world: World, monkeypatch: pytest.MonkeyPatch, quiet: None, capsys: pytest.CaptureFixture[str]
) -> None:
    world.shop(demonstration=False)
    (world.room.settings.data_dir / "demonstration.half-filled").touch()
    monkeypatch.setattr(serving, "create_server", Interrupted)
    assert start(world.room, monkeypatch) == cli.CANNOT
    assert "belongs to a real shop" in capsys.readouterr().err
    assert world.rows("SELECT count(*) FROM person")[0][0] == 3


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize(("stream", "wanted"), [(StringIO, ["said", "wrong"]), (Terminal, ["wrong"])])
def test_a_terminal_is_told_only_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, logging_as_before: None, stream: type[StringIO], wanted: list[str]
) -> None:
    shown = stream()
    monkeypatch.setattr("sys.stderr", shown)
    log_as_json()
    logging.getLogger("workshop").info("said")
    logging.getLogger("alembic.runtime.migration").info("migrated")
    logging.getLogger("workshop").warning("wrong")
    assert [json.loads(line)["message"] for line in shown.getvalue().splitlines()] == wanted


def test_what_the_demonstration_measures_is_what_was_ordered(room: Shoproom, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [one for one in STORIES if one.design in ("REED", "ROPE") and any(step[0] == "look" for step in one.steps)]
    monkeypatch.setattr(demo, "STORIES", (told[0], told[-1]))
    monkeypatch.setattr(demo, "AFFAIRS", ())
    demo.fill_demonstration(room)
    with room.database.reading() as session:
        rows = session.execute(
            text(
                "SELECT c.code, a.measured FROM answer a JOIN inspection_check c ON c.id = a.check_id WHERE c.unit <> 'g'"
            )
        )
        found = {code: figure for code, figure in rows if figure is not None}
    assert found == {"R1": 58_000, "R2": 1_600, "R4": 100, "B1": 185_000, "B3": 35_000, "B8": 100}


SENTENCES = {
    "R-0001": "At least 98% of the 3.118 g of gold in it is recycled.",
    "R-0003": "The 3.126 g of gold in it is 100% recycled.",
    "E-0002": "Vermeil: Surface layer of gold (999), 2.6 µm, electroplated, on silver.",
    "E-0006": "Laboratory-grown diamond, 2 stones, 0.62 ct.",
    "X-0001": "Made in Portugal.",
}
STATES = {
    "away": 9,
    "outwork": 1,
    "paused": 1,
    "released": 12,
    "scrapped": 1,
    "waiting": 19,
    "working": 1,
}


def test_the_demonstration_adds_up_and_says_what_its_papers_carry(room: Shoproom) -> None:
    """Also when it is opened in the small hours, while the day has hardly begun."""
    room.now = lambda: utc_now().replace(hour=0, minute=40)
    demo.fill_demonstration(room)
    assert audit(room).violations == 0
    with room.database.reading() as session:
        states = session.execute(text("SELECT state, count(*) FROM piece_head GROUP BY state")).all()
        assert {state: count for state, count in states} == STATES
        (sent,) = list_deliveries(session, WantedDeliveries())
        assert (sent.went, sent.worth_minor, sent.open_minor) == (3, 27_000, 17_000)
        unexplained = "SELECT count(*) FROM movement m JOIN account a ON a.id = m.to_id WHERE a.kind = 'unexplained'"
        assert session.scalar(text(unexplained)) == 0
        serials = (*SENTENCES, "E-0001")
        judged = judge_pieces(session, pieces_of(session, serials), room.now().date())
        hoops = next(one.facts for one in judged if one.facts.serial == "E-0001")
        said = {one.facts.serial: [result.sentence for result in one.results] for one in judged}
        published = session.scalars(
            text("SELECT c.sentence FROM frozen_claim c JOIN piece p ON p.id = c.piece_id WHERE p.serial = 'E-0001'")
        ).all()
        costs = cost_report(session, span_of(session, None, None, room.now()), "EUR")
    whole = {row["group"]: row["whole"] for row in costs.rows if row["known"]}
    assert whole.keys() == {"Alder signet", "Reed band", "Tide hoops"}
    for serial, sentence in SENTENCES.items():
        assert any(told.startswith(sentence) for told in said[serial]), serial
    assert any("100% recycled" in told for told in published)  # until its paper was withdrawn
    assert not any("recycled" in told for told in said["E-0001"])
    page = composition_of(hoops, room.now().date())
    (silver,) = page.parts
    assert (silver.figure, silver.rows[0][1]) == ("6.52 g", "6.031 g")
    assert [(one.told, one.is_seen) for one in silver.evidence] == [
        ("Origin not known: its document was withdrawn.", False)
    ]
