"""Tables as CSV and as workbooks, row by row: neither the table nor the file is ever held in memory.

What people wrote stays text. A spreadsheet takes some beginnings for a formula: in CSV they get an apostrophe before
them (ASVS v5.0.0-1.2.10); in a workbook the type of a cell says that it is text.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from itertools import chain, count, islice
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from api.tables import HIDDEN, Column, Kind, Table, Value
from api.words import catalogue

CSV = "text/csv; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_UNSPEAKABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")  # no character: neither UTF-8 nor XML can carry it


def sound(text: str) -> str:
    """With a replacement character for what is no character."""
    return _UNSPEAKABLE.sub("\ufffd", text)


# CSV (RFC 4180)


def plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def csv_lines(names: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    line = StringIO()
    writer = csv.writer(line)
    for row in chain([names], rows):
        line.seek(0)
        line.truncate()
        writer.writerow([plain(value) for value in row])
        yield sound(line.getvalue()).encode()


def csv_of(table: Table) -> Iterator[bytes]:
    """For machines: the columns by their names, values as in JSON; a hidden cell says `hidden`."""
    names = [column.name for column in table.columns]
    return csv_lines(names, (map(_written, row) for row in table.rows))


def _written(value: Value) -> object:
    if value is HIDDEN:
        return HIDDEN.value
    return value.isoformat() if isinstance(value, date) else value


# Workbooks

_MOST_ROWS = 1_048_576  # of a sheet; a longer table goes on in another one
_LONGEST = 32_767  # UTF-16 units of a cell
_EXACT = 10**15  # from here on a spreadsheet rounds whole numbers
_FIRST_DAY = date(1900, 3, 1)  # days before are counted wrongly by every spreadsheet, or not at all
_NO_MOMENT = datetime(1980, 1, 1, tzinfo=UTC)
_PIECE = 65_536

_FORMATS = {
    Kind.TEXT: "@",
    Kind.CODE: "@",
    Kind.WHOLE: "#,##0",
    Kind.SHARE: "0.0%",
    Kind.DAYS: "General",
    Kind.NUMBER: "General",
    Kind.DATE: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm:ss",
}
_WIDTHS = {Kind.TEXT: 36, Kind.CODE: 22, Kind.DATE: 12, Kind.MOMENT: 20}


def workbook_of(table: Table, language: str) -> Iterator[bytes]:
    """For people: titles in their language, dates that are dates, moments in UTC.

    The same table is the same bytes. The file is made whole on disk first, since a zip archive ends with its contents.
    """
    with TemporaryFile() as file:
        _write(table, language, file)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _write(table: Table, language: str, file: IO[bytes]) -> None:
    words = catalogue(language)["sheets"]
    at = table.about.get("at")
    made = at.astimezone(UTC) if isinstance(at, datetime) else _NO_MOMENT
    with _open_workbook(file) as workbook:
        workbook.set_properties({"title": sound(table.title), "created": made.replace(tzinfo=None)})
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        faint = workbook.add_format({"italic": True, "font_color": "#767676"})
        formats = [workbook.add_format({"num_format": _FORMATS[column.kind]}) for column in table.columns]
        headings = [heading(column, language) for column in table.columns]
        rows, told = iter(table.rows), 0
        for number in count(1):
            sheet = workbook.add_worksheet(words["data"] if number == 1 else f"{words['data']} {number}")
            _write_headings(sheet, table.columns, headings, bold)
            at_row = 0
            for at_row, row in enumerate(islice(rows, _MOST_ROWS - 1), start=1):
                for at_column, value in enumerate(row):
                    _write_cell(sheet, at_row, at_column, value, formats[at_column], faint, words)
            told += at_row
            if at_row < _MOST_ROWS - 1:
                break
        _write_about(workbook.add_worksheet(words["about"]), table, told, bold, words)


@contextmanager
def _open_workbook(file: IO[bytes]) -> Iterator[xlsxwriter.Workbook]:
    """Rows are written away as they come (`constant_memory`), to a folder that is gone afterwards, whatever happens."""
    with TemporaryDirectory() as folder:
        workbook = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
        try:
            yield workbook
        finally:
            workbook.close()


def _write_headings(sheet: Worksheet, columns: list[Column], headings: list[str], bold: Format) -> None:
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # a NIP is no number, and no mistake
    for at, (column, title) in enumerate(zip(columns, headings, strict=True)):
        sheet.set_column(at, at, _WIDTHS.get(column.kind, 14))
        sheet.write_string(0, at, sound(title), bold)


def _write_cell(
    sheet: Worksheet, row: int, column: int, value: Value, form: Format, faint: Format, words: dict[str, str]
) -> None:
    match value:
        case None:
            pass
        case _ if value is HIDDEN:
            sheet.write_string(row, column, words["hidden"], faint)
        case datetime():
            sheet.write_datetime(row, column, value.astimezone(UTC).replace(tzinfo=None), form)
        case date() if value >= _FIRST_DAY:
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), form)  # noqa: DTZ001
        case int() | float() | Decimal() if -_EXACT < value < _EXACT:
            sheet.write_number(row, column, float(value), form)
        case _:
            sheet.write_string(row, column, fitting(sound(str(value)), words["cut"]), form)


def _write_about(sheet: Worksheet, table: Table, told: int, bold: Format, words: dict[str, str]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    facts: dict[str, Any] = {"title": table.title} | dict(table.about) | {"rows": told}
    for row, (name, value) in enumerate(facts.items()):
        sheet.write_string(row, 0, sound(words.get(name, name)), bold)
        sheet.write_string(row, 1, fitting(sound(str(_written(value))), words["cut"]))


def heading(column: Column, language: str) -> str:
    """With what it is measured in, where its values do not say it."""
    unit = catalogue(language)["units"].get(column.unit, column.unit)
    if column.kind is Kind.MOMENT:
        unit = "UTC"
    title = column.title(language)
    return f"{title} ({unit})" if unit and unit not in title.lower() else title


def fitting(text: str, mark: str) -> str:
    """What a cell can hold; a text that was cut says so at its end."""
    if len(text) * 2 <= _LONGEST or len(units := text.encode("utf-16-le")) <= _LONGEST * 2:
        return text
    return units[: (_LONGEST - len(mark)) * 2].decode("utf-16-le", "ignore") + mark
