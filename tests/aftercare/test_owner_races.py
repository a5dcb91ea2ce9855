"""Four at once with one secret: one owns the piece, the others are told, and nothing else happened."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.aftercare.owners import CARD, Owners
from tests.gate.test_races import CLIENTS, EACH, counted, require_whole
from tests.world import World
from workshop.aftercare.claiming import Details, claim_piece, hand_on, print_card
from workshop.aftercare.queries import find_held
from workshop.errors import NotFound
from workshop.writing import NOBODY, Intent, Writing


@pytest.fixture(params=EACH)
def races(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def clients() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(CLIENTS) as pool:
        yield pool


def test_one_of_four_claims(world: World, clients: ThreadPoolExecutor, races: int) -> None:
    """One piece, claimed again and again: after each race its owner hands it on."""
    owners = Owners(world)
    secret = owners.digest(CARD)
    world.tell(lambda w: print_card(w, owners.serial, secret), world.omar)
    for race in range(races):
        with world.room.database.reading() as session:
            held = find_held(session, owners.code, secret)
        assert held is not None

        def claim(client: int, held=held, race=race) -> str:  # type: ignore[no-untyped-def]
            def act(writing: Writing) -> dict[str, str]:
                claim_piece(writing, held, f"own {race} {client}", Details(f"Client {client}"))
                return {}

            try:
                world.room.do(Intent("claim", NOBODY, world.room.now()), act)
            except NotFound as refusal:
                return refusal.slug
            return "done"

        assert Counter(clients.map(claim, range(CLIENTS))) == {"done": 1, "secret-refused": CLIENTS - 1}
        winner = world.rows("SELECT owner_digest FROM ownership WHERE ended_at IS NULL")[0].owner_digest
        secret = f"next {race}"
        owners.world.tell(lambda w: _hand_on(w, owners.code, winner, secret), NOBODY)  # noqa: B023
    assert counted(world, "SELECT count(*) FROM ownership") == races
    assert counted(world, "SELECT count(*) FROM owner_secret WHERE ended_why = 'claimed'") == races
    require_whole(world)


def _hand_on(writing: Writing, code: str, own: str, secret: str) -> None:
    held = find_held(writing.session, code, own)
    assert held is not None
    hand_on(writing, held, secret)
