"""Suppliers: added, changed, retired and never removed; their pages."""

import csv
import io
import re
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DBAPIError

from tests.materials.papers import document, supplier
from tests.pages import send
from tests.world import World
from workshop.errors import Conflict, Invalid, NotFound
from workshop.materials.ledger import Amount
from workshop.materials.receiving import NewLot, receive_lot
from workshop.materials.suppliers import (
    NewSupplier,
    add_supplier,
    change_supplier,
    find_supplier,
    mark_of,
    retire_supplier,
)

HERE = "/materials/suppliers"
TYPED = {"name": "Lobelha Refining", "roles": ["refiner", "dealer"], "country": "PT", "email": "ana@lobelha.example"}


@pytest.fixture
def owner(world: World, app: Flask) -> FlaskClient:
    return world.sign_in(app, world.omar)


def count(world: World) -> int:
    return int(world.rows("SELECT count(*) FROM supplier")[0][0])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (NewSupplier(" ", ("refiner",)), "name"),
        (NewSupplier("x" * 201, ("refiner",)), "name"),
        (NewSupplier("A", ()), "roles"),
        (NewSupplier("A", ("friend",)), "roles"),
        (NewSupplier("A", ("mine",), country="Portugal"), "country"),
        (NewSupplier("A", ("mine",), email="not an address"), "email"),
        (NewSupplier("A", ("mine",), recheck_on="soon"), "recheck_on"),
    ],
)
def test_what_cannot_be_is_refused(world: World, wrong: NewSupplier, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        world.tell(lambda w: add_supplier(w, wrong), world.omar)
    assert refused.value.field == field and count(world) == 0


def test_a_supplier_is_changed_where_it_differs_and_not_under_somebodys_hands(world: World) -> None:
    code = supplier(world)
    with world.room.database.reading() as session:
        seen = mark_of(find_supplier(session, code))
    new = NewSupplier("Lobelha & Filhos", ("refiner", "caster"), country="PT")
    for _tap in range(2):
        world.tell(lambda w: change_supplier(w, code, new), world.omar)
    row = world.rows("SELECT name, country, is_refiner, is_caster, is_dealer FROM supplier")[0]
    assert row == ("Lobelha & Filhos", "PT", 1, 1, 0)
    with pytest.raises(Conflict, match="meanwhile"):
        world.tell(lambda w: change_supplier(w, code, new, seen=seen), world.omar)
    with pytest.raises(NotFound):
        world.tell(lambda w: change_supplier(w, "SUP-0999", new), world.omar)


def test_one_with_lots_is_retired_and_never_removed(world: World) -> None:
    code = supplier(world)
    lot = world.tell(
        lambda w: receive_lot(w, NewLot("metal", Amount(1_000), alloy="au750y", supplier=code)), world.omar
    )
    for _tap in range(2):
        world.tell(lambda w: retire_supplier(w, code), world.omar)
    assert world.rows("SELECT retired_at FROM supplier")[0].retired_at is not None
    with pytest.raises(DBAPIError), world.raw() as connection, connection.begin():
        connection.exec_driver_sql("DELETE FROM supplier")
    assert world.rows("SELECT s.code FROM supplier s JOIN lot l ON l.supplier_id = s.id WHERE l.code = :lot", lot=lot)
    world.tell(lambda w: retire_supplier(w, code, is_retired=False), world.omar)
    assert world.rows("SELECT retired_at FROM supplier")[0].retired_at is None


def test_the_owner_adds_and_changes_one_on_its_page(world: World, owner: FlaskClient) -> None:
    key = uuid4().hex
    answers = [send(owner, HERE, f"{HERE}/new", key=key, **TYPED) for _tap in range(2)]
    assert [answer.location for answer in answers] == [f"{HERE}/SUP-0001"] * 2 and count(world) == 1
    page = owner.get(f"{HERE}/SUP-0001").get_data(as_text=True)
    assert "Lobelha Refining" in page and "Refiner, Dealer, Portugal" in page
    seen = re.findall(r'name="seen" value="(\w+)"', page)[0]
    address = f"{HERE}/SUP-0001"
    assert send(owner, address, address, seen=seen, **TYPED | {"name": "Lobelha"}).status_code == 303
    late = send(owner, address, address, seen=seen, **TYPED | {"name": "Lobo"})
    assert late.status_code == 409 and 'value="Lobo"' in late.get_data(as_text=True)
    assert send(owner, f"{address}/retirement", address, retired="yes").status_code == 303
    assert "Deal with them again" in owner.get(address).get_data(as_text=True)


def test_a_refused_form_keeps_what_was_typed(world: World, owner: FlaskClient) -> None:
    answer = send(owner, HERE, f"{HERE}/new", **TYPED | {"email": "nowhere"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "not an e-mail address" in page
    assert 'value="Lobelha Refining"' in page and 'value="refiner" checked' in page and count(world) == 0


def test_staff_read_without_what_is_private(world: World, app: Flask) -> None:
    code = supplier(world, address="Rua Nova 1", email="ana@lobelha.example", note="late payer")
    document(world, of=code)
    for who in (world.ana, world.ines):
        client = world.sign_in(app, who)
        page = client.get(f"{HERE}/{code}").get_data(as_text=True)
        assert "Lobelha Refining" in page and "DOC-0001" in page
        assert not [one for one in ("Rua Nova", "lobelha.example", "late payer") if one in page]


def test_the_list_is_searched_paged_and_taken_away(world: World, owner: FlaskClient) -> None:
    for number in range(1, 56):
        supplier(world, f"Firm {number:02d}", "dealer")
    supplier(world, "=cmd()", "mine", email="a@b.example")
    page = owner.get(f"{HERE}?page=2").get_data(as_text=True)
    assert "51 to 56 of 56" in page and "Firm 55" in page and "Firm 02" not in page
    assert "Firm 07" in owner.get(f"{HERE}?q=firm+07").get_data(as_text=True)
    assert "No supplier of that name" in owner.get(f"{HERE}?q=%25").get_data(as_text=True)
    answer = owner.get(f"{HERE}.csv?q=cmd")
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [(row["name"], row["roles"], row["lots"]) for row in rows] == [("'=cmd()", "mine", "0")]


@pytest.mark.parametrize("hostile", ["\0", "<script>alert(1)</script>", "x" * 100_000, "‮", "%", "9" * 30, "-1"])
def test_hostile_words_are_answered_calmly(world: World, owner: FlaskClient, hostile: str) -> None:
    supplier(world)
    for name in ("q", "page", "state"):
        answer = owner.get(HERE, query_string={name: hostile})
        assert answer.status_code == 200 and "<script>alert" not in answer.get_data(as_text=True)
    sent = send(owner, HERE, f"{HERE}/new", **TYPED | {"name": hostile, "note": hostile})
    assert sent.status_code in (303, 422) and "<script>alert" not in sent.get_data(as_text=True)
