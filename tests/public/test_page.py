"""The public page of a piece: what it says in each state, and that it is asked for cheaply."""

import gzip
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text

from tests.conftest import Clock
from tests.world import World
from workshop.inspection.actions import publish_checklist
from workshop.inspection.checks import measured
from workshop.inspection.defaults_final import CORE
from workshop.people.actions import set_standing
from workshop.pieces.actions import Happening
from workshop.pieces.moving import back_from_outwork, send_to_outwork
from workshop.provenance.actions import withdraw_tag
from workshop.provenance.codes import new_code

HOSTILE = "\"><script>alert('x')</script>{{ 7*7 }}"
MOST_BYTES = 14 * 1024
BENCH_BAR = """<p class="head"><a href="/pieces/{serial}">{serial} at the bench</a></p>"""


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client()


def told(stranger: FlaskClient, code: str) -> str:
    answer = stranger.get(f"/p/{code}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def scripts(page: str) -> list[str]:
    """What a browser would run: a block of data is none."""
    return [one for one in re.findall(r"<script[^>]*>", page) if one != '<script type="application/ld+json">']


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("</style>")[1]))


def open_shop(world: World) -> None:
    """A shop that has its public address, so that its tags count."""
    world.shop(public_address="https://marshandwren.example", email="bench@marshandwren.example")


def test_a_released_piece_tells_its_whole_story(world: World, stranger: FlaskClient) -> None:
    open_shop(world)
    serial = world.released()
    page = plain(told(stranger, world.tag(serial).code))
    assert "Inspected on its own by somebody with no hand in making it" in page
    assert "One person was qualified to inspect here then." in page
    assert "Passed its own inspection, as it is, on 17 November 2026." in page
    assert "4.00 g, when it passed on 17 November 2026" in page
    assert "750 of 1,000 parts gold, by paper, not assayed" in page
    assert page.count("Not recorded") == 3
    assert "Wax made" in page and "Filed" in page
    assert serial in page


def test_what_was_sent_back_is_told_with_its_figure_and_without_the_words_of_staff(
    world: World, stranger: FlaskClient, clock: Clock
) -> None:
    open_shop(world)
    serial = world.worked()
    bad = [replace(one, measured=300) if one.code == "R4" else one for one in world.good_answers(serial)]
    world.inspect(serial, "rework", answers=bad, note="clumsy, says the boss", back_to="Polish")
    clock.forward(days=1)
    world.event(serial, "polish")
    world.inspect(serial)
    page = plain(told(stranger, world.tag(serial).code))
    assert "Measured: 0.3 mm. Allowed: at most 0.2 mm. It was done again and looked at again." in page
    assert "Failed on 17 November 2026: 0.3 mm." in page
    assert "It had been sent back once before." in page
    assert "clumsy" not in page


def test_outwork_is_told_as_done_by_another_workshop(world: World, stranger: FlaskClient) -> None:
    open_shop(world)
    serial = world.worked()
    seen = world.standing(serial).seen
    world.tell(
        lambda w: send_to_outwork(w, serial, Happening("outwork_out", seen=seen, place="Gilded Gus")), world.omar
    )
    seen = world.standing(serial).seen
    back = Happening("outwork_back", seen=seen, stage="Plate", place="Gilded Gus")
    world.tell(lambda w: back_from_outwork(w, serial, back), world.omar)
    world.inspect(serial)
    page = plain(told(stranger, world.tag(serial).code))
    assert "Plate, out of house" in page and "Done by another workshop, not by us." in page
    assert "Gilded Gus" not in page


def test_work_after_the_pass_is_said_first_and_dashes_the_mark(
    world: World, stranger: FlaskClient, clock: Clock
) -> None:
    open_shop(world)
    serial = world.released()
    code = world.tag(serial).code
    world.leave(serial)
    assert "when it left us on 17 November 2026" in plain(told(stranger, code))
    clock.forward(days=30)
    world.come_back(serial)
    page = told(stranger, code)
    assert re.search(r"<main>\s*<section class=\"state bench\"><h1>This piece is at our bench</h1>", page)
    assert "Since 17 December 2026." in page and "not now" in page
    assert page.count("<h1") == 1
    world.inspect(serial)
    assert "at our bench" not in told(stranger, code)


def test_a_withdrawn_tag_says_neither_number_nor_new_code(world: World, stranger: FlaskClient) -> None:
    open_shop(world)
    serial = world.released()
    old = world.tag(serial).code
    world.tell(lambda w: withdraw_tag(w, serial, old, reason="lost", note="left in a taxi"), world.omar)
    new = world.tag(serial).code
    page = told(stranger, old)
    assert "This tag is no longer in use" in page
    assert 'class="marks"' not in page
    for kept in (serial, new, "left in a taxi", "4.00"):
        assert kept not in page
    assert serial in told(stranger, new)


