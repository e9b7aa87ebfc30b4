"""Figures of reports are what anybody would count by hand in the histories, as of any position."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby, takewhile
from operator import attrgetter
from statistics import median
from typing import Any, get_args
from uuid import UUID, uuid4

import cast
import psycopg
import pytest
from cast import POLICY, REGENT, act_of, on, own_act
from playing import Stage
from stories import Story, balancing_move, file_of
from test_rebuilding import happens, played

from api.figures import Wording, tell
from api.tables import HIDDEN
from application.recording import decode
from domain.history import Recorded, fold
from domain.identity import CLOCK, office_id, person_id, plan_id
from domain.in_force import counts_from
from domain.plan import PlanAmended, PlanDescription, PlanProposed, PlanPublished
from domain.policy import Initiative
from domain.red_flags import ACROSS_CASES, flag_of, flags_of
from domain.red_flags.deeds import Beside, Deed, beside, deeds
from domain.red_flags.evidence import CaseEvidence
from domain.red_flags.flag import Found
from domain.registry.nip import Sex
from domain.registry.person import PerformanceRated, PersonRegistered, PostAssumed, Rating
from domain.registry.post import PostRevised
from domain.transfer import events
from domain.transfer.commands import (
    DecideObjection,
    DeclineConsultation,
    FileObjection,
    GiveNotice,
    IssueDecree,
    NoteOverdue,
    OfferConsultation,
    OverrideRules,
    RecordConsultation,
    RequestTransfer,
    StartDuty,
)
from domain.transfer.events import StepDone
from domain.transfer.evolving import evolve
from projections.flags import flags_shown
from projections.past import LAST, When
from projections.reports import REPORTS, Asked, Cell, count, names
from projections.surroundings import Surroundings

Case = list[Recorded[Any]]


# By hand


@dataclass(eq=False)
class Step:
    """A step an office has had before it."""

    name: str
    office: UUID
    opened_on: date
    due_on: date
    used: int = 0
    overdue: bool = False
    done_on: date | None = None
    refused: bool = False
    left: bool = False


Official = tuple[UUID | None, UUID | None]  # the office, and who acted for it


def official_of(recorded: Recorded[Any] | None) -> Official:
    """Nobody where people or the clock act in their own person."""
    office = None if recorded is None else recorded.act.on_behalf_of or recorded.act.office
    return (None, None) if recorded is None or office is None else (office, recorded.act.by)


_DECIDES = (
    events.DecreeIssued,
    events.TransferRejected,
    events.TransferFoundIneligible,
    events.TransferWithdrawn,
    events.TransferExpired,
)


def decided_by(case: Case) -> Official:
    if isinstance(case[0].event, events.OutsidePlacementRecorded):
        return case[0].event.office, None  # whoever signed there is not known
    return official_of(next((each for each in case if isinstance(each.event, _DECIDES)), None))


@dataclass
class ByHand:
    """What a reader of the histories writes down, knowing nothing of tables."""

    steps: list[Step] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)
    overrides: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    moves: Counter[str] = field(default_factory=Counter)
    objections: Counter[str] = field(default_factory=Counter)
    reviews: Counter[str] = field(default_factory=Counter)
    goals: Counter[tuple[str, bool]] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    decided: Counter[Official] = field(default_factory=Counter)
    verified: Counter[Official] = field(default_factory=Counter)
    reviewed: Counter[Official] = field(default_factory=Counter)
    talks: Counter[str] = field(default_factory=Counter)
    grounds: Counter[tuple[str, str]] = field(default_factory=Counter)
    notice_days: list[int] = field(default_factory=list)
    days_to_decree: list[int] = field(default_factory=list)

    def read(self, case: Case) -> None:  # noqa: PLR0915 as plain as it is long
        first = case[0].event
        open_steps: dict[str, Step] = {}
        returned, ended, decreed = False, "", False
        self._talked(case)
        if not isinstance(first, events.OutsidePlacementRecorded):
            self.decided[decided_by(case)] += 1
            self.levels[cast.POSTS[first.target_post].position.kind] += 1
            verified = [each for each in case if isinstance(each.event, events.FileVerified)]
            self.verified[official_of(verified[-1] if verified else None)] += 1
        for recorded in case:
            event, day = recorded.event, recorded.act.at.astimezone(cast.WIB).date()
            match event:
                case events.StepOpened():
                    step = Step(event.step, event.office, event.opened_on, event.due_on)
                    open_steps[event.step] = step
                    self.steps.append(step)
                case events.StepResumed():
                    step = open_steps[event.step]
                    step.opened_on, step.due_on, step.used = event.resumed_on, event.due_on, event.used
                case events.StepOverdue():
                    open_steps[event.step].overdue = True
                case events.StepLeftUndone():
                    open_steps.pop(event.step).left = True
                case events.FileReturned():
                    returned = True
                case events.TransferFoundIneligible():
                    ended = "ineligible"
                    self.refusals.update(event.rules)
                case events.TransferRejected():
                    ended = "refused"
                    self.refusals[event.step] += 1
                    step = open_steps.pop(event.step)
                    step.done_on, step.refused = day, True
                case events.TransferWithdrawn():
                    ended = "withdrawn"
                case events.TransferExpired():
                    ended = "expired"
                case events.OverrideRecorded():
                    self.overrides.update(event.rules)
                case events.DecreeIssued():
                    decreed = True
                    self.days_to_decree.append((day - first.requested_on).days)
                    self._moved()
                case events.OutsidePlacementRecorded():
                    self._moved()
                    self.moves["outside"] += 1
                    self.moves["started"] += event.started_on is not None
                case events.DutyStarted():
                    self.moves["started"] += 1
                case events.DecreeRevoked():
                    self.moves["revoked"] += 1
                case events.ObjectionFiled():
                    self.objections["filed"] += 1
                    self.objections["pending"] += 1
                case events.ObjectionFoundInadmissible():
                    self.objections["filed"] += 1
                    self.objections["inadmissible"] += 1
                case events.ObjectionDecided():
                    self.objections["pending"] -= 1
                    self.objections["granted" if event.granted else "dismissed"] += 1
                case events.EvaluationScheduled():
                    self.reviews["scheduled"] += 1
                case events.EvaluationCancelled():
                    self.reviews["cancelled"] += 1
                case events.EvaluationRecorded():
                    self.reviews["held"] += 1
                    self.reviews["success"] += event.outcome == "SUCCESS"
                    self.goals.update((result.goal, result.reached) for result in event.goals)
                    self.reviewed[official_of(recorded)] += len(event.goals)
            if isinstance(event, StepDone) and event.step in open_steps:
                open_steps.pop(event.step).done_on = day
        if ended or any(isinstance(each.event, events.DecreeRevoked) for each in case):
            self.steps = [step for step in self.steps if step not in open_steps.values()]
        if not isinstance(first, events.OutsidePlacementRecorded):
            self.requests["requests"] += 1
            self.requests["returned"] += returned
            self.requests["decreed"] += decreed
            self.requests[ended or ("" if decreed else "pending")] += 1
            if first.initiative is Initiative.OWN_REQUEST:
                refused = "refused" if ended in {"refused", "ineligible"} else ended
                self.grounds[first.ground, "requests"] += 1
                self.grounds[first.ground, refused or ("decreed" if decreed else "")] += 1

    def _talked(self, case: Case) -> None:
        """What the person was told and asked, of a case that was asked for here."""
        of = {type(each.event): each.position for each in case}
        if events.OutsidePlacementRecorded in of:
            return
        self.talks["requests"] += 1
        self.talks["moves"] += events.DecreeIssued in of
        self.talks["underPlan"] += events.PlanFollowed in of
        self.talks["consultationOffered"] += events.ConsultationOffered in of
        self.talks["consultationHeld"] += events.ConsultationHeld in of
        self.talks["consultationDeclined"] += events.ConsultationDeclined in of
        self.talks["consulted"] += of.get(events.ConsultationHeld, LAST) < of.get(events.DecreeIssued, 0)
        self.talks["noNotice"] += events.DutyStarted in of and events.NoticeGiven not in of
        for notice in (each.event for each in case if isinstance(each.event, events.NoticeGiven)):
            self.talks["noticeGiven"] += 1
            self.notice_days.append(cast.POLICIES.calendar.between(notice.on, notice.effective_on))
            self.talks["noticeInTime" if self.notice_days[-1] >= 10 else "noticeLate"] += 1

    def _moved(self) -> None:
        self.moves["moves"] += 1


def read_by_hand(
    stage: Stage,
    position: int,
    concerns: Callable[[Case], bool] = lambda _: True,
    effective: date = date.max,
) -> ByHand:
    """Up to the position, and of each history how it begins by the day."""
    lines = [decode(line) for line in stage.ledger.after(0, 10_000) if line.position <= position]
    of_cases = [each for each in lines if type(each.event) in _CASE]
    told = ByHand()
    for _, found in groupby(
        sorted(of_cases, key=lambda each: str(each.stream)), key=lambda each: each.stream
    ):
        case = sorted(found, key=lambda each: each.version)
        case = list(takewhile(lambda each: counts_from(each.event, each.act) <= effective, case))
        if case and concerns(case):
            told.read(case)
    return told


def plans_by_hand(stage: Stage, position: int, agency: UUID | None, effective: date | None) -> Counter[str]:
    begun: dict[UUID, bool] = defaultdict(lambda: True)
    lines = []
    for each in (decode(line) for line in stage.ledger.after(0, 10_000) if line.position <= position):
        begun[each.stream] &= counts_from(each.event, each.act) <= (effective or date.max)
        if begun[each.stream]:
            lines.append(each)
    told: Counter[str] = Counter()
    for stream in dict.fromkeys(each.stream for each in lines if isinstance(each.event, PlanProposed)):
        own = [each.event for each in lines if each.stream == stream]
        described = own[0].plan
        if agency not in {None, described.agency}:
            continue
        published = [each for each in own if isinstance(each, PlanPublished)]
        told["plans"] += 1
        told["published"] += len(published)
        told["withCriteria"] += len(published) * bool(described.criteria)
        told["beforePeriod"] += any(each.published_on <= described.since for each in published)
        told["waiting"] += not published
        told["amended"] += any(isinstance(each, PlanAmended) for each in own)
        told["followed"] += any(
            isinstance(each.event, events.PlanFollowed) and each.event.plan == stream for each in lines
        )
    return told


_CASE = frozenset(events.TransferEvent.__args__)


def in_the_city(case: Case) -> bool:
    """To or from the city."""
    first = case[0].event
    units = {cast.POSTS[post].unit for post in (first.origin_post, first.target_post)}
    return cast.CITY_ID in {cast.UNITS[unit].agency for unit in units}


# By the report


def counted(
    owner: psycopg.Connection,
    name: str,
    by: str,
    position: int,
    agency: UUID | None,
    effective: date | None = None,
) -> dict[Any, Cell]:
    found = divided(owner, name, by, position, agency, effective)
    return {key[0] if by else (): cell for key, cell in found.items()}


def divided(
    owner: psycopg.Connection,
    name: str,
    by: str,
    position: int,
    agency: UUID | None = None,
    effective: date | None = None,
) -> dict[tuple[Any, ...], Cell]:
    owner.execute("SET search_path = projections, public")
    agencies = None if agency is None else [agency]
    asked = Asked(REPORTS[name], tuple(by.split()), position, agencies, effective=effective)
    return {cell.key: cell for cell in count(owner, asked).cells}


def alone(cells: dict[Any, Cell]) -> dict[str, int]:
    return dict(cells[()].counts) if cells else {}


def figures(counts: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in counts.items() if number}


def compare(
    stage: Stage,
    owner: psycopg.Connection,
    position: int,
    agency: UUID | None,
    effective: date | None = None,
) -> None:
    hand = read_by_hand(stage, position, in_the_city if agency else lambda _: True, effective or date.max)
    requests = alone(counted(owner, "requests", "", position, agency, effective))
    assert figures(requests) == figures({name: n for name, n in hand.requests.items() if name}), position
    for name, by, count_name, officials in (
        ("requests", "office official", "requests", hand.decided),
        ("requests", "verifyingOffice verifyingOfficial", "requests", hand.verified),
        ("communication", "office official", "requests", hand.decided),
        ("goals", "office official", "judged", hand.reviewed),
    ):
        found = divided(owner, name, by, position, agency, effective)
        told = Counter({key: cell.counts[count_name] for key, cell in found.items()})
        assert told == officials, (name, by)
    cells = counted(owner, "fairness", "level", position, agency, effective)
    assert {level: cell.counts["requests"] for level, cell in cells.items()} == hand.levels
    moves = alone(counted(owner, "moves", "", position, agency, effective))
    assert {name: moves.get(name, 0) for name in ("moves", "outside", "started", "revoked")} == {
        name: hand.moves[name] for name in ("moves", "outside", "started", "revoked")
    }
    for name, by, count_name, mine in (
        ("refusals", "reason", "reasons", hand.refusals),
        ("overrides", "rule", "overrides", hand.overrides),
    ):
        cells = counted(owner, name, by, position, agency, effective)
        assert {key: cell.counts[count_name] for key, cell in cells.items()} == mine
    objections = alone(counted(owner, "objections", "", position, agency, effective))
    for name in ("filed", "inadmissible", "granted", "dismissed", "pending"):
        assert objections.get(name, 0) == hand.objections[name], (name, position)
    reviews = alone(counted(owner, "evaluations", "", position, agency, effective))
    for name in ("scheduled", "held", "cancelled", "success"):
        assert reviews.get(name, 0) == hand.reviews[name], (name, position)
    goals = counted(owner, "goals", "goal", position, agency, effective)
    assert sum(cell.counts["reached"] for cell in goals.values()) == sum(
        number for (_, reached), number in hand.goals.items() if reached
    )
    cells = counted(owner, "grounds", "statedGround", position, agency, effective)
    assert {(key, name): n for key, cell in cells.items() for name, n in cell.counts.items() if n} == {
        key: number for key, number in hand.grounds.items() if key[1]
    }, position
    cells = counted(owner, "communication", "", position, agency, effective)
    assert figures(alone(cells)) == figures(hand.talks), position
    assert cells == {} or Counter(cells[()].taken) == Counter(hand.notice_days)
    plans = figures(alone(counted(owner, "plans", "", position, agency, effective)))
    assert plans == figures(plans_by_hand(stage, position, agency, effective)), position
    compare_steps(owner, position, agency, hand, effective)


def compare_steps(
    owner: psycopg.Connection, position: int, agency: UUID | None, hand: ByHand, effective: date | None
) -> None:
    calendar = cast.POLICIES.calendar
    mine: dict[str, list[Step]] = defaultdict(list)
    for step in hand.steps:
        mine[step.name].append(step)
    cells = counted(owner, "steps", "step", position, agency, effective)
    assert cells.keys() == mine.keys(), position
    told = tell(REPORTS["steps"], ("step",), list(cells.values()), {}, Wording((POLICY,)))
    rows = {row[0]: dict(zip((c.name for c in told.columns), row, strict=True)) for row in told.rows}
    for name, steps in mine.items():
        done = [step for step in steps if step.done_on is not None]
        days = [step.used + calendar.between(step.opened_on, step.done_on) for step in done]  # type: ignore[arg-type]
        row = rows[name]
        assert row["done"] == len(done), (name, position)
        assert row["onTime"] == sum(step.done_on <= step.due_on for step in done)  # type: ignore[operator]
        assert row["waiting"] == sum(step.done_on is None and not step.left for step in steps), name
        assert row["overdue"] == sum(
            step.overdue and step.done_on is None and not step.left for step in steps
        )
        assert row["medianDays"] == (median(days) if days else None)
        assert row["p90Days"] == (_p90(days) if days else None)


def _p90(days: Sequence[int]) -> float:
    """The exact place between two neighbours, counted along the list."""
    ordered = sorted(days)
    place = 9 * (len(ordered) - 1)
    low, rest = divmod(place, 10)
    high = ordered[min(low + 1, len(ordered) - 1)]
    return round(ordered[low] + rest / 10 * (high - ordered[low]), 1)


# Flags, by hand: every indicator asked of every whole history, every deed held against every other


def flags_by_hand(stage: Stage, position: int) -> dict[UUID, dict[str, Found]]:
    """What shows by the day the position was recorded."""

    def history(streams: Sequence[UUID], upto: int) -> list[Any]:
        return [decode(line) for line in stage.ledger.read(streams, upto)]

    surroundings = Surroundings(history, cast.POLICIES.version, cast.POLICIES.at)
    lines = [decode(line) for line in stage.ledger.after(0, 10_000) if line.position <= position]
    streams = dict.fromkeys(each.stream for each in lines if type(each.event) in _CASE)
    found: dict[UUID, dict[str, Found]] = {}
    told: list[tuple[Deed, CaseEvidence]] = []
    for stream in streams:
        own = tuple(history([stream], position))
        around = surroundings.of(own[0], own[0].position)
        asked = CaseEvidence(stream, own, around, surroundings.calendars(own))
        case, at = asked, position + 1
        if asked.decree is not None:
            at = asked.decree.position
            case = replace(asked, facts=surroundings.of(own[0], at))
        found[stream] = {flag.indicator: flag.found for flag in flags_of(case)}
        told += ((deed, case) for deed in deeds(asked) if deed.position < at)
        told += ((deed, case) for deed in deeds(case) if deed.position >= at)
    apart = [deed for each in lines if isinstance(each.event, get_args(Beside)) and (deed := beside(each))]
    told.sort(key=lambda each: each[0].position)
    compared = sorted((*apart, *(deed for deed, _ in told)), key=attrgetter("position"))
    for code, pattern in ACROSS_CASES.items():
        among = [deed for deed in compared if deed.kind in pattern.among]
        for deed, case in told:
            if deed.kind not in pattern.of:
                continue
            upto = position if pattern.again else deed.position
            window = [
                each
                for each in among
                if each.position <= upto
                and all(getattr(each, name) == getattr(deed, name) for name in pattern.same)
                and (pattern.reach is None or (deed.on - each.on).days <= pattern.reach)
            ]
            flag = flag_of(code, deed, window, case.policy, case.calendar_at(deed.position))
            if flag is not None:
                found[deed.case][code] = flag.found
    day = lines[-1].recorded_at.astimezone(cast.WIB).date()
    return {
        stream: {code: each for code, each in flags.items() if each.since <= day}
        for stream, flags in found.items()
    }


def over(case: Case) -> bool:
    state = fold(evolve, None, case)
    return state is not None and state.ending is not None


def compare_flags(stage: Stage, owner: psycopg.Connection) -> None:
    """As of some positions; the last is the head."""
    head = stage.ledger.head()
    for position in (*range(100, head, 97), head):
        by_hand = flags_by_hand(stage, position)
        flagged = {case for case, flags in by_hand.items() if flags}
        ended = {
            case for case in flagged if over([decode(line) for line in stage.ledger.read([case], position)])
        }
        counts = alone(counted(owner, "flagged", "", position, None))
        assert figures(counts) == figures(
            {
                "cases": len(by_hand),
                "flagged": len(flagged),
                "ended": len(ended),
                "settled": sum(all(each.explained for each in by_hand[case].values()) for case in flagged),
            }
        ), position
        cells = counted(owner, "flags", "indicator", position, None)
        assert {code: cell.counts["flags"] for code, cell in cells.items()} == Counter(
            code for flags in by_hand.values() for code in flags
        ), position
        divided_as = {case: place_and_office(stage, case, position) for case in by_hand}
        by = "agency unit office official"
        for name, mine in (
            ("flags", Counter(divided_as[case] for case, flags in by_hand.items() for _ in flags)),
            ("flagged", Counter(divided_as[case] for case in flagged)),
        ):
            found = divided(owner, name, by, position)
            told = {key: cell.counts[name] for key, cell in found.items() if cell.counts[name]}
            assert told == mine, (name, position)
    for day in (date(2025, 3, 12), date(2025, 4, 1), date(2026, 1, 5)):
        when, agencies = When(head, day), [cast.NORTH_ID]
        listed = flags_shown(owner, agencies, day, when, None, 1_000)
        cells = counted(owner, "flags", "indicator", head, cast.NORTH_ID, day)
        told = Counter({code: cell.counts["flags"] for code, cell in cells.items()})
        assert told == Counter(each["indicator"] for each in listed), day
    assert told, "some stood by the last day"
    assert counts["flagged"] > counts["ended"] > 0, "the play holds some of both"
    assert {office for *_, office, _ in divided_as.values()} > {None, office_id(*REGENT)}


def place_and_office(stage: Stage, case: UUID, position: int) -> tuple[UUID | None, ...]:
    """Where somebody is to come to, and who decided on it."""
    history = [decode(line) for line in stage.ledger.read([case], position)]
    unit = cast.UNITS[cast.POSTS[history[0].event.target_post].unit]
    return (unit.agency, unit.regional_office, *decided_by(history))


# What is played


def archivist(stage: Stage, since: date = date(2022, 1, 3), rating: Rating = Rating.GOOD) -> cast.Move:
    """Somebody at the library who is to go to the health office."""
    person = person_id(f"archivist-{uuid4()}")
    facts = [
        PersonRegistered(replace(cast.SITI_STATE.profile, sex=Sex.MALE)),
        PostAssumed(cast.OLD_POST_ID, since),
        *(PerformanceRated(year, rating) for year in cast.SITI_STATE.ratings),
    ]
    happens(stage, *((person, fact) for fact in facts))
    return cast.Move(uuid4(), person, cast.NEW_POST_ID)


def a_plan(stage: Stage) -> UUID:
    """For 2025, published before the year began."""
    plan = plan_id(uuid4())
    described = PlanDescription(
        cast.NORTH_ID, "Rencana 2025", date(2025, 1, 1), date(2025, 12, 31), "Pemerataan", ()
    )
    happens(stage, (plan, PlanProposed(described)))
    happens(stage, (plan, PlanPublished("800/1", date(2024, 12, 30))))
    return plan


def talked_with(
    move: cast.Move,
    answer: RecordConsultation | DeclineConsultation,
    effective_on: date,
    plan: UUID | None = None,
) -> Story:
    """Consultation is offered before the decree, and answered so; notice is given on its day."""
    for command, act in balancing_move(move):
        match command:
            case RequestTransfer():
                yield replace(command, plan=plan), act
            case IssueDecree():
                personnel = act_of(*cast.NORTH_PERSONNEL, act.at)
                yield OfferConsultation("Kamis"), act_of(*cast.NORTH_PERSONNEL, on(2025, 3, 20))
                own = isinstance(answer, DeclineConsultation)
                yield answer, own_act(move.person, act.at) if own else personnel
                yield replace(command, effective_on=effective_on), act
                yield GiveNotice(act.at.astimezone(cast.WIB).date()), personnel
            case StartDuty():
                started = replace(command, started_on=effective_on)
                yield started, replace(act, at=on(effective_on.year, effective_on.month, effective_on.day))
            case _:
                yield command, act


def asked_for_oneself(move: cast.Move, ground: str) -> Story:
    for command, act in balancing_move(move):
        if isinstance(command, RequestTransfer):
            own = replace(command, initiative=Initiative.OWN_REQUEST, ground=ground)
            yield (
                replace(own, documents=file_of("D01", "D02", "D03", "D06", "D08", "D24", post=move.target)),
                own_act(move.person, act.at),
            )
        else:
            yield command, act


def unhappy(stage: Stage) -> None:
    """Set aside, not eligible, overdue, objected to with and without success."""
    happens(stage, (cast.OLD_POST_ID, PostRevised(replace(cast.OLD_POST, seats=30))))
    happens(stage, (cast.NEW_POST_ID, PostRevised(replace(cast.NEW_POST, seats=30, required=3_000))))
    early = stage.play(balancing_move(archivist(stage, date(2024, 9, 2))), until="audit_clearance")
    stage.do(OverrideRules("override", ("E02",), "Arsip menumpuk"), act_of(*REGENT, on(2025, 3, 12)), early)
    stage.play(balancing_move(archivist(stage, rating=Rating.POOR)), until="audit_clearance")
    stage.play(asked_for_oneself(archivist(stage, rating=Rating.POOR), "HEALTH"), until="audit_clearance")
    stage.play(asked_for_oneself(archivist(stage), "OWN_WISH"), until="audit_clearance")
    late = stage.play(balancing_move(archivist(stage)), until="file_verification")
    stage.do(NoteOverdue("file_verification"), own_act(CLOCK, on(2025, 3, 17)), late)
    for story in (
        talked_with(archivist(stage), RecordConsultation(date(2025, 3, 20), "Bersedia"), date(2025, 4, 30)),
        talked_with(archivist(stage), DeclineConsultation("Tidak perlu"), date(2025, 4, 1), a_plan(stage)),
    ):
        stage.play(story, until="payroll")
    waits = stage.play(balancing_move(archivist(stage)), until="audit_clearance")
    stage.do(OfferConsultation("Senin"), act_of(*cast.NORTH_PERSONNEL, on(2025, 3, 12)), waits)
    for granted in (False, True):
        move = archivist(stage)
        case = stage.play(balancing_move(move), until="duty_start")
        stage.do(FileObjection("Tidak adil"), own_act(move.person, on(2025, 3, 27)), case)
        decided = DecideObjection(granted, f"9/{granted}", "Telah dipertimbangkan")
        stage.do(decided, act_of(*REGENT, on(2025, 4, 10)), case)


@pytest.fixture
def projected(stage: Stage) -> Iterator[tuple[Stage, psycopg.Connection]]:
    """Everything played, and carried over once in batches of seven."""
    played(stage)
    unhappy(stage)
    runner = stage.runner(batch=7)
    runner.prepare()
    runner.catch_up()
    runner.close()
    with psycopg.connect(stage.url) as owner:
        yield stage, owner


def test_figures_are_what_anybody_would_count_in_the_histories_as_of_any_position(
    projected: tuple[Stage, psycopg.Connection],
) -> None:
    stage, owner = projected
    head = stage.ledger.head()
    for position in {*range(1, head, 41), head}:
        compare(stage, owner, position, None)
        compare(stage, owner, position, cast.CITY_ID)
    for day in (date(2024, 1, 1), date(2025, 3, 12), date(2025, 3, 24), date(2025, 4, 1), date(2026, 1, 5)):
        compare(stage, owner, head, None, day)
        compare(stage, owner, head // 2, None, day)
    compare(stage, owner, head, cast.CITY_ID, date(2025, 9, 1))
    compare(stage, owner, head, None, date(2099, 1, 1))
    everything = read_by_hand(stage, head)
    for counts in (
        everything.overrides,
        everything.refusals,
        everything.objections,
        everything.reviews,
        everything.talks,
    ):
        assert sum(counts.values()), "the play holds some of everything"
    assert all(everything.talks.values()), "and of everything people are told and asked"
    assert {"noticeInTime", "noticeLate"} <= everything.talks.keys()
    assert everything.grounds["HEALTH", "refused"]
    assert everything.grounds["FAMILY", "decreed"]
    cells = list(counted(owner, "grounds", "statedGround", head, None).values())
    told = tell(REPORTS["grounds"], ("statedGround",), cells, {}, Wording((POLICY,)), least=5)
    assert told.words["statedGround"]["HEALTH"].id == "Kesehatan"
    assert {value for row in told.rows for value in row[1:]} == {HIDDEN}, "few people are not told of"
    assert any(step.overdue for step in everything.steps)
    directions = counted(owner, "moves", "direction", head, None)
    assert directions.keys() == {"ROTASI"}, "an archivist stays one, a teacher too"
    balance = alone(counted(owner, "balance", "", head, None))
    assert balance["forecast"] == everything.moves["moves"] - everything.moves["outside"]
    days = counted(owner, "requests", "", head, None)[()].taken
    assert Counter(days) == Counter(everything.days_to_decree)
    renamed = next(line.position for line in stage.ledger.after(0, 10_000) if line.name == "AgencyCorrected")
    told = [names(owner, [cast.NORTH_ID], at)[cast.NORTH_ID].name for at in (renamed - 1, renamed)]
    assert told == ["Pemerintah Kab. Bengkulu Utara", "Kabupaten Bengkulu Utara"], "as it was called then"
    compare_flags(stage, owner)
