"""Own texts in other languages: written version by version, never for a text that is not there, frozen with terms that are published."""

import pytest

from tests.world import World
from workshop.aftercare.guarantee_actions import Terms, publish_guarantee, say_terms_in
from workshop.catalogue.actions import NewDesign, change_design
from workshop.catalogue.own_texts import said_in, texts_of_design, write_texts
from workshop.errors import Conflict, Invalid, NotFound

STORY = "The tide brings it."


def write(world: World, code: str, language: str, **typed: str | None) -> int:
    return world.tell(lambda w: write_texts(w, texts_of_design(w.session, code), language, typed), world.omar)


def test_a_text_is_written_taken_back_and_kept_version_by_version(world: World) -> None:
    code = world.design_of("ring", story=STORY)
    assert write(world, code, "de", story="Die Flut bringt ihn.") == 1
    assert write(world, code, "de", story="Die Flut bringt ihn.") == 0
    assert write(world, code, "de", story=None) == 1
    with world.room.database.reading() as session:
        assert said_in(session, texts_of_design(session, code)) == {}
    rows = world.rows("SELECT number, text, by_id FROM own_text ORDER BY number")
    assert [(row.number, row.text, row.by_id) for row in rows] == [
        (1, "Die Flut bringt ihn.", world.omar.id),
        (2, None, world.omar.id),
    ]


def test_a_translation_of_an_older_text_is_told_until_it_is_looked_at_again(world: World) -> None:
    code = world.design_of("ring", story=STORY)
    write(world, code, "de", story="Die Flut bringt ihn.")
    changed = NewDesign(name="A ring", kind="ring", material="au750y", story="The ebb takes it.")
    world.tell(lambda w: change_design(w, code, changed), world.omar)
    assert is_old(world, code)
    assert write(world, code, "de", story="Die Flut bringt ihn.") == 1
    assert not is_old(world, code)


def is_old(world: World, code: str) -> bool:
    with world.room.database.reading() as session:
        texts = texts_of_design(session, code)
        return said_in(session, texts)["story", "de"].is_old(texts.first["story"])


def test_only_what_is_there_is_said_in_a_language_that_is_spoken(world: World) -> None:
    code = world.design_of("ring", story=STORY)
    with pytest.raises(Invalid, match="one of the languages"):
        write(world, code, "xx", story="?")
    with pytest.raises(Invalid, match="no such text"):
        write(world, code, "de", care="Trocken halten.")


def test_the_words_of_terms_are_published_once_in_each_language(world: World) -> None:
    with pytest.raises(NotFound):
        world.tell(lambda w: say_terms_in(w, None, "de", {"covers": "Fassungen"}), world.omar)
    terms = Terms("Marsh", "settings", "wear", is_free=True, is_whole=False, years=10)
    world.tell(lambda w: publish_guarantee(w, terms), world.omar)
    with pytest.raises(Invalid, match="nachhaltig"):
        world.tell(lambda w: say_terms_in(w, None, "de", {"covers": "nachhaltige Fassungen"}), world.omar)
    for _time in range(2):
        world.tell(lambda w: say_terms_in(w, None, "de", {"covers": "Fassungen"}), world.omar)
    with pytest.raises(Conflict, match="published in this language"):
        world.tell(lambda w: say_terms_in(w, None, "de", {"covers": "nur Fassungen"}), world.omar)
    assert len(world.rows("SELECT id FROM own_text")) == 1
