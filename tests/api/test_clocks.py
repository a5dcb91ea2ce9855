"""A device whose clock was never set breaks nothing."""

import pytest

from tests.api.programs import Programs
from tests.world import World


@pytest.mark.parametrize("said", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_an_unset_clock_is_not_kept(programs: Programs, world: World, said: str) -> None:
    serial = world.piece()
    answer = programs.ana.send(f"/pieces/{serial}/events", {"kind": "note", "note": "x", "device_at": said})
    assert answer.status_code == 201
    assert world.rows("SELECT device_at FROM work_event")[0].device_at is None
    assert programs.ana.get(f"/pieces/{serial}/events").status_code == 200
