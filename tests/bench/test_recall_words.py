"""Words of a recall that need proof are shown beside it; they do not hold the recall up."""

from flask import Flask

from tests.pages import send
from tests.world import World

TYPED = {"reason": "The sustainable clasp opens.", "risk": "The ring falls.", "to_do": "Bring it to us."}


def test_a_word_that_needs_proof_is_flagged_and_not_refused(world: World, app: Flask) -> None:
    omar, serial = world.sign_in(app, world.omar), world.released()
    begun = send(omar, "/recalls", "/recalls/new", begun_from=serial, **TYPED)
    assert begun.status_code == 303
    page = omar.get(begun.location).text
    assert "“sustainable” needs proof" in page and "(What is wrong)" in page


def test_plain_words_are_not_flagged(world: World, app: Flask) -> None:
    omar, serial = world.sign_in(app, world.omar), world.released()
    begun = send(omar, "/recalls", "/recalls/new", begun_from=serial, **TYPED | {"reason": "The clasp opens."})
    assert "needs proof" not in omar.get(begun.location).text
