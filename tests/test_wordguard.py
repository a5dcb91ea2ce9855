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
        ("recyc1ed", "recycled"),
        ("re-cycled", "recycled"),
        ("re'cycled", "recycled"),
        ("r-e-c-y-c-l-e-d", "recycled"),
        ("r e c y c l e d  g o l d", "recycled"),
        ("h a n d m a d e  r i n g", "handmade"),
        ("f a i r  t r a d e", "fair"),
        ("rec\u3164ycled", "recycled"),
        ("recy\u2800cled", "recycled"),
        ("\u0433ecycled", "recycled"),
        ("r\u0435\u0441y\u0441l\u0435d", "recycled"),
        ("eth1cal", "ethical"),
        ("sust@inable", "sustainable"),
        ("fa1r tr4de", "fair"),
        ("conflict–fr33", "conflict_free"),
        ("3thical gold", "ethical"),
        ("responsible for the seam, respons1ble gold", "ethical"),
        ("18K gold", "fineness"),
        ("18 ct yellow gold", "fineness"),
        ("in 18k", "fineness"),
        ("750er Gold", "fineness"),
        ("750 Gelbgold", "fineness"),
        ("18-karätig", "fineness"),
        ("18 Karat Gold", "fineness"),
        ("Feingold", "fineness"),
        ("or 18 carats", "fineness"),
        ("or jaune 18 carats", "fineness"),
        ("ouro 18 quilates", "fineness"),
        ("ouro amarelo de 18k", "fineness"),
        ("925 silver", "sterling"),
        ("argent 925", "sterling"),
        ("prata de lei", "sterling"),
        ("natural diamond", "natural_stone"),
        ("natural white diamonds", "natural_stone"),
        ("diamond natural", "natural_stone"),
        ("diamonds, natural", "natural_stone"),
        ("natürlicher Diamant", "natural_stone"),
        ("Naturrubin", "natural_stone"),
        ("diamant naturel", "natural_stone"),
        ("diamante natural", "natural_stone"),
        ("an investment for life", "value"),
        ("it rises in value", "value"),
        ("appreciating in value", "value"),
        ("inflation-proof", "value"),
        ("a safe haven", "value"),
        ("Wertzuwachs", "value"),
        ("krisensicher", "value"),
        ("Sie behält ihren Wert", "value"),
        ("Kapitalanlage", "value"),
        ("valeur refuge", "value"),
        ("une plus-value", "value"),
        ("valor-refúgio", "value"),
        ("aplicação financeira", "value"),
        ("everlasting shine", "lifetime"),
        ("ethique", "ethical"),
        ("feito a mao", "handmade"),
        ("ouro macico", "solid"),
        ("sustentavel", "sustainable"),
        ("rueckverfolgbar", "traceable"),
        ("unzerstoerbar", "guarantee"),
        ("fuer immer", "lifetime"),
        ("carbon offset", "climate"),
        ("Made in Norway", "made_in"),
        ("made in italy", "made_in"),
        ("conscious luxury", "ethical"),
        ("bewusster Luxus", "ethical"),
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
        "Goldener Schnitt",
        "gold-coloured thread",
        "goldfarbener Faden",
        "An eternity ring, half set",
        "investment casting in gold",
        "investment-cast",
        "The stone is offset to one side",
        "made in two parts",
        "made in silver",
        "feita em prata",
        "fabriqué en or",
        "bewusst asymmetrisch",
        "conscious of its weight",
        "I invested forty hours in it",
        "She appreciates the weight of it",
        "the placement of the stones",
        "Size 18",
        "17.5 mm inside",
        "1.18 ct sapphire",
        "0.18 ct",
        "a sapphire of 2 carats",
        "R-0018, 3thin wires",
        "A gold ring with a pearl",
        "Ring in Gold mit Perle",
        "bague en or avec une perle",
        "anel de ouro com pérola",
        "silver or pure copper",
        "true blue enamel",
        "provenance: Porto",
        "a nature study: leaves and seeds",
        "London Assay Office",
        "Contrastaria de Lisboa",
        "Rhodium-plated",
        "Polish with a soft cloth, never in a dip",
        "Fairfield Road 3",
        "from 1999 gold rush drawings",
        "O anel é para ela",
        "Der bewegliche Anhänger",
        "à vif",
        "for lively hands",
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
