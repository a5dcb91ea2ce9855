"""The browser's files come at set-up from a lockfile without addresses; without a network the start goes on."""

import json
import os
import sys
import time
from pathlib import Path

import pytest

from workshop import browserfiles
from workshop.browserfiles import FILES, LISTS, ROOT, STAMP, TRIED, TRIED_AGAIN_S, fetch

PYTHON = Path(sys.executable)
MAKES_ALL = "import pathlib; [(p := pathlib.Path('node_modules', f), p.parent.mkdir(parents=True, exist_ok=True), p.write_text(f)) for f in {files!r}]"
FAILS = "import sys; print('npm error code ENOTFOUND'); print('npm error network is away'); sys.exit(1)"


@pytest.fixture(autouse=True)
def vendor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "vendor"
    monkeypatch.setattr(browserfiles, "VENDOR", folder)
    return folder


def npm_that(monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    monkeypatch.setattr(browserfiles, "_NPM", does)


def test_what_is_wanted_is_put_there_once(vendor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm_that(monkeypatch, MAKES_ALL.format(files=list(FILES.values())))
    fetch(PYTHON)
    there = {path.relative_to(vendor).as_posix() for path in vendor.rglob("*") if path.is_file()}
    assert there == {*FILES, STAMP}
    npm_that(monkeypatch, FAILS)
    fetch(PYTHON)
    assert not (vendor / TRIED).exists()


def test_without_a_network_one_sentence_is_said_and_the_start_goes_on(
    vendor: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    npm_that(monkeypatch, FAILS)
    fetch(PYTHON)
    fetch(PYTHON)
    told = capfd.readouterr()
    assert told.out == "" and told.err.count("\n") == 1
    assert "network is away" in told.err and "Everything works without them" in told.err
    long_ago = time.time() - TRIED_AGAIN_S - 1
    os.utime(vendor / TRIED, (long_ago, long_ago))
    npm_that(monkeypatch, MAKES_ALL.format(files=list(FILES.values())))
    fetch(PYTHON)
    assert browserfiles.has_reader() and browserfiles.has_fonts()


def test_a_package_without_the_file_leaves_no_stamp(vendor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm_that(monkeypatch, MAKES_ALL.format(files=list(FILES.values())[:2]))
    fetch(PYTHON)
    assert not (vendor / STAMP).exists() and (vendor / TRIED).exists()


def test_the_lists_name_no_registry_and_run_no_scripts() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert all("integrity" in one and "resolved" not in one for one in packages.values())
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert all(version[0].isdigit() for version in wanted.values())
    assert "ignore-scripts=true" in (ROOT / ".npmrc").read_text().splitlines()
    assert all((ROOT / name).exists() for name in LISTS)
