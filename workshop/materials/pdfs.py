"""The first page of a PDF as a picture, drawn by a process of its own with limits on memory and time."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock

from workshop.config import PREFIX
from workshop.materials.pagelimits import BROKEN, LOCKED, PATIENCE_S, SHOWN

ROOT = Path(__file__).resolve().parents[2]
LONGEST_COUNT = 12
_ONE_AT_A_TIME = Lock()  # each may take what `firstpage` allows


@dataclass(frozen=True)
class FirstPage:
    """`pages` None: they could not be counted. `jpeg` None: it cannot be shown; `is_locked` when a password is asked for."""

    pages: int | None = None
    jpeg: bytes | None = None
    is_locked: bool = False


def first_page(content: bytes) -> FirstPage:
    """What can be told and shown of a PDF. A file that breaks, floods or hangs the reader cannot be shown, and that is all."""
    status, answer = _answered(content)
    line, _line_end, jpeg = answer.partition(b"\n")
    pages = int(line) if line.isdigit() and len(line) < LONGEST_COUNT else None
    return FirstPage(pages, jpeg if status == SHOWN and jpeg else None, status == LOCKED)


def _answered(content: bytes) -> tuple[int, bytes]:
    """How the program ended and what it wrote. It gets no setting of ours, and its output is a file that has a limit."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    with _ONE_AT_A_TIME, TemporaryFile() as output:
        try:
            status = subprocess.run(
                [sys.executable, "-m", "workshop.materials.firstpage"],
                cwd=ROOT,
                input=content,
                stdout=output,
                stderr=subprocess.DEVNULL,
                env=plain,
                timeout=PATIENCE_S,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            status = BROKEN
        output.seek(0)
        return status, output.read()
