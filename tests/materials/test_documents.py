"""Pages of documents: filed from a tablet, shown as a picture, read, withdrawn, taken away by the owner alone."""

import csv
import io
import re
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.materials.papers import CERTIFICATE, document, pdf, photo, pixel_flood, supplier
from tests.pages import send, token_of
from tests.world import World
from workshop.materials.ledger import Amount
from workshop.materials.receiving import NewLot, receive_lot

HERE = "/materials/documents"
READ = {
    "kind": "certificate",
    "standard": "scs_recycled",
    "number": "RM-4471",
    "agency": "SCS Global Services",
    "metals": ["gold", "silver"],
    "stones": "Diamond, sapphire",
    "share": "100",
    "limit": "1500,5",
    "fineness": "999,9",
    "nickel_release": "0.2",
    "valid_from": "2026-01-01",
    "valid_until": "2026-12-31",
}


@pytest.fixture
def owner(world: World, app: Flask) -> FlaskClient:
    return world.sign_in(app, world.omar)


def file_it(client: FlaskClient, raw: bytes, name: str = "paper.bin", key: str | None = None, **typed: Any) -> Any:
    """The form with a file; put together here, as the client would leave a large one open."""
    hidden = {"csrf_token": token_of(client, f"{HERE}/new"), "request_key": key or uuid4().hex}
    boundary, body = encode_multipart(hidden | typed | {"file": FileStorage(io.BytesIO(raw), name)})
    return client.post(HERE, data=body, content_type=f'multipart/form-data; boundary="{boundary}"')


def count(world: World, table: str) -> int:
    return int(world.rows(f"SELECT count(*) FROM {table}")[0][0])


def page_of(client: FlaskClient, code: str = "DOC-0001") -> str:
    return client.get(f"{HERE}/{code}").get_data(as_text=True)


def test_a_photo_from_a_tablet_is_filed_once_and_shown(world: World, owner: FlaskClient) -> None:
    own, key, raw = supplier(world), uuid4().hex, photo()
    answers = [file_it(owner, raw, "IMG.HEIC", key, supplier=own, kind="invoice") for _tap in range(2)]
    assert [answer.location for answer in answers] == [f"{HERE}/DOC-0001"] * 2
    assert (count(world, "document"), count(world, "reading")) == (1, 1)
    page = page_of(owner)
    assert "Invoice or delivery note" in page and "Lobelha" in page and sha256(raw).hexdigest() in page
    for size in ("", "?small=1"):
        shown = owner.get(f"{HERE}/DOC-0001/picture{size}")
        assert shown.content_type == "image/jpeg" and "immutable" in shown.headers["Cache-Control"]


def test_the_same_file_again_leads_to_where_it_is(world: World, owner: FlaskClient) -> None:
    assert file_it(owner, photo()).location == file_it(owner, photo()).location
    assert "kept already, as DOC-0001" in page_of(owner) and count(world, "document") == 1


def test_a_locked_pdf_is_kept_and_told_not_to_be_shown(world: World, owner: FlaskClient) -> None:
    raw = pdf(password="open sesame")
    assert file_it(owner, raw, "certificate.pdf").status_code == 303
    page = page_of(owner)
    assert "Kept as DOC-0001, byte for byte" in page and "It cannot be shown here" in page
    assert owner.get(f"{HERE}/DOC-0001/picture").status_code == 404
    assert owner.get(f"{HERE}/DOC-0001/file").get_data() == raw


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "The file is empty"),
        (b"<html><script>alert(1)</script>", "neither a PDF nor"),
        (b"%PDF-" + b"\0" * 20_000_000, "too large: at most 20 MB"),
        (pixel_flood(), "50 million pixels"),
        (pdf(pages=201), "has 201 pages"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 50, "HEIC"),
    ],
    ids=["empty", "wrong type", "too large", "pixels", "pages", "heic"],
)
def test_a_file_that_is_refused_gets_a_sentence_and_nothing_is_kept(
    world: World, owner: FlaskClient, raw: bytes, told: str
) -> None:
    own = supplier(world)
    answer = file_it(owner, raw, "certificate.pdf", supplier=own)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and told in page
    assert f'value="{own}" selected' in page, "what was chosen beside it is kept"
    assert count(world, "document") == 0 and not (world.room.settings.data_dir / "files").exists()


