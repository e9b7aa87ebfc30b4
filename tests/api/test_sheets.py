"""Tables as CSV and workbooks: typed cells, text that stays text whatever is in it, and the same bytes for the same table."""

import csv
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from io import BytesIO, StringIO
from uuid import UUID
from zipfile import ZipFile

import openpyxl
import pytest

from api import sheets
from api.downloads import gathered
from api.sheets import csv_of, workbook_of
from api.tables import HIDDEN, Column, Kind, Row, Table

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-2",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\uff1dx",
    "{=1}",
    "http://x.invalid",
    'a"b,c\r\nd',
)
JAKARTA = timezone(timedelta(hours=7))
COLUMNS = [
    Column("unit", Kind.TEXT, "Unit kerja", "Unit"),
    Column("cases", Kind.WHOLE, "Jumlah perkara", "Number of cases", "cases"),
    Column("share", Kind.SHARE, "Bagian", "Share"),
    Column("medianDays", Kind.DAYS, "Median", "Median", "days"),
    Column("since", Kind.DATE, "Sejak", "Since"),
    Column("at", Kind.MOMENT, "Saat", "At"),
    Column("nip", Kind.CODE, "NIP", "NIP"),
]
ROW = (
    "BKPSDM",
    7,
    0.25,
    Decimal("14.5"),
    date(2025, 1, 2),
    datetime(2025, 1, 2, 6, tzinfo=JAKARTA),
    "007",
)
SMALL = ("OPD", HIDDEN, None, HIDDEN, date(1899, 1, 1), None, UUID(int=1))
ABOUT = {"at": datetime(2026, 1, 2, 3, tzinfo=UTC), "policy": "=mutasi"}


def table(*rows: Row) -> Table:
    return Table("=Perkara", COLUMNS, rows, ABOUT)


def of_texts(*texts: str) -> Table:
    return Table("t", [Column("text", Kind.TEXT, "Teks", "Text")], [(text,) for text in texts])


def workbook(made: Table, language: str = "id") -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(b"".join(workbook_of(made, language))))


def read_csv(made: Table) -> list[list[str]]:
    return list(csv.reader(StringIO(b"".join(csv_of(made)).decode(), newline="")))


def test_csv_is_for_machines() -> None:
    assert b"".join(csv_of(table(ROW, SMALL))).decode().split("\r\n") == [
        "unit,cases,share,medianDays,since,at,nip",
        "BKPSDM,7,0.25,14.5,2025-01-02,2025-01-02T06:00:00+07:00,007",
        "OPD,hidden,,hidden,1899-01-01,,00000000-0000-0000-0000-000000000001",
        "",
    ]


def test_what_would_be_a_formula_is_text_in_csv() -> None:
    found = [row[0] for row in read_csv(of_texts(*HOSTILE))[1:]]
    assert found == [f"'{text}" for text in HOSTILE[:7]] + list(HOSTILE[7:])


def test_a_negative_number_is_no_formula() -> None:
    assert read_csv(Table("t", [COLUMNS[1]], [(-2,)]))[1] == ["-2"]


def test_cells_of_a_workbook_have_types() -> None:
    data, about = workbook(table(ROW, SMALL)).worksheets
    heading, first, second = data.iter_rows(values_only=True)
    assert heading == (
        "Unit kerja",
        "Jumlah perkara",
        "Bagian",
        "Median (hari)",
        "Sejak",
        "Saat (UTC)",
        "NIP",
    )
    assert first == ("BKPSDM", 7, 0.25, 14.5, datetime(2025, 1, 2), datetime(2025, 1, 1, 23), "007")  # noqa: DTZ001
    hidden = "tidak ditampilkan"
    assert second == ("OPD", hidden, None, hidden, "1899-01-01", None, str(UUID(int=1)))
    assert [cell.data_type for cell in data[2]] == ["s", "n", "n", "n", "d", "d", "s"]
    assert data.freeze_panes == "A2"
    assert list(about.iter_rows(values_only=True)) == [
        ("Judul", "=Perkara"),
        ("Keadaan pada", "2026-01-02T03:00:00+00:00"),
        ("policy", "=mutasi"),
        ("Jumlah baris", "2"),
    ]
    assert {cell.data_type for row in about.iter_rows() for cell in row} == {"s"}


