"""Reading CSV files that others wrote: row by row, with whatever is broken told by its row."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from workshop.errors import Invalid, Refusal
from workshop.wording import _

LONGEST_LINE = 200_000  # signs; a record may have several lines and as many signs
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Record:
    """One row under its head; the head is row 1. `refusal` when it could not be read."""

    row: int
    values: dict[str, str] = field(default_factory=dict)
    refusal: Refusal | None = None


def check_text(file: Path) -> None:
    """Raises Invalid with a sentence when the file cannot be opened or is not UTF-8 from end to end."""
    line = 1
    try:
        with file.open("rb") as raw:
            while piece := raw.readline(CHUNK_BYTES):
                while piece and not _decodes(piece) and len(piece) % CHUNK_BYTES == 0 and (more := raw.read(1)):
                    piece += more  # a sign cut by the end of the chunk
                if not _decodes(piece):
                    raise Invalid(
                        _(
                            "Line {line} of {name} is not UTF-8. Save the file as “CSV UTF-8”, then import it again.",
                            line=line,
                            name=file.name,
                        ),
                        slug="not-utf-8",
                        field="file",
                    )
                line += piece.endswith(b"\n")
    except OSError as error:
        raise Invalid(
            _("{name} cannot be read: {why}.", name=file.name, why=error.strerror), slug="file-not-read", field="file"
        ) from error


def _decodes(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class _Lines:
    """The lines of a file, of which some can be given back."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.waiting: list[str] = []
        self.taken: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.waiting.pop() if self.waiting else self.file.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            while (rest := self.file.readline(LONGEST_LINE)) and not rest.endswith("\n"):
                pass
            raise csv.Error("line too long")
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """All lines of the broken record but its first, which is where it is broken."""
        self.waiting.extend(reversed(self.taken[1:]))


def read_records(file: TextIO, needed: frozenset[str], *, delimiter: str = ",") -> Iterator[Record]:
    """The rows under the head, blank lines left out. Raises Invalid when the head lacks a column that is needed."""
    lines = _Lines(file)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    head = _head(reader, needed)
    return _records(lines, reader, head)


def _head(reader: "Iterator[list[str]]", needed: frozenset[str]) -> list[str]:
    try:
        head = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise Invalid(
            _("The first line cannot be read as names of columns. Look at its quotation marks."),
            slug="head-broken",
            field="file",
        ) from error
    missing = sorted(needed - set(head))
    if missing:
        raise Invalid(
            _(
                "The table has no column {missing}. Its columns are {columns}. Correct the map or the table.",
                missing=", ".join(f"“{name}”" for name in missing),
                columns=", ".join(head)[:400] or _("none"),
            ),
            slug="column-missing",
            field="map",
        )
    twice = sorted({name for name in needed if head.count(name) > 1})
    if twice:
        raise Invalid(
            _("The table has the column “{name}” more than once. Rename one.", name=twice[0]),
            slug="column-twice",
            field="file",
        )
    return head


def _records(lines: _Lines, reader: "Iterator[list[str]]", head: list[str]) -> Iterator[Record]:
    row = 1
    while True:
        row += 1
        lines.taken.clear()
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines.give_back()
            yield Record(row, refusal=_broken(error))
            continue
        if values:
            yield _record(row, head, values)


def _record(row: int, head: list[str], values: list[str]) -> Record:
    if len(values) != len(head):
        sentence = _(
            "It has {found} fields where the head has {wanted}. Look for a separator or a quotation mark too many or too few.",
            found=len(values),
            wanted=len(head),
        )
        return Record(row, refusal=Invalid(sentence, slug="fields-differ"))
    return Record(row, dict(zip(head, values, strict=True)))


def _broken(error: csv.Error) -> Invalid:
    if "limit" in str(error) or "too long" in str(error):
        return Invalid(_("It is longer than any row can be: a quotation mark may be open."), slug="row-too-long")
    return Invalid(_("A quotation mark in it is not closed, or stands where none can be."), slug="quote-open")
