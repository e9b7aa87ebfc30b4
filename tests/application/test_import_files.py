"""Reading files: a broken one changes nothing and says what is wrong; a good one may be read again."""

import random
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from uuid import uuid4

import pytest
from openpyxl import Workbook
from structlog.testing import capture_logs

from application.importing import BrokenFile, Reason, Severity, import_file, reading
from application.importing import files as files_page
from application.ledger import Ledger
from application.recording import decode, envelope_of
from domain.act import Act
from domain.identity import agency_id

HEADER = "kode_cepat,nama,jenis_pusat_daerah,jenis_instansi,jabatan_ppk,kode_wilayah_kemendagri"
SELUMA = "5805,Pemerintah Kab. Seluma,D,KAB,Bupati Seluma,17.05"
KAUR = "5804,Pemerintah Kab. Kaur,D,KAB,Bupati Kaur,17.04"


def act():
    return Act(uuid4(), datetime(2026, 1, 15, 3, tzinfo=UTC), uuid4(), "2026.1")


@pytest.fixture
def ledger(database):
    with Ledger(database) as ledger:
        yield ledger


@pytest.fixture
def write(tmp_path):
    def write(*lines, name="agencies.csv"):
        path = tmp_path / name
        path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
        return path

    return write


@pytest.fixture
def workbook(tmp_path):
    def workbook(*rows):
        book = Workbook()
        for row in rows:
            book.active.append(row)
        book.save(tmp_path / "agencies.xlsx")
        return tmp_path / "agencies.xlsx"

    return workbook


def names_on_record(ledger):
    events = [decode(line).event for line in ledger.after(0, 100)]
    return [event.agency.name for event in events if hasattr(event, "agency")]


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        ([""], Reason.EMPTY, 0),
        (["kode_cepat,nama", "5805,Seluma"], Reason.COLUMNS_MISSING, 1),
        ([HEADER + ",nama", SELUMA + ",x"], Reason.COLUMNS_REPEATED, 1),
        ([HEADER, SELUMA, b"5804,Kaur\xff,D,KAB,Bupati,17.04"], Reason.NOT_UTF8, 3),
        ([HEADER, SELUMA, b"5804,Kaur\xc3"], Reason.NOT_UTF8, 3),
        ([HEADER.encode("utf-16")], Reason.NOT_UTF8, 1),
        ([HEADER, SELUMA, b"5804,Ka\0ur,D,KAB,Bupati,17.04"], Reason.NUL_BYTE, 3),
        ([HEADER, SELUMA, '5804,"Pemerintah Kab. Kaur,D,KAB,Bupati,17.04'], Reason.BROKEN_CSV, 3),
        ([HEADER, SELUMA, '5804,"Pemerintah" Kab. Kaur,D,KAB,Bupati,17.04'], Reason.BROKEN_CSV, 3),
        ([b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"], Reason.OLD_SPREADSHEET, 0),
        ([b"PK\x03\x04 and nothing more"], Reason.BROKEN_SPREADSHEET, 0),
    ],
)
def test_a_broken_file_changes_nothing_and_says_what_is_wrong(ledger, write, content, reason, line):
    with pytest.raises(BrokenFile) as broken:
        import_file("agencies", write(*content), ledger, act())
    assert (broken.value.reason, broken.value.line) == (reason, line)
    assert ledger.head() == 0


def test_the_missing_columns_are_named(ledger, write):
    with pytest.raises(BrokenFile, match="jenis_instansi, jabatan_ppk"):
        import_file(
            "agencies", write("kode_cepat,nama,jenis_pusat_daerah,kode_wilayah_kemendagri"), ledger, act()
        )


def test_a_file_that_is_too_large_is_not_read(ledger, write, monkeypatch):
    monkeypatch.setattr(reading, "_LARGEST_CSV", 100)
    with pytest.raises(BrokenFile) as broken:
        import_file("agencies", write(HEADER, SELUMA), ledger, act())
    assert broken.value.reason is Reason.TOO_LARGE


def test_a_truncated_workbook_changes_nothing(ledger, workbook):
    path = workbook(HEADER.split(","), SELUMA.split(","))
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(BrokenFile) as broken:
        import_file("agencies", path, ledger, act())
    assert broken.value.reason is Reason.BROKEN_SPREADSHEET
    assert ledger.head() == 0


