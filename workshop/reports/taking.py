"""Tables as workbooks, line by line: however many pieces there are, only some stand in memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter

Values = Sequence[Any]
CHUNK = 256 * 1024
# A cell holds what was recorded: nothing that stands in one is taken for a formula, an address or a figure.
AS_WRITTEN = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST_CELL = 32_767


def xlsx_chunks(sheets: Sequence[tuple[str, Sequence[str], Iterable[Values]]]) -> Iterator[bytes]:
    """A workbook of these sheets (name, head, rows), written to a file of its own row by row, then read out in pieces."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        _write(path, sheets)
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


def _write(path: Path, sheets: Sequence[tuple[str, Sequence[str], Iterable[Values]]]) -> None:
    with xlsxwriter.Workbook(str(path), AS_WRITTEN | {"tmpdir": str(path.parent)}) as book:
        looks = {"head": book.add_format({"bold": True}), "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"})}
        for name, head, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for place, title in enumerate(head):
                sheet.write_string(0, place, title, looks["head"])
            for line, row in enumerate(rows, 1):
                for place, value in enumerate(row):
                    _write_cell(sheet, line, place, value, looks)


def _write_cell(sheet: Any, line: int, place: int, value: Any, looks: Mapping[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        sheet.write_datetime(line, place, value, looks["moment"])
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value)
    else:
        sheet.write_string(line, place, str(value)[:LONGEST_CELL])
