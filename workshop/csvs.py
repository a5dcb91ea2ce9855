"""Lists as CSV that no spreadsheet takes for formulas."""

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from io import StringIO

FORMULA_STARTS = "=+-@"


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read the letters right."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows(["" if cell is None else safe_cell(str(cell)) for cell in row] for row in rows)
    return ("\ufeff" + file.getvalue()).encode()


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before it when a spreadsheet would calculate it.

    Judged by the first sign that is not blank, in compatibility form: a fullwidth ＝ counts as =.
    """
    plain = unicodedata.normalize("NFKC", text).lstrip(" ")
    if plain and (plain[0] in FORMULA_STARTS or unicodedata.category(plain[0]) in ("Cc", "Cf")):
        return "'" + text
    return text