def _with_sheet(path, sheet):
    """The workbook with other bytes for its first sheet."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/worksheets/sheet1.xml"] = sheet
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def test_a_workbook_that_unfolds_without_end_is_not_read(ledger, workbook, monkeypatch):
    path = workbook(HEADER.split(","))
    _with_sheet(path, b" " * 20_000_000)
    monkeypatch.setattr(reading, "_LARGEST_UNPACKED", 10_000_000)
    with pytest.raises(BrokenFile) as broken:
        import_file("agencies", path, ledger, act())
    assert broken.value.reason is Reason.TOO_LARGE


def test_one_cell_in_the_last_corner_does_not_take_the_service_down(ledger, workbook):
    path = workbook(HEADER.split(","))
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    _with_sheet(path, f'<worksheet xmlns="{namespace}"><sheetData>{cells}</sheetData></worksheet>'.encode())
    with pytest.raises(BrokenFile) as broken:
        import_file("agencies", path, ledger, act())
    assert broken.value.reason in {Reason.TOO_LARGE, Reason.BROKEN_SPREADSHEET}


def test_damaged_bytes_never_end_in_anything_but_a_report_or_a_broken_file(ledger, write):
    rng = random.Random(1)
    whole = f"{HEADER}\n{SELUMA}\n{KAUR}".encode()
    for _ in range(200):
        damaged = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        try:
            report = import_file("agencies", write(bytes(damaged)), ledger, act())
        except BrokenFile:
            continue
        assert report.read == report.recorded + report.unchanged + report.rejected


def test_a_second_import_writes_nothing(ledger, write):
    path = write(HEADER, SELUMA, KAUR)
    import_file("agencies", path, ledger, act())
    head = ledger.head()
    report = import_file("agencies", path, ledger, act())
    assert (report.recorded, report.unchanged, report.position) == (0, 2, 0)
    assert ledger.head() == head


def test_good_rows_stay_and_bad_ones_are_reported_where_they_stand(ledger, write):
    path = write(
        HEADER,
        SELUMA,
        '5899,"Pemerintah',
        'Kab. Baru",D,KAB,Bupati,17.05',
        "5803,,D,KAB,Bupati Rejang Lebong,17.02",
        "",
        "5801,Pemerintah Kab. Bengkulu Utara,D,KAB",
        SELUMA,
        "5802,Pemerintah Kab. Bengkulu\u200bSelatan,D,KAB,Bupati,17.01",
        KAUR,
    )
    report = import_file("agencies", path, ledger, act())
    found = [(f.line, f.column, f.reason) for f in report.findings if f.severity is Severity.REJECTED]
    assert found == [
        (3, "nama", Reason.CONTROL_CHARACTER),
        (5, "nama", Reason.MISSING),
        (7, "", Reason.WRONG_WIDTH),
        (8, "kode_cepat", Reason.REPEATED),
        (9, "nama", Reason.CONTROL_CHARACTER),
    ]
    assert (report.read, report.recorded, report.rejected) == (7, 2, 5)
    assert names_on_record(ledger) == ["Pemerintah Kab. Seluma", "Pemerintah Kab. Kaur"]


def test_every_reason_speaks_both_languages():
    assert all(
        reason.value.id and reason.value.en and reason.value.id != reason.value.en for reason in Reason
    )


def test_the_history_shows_who_imported_what(ledger, write):
    path, acting = write(HEADER, SELUMA, ",,,,,"), act()
    report = import_file("agencies", path, ledger, acting)
    digest = sha256(path.read_bytes()).hexdigest()
    registered, imported = ledger.after(0, 10)
    assert [envelope_of(line).causation for line in (registered, imported)] == [digest, digest]
    assert envelope_of(registered).act == acting
    event = decode(imported).event
    assert (event.layout, event.file, event.sha256) == ("agencies", "agencies.csv", digest)
    assert (event.rows, event.rejected) == (1, 0)  # a row of commas is no row
    assert report.position == ledger.head()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_semicolons_and_tabs_separate_as_well(ledger, write, delimiter):
    path = write(*(line.replace(",", delimiter) for line in (HEADER, SELUMA)))
    assert import_file("agencies", path, ledger, act()).recorded == 1


def test_headings_are_compared_without_case_and_signs(ledger, write):
    path = write("\ufeff" + HEADER.upper().replace("_", " ") + ",LAIN", SELUMA + ",x")
    assert import_file("agencies", path, ledger, act()).recorded == 1


def test_values_are_cleaned_as_siasn_writes_them(ledger, write):
    name = "Pemerintah Kab. Sélúma"
    path = write(HEADER, "'5805, Pemerintah Kab. Se\u0301lu\u0301ma\u00a0,D,KAB,Bupati Seluma,17.05")
    import_file("agencies", path, ledger, act())
    (line,) = ledger.read([agency_id("5805")])
    assert decode(line).event.agency.name == name


def test_a_workbook_is_read_like_a_csv(ledger, workbook):
    path = workbook(
        HEADER.split(","),
        [5805, *SELUMA.split(",")[1:]],
        [None] * 6,
        [5804, None, "D", "KAB", "Bupati", "17.04"],
    )
    report = import_file("agencies", path, ledger, act())
    assert names_on_record(ledger) == ["Pemerintah Kab. Seluma"]
    (missing,) = [finding for finding in report.findings if finding.severity is Severity.REJECTED]
    assert (missing.line, missing.column) == (4, "nama")


def test_the_log_counts_and_names_nobody(ledger, write):
    with capture_logs() as logs:
        import_file("agencies", write(HEADER, SELUMA, "x,Rahasia,D,KAB,Bupati,99"), ledger, act())
    assert "Rahasia" not in str(logs)
    assert logs[0]["rejected"] == 1


def test_progress_tells_rows_done_and_rows_in_all(ledger, write, monkeypatch):
    monkeypatch.setattr(files_page, "_CHUNK", 2)
    told = []
    rows = [SELUMA.replace("5805", str(code)) for code in range(5801, 5806)]
    import_file("agencies", write(HEADER, *rows), ledger, act(), lambda *now: told.append(now))
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_a_flood_of_findings_is_cut_off_and_counted(ledger, write, monkeypatch):
    monkeypatch.setattr(files_page, "_MOST_FINDINGS", 3)
    report = import_file("agencies", write(HEADER, *["x,y,D,KAB,z,99"] * 5), ledger, act())
    assert (len(report.findings), report.left_off, report.rejected) == (3, 2, 5)