def test_what_is_far_too_large_is_refused_before_it_is_read(owner: FlaskClient) -> None:
    answer = file_it(owner, b"\0" * 22_100_000)
    assert answer.status_code == 413 and "too large" in answer.get_data(as_text=True)


def test_a_file_stays_chosen_when_the_rest_is_refused(world: World, owner: FlaskClient) -> None:
    answer = file_it(owner, pdf(), supplier="SUP-0999")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 404 and "stays chosen" in page and count(world, "document") == 0
    mark = re.findall(r'name="chosen-file" value="([^"]+)"', page)[0]
    forged = send(owner, HERE, f"{HERE}/new", **{"chosen-file": mark[:-2] + "xx"})
    assert forged.status_code == 422 and "once more" in forged.get_data(as_text=True)
    assert send(owner, HERE, f"{HERE}/new", **{"chosen-file": mark}).status_code == 303
    assert world.rows("SELECT file FROM document")[0].file == sha256(pdf()).hexdigest()


def test_the_file_itself_is_only_taken_away_and_only_by_the_owner(world: World, app: Flask, owner: FlaskClient) -> None:
    code = document(world, raw=pdf("<script>"))
    answer = owner.get(f"{HERE}/{code}/file")
    assert answer.get_data() == pdf("<script>")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={code}.pdf"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.headers["Cache-Control"] == "no-store"
    for who in (world.ana, world.ines):
        client = world.sign_in(app, who)
        assert client.get(f"{HERE}/{code}/file").status_code == 403
        assert client.get(f"{HERE}/{code}/picture").status_code == 200
        page = client.get(f"{HERE}/{code}").get_data(as_text=True)
        assert f"{HERE}/{code}/file" not in page and "<form" not in page.split("<main")[1]
    stranger = app.test_client()
    assert stranger.get(f"{HERE}/{code}/picture").status_code == 302


