"""The owner's page of publishing: where to, a button that starts one process, how it went."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.pages import token_of
from tests.world import World
from workshop.bench import publishing_views
from workshop.config import Settings
from workshop.provenance.versions import Place, keep_place
from workshop.public.running import Wanted, run_publishing
from workshop.publishing_folder import HOUSE, MARK
from workshop.publishing_process import start_publishing
from workshop.publishing_state import State, alone, is_running, keep_state, read_state
from workshop.publishing_watch import is_due

PAGE = "/settings/publishing"


class Started:
    """Stands in for the process: what leaves the house."""

    def __init__(self) -> None:
        self.trusts: list[str | None] = []

    def __call__(self, _settings: Settings, trust: str | None = None) -> None:
        self.trusts.append(trust)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    standing_in = Started()
    monkeypatch.setattr(publishing_views, "start_publishing", standing_in)
    return standing_in


def test_a_place_is_kept_and_a_second_tap_starts_no_second_one(
    world: World, app: Flask, started: Started, tmp_path: Path
) -> None:
    world.shop(public_address="A.EXAMPLE")
    omar = world.sign_in(app, world.omar)
    page = omar.get(PAGE).get_data(as_text=True)
    site = str(tmp_path / "site")
    sent = {"csrf_token": token_of(omar, PAGE), "request_key": "k1", "place": site, "by_itself": "yes"}
    assert omar.post(PAGE, data=sent).status_code == 303
    page = omar.get(PAGE).get_data(as_text=True)
    assert site in page and " checked" in page
    run = {"csrf_token": token_of(omar, PAGE), "request_key": "k2"}
    for _tap in range(2):
        assert omar.post(f"{PAGE}/runs", data=run).status_code == 303
    assert started.trusts == [None]


@pytest.mark.parametrize("typed", ["www", "{data}", "{data}/files", "{above}", "ana@host", "sftp://ana:pw@host/www"])
def test_what_is_no_place_is_refused_and_stays_typed(world: World, app: Flask, typed: str) -> None:
    data = world.room.settings.data_dir
    typed = typed.format(data=data, above=data.parent)
    omar = world.sign_in(app, world.omar)
    sent = {"csrf_token": token_of(omar, PAGE), "request_key": "k1", "place": typed}
    answer = omar.post(PAGE, data=sent)
    assert answer.status_code == 422 and f'value="{typed}"' in answer.get_data(as_text=True)
    assert world.rows("SELECT id FROM publishing_place") == []


def test_a_folder_that_cannot_or_should_not_take_the_pages_is_refused(world: World, app: Flask, tmp_path: Path) -> None:
    www = tmp_path / "www"
    www.mkdir()
    (www / "a.html").write_text("x")
    omar = world.sign_in(app, world.omar)
    sent = {"csrf_token": token_of(omar, PAGE), "request_key": "k1"}
    for typed, told in (
        (www / "a.html" / "www", "is a file"),
        (HOUSE / "templates", "the program itself"),
        (Path("/proc/www"), "Nothing can be written"),
        (www, "is not empty"),
    ):
        answer = omar.post(PAGE, data=sent | {"place": str(typed)})
        assert answer.status_code == 422 and told in answer.text, typed
    assert 'name="beside"' in answer.text
    assert omar.post(PAGE, data=sent | {"place": str(www), "beside": "yes"}).status_code == 303
    (tmp_path / "ours" / "P").mkdir(parents=True)
    (tmp_path / "ours" / MARK).write_text("x")
    kept = omar.post(PAGE, data=sent | {"place": str(tmp_path / "ours"), "request_key": "k2"})
    assert kept.status_code == 303


def test_no_pages_are_told_in_words(world: World, app: Flask, tmp_path: Path) -> None:
    data_dir, omar = world.room.settings.data_dir, world.sign_in(app, world.omar)
    began = "2026-11-17T12:00:00+00:00"
    with alone(data_dir):
        keep_state(data_dir, State("/w", began))
        assert "0 of 0" not in omar.get(PAGE).text
    assert "before the first page" in omar.get(PAGE).text
    run_publishing(world.room, Wanted(str(tmp_path / "site")), lambda *_told: None)
    assert "No piece has a tag yet" in omar.get(PAGE).text


def test_without_a_place_nothing_starts(world: World, app: Flask, started: Started) -> None:
    omar = world.sign_in(app, world.omar)
    run = {"csrf_token": token_of(omar, PAGE), "request_key": "k1"}
    assert omar.post(f"{PAGE}/runs", data=run).status_code == 409
    assert started.trusts == []


def test_the_page_tells_how_it_goes_and_how_it_went(world: World, app: Flask, tmp_path: Path) -> None:
    world.shop(public_address="A.EXAMPLE")
    data_dir, omar = world.room.settings.data_dir, world.sign_in(app, world.omar)
    serial = world.released()
    world.tag(serial)
    site = str(tmp_path / "site")
    began = "2026-11-17T12:00:00+00:00"
    with alone(data_dir):
        keep_state(data_dir, State(site, began, pages=40, total=120))
        page = omar.get(PAGE).get_data(as_text=True)
        assert "40 of 120" in page and 'http-equiv="refresh"' in page and is_running(data_dir)
    assert "was stopped after 40" in omar.get(PAGE).get_data(as_text=True)
    keep_state(data_dir, State(site, began, ended=began, refused="h is not known yet.", fingerprint="SHA256:abc"))
    page = omar.get(PAGE).get_data(as_text=True)
    assert "first time" in page and re.search(r'name="trust" value="SHA256:abc"', page)
    run_publishing(world.room, Wanted(site), lambda *_told: None)
    page = omar.get(PAGE).get_data(as_text=True)
    assert f"1 pages stand at {site}" in page and f'href="/pieces/{serial}"' in page


def test_a_refusal_is_kept_for_whoever_looks(world: World, tmp_path: Path) -> None:
    (taken := tmp_path / "file").write_text("no folder")
    with pytest.raises(Exception, match="cannot be made"):
        run_publishing(world.room, Wanted(str(taken / "site")), lambda *_told: None)
    state = read_state(world.room.settings.data_dir)
    assert state is not None and state.ended and "cannot be made" in (state.refused or "")


def test_it_is_due_by_itself_only_when_something_came(world: World, tmp_path: Path) -> None:
    world.shop(public_address="A.EXAMPLE")
    site, room = str(tmp_path / "site"), world.room
    assert not is_due(room)
    world.tell(lambda w: keep_place(w, Place(site, by_itself=True)), world.omar)
    assert is_due(room)
    run_publishing(room, Wanted(site), lambda *_told: None)
    assert not is_due(room)
    serial = world.released()
    assert is_due(room)
    run_publishing(room, Wanted(site), lambda *_told: None)
    world.event(serial, "note", note="seen")
    assert not is_due(room)
    world.room.now.at += timedelta(days=2)  # type: ignore[attr-defined]
    assert is_due(room)
    world.tell(lambda w: keep_place(w, Place(site)), world.omar)
    assert not is_due(room)


def test_the_started_process_publishes(world: World, tmp_path: Path) -> None:
    world.shop(public_address="A.EXAMPLE")
    code = world.tag(world.released()).code
    world.tell(lambda w: keep_place(w, Place(str(tmp_path / "site"))), world.omar)
    start_publishing(world.room.settings).wait()
    assert (tmp_path / "site" / "P" / code / "index.html").exists()
    state = read_state(world.room.settings.data_dir)
    assert state is not None and (state.refused, state.pages) == (None, 1)
