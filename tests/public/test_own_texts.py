"""A reader finds the shop's own texts in their language, and where one is not written in it the first one, marked as such."""

import json
import re
from base64 import urlsafe_b64decode
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import event
from werkzeug.test import TestResponse

from tests.pages import send
from tests.public.published import bring, files
from tests.world import World
from workshop.aftercare.guarantee_actions import Terms, publish_guarantee, say_terms_in
from workshop.catalogue.own_texts import texts_of_design, texts_of_shop, write_texts
from workshop.provenance.actions import withdraw_tag
from workshop.provenance.looking import show_in_gallery
from workshop.provenance.spoken import Spoken, spoken_of
from workshop.wordguard import digest_of_text

DESIGN = {"name": "Tide ring", "story": "The tide brings it.", "care": "Keep it dry.", "risk_note": "Sharp edges."}
SHOP = {"about": "Two people by the sea.", "returns": "Send it back, we answer.", "kept_by": "The craft archive."}
GERMAN = {"name": "Gezeitenring", "story": "Die Flut bringt ihn.", "risk_note": "Scharfe Kanten."}
GERMAN_SHOP = {"about": "Zwei Leute am Meer.", "returns": "Schicken Sie es zurück."}


@pytest.mark.parametrize(
    ("first", "written", "of_shop", "told"),
    [
        (None, "Ein Text", "fr", None),
        ("A text", "Ein Text", "fr", Spoken("Ein Text")),
        ("Un texte", None, "fr", Spoken("Un texte", "fr")),
        ("A text", None, "en", Spoken("A text")),
        ("A text", None, None, Spoken("A text")),
        ("Un texte", "Sustainable", "fr", Spoken("Un texte", "fr")),
        ("Sustainable", "Ein Text", "fr", Spoken("Ein Text")),
        ("Sustainable", None, "fr", None),
    ],
)
def test_which_text_is_shown(first: str | None, written: str | None, of_shop: str | None, told: Spoken | None) -> None:
    assert spoken_of(first, written, of_shop, frozenset()) == told


def test_a_warning_is_shown_and_a_word_may_stand() -> None:
    assert spoken_of("A", "Sustainable", None, frozenset(), always=True) == Spoken("Sustainable")
    stands = frozenset({(digest_of_text("Sustainable"), "sustainable")})
    assert spoken_of("A", "Sustainable", None, stands) == Spoken("Sustainable")


@pytest.fixture
def code(world: World) -> str:
    """The tag of a piece whose shop writes in English and says most of it in German too."""
    world.shop(public_address="https://marsh.example", writes_in="en", **SHOP)
    design = world.design_of("ring", **DESIGN)
    world.tell(lambda w: write_texts(w, texts_of_design(w.session, design), "de", GERMAN), world.omar)
    world.tell(lambda w: write_texts(w, texts_of_shop(w.session), "de", GERMAN_SHOP), world.omar)
    serial = world.released(world.piece(design))
    world.tell(lambda w: show_in_gallery(w, serial, shown=True), world.omar)
    return world.tag(serial).code


def test_the_page_its_data_and_the_gallery_are_in_the_language_that_was_asked_for(
    world: World, app: Flask, code: str
) -> None:
    stranger = app.test_client()
    german = stranger.get(f"/p/{code}?lang=de").text
    for text in (*GERMAN.values(), *GERMAN_SHOP.values()):
        assert text in german
    assert '<p class="lines" dir="auto" lang="en">Keep it dry.</p>' in german
    assert '<bdi lang="en">The craft archive.</bdi>' in german
    assert '<p class="lines" dir="auto">Die Flut' in german
    english = stranger.get(f"/p/{code}?lang=en").text
    assert (
        "The tide brings it." in english and "Flut" not in english and ' lang="en">' not in english.split("<main>")[1]
    )
    data = json.loads(stranger.get(f"/p/{code}.json?lang=de").text)["passport"]
    assert (data["story"], data["own_care"]) == (GERMAN["story"], DESIGN["care"])
    assert data["in_other_language"] == {"care": "en", "kept_by": "en"}
    signed = json.loads(stranger.get(f"/p/{code}/signed.json?lang=de").text)["payload"]
    assert GERMAN["story"].encode() in urlsafe_b64decode(signed + "==")
    paper = PdfReader(BytesIO(stranger.get(f"/p/{code}/certificate.pdf?lang=de").get_data()))
    assert "Gezeitenring" in "".join(one.extract_text() for one in paper.pages)
    gallery = stranger.get("/gallery?lang=de").text
    assert "Gezeitenring" in gallery and "Zwei Leute" in gallery
    assert '<b dir="auto" lang="en">Tide ring</b>' in stranger.get("/gallery?lang=fr").text
    assert 'lang="en">Two people' in stranger.get("/gallery?lang=fr").text


