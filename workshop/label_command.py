"""The command `labels`: which labels, on what, into which file."""

import argparse
from pathlib import Path
from typing import Any

from workshop.console import DONE, FOUND, opened, tell, tell_on_the_way
from workshop.errors import CannotStart
from workshop.label_files import Wanted, print_labels
from workshop.provenance.labelling import MOST_COPIES
from workshop.provenance.stock import STOCKS, USUAL


def add_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("serial", nargs="*", help="of which pieces; without any, of all whose tag was not printed yet")
    command.add_argument("--from-file", type=Path, help="a text file with one serial a line")
    command.add_argument("--format", default=USUAL, help=f"the label format ({USUAL}); own sizes are own-1, own-2 …")
    command.add_argument("--formats", action="store_true", help="only list the formats")
    command.add_argument("--start", type=_from_one, default=1, help="begin at this label of the first sheet (1)")
    command.add_argument("--copies", type=_copies, default=1, help="copies of each (1)")
    command.add_argument("--out", type=Path, default=Path("labels.pdf"), help="the PDF (labels.pdf)")


def run_labels(options: argparse.Namespace) -> int:
    if options.formats:
        return _list_formats(options)
    serials = [*options.serial, *_read(options.from_file)]
    wanted = Wanted(options.format, serials, options.start, options.copies)
    with opened(options) as room:
        done = print_labels(room, wanted, options.out, tell_on_the_way)
    tell(options, "\n".join(done.lines()), vars(done))
    return FOUND if done.problems else DONE


def _list_formats(options: argparse.Namespace) -> int:
    told: list[dict[str, Any]] = [{"format": one.key, "name": one.name, "told": one.told()} for one in STOCKS]
    tell(options, "\n".join(f"{one['format']:16} {one['name']}: {one['told']}" for one in told), {"formats": told})
    return DONE


def _read(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotStart(f"{path} cannot be read as a text file.") from error
    return [line.strip() for line in lines if line.strip()]


def _from_one(typed: str) -> int:
    if not typed.isdigit() or not 1 <= int(typed) <= 10_000:
        raise argparse.ArgumentTypeError("a number from 1 up")
    return int(typed)


def _copies(typed: str) -> int:
    if not typed.isdigit() or not 1 <= int(typed) <= MOST_COPIES:
        raise argparse.ArgumentTypeError(f"a number from 1 to {MOST_COPIES}")
    return int(typed)
