"""Pieces are called back from a lot, a paper, a supplier or by name; their pages say so first; who was told stays known."""

from typing import Any

import pytest
from flask import Flask

from tests.claims.test_trace import Web
from tests.world import World
from workshop.errors import Conflict, Invalid, NotFound
from workshop.provenance.actions import withdraw_tag
from workshop.provenance.recalls import (
    NewRecall,
    end_recall,
    list_recalls,
    mark_told,
    one_recall,
    recalled_pieces,
    start_recall,
    trace_again,
)


def called_back(begun_from: str | None = None, *serials: str, **texts: Any) -> NewRecall:
    said = {"reason": "The clasp opens.", "risk": "The piece falls.", "to_do": "Bring it back."}
    return NewRecall(**(said | texts), begun_from=begun_from, serials=serials)


def start(world: World, *what: Any, **texts: Any) -> str:
    return world.tell(lambda w: start_recall(w, called_back(*what, **texts)), world.omar)


def serials(world: World, code: str) -> set[str]:
    with world.room.database.reading() as session:
        return {line.code for line, _told_at in recalled_pieces(session, code)}


@pytest.fixture
def web(world: World) -> Web:
    world.shop(public_address="https://marshandwren.example", email="hello@marsh.example")
    return Web(world)


def test_a_recall_names_what_hangs_on_its_beginning(web: Web) -> None:
    every = {*web.of_melt, web.of_known}
    for begun_from, expected in ((web.other, set(web.of_melt)), ("DOC-0001", every), ("SUP-0001", every)):
        assert serials(web.world, start(web.world, begun_from)) == expected
    assert serials(web.world, start(web.world, None, web.of_none.lower())) == {web.of_none}
    assert start(web.world, web.other, web.of_none) == "RC-0005"
    assert serials(web.world, "rc-0005") == {*web.of_melt, web.of_none}


def test_what_is_made_afterwards_is_found_by_tracing_again(web: Web) -> None:
    code = start(web.world, web.other)
    later = web.cast(web.melted)
    assert later not in serials(web.world, code)
    assert web.world.tell(lambda w: trace_again(w, code), web.world.omar) == 1
    assert web.world.tell(lambda w: trace_again(w, code), web.world.omar) == 0
    assert later in serials(web.world, code)


def test_nothing_is_called_back_without_words_or_pieces(web: Web) -> None:
    with pytest.raises(Invalid, match="empty"):
        start(web.world, web.other, risk="  ")
    with pytest.raises(Invalid, match="nothing to call back"):
        start(web.world, None)
    with pytest.raises(NotFound):
        start(web.world, "G-9999")
    with pytest.raises(NotFound, match="R-9999"):
        start(web.world, None, "R-9999")
    with web.world.room.database.reading() as session:
        assert list_recalls(session) == []


def test_who_was_told_is_kept_once_and_the_end_stays(web: Web) -> None:
    world = web.world
    code = start(world, web.other)
    one = web.of_melt[0]
    assert world.tell(lambda w: mark_told(w, code, [one]), world.omar) == 1
    assert world.tell(lambda w: mark_told(w, code, [one]), world.omar) == 0
    with pytest.raises(NotFound):
        world.tell(lambda w: mark_told(w, code, [web.of_none]), world.omar)
    for _time in range(2):
        world.tell(lambda w: end_recall(w, code, "All are back"), world.omar)
    with world.room.database.reading() as session:
        told = one_recall(session, code)
    assert (told.pieces, told.told, told.ended_note) == (3, 1, "All are back")
    with pytest.raises(Conflict, match="ended"):
        world.tell(lambda w: trace_again(w, code), world.omar)


def test_the_public_page_says_it_first_until_it_ends(web: Web, app: Flask) -> None:
    world, stranger = web.world, app.test_client()
    code = world.tag(world.released(web.of_known)).code
    before = stranger.get(f"/p/{code}")
    assert "recall" not in before.text.lower()
    recall = start(world, web.known)
    page = stranger.get(f"/p/{code}", headers={"If-None-Match": before.headers["ETag"]})
    assert page.status_code == 200
    head = page.text.split("<main>")[1]
    assert head.index("Product safety recall") < head.index("<figure")
    for told in ("The clasp opens.", "The piece falls.", "Bring it back.", "hello@<wbr>marsh.example", web.of_known):
        assert told in head.split("<figure")[0], told
    for private in (recall, "All are back", web.known):
        assert private not in page.text
    second = start(world, None, web.of_known, reason="The stone is loose.")
    assert "The stone is loose." in stranger.get(f"/p/{code}").text
    for one in (recall, second):
        world.tell(lambda w, one=one: end_recall(w, one, "All are back"), world.omar)  # type: ignore[misc]
    after = stranger.get(f"/p/{code}", headers={"If-None-Match": page.headers["ETag"]})
    assert "recall" not in after.text.lower()


def test_a_withdrawn_tag_says_it_too_without_the_number(web: Web, app: Flask) -> None:
    world = web.world
    code = world.tag(world.released(web.of_known)).code
    world.tell(lambda w: withdraw_tag(w, web.of_known, code, reason="lost", note=None), world.omar)
    start(world, web.known)
    page = app.test_client().get(f"/p/{code}").text
    assert "Product safety recall" in page and "The piece falls." in page and web.of_known not in page


def test_a_recalled_piece_is_still_let_go(web: Web) -> None:
    """The gate is the only wall: a recall is shown on the card and asked about, it locks nothing."""
    start(web.world, web.known)
    web.world.leave(web.world.released(web.of_known))