def test_what_would_be_a_formula_is_text_in_a_workbook() -> None:
    data = workbook(of_texts(*HOSTILE), "en").worksheets[0]
    found = [
        (cell.data_type, str(cell.value).replace("_x000D_", "\r")) for (cell,) in data.iter_rows(min_row=2)
    ]
    assert found == [("s", text) for text in HOSTILE]


def test_what_is_no_character_is_replaced_and_control_characters_do_no_harm() -> None:
    made = of_texts("\ud800lone", "nul\x00 esc\x1b", "\uffff")
    assert [row[0] for row in read_csv(made)[1:]] == ["\ufffdlone", "nul\x00 esc\x1b", "\ufffd"]
    cells = [row[0] for row in workbook(made).worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert cells == ["\ufffdlone", "nul_x0000_ esc_x001B_", "\ufffd"]


@pytest.mark.parametrize("text", ["x" * 40_000, "\N{GRINNING FACE}" * 20_000], ids=["ascii", "pairs"])
def test_a_text_longer_than_a_cell_says_that_it_was_cut(text: str) -> None:
    ((value,),) = workbook(of_texts(text), "en").worksheets[0].iter_rows(min_row=2, values_only=True)
    assert value.endswith(" (cut; the CSV has the whole text)")
    assert value.startswith(text[:16_000])
    assert 32_000 < len(value.encode("utf-16-le")) / 2 <= 32_767
    assert read_csv(of_texts(text))[1] == [text]


def test_a_text_that_just_fits_is_whole() -> None:
    ((value,),) = workbook(of_texts("x" * 32_767)).worksheets[0].iter_rows(min_row=2, values_only=True)
    assert value == "x" * 32_767


def test_whole_numbers_a_spreadsheet_would_round_are_text() -> None:
    ((value,),) = (
        workbook(Table("t", [COLUMNS[1]], [(10**17 + 1,)]))
        .worksheets[0]
        .iter_rows(min_row=2, values_only=True)
    )
    assert value == "100000000000000001"


def test_the_same_table_is_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = b"".join(workbook_of(table(ROW), "id"))
    monkeypatch.setitem(os.environ, "TZ", "Asia/Jayapura")
    assert b"".join(workbook_of(table(ROW), "id")) == first
    with ZipFile(BytesIO(first)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        assert b"2026-01-02T03:00:00Z" in parts.read("docProps/core.xml")


def test_a_long_table_goes_on_in_another_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_MOST_ROWS", 3)
    made = workbook(of_texts("a", "b", "c"))
    assert [sheet.title for sheet in made.worksheets] == ["Data", "Data 2", "Keterangan"]
    assert [sheet.max_row for sheet in made.worksheets[:2]] == [3, 2]
    assert made.worksheets[2]["B2"].value == "3"


def test_rows_are_read_once_and_as_they_are_needed() -> None:
    read: list[int] = []

    def rows() -> Iterator[Row]:
        for number in range(5):
            read.append(number)
            yield (str(number),)

    lines = csv_of(Table("t", [Column("text", Kind.TEXT, "Teks", "Text")], rows()))
    assert next(lines) == b"text\r\n"
    assert read == []
    assert next(lines) == b"0\r\n"
    assert read == [0]


def test_small_pieces_are_gathered() -> None:
    pieces = [b"x" * 40_000, b"y" * 40_000, b"z"]
    assert list(gathered(iter(pieces))) == [b"x" * 40_000 + b"y" * 40_000, b"z"]
    assert list(gathered(iter(()))) == []
