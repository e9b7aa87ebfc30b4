"""One file into the ledger."""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any
from uuid import uuid5

import structlog

from application.importing.layouts import LAYOUTS
from application.importing.layouts.layout import EntryAges, Layout, Surroundings
from application.importing.reading import BadValue, Row, Source, opened
from application.importing.reasons import Reason, reason_of
from application.importing.report import Finding, Report, Severity
from application.ledger import Ledger
from application.registry import Answer, Command, Registry
from domain.act import Act
from domain.calendar import Zone
from domain.registry.importing import FileImported
from domain.registry.tenure import ActingTerm

_log = structlog.get_logger("jejak.imports")

_CHUNK = 400  # rows decided and recorded together; measured: from 200 to 800 it makes no difference
_MOST_FINDINGS = 10_000

Progress = Callable[[int, int], object]


def import_file(
    layout: str,
    path: Path,
    ledger: Ledger,
    act: Act,
    progress: Progress = lambda *_: None,
    *,
    ages: EntryAges | None = None,
    term: ActingTerm | None = None,
    year: int | None = None,
) -> Report:
    """Record what the file tells and is not on record yet. `progress` is told rows done and rows in all.

    `term` is how long acting officials may stand in; without it nobody looks. `year`: of which the file is, where rows do not say.

    `act.command` must be new for each file. Raises BrokenFile before anything is recorded, KeyError for an unknown
    layout, and what Registry.carry_out raises; after a failure midway the same file may be imported again.
    """
    chosen = LAYOUTS[layout]
    with opened(path, chosen.columns) as source:
        today = Zone.WIB.day_of(act.at)
        surroundings = Surroundings(ledger, path.parent, today, ages or EntryAges(), term, year)
        reading = _Import(chosen, source, Registry(ledger, act, source.sha256), progress)
        report = reading.run(chosen.know(source, surroundings), surroundings.doubts)
        if report.recorded:
            stream = uuid5(act.command, source.sha256)
            imported = FileImported(layout, source.name, source.sha256, report.read, report.rejected)
            reading.registry.record(act.command, stream, imported)
    report.position = reading.registry.position
    _log.info(
        "file_imported",
        layout=layout,
        sha256=report.sha256,
        command=str(act.command),
        read=report.read,
        recorded=report.recorded,
        unchanged=report.unchanged,
        rejected=report.rejected,
        warned=report.warned,
        events=report.events,
    )
    return report


class _Import:
    """One file on its way. Rows wait in `_chunk` until there are enough to be decided together."""

    def __init__(self, layout: Layout[Any], source: Source, registry: Registry, progress: Progress) -> None:
        self.registry = registry
        self._layout = layout
        self._source = source
        self._progress = progress
        self._report = Report(layout.name, source.name, source.sha256)
        self._seen: set[int] = set()
        self._chunk: list[tuple[Row, Command]] = []

    def run(self, known: object, doubts: list[tuple[str, int, BadValue]]) -> Report:
        for file, line, doubt in doubts:
            self._find(file, line, doubt, Severity.WARNED)
        for row in self._source:
            self._report.read += 1
            try:
                command = self._ask(row, known)
            except BadValue as bad:
                self._reject(row, bad)
                continue
            if command is None:
                self._count(row, Answer())
                continue
            self._chunk.append((row, command))
            if len(self._chunk) >= _CHUNK:
                self._carry_out()
        self._carry_out()
        own = self._source.name
        self._report.findings.sort(key=lambda finding: (finding.file == own, finding.line))
        return self._report

    def _ask(self, row: Row, known: object) -> Command | None:
        if not row.complete:
            raise BadValue("", "", Reason.WRONG_WIDTH)
        command = self._layout.command(row, known)
        if self._layout.key is not None:
            self._once(row, self._layout.key(row))
        return command

    def _once(self, row: Row, key: Hashable) -> None:
        # Only the hash, for millions of rows; that two of them meet is less likely than a damaged disk.
        if (hashed := hash(key)) in self._seen:
            raise row.bad(self._layout.subject, Reason.REPEATED)
        self._seen.add(hashed)

    def _carry_out(self) -> None:
        answers = self.registry.carry_out([command for _, command in self._chunk])
        for (row, _), answer in zip(self._chunk, answers, strict=True):
            self._count(row, answer)
        self._chunk.clear()
        self._progress(self._report.read, self._source.rows)

    def _count(self, row: Row, answer: Answer) -> None:
        if answer.refused is not None:
            column = self._layout.blamed.get(type(answer.refused), self._layout.subject)
            self._reject(row, row.bad(column, reason_of(answer.refused)))
            return
        warnings = [*row.warnings]
        warnings += (row.bad(self._layout.subject, reason_of(refused)) for refused in answer.warnings)
        for warning in warnings:
            self._find(self._source.name, row.line, warning, Severity.WARNED)
        self._report.warned += bool(warnings)
        self._report.events += answer.events
        if answer.events:
            self._report.recorded += 1
        else:
            self._report.unchanged += 1

    def _reject(self, row: Row, bad: BadValue) -> None:
        self._report.rejected += 1
        self._find(self._source.name, row.line, bad, Severity.REJECTED)

    def _find(self, file: str, line: int, value: BadValue, severity: Severity) -> None:
        if len(self._report.findings) >= _MOST_FINDINGS:
            self._report.left_off += 1
            return
        self._report.findings.append(
            Finding(file, line, value.column, value.value, value.reason, severity, value.detail)
        )
