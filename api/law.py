"""The law over HTTP: what is published and was in force, the acts that make it, and what a new version would change."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BeforeValidator

from api.acts.forms import MADE
from api.answers import ANSWERS, access
from api.answers.law import (
    DifferencesAnswer,
    InForceAnswer,
    LawActPage,
    LawAnswer,
    LawPage,
    LawReceipt,
    MigrationPage,
)
from api.bodies import Body, Digest, Number, Reason, StrictRoute, WholeText, written_out
from api.downloads import offered
from api.entry import AnySent, AReader, Reader, TheHouse
from api.mining.pnml import PNML, pnml
from api.moments import AsOf
from api.oversight import agencies_of
from api.paging import Cursor, Limit, page, place, read_cursor
from api.problems import Problem
from application.carrying_out import Receipt
from application.policies import NoPolicyInForce, read_law
from application.publishing import proposal
from application.recording import decode, jsonable
from domain.calendar import Calendar, LocalCalendar
from domain.history import Recorded
from domain.identity import GAZETTE
from domain.policy import Insight, TransferType, enclosing
from domain.policy_publication import (
    Draft,
    Gazette,
    LawInstalled,
    LawKind,
    LawProposed,
    LawText,
    PublishedLaw,
    PublishLaw,
    RejectLaw,
    WithdrawLaw,
)
from domain.refusals import PolicyUnknown
from domain.transfer.desk import differences
from domain.transfer.nets import net_of
from projections import case_file

router = APIRouter(prefix="/v1/policies", tags=["law"], route_class=StrictRoute, responses=ANSWERS)

_PATTERN = r"^[A-Za-z0-9.-]{1,40}$"
Version = Annotated[str, Path(pattern=_PATTERN, description="of a text", examples=["mutasi-2025.1"])]
Region = Annotated[
    str, Query(max_length=13, pattern=r"^[0-9.]*$", description="Kemendagri's code, as 35 or 35.78")
]


class DraftBody(Body):
    """The whole text, as TOML, and the SHA-256 of its UTF-8 bytes."""

    kind: LawKind
    text: WholeText
    sha256: Digest
    reason: Reason


class PublicationBody(Body):
    """`sha256` is that of the text you have read; `number` that of the decision."""

    sha256: Digest
    number: Number


class DraftEndBody(Body):
    sha256: Digest
    reason: Reason


# Reading


@router.get("", openapi_extra=access("any caller"))
def list_law(
    reader: AReader,
    as_of: AsOf,
    kind: LawKind | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> LawPage:
    """Every text that is published, in the order of publication."""
    published = _gazette(reader, as_of).published
    rows = [_published(each) for each in published if kind in {None, each.law.kind}]
    return LawPage(**_numbered(rows, cursor, limit))


@router.get("/in-force", openapi_extra=access("any caller"))
def show_in_force(
    reader: AReader,
    as_of: AsOf,
    day: Annotated[date, BeforeValidator(written_out), Query(description="YYYY-MM-DD")],
    region: Region = "",
) -> InForceAnswer:
    """Which version was or will be in force on a day, with the additions of the region that receives; `asOf`, by what was
    published by then.
    """
    try:
        law = reader.house.law.as_of(_gazette(reader, as_of))
        policy = law.in_force(day, enclosing(region))
    except NoPolicyInForce:
        raise PolicyUnknown from None
    return InForceAnswer(
        day=day, region_code=region, version=policy.version, calendar=law.calendar_in(region).version
    )


@router.get("/acts", openapi_extra=access("any caller"))
def list_law_acts(reader: AReader, as_of: AsOf, cursor: Cursor = None, limit: Limit = 50) -> LawActPage:
    """What was done with texts of the law, in order: by whom, for which office, when, and why."""
    lines = reader.house.ledger.read([GAZETTE], as_of)
    return LawActPage(**_numbered([_act(decode(line)) for line in lines], cursor, limit))


@router.get("/drafts", openapi_extra=access("any caller"))
def list_drafts(reader: AReader, as_of: AsOf, cursor: Cursor = None, limit: Limit = 50) -> LawPage:
    """The texts that wait to be published or refused."""
    drafts = _gazette(reader, as_of).drafts
    return LawPage(**_numbered([_draft(draft) for draft in drafts.values()], cursor, limit))


@router.get("/{version}", openapi_extra=access("any caller"))
def show_law(reader: AReader, version: Version, as_of: AsOf) -> LawAnswer:
    """A published text, or the draft of one, word for word."""
    law, row = _found(_gazette(reader, as_of), version)
    return LawAnswer(**row, text=law.text)


def _gazette(reader: Reader, as_of: int | None) -> Gazette:
    law = reader.house.law
    return law.gazette() if as_of is None else law.gazette_at(as_of)


@router.get("/{version}/differences", openapi_extra=access("any caller"))
def show_differences(
    reader: AReader, version: Version, to: Annotated[str, Query(pattern=_PATTERN)]
) -> DifferencesAnswer:
    """What another text of the same kind, published or drafted, says differently."""
    gazette = reader.house.law.gazette()
    (before, _), (after, _) = _found(gazette, version), _found(gazette, to)
    return DifferencesAnswer(before=version, after=to, changes=differences(_said(before), _said(after)))


@router.get(
    "/{version}/routes/{type}.pnml", openapi_extra=access("any caller"), responses=offered("application/xml")
)
def show_net(
    reader: AReader, version: Version, kind: Annotated[TransferType, Path(alias="type")]
) -> Response:
    """A route of a published policy as a Petri net (PNML), to hold a log of cases against."""
    try:
        policy = reader.house.law.current().version(version)
        route = policy.routes[kind]
    except (NoPolicyInForce, KeyError):
        raise PolicyUnknown from None
    return Response(pnml(net_of(route, policy), f"{version} {kind}"), media_type=PNML)


@router.get(
    "/{version}/migrations",
    openapi_extra=access("an office, of what its agency receives,", insight=Insight.MIGRATIONS),
)
def show_migrations(
    reader: AReader, version: Version, cursor: Cursor = None, limit: Limit = 20
) -> MigrationPage:
    """A dry run: for each undecided case your agency receives, what moving it to this version would change."""
    agencies = agencies_of(reader, Insight.MIGRATIONS)
    after = 0 if cursor is None else read_cursor(cursor, place)[0]
    with reader.house.runner.pool.connection() as connection:
        rows = case_file.undecided_cases(connection, agencies, after, limit + 1)
    paged = page(rows, limit, lambda row: [row["first_position"]])
    act = reader.act(version)
    items = [
        {"transfer": row["id"], "status": row["status"]}
        | asdict(reader.house.cases.dry_run(row["id"], version, act))
        for row in paged["items"]
    ]
    return MigrationPage(items=items, next=paged["next"])  # type: ignore[arg-type]


# Making it


@router.post(
    "/drafts", **MADE, openapi_extra=access("the office policies/publication.toml names for the kind")
)
def propose_law(body: DraftBody, house: TheHouse, sent: AnySent, response: Response) -> LawReceipt:
    """Propose a text. It is read and checked: a route on which a path lacks what the law demands is refused."""
    if sha256(body.text.encode()).hexdigest() != body.sha256:
        raise Problem(
            "invalid-input", HTTPStatus.UNPROCESSABLE_ENTITY, detail="the SHA-256 is not that of the text"
        )
    command = proposal(body.kind, body.text, body.reason)
    return _receipt(command.law.version, house.publishing.carry_out(command, sent), response)


Publishing = access("the office that publishes the kind, another person than the proposer")


@router.post("/drafts/{version}/publications", **MADE, openapi_extra=Publishing)
def publish_law(
    version: Version, body: PublicationBody, house: TheHouse, sent: AnySent, response: Response
) -> LawReceipt:
    """Make a draft law, as you have read it. It is in force from the day it names, at the earliest today."""
    done = house.publishing.carry_out(PublishLaw(version, body.sha256, body.number), sent)
    return _receipt(version, done, response)


@router.post("/drafts/{version}/rejections", **MADE, openapi_extra=Publishing)
def reject_law(
    version: Version, body: DraftEndBody, house: TheHouse, sent: AnySent, response: Response
) -> LawReceipt:
    """Refuse a draft, with the reason. Its version is free again."""
    done = house.publishing.carry_out(RejectLaw(version, body.sha256, body.reason), sent)
    return _receipt(version, done, response)


@router.post("/drafts/{version}/withdrawals", **MADE, openapi_extra=access("the office that proposed it"))
def withdraw_law(
    version: Version, body: DraftEndBody, house: TheHouse, sent: AnySent, response: Response
) -> LawReceipt:
    """Take a draft back, with the reason. Its version is free again."""
    done = house.publishing.carry_out(WithdrawLaw(version, body.sha256, body.reason), sent)
    return _receipt(version, done, response)


def _receipt(version: str, done: Receipt, response: Response) -> LawReceipt:
    response.headers["Location"] = f"/v1/policies/{version}"
    return LawReceipt(version=version, position=done.position, events=done.events)


# Rows


def _numbered(rows: list[dict[str, Any]], cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of a list that only grows at its end; the cursor is how many came before."""
    start = 0 if cursor is None else read_cursor(cursor, place)[0]
    return page(rows[start : start + limit + 1], limit, lambda _: [start + limit])


