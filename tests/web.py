"""Speaking HTTP as the people of the cast: a command becomes the request a client would send."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2 as httpx

from api.identity import LocalKey
from domain.act import Act
from domain.transfer import commands
from domain.transfer.commands import TransferCommand

PATHS: Mapping[type, str] = {
    commands.SubmitDocument: "documents",
    commands.VerifyFile: "verifications",
    commands.ReturnFile: "returns",
    commands.ResubmitFile: "resubmissions",
    commands.OverrideRules: "overrides",
    commands.GrantClearance: "clearances",
    commands.AskFeedback: "feedback-requests",
    commands.GiveFeedback: "feedback",
    commands.CloseFeedback: "feedback-closures",
    commands.AssessFit: "fit-reviews",
    commands.IssueProposal: "proposals",
    commands.GrantConsent: "consents",
    commands.ForwardProposal: "forwards",
    commands.GiveConsideration: "considerations",
    commands.GiveTechnicalConsideration: "technical-considerations",
    commands.RefuseStep: "refusals",
    commands.IssueDecree: "decrees",
    commands.IssueAppointment: "appointments",
    commands.ServeDecision: "services",
    commands.HoldInauguration: "inaugurations",
    commands.StartDuty: "duty-starts",
    commands.AnswerEvaluation: "evaluations/{months}/answers",
    commands.RecordEvaluation: "evaluations/{months}",
    commands.WithdrawTransfer: "withdrawals",
}


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
    transfer: str = ""
    tokens: dict[UUID, str] = field(default_factory=dict)

    def headers(self, person: UUID, at: datetime | None = None, office: UUID | None = None) -> dict[str, str]:
        if person not in self.tokens:
            self.tokens[person] = self.key.token("jejak", person, None, timedelta(hours=1))
        headers = {"Authorization": f"Bearer {self.tokens[person]}"}
        if at is not None:
            headers["Jejak-Demo-Time"] = at.isoformat()
        if office is not None:
            headers["Jejak-Office"] = str(office)
        return headers

    def get(self, path: str, person: UUID, at: datetime | None = None, **params: object) -> httpx.Response:
        return self.client.get(path, headers=self.headers(person, at), params=params)  # type: ignore[arg-type]

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
        headers = self.headers(act.by, act.at, act.office) | {"Idempotency-Key": key or str(uuid4())}
        if path:
            case = transfer or self.transfer
            headers["If-Match"] = etag or self.seen(act, case)
            path = f"/v1/transfers/{case}/{path}"
        answer = self.client.post(path or "/v1/transfers", json=body, headers=headers)
        if not path and answer.status_code == httpx.codes.CREATED:
            self.transfer = answer.json()["transfer"]
        return answer
