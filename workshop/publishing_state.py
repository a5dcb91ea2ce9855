"""How the publishing that runs or ran last is getting on: one small file, for whoever asks while another process writes pages."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from workshop.errors import CannotStart
from workshop.filestore import write_whole
from workshop.writer import only_one

FOLDER, STATE, LOCK = "publishing", "last.json", "lock"
RUNS_ALREADY = "The pages are being published right now by another process. Wait until it is done."


@dataclass(frozen=True)
class State:
    """`ended` None: it runs, or was stopped by force. `refused`: why it could not go on, `fingerprint` that of a server met for the first time. Moments in ISO 8601, UTC."""

    place: str
    started: str
    pages: int = 0
    total: int = 0
    ended: str | None = None
    refused: str | None = None
    changed: int = 0
    versions: int = 0
    written: int = 0
    removed: int = 0
    changed_serials: list[str] = field(default_factory=list)
    seen: str = ""
    fingerprint: str | None = None


def folder_of(data_dir: Path) -> Path:
    return data_dir / FOLDER


def read_state(data_dir: Path) -> State | None:
    """The newest state; None when nothing was ever published, or the file cannot be read."""
    try:
        told: dict[str, Any] = json.loads((folder_of(data_dir) / STATE).read_text("utf-8"))
        return State(**told)
    except (OSError, ValueError, TypeError):
        return None


def keep_state(data_dir: Path, state: State) -> None:
    path = folder_of(data_dir) / STATE
    path.unlink(missing_ok=True)
    write_whole(path, json.dumps(asdict(state), ensure_ascii=False).encode())


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Only one process of a shop publishes at a time. Raises CannotStart."""
    folder = folder_of(data_dir)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with only_one(folder / LOCK, RUNS_ALREADY):
        yield


def is_running(data_dir: Path) -> bool:
    """Whether some process publishes now."""
    try:
        with alone(data_dir):
            return False
    except CannotStart:
        return True