def _found(gazette: Gazette, version: str) -> tuple[LawText, dict[str, Any]]:
    if (published := gazette.law(version)) is not None:
        return published.law, _published(published)
    if (draft := gazette.drafts.get(version)) is not None:
        return draft.law, _draft(draft)
    raise PolicyUnknown


def _published(published: PublishedLaw) -> dict[str, Any]:
    row = _text(published.law) if published.draft is None else _draft(published.draft)
    return row | {
        "state": "PUBLISHED",
        "published_at": published.at,
        "published_by": published.by,
        "number": published.number,
    }


def _draft(draft: Draft) -> dict[str, Any]:
    return _text(draft.law) | {
        "reason": draft.reason,
        "proposed_at": draft.at,
        "proposed_by": draft.by,
        "proposed_for": draft.office,
    }


def _text(law: LawText) -> dict[str, Any]:
    told = {key: value for key, value in asdict(law).items() if key != "text"}
    unknown = dict.fromkeys(("proposed_at", "proposed_by", "proposed_for", "published_at", "published_by"))
    return told | unknown | {"state": "DRAFT", "reason": "", "number": ""}


def _act(recorded: Recorded[Any]) -> dict[str, Any]:
    event, act = recorded.event, recorded.act
    law = event.law if isinstance(event, LawProposed | LawInstalled) else event
    return {
        "position": recorded.position,
        "event": type(event).__name__,
        "version": getattr(law, "version", ""),  # the rules of publication have none
        "sha256": getattr(law, "sha256", ""),
        "reason": getattr(event, "reason", ""),
        "number": getattr(event, "number", ""),
        "person": act.by,
        "office": act.office,
        "capacity": act.capacity,
        "happened_at": act.at,
        "recorded_at": recorded.recorded_at,
    }


def _said(law: LawText) -> Any:  # noqa: ANN401 any JSON value
    """What a text says, as JSON; days off in their order."""
    match read_law(law):
        case Calendar(days_off=days) | LocalCalendar(days_off=days) as calendar:
            return {"version": calendar.version, "daysOff": _by_year(days)}
        case said:
            return jsonable(said)


def _by_year(days: Iterable[date]) -> dict[str, dict[str, bool]]:
    years: dict[str, dict[str, bool]] = {}
    for day in sorted(days):
        years.setdefault(str(day.year), {})[day.isoformat()] = True
    return years
