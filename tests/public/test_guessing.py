"""Guessing finds nothing and is slowed; what never existed and what is not shown look the same; nothing typed leads away or runs."""

import re
from datetime import UTC, datetime
from itertools import product
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.conftest import POSTGRESQL_SLOWLY
from tests.public.test_page import plain, scripts
from tests.world import World
from workshop.provenance.actions import withdraw_tag
from workshop.provenance.codes import new_code
from workshop.public.misses import MOST, Misses

GUESSES = 400  # 10,000 against 100,000 pieces are in bench/
AWAY = (
    "//evil.example",
    "///evil.example",
    "https://evil.example",
    "https:evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%09/evil.example",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "//evil.example/%2e%2e",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "%0d%0aLocation:%20https://evil.example",
    "@evil.example",
)
HARMFUL = tuple(
    wrap.replace("@", run)
    for wrap, run in product(
        (
            "@",
            '"@',
            "'>@",
            "</title>@",
            "</style>@",
            "</script>@",
            "<!--@-->",
            "]]>@",
            '" onmouseover="@',
            "\u202e@",
            "${@}",
            "<svg>@</svg>",
            "@\n@",
        ),
        (
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "{{ 7*7 }}",
            "{{ config }}",
            "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
            "{{ ''.__class__.__mro__ }}",
            "{# gone #}",
            "${7*7}",
            "#{7*7}",
            "<%= 7*7 %>",
            "javascript:alert(1)",
            "<iframe src=//evil.example>",
            "<svg onload=alert(1)>",
            "<base href=//evil.example>",
            "<meta http-equiv=refresh content=0>",
            "&lt;script&gt;",
        ),
    )
)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def code(world: World) -> str:
    world.shop(public_address="MARSHANDWREN.EXAMPLE")
    return world.tag(world.released()).code


def statements(world: World, stranger: FlaskClient, address: str, **asked: object) -> tuple[int, int]:
    """The status, and how many statements it took."""
    seen: list[str] = []
    listen = lambda *given: seen.append(given[2])  # noqa: E731
    event.listen(world.room.database.engine, "before_cursor_execute", listen)
    status = stranger.open(address, **asked).status_code  # type: ignore[arg-type]
    event.remove(world.room.database.engine, "before_cursor_execute", listen)
    return status, len([one for one in seen if one != "BEGIN"])


def test_guesses_find_nothing_and_are_slowed_while_pages_stay(world: World, stranger: FlaskClient, code: str) -> None:
    found = [stranger.get(f"/p/{new_code()}") for _guess in range(GUESSES)]
    assert [one.status_code for one in found] == [404] * MOST + [429] * (GUESSES - MOST)
    assert len({one.data for one in found[MOST:]}) == 1 and int(found[-1].headers["Retry-After"]) > 0
    assert stranger.post("/p/", data={"q": code}).status_code == 429
    assert stranger.get(f"/p/{code}").status_code == 200
    elsewhere = {"REMOTE_ADDR": "10.9.8.7"}
    assert stranger.get(f"/p/{new_code()}", environ_base=elsewhere).status_code == 404


def test_what_never_was_and_what_is_not_shown_take_the_same(world: World, stranger: FlaskClient, code: str) -> None:
    untagged = world.released()
    asked = [
        statements(world, stranger, "/p/", method="POST", data={"serial": serial, "weight": weight})
        for serial, weight in (("R-9999", "4"), (untagged, "4"), (untagged, "9"), ("For ever yours", "4"))
    ]
    assert {status for status, _count in asked} == {404} and len({count for _status, count in asked}) == 1
    pages = [statements(world, stranger, f"/p/{one}") for one in (new_code(), new_code())]
    assert len(set(pages)) == 1 and pages[0][0] == 404


@pytest.mark.parametrize("typed", ["For ever yours", "FOR EVER YOURS", "for  ever yours"])
def test_words_on_the_piece_and_its_weight_lead_to_the_page(world: World, stranger: FlaskClient, typed: str) -> None:
    world.shop(public_address="MARSHANDWREN.EXAMPLE")
    serial = world.released(world.piece(engraving="For ever yours"))
    code = world.tag(serial).code
    answer = stranger.post("/p/", data={"serial": typed, "weight": "4"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/p/{code}")
    assert "ever yours" not in stranger.get(f"/p/{code}").text.lower()
    for serial_typed, weight in ((typed, "4.2"), ("For ever", "4"), ("%", "4"), ("For ever your_", "4")):
        assert stranger.post("/p/", data={"serial": serial_typed, "weight": weight}).status_code == 404


def test_words_that_stand_on_two_pieces_or_are_short_lead_nowhere(world: World, stranger: FlaskClient) -> None:
    world.shop(public_address="MARSHANDWREN.EXAMPLE")
    for engraving in ("Anna", "For ever yours", "For ever yours"):
        world.tag(world.released(world.piece(engraving=engraving)))
    for typed in ("Anna", "For ever yours"):
        assert stranger.post("/p/", data={"serial": typed, "weight": "4"}).status_code == 404


def test_a_forged_host_comes_into_no_page(world: World, stranger: FlaskClient, code: str) -> None:
    true = stranger.get(f"/p/{code}")
    for headers in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"Forwarded": "host=evil.example"}):
        for address in (f"/p/{code}", f"/p/{code.lower()}", "/p/", f"/p/{code}.json", f"/p/{code}/copy", "/gallery"):
            answer = stranger.get(address, headers=headers)
            assert "evil" not in answer.text and "evil" not in str(answer.headers), address
        assert stranger.get(f"/p/{code}", headers=headers).data == true.data


