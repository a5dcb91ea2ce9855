"""A scale that sends what it shows: the verb decides whether that is still the weight of the pass."""

from tests.api.filled import picture
from tests.api.programs import Programs


def test_a_weighing_within_the_scale_changes_nothing(programs: Programs) -> None:
    serial = programs.world.released()
    told = programs.ana.send(f"/pieces/{serial}/events", {"kind": "weighed", "weight_mg": 4020}).get_json()
    assert told["seen"] is None
    assert programs.world.standing(serial).state == "released"


def test_a_weighing_beyond_the_scale_ends_the_pass(programs: Programs) -> None:
    serial = programs.world.released()
    answer = programs.ana.send(f"/pieces/{serial}/events", {"kind": "weighed", "weight_mg": 3800})
    told = answer.get_json()
    assert answer.status_code == 201
    assert told["seen"] == told["number"] == programs.world.standing(serial).seen
    story = programs.ana.get(f"/pieces/{serial}/events").get_json()["entries"]
    assert story[-1]["kind"] == "weight_changed"
    assert programs.world.standing(serial).state == "waiting"


def test_only_who_may_work_publishes_a_photo(programs: Programs) -> None:
    world, serial = programs.world, programs.world.worked()
    ines = programs.program(world.ines, "read log")
    refused = ines.send(f"/pieces/{serial}/photos?public=yes", picture())
    assert (refused.status_code, refused.get_json()["type"]) == (403, "/problems/not-your-role")
    assert ines.send(f"/pieces/{serial}/photos", picture()).status_code == 201
    assert programs.ana.send(f"/pieces/{serial}/photos?public=yes", picture()).status_code == 201
    assert [one.is_public for one in world.rows("SELECT is_public FROM photo ORDER BY id")] == [0, 1]
