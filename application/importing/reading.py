"""Files as rows. A file is read through once before anything else is done with it, so that a broken one changes nothing.

CSV: UTF-8, separated by comma, semicolon or tab. XLSX: its first sheet.
"""

import csv
import re
import subprocess
import sys
import tempfile
import zipfile
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TypeVar
from unicodedata import category, normalize

from application.importing.reasons import Reason

_BLOCK = 1 << 20
_LARGEST_CSV = 2 << 30  # bytes
_LARGEST_WORKBOOK = 64 << 20
_LARGEST_UNPACKED = 1 << 30
_LONGEST = 2_000  # characters of one value
_SHOWN = 200
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_EARLIEST, _LATEST = 1900, 2100

T = TypeVar("T")


class BrokenFile(Exception):
    """The file cannot be read; nothing was changed."""

    def __init__(self, file: str, reason: Reason, told: str = "", line: int = 0) -> None:
        super().__init__(f"{file}: {reason.value.en}" + (f" ({told})" if told else ""))
        self.file = file
        self.reason = reason
        self.told = told
        self.line = line


class BadValue(Exception):
    """A value that cannot be used."""

    def __init__(self, column: str, value: str, reason: Reason, detail: str = "") -> None:
        super().__init__(reason.code)
        self.column = column
        self.value = value[:_SHOWN]
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Columns:
    """What a file must have in its header, and what it may have. Case and signs in headings do not count."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return self.required + self.optional


class Row:
    """One row's values, by the layout's column names. An apostrophe before a value is dropped; `null` is empty."""

    __slots__ = ("_at", "_values", "complete", "line", "warnings")

    def __init__(self, line: int, values: Sequence[str], at: Mapping[str, int], width: int) -> None:
        self.line = line
        self.complete = len(values) == width
        self.warnings: list[BadValue] = []
        self._values = values
        self._at = at

    def warn(self, column: str, reason: Reason, detail: str = "") -> None:
        self.warnings.append(BadValue(column, self.raw(column), reason, detail))

    def bad(self, column: str, reason: Reason, detail: str = "") -> BadValue:
        return BadValue(column, self.raw(column), reason, detail)

    def raw(self, column: str) -> str:
        at = self._at.get(column)
        return "" if at is None or at >= len(self._values) else self._values[at]

    def text(self, column: str) -> str:
        """The value, empty when there is none."""
        value = self.raw(column).strip(" \t\r\n\N{NO-BREAK SPACE}")
        if value[:1] == "'":
            value = value[1:].strip()
        if value in {"", "null", "NULL"}:
            return ""
        if len(value) > _LONGEST:
            raise self.bad(column, Reason.TOO_LONG)
        if not value.isprintable() and any(category(c) in _INVISIBLE for c in value):
            raise self.bad(column, Reason.CONTROL_CHARACTER)
        return value if value.isascii() else normalize("NFC", value)

    def required(self, column: str) -> str:
        if value := self.text(column):
            return value
        raise self.bad(column, Reason.MISSING)

    def day(self, column: str) -> date | None:
        """dd-mm-yyyy, as SIASN writes it, or yyyy-mm-dd."""
        value = self.text(column)
        if not value:
            return None
        found = _DAY.fullmatch(value)
        try:
            if found is None:
                day = date.fromisoformat(value)
            else:
                day = date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            raise self.bad(column, Reason.NOT_A_DATE) from None
        if not _EARLIEST <= day.year <= _LATEST:
            raise self.bad(column, Reason.NOT_A_DATE)
        return day

    def required_day(self, column: str) -> date:
        day = self.day(column)
        if day is None:
            raise self.bad(column, Reason.MISSING)
        return day

    def number(self, column: str, lowest: int, highest: int) -> int | None:
        value = self.text(column)
        if not value:
            return None
        if not (value.isascii() and value.isdigit()):
            raise self.bad(column, Reason.NOT_A_NUMBER)
        number = int(value[:20])
        if not lowest <= number <= highest:
            raise self.bad(column, Reason.OUT_OF_RANGE)
        return number

    def required_number(self, column: str, lowest: int, highest: int) -> int:
        number = self.number(column, lowest, highest)
        if number is None:
            raise self.bad(column, Reason.MISSING)
        return number

    def hundredths(self, column: str, highest: int) -> int | None:
        """A decimal number (point or comma) in hundredths, half up."""
        value = self.text(column).replace(",", ".")
        if not value:
            return None
        found = _DECIMAL.fullmatch(value)
        if found is None:
            raise self.bad(column, Reason.NOT_A_NUMBER)
        thousandths = int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0")[:3])
        if thousandths > highest * 1000:
            raise self.bad(column, Reason.OUT_OF_RANGE)
        return (thousandths + 5) // 10

    def several(self, column: str) -> tuple[str, ...]:
        """Values with semicolons between them, each once."""
        return tuple(dict.fromkeys(part for raw in self.text(column).split(";") if (part := raw.strip())))

    def one_of(self, column: str, allowed: Mapping[str, T]) -> T:
        """What the value stands for; case does not count."""
        value = self.required(column)
        try:
            return allowed[value.upper()]
        except KeyError:
            raise self.bad(column, Reason.NOT_IN_LIST) from None


_DAY = re.compile(r"(\d{2})[-/](\d{2})[-/](\d{4})", re.ASCII)
_DECIMAL = re.compile(r"(\d{1,9})(?:\.(\d{1,9}))?", re.ASCII)
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was found whole. Rows may be asked for more than once. `sheet`: what that of a workbook is called."""

    name: str
    sheet: str
    sha256: str
    rows: int
    _table: "_Table"
    _at: Mapping[str, int]

    def has(self, column: str) -> bool:
        return column in self._at

    def __iter__(self) -> Iterator[Row]:
        records = self._table.records()
        _, header = next(records)
        for line, values in records:
            yield Row(line, values, self._at, len(header))