def test_a_document_is_read_by_its_form_and_read_anew(world: World, owner: FlaskClient) -> None:
    own, key = supplier(world), uuid4().hex
    code = document(world, None, of=own)
    form, address = f"{HERE}/{code}/reading", f"{HERE}/{code}/readings"
    for _tap in range(2):
        answer = send(owner, address, form, key=key, last_change="0", holder_code=own, covers=world.ana.subject, **READ)
        assert answer.status_code == 303
    row = world.rows("SELECT * FROM reading")[0]
    assert (row.sequence, row.materials, row.share) == (1, "gold,silver,diamond,sapphire", 100)
    assert (row.limit_mg, row.fineness, row.nickel_release) == (1_500_500, 9_999, 200)
    typed = owner.get(form).get_data(as_text=True)
    for value in ("RM-4471", "1500.50", "999.9", "0.2", "diamond, sapphire", "2026-12-31"):
        assert f'value="{value}"' in typed
    late = send(owner, address, form, last_change="0", **READ | {"number": "RM-4472"})
    assert late.status_code == 409 and "meanwhile" in late.get_data(as_text=True)
    assert send(owner, address, form, last_change="1", **READ | {"number": "RM-4472"}).status_code == 303
    page = page_of(owner, code)
    assert page.index("RM-4472") < page.index("<h2>Earlier readings") < page.index("RM-4471")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"kind": ""}, "what kind of paper"),
        ({"valid_until": "2025-12-31"}, "end before it starts"),
        ({"fineness": "18k"}, "750 for 18 karat"),
        ({"fineness": "1000.1"}, "at most 1000 parts"),
        ({"limit": "5 ct"}, "carat the weight of a stone"),
        ({"limit": "1.00005"}, "more than three decimals"),
        ({"share": "97.5"}, "not a whole number"),
        ({"checked_on": "2027-05-05"}, "still to come"),
    ],
)
def test_a_reading_that_cannot_be_keeps_what_was_typed(
    world: World, owner: FlaskClient, typed: dict[str, str], told: str
) -> None:
    code = document(world, None)
    answer = send(owner, f"{HERE}/{code}/readings", f"{HERE}/{code}/reading", **READ | typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and told in page
    assert 'value="RM-4471"' in page and 'value="silver" checked' in page and count(world, "reading") == 0


def test_a_document_is_withdrawn_and_stands_again_on_its_page(world: World, owner: FlaskClient) -> None:
    code = document(world)
    at = f"{HERE}/{code}"
    nothing = send(owner, f"{at}/withdrawals", at, how="withdrawn", reason="SCS wrote")
    assert nothing.status_code == 422 and "From which day" in nothing.get_data(as_text=True)
    send(owner, f"{at}/withdrawals", at, how="withdrawn", from_on="2026-03-04", reason="SCS wrote")
    assert "Withdrawn from 4 March 2026" in page_of(owner)
    assert send(owner, f"{at}/withdrawals", at, how="perhaps", reason="no").status_code == 422
    send(owner, f"{at}/withdrawals", at, how="stands", reason="it was another number")
    page = page_of(owner)
    assert "Stands again" in page and "SCS wrote" in page and count(world, "withdrawal") == 2


def test_what_is_to_be_looked_at_stands_on_the_page_in_words(world: World, owner: FlaskClient) -> None:
    first, second = supplier(world), supplier(world, "Serra Metals")
    document(world, of=first)
    code = document(world, of=second)
    lot = NewLot("metal", Amount(5_000), alloy="ag925", supplier=second, papers=(code,))
    world.tell(lambda w: receive_lot(w, lot), world.omar)
    page = page_of(owner, code)
    assert "The same file came from Lobelha Refining, as DOC-0001." in page
    assert "A-0001 is silver; this paper speaks of gold only." in page
    assert "Runs out in 44 days." in page
    assert "Runs out in 44 days." in owner.get(f"{HERE}?state=60").get_data(as_text=True)
    assert "No document fits" in owner.get(f"{HERE}?state=30").get_data(as_text=True)


def test_the_list_costs_the_same_for_one_and_for_many(world: World, owner: FlaskClient) -> None:
    costs = []
    for more in (1, 20):
        for number in range(more):
            document(world, CERTIFICATE, of=supplier(world), raw=photo(size=(more + 8, number + 1)))
        statements: list[str] = []
        listener = lambda *given: statements.append(given[2])  # noqa: B023, E731
        event.listen(world.room.database.engine, "before_cursor_execute", listener)
        assert owner.get(HERE).status_code == 200
        event.remove(world.room.database.engine, "before_cursor_execute", listener)
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_the_list_is_taken_away_as_it_is_looked_at(world: World, owner: FlaskClient) -> None:
    document(world, of=supplier(world, "=cmd()"))
    document(world, None, raw=photo("PNG"))
    told = owner.get(f"{HERE}.csv?q=4471").get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [(row["code"], row["supplier_name"], row["number"]) for row in rows] == [("DOC-0001", "'=cmd()", "RM-4471")]


@pytest.mark.parametrize("hostile", ["\0", "<script>alert(1)</script>", "x" * 100_000, "‮", "%", "9" * 30, "-1"])
def test_hostile_words_are_answered_calmly(world: World, owner: FlaskClient, hostile: str) -> None:
    code = document(world)
    for name in ("q", "page", "state", "supplier"):
        for address in (HERE, f"{HERE}.csv", f"{HERE}/new"):
            answer = owner.get(address, query_string={name: hostile})
            assert answer.status_code == 200 and "<script>alert" not in answer.get_data(as_text=True)
    typed = dict.fromkeys(READ, hostile) | {"statement": hostile, "covers": hostile, "last_change": hostile}
    sent = send(owner, f"{HERE}/{code}/readings", f"{HERE}/{code}/reading", **typed)
    assert sent.status_code == 422 and "<script>alert" not in sent.get_data(as_text=True)
    sent = send(owner, f"{HERE}/{code}/withdrawals", f"{HERE}/{code}", how="false", reason=hostile)
    assert sent.status_code in (303, 422) and "<script>alert" not in page_of(owner, code)
