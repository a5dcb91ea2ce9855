"""The kept versions of a passport: numbered, each saying something new, for ever, and without anybody's name."""

import json
from hashlib import sha256

from tests.aftercare.owners import Owners
from tests.world import World
from workshop.house import journalled
from workshop.people.models import Consent
from workshop.provenance.actions import withdraw_tag
from workshop.provenance.passport import ended_of
from workshop.provenance.queries import find_facts, find_head
from workshop.provenance.snapshot import canonical, ended_snapshot_of, snapshot_of
from workshop.provenance.versions import Place, find_place, keep_place, keep_versions
from workshop.public.sitefiles import subject_of
from workshop.verifying import verify


def told(world: World, code: str) -> tuple[int, str]:
    with world.room.database.reading() as session:
        head = find_head(session, code)
        assert head is not None
        return head.piece_id, canonical(snapshot_of(find_facts(session, head), world.room.now().date(), None))


def test_a_version_is_kept_only_when_something_new_is_said(world: World) -> None:
    world.shop(public_address="A.EXAMPLE")
    serial = world.released()
    code = world.tag(serial).code
    piece_id, text = told(world, code)
    for _time in range(2):
        kept = world.tell(lambda w: keep_versions(w, {piece_id: text}), world.omar)
        assert kept[piece_id].number == 1
    world.event(serial, "polish")
    piece_id, after = told(world, code)
    assert world.tell(lambda w: keep_versions(w, {piece_id: after}), world.omar)[piece_id].number == 2
    rows = world.rows("SELECT version, digest, told FROM passport ORDER BY version")
    assert [(row.version, row.told) for row in rows] == [(1, text), (2, after)]
    assert all(row.digest == sha256(row.told.encode()).hexdigest() for row in rows)
    assert verify(world.room, journalled()).problems == []


def test_a_version_may_say_again_what_an_older_one_said(world: World) -> None:
    serial = world.piece()
    (row,) = world.rows("SELECT id FROM piece WHERE serial = :s", s=serial)
    for number, text in enumerate(("a", "b", "a"), 1):
        kept = world.tell(lambda w, t=text: keep_versions(w, {row.id: t}), world.omar)  # type: ignore[misc]
        assert kept[row.id].number == number


def test_a_kept_version_names_nobody_and_tells_the_inspection(world: World) -> None:
    world.shop(public_address="A.EXAMPLE")
    for who in (world.ana, world.ines):
        row = {"person_id": who.id, "subject": who.subject, "form": "full_name", "shown_as": "Canary Name"}
        world.tell(lambda w, row=row: w.add(Consent, at=w.at, **row), who)  # type: ignore[misc]
    serial = world.released()
    text = told(world, world.tag(serial).code)[1]
    assert "Canary" not in text
    snapshot = json.loads(text)
    assert snapshot["serial"] == serial and snapshot["released"] is True
    assert snapshot["inspections"][0]["checks"] and snapshot["making"]
    assert canonical(snapshot) == text


def test_a_withdrawn_tag_is_kept_without_the_serial(world: World) -> None:
    serial = world.released()
    code = world.tag(serial).code
    world.tell(lambda w: withdraw_tag(w, serial, code, reason="lost", note="taxi"), world.omar)
    with world.room.database.reading() as session:
        head = find_head(session, code)
        assert head is not None
        text = canonical(ended_snapshot_of(head, ended_of(head, frozenset()), None))
    assert serial not in text and "taxi" not in text and json.loads(text)["withdrawn"] is True


def test_a_withdrawn_tag_tells_that_its_piece_is_reported(world: World) -> None:
    owners = Owners(world)
    owners.card()
    owners.claim()
    owners.reported()
    world.tell(lambda w: withdraw_tag(w, owners.serial, owners.code, reason="lost", note=None), world.omar)
    with world.room.database.reading() as session:
        head = find_head(session, owners.code)
        assert head is not None
        kept = json.loads(subject_of(session, head, world.room.now().date()).kept)
    assert kept["withdrawn"] is True and kept["reported"]["title"] == "Reported stolen"


def test_the_newest_place_counts_and_none_is_written_twice(world: World) -> None:
    for place in (Place("/srv/www"), Place("/srv/www"), Place("/srv/www", by_itself=True), Place()):
        world.tell(lambda w, place=place: keep_place(w, place), world.omar)  # type: ignore[misc]
    with world.room.database.reading() as session:
        assert find_place(session) == Place()
    assert len(world.rows("SELECT id FROM publishing_place")) == 3