@pytest.mark.parametrize("where", ["path", "query", "typed"])
def test_nothing_typed_leads_away(stranger: FlaskClient, code: str, where: str) -> None:
    assert len(AWAY) * 3 == 45
    for number, away in enumerate(AWAY):
        here = {"REMOTE_ADDR": f"10.1.{number}.1"}
        if where == "path":
            answers = [stranger.get(f"/p/{away}", environ_base=here), stranger.get(f"/P/{away}", environ_base=here)]
        elif where == "query":
            asked = {"lang": away, "next": away, "chosen": away}
            answers = [stranger.get(at, query_string=asked, environ_base=here) for at in (f"/p/{code.lower()}", "/p/")]
        else:
            typed = {"q": away, "serial": away, "weight": "4", "next": away, "lang": away}
            answers = [stranger.post("/p/", data=typed, environ_base=here)]
        for answer in answers:
            location = answer.headers.get("Location", f"/p/{code}")
            assert re.match(r"/[pP]/(?!/)", location), (away, location)
            assert (
                urlsplit(location).netloc == ""
                and 'href="//evil' not in answer.text
                and 'href="https://evil' not in answer.text
            )


@pytest.mark.parametrize("engine_name", POSTGRESQL_SLOWLY, indirect=True)
def test_nothing_that_is_written_about_a_piece_runs_on_its_page(world: World, stranger: FlaskClient) -> None:
    world.shop(public_address="MARSHANDWREN.EXAMPLE", postal_address="A street")
    assert len(HARMFUL) >= 200
    for at in range(0, len(HARMFUL), 70):
        words = "\n".join(HARMFUL[at : at + 70])
        design = world.design_of(
            "ring",
            code=f"D-{at}",
            name=HARMFUL[at][:100],
            story=words[:3900],
            care=words[:1900],
            made_of=HARMFUL[at + 1][:300],
        )
        serial = world.worked(world.piece(design), ["wax"])
        world.event(serial, "polish", method=HARMFUL[at + 2][:100])
        world.inspect(serial, traits=(HARMFUL[at + 3][:200],))
        code = world.tag(serial).code
        page = stranger.get(f"/p/{code}").text
        assert not scripts(page) and "<iframe" not in page and "<base" not in page and "<meta http-equiv" not in page
        assert "<img src=x" not in page and "<svg onload" not in page and '" onmouseover="' not in page
        assert not re.search(r"\b49\b", plain(page)) and "SECRET_KEY" not in page and "{{ 7*7 }}" in page
        data = stranger.get(f"/p/{code}.json")
        assert data.mimetype == "application/json" and data.headers["X-Content-Type-Options"] == "nosniff"


def test_a_withdrawn_page_and_its_pictures_are_no_oracle(world: World, stranger: FlaskClient, code: str) -> None:
    serial = world.rows("SELECT serial FROM piece")[0].serial
    world.tell(lambda w: withdraw_tag(w, serial, code, reason="lost", note=None), world.omar)
    for beside in ("1.jpg", "1-800.webp", "card.png"):
        here, nowhere = stranger.get(f"/p/{code}/{beside}"), stranger.get(f"/p/{new_code()}/{beside}")
        assert (here.status_code, here.data) == (nowhere.status_code, nowhere.data) == (404, nowhere.data)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("203.0.113.9", "::ffff:203.0.113.9"),
        ("203.0.113.9", "203.0.113.9:5678"),
        ("2001:db8::1", "[2001:db8::2]:443"),
    ],
)
def test_one_household_is_one_however_it_is_written(one: str, other: str) -> None:
    misses, now = Misses(), datetime(2026, 11, 23, tzinfo=UTC)
    for _each in range(20):
        misses.add(one, now)
    assert misses.wait_s(other, now) > 0
    assert misses.wait_s("::ffff:198.51.100.7", now) == misses.wait_s("198.51.100.7:80", now) == 0
