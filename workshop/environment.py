"""The private environment beside the package: made when missing, made anew when the requirements change.

Standard library only, because this runs before anything is installed.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from workshop import browserfiles
from workshop.errors import CannotStart

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ROOT = Path(__file__).resolve().parent.parent
READY = "WORKSHOP_ENV_READY"
STAMP = "workshop-stamp"


class Environment:
    """A folder of installed libraries. Its stamp is removed first and written last: half of it is never believed."""

    def __init__(self, folder: Path, *requirements: Path) -> None:
        self.folder = folder
        self.requirements = requirements  # the last one names the others
        self.python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    def is_ready(self) -> bool:
        return self.python.exists() and self.is_covered_by(self.folder)

    def is_covered_by(self, folder: Path) -> bool:
        """Whether that folder holds at least these requirements: the tests' environment covers the shop's."""
        try:
            return self._marks() <= set((folder / STAMP).read_text().splitlines())
        except OSError:
            return False

    def make(self) -> None:
        """Installs what is missing; does nothing when it is ready. Raises CannotStart."""
        if self.is_ready():
            return
        try:
            with _only_builder(self.folder.with_name(self.folder.name + ".lock")):
                if not self.is_ready():
                    self._build()
        except OSError as error:
            raise CannotStart(
                f"Workshop cannot write its private environment: {error}. "
                f"Start it once as the user to whom {self.folder.parent} belongs."
            ) from error
        except KeyboardInterrupt:
            raise CannotStart("Stopped before everything was installed; start again when it suits you.") from None

    def _build(self) -> None:
        commands = self._commands()
        _say(f"Workshop installs its libraries into {self.folder}; this is done once and may take a minute or two.")
        (self.folder / STAMP).unlink(missing_ok=True)
        if self.folder.exists():
            shutil.rmtree(self.folder)
        for command in commands:
            _run(command)
        self._write_stamp()

    def _commands(self) -> list[list[str]]:
        # The interpreter below any environment: the one that is running may live in the folder that goes away.
        base = getattr(sys, "_base_executable", sys.executable)
        wanted = ["-r", str(self.requirements[-1])]
        if uv := shutil.which("uv"):
            return [
                [uv, "venv", "--quiet", "--no-project", "--python", base, str(self.folder)],
                [uv, "pip", "install", "--quiet", "--python", str(self.python), *wanted],
            ]
        refuse_without_venv()
        pip = [str(self.python), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
        return [[base, "-m", "venv", str(self.folder)], [*pip, *wanted]]

    def _write_stamp(self) -> None:
        if hasattr(os, "sync"):
            os.sync()  # or a power cut could keep the stamp and lose the libraries
        unfinished = self.folder / (STAMP + ".new")
        unfinished.write_text("\n".join(sorted(self._marks())))
        unfinished.replace(self.folder / STAMP)

    def _marks(self) -> set[str]:
        digests = (f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in self.requirements)
        return {str(sys.implementation.cache_tag), *digests}


SHOP = Environment(ROOT / ".venv", ROOT / "requirements.txt")


def enter() -> None:
    """Returns inside an environment that holds the requirements; from elsewhere this process becomes that one."""
    if os.environ.get(READY) or SHOP.is_covered_by(Path(sys.prefix)):
        return
    try:
        SHOP.make()
    except CannotStart as reason:
        _say(str(reason))
        sys.exit(3)
    browserfiles.fetch(SHOP.python)
    _become(SHOP.python)


def refuse_without_venv() -> None:
    """Raises CannotStart where Python comes in several packages and the one that makes environments is missing."""
    if find_spec("venv") and find_spec("ensurepip"):
        return
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    remedy = (
        f"apt install python{version}-venv" if shutil.which("apt") else f"install the venv part of Python {version}"
    )
    raise CannotStart(f"Python's venv is missing: as root, {remedy}, then start again.")


def _become(python: Path) -> NoReturn:
    command = [str(python), *sys.orig_argv[1:]]
    os.environ[READY] = "1"  # the next one does not look again
    if sys.platform == "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the one that does the work
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


@contextlib.contextmanager
def _only_builder(path: Path) -> Iterator[None]:
    """Waits until no other command is building. The lock ends with the processes that hold it, however they end."""
    with path.open("a") as lock:
        os.set_inheritable(lock.fileno(), True)  # an installer that outlives its parent still holds it
        if not _try_lock(lock.fileno()):
            _say("Workshop waits for another command that is installing the libraries.")
            _wait_for_lock(lock.fileno())
        yield


def _run(command: list[str]) -> None:
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        close_fds=False,
    )
    if done.returncode:
        lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
        reason = lines[-1] if lines else f"exit status {done.returncode}"
        raise CannotStart(f"Workshop could not install its libraries; is this machine online? ({reason})")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if sys.platform == "win32":

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _wait_for_lock(handle: int) -> None:
        while not _try_lock(handle):
            with contextlib.suppress(OSError):  # gives up after ten seconds, an installation may take longer
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
                return

else:

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait_for_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)
