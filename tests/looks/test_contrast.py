"""The colours of words against what they stand on: 7 to 1, because a bench in the evening is dim."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "workshop/static/css/tokens.css").read_text()
WORDS = ("ink", "ink-2", "act", "stop", "wait", "info")
PAIRS = [
    *((word, ground) for word in WORDS for ground in ("paper", "surface")),
    *((word, "sunk") for word in ("ink", "ink-2")),
    *(("ink", wash) for wash in ("act-wash", "stop-wash", "wait-wash")),
    ("on-act", "act"),
    ("paper", "ink"),
    ("paper", "stop"),
    ("wait", "wait-wash"),
]


def colours(at: int) -> dict[str, str]:
    """The light (0) or dark (1) colour of each name."""
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS)
    return {name: both[at] for name, *both in found}


def brightness(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((brightness(one), brightness(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("at", (0, 1), ids=("light", "dark"))
@pytest.mark.parametrize(("word", "ground"), PAIRS)
def test_words_stand_out(word: str, ground: str, at: int) -> None:
    assert contrast(colours(at)[word], colours(at)[ground]) >= 7


@pytest.mark.parametrize("at", (0, 1), ids=("light", "dark"))
@pytest.mark.parametrize("ground", ("paper", "surface"))
def test_edges_of_fields_stand_out(ground: str, at: int) -> None:
    assert contrast(colours(at)["edge"], colours(at)[ground]) >= 3
