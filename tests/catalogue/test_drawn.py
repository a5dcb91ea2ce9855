"""A piece without a photo is drawn as what it is: silver is not gold, and no stones are none."""

import pytest
from flask import Flask

from workshop.catalogue.drawn import drawing_of


@pytest.mark.parametrize(
    ("kind", "metal", "alloy", "drawn"),
    [
        ("bracelet", "silver", "Sterling silver", "bracelet plain white"),
        ("ring", "gold", "18k white gold", "ring plain white"),
        ("stone_ring", "gold", "18k yellow gold", "ring"),
        ("sculpture", None, "", "other"),
    ],
)
def test_a_drawing_is_named_by_kind_stones_and_metal(kind: str, metal: str | None, alloy: str, drawn: str) -> None:
    assert drawing_of(kind, metal, alloy) == drawn


def test_plain_leaves_the_stones_away_and_white_is_said(app: Flask) -> None:
    with app.test_request_context():
        drawing = app.jinja_env.get_template("macros/drawings.html").module.drawing  # type: ignore[attr-defined]
        rich, plain = str(drawing("bracelet")), str(drawing("bracelet plain white"))
    assert "#2B5FA6" in rich and "#2B5FA6" not in plain
    assert 'class="drawing white"' in plain and 'class="drawing"' in rich