@contextmanager
def opened(path: Path, columns: Columns) -> Iterator[Source]:
    """Find the file whole and with these columns, or raise BrokenFile."""
    name = path.name
    with path.open("rb") as file:
        start = file.read(4)
    if start == _OLD_WORKBOOK:
        raise BrokenFile(name, Reason.OLD_SPREADSHEET)
    if start == _WORKBOOK:
        _bounded(path, _LARGEST_WORKBOOK)
        with tempfile.TemporaryDirectory() as folder:
            unfolded = Path(folder) / "sheet.csv"
            sheet = _unfold(path, unfolded)
            yield _found_whole(
                _Table(unfolded, name, ",", physical=False, sheet=sheet), _digest(path), columns
            )
    else:
        _bounded(path, _LARGEST_CSV)
        digest = _digest(path, text=True)
        yield _found_whole(_Table(path, name, _delimiter(path), physical=True), digest, columns)


@dataclass(frozen=True, slots=True)
class _Table:
    """A CSV file. `physical`: records are numbered by the line they begin on, else by their count."""

    path: Path
    name: str
    delimiter: str
    physical: bool
    sheet: str = ""

    def records(self) -> Iterator[tuple[int, list[str]]]:
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=True)
            line = count = 0
            try:
                for values in reader:
                    count += 1
                    if any(values):
                        yield (line + 1 if self.physical else count), values
                    line = reader.line_num
            except csv.Error as error:
                raise BrokenFile(self.name, Reason.BROKEN_CSV, str(error), line + 1) from error


def _found_whole(table: _Table, digest: str, columns: Columns) -> Source:
    records = table.records()
    _, header = next(records, (0, []))
    if not header:
        raise BrokenFile(table.name, Reason.EMPTY)
    headings = [_plain(heading) for heading in header]
    at = {column: headings.index(_plain(column)) for column in columns.all if _plain(column) in headings}
    if missing := [column for column in columns.required if column not in at]:
        raise BrokenFile(table.name, Reason.COLUMNS_MISSING, ", ".join(missing), 1)
    if repeated := [column for column in at if headings.count(_plain(column)) > 1]:
        raise BrokenFile(table.name, Reason.COLUMNS_REPEATED, ", ".join(repeated), 1)
    return Source(table.name, table.sheet, digest, sum(1 for _ in records), table, at)


def _plain(heading: str) -> str:
    return "".join(c for c in heading.lower() if c.isalnum())


def _delimiter(path: Path) -> str:
    with path.open(encoding="utf-8-sig") as file:
        heading = file.readline(1 << 16)
    return max(",;\t", key=heading.count)


def _bounded(path: Path, most: int) -> None:
    if path.stat().st_size > most:
        raise BrokenFile(path.name, Reason.TOO_LARGE)


def _digest(path: Path, *, text: bool = False) -> str:
    """The SHA-256 of the bytes; of a text also that it is one."""
    digest = sha256()
    decode = getincrementaldecoder("utf-8")().decode
    lines = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            if text:
                _decode(decode, block, path.name, lines)
                if b"\0" in block:
                    line = lines + block[: block.index(b"\0")].count(b"\n") + 1
                    raise BrokenFile(path.name, Reason.NUL_BYTE, line=line)
                lines += block.count(b"\n")
    if text:
        _decode(decode, b"", path.name, lines, final=True)
    return digest.hexdigest()


def _decode(
    decode: Callable[[bytes, bool], str], block: bytes, name: str, lines: int, *, final: bool = False
) -> None:
    try:
        decode(block, final)
    except UnicodeDecodeError as error:
        line = lines + block[: error.start].count(b"\n") + 1
        raise BrokenFile(name, Reason.NOT_UTF8, line=line) from error


def _unfold(path: Path, target: Path) -> str:
    """Turn a workbook into CSV, in another process, because a hostile one can take its reader down. What its sheet is called."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise BrokenFile(path.name, Reason.BROKEN_SPREADSHEET, str(error)) from error
    if unpacked > _LARGEST_UNPACKED:
        raise BrokenFile(path.name, Reason.TOO_LARGE)
    script = Path(__file__).with_name("spreadsheet.py")
    done = subprocess.run(  # noqa: S603 our own script, and paths
        [sys.executable, "-I", str(script), str(path), str(target)], capture_output=True, check=False
    )
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        too_large = done.returncode < 0 or "MemoryError" in told or "memory" in told
        reason = Reason.TOO_LARGE if too_large else Reason.BROKEN_SPREADSHEET
        raise BrokenFile(path.name, reason, told[:_SHOWN])
    return done.stdout.decode()
