"""Publishing in tests: into a folder of the test's own, read back as a visitor's browser or a disk would."""

from contextlib import closing
from pathlib import Path

from tests.world import World
from workshop.public.manifest import Manifest
from workshop.public.places import Folder
from workshop.public.publishing import Published, publish


def bring(world: World, site: Path, *, target: Folder | None = None, everything: bool = False) -> Published:
    """Publish into the folder, with a manifest beside it."""
    with closing(Manifest(site.with_name(f"{site.name}.db"))) as manifest:
        return publish(world.room, target or Folder(site), manifest, lambda *_told: None, everything=everything)


def files(site: Path) -> dict[str, bytes]:
    """What stands there, by path, but for the place's own mark."""
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    return {path: content for path, content in found.items() if path != "P/published.txt"}
