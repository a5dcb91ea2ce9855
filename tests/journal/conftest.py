"""A shop in which every journalled table has rows."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import make_url

from tests.conftest import NOON, Furnished
from tests.journal.materials import fill_materials
from tests.postgres import drop_database, fresh_database
from tests.world import World
from workshop.catalogue.actions import NewDesign, add_design, open_edition
from workshop.config import read_settings
from workshop.filestore import FileStore
from workshop.inspection.actions import Looked, record_inspection
from workshop.people.models import ApiToken, Consent, Device
from workshop.pieces.actions import NewPhoto, add_photo
from workshop.pieces.respecifying import Respecification, respecify
from workshop.provenance.actions import withdraw_tag
from workshop.shoproom import open_shoproom
from workshop.writing import NOBODY, Writing


@pytest.fixture
def busy(world: World) -> World:
    """Pieces in every state: waiting, sent back, passed, tagged, sold, returned and passed again, scrapped."""
    _fill(world)
    fill_materials(world)
    return world


@pytest.fixture
def busy_before(world: World) -> World:
    """The same without anything in the tables of materials, as a shop was before there were any."""
    _fill(world)
    return world


@pytest.fixture(scope="session")
def shared(
    furnishing: Callable[[str], Furnished], engine_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The same, one for all tests that take back what they try."""
    source, source_url = furnishing(engine_name)
    folder = tmp_path_factory.mktemp(f"shared-{engine_name}") / "data"
    shutil.copytree(source, folder)
    url = fresh_database(template=source_url) if engine_name == "postgresql" else f"sqlite:///{folder / 'workshop.db'}"
    room = open_shoproom(read_settings({"WORKSHOP_DATABASE_URL": url}, data_dir=folder), now=lambda: NOON)
    world = World(room)
    _fill(world)
    fill_materials(world)
    yield world
    room.close()
    if engine_name == "postgresql":
        drop_database(make_url(url).render_as_string(hide_password=False))


def _fill(world: World) -> None:
    world.shop(currency="EUR")
    world.tell(_papers, NOBODY)
    world.tell(lambda w: add_design(w, NewDesign("Plain band", "ring", "au750y")), world.omar)
    for name in ("First", "Second"):
        world.tell(lambda w, n=name: open_edition(w, world.design, name=n, size=5), world.omar)
    world.pieces(2, edition="First", engraving="for A.")
    _lives(world)


def _papers(writing: Writing) -> dict[str, object]:
    at = writing.at
    for digest in ("one", "two"):
        writing.add(Device, name="bench", key_digest=digest, enrolled_at=at)
        writing.add(Consent, person_id=2, subject="ab" * 16, form="first_name", shown_as=digest, at=at)
        writing.add(ApiToken, digest=digest, person_id=2, scopes="log", label=digest, created_at=at)
    return {}


def _lives(world: World) -> None:
    for time in range(2):
        tagged = world.released()
        code = world.tag(tagged).code
        world.tell(lambda w, s=tagged, c=code: withdraw_tag(w, s, c, reason="lost", note=None), world.omar)
        world.tag(tagged)
        world.leave(tagged)
        world.come_back(tagged)
        world.inspect(tagged)
        traits = world.worked()
        name = FileStore(world.room.settings.data_dir).put(f"photo {time}".encode())
        world.tell(lambda w, s=traits, n=name: add_photo(w, s, NewPhoto(n, n, 10, 10)), world.ana)
        looked = Looked(world.standing(traits).seen, "pass", world.good_answers(traits), traits=("hammer mark",))
        world.tell(lambda w, s=traits, one=looked: record_inspection(w, s, one), world.ines)
    back = world.worked()
    world.inspect(back, "rework", answers=world.bad_answers(back))
    world.event(back, "file")
    world.inspect(back)
    seen = world.standing(back).seen
    world.tell(lambda w: respecify(w, back, Respecification(seen, "wish", parts=2, engraving="for B.")), world.ana)
    world.inspect(back)
    world.leave(back, "lent", place="gallery", holder="Museum")
    lost = world.worked()
    world.inspect(lost, "scrap")
    world.worked()
