"""Walking a route: whatever step is open is done by its office, until nothing is open. Works for any route of a policy."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

import cast
from given import Case
from stories import SCORES, SIGNED_BETWEEN, file_of
from web import Web

from domain.act import Act
from domain.identity import OfficeKind, office_id
from domain.policy import Initiative, Programme, Step, StepKind
from domain.transfer import commands
from domain.transfer.commands import TransferCommand
from domain.transfer.facts import Facts

EVERYTHING = ("D01", "D02", "D03", "D06", "D07", "D08", "D09", "D12", "D15", "D16", "D24")


def acting_for(office: UUID, at: datetime) -> Act:
    """The cast's holder of an office, or one made up for an office the cast does not have."""
    act = cast.own_act(uuid5(office, "holder"), at)
    return Act(act.by, at, act.command, act.policy, office, cast.Capacity.DEFINITIVE)


def request(facts: Facts, day: datetime, programme: Programme | None = None) -> tuple[TransferCommand, Act]:
    command = commands.RequestTransfer(
        facts.person_id,
        facts.target.post_id,
        Initiative.OWN_REQUEST,
        "Mengikuti keluarga",
        file_of(*EVERYTHING, post=facts.target.post_id),
        programme=programme,
        ground="FAMILY",
    )
    return command, cast.own_act(facts.person_id, day)


def raters_of(facts: Facts) -> tuple[UUID, tuple[UUID, ...]]:
    """The head of the person's unit, and three who work there; made up where the cast does not know the unit."""
    unit = facts.origin.unit_id
    superior = uuid5(office_id(OfficeKind.UNIT_HEAD, unit), "holder")
    peers = sorted(cast.working_in(unit) - {facts.person_id}) or cast.PEERS
    return superior, tuple(peers[:3])


def doing(step: Step, case: Case, day: datetime) -> Iterator[tuple[TransferCommand, Act]]:  # noqa: PLR0915 one case for each kind
    """What the office does at a step."""
    name, post, today = step.name, case.facts.target.post_id, day.date()
    act = acting_for(case.facts.office_of(step), day)
    match step.kind:
        case StepKind.VERIFICATION:
            yield commands.VerifyFile(name, SIGNED_BETWEEN), act
        case StepKind.CLEARANCE:
            yield commands.GrantClearance(name, "700/1"), act
        case StepKind.FEEDBACK:
            superior, peers = raters_of(case.facts)
            yield commands.AskFeedback(name, superior, peers), act
            yield commands.GiveFeedback({}, "Saya siap."), cast.own_act(case.facts.person_id, day)
            for rater in (superior, *peers):
                yield commands.GiveFeedback(SCORES, ""), cast.own_act(rater, day)
            raters = reversed(cast.POLICY.raters.values())
            asked = {case.facts.office_at(each.office): each for each in raters if each.office}
            for office, respondent in asked.items():
                scores = {} if respondent.in_words else SCORES
                yield commands.GiveFeedback(scores, "Setuju."), acting_for(office, day)
            yield commands.CloseFeedback(name), act
        case StepKind.REPLY:
            yield commands.WaiveReply(name), cast.own_act(case.facts.person_id, day)
        case StepKind.FIT_REVIEW:
            yield commands.AssessFit(name, "Sesuai."), act
        case StepKind.PROPOSAL:
            yield commands.IssueProposal(name, "800/1", post), act
        case StepKind.CONSENT:
            yield commands.GrantConsent(name, "800/2", post), act
        case StepKind.FORWARD:
            yield commands.ForwardProposal(name, "800/3"), act
        case StepKind.CONSIDERATION:
            yield commands.GiveConsideration(name, supports=True, number="BA-1", reason="Baik."), act
        case StepKind.TECHNICAL_CONSIDERATION:
            yield commands.GiveTechnicalConsideration(name, "AA-1", post), act
        case StepKind.DECREE:
            yield commands.IssueDecree(name, "821/1", post, today, "Kebutuhan", ("Tujuan",)), act
        case StepKind.APPOINTMENT:
            yield commands.IssueAppointment(name, "821/2", post, today), act
        case StepKind.SERVICE:
            yield commands.ServeDecision(name, today, "langsung"), act
        case StepKind.REPORT:
            yield commands.ReportReplacement(name, "100.2.2.6/118", today), act
        case StepKind.INAUGURATION:
            yield commands.HoldInauguration(name, today, "BA-2"), act
        case StepKind.DUTY_START:
            yield commands.StartDuty(name, today, "SPMT-1", post), act
        case StepKind.PAYROLL:
            yield commands.TransferPayroll(name, "SKPP-1", today), act
        case StepKind.NATIONAL_RECORD:
            yield commands.SyncNationalRecord(name, "IM-1", today), act
        case StepKind.RETURN:
            yield commands.ReportReturn(name, today, "SPMT-2"), act
        case _:
            raise AssertionError(step)


def walk(
    case: Case,
    first: date = date(2025, 9, 1),
    *,
    until: str | None = None,
    programme: Programme | None = None,
) -> Case:
    """From the request to the last step, or to where that step is open, a step a day."""

    def open_now() -> list[str]:
        assert case.transfer is not None
        return list(case.transfer.open)

    def play(story: Iterable[tuple[TransferCommand, Act]]) -> None:
        case.given(story)

    _walk(case, first, play, open_now, until, programme)
    return case


def onward(case: Case, last: date) -> Iterator[tuple[TransferCommand, Act]]:
    """From where the case stands to its last step, a step a day after that day. Each is to be played before the next."""
    day = datetime.combine(last, cast.on(2025, 1, 1).timetz())
    while case.state.open:
        day += timedelta(days=1)
        yield from doing(case.facts.route.steps[min(case.state.open)], case, day)


def walk_over_http(web: Web, case: Case, first: date = date(2025, 9, 1), *, until: str | None = None) -> None:
    """The same over HTTP. `case` only tells which offices there are."""

    def open_now() -> list[str]:
        route = web.shown(case.facts.person_id).json()["facts"]["route"]
        return [step["step"] for step in route if step["state"] == "OPEN"]

    _walk(case, first, web.play, open_now, until)


def walk_on_over_http(web: Web, case: Case, last: datetime, *, reason: str = "") -> None:
    """From where the case stands to its last step over HTTP, a step a day after that day."""
    for _ in range(40):
        route = web.shown(case.facts.person_id).json()["facts"]["route"]
        opened = [step["step"] for step in route if step["state"] == "OPEN"]
        if not opened:
            return
        last += timedelta(days=1)
        for command, act in doing(case.facts.route.steps[min(opened)], case, last):
            fit = isinstance(command, commands.AssessFit)
            web.play([(replace(command, deviation=reason) if fit else command, act)])
    raise AssertionError("the route does not end")


def _walk(
    case: Case,
    first: date,
    play: Callable[[Iterable[tuple[TransferCommand, Act]]], None],
    open_now: Callable[[], list[str]],
    until: str | None,
    programme: Programme | None = None,
) -> None:
    day = datetime.combine(first, cast.on(2025, 1, 1).timetz())
    play([request(case.facts, day, programme)])
    for _ in range(40):
        opened = open_now()
        if not opened or opened == [until]:
            return
        day += timedelta(days=1)
        play(doing(case.facts.route.steps[min(opened)], case, day))
    raise AssertionError("the route does not end")
