"""Claiming, handing on, asking without a secret, reporting a loss, being forgotten: who may, who may not, and what is left."""

from datetime import date, timedelta

import pytest

from tests.aftercare.owners import ASK, CARD, NEW, NEXT, OWN, Owners
from tests.conftest import Clock
from tests.world import World
from workshop.aftercare.claiming import (
    Details,
    Gift,
    check_reveal,
    claim_piece,
    keep_details,
    keep_piece,
    print_card,
    renew_secret,
)
from workshop.aftercare.forgetting import MODELS, own_data, subjects_of_owner, subjects_of_piece
from workshop.aftercare.losses import (
    confirm_report,
    dispute_report,
    end_report,
    found_again,
    renew_report,
    report_loss,
)
from workshop.aftercare.owner_secrets import CHARACTERS, secret_from, spelled, understand_secret
from workshop.aftercare.queries import find_held
from workshop.aftercare.requests import (
    MOST_OPEN,
    Asked,
    ask_for,
    give_notice,
    grant,
    object_to,
    refuse,
    see_proof,
    settle,
    withdraw_request,
)
from workshop.aftercare.telling import aftercare_of, revision_of
from workshop.errors import Conflict, Invalid, NotFound
from workshop.forgetting import forget
from workshop.house import journalled
from workshop.verifying import verify
from workshop.writing import NOBODY

TODAY = date(2026, 11, 17)


@pytest.fixture
def owners(world: World) -> Owners:
    world.shop(public_address="https://example.test")
    return Owners(world)


def piece_id(owners: Owners) -> int:
    return int(owners.world.rows("SELECT id FROM piece WHERE serial = :s", s=owners.serial)[0].id)


def told(owners: Owners, on: date = TODAY):  # type: ignore[no-untyped-def]
    with owners.world.room.database.reading() as session:
        return aftercare_of(session, piece_id(owners), on).reported


def revision(owners: Owners) -> str:
    with owners.world.room.database.reading() as session:
        return revision_of(session, piece_id(owners))


def test_a_secret_is_understood_as_people_type_it() -> None:
    secret = secret_from("seed", "card", "key")
    assert len(secret) == CHARACTERS and secret == secret_from("seed", "card", "key")
    assert len({secret_from("seed", "own", "key"), secret_from("other", "card", "key"), secret}) == 3
    typed = spelled(secret).lower().replace("0", "o").replace("1", "l").replace("-", " – ")
    assert understand_secret(typed) == secret
    for nonsense in ("", "x" * 10_000, secret[:-1], secret + "A", "\0" * 26, "U" * 26, "\ud800", "💍" * 26):
        assert understand_secret(nonsense) == "-" * CHARACTERS


def test_a_card_is_for_a_tagged_piece_without_an_owner(owners: Owners) -> None:
    untagged = owners.world.released()
    with pytest.raises(Conflict, match="no tag yet"):
        owners.world.tell(lambda w: print_card(w, untagged, "d"), owners.world.omar)
    assert owners.card() is False
    assert owners.card(NEXT) is True
    assert owners.opens(CARD) is None and owners.opens(NEXT) == "claim"
    owners.claim(NEXT)
    with pytest.raises(Conflict, match="has an owner"):
        owners.card(NEW)


def test_only_digests_are_kept(owners: Owners) -> None:
    owners.card()
    owners.claim()
    for table in ("owner_secret", "ownership", "journal_entry", "request_key"):
        kept = repr(owners.world.rows(f"SELECT * FROM {table}"))
        assert CARD not in kept and OWN not in kept


def test_a_secret_claims_once(owners: Owners) -> None:
    owners.card()
    owners.claim()
    assert (owners.opens(CARD), owners.opens(OWN)) == (None, "owner")
    with pytest.raises(AssertionError):
        owners.claim(own=NEW)
    assert len(owners.world.rows("SELECT id FROM ownership")) == 1


def test_who_read_the_secret_too_early_comes_too_late(owners: Owners) -> None:
    """What a secret opens is read before the piece is locked; it is looked at again then."""
    owners.card()
    with owners.world.room.database.reading() as session:
        from_before = find_held(session, owners.code, owners.digest(CARD))
        assert from_before is not None
    owners.claim()
    with pytest.raises(NotFound, match="opens nothing"):
        owners.world.tell(lambda w: claim_piece(w, from_before, "mine", Details()), NOBODY)


def test_another_pieces_code_does_not_open(owners: Owners) -> None:
    owners.card()
    other = Owners(owners.world)
    assert other.opens(CARD) is None and owners.opens(CARD) == "claim"


def test_an_owner_hands_on_and_is_owner_no_longer(owners: Owners) -> None:
    owners.card()
    owners.claim()
    owners.hand_on(gift=Gift("Ada", "For you", date(2026, 12, 24)))
    assert (owners.opens(OWN), owners.opens(NEXT)) == ("owner", "claim")
    owners.claim(NEXT, NEW, "Bo")
    assert (owners.opens(OWN), owners.opens(NEXT), owners.opens(NEW)) == (None, None, "owner")
    assert [row.ended_why for row in owners.world.rows("SELECT ended_why FROM ownership ORDER BY sequence")] == [
        "transferred",
        None,
    ]
    assert verify(owners.world.room, journalled()).problems == []


