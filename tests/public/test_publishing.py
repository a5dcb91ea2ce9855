"""The public site as plain files: all of it, again only what changed, gone what ended, and nothing private in any byte."""

import json
import re
from base64 import urlsafe_b64decode
from io import BytesIO
from pathlib import Path, PurePosixPath

import pytest
from pypdf import PdfReader

from tests.public.published import bring, files
from tests.public.test_privacy import CANARY, canary, stored_photo
from tests.public.test_privacy import full as full  # the world with a canary in every private field
from tests.world import World
from workshop.house import journalled
from workshop.people.models import Consent
from workshop.pieces.actions import add_photo, show_photo
from workshop.provenance.actions import withdraw_tag
from workshop.provenance.looking import show_in_gallery
from workshop.public.places import Folder
from workshop.verifying import verify

DATA = '<script type="application/ld+json">'
_LINK = re.compile(r'(?:href|src|srcset)="([^"]*)"|url=([^"]*)"')


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def tagged(world: World) -> tuple[World, str, str]:
    """A released piece with a photo, and the code of its tag."""
    world.shop(public_address="MARSHANDWREN.EXAMPLE", email="bench@marshandwren.example")
    serial = world.released()
    photo = stored_photo(world)
    number = world.tell(lambda w: add_photo(w, serial, photo), world.ana)
    world.tell(lambda w: show_photo(w, serial, number, is_public=True), world.ana)
    world.inspect(serial) if not world.rows("SELECT 1 FROM release") else None
    return world, serial, world.tag(serial).code


def test_the_pages_stand_at_the_addresses_of_the_tags(tagged: tuple[World, str, str], site: Path) -> None:
    world, serial, code = tagged
    done = bring(world, site)
    assert (done.pages, done.changed, done.versions) == (1, 1, 1)
    there = files(site)
    page = there[f"P/{code}/index.html"].decode()
    assert serial in page and "As published on 17 November 2026." in page and 'lang="en"' in page
    assert 'lang="de"' in there[f"P/{code}/de/index.html"].decode()
    for small in (f"p/{code}/index.html", f"p/{code.lower()}/index.html"):
        assert f"../../P/{code}/index.html" in there[small].decode()
    assert there[f"P/{code}/1.jpg"].startswith(b"\xff\xd8") and there[f"P/{code}/1-small.jpg"].startswith(b"\xff\xd8")
    assert {"P/index.html", "p/index.html", "P/verify.html", "P/favicon.svg"} <= there.keys()


def test_every_way_leads_to_a_file_and_nothing_asks_for_a_server(tagged: tuple[World, str, str], site: Path) -> None:
    world, serial, code = tagged
    world.tell(lambda w: withdraw_tag(w, serial, code, reason="lost", note=None), world.omar)
    world.tag(serial)
    bring(world, site)
    there = files(site)
    for path, content in there.items():
        if not path.endswith(".html"):
            continue
        page = content.decode()
        assert "<form" not in page and (path == "P/verify.html" or "<script" not in page.replace(DATA, "")), path
        for own in re.findall(r"(?i)marshandwren\.example/(p/[^\s\"<]+)", page):
            assert own in there or f"{own}/index.html" in there, f"{own} in {path}"
        for found in _LINK.finditer(page):
            for source in (found[1] or found[2]).split(", "):
                address = source.split(" ")[0]
                if not address.startswith(("https://", "mailto:", "MARSHANDWREN", "#")):
                    target = PurePosixPath(path).parent / address
                    assert str(_resolved(target)) in there, f"{address} in {path}"


def _resolved(path: PurePosixPath) -> PurePosixPath:
    parts: list[str] = []
    for part in path.parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return PurePosixPath(*parts)


