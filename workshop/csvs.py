"""Lists as CSV that no spreadsheet takes for formulas."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from io import StringIO

FORMULA_STARTS = "=+-@"
# Where lists are parted by semicolons, as in German, French and Portuguese, a spreadsheet cuts a line there, quoted or not.
_CUT = re.compile(r"(?<=[;\t\r\n])((?:[^\S\t\r\n]|\")*)(?=(\S))")


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read the letters right."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows(["" if cell is None else safe_cell(str(cell)) for cell in row] for row in rows)
    return ("\ufeff" + file.getvalue()).encode()


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
