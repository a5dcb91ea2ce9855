"""What ends with a trade-in, what a copied secret opens, who locks nobody out, and a dispute that was not right."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.aftercare.forms import forms_on
from tests.aftercare.owners import ASK, NEW, NEXT, OWN, Owners
from tests.conftest import NOON, Clock
from tests.journal.forging import forging, run
from tests.world import World
from workshop.aftercare.claiming import Details
from workshop.aftercare.losses import dispute_report, set_aside
from workshop.aftercare.repair_actions import take_into_stock
from workshop.aftercare.requests import MOST_OPEN, UNPROVED, Asked, ask_at_desk, grant, see_proof
from workshop.aftercare.telling import aftercare_of, revision_of
from workshop.errors import Conflict, Invalid


@pytest.fixture
def owners(world: World) -> Owners:
    world.shop(public_address="https://example.test")
    owners = Owners(world)
    owners.card()
    return owners


def traded_in(owners: Owners) -> None:
    world = owners.world
    world.leave(owners.serial)
    code = world.take_in(owners.serial)
    world.tell(lambda w: take_into_stock(w, code, world.standing(owners.serial).seen, "bought back"), world.omar)


def test_a_request_ends_with_a_trade_in(owners: Owners, clock: Clock) -> None:
    granted, open_still = owners.ask(secret=ASK), owners.ask(secret=NEXT)
    owners.staff(see_proof, granted, None)
    owners.staff(grant, granted)
    traded_in(owners)
    assert owners.opens(ASK) is None and owners.opens(NEXT) == "request"
    (row,) = owners.world.rows("SELECT verdict FROM owner_request WHERE sequence = :n", n=open_still)
    assert row.verdict == "refused"
    clock.forward(minutes=1)
    later = owners.ask(secret=NEW)
    owners.staff(see_proof, later, None)
    owners.staff(grant, later)
    owners.claim(NEW, OWN)
    assert owners.opens(OWN) == "owner"


COPIES = (
    "UPDATE owner_request SET digest = (SELECT owner_digest FROM ownership)",
    "INSERT INTO owner_request (piece_id, sequence, subject, why, digest, at) SELECT piece_id, 9, 'x', 'other', owner_digest, 1 FROM ownership",
    "INSERT INTO owner_secret (piece_id, subject, kind, digest, is_gift, at) SELECT piece_id, 'x', 'transfer', owner_digest, 0, 1 FROM ownership",
    "UPDATE ownership SET owner_digest = (SELECT digest FROM owner_request)",
)


@pytest.mark.parametrize("copy", COPIES)
def test_a_copied_secret_is_refused_and_opens_nothing(owners: Owners, copy: str) -> None:
    owners.claim()
    owners.ask()
    with owners.world.raw() as connection, pytest.raises(DBAPIError):
        connection.execute(text(copy))
    with forging(owners.world) as connection:
        assert run(connection, copy) == 1
    assert owners.opens(OWN) is None, "two rows answer to one secret: neither counts"


def ask(owners: Owners, number: int) -> int:
    return owners.ask(secret=f"{number}".rjust(26, "A"))


def test_strangers_lock_nobody_out(owners: Owners, clock: Clock) -> None:
    assert timedelta(days=3) >= UNPROVED
    for number in range(MOST_OPEN):
        ask(owners, number)
    with pytest.raises(Conflict, match="No more requests"):
        ask(owners, 8)
    details = Details("Bo", "bo@example.test")
    asked = Asked("heir", details, None, owners.digest(ASK))
    number = owners.staff(ask_at_desk, asked, "the will, and her passport")
    (row,) = owners.world.rows("SELECT proof_seen_at FROM owner_request WHERE sequence = :n", n=number)
    assert row.proof_seen_at is not None
    owners.staff(grant, number)
    assert owners.opens(ASK) == "request"
    clock.forward(seconds=UNPROVED.total_seconds() + 1)
    ask(owners, 9)


def test_one_address_asks_twice_for_a_piece_and_no_more(owners: Owners, app: Flask, clock: Clock) -> None:
    def asked(address: str) -> int:
        client = app.test_client(use_cookies=False)
        at = f"/p/{owners.code}/own/request"
        form = forms_on(client.get(at))[at] | {"why": "heir", "contact": "bo@example.test"}
        return client.post(at, data=form, environ_base={"REMOTE_ADDR": address}).status_code

    assert [asked("192.0.2.1") for _time in range(3)] == [200, 200, 429]
    clock.forward(minutes=30)
    assert asked("192.0.2.1") == 429, "within a day"
    assert asked("192.0.2.2") == 200


def test_a_person_at_the_desk_gets_a_secret(owners: Owners, app: Flask) -> None:
    omar, at = owners.world.sign_in(app, owners.world.omar), f"/pieces/{owners.serial}/owner"
    form = forms_on(omar.get(at))[f"{at}/requests"]
    typed = {"why": "heir", "name": "Bo", "contact": "bo@example.test", "note": "the will"}
    without = omar.post(f"{at}/requests", data=form | typed | {"note": ""})
    assert without.status_code == 422 and "bo@example.test" in without.text
    for _tap in range(2):
        assert omar.post(f"{at}/requests", data=form | typed).status_code == 200
    (row,) = owners.world.rows("SELECT proof_note FROM owner_request")
    assert row.proof_note == "the will"


def told(owners: Owners) -> tuple[str | None, str]:
    piece_id = owners.world.rows("SELECT id FROM piece WHERE serial = :s", s=owners.serial)[0].id
    with owners.world.room.database.reading() as session:
        reported = aftercare_of(session, piece_id, NOON.date()).reported
        return reported.disputed if reported else "gone", revision_of(session, piece_id)


def test_a_dispute_is_set_aside_with_its_reason(owners: Owners, app: Flask) -> None:
    owners.claim()
    owners.reported()
    with pytest.raises(Conflict, match="Nobody disputes"):
        owners.staff(set_aside, 1, "no proof")
    owners.staff(dispute_report, "cy@example.test", "It is mine.")
    disputed, before = told(owners)
    assert disputed is not None
    with pytest.raises(Invalid, match="why"):
        owners.staff(set_aside, 1, "  ")
    omar, at = owners.world.sign_in(app, owners.world.omar), f"/pieces/{owners.serial}/owner"
    form = {"request_key": "one-key-and-no-other", "step": "aside", "note": "the receipt was of another ring"}
    assert omar.post(f"{at}/reports/1", data=forms_on(omar.get(at))[f"{at}/reports/1"] | form).status_code == 303
    assert "the receipt was of another ring" in omar.get(at).text
    disputed, after = told(owners)
    assert disputed is None and after != before
    owners.staff(set_aside, 1, "again")
    (row,) = owners.world.rows("SELECT aside_why, ended_at FROM loss_report")
    assert (row.aside_why, row.ended_at) == ("the receipt was of another ring", None)


def test_what_is_set_aside_stays_written(owners: Owners) -> None:
    owners.claim()
    owners.reported()
    owners.staff(dispute_report, None, "It is mine.")
    owners.staff(set_aside, 1, "no proof")
    with owners.world.raw() as connection, pytest.raises(DBAPIError, match="stays as it was made"):
        connection.execute(text("UPDATE loss_report SET aside_at = NULL"))
