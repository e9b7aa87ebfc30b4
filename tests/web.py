"""Speaking HTTP as the people of the cast: a command becomes the request a client would send."""

import socket
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from time import sleep
from typing import Any, TypeVar
from uuid import UUID, uuid4

import cast
import httpx2 as httpx
import uvicorn
from fastapi import FastAPI

from api.entry import holdings_of
from api.house import House
from api.identity import LocalKey
from application.carrying_out import Sent
from application.ledger import Draft, Entry
from application.recording import Envelope, encode
from domain.act import Act
from domain.identity import transfer_id
from domain.transfer import commands
from domain.transfer.allowed import audience
from domain.transfer.commands import TransferCommand
from projections.runner import Runner

T = TypeVar("T")

PATHS: Mapping[type, str] = {
    commands.SubmitDocument: "documents",
    commands.AcceptDocument: "document-acceptances",
    commands.RefuseDocument: "document-refusals",
    commands.ReassessCase: "reassessments",
    commands.MigratePolicy: "policy-migrations",
    commands.DeclareConflict: "conflicts",
    commands.NameSubstitute: "substitutes",
    commands.OfferConsultation: "consultations",
    commands.RecordConsultation: "consultations/held",
    commands.DeclineConsultation: "consultations/declined",
    commands.GiveNotice: "notices",
    commands.VerifyFile: "verifications",
    commands.ReturnFile: "returns",
    commands.ResubmitFile: "resubmissions",
    commands.OverrideRules: "overrides",
    commands.GrantClearance: "clearances",
    commands.AskFeedback: "feedback-requests",
    commands.GiveFeedback: "feedback",
    commands.CloseFeedback: "feedback-closures",
    commands.UnsealFeedback: "feedback-unsealings",
    commands.GiveReply: "replies",
    commands.WaiveReply: "replies/waivers",
    commands.AssessFit: "fit-reviews",
    commands.IssueProposal: "proposals",
    commands.GrantConsent: "consents",
    commands.ForwardProposal: "forwards",
    commands.CastVote: "panel-votes",
    commands.GiveConsideration: "considerations",
    commands.GiveTechnicalConsideration: "technical-considerations",
    commands.RefuseStep: "refusals",
    commands.IssueDecree: "decrees",
    commands.IssueAppointment: "appointments",
    commands.ServeDecision: "services",
    commands.HoldInauguration: "inaugurations",
    commands.StartDuty: "duty-starts",
    commands.RenewTerm: "term-renewals",
    commands.ReportReturn: "return-reports",
    commands.AnswerEvaluation: "evaluations/{months}/answers",
    commands.RecordEvaluation: "evaluations/{months}",
    commands.PlanAdjustment: "adjustments",
    commands.CompleteAdjustment: "adjustments/results",
    commands.WithdrawTransfer: "withdrawals",
    commands.FileObjection: "objections",
    commands.DecideObjection: "objections/decisions",
    commands.WithdrawObjection: "objections/withdrawals",
    commands.TransferPayroll: "payroll-transfers",
    commands.ReportReplacement: "replacement-reports",
    commands.SyncNationalRecord: "national-records",
    commands.BlockData: "data-blocks",
    commands.UnblockData: "data-blocks/lifts",
    commands.RecordReference: "references",
    commands.SuspendDecree: "suspensions",
    commands.LiftSuspension: "suspension-lifts",
    commands.RevokeDecree: "revocations",
    commands.CorrectDecree: "corrections",
    commands.RecordRecommendation: "recommendations",
    commands.AnswerRecommendation: "recommendations/answers",
}


PERSONNEL = {cast.official(*office) for office in (cast.NORTH_PERSONNEL, cast.CITY_PERSONNEL)}


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def plain(value: object) -> Any:
    match value:
        case dict():
            return {
                camel(str(key)) if isinstance(key, str) else str(key): plain(v) for key, v in value.items()
            }
        case list() | tuple():
            return [plain(each) for each in value]
        case UUID() | date():
            return str(value)
        case _:
            return value