def test_a_secret_for_the_next_is_taken_back_or_made_anew(owners: Owners) -> None:
    owners.card()
    owners.claim()
    owners.hand_on()
    owners.hand_on(secret=NEW)
    assert (owners.opens(NEXT), owners.opens(NEW)) == (None, "claim")
    owners.owner(keep_piece)
    owners.owner(keep_piece)
    assert owners.opens(NEW) is None


def test_an_owners_secret_is_renewed(owners: Owners) -> None:
    owners.card()
    owners.claim()
    owners.owner(renew_secret, owners.digest(NEW))
    assert (owners.opens(OWN), owners.opens(NEW)) == (None, "owner")


def test_a_day_of_a_gift_is_near() -> None:
    assert check_reveal(None, TODAY) is None
    assert check_reveal(date(2026, 12, 24), TODAY) == date(2026, 12, 24)
    for odd in (date(2020, 1, 1), date(2030, 1, 1)):
        with pytest.raises(Invalid, match="within a year"):
            check_reveal(odd, TODAY)


def test_an_heir_is_recorded_after_thirty_days(owners: Owners, clock: Clock) -> None:
    owners.card()
    owners.claim()
    number = owners.ask()
    assert owners.opens(ASK) == "request"
    with pytest.raises(Conflict, match="See the proof"):
        owners.staff(give_notice, number)
    with pytest.raises(Conflict, match="See the proof"):
        owners.staff(grant, number)
    owners.staff(see_proof, number, "A will, a passport")
    with pytest.raises(Conflict, match="Tell the recorded contact"):
        owners.staff(grant, number)
    assert owners.staff(give_notice, number) == clock.at + timedelta(days=30)
    clock.forward(days=29, hours=23)
    with pytest.raises(Conflict, match="from 17 December 2026 on"):
        owners.staff(grant, number)
    clock.forward(hours=1)
    owners.staff(grant, number)
    owners.claim(ASK, NEW, "Bo")
    assert (owners.opens(OWN), owners.opens(NEW), owners.opens(ASK)) == (None, "owner", None)
    assert owners.world.rows("SELECT how, ended_why FROM ownership ORDER BY sequence") == [
        ("card", "request"),
        ("request", None),
    ]
    assert verify(owners.world.room, journalled()).problems == []


def test_a_request_that_was_not_granted_claims_nothing(owners: Owners) -> None:
    number = owners.ask()
    with pytest.raises(NotFound, match="opens nothing"):
        owners.claim(ASK)
    owners.staff(refuse, number)
    with pytest.raises(NotFound, match="opens nothing"):
        owners.claim(ASK)


def test_without_a_recorded_owner_nobody_waits(owners: Owners) -> None:
    number = owners.ask("lost_card")
    owners.staff(see_proof, number, "The receipt")
    owners.staff(grant, number)
    owners.claim(ASK)
    assert owners.opens(OWN) == "owner"


def test_an_objection_stops_it_until_it_is_looked_into(owners: Owners, clock: Clock) -> None:
    owners.card()
    owners.claim()
    number = owners.ask("second_hand")
    owners.staff(see_proof, number, None)
    owners.staff(give_notice, number)
    with pytest.raises(Conflict, match="Nobody objected"):
        owners.staff(settle, number)
    owners.owner(object_to)
    owners.owner(object_to)
    clock.forward(days=31)
    with pytest.raises(Conflict, match="objected"):
        owners.staff(grant, number)
    owners.staff(settle, number)
    owners.staff(grant, number)
    with pytest.raises(Conflict, match="closed already"):
        owners.staff(refuse, number)


def test_while_a_proof_is_looked_at_nobody_hands_on(owners: Owners) -> None:
    """Neither with a new secret nor with one made before: the notice would have gone to the wrong one."""
    owners.card()
    owners.claim()
    owners.hand_on()
    number = owners.ask()
    owners.staff(see_proof, number, None)
    with pytest.raises(Conflict, match="looking into"):
        owners.hand_on(secret=NEW)
    with pytest.raises(Conflict, match="looking into"):
        owners.claim(NEXT, NEW)
    owners.staff(refuse, number)
    owners.claim(NEXT, NEW)


def test_few_requests_are_open_at_once(owners: Owners) -> None:
    for number in range(MOST_OPEN):
        owners.ask(secret=f"{number}")
    with pytest.raises(Conflict, match="No more requests"):
        owners.ask(secret="one more")
    owners.owner(withdraw_request, own="2")
    with pytest.raises(Invalid, match="why you ask"):
        owners.world.tell(lambda w: ask_for(w, owners.serial, Asked("greed", Details(), None, "d")), NOBODY)
    owners.owner(withdraw_request, own="1")
    owners.ask(secret="one more")


