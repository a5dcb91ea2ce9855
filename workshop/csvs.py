"""Lists as CSV that no spreadsheet takes for formulas."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from io import StringIO
from typing import Any

FORMULA_STARTS = "=+-@"
# Where lists are parted by semicolons, as in German, French and Portuguese, a spreadsheet cuts a line there, quoted or not.
_CUT = re.compile(r"(?<=[;\t\r\n])((?:[^\S\t\r\n]|\")*)(?=(\S))")
AT_ONCE = 500


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read the letters right."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows(["" if cell is None else safe_cell(str(cell)) for cell in row] for row in rows)
    return ("\ufeff" + file.getvalue()).encode()


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark; text that a spreadsheet would calculate is made plain, numbers stay numbers."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    yield b"\xef\xbb\xbf"
    writer.writerow(head)
    for number, row in enumerate(rows, 1):
        writer.writerow([_plain(value) for value in row])
        if number % AT_ONCE == 0:
            yield _taken(file)
    yield _taken(file)


def _taken(file: StringIO) -> bytes:
    text = file.getvalue()
    file.seek(0)
    file.truncate()
    return text.encode()


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float | datetime) else safe_cell(str(value))


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before each sign from which a spreadsheet would calculate.

    Judged by the first sign that is not blank, and by the first after each sign that may part cells, in compatibility form: a fullwidth ＝ counts as =.
    """
    plain = unicodedata.normalize("NFKC", text).lstrip(" ")
    begins = plain and (plain[0] in FORMULA_STARTS or unicodedata.category(plain[0]) in ("Cc", "Cf"))
    return ("'" if begins else "") + _CUT.sub(_made_plain, text)


def _made_plain(cut: re.Match[str]) -> str:
    is_formula = unicodedata.normalize("NFKC", cut[2])[0] in FORMULA_STARTS
    return cut[1] + ("'" if is_formula else "")
