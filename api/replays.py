"""Conformance over HTTP: decisions made again, and what another text of the law would have said. For the agencies overseen."""

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from threading import Lock
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Path, Query
from fastapi.responses import StreamingResponse

from api.answers import (
    ANSWERS,
    AgainAnswer,
    DepartureAnswer,
    MomentAnswer,
    OtherwiseAnswer,
    ReplayAnswer,
    Sentence,
    ViolationAnswer,
    access,
)
from api.bodies import Body, StrictRoute, WholeText
from api.entry import Reader
from api.lookups import ALooker, Looker
from api.oversight import OVERSEEING, overseen_by, watching
from api.problems import sentences, violation
from api.words import catalogue, told
from application.ledger import TooBusy
from application.policies import read_demands, read_law
from application.publishing import proposal
from application.replaying import Again, Replay, Tally, Verdict
from application.supposing import Moment, Summary, Supposing
from domain.identity import OfficeKind
from domain.lookups import Search, What
from domain.policy import Policy
from domain.policy_publication import LawKind
from domain.refusals import NotAllowed, PolicyUnknown, UnlawfulText, Violation
from domain.transfer.desk import Audience
from domain.transfer.facts import Facts
from domain.transfer.lawfulness import faults
from domain.transfer.state import Transfer
from domain.transfer.supposed import ENDS, LACKING, Otherwise
from domain.transfer.supposed import What as Of

router = APIRouter(prefix="/v1/audit", tags=["oversight"], route_class=StrictRoute, responses=ANSWERS)
suppositions = APIRouter(prefix="/v1/policies", tags=["law"], route_class=StrictRoute, responses=ANSWERS)

Agency = Annotated[UUID | None, Query(description="only cases from or to this agency")]

_at_work = Lock()  # one walk over the ledger at a time in a process that has others to serve


# Decisions made again


@router.get("/replays", openapi_extra=access("inspectorates and auditors, by agency"))
def replay_case(reader: ALooker, case: Annotated[UUID, Query(description="of this case")]) -> ReplayAnswer:
    """Every decision of a case made again, now: under the policy it names, on what stood before it."""
    overseen = frozenset(overseen_by(reader))

    def seen_by(_: Transfer, facts: Facts) -> Audience | None:
        between = {facts.origin.agency_id, facts.target.agency_id}
        return Audience.OFFICIAL if overseen & between else None

    shown = reader.house.cases.show(case, seen_by)
    reader.looks_at(What.HISTORY, [shown.transfer.person], watching(reader), case)
    tally, items = Tally(), []
    for again in _replay(reader).of_case(case):
        tally.take(again)
        items.append(again_answer(again))
    return ReplayAnswer(case=case, followed=tally.of(Verdict.FOLLOWS), departed=tally.departed, items=items)


def _lines(what: str) -> dict[int | str, dict[str, Any]]:
    schema = {"schema": {"type": "string"}}
    return {int(HTTPStatus.OK): {"description": what, "content": {"application/jsonl": schema}}}


@router.get(
    "/replays.jsonl",
    openapi_extra=access("inspectorates and auditors, by agency"),
    response_class=StreamingResponse,
    responses=_lines("those that do not follow, as they are found; last a line that counts all"),
)
def replay_all(reader: ALooker, agency: Agency = None) -> StreamingResponse:
    """Every decision in cases from or to the agencies you oversee made again, as JSON Lines.

    Told is each that does not follow, and in the last line how many were run. One such walk at a time.
    """
    overseen = _chosen(overseen_by(reader), agency)
    _copies(reader, overseen, agency)
    return _streamed(lambda: replayed(_replay(reader).whole(overseen)))


def _replay(reader: Reader) -> Replay:
    return Replay(reader.house.ledger, reader.house.fixed_policies)


def replayed(decisions: Iterable[Again]) -> Iterator[dict[str, Any]]:
    """Rows for those that do not follow; last one that counts all."""
    tally = Tally()
    for again in decisions:
        tally.take(again)
        if again.departs:
            yield again_answer(again).model_dump(mode="json", by_alias=True)
    yield {
        "run": tally.run,
        "followed": tally.of(Verdict.FOLLOWS),
        "departed": tally.departed,
        "kinds": {
            kind: {verdict.value: count for verdict, count in counted.items()}
            for kind, counted in tally.kinds.items()
        },
    }


def again_answer(again: Again) -> AgainAnswer:
    return AgainAnswer(
        verdict=again.verdict,
        command=again.kind,
        stream=again.stream,
        position=again.position,
        events=again.events,
        at=again.at,
        office=again.office,
        on_behalf_of=again.on_behalf_of,
        policy=again.policy,
        messages=_verdict(again),
        refused="" if again.refused is None else again.refused.__name__,
        violations=[ViolationAnswer(**violation(each)) for each in again.violations],
        departures=[
            DepartureAnswer(
                stream=each.stream,
                position=each.position,
                event=each.event,
                pointer=each.pointer,
                recorded=each.recorded,
                follows=each.follows,
            )
            for each in again.departures
        ],
        why=again.why,
    )


def _verdict(again: Again) -> Sentence:
    if again.refused is not None:
        return Sentence(**sentences(again.refused.__name__, again.refused))
    return in_both("verdicts", again.verdict)


def in_both(section: str, key: str, **values: str) -> Sentence:
    """A sentence of the catalogues."""
    found = {language: catalogue(language)[section][key].format(**values) for language in ("id", "en")}
    return Sentence(**found)


# Another text


