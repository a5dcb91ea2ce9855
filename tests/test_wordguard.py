"""Words that promise more than a workshop can type are known in four languages, and plain words are left alone."""

import pytest
from flask import Flask

from tests.pages import send
from tests.world import World
from workshop.catalogue.wording import PUBLIC_TEXTS
from workshop.guardedwords import GUARDED
from workshop.wordguard import digest_of_text, guarded_words, outruns


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("recycled aluminum", "recycled"),
        ("re\u00adcycled", "recycled"),
        ("re\u200bcycled", "recycled"),
        ("re\u0441ycled", "recycled"),
        ("r e c y c l e d", "recycled"),
        ("r.e.c.y.c.l.e.d", "recycled"),
        ("re\u0336cycled", "recycled"),
        ("\uff52ecycled", "recycled"),
        ("recy-\ncled", "recycled"),
        ("_recycled_", "recycled"),
        ("\u017fu\u017ftainable", "sustainable"),
        ("hand\u00a0made", "handmade"),
        ("hand\u2011made", "handmade"),
        ("fair\ntrade", "fair"),
        ("fair \u2013 trade", "fair"),
        ("con\ufb02ict-free", "conflict_free"),
        ("Fair-mined gold", "fair"),
        ("ETHICAL stones", "ethical"),
        ("a handmade ring", "handmade"),
        ("solid gold", "solid"),
        ("conflict free", "conflict_free"),
        ("carbon-neutral", "climate"),
        ("nickel-free hooks", "nickel"),
        ("a lifetime of wear", "lifetime"),
        ("it holds its value", "value"),
        ("No worries", "guarantee"),
        ("Nachhaltiger Schmuck", "sustainable"),
        ("handgefertigt", "handmade"),
        ("aus Altgold", "recycled"),
        ("konfliktfreie Diamanten", "conflict_free"),
        ("für immer", "lifetime"),
        ("eine Wertanlage", "value"),
        ("bijou éthique", "ethical"),
        ("fait main", "handmade"),
        ("or massif", "solid"),
        ("commerce équitable", "fair"),
        ("un investissement", "value"),
        ("ouro reciclado", "recycled"),
        ("feita à mão", "handmade"),
        ("ouro maciço", "solid"),
        ("livre de conflitos", "conflict_free"),
        ("para sempre", "lifetime"),
        ("sem níquel", "nickel"),
    ],
)
def test_words_that_need_proof_are_known(text: str, key: str) -> None:
    assert key in {found.key for found in guarded_words(text)}


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "silver, turquoise",
        "The necklace is by hand",
        "Greenland gold",
        "bicycle brass",
        "the fair at Porto",
        "She is responsible for the seam",
        "A durable clasp",
        "sustained notes",
        "Die Ringe sind aus Silber",
    ],
)
def test_plain_words_are_left_alone(text: str | None) -> None:
    assert guarded_words(text) == ()


def test_every_entry_says_what_it_needs_what_to_write_and_why() -> None:
    assert all(one.needs and one.instead and one.source for one in GUARDED)
    assert len({one.key for one in GUARDED}) == len(GUARDED)


def test_a_word_that_was_let_stand_is_asked_again_when_the_text_changes() -> None:
    text = "handmade"
    allowed = {(digest_of_text(text), "handmade")}
    assert outruns(text, allowed) == ()
    assert outruns("handmade ring", allowed)


def test_a_typed_claim_is_kept_off_the_page_until_the_owner_lets_it_stand(world: World, app: Flask) -> None:
    world.shop(public_address="MARSH.EXAMPLE")
    design = world.design_of("other", made_of="recycled aluminum antennas", story="Ethical through and through.")
    code = world.tag(world.released(world.piece(design))).code
    page = app.test_client().get(f"/p/{code}").text
    assert "recycled" not in page and "Ethical" not in page
    assert "for which no document is recorded" in page
    owner = world.sign_in(app, world.omar)
    at = f"/catalogue/designs/{design}"
    shown = owner.get(at).text
    assert "Words that need proof" in shown and "recycled" in shown
    told = {"place": "made_of", "word": "recycled", "reason": "The artist’s own catalogue calls it so"}
    assert send(owner, f"{at}/wording", at, **told | {"reason": " "}).status_code == 422
    assert send(owner, f"{at}/wording", at, **told).status_code == 303
    assert "recycled aluminum antennas" in app.test_client().get(f"/p/{code}").text
    assert "Ethical" not in app.test_client().get(f"/p/{code}").text
    assert PUBLIC_TEXTS[0] == "name"
