"""Who might fill a post: candidates for those who look for some, and for the person how they match."""

from datetime import date
from fractions import Fraction
from typing import Annotated, Any
from uuid import UUID

import psycopg
from fastapi import APIRouter, Query

from api.answers import ANSWERS, Sentence, access
from api.answers.needs import (
    Barrier,
    CandidateAnswer,
    CandidatePage,
    FacetAnswer,
    MatchAnswer,
    PartAnswer,
)
from api.bodies import StrictRoute
from api.eligibility import foreseen
from api.entry import AReader, Reader
from api.lookups import ALooker
from api.moments import AMoment, day_asked, policy_asked
from api.paging import Cursor, page, read_cursor
from api.weighing import (
    HUNDREDTHS,
    WEIGHING,
    PostId,
    Row,
    agency_of_post,
    must_weigh,
    rounded,
    sitting,
)
from api.words import told, told_of
from domain.lookups import What
from domain.needs.candidates import Candidate, Placed, ranked
from domain.needs.matching import Asked, Match, Matching, Offered, match
from domain.policy import Initiative
from domain.refusals import PersonUnknown, PostUnknown, Refused
from domain.registry.person import Rating
from domain.transfer.commands import RequestTransfer
from domain.transfer.eligibility import months_between
from domain.transfer.events import Outcome
from domain.transfer.ways import appraise
from projections import directory, staffing
from projections.past import When

router = APIRouter(prefix="/v1", tags=["needs"], route_class=StrictRoute, responses=ANSWERS)

TargetPost = Annotated[UUID, Query(alias="targetPost", description="the post asked about")]


@router.get("/me/match", tags=["own"], openapi_extra=access("any caller, about themselves"))
def show_my_match(reader: AReader, target_post: TargetPost, when: AMoment) -> MatchAnswer:
    """How you match a post: competence, education and interest, each with its points and what they rest on."""
    day = day_asked(reader.at, when)
    policy = policy_asked(reader.house, when, day)
    with reader.house.runner.pool.connection() as connection:
        row = staffing.people(connection, [reader.person], when).get(reader.person)
        if row is None:
            raise PersonUnknown
        asked = _asked(connection, target_post, row["agency"], when)
        offered = _offered(row, _post_held(connection, row, when), day)
    found = match(asked, offered, policy.needs.matching)
    return MatchAnswer(
        person=reader.person,
        target_post=target_post,
        policy=policy.version,
        legal_basis=_basis_of(policy.needs.matching),
        day=day,
        score=found.score,
        facets=_facets(found, policy.needs.matching),
    )


