"""One publishing from its beginning to its end: the place opened, what happens noted for those who watch."""

import importlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

from workshop.errors import CannotStart, Refusal
from workshop.public.manifest import Manifest, manifest_path
from workshop.public.places import Target, open_folder
from workshop.public.publishing import Published, publish
from workshop.public.seen import what_is_seen
from workshop.publishing_state import State, alone, keep_state
from workshop.sftp_address import UnknownServer, is_sftp
from workshop.shoproom import Shoproom
from workshop.writing import NOBODY, Actor

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Wanted:
    """Where to, whether all is written again, the fingerprint of a server that may be met for the first time."""

    place: str
    everything: bool = False
    trust: str | None = None
    password: str | None = None


def run_publishing(room: Shoproom, wanted: Wanted, progress: Progress, by: Actor = NOBODY) -> Published:
    """Bring the place up to date. Raises CannotStart and Refusal, each noted too."""
    data_dir = room.settings.data_dir
    with alone(data_dir):
        state = State(wanted.place, _now(room), seen=_seen(room))
        keep_state(data_dir, state)

        def note(pages: int, total: int) -> None:
            keep_state(data_dir, replace(state, pages=pages, total=total))
            progress(pages, total)

        try:
            done = _publish(room, wanted, note, by)
        except (CannotStart, Refusal, OSError) as reason:
            shown = reason.fingerprint if isinstance(reason, UnknownServer) else None
            keep_state(data_dir, replace(state, ended=_now(room), refused=str(reason), fingerprint=shown))
            raise
        keep_state(data_dir, _ended(room, state, done))
        return done


def _publish(room: Shoproom, wanted: Wanted, progress: Progress, by: Actor) -> Published:
    path = manifest_path(room.settings.data_dir, wanted.place)
    try:
        with closing(open_target(room.settings.data_dir, wanted)) as target, closing(Manifest(path)) as manifest:
            return publish(room, target, manifest, progress, everything=wanted.everything, by=by)
    except OSError as error:
        raise CannotStart(
            f"{wanted.place} does not take the pages: {error.strerror or error}. What is there stays; try again."
        ) from error


def open_target(data_dir: Path, wanted: Wanted) -> Target:
    """The place by how it is written: sftp://user@host/path, or a folder here."""
    if is_sftp(wanted.place):
        # By name, because most shops publish into a folder and need not load what speaks to servers.
        sftp = importlib.import_module("workshop.public.sftp")
        server: Target = sftp.open_sftp(wanted.place, data_dir, trust=wanted.trust, password=wanted.password)
        return server
    return open_folder(Path(wanted.place), data_dir)


def _ended(room: Shoproom, state: State, done: Published) -> State:
    return replace(
        state,
        ended=_now(room),
        pages=done.pages,
        total=done.pages,
        changed=done.changed,
        versions=done.versions,
        written=done.written,
        removed=done.removed,
        changed_serials=done.changed_serials,
    )


def _now(room: Shoproom) -> str:
    return room.now().astimezone(UTC).isoformat(timespec="seconds")


def _seen(room: Shoproom) -> str:
    with room.database.reading() as session:
        return what_is_seen(session)