def test_a_report_is_shown_once_it_is_confirmed(owners: Owners) -> None:
    owners.card()
    owners.claim()
    seen = [revision(owners)]
    owners.owner(report_loss, "stolen")
    owners.owner(report_loss, "lost")
    assert told(owners) is None
    owners.staff(confirm_report, 1)
    seen.append(revision(owners))
    shown = told(owners)
    assert (shown.kind, shown.since, shown.disputed) == ("stolen", TODAY, None)
    assert "have not looked into it" in shown.sentence
    owners.staff(dispute_report, "eve@example.test", "I bought it at a fair")
    seen.append(revision(owners))
    assert "disputes" in told(owners).disputed
    with pytest.raises(Conflict, match="disputed already"):
        owners.staff(dispute_report, None, "Again")
    owners.staff(end_report, 1, "dispute")
    seen.append(revision(owners))
    assert told(owners) is None and len(set(seen)) == len(seen)


def test_a_report_ends_unless_it_is_renewed(owners: Owners, clock: Clock) -> None:
    owners.card()
    owners.claim()
    owners.reported()
    clock.forward(days=300)
    owners.owner(renew_report)
    on = TODAY + timedelta(days=600)
    assert told(owners, on) is not None
    assert told(owners, TODAY + timedelta(days=666)) is None
    clock.forward(days=366)
    with pytest.raises(Conflict, match="report it anew"):
        owners.owner(renew_report)
    owners.owner(report_loss, "lost")
    owners.owner(found_again)
    assert told(owners, clock.at.date()) is None


def test_who_handed_on_reports_nothing(owners: Owners) -> None:
    owners.card()
    owners.claim()
    with owners.world.room.database.reading() as session:
        from_before = find_held(session, owners.code, owners.digest(OWN))
        assert from_before is not None
    owners.reported()
    owners.owner(found_again)
    owners.hand_on()
    owners.claim(NEXT, NEW)
    assert told(owners) is None
    with pytest.raises(NotFound, match="opens nothing"):
        owners.world.tell(lambda w: report_loss(w, from_before, "stolen"), NOBODY)


def test_without_the_owner_there_is_nothing_to_confirm(owners: Owners) -> None:
    with pytest.raises(NotFound, match="no such report"):
        owners.staff(confirm_report, 1)
    with pytest.raises(Conflict, match="not reported"):
        owners.staff(dispute_report, None, "Hm")


def test_an_owner_is_forgotten_and_stays_owner(owners: Owners) -> None:
    owners.card(gift=Gift("Mo", "With love"))
    owners.claim()
    owners.hand_on(gift=Gift("Ada", "Take care"))
    with owners.world.room.database.reading() as session:
        found = session.connection().exec_driver_sql("SELECT id FROM ownership").scalar_one()
        subjects = subjects_of_owner(session, found)
        data = own_data(session, found, "2026-11-17")
    assert "ada@example.test" in repr(data) and "With love" in repr(data) and "digest" not in repr(data)
    assert owners.world.tell(lambda w: forget(w, MODELS, subjects), NOBODY) == 3
    assert owners.world.tell(lambda w: forget(w, MODELS, subjects), NOBODY) == 0
    rows = (
        owners.world.rows("SELECT name, contact FROM ownership"),
        owners.world.rows("SELECT gift_from, gift_message FROM owner_secret"),
    )
    assert rows == ([(None, None)], [(None, None), (None, None)])
    verified = verify(owners.world.room, journalled())
    assert (verified.problems, len(verified.erased)) == ([], 3)
    owners.owner(keep_details, Details("Ada again", None))
    assert owners.opens(OWN) == "owner" and verify(owners.world.room, journalled()).problems == []


def test_who_asked_or_disputed_is_forgotten_too(owners: Owners) -> None:
    owners.card()
    owners.claim()
    owners.reported()
    owners.staff(dispute_report, "eve@example.test", "Mine")
    number = owners.ask()
    with owners.world.room.database.reading() as session:
        of = [subjects_of_piece(session, piece_id(owners), what, number) for what in ("request", "report", "owner")]
        assert subjects_of_piece(session, piece_id(owners), "owner", 9) == []
    assert owners.world.tell(lambda w: forget(w, MODELS, [one for each in of for one in each]), NOBODY) == 3
    for column, table in (("contact", "owner_request"), ("story", "owner_request"), ("dispute_story", "loss_report")):
        assert owners.world.rows(f"SELECT {column} FROM {table}") == [(None,)]
    assert verify(owners.world.room, journalled()).problems == []


def test_a_message_is_exported_from_its_day_on(owners: Owners) -> None:
    owners.card(gift=Gift("Mo", "With love", date(2026, 12, 24)))
    owners.claim()
    with owners.world.room.database.reading() as session:
        found = session.connection().exec_driver_sql("SELECT id FROM ownership").scalar_one()
        before, after = (repr(own_data(session, found, day)) for day in ("2026-12-23", "2026-12-24"))
    assert "With love" not in before and "Mo" not in before and "With love" in after
