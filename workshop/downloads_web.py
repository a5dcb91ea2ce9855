"""Files to take away: written whole before the first byte goes, so that a browser knows how much comes."""

from collections.abc import Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import Response

from workshop.csvs import csv_lines
from workshop.web import done_reading

CHUNK = 256 * 1024
CSV = "text/csv; charset=utf-8"


def sent_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A table as CSV, of rows that are read while it is written. No cell is a formula."""
    return sent_file(name, csv_lines(head, rows), CSV)


def sent_file(name: str, chunks: Iterable[bytes], content_type: str) -> Response:
    """A file by its name; a short one stands in memory, a longer one on disk until it is sent.

    Its length is known, so a browser shows how far it is and misses a torn end. What fails while it is written is an
    error page and no half file, and the database is read no longer than that, however slowly somebody takes it.
    """
    file = SpooledTemporaryFile(max_size=CHUNK)  # noqa: SIM115 -- it is closed when the answer is
    try:
        for chunk in chunks:
            file.write(chunk)
    except BaseException:
        file.close()
        raise
    done_reading()
    answer = Response(content_type=content_type)
    answer.content_length = file.tell()
    file.seek(0)
    answer.response = _read(file)
    answer.call_on_close(file.close)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk
