"""Every form of the bench: it works, keeps out who may not, is done once, and refuses what has moved."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.bench.forms import form_to, send
from tests.bench.test_journey import good_answers, inspect
from tests.conftest import Clock
from tests.people.doors import PIN, give_pin
from tests.world import World

HOSTILE = (
    "x" * 1_000_000,
    "a\x00b",
    "lone \udc80 half",
    "<script>alert(1)</script>",
    "\u202eright to left",
    "🪙💍",
    "-1",
    "1e9",
)


@dataclass(frozen=True)
class Post:
    """A form: the page it stands on, where it goes, what is typed, who may and who may not, and how the piece is made ready."""

    page: str
    action: str
    who: str
    typed: dict[str, str]
    ready: Callable[[World], str]
    refused: str = ""
    checks_seen: bool = True
    posted_only: bool = True
    counts: str = "SELECT count(*) AS n FROM work_event"
    text_fields: tuple[str, ...] = field(default=())


POSTS = {
    "make": Post(
        "/pieces/new",
        "/pieces",
        "ana",
        {"design": "D-0001", "way_in": "wax", "count": "2"},
        lambda w: "",
        refused="ines",
        checks_seen=False,
        posted_only=False,
        counts="SELECT count(*) AS n FROM piece",
        text_fields=("design", "count", "size", "engraving", "order_note", "weight", "due_on", "way_in", "maker"),
    ),
    "event": Post(
        "/pieces/{s}?do=finish",
        "/pieces/{s}/events",
        "ana",
        {"kind": "wax", "weight": "4,62"},
        lambda w: w.piece(),
        refused="ines",
        text_fields=("kind", "stage", "weight", "method", "note", "reason", "division", "corrects", "last_change"),
    ),
    "specification": Post(
        "/pieces/{s}?do=specify",
        "/pieces/{s}/specification",
        "ana",
        {"size": "58"},
        lambda w: w.worked(),
        refused="ines",
        text_fields=("size", "parts", "engraving", "engraving_place", "reason"),
    ),
    "plan": Post(
        "/pieces/{s}?do=plan",
        "/pieces/{s}/plan",
        "ana",
        {"due_on": "2026-12-01", "order_note": "call first"},
        lambda w: w.worked(),
        refused="ines",
        checks_seen=False,
        counts="SELECT count(*) AS n FROM piece WHERE due_on IS NOT NULL",
        text_fields=("due_on", "order_note"),
    ),
    "custody": Post(
        "/pieces/{s}?do=out",
        "/pieces/{s}/custody",
        "ana",
        {"place": "Caster & Co", "weight": "4.6"},
        lambda w: w.worked(),
        counts="SELECT count(*) AS n FROM custody",
        text_fields=("place", "weight", "method", "note", "do", "to"),
    ),
    "departure": Post(
        "/pieces/{s}?do=leave",
        "/pieces/{s}/departures",
        "omar",
        {"leaving": "sold"},
        lambda w: w.released(),
        refused="ana",
        counts="SELECT count(*) AS n FROM departure",
        text_fields=("leaving", "holder"),
    ),
    "inspection": Post(
        "/pieces/{s}/inspections",
        "/pieces/{s}/inspections",
        "ines",
        {"verdict": "scrap", "note": "cracked through", "pin": PIN},
        lambda w: w.worked(),
        refused="ana",
        posted_only=False,
        counts="SELECT count(*) AS n FROM inspection",
        text_fields=("verdict", "note", "traits", "back_to", "stage", "pin", "m-C6-0", "a-C1-0", "n-C1-0", "division"),
    ),
    "tag": Post(
        "/pieces/{s}/tag",
        "/pieces/{s}/tag",
        "omar",
        {},
        lambda w: w.released(),
        posted_only=False,
        counts="SELECT count(*) AS n FROM tag",
        text_fields=("last_change",),
    ),
}


@pytest.fixture(params=sorted(POSTS))
def post(request: pytest.FixtureRequest) -> Post:
    return POSTS[request.param]


@pytest.fixture
def inside(world: World, app: Flask) -> Callable[[str], FlaskClient]:
    give_pin(world, world.ines)
    return lambda who: world.sign_in(app, getattr(world, who))


def _count(world: World, post: Post) -> int:
    return int(world.rows(post.counts)[0].n)


def test_it_works_and_is_done_once(world: World, post: Post, inside: Callable[[str], FlaskClient]) -> None:
    serial, client = post.ready(world), inside(post.who)
    page, action = post.page.format(s=serial), post.action.format(s=serial)
    typed = form_to(client.get(page), action).values | post.typed
    before = _count(world, post)
    assert client.post(action, data=typed).status_code == 303
    after = _count(world, post)
    assert after > before
    assert client.post(action, data=typed).status_code == 303
    assert _count(world, post) == after


def test_it_is_for_those_whose_work_it_is(world: World, post: Post, inside: Callable[[str], FlaskClient]) -> None:
    serial = post.ready(world)
    page, action = post.page.format(s=serial), post.action.format(s=serial)
    typed = form_to(inside(post.who).get(page), action).values | post.typed
    before = _count(world, post)
    if post.refused:
        other = inside(post.refused)
        token = form_to(other.get("/bench"), "/sign-out").values["csrf_token"]
        assert other.post(action, data=typed | {"csrf_token": token}).status_code == 403
    assert _count(world, post) == before


def test_a_stranger_comes_to_nothing(world: World, app: Flask, post: Post) -> None:
    serial = post.ready(world)
    app.config["WTF_CSRF_ENABLED"] = False
    before = _count(world, post)
    answer = app.test_client().post(post.action.format(s=serial), data=post.typed | {"request_key": uuid4().hex})
    assert answer.status_code == 401
    assert _count(world, post) == before
    if post.posted_only:
        assert app.test_client().get(post.action.format(s=serial)).status_code == 405


def test_a_stale_page_is_told_who_was_faster(world: World, post: Post, inside: Callable[[str], FlaskClient]) -> None:
    if not post.checks_seen:
        assert post.action in ("/pieces", "/pieces/{s}/plan")
        return
    serial, client = post.ready(world), inside(post.who)
    page, action = post.page.format(s=serial), post.action.format(s=serial)
    typed = form_to(client.get(page), action).values | post.typed
    world.event(serial, "polish")
    answer = client.post(action, data=typed)
    assert answer.status_code == 409
    assert "Polished, by Ana" in answer.text


def test_no_field_brings_it_down(world: World, post: Post, inside: Callable[[str], FlaskClient]) -> None:
    serial, client = post.ready(world), inside(post.who)
    page, action = post.page.format(s=serial), post.action.format(s=serial)
    typed = form_to(client.get(page), action).values | post.typed
    for name in post.text_fields:
        for value in HOSTILE:
            sent = {**typed, "request_key": uuid4().hex, name: value.encode("utf-8", "surrogatepass")}
            answer = client.post(action, data=sent)
            assert answer.status_code < 500, (name, value[:20])
            assert "<script>alert(1)" not in answer.text


@pytest.mark.parametrize(
    ("typed", "status", "kept"),
    [
        ("4.62", 303, 4620),
        ("4,62", 303, 4620),
        ("4.623", 303, 4623),
        ("0", 422, None),
        ("-4.62", 422, None),
        ("4.6234", 422, None),
        ("heavy", 422, None),
        ("100001", 422, None),
    ],
)
def test_a_weight_is_kept_or_refused_with_what_was_typed(
    world: World, app: Flask, typed: str, status: int, kept: int | None
) -> None:
    serial, client = world.piece(), world.sign_in(app, world.ana)
    card = f"/pieces/{serial}"
    answer = send(client, f"{card}?do=finish", f"{card}/events", kind="wax", weight=typed)
    assert answer.status_code == status
    assert world.standing(serial).weight_mg == kept
    if status == 422:
        assert f'value="{typed}"' in answer.text and "Not saved" in answer.text


def test_more_weight_than_stones_explain_asks_for_a_word(world: World, app: Flask) -> None:
    serial, client = world.piece(weight_mg=4000), world.sign_in(app, world.ana)
    card = f"/pieces/{serial}"
    refused = send(client, f"{card}?do=finish", f"{card}/events", kind="polish", stage="Polish", weight="5")
    assert refused.status_code == 422 and "more than stones or the scale explain" in refused.text
    told = send(client, card, f"{card}/events", kind="polish", stage="Polish", weight="5", reason="other scale")
    assert told.status_code == 303


def test_open_checks_are_named_and_linked_and_nothing_typed_is_lost(
    world: World, app: Flask, inside: Callable[[str], FlaskClient]
) -> None:
    serial, client = world.worked(), inside("ines")
    answers = good_answers(world, serial)
    page = f"/pieces/{serial}/inspections"
    left = {key: value for key, value in answers.items() if key != "a-C3-0"}
    answer = send(client, page, page, verdict="pass", pin=PIN, **left)
    assert answer.status_code == 409
    assert 'href="#c-C3-0"' in answer.text
    assert f'value="{left["m-C6-0"]}"' in answer.text
    assert PIN not in answer.text
    assert world.rows("SELECT count(*) AS n FROM inspection")[0].n == 0


def test_a_wrong_pin_signs_nothing(world: World, inside: Callable[[str], FlaskClient]) -> None:
    serial, client = world.worked(), inside("ines")
    answer = inspect(world, client, serial, pin="999999")
    assert answer.status_code == 422
    assert world.rows("SELECT count(*) AS n FROM inspection")[0].n == 0


def test_a_sent_back_piece_names_its_stage_and_what_failed(world: World, inside: Callable[[str], FlaskClient]) -> None:
    serial, client = world.worked(), inside("ines")
    answer = inspect(
        world, client, serial, verdict="rework", note="gap <b>", back_to="File and assemble", **{"a-C3-0": "no"}
    )
    assert answer.status_code == 303
    card = inside("ana").get(f"/pieces/{serial}").text
    assert "to do again" in card and "C3 did not hold" in card and "gap &lt;b&gt;" in card


def test_undo_stands_for_a_minute(world: World, app: Flask, clock: Clock) -> None:
    serial, client = world.worked(), world.sign_in(app, world.ana)
    card = f"/pieces/{serial}"
    assert 'value="undo"' in client.get(card).text
    clock.forward(seconds=61)
    assert 'value="undo"' not in client.get(card).text


def test_a_correction_shows_the_old_value(world: World, app: Flask) -> None:
    serial, client = world.piece(), world.sign_in(app, world.ana)
    world.event(serial, "wax", weight_mg=4620)
    card = f"/pieces/{serial}"
    answer = send(
        client, f"{card}?do=correct&entry=1", f"{card}/events", kind="correction", weight="4.26", reason="misread"
    )
    assert answer.status_code == 303
    text = client.get(card).text
    assert "it said 4.62 g" in text and "Corrected by Ana to 4.26 g" in text
