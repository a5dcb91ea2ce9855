"""Forgeries by somebody who owns the database: the audit, or the verify, names the very piece."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.conftest import Clock
from tests.journal.forging import forging, run
from tests.world import World
from workshop.auditing import audit
from workshop.catalogue.actions import open_edition
from workshop.house import journalled
from workshop.inspection.actions import publish_checklist
from workshop.inspection.checks import asked
from workshop.inspection.defaults import LISTS
from workshop.people.actions import set_pin, set_standing
from workshop.people.tokens import create_token_for
from workshop.pieces.respecifying import Respecification, respecify
from workshop.verifying import verify

PIECE = "(SELECT id FROM piece WHERE serial = :serial)"
ITS_INSPECTION = f"(SELECT max(id) FROM inspection WHERE piece_id = {PIECE})"
HEAD_CHANGE = f"(SELECT last_change_id FROM piece_head WHERE piece_id = {PIECE})"


def test_an_untouched_world_has_no_violations(shared: World) -> None:
    found = audit(shared.room)
    assert (found.violations, found.findings, found.by_rule, found.notices) == (0, [], {}, [])


# What is run against a piece in the state named, and how an audit calls it.
FORGERIES: dict[str, tuple[str, str, list[str]]] = {
    "released without an inspection": (
        "worked",
        "departure-own-pass",
        [
            f"INSERT INTO departure (id, piece_id, inspection_id, purpose, verdict, kind, custody_sequence, at) VALUES (9001, {PIECE}, 9001, 'final', 'pass', 'sold', 2, 0)"
        ],
    ),
    "moved out without a departure": (
        "released",
        "custody-through-the-door",
        [f"INSERT INTO custody (id, piece_id, sequence, place, at) VALUES (9001, {PIECE}, 2, 'customer', 0)"],
    ),
    "departure put in": (
        "released",
        "departure-in-journal",
        [
            f"INSERT INTO departure (id, piece_id, inspection_id, purpose, verdict, kind, custody_sequence, at) VALUES (9001, {PIECE}, {ITS_INSPECTION}, 'final', 'pass', 'sold', 2, 0)"
        ],
    ),
    "verdict flipped": (
        "sent_back",
        "pass-none-failed",
        [f"UPDATE inspection SET verdict = 'pass', level = 'independent', qualified = 1 WHERE id = {ITS_INSPECTION}"],
    ),
    "level bettered": (
        "passed_by_its_maker",
        "pass-level",
        [f"UPDATE inspection SET level = 'independent' WHERE id = {ITS_INSPECTION}"],
    ),
    "fewer were qualified": (
        "released",
        "pass-level",
        [f"UPDATE inspection SET qualified = 0 WHERE id = {ITS_INSPECTION}"],
    ),
    "answer taken out": (
        "released",
        "pass-all-answered",
        [
            f"DELETE FROM answer WHERE id = (SELECT max(a.id) FROM answer a JOIN inspection_check c ON c.id = a.check_id AND c.required = 1 WHERE a.inspection_id = {ITS_INSPECTION})"
        ],
    ),
    "figure out of its limits": (
        "released",
        "pass-none-failed",
        [f"UPDATE answer SET measured = 99999999 WHERE inspection_id = {ITS_INSPECTION} AND measured IS NOT NULL"],
    ),
    "weight forgotten": (
        "released",
        "pass-weight-kept",
        [f"UPDATE inspection SET gross_mg = gross_mg + 5 WHERE id = {ITS_INSPECTION}"],
    ),
    "list exchanged": (
        "released",
        "pass-lists",
        [
            f"UPDATE inspection_list SET checklist_id = (SELECT max(id) FROM checklist) WHERE inspection_id = {ITS_INSPECTION}"
        ],
    ),
    "last event deleted": (
        "worked",
        "head-follows",
        [f"DELETE FROM work_event WHERE id = {HEAD_CHANGE}"],
    ),
    "event in the middle deleted": (
        "worked",
        "event-numbered",
        [f"DELETE FROM work_event WHERE piece_id = {PIECE} AND sequence = 2"],
    ),
    "head moved back": (
        "worked",
        "head-follows",
        [f"UPDATE piece_head SET state = 'released' WHERE piece_id = {PIECE}"],
    ),
    "release put in": (
        "worked",
        "release-on-own-pass",
        [
            f"INSERT INTO release (id, piece_id, inspection_id, purpose, verdict, last_change_id) VALUES (9001, {PIECE}, 9001, 'final', 'pass', {HEAD_CHANGE})"
        ],
    ),
    "release taken away": ("released", "pass-has-release", [f"DELETE FROM release WHERE piece_id = {PIECE}"]),
    "standing changed": (
        "released",
        "verdict-qualified",
        ["UPDATE standing SET is_inspector = 0 WHERE :serial = :serial"],
    ),
    "departure on an older pass": (
        "sold_on_its_second_pass",
        "departure-after-pass",
        [
            f"UPDATE departure SET purpose = 'final', inspection_id = (SELECT min(id) FROM inspection WHERE piece_id = {PIECE}) WHERE piece_id = {PIECE}"
        ],
    ),
    "tag put in": (
        "released",
        "tag-departed",
        [
            f"INSERT INTO tag (id, piece_id, departure_id, kind, code, is_practice, at) VALUES (9001, {PIECE}, 9001, 'tagged', 'X', 0, 0)"
        ],
    ),
    "number outside its edition": (
        "numbered",
        "edition-number",
        [f"UPDATE piece SET edition_number = 9 WHERE id = {PIECE}"],
    ),
    "work by nobody": (
        "worked",
        "event-has-hands",
        [f"UPDATE work_event SET by_id = NULL WHERE piece_id = {PIECE} AND sequence = 2"],
    ),
    "made respecified": (
        "worked",
        "respecified-said",
        [f"UPDATE piece SET size = '9', spec_event_id = {HEAD_CHANGE} WHERE id = {PIECE}"],
    ),
}


def sent_back(world: World) -> str:
    serial = world.worked()
    world.inspect(serial, "rework", answers=world.bad_answers(serial))
    return serial


def passed_by_its_maker(world: World) -> str:
    world.tell(lambda w: set_standing(w, world.ines.id or 0, active=True, roles=["artisan", "inspector"]), world.omar)
    serial = world.worked(by=world.ines)
    world.inspect(serial)
    return serial


def sold_on_its_second_pass(world: World) -> str:
    serial = world.released()
    world.event(serial, "polish")
    world.inspect(serial)
    world.leave(serial)
    return serial


def numbered(world: World) -> str:
    world.tell(lambda w: open_edition(w, world.design, name="First", size=5), world.omar)
    return world.piece(edition="First")


STATES: dict[str, Callable[[World], str]] = {
    "worked": lambda world: world.worked(),
    "released": lambda world: world.released(),
    "sent_back": sent_back,
    "passed_by_its_maker": passed_by_its_maker,
    "sold_on_its_second_pass": sold_on_its_second_pass,
    "numbered": numbered,
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_found_at_its_very_piece(world: World, name: str) -> None:
    state, rule, statements = FORGERIES[name]
    world.released()  # an honest neighbour, which is not accused
    serial = STATES[state](world)
    assert audit(world.room).findings == []
    with forging(world) as connection:
        for statement in statements:
            assert run(connection, statement, serial=serial)
    found = audit(world.room).findings
    assert (rule, serial) in {(one.rule, one.piece) for one in found}
    assert {one.piece for one in found} <= {serial, *_of_everybody(world, name)}
    assert name in ("release taken away", "head moved back") or verify(world.room, journalled()).problems


def _of_everybody(world: World, name: str) -> set[str]:
    """A changed standing is wrong for the person, and for all pieces that they passed."""
    if name != "standing changed":
        return set()
    people = {f"person {row.subject}" for row in world.rows("SELECT subject FROM person")}
    return people | {row.serial for row in world.rows("SELECT serial FROM piece")}


def test_a_weakened_list_is_found(world: World) -> None:
    serial = world.released()
    with forging(world) as connection:
        run(connection, "UPDATE inspection_check SET required = 0")
    assert "checklist-asks" in audit(world.room).by_rule
    assert any(one.startswith("inspection_check") for one in verify(world.room, journalled()).problems), serial


def test_a_changed_kind_is_found(world: World) -> None:
    with forging(world) as connection:
        run(connection, "UPDATE event_kind SET ends_release = 0 WHERE key = 'polish'")
    assert audit(world.room).by_rule == {"event-kind-frozen": 1}


def test_a_missing_guard_is_found(world: World) -> None:
    with world.raw() as connection, connection.begin():
        of = " ON departure" if connection.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"DROP TRIGGER departure_on_release{of}")
    found = audit(world.room)
    assert (found.by_rule, found.findings[0].told) == ({"guards": 1}, "The guard departure_on_release is missing.")


def test_a_newer_list_an_absent_inspector_and_another_shape_condemn_nothing_earlier(world: World) -> None:
    serial = world.released()
    world.leave(serial)
    final = next(one for one in LISTS if one.purpose == "final" and one.kind == "ring")
    checks = [*final.checks, replace(asked(final.checks[0]), code="Z9", role=None, how="yes_no")]
    world.tell(
        lambda w: publish_checklist(w, purpose="final", serves="kind:ring", name="New", checks=checks), world.omar
    )
    world.person("Ida", "inspector")
    world.tell(lambda w: set_standing(w, world.ines.id or 0, active=False, roles=["inspector"]), world.omar)
    world.come_back(serial)
    pendant = world.design_of("earrings")
    seen = world.standing(serial).seen
    world.tell(lambda w: respecify(w, serial, Respecification(seen, "wish", pendant, parts=2, size="7")), world.ana)
    assert audit(world.room).findings == []


def test_a_lesser_pass_near_a_switch_is_noticed(world: World, clock: Clock) -> None:
    ida = world.person("Ida", "inspector", "artisan")
    early = world.worked(by=ida)
    world.tell(lambda w: set_standing(w, world.ines.id or 0, active=False, roles=["inspector"]), world.omar)
    clock.forward(days=6)
    world.inspect(early, by=ida)
    clock.forward(days=2)
    late = world.worked(by=ida)
    world.inspect(late, by=ida)
    found = audit(world.room)
    assert found.findings == []
    assert [notice.split()[0] for notice in found.notices] == [early]


def test_a_pass_soon_after_somebody_else_gave_the_secret_is_noticed(world: World, clock: Clock) -> None:
    ines = world.ines.id or 0
    world.tell(lambda w: set_pin(w, ines, "a hash"), world.omar, verb="set pin")
    clock.forward(days=7)
    soon = world.released()
    clock.forward(seconds=1)
    world.released()
    found = audit(world.room)
    told = f"1 pass in the name of Ines within a week after somebody else set their PIN on 2026-11-17: {soon}."
    assert (found.findings, found.notices) == ([], [told])


def test_a_token_to_inspect_made_by_somebody_else_is_noticed(world: World) -> None:
    create_token_for(world.room, "Ines", ["read"])
    world.released()
    assert audit(world.room).notices == []
    create_token_for(world.room, "Ines", ["inspect"])
    serials = [world.released(), world.released()]
    (told,) = audit(world.room).notices
    assert told.startswith("3 passes in the name of Ines") and told.endswith(", ".join(serials) + ".")


def test_an_own_pin_is_no_notice(world: World) -> None:
    world.tell(lambda w: set_pin(w, world.ines.id or 0, "a hash"), world.ines, verb="set pin")
    world.tell(lambda w: set_pin(w, world.ana.id or 0, "a hash"), world.omar, verb="set pin")
    world.released()
    assert audit(world.room).notices == []
