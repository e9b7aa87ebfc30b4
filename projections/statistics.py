"""Facts for accountability reports (reference 6.1): cases, steps, decisions, objections, reviews, as events come.

What is said about a case (agencies, units, levels, sex, age...) is what was on record when it was asked for, and the law is
that of the event, so that neither what is recorded later nor how events fall into batches changes a figure. Rows only grow:
each stands at the `position` it came with, a milestone of a case in columns with a position of its own, and what can change
(a step still open, a name) over a range of positions, `since` and `until`. So every figure can be asked as of any position.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, LiteralString, Protocol
from uuid import UUID

import psycopg

from domain.calendar import Calendar
from domain.history import Recorded
from domain.moves import age_band, direction_of
from domain.policy import Hindrance, Policy, Side, Step, Terms
from domain.registry.agency import AgencyCorrected, AgencyRegistered
from domain.registry.office import OfficeEstablished
from domain.registry.unit import UnitCorrected, UnitRegistered
from domain.transfer.consulting import told_in_time
from domain.transfer.evaluating import recording_office
from domain.transfer.events import (
    Against,
    ConsentGranted,
    ConsultationDeclined,
    ConsultationHeld,
    ConsultationOffered,
    DecreeIssued,
    DutyStarted,
    EvaluationCancelled,
    EvaluationMissed,
    EvaluationRecorded,
    EvaluationScheduled,
    FileReturned,
    FileVerified,
    FitAssessed,
    NoticeGiven,
    ObjectionDecided,
    ObjectionFiled,
    ObjectionFoundInadmissible,
    ObjectionLapsed,
    ObjectionWithdrawn,
    OutsidePlacementRecorded,
    OverrideRecorded,
    PlanFollowed,
    Silence,
    StepDone,
    StepLeftUndone,
    TermRenewed,
    TransferFoundIneligible,
    TransferRejected,
)
from domain.transfer.facts import Facts
from domain.transfer.state import OpenStep
from projections.case_states import CASE_EVENTS, History
from projections.projection import Batch
from projections.sheet import Sheet
from projections.surroundings import Surroundings
from projections.table import Row
from projections.turns import Turn, Turns

_AGENCIES = (AgencyRegistered, AgencyCorrected)
_UNITS = (UnitRegistered, UnitCorrected)
_NAMED = (*_AGENCIES, *_UNITS, OfficeEstablished)


class Lawbook(Protocol):
    """The law as it stood at a position."""

    @property
    def calendar(self) -> Calendar: ...
    @property
    def local_calendars(self) -> Mapping[str, Calendar]: ...
    def version(self, name: str) -> Policy: ...
    @property
    def terms(self) -> Terms: ...


LawAt = Callable[[int], Lawbook]

# What a row says only later.
_MILESTONES = (
    *("planned_position", "offered_position", "held_position", "declined_position", "objected_position"),
    *("decreed_position", "decreed_on", "decreed_by", "decreed_office", "decree_policy", "outside"),
    *("window_code", "consented", "consulted", "origin_gap", "target_gap"),
    *("imbalance_before", "imbalance_after", "variation_before", "variation_after"),
    *("noticed_position", "notice_days", "notice_in_time"),
    *("started_position", "started_on", "ended_position", "ended_on", "ending", "ended_by", "ended_office"),
)
_OF_AN_OUTCOME = (
    "outcome",
    "outcome_position",
    "outcome_on",
    "outcome_by",
    "days",
    "on_time",
    "lapsed_position",
)
_OF_A_REVIEW = (
    *("missed_position", "cancelled_position", "held_position", "held_on", "held_by"),
    *("outcome", "mean", "on_time", "goals", "goals_reached"),
)
_BY_DECISION = frozenset({"GRANTED", "DISMISSED"})


def month_of(day: date) -> int:
    """Months since the year 0: quick to group by."""
    return 12 * day.year + day.month - 1


def _seen(opened: OpenStep) -> tuple[UUID, date, date, bool]:
    """What a report tells of an open step."""
    return opened.office, opened.opened_on, opened.due_on, opened.overdue


class Statistics:
    name = "statistics"
    version = 3
    kinds: tuple[type, ...] = (*CASE_EVENTS, *_NAMED)
    tables: LiteralString = """
        CREATE TABLE case_facts (case_id uuid PRIMARY KEY, position bigint, origin_agency uuid, receiving_agency uuid,
            origin_unit uuid, receiving_unit uuid, origin_kind text, receiving_kind text, type text, initiative text,
            ground text, level_before text, level_after text, direction text, policy text, sex text, age text, rank text,
            district text, requested_on date,
            planned_position bigint, offered_position bigint, held_position bigint, declined_position bigint,
            objected_position bigint,
            decreed_position bigint, decreed_on date, decreed_by uuid, decreed_office uuid, decree_policy text,
            outside bool, window_code text, consented bool, consulted bool, origin_gap int, target_gap int,
            imbalance_before int, imbalance_after int, variation_before int, variation_after int,
            noticed_position bigint, notice_days int, notice_in_time bool,
            started_position bigint, started_on date,
            ended_position bigint, ended_on date, ending text, ended_by uuid, ended_office uuid);
        CREATE INDEX ON case_facts (origin_agency);
        CREATE INDEX ON case_facts (receiving_agency);
        CREATE TABLE step_facts (position bigint, case_id uuid, step text, outcome text, done_on date, month int,
            days int, on_time bool, office uuid, agency uuid, unit uuid, official uuid, capacity text,
            policy text, type text, initiative text, level_after text, origin_agency uuid, receiving_agency uuid,
            PRIMARY KEY (position, step));
        CREATE INDEX ON step_facts (origin_agency);
        CREATE INDEX ON step_facts (receiving_agency);
        CREATE TABLE open_steps (case_id uuid, step text, since bigint NOT NULL, until bigint, opened_on date,
            month int, due_on date, overdue bool, office uuid, agency uuid, unit uuid, policy text, type text, initiative text,
            level_after text, origin_agency uuid, receiving_agency uuid, PRIMARY KEY (case_id, step, since));
        CREATE INDEX ON open_steps (case_id, step) WHERE until IS NULL;
        CREATE INDEX ON open_steps (origin_agency, coalesce(until, 9223372036854775807));
        CREATE INDEX ON open_steps (receiving_agency, coalesce(until, 9223372036854775807));
        CREATE INDEX ON open_steps (coalesce(until, 9223372036854775807));
        CREATE TABLE act_facts (position bigint, number int, case_id uuid, act text, step text, reason text,
            ground text, on_day date, office uuid, agency uuid, unit uuid, official uuid, policy text,
            PRIMARY KEY (position, number));
        CREATE INDEX ON act_facts (act, case_id);
        CREATE TABLE objection_facts (case_id uuid, position bigint, against text, filed_on date, admissible bool,
            office uuid, agency uuid, unit uuid, policy text, outcome text, outcome_position bigint, outcome_on date,
            outcome_by uuid, days int, on_time bool, lapsed_position bigint, PRIMARY KEY (case_id, position));
        CREATE TABLE review_facts (case_id uuid, months int, position bigint, due_on date, office uuid, policy text,
            missed_position bigint, cancelled_position bigint, held_position bigint, held_on date, held_by uuid,
            outcome text, mean int, on_time bool, goals int, goals_reached int, PRIMARY KEY (case_id, months));
        CREATE TABLE goal_facts (position bigint, number int, case_id uuid, months int, goal text, reached bool,
            outcome text, on_day date, policy text, PRIMARY KEY (position, number));
        CREATE TABLE told_names (id uuid, since bigint NOT NULL, until bigint, kind text, code text, name text,
            agency uuid, unit uuid, PRIMARY KEY (id, since));
        CREATE INDEX ON told_names (id) WHERE until IS NULL;
    """
    drop: LiteralString = (
        "DROP TABLE IF EXISTS case_facts, step_facts, open_steps, act_facts, objection_facts, review_facts, goal_facts, "
        "told_names"
    )

    def __init__(self, history: History, surroundings: Surroundings, law_at: LawAt) -> None:
        self._turns = Turns(history)
        self._surroundings = surroundings
        self._law_at = law_at
        self._offices: dict[UUID, tuple[UUID, UUID | None]] = {}  # their agency, and unit; never changed

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        sheets = _Sheets()
        for recorded in batch:
            if isinstance(recorded.event, _NAMED):
                sheets.name(recorded)
        sheets.names.write(connection)
        cases = [recorded for recorded in batch if not isinstance(recorded.event, _NAMED)]
        self._surroundings.prepare((each, each.position) for each in cases if each.version == 1)
        for turn in self._turns.of(cases):
            facts = self._surroundings.of(turn.first, turn.first.position)
            telling = _Telling(turn, facts, self._law_at(turn.recorded.position), sheets)
            telling.tell()
        self._place(connection, sheets)
        sheets.write(connection)

    def _place(self, connection: psycopg.Connection[Any], sheets: "_Sheets") -> None:
        """Where each office of the rows stands."""
        unknown = {row["office"] for row in sheets.of_offices} - self._offices.keys() - {None}
        if unknown:
            found = connection.execute(
                "SELECT id, agency, unit FROM told_names WHERE id = ANY(%s) AND until IS NULL",
                (list(unknown),),
            )
            self._offices |= {office: (agency, unit) for office, agency, unit in found.fetchall()}
        for row in sheets.of_offices:
            row["agency"], row["unit"] = self._offices.get(row["office"], (None, None))


class _Sheets:
    """What a batch adds and changes; the rows among them that tell of an office."""

    def __init__(self) -> None:
        self.cases = Sheet("case_facts", ("case_id",))
        self.steps = Sheet("step_facts", ("position", "step"))
        self.open_steps = Sheet("open_steps", ("case_id", "step"), unset=("until",))
        self.acts = Sheet("act_facts", ("position", "number"))
        self.objections = Sheet("objection_facts", ("case_id",), unset=("outcome",))
        self.reviews = Sheet("review_facts", ("case_id", "months"))
        self.goals = Sheet("goal_facts", ("position", "number"))
        self.names = Sheet("told_names", ("id",), unset=("until",))
        self.of_offices: list[Row] = []

    def write(self, connection: psycopg.Connection[Any]) -> None:
        for sheet in (
            self.cases,
            self.steps,
            self.open_steps,
            self.acts,
            self.objections,
            self.reviews,
            self.goals,
        ):
            sheet.write(connection)

    def name(self, recorded: Recorded[Any]) -> None:
        """What is called so from now on; reports asked as of earlier call it as they did then."""
        event, stream, position = recorded.event, recorded.stream, recorded.position
        row: Row = {"id": stream, "since": position, "until": None, "agency": None, "unit": None}
        match event:
            case AgencyRegistered(agency) | AgencyCorrected(agency):
                row |= {"kind": "AGENCY", "code": agency.code, "name": agency.name}
            case UnitRegistered(unit) | UnitCorrected(unit):
                row |= {"kind": "UNIT", "code": unit.code, "name": unit.name, "agency": unit.agency}
            case OfficeEstablished(office):
                scope = None if office.scope == office.agency else office.scope
                row |= {"kind": "OFFICE", "code": office.kind, "name": office.title}
                row |= {"agency": office.agency, "unit": scope}
        if isinstance(event, AgencyCorrected | UnitCorrected):
            self.names.change((stream,), until=position)
        self.names.add(row)


class _Telling:
    """What one event tells."""

    def __init__(self, turn: Turn, facts: Facts, law: Lawbook, sheets: _Sheets) -> None:
        self._turn, self._sheets = turn, sheets
        self._event, self._act = turn.recorded.event, turn.recorded.act
        self._facts = facts
        self._law = law
        self._case, self._position = turn.recorded.stream, turn.recorded.position
        self._today = facts.today(turn.recorded.act)

    def tell(self) -> None:
        before, after = self._turn.before, self._turn.after
        if before is None:
            self._sheets.cases.add(self._asked())
        elif after.ending is not None and before.ending is None:
            by, office = self._official, self._act.acting_for
            self._milestone(
                "ended", ending=after.status, ended_on=self._today, ended_by=by, ended_office=office
            )
        self._steps({} if before is None else before.open, after.open)
        self._course()
        self._objection()
        self._review()

    def _milestone(self, name: str, **told: object) -> None:
        self._sheets.cases.change((self._case,), **{f"{name}_position": self._position}, **told)

    # The case

    def _asked(self) -> Row:
        facts, after = self._facts, self._turn.after
        profile, policy = facts.person.profile, facts.policy
        old, new = (place.post.described.position for place in (facts.origin, facts.target))
        return dict.fromkeys(_MILESTONES) | {
            "case_id": self._case,
            "position": self._position,
            "origin_agency": facts.origin.agency_id,
            "receiving_agency": facts.target.agency_id,
            "origin_unit": facts.origin.unit.regional_office,
            "receiving_unit": facts.target.unit.regional_office,
            "origin_kind": facts.origin.agency.kind,
            "receiving_kind": facts.target.agency.kind,
            "type": after.route,
            "initiative": after.initiative,
            "ground": after.ground or None,
            "level_before": old.kind,
            "level_after": new.kind,
            "direction": direction_of(old, new, policy),
            "policy": after.policy,
            "sex": profile.sex,
            "age": age_band(profile.born_on, after.requested_on),
            "rank": profile.rank,
            "district": facts.origin.agency.region_code,
            "requested_on": after.requested_on,
        }

    def _course(self) -> None:
        event = self._event
        match event:
            case OutsidePlacementRecorded():
                self._decreed(event.signed_on, event.office, None, outside=True)
                if event.started_on is not None:
                    self._milestone("started", started_on=event.started_on)
            case DecreeIssued():
                self._decreed(self._today, self._act.acting_for, self._act.by, outside=False)
            case DutyStarted():
                self._milestone("started", started_on=event.started_on)
            case PlanFollowed():
                self._milestone("planned")
            case ConsultationOffered():
                self._milestone("offered")
            case ConsultationHeld():
                self._milestone("held")
            case ConsultationDeclined():
                self._milestone("declined")
            case NoticeGiven():
                in_time = told_in_time(event, self._law.version(self._turn.after.policy))
                self._milestone("noticed", notice_days=event.working_days, notice_in_time=in_time)
            case FileVerified():
                self._acted(0, "VERIFICATION", event.step)
            case FileReturned():
                self._acted(0, "RETURN", event.step)
            case TransferRejected():
                self._acted(0, "REFUSAL", event.step, reason=event.step)
            case TransferFoundIneligible():
                for number, rule in enumerate(event.rules):
                    self._acted(number, "REFUSAL", "", reason=rule)
            case OverrideRecorded():
                for number, rule in enumerate(event.rules):
                    self._acted(number, "OVERRIDE", event.step, rule, event.grounds.get(rule, ""))

    def _decreed(self, day: date, office: UUID | None, by: UUID | None, *, outside: bool) -> None:
        before, after, facts = self._turn.before, self._turn.after, self._facts
        done = {} if before is None else before.done
        lifting = [step.name for step in facts.route.lifting(Hindrance.WINDOW)]
        consents = [done[name].event for name in lifting if name in done]
        windows = self._law.version(after.policy).windows(self._law.terms.of(facts.regions))
        fit = next((each.event for each in done.values() if isinstance(each.event, FitAssessed)), None)
        balance = None if fit is None or fit.needs is None else fit.needs.balance
        self._milestone(
            "decreed",
            decreed_on=day,
            decreed_office=office,
            decreed_by=by,
            decree_policy=after.policy,
            outside=outside,
            window_code=(windows.on(day) or "") if facts.replaces_official else "",
            consented=lifting != []
            and len(consents) == len(lifting)
            and all(isinstance(each, ConsentGranted) for each in consents),
            consulted=before is not None and isinstance(before.consultation, ConsultationHeld),
            origin_gap=None if fit is None else fit.origin_gap,
            target_gap=None if fit is None else fit.target_gap,
            imbalance_before=None if balance is None else balance.imbalance_before,
            imbalance_after=None if balance is None else balance.imbalance_after,
            variation_before=None if balance is None else balance.variation_before,
            variation_after=None if balance is None else balance.variation_after,
        )

    def _acted(self, number: int, act: str, step: str, reason: str = "", ground: str = "") -> None:
        row = {
            "position": self._position,
            "number": number,
            "case_id": self._case,
            "act": act,
            "step": step,
            "reason": reason,
            "ground": ground,
            "on_day": self._today,
            "office": self._act.acting_for,
            "official": self._official,
            "policy": self._turn.after.policy,
        }
        self._sheets.acts.add(row)
        self._sheets.of_offices.append(row)

    @property
    def _official(self) -> UUID | None:
        """Who acted for an office; of what people do in their own person, and of the clock, nobody."""
        return None if self._act.acting_for is None else self._act.by

    # Its steps

    def _steps(self, before: Mapping[str, OpenStep], after: Mapping[str, OpenStep]) -> None:
        if before is after:
            return
        posting = self._turn.after.posting
        term = "" if posting is None else posting.step  # lasts as long as the posting: nobody's time
        for name, opened in before.items():
            still = after.get(name)
            if name == term or (still is not None and _seen(still) == _seen(opened)):
                continue
            self._sheets.open_steps.change((self._case, name), until=self._position)
            if still is None:
                self._done(name, opened)
            else:
                self._waits(name, still)
        for name, opened in after.items():
            if name not in before and name != term:
                self._waits(name, opened)

    def _waits(self, name: str, opened: OpenStep) -> None:
        row = self._about_step(name, opened) | {
            "since": self._position,
            "until": None,
            "opened_on": opened.opened_on,
            "month": month_of(opened.opened_on),
            "due_on": opened.due_on,
            "overdue": opened.overdue,
        }
        self._sheets.open_steps.add(row)
        self._sheets.of_offices.append(row)

    def _done(self, name: str, opened: OpenStep) -> None:
        event = self._event
        if getattr(event, "step", None) != name:
            return  # cut short by what ended the case elsewhere
        match event:
            case TransferRejected():
                outcome = "REFUSED"
            case StepLeftUndone():
                outcome = "LEFT_UNDONE"
            case _ if isinstance(event, StepDone | TermRenewed):
                outcome = "DONE"
            case _:
                return
        step = self._law.version(self._turn.after.policy).routes[self._turn.after.route].steps[name]
        day, calendar = self._clock_of(step)
        row = self._about_step(name, opened) | {
            "position": self._position,
            "outcome": outcome,
            "done_on": day,
            "month": month_of(day),
            "days": opened.spent(day, calendar),
            "on_time": day <= opened.due_on or bool(opened.awaits),
            "official": self._official,
            "capacity": self._act.capacity,
        }
        self._sheets.steps.add(row)
        self._sheets.of_offices.append(row)

    def _clock_of(self, step: Step) -> tuple[date, Calendar]:
        """The day it is where the step's office is, and by which its days count."""
        law = self._law
        facts = replace(self._facts, calendar=law.calendar, local_calendars=law.local_calendars)
        return facts.zone_of(step).day_of(self._act.at), facts.calendar_of(step.side)

    def _about_step(self, name: str, opened: OpenStep) -> Row:
        facts, after = self._facts, self._turn.after
        return {
            "case_id": self._case,
            "step": name,
            "office": opened.office,
            "policy": after.policy,
            "type": after.route,
            "initiative": after.initiative,
            "level_after": facts.target.post.described.position.kind,
            "origin_agency": facts.origin.agency_id,
            "receiving_agency": facts.target.agency_id,
        }

    # Objections

    def _objection(self) -> None:
        event = self._event
        objections, key = self._sheets.objections, (self._case,)
        match event:
            case ObjectionFiled() | ObjectionFoundInadmissible():
                admissible = isinstance(event, ObjectionFiled)
                row: Row = dict.fromkeys(_OF_AN_OUTCOME) | {
                    "case_id": self._case,
                    "position": self._position,
                    "against": event.against,
                    "filed_on": event.filed_on,
                    "admissible": admissible,
                    "office": event.office if isinstance(event, ObjectionFiled) else None,
                    "policy": self._turn.after.policy,
                }
                if not admissible:
                    row |= {"outcome": "INADMISSIBLE", "outcome_position": self._position}
                    row |= {"outcome_on": self._today}
                objections.add(row)
                self._sheets.of_offices.append(row)
                if event.against is Against.DECREE:
                    self._milestone("objected")
            case ObjectionDecided(granted):
                objections.change(key, **self._outcome("GRANTED" if granted else "DISMISSED"))
            case ObjectionWithdrawn():
                objections.change(key, **self._outcome("WITHDRAWN"))
            case ObjectionLapsed(effect=effect):
                told = self._outcome("DEEMED_GRANTED") if effect is Silence.DEEMED_GRANTED else {}
                objections.change(key, **told | {"lapsed_position": self._position})

    def _outcome(self, outcome: str) -> Row:
        before = self._turn.before
        objection = None if before is None else before.objection
        if objection is None:
            raise ValueError(f"{self._case} decides an objection and has none")
        law, filed_on = self._law, objection.filed.filed_on
        facts = replace(self._facts, calendar=law.calendar, local_calendars=law.local_calendars)
        return {
            "outcome": outcome,
            "outcome_position": self._position,
            "outcome_on": self._today,
            "outcome_by": self._official,
            "days": facts.calendar_of(Side.RECEIVING_AGENCY).between(filed_on, self._today),
            "on_time": objection.lapsed is None
            and outcome in _BY_DECISION
            and objection.due_on is not None
            and self._today <= objection.due_on,
        }

    # Reviews

    def _review(self) -> None:
        event, reviews = self._event, self._sheets.reviews
        match event:
            case EvaluationScheduled():
                row = dict.fromkeys(_OF_A_REVIEW) | {
                    "case_id": self._case,
                    "months": event.months,
                    "position": self._position,
                    "due_on": event.due_on,
                    "office": recording_office(self._facts),
                    "policy": self._turn.after.policy,
                }
                reviews.add(row)
            case EvaluationMissed() | EvaluationCancelled():
                name = "missed" if isinstance(event, EvaluationMissed) else "cancelled"
                reviews.change((self._case, event.months), **{f"{name}_position": self._position})
            case EvaluationRecorded():
                due_on = self._turn.after.evaluations[event.months].due_on
                reviews.change(
                    (self._case, event.months),
                    held_position=self._position,
                    held_on=self._today,
                    held_by=self._official,
                    outcome=event.outcome,
                    mean=event.mean,
                    on_time=self._today <= due_on,
                    goals=len(event.goals),
                    goals_reached=sum(each.reached for each in event.goals),
                )
                for number, result in enumerate(event.goals):
                    self._sheets.goals.add(
                        {
                            "position": self._position,
                            "number": number,
                            "case_id": self._case,
                            "months": event.months,
                            "goal": result.goal,
                            "reached": result.reached,
                            "outcome": event.outcome,
                            "on_day": self._today,
                            "policy": self._turn.after.policy,
                        }
                    )
