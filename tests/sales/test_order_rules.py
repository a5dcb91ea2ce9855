"""What an order waits for, how long an engraving is, and what a digest holds."""

import pytest

from workshop.sales.letters import letters_in
from workshop.sales.order_rules import STEPS, PieceNow, digest_shown, step_of
from workshop.sales.order_shown import HEADINGS, WAITS

MADE = PieceNow("waiting", "stage", True)
PLANNED = PieceNow("waiting", "stage", False)
LOOK = PieceNow("waiting", "inspection", True)
PASSED = PieceNow("released", None, True)
GONE = PieceNow("away", None, True)
SCRAPPED = PieceNow("scrapped", None, True)


@pytest.mark.parametrize(
    ("answer", "pieces", "step"),
    [
        (None, (), "answer"),
        (None, (MADE,), "answer"),
        (None, (PASSED,), "ready"),
        ("change", (), "answer"),
        ("yes", (), "planned"),
        ("yes", (PLANNED,), "planned"),
        ("yes", (PieceNow("working", None, True),), "bench"),
        ("yes", (PieceNow("outwork", None, True), PASSED), "bench"),
        ("yes", (LOOK, PASSED), "inspection"),
        ("yes", (LOOK, MADE), "bench"),
        ("yes", (SCRAPPED,), "planned"),
        ("yes", (PASSED, GONE), "ready"),
        ("yes", (GONE, GONE), "gone"),
    ],
)
def test_an_order_waits_for_what_is_furthest_behind(
    answer: str | None, pieces: tuple[PieceNow, ...], step: str
) -> None:
    assert step_of(ended_how=None, answer=answer, pieces=pieces) == step


def test_an_order_that_ended_waits_for_nothing() -> None:
    assert step_of(ended_how="cancelled", answer=None, pieces=[MADE]) == "cancelled"
    assert set(WAITS) == set(HEADINGS) == set(STEPS)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("", 0),
        ("For Bo", 6),
        ("Zoë", 3),
        ("Zoe\u0308", 3),
        ("é̂", 1),
        ("👩‍👩‍👧", 1),
        ("👍🏽!", 2),
        ("🇵🇹🇩🇪", 2),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 1),
        ("❤️", 1),
        ("한국", 2),
        ("\u1112\u1161\u11ab", 1),
        ("a\r\nb", 3),
        ("नमस्ते"[:2], 2),
        ("12·XI·26", 8),
        ("می\u200cخواهم", 7),
        ("\u200fאור\u200f", 3),
        ("Sil\u00adber", 6),
        ("🙂\u200d↔️", 1),
        ("a\u200d✁", 2),
        ("🇵🇹\u200d🇩🇪", 2),
        ("\u1100\u1100\uac00\u11a8", 1),
        ("각\u11a8한", 2),
        ("\u0600\u0661\u0662", 2),
    ],
)
def test_letters_are_counted_as_people_count_them(text: str, letters: int) -> None:
    assert letters_in(text) == letters


def test_a_digest_changes_with_each_letter_and_with_the_salt() -> None:
    digests = {digest_shown("a", "For Bo"), digest_shown("a", "For bo"), digest_shown("b", "For Bo")}
    assert len(digests) == 3
