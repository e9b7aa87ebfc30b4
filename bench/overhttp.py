"""What is measured over HTTP. The client is a plain socket per thread: a full client would cost more than the server."""

import json
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle
from math import ceil
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID, uuid4

import cast
from web import request_of

from api.entry import etag
from api.identity import LocalKey
from application.ledger import Ledger
from bench import cases
from bench.clock import Act, NothingLeft
from bench.inprocess import TEXT, Unprepared

# Stands in an ETag until the receipt of the act before gives the position.
_POSITION = 10**17
_SEEN_AT = b'"%d.' % _POSITION


class Unexpected(Exception):
    """The server answered something else than 2xx."""


class Connection:
    """One connection kept alive. Reads answers that carry a Content-Length, as both servers' do."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> bytes:
        """Send a whole request and return the body of the answer."""
        self._socket.sendall(request)
        read = self._socket.recv(65_536)
        while (end := read.find(b"\r\n\r\n")) < 0:
            read += self._more()
        head = read[:end].lower()
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        while len(read) < end + 4 + length:
            read += self._more()
        if head[9:10] != b"2":
            raise Unexpected(read.decode())
        return read[end + 4 :]

    def _more(self) -> bytes:
        if not (more := self._socket.recv(65_536)):
            raise ConnectionError("the server hung up")
        return more

    def close(self) -> None:
        self._socket.close()


class Server:
    """A server in its own process, and who may speak to it."""

    def __init__(self, which: str, url: str, folder: Path, *, lines: str) -> None:
        self.key = LocalKey(folder)
        self._tokens: dict[UUID, str] = {}
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.serving", which, url, str(folder), str(self.port), lines]
        )
        self._wait_until(lambda: self.ask(request("GET", "/livez")))

    def ask(self, wanted: bytes) -> bytes:
        connection = Connection(self.port)
        try:
            return connection.ask(wanted)
        finally:
            connection.close()

    def headers(self, person: UUID, at: datetime | None = None) -> dict[str, str]:
        if person not in self._tokens:
            self._tokens[person] = self.key.token("jejak", person, None, timedelta(hours=2))
        headers = {"Authorization": f"Bearer {self._tokens[person]}", "Jejak-Purpose": "OVERSIGHT"}
        return headers if at is None else headers | {"Jejak-Demo-Time": at.isoformat()}

    def wait_until_caught_up(self) -> None:
        """Until the read side has seen all there is."""

        def caught_up() -> None:
            state = json.loads(self.ask(request("GET", "/readyz")))
            if any(each["behind"] for each in state["projections"]):
                raise Unexpected(state)

        self._wait_until(caught_up)

    def _wait_until(self, done: Act) -> None:
        give_up = monotonic() + 60
        while True:
            try:
                done()
            except (OSError, Unexpected):
                if monotonic() > give_up or self._process.poll() is not None:
                    raise
                sleep(0.1)
            else:
                return

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()


def request(method: str, path: str, headers: dict[str, str] | None = None, body: object = None) -> bytes:
    """A whole HTTP/1.1 request."""
    sent = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(sent)}"]
    return "\r\n".join([*lines, "", ""]).encode() + sent


class Bare(Unprepared):
    what = "HTTP: bare def endpoint, token, one INSERT"

    def __init__(self, server: Server) -> None:
        self._server = server
        body = {"case": str(uuid4()), "step": "decree", "text": TEXT}
        self._request = request("POST", "/plain", server.headers(uuid4()), body)

    @contextmanager
    def worker(self) -> Iterator[Act]:
        connection = Connection(self._server.port)
        yield lambda: connection.ask(self._request)
        connection.close()


class Acts:
    """Whole cases as their people send them: token, If-Match, Idempotency-Key."""

    what = "HTTP: Jejak, acts"

    def __init__(self, server: Server, ledger: Ledger) -> None:
        self.server = server
        self._ledger = ledger
        cases.record(ledger, cases.registered())
        # a case, and its requests with how far behind the receipt before what was seen lies
        self._ready: deque[tuple[UUID, list[tuple[bytes, int]]]] = deque()
        self.begun: deque[UUID] = deque(maxlen=200)

    def prepare(self, commands: int, in_flight: int) -> None:
        wanted = ceil(commands / cases.COMMANDS_A_CASE) + in_flight
        prepared = cases.prepare(self._ledger, max(0, wanted - len(self._ready)))
        self._ready.extend(
            [
                (
                    case.transfer,
                    [(self._request(case.transfer, asked), asked.after_decree) for asked in case.asked],
                )
                for case in prepared
            ]
        )
        self.server.wait_until_caught_up()

    def _request(self, transfer: UUID, asked: cases.Asked) -> bytes:
        path, body = request_of(asked.command)
        act = asked.act
        headers = self.server.headers(act.by, act.at) | {"Idempotency-Key": asked.key}
        if act.office is not None:
            headers["Jejak-Office"] = str(act.office)
        if sight := asked.sight(_POSITION + asked.after_decree):
            headers["If-Match"] = etag(sight)
        return request("POST", f"/v1/transfers/{transfer}/{path}" if path else "/v1/transfers", headers, body)

    @contextmanager
    def worker(self) -> Iterator[Act]:
        connection = Connection(self.server.port)
        yield partial(next, self._sent(connection))
        connection.close()

    def _sent(self, connection: Connection) -> Iterator[None]:
        while True:
            try:
                transfer, requests = self._ready.popleft()
            except IndexError:
                raise NothingLeft from None
            position = 0
            for each, behind in requests:
                answer = connection.ask(each.replace(_SEEN_AT, b'"%d.' % (position - behind), 1))
                if not position:
                    self.begun.append(transfer)
                position = int(answer.split(b'"position":', 1)[1].split(b",", 1)[0])
                yield


class Looks(Unprepared):
    """The GET of a case that gives its ETag, by an official who oversees it."""

    what = "HTTP: Jejak, GET of a case"

    def __init__(self, acts: Acts) -> None:
        self._acts = acts

    @contextmanager
    def worker(self) -> Iterator[Act]:
        connection = Connection(self._acts.server.port)
        overseer = cast.official(*cast.NORTH_INSPECTORATE)
        headers = self._acts.server.headers(overseer, cast.on(2025, 3, 20))
        looks = cycle([request("GET", f"/v1/transfers/{case}", headers) for case in self._acts.begun])
        yield lambda: connection.ask(next(looks))
        connection.close()