def test_a_practice_tag_says_so_first(world: World, stranger: FlaskClient) -> None:
    world.shop()
    page = told(stranger, world.tag(world.released()).code)
    assert "<h1>Practice, not for sale</h1>" in page
    assert 'rel="canonical"' not in page


def test_a_scrapped_piece_says_so_first(world: World, stranger: FlaskClient) -> None:
    open_shop(world)
    serial = world.released()
    code = world.tag(serial).code
    world.event(serial, "polish")
    world.inspect(serial, "scrap", note="cracked right through")
    page = told(stranger, code)
    assert "<h1>This piece was scrapped</h1>" in page
    assert "cracked right through" not in page


def test_each_level_has_its_wording(world: World, stranger: FlaskClient) -> None:
    open_shop(world)
    world.tell(lambda w: set_standing(w, world.ines.id or 0, active=True, roles=["artisan", "inspector"]), world.omar)
    second = world.worked(world.worked(by=world.ines), ["polish"])
    world.inspect(second)
    assert "by a second pair of eyes" in told(stranger, world.tag(second).code)
    maker = world.worked(by=world.ines)
    world.inspect(maker)
    assert "by its maker: nobody else here is qualified" in told(stranger, world.tag(maker).code)
    unnamed = world.worked(world.piece(way_in="made"), ["polish"])
    world.inspect(unnamed)
    page = told(stranger, world.tag(unnamed).code)
    assert "its maker before our records is not known" in page and "maker not known" in page