def test_a_kept_page_is_another_one_as_soon_as_a_text_is_written(world: World, app: Flask, code: str) -> None:
    stranger = app.test_client()
    first = stranger.get(f"/p/{code}?lang=de").headers["ETag"]
    (design,) = {row.code for row in world.rows("SELECT code FROM design WHERE name = 'Tide ring'")}
    care = {"care": "Trocken halten."}
    world.tell(lambda w: write_texts(w, texts_of_design(w.session, design), "de", care), world.omar)
    again = stranger.get(f"/p/{code}?lang=de", headers={"If-None-Match": first})
    assert again.status_code == 200 and "Trocken halten." in again.text


def test_where_nothing_is_written_in_another_language_nothing_is_asked_for(world: World, app: Flask) -> None:
    world.shop(public_address="https://marsh.example", writes_in="en", **SHOP)
    terms = Terms("Marsh", "bezels", "wear", is_free=True, is_whole=False, years=10)
    world.tell(lambda w: publish_guarantee(w, terms), world.omar)
    design = world.design_of("ring", **DESIGN)
    serial = world.released(world.piece(design))
    ended = world.tag(serial).code
    world.tell(lambda w: withdraw_tag(w, serial, ended, reason="damaged", note=None), world.omar)
    tags, stranger = (world.tag(serial).code, ended), app.test_client()
    for code in tags:
        assert texts_asked(world, stranger, f"/p/{code}?lang=de") == (0, 200)
    world.tell(lambda w: write_texts(w, texts_of_design(w.session, design), "de", GERMAN), world.omar)
    for code in tags:
        assert texts_asked(world, stranger, f"/p/{code}?lang=de") == (1, 200)
    world.tell(lambda w: say_terms_in(w, None, "de", {"covers": "Fassungen"}), world.omar)
    assert texts_asked(world, stranger, f"/p/{tags[0]}?lang=de") == (2, 200)


def texts_asked(world: World, stranger: FlaskClient, address: str) -> tuple[int, int]:
    """How many statements read texts in other languages for this page, and its status."""
    asked: list[str] = []
    listen = lambda *given: asked.append(given[2])  # noqa: E731
    event.listen(world.room.database.engine, "before_cursor_execute", listen)
    status = stranger.get(address).status_code
    event.remove(world.room.database.engine, "before_cursor_execute", listen)
    return len([one for one in asked if "own_text.text" in one]), status


def test_a_word_that_needs_proof_is_asked_for_in_each_language(world: World, app: Flask, code: str) -> None:
    owner, at = world.sign_in(app, world.omar), "/settings/texts/one?of=shop&in=fr"
    typed = {"of": "shop", "in": "fr", "about": "Bijoux éco-responsables.", "returns": "", "kept_by": ""}
    assert say(owner, at, **typed).status_code == 303
    assert "éco-responsables" in owner.get(at).text and "éco-responsables" in owner.get("/claims/words").text
    page = app.test_client().get(f"/p/{code}?lang=fr").text
    assert "éco-responsables" not in page and 'lang="en">Two people by the sea.' in page


