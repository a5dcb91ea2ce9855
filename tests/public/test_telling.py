"""A page outside of any request is the very page that a stranger is sent, and knows what comes after the hand-over."""

from datetime import date

import pytest
from flask import Flask

from tests.world import World
from workshop.aftercare.repairs_told import stay
from workshop.aftercare.telling import Aftercare, GuaranteeTold, RepairTold, ReportedTold
from workshop.languages import LANGUAGES
from workshop.provenance.codes import new_code
from workshop.public import telling
from workshop.public.telling import PublishedTold, told
from workshop.wording import language

ON = date(2026, 11, 17)
REPORTED = ReportedTold("stolen", ON, "Its owner says so.", "Write to us.", "Somebody disputes it.")


@pytest.fixture
def code(world: World) -> str:
    world.shop(public_address="https://marshandwren.example")
    return world.tag(world.released()).code


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_a_page_outside_a_request_is_the_same_page(world: World, app: Flask, code: str, spoken: str) -> None:
    sent = app.test_client().get(f"/p/{code}", headers={"Accept-Language": spoken}).text
    with world.room.database.read_session() as session:
        before = language()
        page = told(session, code, ON, spoken)
        assert language() == before
    assert page == sent


def test_a_page_of_no_tag_is_none(world: World, code: str) -> None:
    with world.room.database.read_session() as session:
        assert told(session, new_code(), ON, "en") is None


def test_a_published_page_says_when_and_leads_to_the_files_beside_it(world: World, code: str) -> None:
    published = PublishedTold(ON, languages=(("../de/", "de", "Deutsch"),))
    with world.room.database.read_session() as session:
        page = told(session, code, ON, "en", published) or ""
    assert "As published on 17 November 2026." in page
    assert 'href="../de/"' in page and "?lang=" not in page


def test_what_came_after_the_hand_over_is_told(
    world: World, app: Flask, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_of_it = Aftercare(
        REPORTED,
        GuaranteeTold("Guaranteed until 2036", ("We mend what breaks.",)),
        (RepairTold(ON, "Made larger", ("To size 56.",), "Told by its owner, not seen by us."),),
    )
    monkeypatch.setattr(telling, "aftercare_of", lambda *_given: told_of_it)
    page = app.test_client().get(f"/p/{code}").text
    assert "<h1>Reported stolen</h1>" in page and page.count("<h1") == 1
    assert "Reported, not verified, since 17 November 2026." in page
    for sentence in (REPORTED.sentence, REPORTED.to_do, "Somebody disputes it.", "We mend what breaks.", "Made larger"):
        assert sentence in page
    assert "not seen by us" in page and "To size 56." in page


def test_repairs_of_long_ago_are_folded(app: Flask, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    repairs = tuple(RepairTold(ON, f"Work {number}", (stay(ON, ON),)) for number in range(7))
    monkeypatch.setattr(telling, "aftercare_of", lambda *_given: Aftercare(None, None, repairs))
    shown, folded = app.test_client().get(f"/p/{code}").text.split("<summary>Earlier: 2</summary>")
    assert "Work 4" in shown and "With us on 17 November 2026." in shown
    assert "Work 5" not in shown and "Work 5" in folded and "Work 6" in folded


def test_a_page_is_sent_anew_when_what_came_after_changes(
    app: Flask, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = app.test_client()
    etag = stranger.get(f"/p/{code}").headers["ETag"]
    assert stranger.get(f"/p/{code}", headers={"If-None-Match": etag}).status_code == 304
    monkeypatch.setattr("workshop.public.piece.revision_of", lambda *_given: "2")
    assert stranger.get(f"/p/{code}", headers={"If-None-Match": etag}).status_code == 200