def test_only_what_changed_is_written_again_and_keeps_its_day(
    tagged: tuple[World, str, str], site: Path, clock: object
) -> None:
    world, serial, code = tagged
    other = world.released()
    other_code = world.tag(other).code
    bring(world, site)
    before = files(site)
    clock.forward(days=2)  # type: ignore[attr-defined]
    assert bring(world, site).changed == 0
    world.event(serial, "polish")
    done = bring(world, site)
    assert (done.changed, done.versions, done.changed_serials) == (1, 1, [serial])
    after = files(site)
    assert "19 November" in after[f"P/{code}/index.html"].decode()
    same = [path for path in before if other_code in path or other_code.lower() in path]
    assert same and all(before[path] == after[path] for path in same)
    assert bring(world, site).written == 0
    assert verify(world.room, journalled()).problems == []


def test_a_withdrawn_tag_leaves_its_end_and_no_photo(tagged: tuple[World, str, str], site: Path) -> None:
    world, serial, code = tagged
    bring(world, site)
    world.tell(lambda w: withdraw_tag(w, serial, code, reason="lost", note=canary("taxi")), world.omar)
    done = bring(world, site)
    there = files(site)
    assert done.removed > 4
    assert "no longer in use" in there[f"P/{code}/index.html"].decode()
    assert not [path for path in there if path.startswith(f"P/{code}/") and not path.endswith(".html")]
    assert not [path for path, content in there.items() if serial.encode() in content]
    assert json.loads(world.rows("SELECT told FROM passport ORDER BY version")[-1].told)["withdrawn"] is True


def test_a_consent_taken_back_is_taken_out_by_the_next_publishing(tagged: tuple[World, str, str], site: Path) -> None:
    world, _serial, _code = tagged

    def consent(form: str, shown: str | None) -> None:
        for who in (world.ana, world.ines):
            row = {"person_id": who.id, "subject": who.subject, "form": form, "shown_as": shown}
            world.tell(lambda w, row=row: w.add(Consent, at=w.at, **row), who)  # type: ignore[misc]

    consent("full_name", canary("name"))
    bring(world, site)
    assert [path for path, content in files(site).items() if canary("name").encode() in content]
    consent("nothing", None)
    done = bring(world, site)
    assert done.changed == 1 and done.versions == 0
    for path, content in files(site).items():
        assert canary("name") not in readable(path, content), path


def readable(path: str, content: bytes) -> str:
    """All that can be read in a file: its bytes, and for a PDF its text and metadata too."""
    told = content.decode("latin-1")
    if path.endswith(".pdf"):
        reader = PdfReader(BytesIO(content))
        told += "".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    if path.endswith("signed.json"):
        told += unpacked(content)
    return told


def unpacked(signed: bytes) -> str:
    whole = json.loads(signed)
    return "".join(urlsafe_b64decode(whole[name] + "==").decode("utf-8") for name in ("payload", "protected"))


def test_nothing_private_is_in_any_published_byte(full: tuple[World, str, str], site: Path) -> None:
    world, code, old = full
    bring(world, site)
    there = files(site)
    assert any(code in path for path in there) and any(old in path for path in there)
    for path, content in there.items():
        told = readable(path, content)
        for private in (CANARY, "987654", "9876.54", "9,876", "2031-", "Omar", "Ines", "Exif"):
            assert private not in told, f"{private} in {path}"
    assert CANARY not in str([row.told for row in world.rows("SELECT told FROM passport")])
    assert not [path for path in there if "manifest" in path or "journal" in path or path.endswith(".db")]


