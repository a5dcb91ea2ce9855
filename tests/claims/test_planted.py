"""Bugs planted on purpose, one at a time, in a copy of the rules: the tables of cases have to see each.

The quick form holds that every bug can still be planted; `./check --slow` plants them.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# File, the tests that have to see it, what stands there, what is planted.
PLANTED = [
    ("shares", "recycled", "used_mg <= source.received_mg", "used_mg <= source.received_mg + 1"),
    ("shares", "recycled", "(line.gross_mg or 0) * (line.fineness or 0), FULL_FINENESS", "(line.gross_mg or 0)"),
    (
        "shares",
        "recycled",
        '("identity_preserved", "segregated")',
        '("identity_preserved", "segregated", "mass_balance")',
    ),
    ("wordings", "recycled", "int(share * 100 // 1)", "round(share * 100)"),
    ("wordings", "recycled", "grams(weight_mg // 1)", "grams(-(-weight_mg // 1))"),
    ("papers", "papers", "on > paper.valid_until", "on >= paper.valid_until"),
    ("papers", "papers", "on < paper.valid_from", "False"),
    ("papers", "papers", "paper.withdrawn_from > on", "paper.withdrawn_from >= on"),
    ("papers", "papers", "paper.holder_code == purchase.supplier_code", "True"),
    ("papers", "papers", "if purchase.material not in paper.materials", "if False"),
    ("papers", "papers", "purchase.produced_on if by_production else purchase.received_on", "purchase.received_on"),
    (
        "recycled",
        "recycled",
        "for paper in answer.papers if paper.origin == POST_CONSUMER]",
        "for paper in answer.papers]",
    ),
    ("schemes", "schemes", "[facts.sold_on or on]", "[on]"),
    ("schemes", "schemes", "*(permit[2] if found.share else ())", "*()"),
    ("schemes", "schemes", "_asker(key), leave_out=False", "_asker(key)"),
    (
        "stones",
        "stones",
        "kimberley.standing(line.country, line.received_on)",
        "kimberley.standing(line.country, date.max)",
    ),
    (
        "stonekinds",
        "stones",
        'MAN_MADE = ("laboratory_grown", "simulant", "composite")',
        'MAN_MADE = ("laboratory_grown",)',
    ),
    ("fineness", "metal", "standard <= fineness)", "standard <= fineness + 10)"),
    ("fineness", "metal", "weight_mg > limits[metal]", "weight_mg >= limits[metal]"),
    ("alloys", "metal", "sum(fine_mg(line) for line in lines)", "sum(fine_mg(line) for line in solid)"),
    ("struck", "metal", "if mark.no_metal_after is False", "if False"),
    ("making", "making", "facts.counts_casting is not True", "facts.counts_casting is False"),
    ("inspected", "making", "if look.changed_since", "if False"),
    ("promises", "promises", "_pay_problems(paper, step.on)", "_pay_problems(paper, date.today())"),
    ("papers", "stones", "if purchase.report_number is None", "if False"),
    ("papers", "stones", "paper.kind in OF_THE_THING and paper.standard is None", "paper.kind in OF_THE_THING"),
    ("papers", "stones", 'paper.kind != "report" or is_third_party(paper)', "True"),
    ("papers", "papers", "and paper.holder_code == source.supplier_code", ""),
    ("schemes", "schemes", "if when in (year, None)]", "if when == year]"),
    ("alloys", "metal", "_struck_fineness(facts, metal, lines) or _reached", "_reached"),
    ("alloys", "metal", "not is_struck(facts, metal) or not is_small(solder, facts)", "not is_struck(facts, metal)"),
    ("rulebook", "judging", "is_mandatory=True", "is_mandatory=False"),
]


@pytest.mark.parametrize(("rule", "_seen_by", "stands", "_planted"), PLANTED)
def test_the_bug_can_be_planted(rule: str, _seen_by: str, stands: str, _planted: str) -> None:
    assert stands in _file(ROOT, rule).read_text()


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "seen_by", "stands", "planted"), PLANTED)
def test_a_planted_bug_is_seen(rule: str, seen_by: str, stands: str, planted: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "workshop", tmp_path / "workshop", ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copytree(
        ROOT / "tests" / "claims", tmp_path / "tests" / "claims", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert _cases(tmp_path, seen_by) == 0, "the cases pass before anything is planted"
    bugged = _file(tmp_path, rule)
    bugged.write_text(bugged.read_text().replace(stands, planted, 1))
    assert _cases(tmp_path, seen_by) == 1, "no case saw it"


def _file(root: Path, rule: str) -> Path:
    return root / "workshop" / "claims" / f"{rule}.py"


def _cases(root: Path, seen_by: str) -> int:
    """The exit code of the cases: 0 all passed, 1 one failed; anything else is a broken test."""
    quiet = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--noconftest"]
    told = [sys.executable, "-B", "-m", "pytest", *quiet, f"tests/claims/test_{seen_by}.py"]
    return subprocess.run(told, cwd=root, capture_output=True, timeout=300).returncode
