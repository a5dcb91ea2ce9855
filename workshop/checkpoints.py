"""Signed sizes and roots of the journal, kept as files outside the database.

Each is a C2SP signed note (c2sp.org/signed-note, c2sp.org/tlog-checkpoint): origin, size, root in base64, an empty line,
and one Ed25519 signature. A journal that is shorter than one of them, or has another root, was cut or written anew.
"""

import base64
import logging
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from workshop.errors import Conflict, Refusal
from workshop.filestore import write_whole
from workshop.shoproom import Shoproom
from workshop.tree import Tree
from workshop.wording import _

log = logging.getLogger("workshop")
ED25519 = b"\x01"
AT_ONCE = 5_000


@dataclass(frozen=True)
class Checkpoint:
    """What the journal was when it had `size` entries."""

    size: int
    root: bytes


def folder_of(room: Shoproom) -> Path:
    return room.settings.data_dir / "checkpoints"


def origin_of(key: VerifyKey) -> str:
    """The name of a shop's log, which is its key's."""
    return f"workshop/{sha256(bytes(key)).hexdigest()[:16]}"


def signed(checkpoint: Checkpoint, key: SigningKey) -> str:
    """The checkpoint as a signed note."""
    told = _told(checkpoint, key.verify_key)
    signature = key.sign(told.encode()).signature
    name = origin_of(key.verify_key)
    return f"{told}\n— {name} {base64.b64encode(_key_id(key.verify_key) + signature).decode()}\n"


def _told(checkpoint: Checkpoint, key: VerifyKey) -> str:
    return f"{origin_of(key)}\n{checkpoint.size}\n{base64.b64encode(checkpoint.root).decode()}\n"


def _key_id(key: VerifyKey) -> bytes:
    return sha256(origin_of(key).encode() + b"\n" + ED25519 + bytes(key)).digest()[:4]


def read_signed(note: str, key: VerifyKey) -> Checkpoint:
    """The checkpoint of a signed note. Raises ValueError when it is not one, or not signed by this key."""
    told, _blank, line = note.partition("\n\n")
    _origin, size, root = told.split("\n")
    checkpoint = Checkpoint(int(size), base64.b64decode(root, validate=True))
    mark = base64.b64decode(line.removeprefix(f"— {origin_of(key)} ").removesuffix("\n"), validate=True)
    whole = _told(checkpoint, key)
    if told + "\n" != whole or mark[:4] != _key_id(key):
        raise ValueError("not this shop's checkpoint")
    try:
        key.verify(whole.encode(), mark[4:])
    except BadSignatureError as error:
        raise ValueError("not signed by this shop") from error
    return checkpoint


def kept_checkpoints(room: Shoproom) -> list[Checkpoint | str]:
    """The kept checkpoints by size; a sentence in place of one that cannot be trusted."""
    key = SigningKey(room.seed).verify_key
    return [_kept(path, key) for path in sorted(folder_of(room).glob("*.txt"))]


def _kept(path: Path, key: VerifyKey) -> Checkpoint | str:
    try:
        return read_signed(path.read_text(), key)
    except (ValueError, OSError):
        return f"The checkpoint {path.name} is not one that this shop signed."


def check_roots(checkpoints: Iterable[Checkpoint | str], roots: Mapping[int, bytes], size: int) -> Iterator[str]:
    """What the kept checkpoints say against the journal: `roots` of its tree at their sizes, `size` its own."""
    for one in checkpoints:
        if isinstance(one, str):
            yield one
        elif one.size > size:
            yield f"The journal has {size} entries, but had {one.size} when a checkpoint of it was signed: its end was cut off."
        elif roots[one.size] != one.root:
            yield f"The first {one.size} entries of the journal are not those of which a checkpoint was signed."


class Watch:
    """Writes checkpoints of a growing journal; keeps the tree, so that each entry's leaf is read once."""

    def __init__(self, room: Shoproom) -> None:
        self._room = room
        self._tree = Tree()
        self._kept = kept_checkpoints(room)

    def write(self) -> Path | None:
        """Sign what the journal is now; None when it has not grown. Raises Conflict when it does not continue what was signed."""
        before = self._tree.size
        roots = self._grow({one.size for one in self._kept if isinstance(one, Checkpoint)})
        wrong = list(
            check_roots(
                [one for one in self._kept if isinstance(one, str) or one.size > before], roots, self._tree.size
            )
        )
        if wrong:
            raise Conflict(
                _("{what} Nothing was signed: run `python3 -m workshop verify`.", what=wrong[0]), slug="journal-forked"
            )
        if self._tree.size == 0 or self._tree.size in (before, *roots):
            return None
        return self._sign(Checkpoint(self._tree.size, self._tree.root()))

    def _grow(self, wanted: set[int]) -> dict[int, bytes]:
        roots = {}
        with self._room.database.reading() as session:
            statement = text("SELECT leaf FROM journal_entry WHERE sequence > :size ORDER BY sequence")
            found = session.execute(statement, {"size": self._tree.size}, execution_options={"yield_per": AT_ONCE})
            for leaf in found.scalars():
                self._tree.add(bytes.fromhex(leaf))
                if self._tree.size in wanted:
                    roots[self._tree.size] = self._tree.root()
        return roots

    def _sign(self, checkpoint: Checkpoint) -> Path:
        folder = folder_of(self._room)
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"{checkpoint.size:012d}.txt"
        write_whole(path, signed(checkpoint, SigningKey(self._room.seed)).encode())
        self._kept.append(checkpoint)
        return path


def write_checkpoint(room: Shoproom) -> Path | None:
    """Sign what the journal is now, once; None when there is nothing new. Raises Conflict when it does not continue what was signed."""
    return Watch(room).write()


@contextmanager
def keep_checkpoints(room: Shoproom, seconds: float) -> Iterator[None]:
    """While this runs, a checkpoint is written now and then every so many seconds when the journal has grown; and once at the end."""
    stop = threading.Event()
    thread = threading.Thread(target=_keep, args=(Watch(room), seconds, stop), name="checkpoints", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _keep(watch: Watch, seconds: float, stop: threading.Event) -> None:
    while True:
        try:
            watch.write()
        except Refusal as refusal:
            log.error("no checkpoint: %s", refusal.sentence)
        except (SQLAlchemyError, OSError, ValueError):
            log.exception("no checkpoint")
        if stop.is_set():
            return
        stop.wait(seconds)
