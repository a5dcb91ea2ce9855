"""Servers as processes of their own, whose processor time the system counts."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

UNKEPT = (
    "PYTHONDONTWRITEBYTECODE"  # where it is set every start compiles the whole house, as no shop's second start does
)
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Server:
    """A running server: its process, its port, and how long it took to its first answer."""

    process: subprocess.Popen[bytes]
    port: int
    start_s: float

    def cpu_s(self) -> float:
        """Processor seconds so far, its own and the system's for it (Linux)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_mib(self) -> float:
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * PAGE_BYTES / 1024 / 1024


@contextmanager
def ours(folder: Path, port: int, url: str | None = None, **settings: str) -> Iterator[Server]:
    """The shop in the folder; `settings` by their names in the environment, without WORKSHOP_."""
    chosen = {f"WORKSHOP_{name}": value for name, value in settings.items()}
    words = ["-m", "workshop", "serve", "--data-dir", str(folder), "--port", str(port), "--no-browser", "--json"]
    with _running(words, chosen | ({} if url is None else {"WORKSHOP_DATABASE_URL": url}), port, "/healthz") as server:
        yield server


@contextmanager
def floor(folder: Path, port: int, url: str | None = None) -> Iterator[Server]:
    environment = {"WORKSHOP_DATA_DIR": str(folder)} | ({} if url is None else {"WORKSHOP_DATABASE_URL": url})
    with _running(["-m", "bench.floor", str(port)], environment, port, "/") as server:
        yield server


@contextmanager
def _running(words: list[str], more: dict[str, str], port: int, path: str) -> Iterator[Server]:
    environment = {k: v for k, v in os.environ.items() if k != UNKEPT and not k.startswith("WORKSHOP_")} | more
    began = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=ROOT,
            env={**environment, "WORKSHOP_ENV_READY": "1"},
            stdout=nowhere,
            stderr=nowhere,
        )
        try:
            _wait_for(process, port, path)
            yield Server(process, port, time.perf_counter() - began)
        finally:
            process.terminate()
            process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, path: str) -> None:
    for _ in range(3000):
        if process.poll() is not None:
            raise RuntimeError(f"the server on port {port} ended with {process.returncode}")
        connection = HTTPConnection("127.0.0.1", port, timeout=1)
        try:
            connection.request("GET", path)
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.01)
        finally:
            connection.close()
    raise RuntimeError(f"nothing answers on port {port}")