@suppositions.get(
    "/{version}/what-if",
    openapi_extra=access("inspectorates, auditors and personnel offices, by agency"),
    response_class=StreamingResponse,
    responses=_lines("moments judged otherwise, as they are found; last a line that counts all"),
)
def what_if(
    reader: ALooker,
    version: Annotated[str, Path(pattern=r"^[A-Za-z0-9.-]{1,40}$", description="of a draft or a text")],
    agency: Agency = None,
) -> StreamingResponse:
    """What a national text, drafted or published, would have said of your agencies' cases as they happened. JSON Lines.

    Compared are the request, every finding, the steps and documents demanded, and the decree. What people would have done
    otherwise is not known, so nothing follows from one difference to the next. One such walk at a time.
    """
    return _suppose(reader, agency, lambda: _text(reader, version))


class SupposedBody(Body):
    """The whole of a national text, as TOML."""

    text: WholeText


@suppositions.post(
    "/what-if",
    openapi_extra=access("inspectorates, auditors and personnel offices, by agency"),
    response_class=StreamingResponse,
    responses=_lines("moments judged otherwise, as they are found; last a line that counts all"),
)
def what_if_it_said(body: SupposedBody, reader: ALooker, agency: Agency = None) -> StreamingResponse:
    """The same of a national text that nobody has proposed. It is read and checked as a proposal is, and kept nowhere."""
    return _suppose(reader, agency, lambda: _lawful(body.text))


def _suppose(reader: Looker, agency: UUID | None, text: Callable[[], Policy]) -> StreamingResponse:
    kinds = OVERSEEING | {OfficeKind.PERSONNEL_OFFICE}
    agencies = [held.agency for held in reader.holdings if held.kind in kinds]
    if not agencies:
        raise NotAllowed
    supposing = Supposing(reader.house.ledger, text(), reader.house.fixed_policies)
    chosen = _chosen(agencies, agency)
    _copies(reader, chosen, agency)
    return _streamed(lambda: supposed(supposing.whole(chosen)))


def _lawful(text: str) -> Policy:
    law = proposal(LawKind.POLICY, text, "").law
    policy = read_law(law)
    if not isinstance(policy, Policy):
        raise TypeError(f"{law.version} is read as another kind of text than it was checked as")
    wrong = [
        Violation("LAWFULNESS", law.version, each, law.legal_basis) for each in faults(policy, read_demands())
    ]
    if wrong:
        raise UnlawfulText(violations=tuple(wrong))
    return policy


def _text(reader: Reader, version: str) -> Policy:
    gazette = reader.house.law.gazette()
    published, draft = gazette.law(version), gazette.drafts.get(version)
    found = published or draft
    if found is None or not isinstance(policy := read_law(found.law), Policy):
        raise PolicyUnknown
    return policy


def supposed(moments: Iterable[Moment]) -> Iterator[dict[str, Any]]:
    """Rows for the moments judged otherwise, and those that could not be judged; last one that counts all."""
    summary = Summary()
    for moment in moments:
        summary.take(moment)
        if moment.otherwise or moment.unread:
            yield moment_answer(moment).model_dump(mode="json", by_alias=True)
    yield {
        "cases": len(summary.cases),
        "differing": len(summary.differing),
        "moments": summary.moments,
        "unread": summary.unread,
        "differences": dict(summary.differences.most_common()),
    }


def moment_answer(moment: Moment) -> MomentAnswer:
    return MomentAnswer(
        case=moment.case,
        position=moment.position,
        command=moment.command,
        at=moment.at,
        policy=moment.policy,
        otherwise=[otherwise_answer(each) for each in moment.otherwise],
        unread=moment.unread,
    )


def otherwise_answer(each: Otherwise) -> OtherwiseAnswer:
    return OtherwiseAnswer(
        what=each.what,
        name=each.name,
        before=each.before,
        after=each.after,
        messages=_reason(each),
        legal_basis=each.legal_basis,
    )


def _reason(each: Otherwise) -> Sentence:
    """The facts a rule was judged on, the refusal with the facts behind it, or what would have been demanded."""
    if each.refused is not None:
        refusal = sentences(each.refused.__name__, each.refused)
        facts = told(each.told)
        return Sentence(**{key: f"{refusal[key]} {facts[key]}".strip() for key in ("id", "en")})
    match each.what:
        case Of.STEP if not each.before:
            return in_both("supposed", "STEP_ADDED", after=each.after)
        case Of.STEP if not each.after:
            return in_both("supposed", "STEP_LEFT_OUT")
        case Of.STEP:
            return in_both("supposed", "STEP_ELSEWHERE", before=each.before, after=each.after)
        case Of.DOCUMENT:
            return in_both("supposed", f"DOCUMENT_{'' if each.after == LACKING else 'NOT_'}LACKING")
        case Of.ENDING:
            return in_both("supposed", "ENDS" if each.after == ENDS else "GOES_ON", name=each.name)
        case Of.DECREE:
            return in_both("supposed", "STEP_UNDONE")
        case _:
            return Sentence(**told(each.told))


# Both


def _chosen(agencies: Iterable[UUID], agency: UUID | None) -> frozenset[UUID]:
    return frozenset(each for each in agencies if agency in {None, each})


def _copies(reader: Looker, agencies: frozenset[UUID], agency: UUID | None) -> None:
    """On record, as a copy of the trail is, where it is read to watch over others."""
    if through := watching(reader, agency):
        reader.copies(Search(), sorted(agencies), reader.house.ledger.head(), through)


def _streamed(rows: Callable[[], Iterator[dict[str, Any]]]) -> StreamingResponse:
    if _at_work.locked():
        raise TooBusy

    def pieces() -> Iterator[bytes]:
        with _at_work:  # taken here, where it is given back however the reader leaves
            for row in rows():
                yield orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)

    return StreamingResponse(
        pieces(),
        media_type="application/jsonl",
        headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
    )
