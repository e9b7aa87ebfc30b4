"""A workbook's first sheet as CSV: `python spreadsheet.py from.xlsx to.csv`. Prints what the sheet is called.

Run as a process of its own, under limits of memory and time: a small workbook can be made to unfold into any size, by
its compression or by one cell in the last corner, and the reader then takes the whole process down.
"""

import csv
import resource
import sys
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook

_MEMORY = 3 << 30  # bytes of address space
_SECONDS = 300
_EXACT = 2**53  # above it a number in a workbook has lost digits

_Cell = int | float | str | bool | time | date | datetime | timedelta


def _text(cell: _Cell) -> str:
    match cell:
        case datetime(hour=0, minute=0, second=0):
            return cell.date().isoformat()
        case float() if cell.is_integer() and abs(cell) < _EXACT:
            return str(int(cell))
        case _:
            return str(cell)


def _convert(source: str, target: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    sheet = CalamineWorkbook.from_path(source).get_sheet_by_index(0)
    with open(target, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 a process that knows nothing else
        writer = csv.writer(file)
        for row in sheet.to_python(skip_empty_area=False):
            writer.writerow([_text(cell) for cell in row])
    sys.stdout.buffer.write(sheet.name.encode())


if __name__ == "__main__":
    _convert(*sys.argv[1:])
