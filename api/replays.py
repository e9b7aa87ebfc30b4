"""Conformance over HTTP: decisions made again, and what another text of the law would have said. For the agencies overseen."""

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from threading import Lock
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from fastapi import APIRouter, Path, Query
from fastapi.responses import StreamingResponse

from api.answers import ANSWERS, access
from api.answers.replays import ReplayAnswer
from api.bodies import Body, StrictRoute, WholeText
from api.entry import Reader
from api.lookups import ALooker, Looker
from api.moments import HEADER, AsOf
from api.oversight import agencies_of, overseen_by, watching
from api.verdicts import again_answer, replayed, supposed
from application.law import rules_of
from application.ledger import TooBusy
from application.policies import demands_of, read_law
from application.publishing import proposal, unlawful
from application.replaying import Replay, Tally, Verdict
from application.supposing import Supposing, Text, named
from domain.lookups import Search, What
from domain.policy import Insight, LocalAdditions, Policy, Terms
from domain.policy_publication import LawKind
from domain.refusals import TransferUnknown, UnlawfulText, violation
from domain.transfer.desk import Audience
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer

router = APIRouter(prefix="/v1/audit", tags=["oversight"], route_class=StrictRoute, responses=ANSWERS)
suppositions = APIRouter(prefix="/v1/policies", tags=["law"], route_class=StrictRoute, responses=ANSWERS)

Agency = Annotated[UUID | None, Query(description="only cases from or to this agency")]

_at_work = Lock()  # one walk over the ledger at a time in a process that has others to serve


# Decisions made again


@router.get("/replays", openapi_extra=access("offices, of their agency,", insight=Insight.OVERSIGHT))
def replay_case(
    reader: ALooker, as_of: AsOf, case: Annotated[UUID, Query(description="of this case")]
) -> ReplayAnswer:
    """Every decision of a case made again, now: under the policy it names, on what stood before it.

    With `asOf` those that were recorded by then.
    """
    overseen = frozenset(overseen_by(reader))

    def seen_by(_: Transfer, facts: Facts) -> Audience | None:
        between = {facts.origin.agency_id, facts.target.agency_id}
        return Audience.OFFICIAL if overseen & between else None

    shown = reader.house.cases.show(case, seen_by)
    reader.looks_at(What.HISTORY, [shown.transfer.person], watching(reader), case)
    tally, items = Tally(), []
    for again in _replay(reader).of_case(case, as_of):
        tally.take(again)
        items.append(again_answer(again))
    if not items:
        raise TransferUnknown  # nothing had happened by then
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
def replay_all(reader: ALooker, as_of: AsOf, agency: Agency = None) -> StreamingResponse:
    """Every decision in cases from or to the agencies you oversee made again, as JSON Lines.

    Told is each that does not follow, and in the last line how many were run. One such walk at a time.
    """
    overseen = _chosen(overseen_by(reader), agency)
    _copies(reader, overseen, agency, as_of)
    return _streamed(lambda: replayed(_replay(reader).whole(overseen, upto=as_of)), as_of)


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
    as_of: AsOf,
    version: Annotated[str, Path(pattern=r"^[A-Za-z0-9.-]{1,40}$", description="of a draft or a text")],
    agency: Agency = None,
) -> StreamingResponse:
    """What a text, drafted or published, would have said of your agencies' cases as they happened. JSON Lines.

    A national text is held against all of them, with what regions had added; what a region adds, against those of people who
    moved into it, over the national version they stood under. Compared are the request, every finding, the steps and documents demanded, and the decree. What people would have done
    otherwise is not known, so nothing follows from one difference to the next. One such walk at a time.
    """
    return _suppose(reader, agency, lambda: named(reader.house.law.gazette(), version), as_of)


class SupposedBody(Body):
    """The whole of a text, as TOML: national policy, what one region adds to it, or the terms of heads."""

    text: WholeText
    kind: Literal[LawKind.POLICY, LawKind.LOCAL_ADDITIONS, LawKind.TERMS] = LawKind.POLICY


@router.post(
    "/what-ifs",
    openapi_extra=access("offices, of their agency,", insight=Insight.WHAT_IF),
    response_class=StreamingResponse,
    responses=_lines("moments judged otherwise, as they are found; last a line that counts all"),
)
def what_if_it_said(
    body: SupposedBody, reader: ALooker, as_of: AsOf, agency: Agency = None
) -> StreamingResponse:
    """The same of a text that nobody has proposed. It is read and checked as a proposal is, and kept nowhere."""
    return _suppose(reader, agency, lambda: _lawful(reader, body.kind, body.text), as_of)


def _suppose(
    reader: Looker, agency: UUID | None, text: Callable[[], Text], upto: int | None
) -> StreamingResponse:
    agencies = agencies_of(reader, Insight.WHAT_IF)
    supposing = Supposing(reader.house.ledger, text(), reader.house.fixed_policies)
    chosen = _chosen(agencies, agency)
    _copies(reader, chosen, agency, upto)
    return _streamed(lambda: supposed(supposing.whole(chosen, upto=upto)), upto)


def _lawful(reader: Reader, kind: LawKind, written: str) -> Text:
    law = proposal(kind, written, "").law
    text = read_law(law)
    if not isinstance(text, Policy | LocalAdditions | Terms):
        raise TypeError(f"{law.version} is read as another kind of text than it was checked as")
    gazette = reader.house.law.gazette()
    faults = unlawful(law, reader.house.policies.current(), demands_of(rules_of(gazette)))
    wrong = tuple(violation("LAWFULNESS", law.version, law.legal_basis, each) for each in faults)
    if wrong:
        raise UnlawfulText(violations=wrong)
    return text


# Both


def _chosen(agencies: Iterable[UUID], agency: UUID | None) -> frozenset[UUID]:
    return frozenset(each for each in agencies if agency in {None, each})


def _copies(reader: Looker, agencies: frozenset[UUID], agency: UUID | None, upto: int | None) -> None:
    """On record, as a copy of the trail is, where it is read to watch over others."""
    if through := watching(reader, agency):
        upto = reader.house.ledger.head() if upto is None else upto
        reader.copies(Search(), sorted(agencies), upto, through)


def _streamed(rows: Callable[[], Iterator[dict[str, Any]]], upto: int | None) -> StreamingResponse:
    if _at_work.locked():
        raise TooBusy

    def pieces() -> Iterator[bytes]:
        with _at_work:  # taken here, where it is given back however the reader leaves
            for row in rows():
                yield orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)

    return StreamingResponse(
        pieces(),
        media_type="application/jsonl",
        headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        | ({} if upto is None else {HEADER: str(upto)}),
    )