def test_codes_that_lead_nowhere_look_alike(world: World, stranger: FlaskClient) -> None:
    open_shop(world)
    answers = [stranger.get(f"/p/{code}") for code in (new_code(), new_code(), "XX", "%00", "a/b", HOSTILE, "7" * 2000)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({(answer.get_data(), str(answer.headers)) for answer in answers}) == 1


def test_any_spelling_leads_to_the_page(world: World, stranger: FlaskClient) -> None:
    open_shop(world)
    code = world.tag(world.released()).code
    assert stranger.get(f"/P/{code}").get_data() == stranger.get(f"/p/{code}").get_data()
    for typed in (code.lower(), f"{code[:4]}-{code[4:]}", code.replace("0", "o").replace("1", "l")):
        if typed != code:
            answer = stranger.get(f"/P/{typed}")
            assert (answer.status_code, answer.headers["Location"]) == (308, f"/p/{code}")
    assert f'<link rel="canonical" href="https://marshandwren.example/p/{code}">' in told(stranger, code)


def test_a_page_that_is_the_same_is_not_sent_again(world: World, stranger: FlaskClient) -> None:
    open_shop(world)
    serial = world.released()
    code = world.tag(serial).code
    first = stranger.get(f"/p/{code}")
    assert first.headers["Cache-Control"] == "public, max-age=30"
    asked: list[str] = []
    listen = lambda *given: asked.append(given[2])  # noqa: E731
    event.listen(world.room.database.engine, "before_cursor_execute", listen)
    again = stranger.get(f"/p/{code}", headers={"If-None-Match": first.headers["ETag"]})
    event.remove(world.room.database.engine, "before_cursor_execute", listen)
    assert (again.status_code, again.get_data()) == (304, b"")
    assert len([one for one in asked if one != "BEGIN"]) <= 2  # the tag with its piece, and what came after
    world.event(serial, "polish")
    assert stranger.get(f"/p/{code}", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_the_number_of_statements_is_the_same_with_two_events_and_with_a_thousand(
    world: World, stranger: FlaskClient
) -> None:
    open_shop(world)
    code = world.tag(world.released()).code
    busy = world.piece()
    for _each in range(60):
        world.worked(busy, ["polish", "file"])
    world.inspect(busy)
    long = world.tag(busy).code
    counts = []
    for one in (code, long):
        asked: list[str] = []
        listen = lambda *given, kept=asked: kept.append(given[2])  # noqa: E731
        event.listen(world.room.database.engine, "before_cursor_execute", listen)
        page = told(stranger, one)
        event.remove(world.room.database.engine, "before_cursor_execute", listen)
        counts.append(len([each for each in asked if each != "BEGIN"]))
        assert page.count('<li class="done"') <= 40
    assert counts[0] == counts[1] <= 24
    assert "earlier lines stand in the workshop’s book" in page
    assert len(gzip.compress(page.encode())) < MOST_BYTES


def test_a_page_with_forty_checks_arrives_in_one_flight(world: World, stranger: FlaskClient) -> None:
    open_shop(world)
    design = world.design_of("other", story="An idea. " * 60, care="Keep it dry. " * 20)
    design_id = world.rows("SELECT id FROM design WHERE code = :code", code=design)[0].id
    more = [
        measured(
            f"Z{n}",
            f"Width of the link number {n} from the clasp, at its middle.",
            (n * 100, n * 900),
            "mm",
            "calliper",
        )
        for n in range(1, 33)
    ]
    world.tell(
        lambda w: publish_checklist(
            w, purpose="final", serves=f"design:{design_id}", name="Long", checks=[*CORE, *more]
        ),
        world.omar,
    )
    serial = world.worked(world.piece(design))
    world.inspect(serial)
    page = told(stranger, world.tag(serial).code)
    assert "All 40 checks passed." in page
    assert len(gzip.compress(page.encode())) < MOST_BYTES


def test_there_is_no_cookie_no_script_and_only_this_style(world: World, app: Flask) -> None:
    open_shop(world)
    code = world.tag(world.released()).code
    browsers = (app.test_client(), world.sign_in(app, world.omar))
    for browser in browsers:
        for address in (f"/p/{code}", f"/P/{code}", "/p/", "/p/XX", f"/p/{code.lower()}"):
            answer = browser.get(address)
            assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")
            assert not scripts(answer.get_data(as_text=True))
    answer = app.test_client().get(f"/p/{code}")
    style = answer.get_data(as_text=True).split("<style>")[1].split("</style>")[0]
    said = b64encode(sha256(style.encode()).digest()).decode()
    assert answer.headers["Content-Security-Policy"].startswith(f"default-src 'none'; style-src 'sha256-{said}';")
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_who_works_here_gets_the_way_to_the_bench_and_nobody_keeps_that_page(world: World, app: Flask) -> None:
    serial = world.released()
    code = world.tag(serial).code
    stranger, ana = app.test_client(), world.sign_in(app, world.ana)
    before = stranger.get(f"/P/{code}")
    etag = before.headers["ETag"]
    mine = ana.get(f"/P/{code}", headers={"If-None-Match": etag})
    assert mine.status_code == 200
    assert f'href="/pieces/{serial}"' in mine.text
    assert mine.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in mine.headers and "Set-Cookie" not in mine.headers and not scripts(mine.text)
    after = stranger.get(f"/P/{code}")
    assert after.data == before.data and "/pieces/" not in after.text
    assert after.headers["Cache-Control"] == "public, max-age=30"
    assert mine.text.replace(BENCH_BAR.format(serial=serial), "") == after.text


def test_over_https_the_way_to_the_bench_is_there_too(world: World, app: Flask) -> None:
    code, ana = world.tag(world.released()).code, world.sign_in(app, world.ana)
    cookie = ana.get_cookie("workshop")
    assert cookie is not None
    ana.delete_cookie("workshop")
    ana.set_cookie("__Host-workshop", cookie.value)
    assert "/pieces/" in ana.get(f"/p/{code}", base_url="https://localhost").text
    assert "/pieces/" not in ana.get(f"/p/{code}").text


@pytest.mark.parametrize("kept", ["", "x", "eyJfdXNlcl9pZCI6MX0.Zx.x", "ended"])
def test_a_cookie_that_names_nobody_changes_nothing(world: World, app: Flask, kept: str) -> None:
    code = world.tag(world.released()).code
    told = app.test_client().get(f"/p/{code}")
    browser = world.sign_in(app, world.ana)
    if kept == "ended":
        with world.raw() as connection, connection.begin():
            connection.execute(text("UPDATE sign_in SET ended_at = started_at"))
    else:
        browser.set_cookie("workshop", kept)
    answer = browser.get(f"/p/{code}")
    assert (answer.data, answer.headers["Cache-Control"]) == (told.data, told.headers["Cache-Control"])


def test_hostile_texts_are_shown_as_texts(world: World, stranger: FlaskClient) -> None:
    world.shop(public_address="https://a.example", postal_address=HOSTILE, email="a@b.example", kept_by=HOSTILE)
    design = world.design_of(
        "ring", story=HOSTILE + "\u202e", care=HOSTILE, made_of=HOSTILE, dated=HOSTILE, size=HOSTILE
    )
    serial = world.worked(world.piece(design), ["wax"])
    world.event(serial, "polish", method=HOSTILE)
    world.inspect(serial, traits=(HOSTILE,))
    page = told(stranger, world.tag(serial).code)
    assert not scripts(page) and "{{ 7*7 }}" in page
    assert page.count("&lt;script&gt;") >= 7


def test_before_the_shop_is_set_up_there_are_pages_too(world: World, stranger: FlaskClient) -> None:
    code = world.tag(world.released()).code
    assert "Practice, not for sale" in told(stranger, code)
    assert stranger.get("/p/").status_code == 200


def test_what_somebody_should_know_to_wear_it_safely_is_told(world: World, stranger: FlaskClient) -> None:
    open_shop(world)
    design = world.design_of("earrings", risk_note="The hook is sharp: not for children under three.")
    page = plain(told(stranger, world.tag(world.released(world.piece(design))).code))
    assert "The hook is sharp: not for children under three." in page


def test_a_claim_is_a_sentence_and_never_a_sign(world: World, stranger: FlaskClient) -> None:
    open_shop(world)
    page = told(stranger, world.tag(world.released()).code)
    assert re.search(r"\.rows\.claims li::before ?\{ ?content: ?none", page)
