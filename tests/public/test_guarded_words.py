"""Every typed text on the way to a public page: a word that outruns the facts is kept back, what keeps people safe always stands."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from pypdf import PdfReader

from tests.bench.forms import send
from tests.world import World
from workshop.catalogue.wording import let_word_stand
from workshop.provenance.actions import withdraw_tag
from workshop.provenance.passport import passport_of
from workshop.provenance.queries import find_facts, find_head
from workshop.provenance.recalls import NewRecall, start_recall

ADDRESS = "https://marsh.example"


def page_of(app: Flask, code: str) -> str:
    return app.test_client().get(f"/p/{code}").text


def tagged(world: World, design: str, **details: str) -> str:
    return world.tag(world.released(world.piece(design, **details))).code


@pytest.mark.parametrize(
    ("field", "typed", "instead"),
    [
        ("name", "Ethical Ring", ">Ring<"),
        ("size", "54, recyc1ed", "What it is"),
        ("story", "Carbon-neutral from the start", "What it is"),
        ("care", "Lasts forever", "What it is"),
        ("made_of", "18K gold", "for which no document is recorded"),
        ("dated", "2026, sustainable years", "What it is"),
    ],
)
def test_a_word_of_the_design_is_kept_back_until_the_owner_lets_it_stand(
    world: World, app: Flask, field: str, typed: str, instead: str
) -> None:
    world.shop(public_address=ADDRESS)
    design = world.design_of("ring", **{field: typed})
    code = tagged(world, design, **({"size": typed} if field == "size" else {}))
    page = page_of(app, code)
    assert typed not in page and instead in page
    for word in {"name": ["ethical"], "size": ["recycled"], "story": ["carbon-neutral"], "care": ["forever"]}.get(
        field, ["18k gold"] if field == "made_of" else ["sustainable"]
    ):
        world.tell(lambda w, word=word: let_word_stand(w, design, place=field, word=word, reason="Seen"), world.omar)
    assert typed in page_of(app, code)


def test_the_name_is_kept_back_in_title_heading_and_recall_and_on_an_ended_page(world: World, app: Flask) -> None:
    world.shop(public_address=ADDRESS)
    serial = world.released(world.piece(world.design_of("ring", name="Conflict-free band")))
    code = world.tag(serial).code
    recall = NewRecall(
        reason="Sharp edge", risk="Cuts; nickel-free it is not", to_do="Bring it back", serials=(serial,)
    )
    world.tell(lambda w: start_recall(w, recall), world.omar)
    page = page_of(app, code)
    assert "onflict-free" not in page
    assert "Cuts; nickel-free it is not" in page
    world.tell(lambda w: withdraw_tag(w, serial, code, reason="lost", note=None), world.omar)
    assert "onflict-free" not in page_of(app, code)


def test_a_warning_is_never_kept_back(world: World, app: Flask) -> None:
    world.shop(public_address=ADDRESS)
    note = "It is not hypoallergenic. Keep it from small children."
    assert note in page_of(app, tagged(world, world.design_of("ring", risk_note=note)))


def test_the_shop_is_called_by_its_name_in_its_address_only(world: World, app: Flask) -> None:
    world.shop(public_address=ADDRESS, name="Sustainable Gems Lda.", kept_by="The ethical foundation")
    code = tagged(world, world.design)
    page = page_of(app, code)
    assert page.count("Sustainable Gems Lda.") == 1
    assert re.search(r"<address><bdi>Sustainable Gems Lda\.", page)
    assert "ethical foundation" not in page
    assert "Sustainable Gems" not in app.test_client().get("/p/").text


def test_words_of_staff_are_kept_back_and_plain_ones_stand_in_their_place(world: World) -> None:
    world.shop(public_address=ADDRESS)
    code = world.tag(world.released()).code
    with world.room.database.reading() as session:
        head = find_head(session, code)
        assert head is not None
        facts = find_facts(session, head)
    told = replace(
        facts,
        traits=("A conflict-free look", "A small hammer mark"),
        names={world.ana.id or 0: "Ana the ethical", world.ines.id or 0: "Ines"},
        events=tuple(replace(one, kind="start", stage="Re-cycled casting", stage_work=None) for one in facts.events),
        replies=tuple(
            replace(
                one,
                text="Is it sustainable?",
                instrument="certified gauge",
                unit="carbon neutral mm",
                how="measurement",
            )
            for one in facts.replies
        ),
    )
    page = repr(passport_of(told, date(2026, 11, 23)))
    for word in ("conflict-free", "ethical", "Re-cycled", "sustainable", "certified", "carbon"):
        assert word not in page
    assert "A small hammer mark" in page and "Ines" in page
    assert "A check in the workshop’s own words." in page


def test_a_label_calls_the_design_by_its_kind(world: World, app: Flask) -> None:
    world.shop(public_address=ADDRESS)
    serial = world.released(world.piece(world.design_of("ring", name="Conflict-free band")))
    world.tag(serial)
    sheet = f"/labels/sheet?serial={serial}&format=roll-50x25"
    told = send(world.sign_in(app, world.omar), sheet, "/labels/sheet").data
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(told)).pages)
    assert serial in words and "Ring" in words and "onflict" not in words
