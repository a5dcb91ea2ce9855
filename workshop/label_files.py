"""Labels from the command line, thousands at once: files of whole sheets, so that no more than one of them is in memory."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from workshop.errors import CannotStart
from workshop.provenance.labelled import (
    Labelled,
    labelled,
    own_stocks,
    public_address_of,
    serials_to_label,
    without_tag,
)
from workshop.provenance.labelling import note_printing
from workshop.provenance.sheets import sheet_count, write_pdf
from workshop.provenance.stock import Stock, stock_called
from workshop.shoproom import Shoproom
from workshop.writing import NOBODY, Intent, Writing

A_FILE = 500
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Wanted:
    """Which labels: these serials, or all that were not printed yet when there are none."""

    format: str
    serials: Sequence[str] = ()
    start: int = 1
    copies: int = 1


@dataclass
class Printed:
    format: str
    labels: int = 0
    sheets: int = 0
    files: list[str] = field(default_factory=list)
    reprints: int = 0
    problems: list[dict[str, str]] = field(default_factory=list)

    def lines(self) -> list[str]:
        told = [f"{self.labels} labels on {self.sheets} sheets, {self.reprints} of pieces that had one before."]
        told += [f"  {name}" for name in self.files]
        return told + [f"  {one['serial']}: {one['reason']}" for one in self.problems]


def print_labels(room: Shoproom, wanted: Wanted, out: Path, progress: Progress) -> Printed:
    """Write the files, each noted in the journal once it stands. Raises CannotStart, and Refusal for an unknown format."""
    done = Printed(wanted.format)
    with room.database.reading() as session:
        stock = stock_called(wanted.format, own_stocks(session))
        if not 1 <= wanted.start <= stock.a_sheet:
            raise CannotStart(f"A sheet of {stock.key} has the labels 1 to {stock.a_sheet}.")
        pieces = _pieces(session, wanted, done)
        start = wanted.start
        while some := list(islice(pieces, _room(stock, start, wanted.copies))):
            _write(room, stock, some, start, wanted.copies, _next_file(out, done), done)
            progress(f"{done.labels} labels")
            start = 1
    if len(done.files) == 1:
        Path(done.files[0]).rename(out)
        done.files = [str(out)]
    return done


def _pieces(session: Session, wanted: Wanted, done: Printed) -> Iterator[Labelled]:
    address = public_address_of(session)
    if address is None:
        raise CannotStart(
            "The shop has no public address yet: set it in the settings. Practice labels are printed from the page Labels."
        )
    serials = list(dict.fromkeys(wanted.serials)) or serials_to_label(session)
    if wanted.serials:
        done.problems += [{"serial": one, "reason": "no piece with a tag"} for one in without_tag(session, serials)]
    return labelled(session, serials, address)


def _room(stock: Stock, start: int, copies: int) -> int:
    """How many pieces one file takes, so that the next begins on a fresh sheet where that can be."""
    places = max(A_FILE // stock.a_sheet, 1) * stock.a_sheet - start + 1
    return max(places // copies, 1)


def _next_file(out: Path, done: Printed) -> Path:
    return out.with_name(f"{out.stem}-{len(done.files) + 1:02d}{out.suffix or '.pdf'}")


def _write(
    room: Shoproom, stock: Stock, some: list[Labelled], start: int, copies: int, path: Path, done: Printed
) -> None:
    labels = [one.label for one in some for _copy in range(copies)]
    try:
        with path.open("wb") as file:
            write_pdf(file, stock, labels, start, title=path.stem)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise CannotStart(f"{path} cannot be written: {error.strerror}.") from error

    def note(writing: Writing) -> dict[str, Any]:
        note_printing(writing, [one.tag_id for one in some], stock, copies)
        return {}

    room.do(Intent("print labels", NOBODY, room.now()), note)
    done.files.append(str(path))
    done.labels += len(labels)
    done.sheets += sheet_count(stock, len(labels), start)
    done.reprints += sum(bool(one.prints) for one in some)
    done.problems += [
        {"serial": one.serial, "reason": f"letters that no font here has: {text}"}
        for one in some
        for text in one.missing
    ]
