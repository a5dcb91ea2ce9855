"""How public answers are sent: packed in one flight, under a tag of their own, with fonts and photos that the policy lets in."""

import gzip
import re
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from tests.conftest import POSTGRESQL_SLOWLY
from tests.world import World
from workshop.demo import fill_demonstration
from workshop.filestore import FileStore
from workshop.languages import LANGUAGES
from workshop.pictures import keep_picture
from workshop.pieces.actions import NewPhoto, add_photo, show_photo
from workshop.public import sheets
from workshop.renditions import SIDES
from workshop.shoproom import Shoproom

FIRST_FLIGHT = 14 * 1024  # ten packets of 1,460 bytes, less what the head of the answer takes
PACKED = {"Accept-Encoding": "gzip"}


def show_picture(world: World, serial: str, size: tuple[int, int] = (1400, 1050)) -> int:
    """A photo of the piece on its page; returns its number."""
    file = BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(file, "JPEG", quality=95)
    kept = keep_picture(FileStore(world.room.settings.data_dir), file.getvalue())
    new = NewPhoto(kept.picture, kept.small, kept.width, kept.height)
    number = world.tell(lambda w: add_photo(w, serial, new), world.ana)
    world.tell(lambda w: show_photo(w, serial, number, is_public=True), world.ana)
    return number


@pytest.fixture
def code(world: World) -> str:
    world.shop(public_address="MARSHANDWREN.EXAMPLE")
    return world.tag(world.released()).code


@pytest.mark.parametrize("engine_name", POSTGRESQL_SLOWLY, indirect=True)
def test_every_page_of_the_demonstration_comes_in_one_flight_in_every_language(room: Shoproom, app: Flask) -> None:
    fill_demonstration(room)
    stranger = app.test_client()
    with room.database.read_session() as session:
        codes = session.connection().exec_driver_sql("SELECT code FROM tag").scalars().all()
    sizes = {
        (code, language): len(stranger.get(f"/p/{code}?lang={language}", headers=PACKED).data)
        for code in codes
        for language in LANGUAGES
    }
    assert len(codes) >= 15
    assert max(sizes.values()) < FIRST_FLIGHT, max(sizes.items(), key=lambda one: one[1])


def test_a_page_is_packed_for_who_can_unpack_it_and_each_spelling_has_its_tag(app: Flask, code: str) -> None:
    stranger = app.test_client()
    plain, packed = stranger.get(f"/p/{code}"), stranger.get(f"/p/{code}", headers=PACKED)
    assert gzip.decompress(packed.data) == plain.data and packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["ETag"] != packed.headers["ETag"]
    for answer in (plain, packed):
        assert {"Accept-Encoding", "Accept-Language"} <= set(answer.headers["Vary"].replace(" ", "").split(","))
    for first, asked in ((plain, PACKED), (packed, PACKED), (plain, {})):
        again = stranger.get(f"/p/{code}", headers={"If-None-Match": first.headers["ETag"], **asked})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == (packed if asked else plain).headers["ETag"]
        assert again.headers["Vary"] == plain.headers["Vary"]


@pytest.mark.parametrize("refused", ["gzip;q=0", "*;q=0", "br", ""])
def test_who_cannot_unpack_is_not_sent_packed(app: Flask, code: str, refused: str) -> None:
    answer = app.test_client().get(f"/p/{code}", headers={"Accept-Encoding": refused})
    assert "Content-Encoding" not in answer.headers and b"<!doctype html>" in answer.data


def test_the_lookup_is_packed_too_and_the_same_for_every_unknown_code(app: Flask, code: str) -> None:
    stranger = app.test_client()
    answers = [stranger.get(f"/p/{one}", headers=PACKED) for one in ("XX", "0000000000000", "7" * 2000)]
    assert len({(one.data, str(one.headers)) for one in answers}) == 1
    assert b"We know no piece" in gzip.decompress(answers[0].data)


def test_fonts_come_first_where_the_set_up_has_them(app: Flask, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = (sheets.public_css, sheets.bare_css, sheets.policy, sheets.first_fonts, sheets.edition)
    monkeypatch.setattr(sheets, "asset", lambda path: f"/static/v-1/{path}")
    for has in (True, False):
        monkeypatch.setattr(sheets, "has_fonts", lambda has=has: has)
        for one in made:
            one.cache_clear()
        answer = app.test_client().get(f"/p/{code}")
        assert ("font-src 'self'" in answer.headers["Content-Security-Policy"]) is has
        assert answer.text.count('rel="preload"') == 2 * has
        assert answer.text.count("font-display:swap") == 4 * has
        assert ('url("/static/v-1/vendor/text.woff2")' in answer.text) is has
    for one in made:
        one.cache_clear()


def test_a_photo_comes_in_widths_to_choose_from_each_small_enough(world: World, app: Flask, code: str) -> None:
    serial = world.rows("SELECT serial FROM piece")[0].serial
    show_picture(world, serial)
    stranger = app.test_client()
    page = stranger.get(f"/p/{code}").text
    found = re.findall(r"(/p/\w+/1-(\d+)\.webp\?v=\w+) (\d+)w", page)
    assert [int(side) for _at, side, _width in found] == list(SIDES)
    assert 'width="1400" height="1050"' in page and page.count('fetchpriority="high"') == 1
    for at, side, width in found:
        answer = stranger.get(at)
        picture = Image.open(BytesIO(answer.data))
        assert (answer.mimetype, picture.format, picture.width) == ("image/webp", "WEBP", int(width))
        assert "exif" not in picture.info and "icc_profile" not in picture.info
        assert "immutable" in answer.headers["Cache-Control"]
        assert stranger.get(at, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
        assert stranger.get(at).data == answer.data, side
    for wrong in ("1-799.webp", "2-800.webp", "1-800.png", "0-800.webp"):
        assert stranger.get(f"/p/{code}/{wrong}").status_code == 404


def test_all_public_photos_are_shown_and_a_hidden_one_changes_the_page(world: World, app: Flask, code: str) -> None:
    serial = world.rows("SELECT serial FROM piece")[0].serial
    stranger, numbers = app.test_client(), [show_picture(world, serial, (60, 40)) for _each in range(3)]
    first = stranger.get(f"/p/{code}")
    assert [f'src="/p/{code}/{number}-small.jpg' in first.text for number in numbers] == [True] * 3
    photo_id = world.rows("SELECT min(id) AS id FROM photo")[0].id
    world.tell(lambda w: show_photo(w, serial, photo_id, is_public=False), world.ana)
    again = stranger.get(f"/p/{code}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200 and f'src="/p/{code}/1-small.jpg' not in again.text