def test_terms_are_told_in_their_words_or_it_is_said_which_they_are_in(world: World, app: Flask, code: str) -> None:
    terms = Terms("Marsh", "bezels", "wear", is_free=True, is_whole=False, years=10)
    world.tell(lambda w: publish_guarantee(w, terms), world.omar)
    stranger = app.test_client()
    page = stranger.get(f"/p/{code}?lang=de").text
    assert "bezels" in page and "in dieser Sprache geschrieben: English" in page
    assert "in this language" not in stranger.get(f"/p/{code}?lang=en").text
    said = {"covers": "Fassungen", "excludes": "Abnutzung"}
    world.tell(lambda w: say_terms_in(w, None, "de", said), world.omar)
    page = stranger.get(f"/p/{code}?lang=de").text
    assert "Fassungen" in page and "bezels" not in page and "English" not in page.split("<main>")[1]


def mark(owner: FlaskClient, at: str) -> str:
    """What the form was filled in for."""
    (seen,) = re.findall(r'name="seen" value="(\w+)"', owner.get(at).text)
    return str(seen)


def say(owner: FlaskClient, at: str, **typed: str) -> TestResponse:
    return send(owner, "/settings/texts/one", at, **typed, seen=mark(owner, at))


def test_published_files_say_it_in_each_language(world: World, code: str, tmp_path: Path) -> None:
    bring(world, tmp_path / "site")
    there = files(tmp_path / "site")
    assert "Die Flut" in there[f"P/{code}/de/index.html"].decode()
    assert "The tide" in there[f"P/{code}/index.html"].decode()
    assert "Zwei Leute" in there["P/gallery/de/index.html"].decode()


def test_the_owner_writes_them_on_screen_and_takes_them_away_as_a_list(world: World, app: Flask, code: str) -> None:
    owner = world.sign_in(app, world.omar)
    (design,) = {row.code for row in world.rows("SELECT code FROM design WHERE name = 'Tide ring'")}
    page = owner.get("/settings/texts").text
    assert "The shop" in page and "Tide ring" in page and ">2 of 3<" in page.replace("<span", "<")
    assert "Tide ring" not in owner.get("/settings/texts?q=nothing").text
    at = f"/settings/texts/one?of=design:{design}&in=de"
    assert "Die Flut bringt ihn." in owner.get(at).text
    typed = {"of": f"design:{design}", "in": "de", **GERMAN, "care": "x" * 3000}
    seen = mark(owner, at)
    refused = say(owner, at, **typed)
    assert refused.status_code == 422 and "x" * 3000 in refused.text
    assert say(owner, at, **typed | {"care": "Trocken halten."}).status_code == 303
    late = send(owner, "/settings/texts/one", at, **typed | {"care": "Nie nass.", "seen": seen})
    assert late.status_code == 409 and "Nie nass." in late.text and "Somebody changed these texts" in late.text
    listed = owner.get("/settings/texts.csv").get_data().decode("utf-8-sig")
    assert "Keep it dry.,Trocken halten.," in listed and "Two people by the sea." in listed
    for wrong in ("of=design:ELSEWHERE&in=de", "of=shop&in=xx", "of=elsewhere&in=de", "of=terms&in=de"):
        assert owner.get(f"/settings/texts/one?{wrong}").status_code == 404


def test_their_list_is_sorted_by_name_behind_what_is_of_the_shop_and_so_is_its_file(
    world: World, app: Flask, code: str
) -> None:
    for name in ("Zephyr ring", "amber ring"):
        world.design_of("ring", name=name, care="Keep it dry.")
    owner = world.sign_in(app, world.omar)

    def shown(sort: str) -> list[str]:
        page = owner.get(f"/settings/texts?sort={sort}").text
        return [name for name in re.findall(r"<td[^>]*><span><bdi>([^<]+)", page) if name.endswith("ring")]

    assert shown("name") == sorted(shown(""), key=str.casefold) != shown("")
    assert shown("-name") == shown("name")[::-1]
    page = owner.get("/settings/texts?sort=-name").text
    assert page.index(">The shop<") < page.index(">Zephyr ring<") and 'href="/settings/texts.csv?sort=-name"' in page
    file = owner.get("/settings/texts.csv?sort=-name").get_data().decode("utf-8-sig")
    assert file.index("Zephyr ring") < file.index("Tide ring") < file.index("amber ring")
