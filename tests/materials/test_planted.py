"""Bugs planted on purpose, one at a time, in a copy of the books: their tests have to see each.

The quick form holds that every bug can still be planted; `./check --slow` plants them.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("workshop", "tests", "migrations", "templates", "pyproject.toml")

LEDGER, PURE = "materials/ledger.py", "materials/test_ledger.py"
MELTS, CLOSING = "materials/test_melts.py", "pieces/test_closing.py"
# File, the tests that have to see it and which of them, what stands there, what is planted.
PLANTED = [
    (LEDGER, PURE, "", "abs(rest) <= weighings", "abs(rest) < weighings"),
    (LEDGER, PURE, "", "quotient + (i in first)", "quotient"),
    (LEDGER, PURE, "", "-floor(-(metal + button))", "floor(metal + button)"),
    (
        "materials/settling.py",
        "materials/test_issuing.py",
        "assay_finds",
        "settled.assay:",
        "settled.assay + FINE_PARTS:",
    ),
    ("materials/settling.py", "materials/test_issuing.py", "customers", "code_of(writing, lot.owner_id)", "None"),
    ("materials/melting.py", MELTS, "of_the_day", "today(writing)", "writing.at.date()"),
    ("materials/melting.py", MELTS, "another_metal_is_asked", "FINE_FROM = 9_900", "FINE_FROM = 900"),
    ("materials/melting.py", MELTS, "of_fine_metals", "lot.metal in PRECIOUS", "lot.metal"),
    ("materials/trays.py", MELTS, "never_lies", "one.owner_id not in owners", "False"),
    ("materials/trays.py", MELTS, "may_lie_beside", "one.metal in metals and", ""),
    ("pieces/tree_closing.py", CLOSING, "division", "weighings=weighings_of", "weighings=3 or weighings_of"),
    ("pieces/pours.py", CLOSING, "undone", ", ~_undone", ""),
    ("pieces/pours.py", CLOSING, "anew", ".where(Posting.id > _closed(account_id))", ""),
    ("bench/lot_happenings.py", "bench/test_lot_happenings.py", "told_once", "if row.last <= shown[0]", ""),
    ("bench/lot_happenings.py", "bench/test_lot_happenings.py", "reads_as_much", "lot_id + 0", "lot_id"),
    ("materials/booking.py", "bench/test_two_at_once.py", "winner and 5", "raise _not_enough", "pass  # "),
]


@pytest.mark.parametrize(("file", "_seen_by", "_which", "stands", "_planted"), PLANTED)
def test_the_bug_can_be_planted(file: str, _seen_by: str, _which: str, stands: str, _planted: str) -> None:
    assert stands in (ROOT / "workshop" / file).read_text()


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house in which these cases pass before anything is planted."""
    root = tmp_path_factory.mktemp("planted")
    for name in COPIED:
        _copy(ROOT / name, root / name)
    files, words = {one[1] for one in PLANTED}, {one[2] for one in PLANTED if one[2]}
    every = " or ".join(f"({word})" for word in sorted(words))
    assert _cases(root, files - {PURE}, f"sqlite and ({every})") == 0
    assert _cases(root, {PURE}) == 0
    return root


@pytest.mark.slow
@pytest.mark.parametrize(("file", "seen_by", "which", "stands", "planted"), PLANTED)
def test_a_planted_bug_is_seen(copied: Path, file: str, seen_by: str, which: str, stands: str, planted: str) -> None:
    bugged = copied / "workshop" / file
    sound = bugged.read_text()
    bugged.write_text(sound.replace(stands, planted, 1))
    assert _cases(copied, {seen_by}, f"sqlite and {which}" if which else "") == 1, "no case saw it"
    bugged.write_text(sound)


def _copy(source: Path, to: Path) -> None:
    if source.is_file():
        shutil.copy(source, to)
    else:
        shutil.copytree(source, to, ignore=shutil.ignore_patterns("__pycache__"))


def _cases(root: Path, seen_by: set[str], which: str = "") -> int:
    """The exit code of the cases: 0 all passed, 1 one failed; anything else is a broken test."""
    chosen = ["-k", which] if which else []
    quiet = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--basetemp", str(root / "temp")]
    files = [f"tests/{one}" for one in sorted(seen_by)]
    told = [sys.executable, "-B", "-m", "pytest", *quiet, *chosen, *files]
    return subprocess.run(told, cwd=root, capture_output=True, timeout=900).returncode
