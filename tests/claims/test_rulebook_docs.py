"""The table in docs/claims.md is the rulebook."""

from pathlib import Path

from workshop.claims.rulebook import RULES

DOCS = Path(__file__).parents[2] / "docs" / "claims.md"


def test_the_table_says_what_the_rules_say() -> None:
    rows = [line.strip("| \n").split(" | ") for line in DOCS.read_text().splitlines() if line[2:3].isdigit()]
    assert [(number, says, source) for number, says, _needs, source in rows] == [
        (str(rule.number), rule.wording, f"{rule.source} ({rule.source_on})") for rule in RULES
    ]
