"""What ends with an owner: a notice to the one before, secrets made earlier, a report, a piece that the shop took back."""

import pytest

from tests.aftercare.owners import ASK, CARD, NEW, NEXT, OWN, Owners
from tests.conftest import Clock
from tests.world import World
from workshop.aftercare.claiming import hand_on, renew_secret
from workshop.aftercare.losses import found_again, report_loss
from workshop.aftercare.queries import find_held
from workshop.aftercare.repair_actions import take_into_stock
from workshop.aftercare.requests import give_notice, grant, object_to, see_proof, settle
from workshop.errors import Conflict, NotFound
from workshop.house import journalled
from workshop.verifying import verify
from workshop.writing import NOBODY

SECOND = "SEC0ND9QTW2HXR7K3M9QTW2HXR"
OTHER = "0THER9QTW2HXR7K3M9QTW2HXR7"


@pytest.fixture
def owners(world: World) -> Owners:
    world.shop(public_address="https://example.test")
    return Owners(world)


@pytest.fixture
def owned(owners: Owners) -> Owners:
    owners.card()
    owners.claim()
    return owners


def noticed(owners: Owners, secret: str = ASK) -> int:
    number = owners.ask(secret=secret)
    owners.staff(see_proof, number, None)
    owners.staff(give_notice, number)
    return number


def test_who_was_granted_before_a_card_was_claimed_comes_too_late(owners: Owners) -> None:
    number = owners.ask()
    owners.staff(see_proof, number, None)
    owners.staff(grant, number)
    owners.card()
    owners.claim()
    with pytest.raises(Conflict, match="changed since"):
        owners.claim(ASK, NEW)
    assert owners.opens(OWN) == "owner"


def test_who_was_granted_takes_nothing_from_the_next_owner(owned: Owners, clock: Clock) -> None:
    number = noticed(owned)
    clock.forward(days=31)
    owned.staff(grant, number)
    owned.hand_on()
    owned.claim(NEXT, OTHER)
    clock.forward(days=700)
    with pytest.raises(Conflict, match="changed since"):
        owned.claim(ASK, NEW)
    assert owned.opens(OTHER) == "owner"


def test_a_notice_counts_for_the_owner_who_got_it(owned: Owners, clock: Clock) -> None:
    """Two ask; the first becomes owner, and is told of the second before the second is granted."""
    first, second = noticed(owned), noticed(owned, SECOND)
    owned.owner(object_to)
    clock.forward(days=31)
    owned.staff(settle, first)
    owned.staff(grant, first)
    owned.claim(ASK, NEW)
    with pytest.raises(Conflict, match="owner has changed"):
        owned.staff(grant, second)
    owned.staff(give_notice, second)
    owned.staff(give_notice, second)
    owned.owner(object_to, own=NEW)
    clock.forward(days=31)
    with pytest.raises(Conflict, match="objected"):
        owned.staff(grant, second)
    owned.staff(settle, second)
    owned.staff(grant, second)
    owned.claim(SECOND, OTHER)
    assert (owned.opens(NEW), owned.opens(OTHER)) == (None, "owner")
    assert verify(owned.world.room, journalled()).problems == []


def test_an_objection_of_the_new_owner_counts_after_the_old_ones(owned: Owners, clock: Clock) -> None:
    second, first = noticed(owned, SECOND), noticed(owned)
    owned.owner(object_to)
    owned.staff(settle, second)
    clock.forward(days=31)
    owned.staff(grant, first)
    owned.claim(ASK, NEW)
    owned.staff(give_notice, second)
    owned.owner(object_to, own=NEW)
    clock.forward(days=31)
    with pytest.raises(Conflict, match="objected"):
        owned.staff(grant, second)


def test_what_is_reported_changes_hands_by_no_secret(owned: Owners) -> None:
    owned.hand_on()
    owned.reported("stolen")
    assert owned.opens(NEXT) is None
    with pytest.raises(Conflict, match="reported lost or stolen"):
        owned.hand_on(secret=NEW)
    owned.owner(found_again)
    owned.hand_on(secret=NEW)
    assert owned.opens(NEW) == "claim"


def test_a_renewed_secret_ends_what_the_old_one_made(owned: Owners) -> None:
    owned.hand_on()
    with owned.world.room.database.reading() as session:
        from_before = find_held(session, owned.code, owned.digest(OWN))
    assert from_before is not None and owned.digest(OWN) not in repr(from_before)
    owned.owner(renew_secret, owned.digest(NEW))
    assert (owned.opens(NEXT), owned.opens(NEW)) == (None, "owner")
    with pytest.raises(NotFound, match="opens nothing"):
        owned.world.tell(lambda w: hand_on(w, from_before, owned.digest(OTHER)), NOBODY)


def test_a_piece_taken_back_has_no_owner(owned: Owners) -> None:
    world = owned.world
    world.leave(owned.serial)
    owned.owner(report_loss, "lost")
    code = world.take_in(owned.serial)
    seen = world.standing(owned.serial).seen
    world.tell(lambda w: take_into_stock(w, code, seen, "Ada bought a larger one"), world.omar)
    assert owned.opens(OWN) is None
    assert world.rows("SELECT ended_why FROM ownership") == [("traded_in",)]
    assert world.rows("SELECT ended_why FROM loss_report") == [("handed_on",)]
    owned.card(OTHER)
    owned.claim(OTHER, NEW, "Bo")
    assert (owned.opens(CARD), owned.opens(NEW)) == (None, "owner")
    assert verify(world.room, journalled()).problems == []


def test_a_secret_made_before_a_trade_in_opens_nothing(owned: Owners) -> None:
    world = owned.world
    owned.hand_on()
    world.leave(owned.serial)
    code = world.take_in(owned.serial)
    seen = world.standing(owned.serial).seen
    world.tell(lambda w: take_into_stock(w, code, seen, "Bought back"), world.omar)
    assert owned.opens(NEXT) is None
