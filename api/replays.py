"""Conformance over HTTP: decisions made again, and what another text of the law would have said. For the agencies overseen."""

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from threading import Lock
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Path, Query
from fastapi.responses import StreamingResponse

from api.answers import ANSWERS, access
from api.answers.replays import ReplayAnswer
from api.bodies import Body, StrictRoute, WholeText
from api.entry import Reader
from api.lookups import ALooker, Looker
from api.oversight import agencies_of, overseen_by, watching
from api.verdicts import again_answer, replayed, supposed
from application.law import rules_of
from application.ledger import TooBusy
from application.policies import demands_of, read_law
from application.publishing import proposal
from application.replaying import Replay, Tally, Verdict
from application.supposing import Supposing
from domain.lookups import Search, What
from domain.policy import Insight, Policy
from domain.policy_publication import LawKind
from domain.refusals import PolicyUnknown, UnlawfulText, violation
from domain.transfer.desk import Audience
from domain.transfer.facts import Facts
from domain.transfer.lawfulness import faults
from domain.transfer.state import Transfer

router = APIRouter(prefix="/v1/audit", tags=["oversight"], route_class=StrictRoute, responses=ANSWERS)
suppositions = APIRouter(prefix="/v1/policies", tags=["law"], route_class=StrictRoute, responses=ANSWERS)

Agency = Annotated[UUID | None, Query(description="only cases from or to this agency")]

_at_work = Lock()  # one walk over the ledger at a time in a process that has others to serve


# Decisions made again


@router.get("/replays", openapi_extra=access("offices, of their agency,", insight=Insight.OVERSIGHT))
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
    openapi_extra=access("offices, of their agency,", insight=Insight.OVERSIGHT),
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


# Another text


@suppositions.get(
    "/{version}/what-if",
    openapi_extra=access("offices, of their agency,", insight=Insight.WHAT_IF),
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


@router.post(
    "/what-ifs",
    openapi_extra=access("offices, of their agency,", insight=Insight.WHAT_IF),
    response_class=StreamingResponse,
    responses=_lines("moments judged otherwise, as they are found; last a line that counts all"),
)
def what_if_it_said(body: SupposedBody, reader: ALooker, agency: Agency = None) -> StreamingResponse:
    """The same of a national text that nobody has proposed. It is read and checked as a proposal is, and kept nowhere."""
    return _suppose(reader, agency, lambda: _lawful(reader, body.text))


def _suppose(reader: Looker, agency: UUID | None, text: Callable[[], Policy]) -> StreamingResponse:
    agencies = agencies_of(reader, Insight.WHAT_IF)
    supposing = Supposing(reader.house.ledger, text(), reader.house.fixed_policies)
    chosen = _chosen(agencies, agency)
    _copies(reader, chosen, agency)
    return _streamed(lambda: supposed(supposing.whole(chosen)))


def _lawful(reader: Reader, text: str) -> Policy:
    law = proposal(LawKind.POLICY, text, "").law
    policy = read_law(law)
    if not isinstance(policy, Policy):
        raise TypeError(f"{law.version} is read as another kind of text than it was checked as")
    demands = demands_of(rules_of(reader.house.law.gazette()))
    wrong = [violation("LAWFULNESS", law.version, law.legal_basis, each) for each in faults(policy, demands)]
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
