"""Typed words that claim more than documents say are kept off the public page."""

import pytest

from tests.world import World
from workshop.app import create_app
from workshop.provenance.unproven import claims_unproven


@pytest.mark.parametrize(
    "text", ["recycled aluminum", "Fair-mined gold", "ETHICAL stones", "a handmade ring", "solid gold", "conflict free"]
)
def test_words_that_need_a_document_are_known(text: str) -> None:
    assert claims_unproven(text)


@pytest.mark.parametrize(
    "text", [None, "", "silver, turquoise", "The necklace is by hand", "Greenland gold", "bicycle brass"]
)
def test_plain_words_are_left_alone(text: str | None) -> None:
    assert not claims_unproven(text)


def test_a_typed_claim_is_not_on_the_page(world: World) -> None:
    world.shop(public_address="MARSH.EXAMPLE")
    design = world.design_of("other", made_of="recycled aluminum antennas", story="Ethical through and through.")
    serial = world.released(world.piece(design))
    page = create_app(world.room).test_client().get(f"/p/{world.tag(serial).code}").get_data(as_text=True)
    assert "recycled" not in page and "Ethical" not in page
    assert "for which no document is recorded" in page
