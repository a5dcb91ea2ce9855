"""The navigation: everybody sees the rooms that are open to them, one door each, and every door opens."""

import pytest
from flask import Flask

from tests.world import World
from workshop.people.navigation import navigation

STAFF = ["Bench", "Find", "Pieces", "Orders", "Repairs", "Cases", "Materials", "Recalls", "Customers"]


def labels(*roles: str) -> list[str]:
    return [line.label for group in navigation(frozenset(roles)) for line in group]


def test_who_works_at_the_bench_sees_the_rooms_of_the_bench() -> None:
    assert labels("inspector") == STAFF
    assert labels("artisan") == [STAFF[0], "End of the day", *STAFF[1:]]


@pytest.mark.parametrize("roles", [("owner",), ("owner", "artisan", "inspector")])
def test_an_owner_sees_each_room_once_and_by_the_owners_door(roles: tuple[str, ...]) -> None:
    seen = labels(*roles)
    assert len(seen) == len(set(seen)) == 15
    assert "Recalls" not in seen and {"This week", "Catalogue", "Claims", "Reports", "People", "Settings"} < set(seen)


def test_every_door_opens(world: World, app: Flask) -> None:
    for who, role in ((world.omar, "owner"), (world.ana, "artisan"), (world.ines, "inspector")):
        client = world.sign_in(app, who)
        shown = client.get("/bench").text
        for group in navigation(frozenset((role,))):
            for line in group:
                assert f'href="{line.address}"' in shown
                assert client.get(line.address).status_code == 200, line.address
