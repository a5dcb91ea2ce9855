"""The pages of claims, of what would fall, of the trace and of recalls: what they show, who may do what, and how much they ask."""

import re

import pytest
from flask import Flask

from tests.bench.test_lists import counted
from tests.claims.test_freezing import frozen, withdraw
from tests.claims.test_trace import Web
from tests.pages import send
from tests.world import World


@pytest.fixture
def web(world: World) -> Web:
    world.shop(public_address="https://marshandwren.example", country="PT", email="hello@marsh.example")
    return Web(world)


def test_each_sentence_is_copied_whole_with_its_date_and_link(web: Web, app: Flask) -> None:
    code = web.world.tag(web.world.released(web.of_known)).code
    page = web.world.sign_in(app, web.world.ana).get(f"/pieces/{web.of_known}/claims").text
    copied = re.findall(r"<textarea[^>]*readonly[^>]*>(.*?)</textarea>", page, re.DOTALL)
    link = f"(17 November 2026) https://marshandwren.example/p/{code}"
    assert any("is 100% recycled." in one and one.endswith(link) for one in copied)
    assert all(one.endswith(link) for one in copied)
    assert "Sapphire, 1 stone, 0.5 ct: heated." in page
    assert "Missing: the split of RM-4471, before or after use" in page
    assert "would carry 1 piece" in page
    assert "Do not apply here: laboratory-grown stones" in page


def test_a_missing_paper_counts_the_pieces_it_would_carry(web: Web, app: Flask) -> None:
    page = web.world.sign_in(app, web.world.ana).get(f"/pieces/{web.of_melt[0]}/claims").text
    assert "would carry 3 pieces" in page
    every = web.world.sign_in(app, web.world.omar).get("/claims")
    assert "the split of RM-4471" in every.text and "Documents that run out" in every.text
    assert web.of_known in web.world.sign_in(app, web.world.omar).get("/claims.csv").text


def test_a_piece_at_the_bench_lacks_no_inspection_yet(web: Web, app: Flask) -> None:
    client = web.world.sign_in(app, web.world.omar)
    assert "an inspection of this piece" not in client.get("/claims").text
    shown = client.get(f"/pieces/{web.of_known}/claims").text
    assert "Missing: an inspection of this piece" in shown
    lacking = shown.partition("Missing: an inspection of this piece")[2].partition("</div>")[0]
    assert f'href="/pieces/{web.of_known}"' in lacking and "documents/new" not in lacking


def test_what_is_missing_is_looked_for_by_words(web: Web, app: Flask) -> None:
    client = web.world.sign_in(app, web.world.omar)
    for address in ("/claims", "/claims.csv"):
        assert "the split of RM-4471" in client.get(f"{address}?q=rm-4471").text
        assert "the split of RM-4471" not in client.get(f"{address}?q=nowhere").text
    assert "Look for less of it" in client.get("/claims?q=nowhere").text


def test_pages_ask_as_much_for_many_pieces_as_for_few(web: Web, app: Flask) -> None:
    client = web.world.sign_in(app, web.world.omar)
    addresses = [
        f"/pieces/{web.of_known}/claims",
        "/claims",
        "/materials/documents/DOC-0001/falls",
        f"/materials/trace/{web.known}",
        f"/materials/trace/{web.known}?show=lots",
        "/recalls",
    ]

    def asked() -> list[int]:
        numbers = []
        for address in addresses:
            with counted(web.world) as sent:
                assert client.get(address).status_code == 200, address
            numbers.append(len(sent))
        return numbers

    few = asked()
    for _count in range(4):
        web.cast(web.known)
    assert asked() == few


def test_what_falls_is_said_and_kept_when_it_has_fallen(web: Web, app: Flask) -> None:
    world, client = web.world, web.world.sign_in(app, web.world.omar)
    world.tag(world.released(web.of_known))
    page = client.get("/materials/documents/DOC-0001/falls").text
    told = re.sub(r"<[^>]+>", "", page)
    assert "4pieces would say something else" in told and "1public page would change" in told
    assert "Recycled metal" in page and web.of_known in page
    assert "Recycled" in client.get("/materials/documents/DOC-0001/falls.csv").text
    assert "It has fallen already" not in page
    withdraw(world)
    fallen = client.get("/materials/documents/DOC-0001/falls").text
    assert "It has fallen already" in fallen and "What fell with DOC-0001" in fallen
    assert "Nothing is said by it any more" in fallen
    at = "/materials/documents/DOC-0001/falls"
    assert send(client, at, at).status_code == 303
    assert [row.status for row in frozen(world)] == ["supported", "withdrawn"]
    shown = client.get(f"/pieces/{web.of_known}/claims").text
    assert "Recycled metal: withdrawn" in shown and "Recycled metal: said" in shown


