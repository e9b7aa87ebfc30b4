"""Before asking: what the rules would say of a transfer, and the nearest ways to a yes. Nothing is recorded."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from api.answers import ANSWERS, Sentence, access
from api.answers.cases import EligibilityAnswer, FindingAnswer, OpenSeat, WayAnswer
from api.bodies import StrictRoute
from api.entry import AReader, Reader
from api.house import House
from api.lookups import ALooker
from api.moments import AMoment, time_asked
from api.words import catalogue, day_in_words, told_of
from domain.act import Act
from domain.lookups import What
from domain.policy import Initiative, Insight, Programme
from domain.refusals import PersonUnknown
from domain.transfer.commands import RequestTransfer
from domain.transfer.events import Outcome
from domain.transfer.facts import Facts
from domain.transfer.ways import Advice, Way, appraise
from projections import directory
from projections.past import When

router = APIRouter(prefix="/v1", tags=["own"], route_class=StrictRoute, responses=ANSWERS)

TargetPost = Annotated[UUID, Query(alias="targetPost", description="the post the transfer would be to")]
AskedUnder = Annotated[
    Programme | None, Query(description="a programme that has a route of its own; else by the two places")
]
AskedAs = Annotated[Initiative, Query(description="own request (APS) or organisational need")]

_MOST_SEATS = 5


@router.get("/me/eligibility", openapi_extra=access("any caller, about themselves"))
def show_my_eligibility(
    reader: AReader,
    target_post: TargetPost,
    when: AMoment,
    initiative: AskedAs = Initiative.OWN_REQUEST,
    programme: AskedUnder = None,
) -> EligibilityAnswer:
    """What the rules would say if you asked for this post today: every rule, its facts and law, and the ways to a yes.

    At an earlier moment, what they would have said.
    """
    request = RequestTransfer(reader.person, target_post, initiative, "", programme=programme)
    return _appraised(reader, request, when)


@router.get(
    "/people/{person_id}/eligibility",
    tags=["registry"],
    openapi_extra=access("an office of the person's agency", insight=Insight.PEOPLE),
)
def show_eligibility_of(
    reader: ALooker,
    person_id: Annotated[UUID, Path(description="the person's id")],
    target_post: TargetPost,
    when: AMoment,
    initiative: AskedAs = Initiative.ORGANISATIONAL_NEED,
    programme: AskedUnder = None,
) -> EligibilityAnswer:
    """The same about a person of your agency, before it is proposed."""
    with reader.house.runner.pool.connection() as connection:
        agencies = [directory.agency_of(connection, person_id, each) for each in (None, when)]
    ours = [() if each is None else reader.insight(Insight.PEOPLE, each) for each in agencies]
    if not all(ours):
        raise PersonUnknown  # to others, then or now, it is as if there were no such person
    reader.looks_at(What.ELIGIBILITY, [person_id], ours[0])
    request = RequestTransfer(person_id, target_post, initiative, "", programme=programme)
    return _appraised(reader, request, when)


def foreseen(reader: Reader, request: RequestTransfer, when: When | None) -> tuple[Facts, Act]:
    """What a request would be decided on, and the act it would be, now or on the day asked about."""
    cases = reader.house.cases
    if when is None:
        facts = cases.foresee(request, reader.person, reader.at)
    else:
        facts = cases.foresee_as_of(request, time_asked(reader.at, when), when.position, when.day)
    return facts, replace(reader.act(facts.policy.version), at=time_asked(reader.at, when))


def _appraised(reader: Reader, request: RequestTransfer, when: When | None) -> EligibilityAnswer:
    facts, act = foreseen(reader, request, when)
    day = facts.today(act)
    appraisal = appraise(request, act, facts)
    advised = Advised(reader.house, facts, day, when)
    return EligibilityAnswer(
        person=request.person,
        target_post=request.target_post,
        initiative=request.initiative,
        type=facts.type,
        policy=facts.policy.version,
        day=day,
        eligible=all(finding.outcome is not Outcome.NOT_MET for finding in appraisal.findings),
        findings=[
            FindingAnswer(
                rule=finding.rule,
                title=Sentence(
                    id=facts.policy.rules[finding.rule].title.id, en=facts.policy.rules[finding.rule].title.en
                ),
                outcome=finding.outcome,
                input=finding.input,
                told=Sentence(**told_of(finding)),
                legal_basis=finding.legal_basis,
                ways=advised.ways(appraisal.ways.get(finding.rule, ())),
            )
            for finding in appraisal.findings
        ],
    )


@dataclass(frozen=True, slots=True)
class Advised:
    """Puts ways into words, and looks for other seats where one would help."""

    house: House
    facts: Facts
    day: date
    when: When | None = None

    def ways(self, found: Iterable[Way]) -> list[WayAnswer]:
        return [
            WayAnswer(
                advice=way.advice,
                on=way.on,
                lacking=list(way.lacking),
                offices=list(way.offices),
                seats=self._other_seats() if way.advice is Advice.OTHER_SEAT else [],
                messages=Sentence(id=_sentence("id", way), en=_sentence("en", way)),
            )
            for way in found
        ]

    def _other_seats(self) -> list[OpenSeat]:
        """Of the same kind as the one asked for, in the person's own agency or the one asked for."""
        person = self.facts.person
        held = [
            kind for kind, each in person.certificates.items() if each.until is None or self.day <= each.until
        ]
        with self.house.runner.pool.connection() as connection:
            rows = directory.fitting_seats(
                connection,
                [self.facts.origin.agency_id, self.facts.target.agency_id],
                self.facts.target.post.described.position.kind,
                (person.profile.education_level, person.profile.education),
                held,
                [self.facts.target.post_id, self.facts.origin.post_id],
                _MOST_SEATS,
                self.when,
            )
        return [OpenSeat(**row) for row in rows if self._asks_for_no_more_than(held, row["position"])]

    def _asks_for_no_more_than(self, held: list[str], name: str) -> bool:
        """What the law has all such positions ask for; what the post itself is described with, the directory compares."""
        here, there = (place.post.described.position for place in (self.facts.origin, self.facts.target))
        asked = self.facts.policy.certificates_asked(replace(there, name=name, certificates=()), here)
        return set(asked) <= set(held)


def _sentence(language: str, way: Way) -> str:
    words = catalogue(language)
    day = "" if way.on is None else day_in_words(language, way.on)
    offices = f" {words['ways']['AND']} ".join(words["offices"][office] for office in way.offices)
    return words["ways"][way.advice].format(on=day, lacking=", ".join(way.lacking), offices=offices)
