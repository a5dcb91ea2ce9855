"""Where the public site is written to: a folder here, or one on a server over SFTP. Each file appears whole or not at all."""

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from workshop.errors import CannotStart
from workshop.filestore import sync_folder

PART = ".part-"


class Target(Protocol):
    """A place for files. Paths are relative, with slashes."""

    def put(self, files: Mapping[str, bytes]) -> None:
        """Write these files, in their order as far as one leads to another."""

    def remove(self, paths: Iterable[str]) -> None:
        """Take these files away; those that are not there are gone already."""

    def names(self, folder: str) -> list[str]:
        """The paths of all files below a folder; none where there is no such folder."""

    def read(self, path: str) -> bytes | None:
        """What stands in a small file; None when there is none."""

    def knows_case(self) -> bool:
        """Whether P and p are two folders."""

    def close(self) -> None:
        """Let go of it."""


class Folder:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, files: Mapping[str, bytes]) -> None:
        folders = {self._put(path, content) for path, content in files.items()}
        for folder in sorted(folders):
            sync_folder(folder)

    def _put(self, path: str, content: bytes) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{PART}{uuid4().hex[:12]}")
        try:
            with part.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        return target.parent

    def remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            target = self.root / path
            target.unlink(missing_ok=True)
            with suppress(OSError):  # a folder in which something else stands stays
                target.parent.rmdir()

    def names(self, folder: str) -> list[str]:
        found = (path for path in (self.root / folder).rglob("*") if path.is_file())
        return sorted(path.relative_to(self.root).as_posix() for path in found)

    def read(self, path: str) -> bytes | None:
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            return None

    def knows_case(self) -> bool:
        (self.root / "P").mkdir(parents=True, exist_ok=True)
        probe = self.root / "P" / f"{PART}case-a"
        probe.touch()
        try:
            return not probe.with_name(f"{PART}CASE-A").exists()
        finally:
            probe.unlink()

    def close(self) -> None:
        """Nothing is held open."""


def open_folder(path: Path, data_dir: Path) -> Folder:
    """The folder, which may not be there yet. Raises CannotStart where the shop's own data would lie in what is published."""
    root, kept = path.expanduser().absolute().resolve(), data_dir.resolve()
    if root == kept or root in kept.parents or kept in root.parents:
        raise CannotStart(f"{root} and the shop's data in {kept} lie in one another. Name a folder apart from it.")
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"{root} cannot be made: {error.strerror}. Name another folder.") from error
    return Folder(root)
