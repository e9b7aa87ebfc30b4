"""The log: one JSON line an event, gathered and written by a thread of its own.

A write lets go of the interpreter, and whoever wrote then waits behind all other threads; so nobody who serves a request
writes. What a killed process had not written yet (at most about PAUSE) is lost: the log explains, the ledger proves.
"""

import atexit
import json
import sys
from collections import deque
from contextlib import suppress
from threading import Event, Lock, Thread
from time import sleep
from typing import TextIO

import orjson
import structlog

PAUSE = 0.02  # seconds
_MOST = 10_000  # lines that wait; beyond, whoever comes writes


class Lines:
    """A file to write lines to, as far as a logger needs one."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._waiting: deque[str] = deque()
        self._come = Event()
        self._turn = Lock()
        Thread(target=self._run, name="lines", daemon=True).start()
        atexit.register(self.write_out)

    def write(self, text: str) -> None:
        self._waiting.append(text)
        if len(self._waiting) > _MOST:
            self.write_out()
        elif not self._come.is_set():
            self._come.set()

    def flush(self) -> None:
        """Nothing: the thread writes."""

    def write_out(self) -> None:
        """Write all that waits; when nobody reads any more, the service goes on without a log."""
        with self._turn:
            lines = []
            while self._waiting:
                lines.append(self._waiting.popleft())
            if lines:
                with suppress(OSError, ValueError):
                    self._file.write("".join(lines))
                    self._file.flush()

    def _run(self) -> None:
        while True:
            self._come.wait()
            sleep(PAUSE)
            self._come.clear()
            self.write_out()


def log_as_json(file: TextIO | None = None) -> None:
    """One JSON line an event, on standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=_dumps),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=Lines(file or sys.stderr)),  # type: ignore[arg-type]
        cache_logger_on_first_use=True,
    )


def _dumps(line: object, **_: object) -> str:
    try:
        return orjson.dumps(line, default=str).decode()
    except TypeError:  # half a character, or a number too long
        return json.dumps(line, default=str)
