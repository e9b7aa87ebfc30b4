"""The decider's desk: for each act on a case exactly what was shown and known then, proved by its digest, beside what is now."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from api.answers import ANSWERS, access
from api.answers.cases import DecisionItem, DecisionPage, DeskAnswer, MarkedDifference
from api.bodies import StrictRoute
from api.entry import Reader
from api.lookups import ALooker, Looker
from api.moments import AMoment
from api.oversight import watching
from api.paging import Cursor, Limit, page, place, read_cursor
from api.problems import Problem
from api.transfers import TransferId, look_at, may_see
from application.cases import Shown
from application.replays import Decision, DecisionUnknown
from domain.decree.allowed import audience as audience_of_decree
from domain.lookups import What
from domain.policy import Insight
from domain.refusals import DecreeUnknown, NotAllowed
from domain.transfer.desk import Audience, Json
from projections.past import When

router = APIRouter(
    prefix="/v1/transfers/{transfer_id}/decisions",
    tags=["transfers"],
    route_class=StrictRoute,
    responses=ANSWERS,
)

DecisionId = Annotated[
    int, Path(ge=1, le=2**62, description="the version of the first event the act recorded in the case")
]
_ACCESS = access(
    "the person, as far as they may see, or an office of the agencies", insight=Insight.OVERSIGHT
)


@router.get("", openapi_extra=_ACCESS)
def list_decisions(
    transfer_id: TransferId, reader: ALooker, when: AMoment, cursor: Cursor = None, limit: Limit = 20
) -> DecisionPage:
    """Every act whose actor had been shown the case, in order, and whether what they saw can be shown again to the letter."""
    _must_oversee(transfer_id, reader)
    after = 0 if cursor is None else read_cursor(cursor, place)[0]
    asked = when or When()
    found = reader.house.replays.decisions(transfer_id, after, limit + 1, asked.position, asked.day)
    shown = page([_told(each) for each in found], limit, lambda row: [row["version"]])
    return DecisionPage(**shown)


@router.get("/{decision}/desk", openapi_extra=_ACCESS)
def show_desk(transfer_id: TransferId, decision: DecisionId, reader: ALooker) -> DeskAnswer:
    """What lay before the actor: state, documents, feedback, findings, workloads, policy; what is known now; the difference.

    The digest is made again from what was recorded by then. `matches` is false where the record was altered, or where the
    desk is laid by other code today than it was then; `jejak verify` and the proofs tell which. What is not for you to see is
    not shown: then `exact` is false, and `then` is what you may see of the same moment.
    """
    now = _must_oversee(transfer_id, reader)
    try:
        replay = reader.house.replays.replay(
            transfer_id, decision, now, lambda decree: _decree(decree, reader)
        )
    except DecisionUnknown:
        raise Problem("decision-unknown", HTTPStatus.NOT_FOUND) from None
    return DeskAnswer(
        decision=DecisionItem(**_told(replay.decision)),
        shown_as=replay.shown_as,
        exact=replay.exact,
        then=replay.then,
        now=replay.now,
        differences=[MarkedDifference(**each._asdict()) for each in replay.differences],
    )


def _told(decision: Decision) -> Json:
    """Without the person: the history tells who, where that is not sealed."""
    return {
        "version": decision.version,
        "position": decision.position,
        "events": decision.events,
        "happened_at": decision.act.at,
        "recorded_at": decision.recorded_at,
        "office": decision.act.office,
        "on_behalf_of": decision.act.on_behalf_of,
        "capacity": decision.act.capacity,
        "policy": decision.act.policy,
        "decree": decision.decree,
        "seen_as": decision.audience,
        "seen_position": decision.seen.position,
        "seen_digest": decision.seen.digest,
        "recomputed_digest": decision.recomputed,
        "matches": decision.matches,
    }


def _must_oversee(transfer_id: UUID, reader: Looker) -> Shown:
    now = may_see(transfer_id, reader)
    if now.audience is Audience.SUBJECT:
        return now
    agencies = now.case.origin.agency_id, now.case.target.agency_id
    if not any(watching(reader, agency) for agency in agencies):
        raise NotAllowed
    look_at(What.DESK, now, reader)
    return now


def _decree(decree_id: UUID, reader: Reader) -> Json | None:
    try:
        return reader.house.decrees.show(
            decree_id,
            reader.person,
            reader.at,
            lambda decree, papers: audience_of_decree(decree, papers, reader.person, reader.holdings),
        ).facts
    except DecreeUnknown:
        return None