@router.get("/posts/{post_id}/candidates", openapi_extra=WEIGHING)
def list_candidates(
    post_id: PostId,
    reader: ALooker,
    when: AMoment,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> CandidatePage:
    """Who of the agency might fill a post, the best match first, with the parts, the reasons, and the rules not met.

    At an earlier moment, who might have: by what was on record of them, and by the law, then.
    """
    after = 0 if cursor is None else read_cursor(cursor, int)[0]
    day = day_asked(reader.at, when)
    policy = policy_asked(reader.house, when, day)
    with reader.house.runner.pool.connection() as connection:
        through = must_weigh(reader, agency_of_post(connection, post_id))
        agency = agency_of_post(connection, post_id, when)
        must_weigh(reader, agency)
        reader.says_why()
        asked = _asked(connection, post_id, agency, when)
        people = {row["id"]: row for row in staffing.people_of(connection, agency, post_id, when)}
        units = staffing.units_of(connection, agency, when)
        rows = {row["id"]: row for row in staffing.posts_of(connection, [unit["id"] for unit in units], when)}
        known = staffing.people(connection, sitting(rows.values()), when)
        names = directory.names_of(connection, list(people), when)
        (seats,) = directory.seats_of(connection, [post_id], when)
    gaps = {each.post: each.gap for each in staffing.staffed(rows.values(), known, day, policy.retirement)}
    matches = {
        person: match(asked, _offered(row, rows.get(row["post"]), day), policy.needs.matching)
        for person, row in people.items()
    }
    line = ranked(
        (
            Candidate(
                person=person,
                target_gap=gaps[post_id] or Fraction(0),
                origin_gap=gaps.get(row["post"]) or Fraction(0),
                fit=matches[person].fit,
                years_in_post=0
                if row["post_since"] is None
                else max(0, months_between(row["post_since"], day)) // 12,
            )
            for person, row in people.items()
        ),
        policy.needs.candidates,
    )
    shown: list[Row] = [{"number": number, "placed": each} for number, each in enumerate(line, start=1)]
    paged = page(shown[after:], limit, lambda row: [row["number"]])
    shown_now = [each["placed"].candidate.person for each in paged["items"]]
    reader.looks_at(What.ELIGIBILITY, shown_now, through)
    return CandidatePage(
        post=post_id,
        position=rows[post_id]["position"],
        unit=next(unit["name"] for unit in units if unit["id"] == rows[post_id]["unit"]),
        seats=seats["seats"],
        free=seats["free"],
        gap=rounded(gaps[post_id], HUNDREDTHS),
        policy=policy.version,
        legal_basis=_basis_of(policy.needs.matching),
        day=day,
        items=[
            _candidate(reader, each["placed"], people, matches, names, post_id, policy.needs.matching, when)
            for each in paged["items"]
        ],
        next=paged["next"],
    )


def _candidate(
    reader: Reader,
    placed: Placed,
    people: dict[UUID, Row],
    matches: dict[UUID, Match],
    names: dict[UUID, str],
    post: UUID,
    law: Matching | None,
    when: When | None,
) -> CandidateAnswer:
    person = placed.candidate.person
    barriers, refused = _barriers(reader, person, post, when)
    return CandidateAnswer(
        place=placed.place,
        person=person,
        name=names.get(person, ""),
        post=people[person]["post"],
        score=matches[person].score,
        facets=_facets(matches[person], law),
        parts=[PartAnswer(part=part, value=str(value)) for part, value in placed.parts],
        eligible=not barriers and refused is None,
        barriers=barriers,
        refused=refused,
    )


def _barriers(
    reader: Reader, person: UUID, post: UUID, when: When | None
) -> tuple[list[Barrier], str | None]:
    """The rules that are not met, were the person proposed on the day asked about; or the refusal of any such request."""
    try:
        request = RequestTransfer(person, post, Initiative.ORGANISATIONAL_NEED, "")
        facts, act = foreseen(reader, request, when)
        findings = appraise(request, act, facts).findings
    except Refused as refused:
        return [], refused.code
    unmet = [finding for finding in findings if finding.outcome is Outcome.NOT_MET]
    titles = {finding.rule: facts.policy.rules[finding.rule].title for finding in unmet}
    return [
        Barrier(
            rule=finding.rule,
            title=Sentence(id=titles[finding.rule].id, en=titles[finding.rule].en),
            told=Sentence(**told_of(finding)),
        )
        for finding in unmet
    ], None


def _asked(connection: psycopg.Connection[Any], post: UUID, serves: UUID, when: When | None) -> Asked:
    """Of somebody who serves in that agency: its name in a wish says nothing about one of its posts."""
    row = staffing.post_by_id(connection, post, when)
    unit = None if row is None else staffing.unit_by_id(connection, row["unit"], when)
    if row is None or unit is None:
        raise PostUnknown
    return Asked(
        education_levels=tuple(row["education_levels"]),
        educations=tuple(row["educations"]),
        certificates=tuple(row["certificates"]),
        position=row["position"],
        kind=row["kind"],
        unit=unit["name"],
        place="" if unit["agency"] == serves else directory.agency_name(connection, unit["agency"], when),
        level=row["level"],
    )


def _post_held(connection: psycopg.Connection[Any], person: Row, when: When | None) -> Row | None:
    return None if person["post"] is None else staffing.post_by_id(connection, person["post"], when)


def _offered(row: Row, held: Row | None, day: date) -> Offered:
    valid = {
        kind
        for kind, until in row["certificates"].items()
        if until is None or day <= date.fromisoformat(until)
    }
    last = max(row["ratings"], default=None)
    return Offered(
        education_level=row["education_level"],
        education=row["education"],
        certificates=frozenset(valid),
        position="" if held is None else held["position"],
        kind="" if held is None else held["kind"],
        rated_good=None if last is None else Rating(row["ratings"][last]).at_least(Rating.GOOD),
        interest=row["interest"],
    )


def _basis_of(law: Matching | None) -> str:
    return "" if law is None else law.legal_basis


def _facets(found: Match, law: Matching | None) -> list[FacetAnswer]:
    return [
        FacetAnswer(
            facet=each.facet,
            points=each.points,
            weight=0 if law is None else law.weights.get(each.facet, 0),
            told=Sentence(**told(each.told)),
        )
        for each in found.facets
    ]
