"""Tables to take away: CSV that a spreadsheet opens as text, whatever people typed into it."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The table line by line, with a byte order mark. A text that a spreadsheet would compute gets an apostrophe in front (OWASP, CSV injection)."""
    yield "\ufeff" + _line(head)
    for row in rows:
        yield _line([_harmless(value) for value in row])


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else "" if value is None else value


def _line(values: Sequence[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(values)
    return text.getvalue()