def request_of(command: TransferCommand) -> tuple[str, dict[str, Any]]:
    """The path below the case, and the body."""
    body = plain(asdict(command))  # type: ignore[call-overload]
    match command:
        case commands.RequestTransfer():
            return "", body
        case commands.SubmitDocument():
            return PATHS[type(command)], body["document"]
        case commands.GiveConsideration(supports=supports):
            del body["supports"]
            return PATHS[type(command)], body | {"outcome": "FOR" if supports else "AGAINST"}
        case commands.AnswerEvaluation(months) | commands.RecordEvaluation(months):
            del body["months"]
            return PATHS[type(command)].format(months=months), body
        case _:
            return PATHS[type(command)], body


@dataclass
class Web:
    """A client that can be anybody. `key` signs its tokens, as the demonstration's issuer does."""

    client: httpx.Client
    key: LocalKey
    house: House
    transfer: str = ""
    tokens: dict[UUID, str] = field(default_factory=dict)

    def headers(
        self,
        person: UUID,
        at: datetime | None = None,
        office: UUID | None = None,
        on_behalf_of: UUID | None = None,
        purpose: str = "",
    ) -> dict[str, str]:
        """Those of a client who says why they read; without a `purpose` that is what their office mostly does."""
        if person not in self.tokens:
            self.tokens[person] = self.key.token("jejak", person, None, timedelta(hours=1))
        purpose = purpose or ("PROPOSAL" if person in PERSONNEL else "OVERSIGHT")
        headers = {"Authorization": f"Bearer {self.tokens[person]}", "Jejak-Purpose": purpose}
        if at is not None:
            headers["Jejak-Demo-Time"] = at.isoformat()
        if office is not None:
            headers["Jejak-Office"] = str(office)
        if on_behalf_of is not None:
            headers["Jejak-On-Behalf-Of"] = str(on_behalf_of)
        return headers

    def get(self, path: str, person: UUID, at: datetime | None = None, **params: object) -> httpx.Response:
        return self.client.get(path, headers=self.headers(person, at), params=params)  # type: ignore[arg-type]

    @property
    def case(self) -> str:
        return f"/v1/transfers/{self.transfer}"

    def shown(self, person: UUID, at: datetime | None = None) -> httpx.Response:
        """The case as this person sees it."""
        answer = self.get(self.case, person, at)
        assert answer.status_code == 200, answer.text
        return answer

    def flags(self, at: datetime, transfer: str | None = None) -> dict[str, dict[str, Any]]:
        """What shows to the inspectorate of the north of the case on that day, by indicator."""
        inspector = cast.official(*cast.NORTH_INSPECTORATE)
        sought = {"case": transfer or self.transfer, "limit": 100, "after": self.head}
        answer = self.get("/v1/flags", inspector, at, **sought)
        assert answer.status_code == 200, answer.text
        return {item["indicator"]: item for item in answer.json()["items"]}

    def seen(self, act: Act, transfer: str | None = None) -> str:
        """The ETag of the case as this person sees it now."""
        answer = self.get(f"/v1/transfers/{transfer or self.transfer}", act.by, act.at)
        return answer.headers.get("ETag", '"0.O.' + "0" * 64 + '"')

    def post(
        self,
        command: TransferCommand,
        act: Act,
        *,
        etag: str | None = None,
        key: str | None = None,
        transfer: str | None = None,
    ) -> httpx.Response:
        """Send a command as this person; the case is looked at first unless an ETag is given."""
        path, body = request_of(command)
        headers = self.headers(act.by, act.at, act.office, act.on_behalf_of)
        headers |= {"Idempotency-Key": key or str(uuid4())}
        if path:
            case = transfer or self.transfer
            headers["If-Match"] = etag or self.seen(act, case)
            path = f"/v1/transfers/{case}/{path}"
        answer = self.client.post(path or "/v1/transfers", json=body, headers=headers)
        if not path and answer.status_code == httpx.codes.CREATED:
            self.transfer = answer.json()["transfer"]
        return answer

    def play_over_http(
        self, story: Iterable[tuple[TransferCommand, Act]], *, until: str | None = None
    ) -> None:
        """A story, up to (not including) the command of that name, or on that step: each act a request of its own."""
        for command, act in _up_to(until, story):
            answer = self.post(command, act)
            assert answer.status_code == 201, (command, answer.json())

    def play(self, story: Iterable[tuple[TransferCommand, Act]], *, until: str | None = None) -> None:
        """The same through the door itself, for what a test only begins with: the same evidence, a tenth of the time."""
        self.house.runner.wait_for(self.head)
        with at_rest(self.house.runner):
            for command, act in _up_to(until, story):
                self._carry_out(command, act)

    def _carry_out(self, command: TransferCommand, act: Act) -> None:
        cases = self.house.cases
        sent = Sent(act.by, act.at, uuid4(), "", act.office, None, uuid4().hex, act.on_behalf_of)
        if isinstance(command, commands.RequestTransfer):
            self.transfer = str(transfer_id(sent.command))
        else:
            holdings = holdings_of(self.house, act.by, act.at)
            shown = cases.show(
                UUID(self.transfer), lambda case, facts: audience(case, facts, act.by, holdings)
            )
            sent = replace(sent, sight=shown.sight)
        cases.carry_out(UUID(self.transfer), command, sent)

    def send(
        self,
        path: str,
        act: Act,
        content: bytes | Iterable[bytes],
        *,
        etag: str | None = None,
        kind: str = "application/json",
    ) -> httpx.Response:
        """Send any bytes at all."""
        headers = self.headers(act.by, act.at, act.office)
        headers |= {"Idempotency-Key": str(uuid4()), "Content-Type": kind}
        if etag is not None:
            headers["If-Match"] = etag
        return self.client.post(path, content=content, headers=headers)

    def happens(self, stream: UUID, *events: object) -> None:
        """Something happens elsewhere: an import, another service."""
        ledger = self.house.ledger
        version = len(ledger.read([stream]))
        act = Act(UUID(int=1), cast.on(2025, 1, 2), uuid4(), cast.POLICY.version)
        drafts = [
            Draft(stream, version + number, *encode(event, Envelope(act, "")))
            for number, event in enumerate(events, start=1)
        ]
        ledger.append(Entry(act.command, {stream: version}, drafts))

    @property
    def head(self) -> int:
        """The ledger's last position: what nothing moves when nothing is recorded."""
        return self.house.ledger.head()


@contextmanager
def at_rest(runner: Runner) -> Iterator[None]:
    """Nobody carries the projections on meanwhile, so that they take what happens in a few batches and not act by act."""
    with runner.pool.connection() as connection, connection.transaction():
        connection.execute("SELECT FROM positions FOR UPDATE")  # it is this one's turn, and it does nothing
        yield
    runner.wake()


def _up_to(
    until: str | None, story: Iterable[tuple[TransferCommand, Act]]
) -> Iterator[tuple[TransferCommand, Act]]:
    for command, act in story:
        if until in (type(command).__name__, getattr(command, "step", "")):
            return
        yield command, act


def command_of(story: Iterable[tuple[TransferCommand, Act]], name: str) -> tuple[TransferCommand, Act]:
    """The first command of that name, or on that step."""
    return next(
        (command, act)
        for command, act in story
        if name in (type(command).__name__, getattr(command, "step", ""))
    )


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The app under a real server, in a thread; its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, name="uvicorn")
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            sleep(0.005)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Call all of them at the same moment, each in a thread of its own."""
    barrier = Barrier(len(calls))

    def call(each: Callable[[], T]) -> T:
        barrier.wait()
        return each()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(call, calls))
