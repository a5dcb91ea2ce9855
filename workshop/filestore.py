"""Files kept under the SHA-256 of their bytes: the name is the proof of the content, and nothing is overwritten."""

import os
import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp

from workshop.errors import NotFound, Unavailable
from workshop.wording import _

_SHA = re.compile(r"[0-9a-f]{64}")


class FileStore:
    """The files of one data folder, each at `files/ab/cdef…`."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / "files"

    def put(self, content: bytes) -> str:
        """Keeps the bytes and returns their SHA-256; once it has returned they survive a power cut.

        Raises Unavailable when the disk cannot take them; then nothing is kept.
        """
        sha = sha256(content).hexdigest()
        path = self.path_of(sha)
        try:
            for folder in (self.folder, path.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                write_whole(path, content)
            for folder in (path.parent, self.folder, self.folder.parent):
                sync_folder(folder)  # also for a file that was there: its writer may not have come this far
        except OSError as error:
            raise Unavailable(
                _("The file could not be kept: the disk is full or cannot be written. Make room, then send it again."),
                slug="disk-cannot-take-it",
            ) from error
        return sha

    def is_whole(self, sha: str) -> bool:
        """Whether the file is there with the bytes that it is named after."""
        try:
            return sha256(self.path_of(sha).read_bytes()).hexdigest() == sha
        except (OSError, NotFound):
            return False

    def open_file(self, sha: str) -> bytes:
        """The bytes of that name. Raises NotFound when there are none."""
        try:
            return self.path_of(sha).read_bytes()
        except FileNotFoundError as error:
            raise _not_here() from error

    def path_of(self, sha: str) -> Path:
        """Where the file of that name is or would be. Raises NotFound for a name that is not 64 small hex digits."""
        if not _SHA.fullmatch(sha):
            raise _not_here()
        return self.folder / sha[:2] / sha[2:]


def write_whole(path: Path, content: bytes) -> None:
    """Under another name first, so that nobody ever finds half a file under the right one."""
    handle, name = mkstemp(prefix="part-", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # Windows says so when another request was faster with the same bytes
            part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened, and its entries are written with the file
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _not_here() -> NotFound:
    return NotFound(_("This file is not here."), slug="file-not-found")
