"""Whether a folder of this machine may take the published pages: asked when the owner names it, answered in plain words."""

import tempfile
from pathlib import Path

from workshop.errors import Invalid
from workshop.wording import _

MARK = "P/published.txt"  # stands in every folder that we wrote to
HOUSE = Path(__file__).resolve().parent.parent


def check_folder(typed: str, data_dir: Path, *, may_be_full: bool) -> None:
    """`may_be_full`: what stands there and is not ours was told to stay. Raises Invalid."""
    path = Path(typed)
    if not path.is_absolute():
        told = _("Write the whole path of the folder, such as /srv/www, or name@host.example:/folder.")
        raise _refused(told, "not-a-place")
    root = path.resolve()
    if _overlap(root, data_dir.resolve()):
        told = _("This folder and the shop’s own data lie in one another. Name a folder apart from it.")
        raise _refused(told, "place-in-data")
    if _overlap(root, HOUSE):
        told = _("This folder and the program itself lie in one another. Name a folder apart from it.")
        raise _refused(told, "place-in-program")
    _require_writable(root, typed)
    if not may_be_full and _is_full(root) and not (root / MARK).is_file():
        told = _("{folder} is not empty, and what stands there is not ours. Name an empty folder.", folder=typed)
        raise _refused(told, "place-not-ours")


def _require_writable(root: Path, typed: str) -> None:
    """The folder itself, or the nearest one above it in which it would be made; nothing stays of the trial."""
    nearest = next(one for one in (root, *root.parents) if one.exists())
    if not nearest.is_dir():
        raise _refused(_("{file} is a file. Name a folder.", file=str(nearest)), "place-is-a-file")
    try:
        with tempfile.TemporaryFile(dir=nearest):
            pass
    except OSError as error:
        told = _(
            "Nothing can be written to {folder}: {reason}. Name another folder, or let the workshop’s user write there.",
            folder=typed,
            reason=error.strerror or str(error),
        )
        raise _refused(told, "place-not-writable") from error


def _is_full(root: Path) -> bool:
    return root.is_dir() and any(root.iterdir())


def _overlap(one: Path, other: Path) -> bool:
    return one == other or one in other.parents or other in one.parents


def _refused(told: str, slug: str) -> Invalid:
    return Invalid(told, slug=slug, field="place")