def test_the_owner_keeps_what_is_said_today_once(web: Web, app: Flask) -> None:
    world, at = web.world, f"/pieces/{web.of_known}/claims"
    client = world.sign_in(app, world.omar)
    assert send(client, at, at).status_code == 303
    assert send(client, at, at).status_code == 303
    assert len(frozen(world)) == 1
    assert send(world.sign_in(app, world.ana), at, "/pieces/new").status_code == 403


def test_the_trace_goes_on_from_what_was_typed(web: Web, app: Flask) -> None:
    client = web.world.sign_in(app, web.world.ana)
    assert client.get("/materials/trace?q=gia").status_code == 404
    found = client.get("/materials/trace", query_string={"q": f" {web.other.lower()} "})
    assert found.status_code == 303 and found.location.endswith(web.other)
    page = client.get(found.location).text
    assert all(serial in page for serial in web.of_melt) and "Pieces (3)" in page
    up = client.get(f"/materials/trace/{web.of_melt[0]}?show=lots").text
    assert web.known in up and web.other in up
    assert "DOC-0001" in client.get(f"/materials/trace.csv?q={web.of_melt[0]}&show=documents").text
    assert client.get("/materials/trace/GIA%202141438171").status_code == 200


def test_a_recall_is_begun_worked_through_and_ended(web: Web, app: Flask) -> None:
    world, client = web.world, web.world.sign_in(app, web.world.omar)
    world.leave(world.released(web.of_known), holder="Mrs Customer")
    words = {"reason": "The clasp opens.", "risk": "It falls.", "to_do": "Bring it."}
    begun = send(client, "/recalls", "/recalls/new", begun_from="DOC-0001", serials=web.of_none, **words)
    assert begun.status_code == 303
    page = client.get(begun.location).text
    assert "Mrs Customer" in page and web.of_none in page and "0 of 5 told" in page
    assert "Mrs Customer" in client.get(f"{begun.location}/pieces.csv").text
    assert "This piece is called back" in client.get(f"/pieces/{web.of_melt[0]}").text
    nobody = send(client, f"{begun.location}/told", begun.location)
    assert nobody.status_code == 422 and "Tick the pieces whose holders were told" in nobody.text
    assert send(client, f"{begun.location}/told", begun.location, serial=web.of_known).status_code == 303
    assert "1 of 5 told" in client.get(begun.location).text
    assert "The clasp opens." in client.get("/recalls?q=clasp").text
    assert "No such recall" in client.get("/recalls?q=bezel").text
    assert (
        "DOC-0001" in client.get("/recalls.csv?q=clasp").text and "clasp" not in client.get("/recalls.csv?q=b%25").text
    )
    later = web.cast(web.known)
    send(client, f"{begun.location}/trace", begun.location)
    assert later in client.get(begun.location).text
    assert send(client, f"{begun.location}/end", begun.location, note="").status_code == 422
    assert send(client, f"{begun.location}/end", begun.location, note="All back").status_code == 303
    assert "called back" not in client.get(f"/pieces/{web.of_melt[0]}").text
    assert send(client, f"{begun.location}/trace", "/recalls/new").status_code == 409


def test_a_refused_recall_keeps_what_was_typed(web: Web, app: Flask) -> None:
    client = web.world.sign_in(app, web.world.omar)
    words = {"reason": "The clasp opens.", "risk": "It falls.", "to_do": "Bring it."}
    refused = send(client, "/recalls", "/recalls/new", begun_from="G-9999", **words)
    assert refused.status_code == 404 and refused.text.count('refused" role="alert"') == 1
    assert "The clasp opens." in refused.text and "Nothing here has this code" in refused.text
