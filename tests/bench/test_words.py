"""The owner sees every typed text that is kept off public pages, and lets a word stand with a reason."""

import re

import pytest
from flask import Flask

from tests.pages import send
from tests.world import World
from workshop.bench.typed_words import kept_back
from workshop.catalogue.routing import StageChange, add_stage
from workshop.catalogue.wording import let_word_stand
from workshop.errors import Invalid
from workshop.materials.suppliers import NewSupplier, add_supplier

AT = "/claims/words"


def test_a_typed_text_is_listed_and_let_stand_with_a_reason(world: World, app: Flask) -> None:
    world.shop(name="Sustainable Gems", public_address="https://marsh.example")
    world.tell(lambda w: add_supplier(w, NewSupplier("Alliance for Responsible Mining", ("mine",))), world.omar)
    world.tell(lambda w: add_supplier(w, NewSupplier("Re-cycled Metals", ("dealer",))), world.omar)
    world.tell(
        lambda w: add_stage(w, "Make, set, finish", "polish", StageChange("Ethical polish", loss_asked=None)),
        world.omar,
    )
    world.piece(size="54 fairmined")
    owner = world.sign_in(app, world.omar)
    page = owner.get(AT).text
    for word in ("Sustainable", "Recycled", "Ethical", "fairmined"):
        assert f"“{word}”" in page
    assert "Alliance" not in page
    assert "16 CFR 260.13" in page and "appears by itself" in page
    (digest,) = re.findall(r'name="text" value="(\w+)"><input type="hidden" name="word" value="Sustainable"', page)
    told = {"place": "the shop’s name", "text": digest, "word": "Sustainable", "reason": "Its name in the register"}
    assert send(owner, AT, AT, **told | {"reason": ""}).status_code == 422
    assert send(owner, AT, AT, **told | {"text": "0" * 64}).status_code == 422
    assert send(owner, AT, AT, **told | {"place": "elsewhere"}).status_code == 422
    assert "Sustainable Gems" not in app.test_client().get("/p/").text
    assert send(owner, AT, AT, **told).status_code == 303
    assert "“Sustainable”" not in owner.get(AT).text
    assert "Sustainable Gems" in app.test_client().get("/p/").text
    (kept,) = world.rows("SELECT place, reason FROM wording_override")
    assert (kept.place, kept.reason) == ("the shop’s name", "Its name in the register")


def test_a_house_as_it_is_furnished_holds_no_such_word(world: World) -> None:
    with world.room.database.reading() as session:
        assert kept_back(session, 1).words == ()


def test_the_verb_itself_asks_for_a_reason(world: World) -> None:
    design = world.design_of("ring", story="A handmade ring.")
    with pytest.raises(Invalid, match="Say why"):
        world.tell(lambda w: let_word_stand(w, design, place="story", word="handmade", reason=" "), world.omar)
