"""The command `labels`: what it writes, prints and notes."""

import json
from pathlib import Path

import pytest

from tests.world import World
from workshop import label_files
from workshop.cli import main
from workshop.console import opened
from workshop.shoproom import Shoproom


@pytest.fixture
def tagged(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(opened, "__enter__", lambda _self: world.room)
    monkeypatch.setattr(opened, "__exit__", lambda *_error: None)
    world.shop(public_address="MARSHWREN.EXAMPLE")
    serials = [world.released() for _one in range(3)]
    for serial in serials:
        world.tag(serial)
    return serials


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_all_that_were_not_printed_yet_go_into_one_file_and_are_noted(
    tagged: list[str], world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.pdf"
    assert main(["labels", "--out", str(out), "--json"]) == 0
    assert told(capsys) == {
        "format": "a4-24",
        "labels": 3,
        "sheets": 1,
        "files": [str(out)],
        "reprints": 0,
        "problems": [],
    }
    assert out.read_bytes().startswith(b"%PDF") and len(world.rows("SELECT id FROM label_print")) == 3
    assert main(["labels", "--out", str(out), "--json"]) == 0
    assert told(capsys)["labels"] == 0


def test_what_has_no_tag_is_told_and_the_others_are_printed(
    tagged: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.txt").write_text(f"{tagged[1]}\n\nR-9999\n", "utf-8")
    words = [
        "labels",
        tagged[0],
        "--from-file",
        str(tmp_path / "list.txt"),
        "--out",
        str(tmp_path / "out.pdf"),
        "--json",
    ]
    assert main(words) == 1
    answer = told(capsys)
    assert answer["labels"] == 2 and answer["problems"] == [{"serial": "R-9999", "reason": "no piece with a tag"}]
    assert main(words) == 1 and told(capsys)["reprints"] == 2


def test_many_go_into_files_of_whole_sheets(
    tagged: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(label_files, "A_FILE", 1)
    words = [
        "labels",
        "--format",
        "a4-cards",
        "--copies",
        "5",
        "--start",
        "6",
        "--out",
        str(tmp_path / "out.pdf"),
        "--json",
    ]
    assert main(words) == 0
    answer = told(capsys)
    assert (answer["labels"], answer["sheets"]) == (15, 2)
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["out-01.pdf", "out-02.pdf"]


@pytest.mark.parametrize(
    "words", [["--format", "none"], ["--start", "25"], ["--from-file", "/nowhere"], ["--out", "/nowhere/x.pdf"]]
)
def test_what_cannot_be_ends_with_3_and_notes_nothing(tagged: list[str], world: World, words: list[str]) -> None:
    assert main(["labels", *words]) == 3
    assert world.rows("SELECT id FROM label_print") == []


@pytest.mark.parametrize("words", [["--copies", "0"], ["--copies", "101"], ["--start", "x"]])
def test_what_is_no_number_is_a_mistake_of_usage(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["labels", *words])
    assert ended.value.code == 2


def test_without_a_public_address_it_says_where_practice_labels_are(
    room: Shoproom, world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(opened, "__enter__", lambda _self: room)
    monkeypatch.setattr(opened, "__exit__", lambda *_error: None)
    assert main(["labels"]) == 3
    assert "no public address yet" in capsys.readouterr().err


def test_the_formats_are_listed_without_a_shop(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["labels", "--formats", "--json"]) == 0
    formats = told(capsys)["formats"]
    assert isinstance(formats, list) and {"format", "name", "told"} == set(formats[0])