class Kindless(Folder):
    """A disk that knows no case: whatever is asked for is kept in small letters."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)

    def put(self, files: object) -> None:
        super().put({path.lower(): content for path, content in files.items()})  # type: ignore[attr-defined]

    def read(self, path: str) -> bytes | None:
        return super().read(path.lower())

    def knows_case(self) -> bool:
        return False


def test_the_gallery_stands_below_the_pages_while_it_shows_something(
    tagged: tuple[World, str, str], site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, serial, code = tagged
    world.tell(lambda w: show_in_gallery(w, serial, shown=True), world.omar)
    bring(world, site)
    there = files(site)
    gallery = there["P/gallery/index.html"].decode()
    assert f'href="../{code}/index.html"' in gallery and f'src="../{code}/1-small.jpg' in gallery
    assert 'href="gallery/index.html"' in there["P/index.html"].decode()
    assert f'href="../../{code}/de/index.html"' in there["P/gallery/de/index.html"].decode()
    assert 'href="../gallery/de/index.html"' in there["P/de/index.html"].decode()
    monkeypatch.setattr("workshop.provenance.looking.SHOWN_A_PAGE", 1)
    other = world.released()
    world.tag(other)
    world.tell(lambda w: show_in_gallery(w, other, shown=True), world.omar)
    bring(world, site)
    there = files(site)
    assert 'rel="next" href="2/index.html"' in there["P/gallery/index.html"].decode()
    assert 'rel="next" href="../2/de/index.html"' in there["P/gallery/de/index.html"].decode()
    assert f'href="../../{code}/index.html"' in there["P/gallery/2/index.html"].decode()
    assert f'href="../../../{code}/de/index.html"' in there["P/gallery/2/de/index.html"].decode()
    for one in (serial, other):
        world.tell(lambda w, s=one: show_in_gallery(w, s, shown=False), world.omar)  # type: ignore[misc]
    bring(world, site)
    assert not [path for path in files(site) if "gallery" in path]


def test_on_a_disk_that_knows_no_case_both_spellings_are_the_page(tagged: tuple[World, str, str], site: Path) -> None:
    world, serial, code = tagged
    bring(world, site, target=Kindless(site))
    page = files(site)[f"p/{code.lower()}/index.html"].decode()
    assert serial in page and "http-equiv" not in page


def test_case_is_found_out_by_trying(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.knows_case() is not (tmp_path / "p").exists()
    assert [path.name for path in (tmp_path / "P").iterdir()] == []


def test_a_killed_publishing_goes_on_and_leaves_nothing_behind(tagged: tuple[World, str, str], site: Path) -> None:
    world, serial, code = tagged

    class Killed(Folder):
        def put(self, files: object) -> None:
            if f"P/{code}/index.html" in files:  # type: ignore[operator]
                super().put(dict(list(files.items())[:3]))  # type: ignore[attr-defined]
                raise KeyboardInterrupt
            super().put(files)  # type: ignore[arg-type]

    with pytest.raises(KeyboardInterrupt):
        bring(world, site, target=Killed(site))
    assert (site / f"P/{code}/1.jpg").exists()
    photo = world.rows("SELECT id FROM photo WHERE is_public = 1")[0].id
    world.tell(lambda w: show_photo(w, serial, photo, is_public=False), world.ana)
    bring(world, site)
    assert not (site / f"P/{code}/1.jpg").exists()
    fresh = site.with_name("fresh")
    bring(world, fresh)
    assert files(site) == files(fresh)


def test_an_emptied_place_is_written_anew_and_what_is_not_ours_stays(
    tagged: tuple[World, str, str], site: Path
) -> None:
    world, _serial, code = tagged
    bring(world, site)
    whole = files(site)
    (site / "index.html").write_text("the shop's own page")
    for path in site.rglob("*.html"):
        if path.parent != site:
            path.unlink()
    (site / "P/published.txt").unlink()
    (site / f"P/{code}/9.jpg").write_bytes(b"left behind")
    bring(world, site)
    assert (site / "index.html").read_text() == "the shop's own page"
    assert {path: content for path, content in files(site).items() if path != "index.html"} == whole
    assert bring(world, site, everything=True).written == len(whole)


def test_no_part_of_a_file_is_ever_seen(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(site)
    folder.put({"P/a.html": b"old"})
    monkeypatch.setattr("workshop.public.places.os.fsync", _full_disk)
    with pytest.raises(OSError, match="No space"):
        folder.put({"P/a.html": b"new"})
    assert files(site) == {"P/a.html": b"old"}


def _full_disk(_handle: int) -> None:
    raise OSError(28, "No space left on device")
