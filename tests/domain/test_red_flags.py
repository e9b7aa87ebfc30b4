"""Each red flag shows when it should, and not a day or a number before; a lawful case shows none."""

import inspect
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import cast
import pytest
from cast import (
    BUDI_MOVES,
    LIBRARY_HEAD,
    NEW_POST_ID,
    NORTH_PERSONNEL,
    OLD_POST_ID,
    POLICY,
    SITI_MOVES,
    act_of,
    on,
)
from decreeing import DECREE_ID
from flagging import evidence, flags
from given import given
from stories import balancing_move, teacher_moves_to_the_city

from domain.act import Capacity
from domain.history import Recorded
from domain.identity import office_id, person_id
from domain.needs.teachers import Harm
from domain.policy import Initiative, Term, TransferType
from domain.red_flags import (
    ACROSS_CASES,
    INDICATORS,
    OF_ONE_CASE,
    THRESHOLDS,
    VERSIONS,
    flag_of,
    flags_of,
    version_of,
)
from domain.red_flags.evidence import CaseEvidence, Deed, DeedKind, deeds
from domain.red_flags.flag import Found
from domain.registry.person import Proceeding, ProceedingKind
from domain.registry.post import Position, PositionKind
from domain.transfer.events import (
    ApproverRecused,
    ClearanceGranted,
    ConsentGranted,
    ConsiderationGiven,
    DataBlocked,
    DecisionServed,
    DecreeIssued,
    DecreeRevoked,
    DutyStarted,
    EvaluationMissed,
    EvaluationRecorded,
    FitAssessed,
    NationalRecordSynced,
    NeedsForecast,
    OutsidePlacementRecorded,
    OversightRecommendationAnswered,
    OversightRecommendationReceived,
    Source,
    StepOverdue,
    TechnicalConsiderationGiven,
    TransferClosed,
    TransferRequested,
    UnitLoad,
    UnitsForecast,
    WorkBalance,
)

SITI = evidence(given(SITI_MOVES).given(balancing_move()).history, cast.facts_of(SITI_MOVES))
BUDI = evidence(given(BUDI_MOVES).given(teacher_moves_to_the_city()).history, cast.facts_of(BUDI_MOVES))


def without(case: CaseEvidence, *kinds: type, step: str = "") -> CaseEvidence:
    kept = [
        each
        for each in case.history
        if not (isinstance(each.event, kinds) and step in {"", getattr(each.event, "step", "")})
    ]
    return replace(case, history=tuple(kept))


def differing(
    case: CaseEvidence, kind: type, *, act: dict[str, Any] | None = None, **event: Any
) -> CaseEvidence:
    """As if the first event of that kind had been another."""
    number = next(n for n, each in enumerate(case.history) if isinstance(each.event, kind))
    known = case.history[number]
    changed = replace(
        known,
        event=replace(known.event, **event),
        act=replace(known.act, **(act or {})),  # type: ignore[type-var]
    )
    return replace(case, history=(*case.history[:number], changed, *case.history[number + 1 :]))


def adding(case: CaseEvidence, event: object, at: datetime, *, before: type | None = None) -> CaseEvidence:
    act = act_of(*NORTH_PERSONNEL, at)
    number = next(
        (n for n, each in enumerate(case.history) if before and isinstance(each.event, before)),
        len(case.history),
    )
    position = case.history[number].position if before else case.history[-1].position + 1
    new: Recorded[Any] = Recorded(event, act, case.id, position, position, at)
    later = [replace(each, position=each.position + 1) for each in case.history[number:]]
    return replace(case, history=(*case.history[:number], new, *later))


def around(case: CaseEvidence, **facts: Any) -> CaseEvidence:
    return replace(case, facts=replace(case.facts, **facts))


def about(case: CaseEvidence, **person: Any) -> CaseEvidence:
    return around(case, person=replace(case.facts.person, **person))


def positions(case: CaseEvidence, old: Position, new: Position) -> CaseEvidence:
    def at(place: Any, position: Position) -> Any:
        post = replace(place.post, described=replace(place.post.described, position=position))
        return replace(place, post=post)

    return around(case, origin=at(case.facts.origin, old), target=at(case.facts.target, new))


STAFF = Position("Pengelola", PositionKind.STAFF, position_class=6)
HEAD = Position("Kepala Dinas", PositionKind.SENIOR_EXECUTIVE, "PRATAMA", 14)
DIVISION = Position("Kepala Bidang", PositionKind.ADMINISTRATOR, position_class=11)
SECTION = Position("Kepala Seksi", PositionKind.SUPERVISOR, position_class=9)
NURSE = Position("Perawat Ahli Muda", PositionKind.FUNCTIONAL, "MU", 9)


# Lawful cases


def test_a_balancing_move_to_its_end_shows_none() -> None:
    """Scenario 1."""
    assert flags(SITI) == {}


def test_a_teachers_move_shows_none_while_nothing_is_due() -> None:
    """Scenario 2; what shows later is only that nobody held the reviews."""
    assert flags(BUDI, date(2025, 10, 2)) == {}
    assert flags(BUDI).keys() == {"R25"}


def test_every_indicator_has_its_place_in_the_policy() -> None:
    assert POLICY.red_flags.keys() == INDICATORS
    assert not OF_ONE_CASE.keys() & ACROSS_CASES.keys()


def test_the_thresholds_are_those_the_indicators_ask_for() -> None:
    functions = dict(OF_ONE_CASE) | {code: pattern.find for code, pattern in ACROSS_CASES.items()}
    for code, function in functions.items():
        asked = set(re.findall(r"\bat\[\"(\w+)\"\]", inspect.getsource(function)))
        assert asked == THRESHOLDS[code] == POLICY.red_flags[code].thresholds.keys(), code


def test_an_indicator_whose_meaning_has_changed_tells_so_by_its_version() -> None:
    assert VERSIONS.keys() <= INDICATORS
    assert (version_of("R01"), version_of("R12")) == (2, 1)
    (flag,) = flags_of(
        around(
            SITI,
            policy=replace(POLICY, terms=(Term("17.03", date(2025, 2, 20)),)),
            person=replace(SITI.facts.person, post_since=date(2024, 4, 14)),
        )
    )
    assert (flag.indicator, flag.version) == ("R03", 2)


def test_they_find_the_same_again() -> None:
    broken = differing(SITI, DecreeIssued, act={"capacity": Capacity.ACTING})
    assert list(flags_of(broken)) == list(flags_of(broken))


# R01


def windowed(inaugurated: date, *, position: Position = DIVISION) -> CaseEvidence:
    policy = replace(POLICY, terms=(Term("17.03", inaugurated_on=inaugurated),))
    return positions(around(SITI, policy=policy), position, position)


def test_r01_an_official_replaced_in_a_window_without_the_ministers_consent() -> None:
    found = flags(windowed(date(2025, 2, 20)))["R01"]
    assert (found.value, found.since) == ("W2", date(2025, 3, 24))


def test_r01_not_the_day_after_the_window_ends() -> None:
    assert "R01" in flags(windowed(date(2024, 9, 24)))
    assert "R01" not in flags(windowed(date(2024, 9, 23)))


def test_r01_not_about_staff_nor_with_consent_before_the_decree() -> None:
    assert "R01" not in flags(windowed(date(2025, 2, 20), position=STAFF))
    consent = ConsentGranted("ministerial_consent", "100", None, "")
    before = adding(windowed(date(2025, 2, 20)), consent, on(2025, 3, 23), before=DecreeIssued)
    assert "R01" not in flags(before)
    assert "R01" in flags(adding(windowed(date(2025, 2, 20)), consent, on(2025, 3, 25)))


# R02


@pytest.mark.parametrize(
    ("capacity", "shows"),
    [
        (Capacity.DEFINITIVE, False),
        (Capacity.ACTING, True),
        (Capacity.DAILY_ACTING, True),
        (Capacity.CARETAKER, True),
    ],
)
def test_r02_who_decrees_must_be_able_to(capacity: Capacity, shows: bool) -> None:
    assert ("R02" in flags(differing(SITI, DecreeIssued, act={"capacity": capacity}))) is shows


def test_r02_a_caretaker_may_with_consent_and_advice() -> None:
    """Scenario 13: thirty-one moved by a Pj without pertek."""
    case = differing(SITI, DecreeIssued, act={"capacity": Capacity.CARETAKER})
    consent = ConsentGranted("ministerial_consent", "100", None, "")
    case = adding(case, consent, on(2025, 3, 21), before=DecreeIssued)
    assert "lacking technical_consideration" in flags(case)["R02"].value
    advice = TechnicalConsiderationGiven("technical_consideration", "AA", NEW_POST_ID, "MS")
    assert "R02" not in flags(adding(case, advice, on(2025, 3, 21), before=DecreeIssued))


# R03, R05, R06, R27: the person and the level


def test_r03_less_than_two_years_in_the_post_before() -> None:
    """Scenario 6; the new duty began on 14 April 2025."""
    assert flags(about(SITI, post_since=date(2023, 4, 15)))["R03"].value == "23 months"
    assert "R03" not in flags(about(SITI, post_since=date(2023, 4, 14)))


def test_r03_is_explained_where_it_mends_an_earlier_transfer() -> None:
    """Scenario 21."""
    case = about(differing(SITI, TransferRequested, adjusts=uuid4()), post_since=date(2024, 4, 14))
    assert flags(case)["R03"].explained
    assert not flags(about(SITI, post_since=date(2024, 4, 14)))["R03"].explained


def test_r05_and_r06_a_head_of_office_made_a_nurse_with_a_clean_record() -> None:
    """Scenario 14."""
    found = flags(positions(SITI, HEAD, NURSE))
    assert {"R05", "R06"} <= found.keys()
    assert found["R06"].since == date(2025, 4, 14) + timedelta(days=30)
    assert not {"R05", "R06"} & flags(positions(SITI, HEAD, HEAD)).keys()
    assert not {"R05", "R06"} & flags(positions(SITI, SECTION, HEAD)).keys()


def test_r05_not_with_a_severe_sanction_in_force_at_the_decree() -> None:
    def sanctioned(level: str, until: date | None) -> CaseEvidence:
        sanction = Proceeding("888", ProceedingKind.DISCIPLINE, level, date(2025, 1, 1), until)
        return about(positions(SITI, DIVISION, SECTION), proceedings={"888": sanction})

    assert "R05" not in flags(sanctioned("BERAT", date(2025, 3, 24)))
    assert "R05" in flags(sanctioned("BERAT", date(2025, 3, 23)))
    assert "R05" in flags(sanctioned("SEDANG", None))


def test_r06_not_at_ones_own_request_nor_from_a_post_without_managing() -> None:
    case = positions(SITI, HEAD, NURSE)
    assert "R06" not in flags(differing(case, TransferRequested, initiative=Initiative.OWN_REQUEST))
    assert "R06" not in flags(positions(SITI, NURSE, STAFF))


def test_r27_raised_in_the_last_year_before_retirement() -> None:
    profile = cast.SITI_PROFILE
    for born, shows in ((date(1966, 3, 24), True), (date(1968, 3, 24), False), (date(1968, 3, 23), True)):
        old = about(
            positions(SITI, STAFF, SECTION),
            profile=replace(profile, born_on=born),
        )
        assert ("R27" in flags(old)) is shows, born
    same = about(positions(SITI, STAFF, STAFF), profile=replace(profile, born_on=date(1968, 1, 1)))
    assert "R27" not in flags(same)


@pytest.mark.parametrize(
    ("position", "expected"),
    [(HEAD, 4), (DIVISION, 3), (SECTION, 2), (STAFF, 1), (NURSE, 2)]
    + [
        (replace(NURSE, position_class=n), r) for n, r in ((14, 4), (13, 3), (11, 3), (10, 2), (8, 2), (7, 1))
    ],
)
def test_levels_are_ordered_and_functional_positions_by_their_class(
    position: Position, expected: int
) -> None:
    assert POLICY.ladder.rung(position) == expected


# R10, R11, R12, R13, R17: the course


def test_r10_a_decree_without_the_panel() -> None:
    assert "performance_panel" in flags(without(SITI, ConsiderationGiven))["R10"].value


def test_r10_a_decree_before_the_technical_consideration() -> None:
    advice = next(BUDI.all(TechnicalConsiderationGiven))
    late = adding(without(BUDI, TechnicalConsiderationGiven), advice.event, on(2025, 9, 26))
    assert flags(late, date(2025, 10, 2))["R10"].value == "decree without technical_consideration"


@pytest.mark.parametrize(("effective", "shows"), [(date(2025, 3, 14), True), (date(2025, 3, 17), False)])
def test_r11_effective_more_than_five_working_days_before_it_was_recorded(
    effective: date, shows: bool
) -> None:
    """The decree was recorded on Monday 24 March."""
    assert ("R11" in flags(differing(SITI, DecreeIssued, effective_on=effective))) is shows


@pytest.mark.parametrize(("minutes", "shows"), [(9, True), (10, False)])
def test_r12_decided_within_ten_minutes(minutes: int, shows: bool) -> None:
    """The panel has the case since the fit review on 18 March at ten."""
    at = on(2025, 3, 18) + timedelta(minutes=minutes)
    assert ("R12" in flags(differing(SITI, ConsiderationGiven, act={"at": at}))) is shows


@pytest.mark.parametrize(("day", "shows"), [(on(2025, 4, 10), False), (on(2025, 4, 11), True)])
def test_r13_done_after_its_deadline(day: datetime, shows: bool) -> None:
    """The panel has ten working days from 18 March; the holidays of Eid lie between."""
    late = differing(SITI, ConsiderationGiven, act={"at": day})
    assert ("R13" in flags(late)) is shows


def test_r13_no_duty_begins_before_its_effective_date() -> None:
    """The decree takes effect on 14 April; from then on the office has its time, until the 22nd."""
    assert "R13" not in flags(SITI)
    assert "R13" in flags(differing(SITI, DutyStarted, act={"at": on(2025, 4, 23)}))


def test_r13_noted_to_be_undone() -> None:
    overdue = StepOverdue("decree", office_id(*cast.REGENT), date(2025, 4, 14), 0)
    assert flags(adding(SITI, overdue, on(2025, 4, 15)))["R13"].since == date(2025, 4, 15)


@pytest.mark.parametrize("kind", [ConsentGranted, DecreeIssued, DutyStarted])
def test_r17_another_post_is_named(kind: type) -> None:
    case = SITI
    if kind is ConsentGranted:
        case = without(SITI, ConsentGranted, step="origin_release")
    assert flags(differing(case, kind, post=OLD_POST_ID))["R17"].value == "2 posts named"


# R15, R16: fit and need


def test_r15_the_posts_requirements_are_not_met() -> None:
    assert flags(differing(SITI, FitAssessed, education_fits=False))["R15"].value == "lacks education"
    assert "SERDIK" in flags(differing(SITI, FitAssessed, certificates_missing=("SERDIK",)))["R15"].value
    assert "R15" not in flags(without(differing(SITI, FitAssessed, education_fits=False), DecreeIssued))


@pytest.mark.parametrize(
    ("origin", "target", "shows"),
    [(0, -1, False), (-1, -100, True), (200, 0, True), (None, None, False)],
)
def test_r16_against_the_need(origin: int | None, target: int | None, shows: bool) -> None:
    assert ("R16" in flags(differing(SITI, FitAssessed, origin_gap=origin, target_gap=target))) is shows


@pytest.mark.parametrize(
    ("before", "after", "shows"), [(500, 501, True), (500, 500, False), (None, 1, False)]
)
def test_r16_imbalance_rises(before: int | None, after: int | None, shows: bool) -> None:
    needs = NeedsForecast(WorkBalance(before, after, None, None, worse=shows), None, None, ())
    assert ("R16" in flags(differing(SITI, FitAssessed, needs=needs))) is shows


@pytest.mark.parametrize(
    ("before", "after", "worse", "told"),
    [
        (500, 501, True, "imbalance of the units 0.500 to 0.501"),
        (501, 500, False, None),
        (500, None, True, "imbalance of the units rises: one more is left vacant"),
        (None, 500, False, None),
    ],
)
def test_r16_weighs_the_units_where_they_were_weighed(
    before: int | None, after: int | None, worse: bool, told: str | None
) -> None:
    """And not the two posts, whatever those say."""
    load = UnitLoad(cast.LIBRARY_ID, 200, 4, 3, 500, 667, 0)
    units = UnitsForecast(load, load, WorkBalance(before, after, None, None, worse=worse))
    posts = WorkBalance(500, 900, None, None, worse=True)
    needs = NeedsForecast(posts, None, None, (), units)
    found = flags(differing(SITI, FitAssessed, needs=needs)).get("R16")
    assert (None if found is None else found.value) == told


@pytest.mark.parametrize("harm", list(Harm))
def test_r26_lessons_suffer_from_a_move_that_is_decreed(harm: Harm) -> None:
    """Scenario 18, the second teacher; what the review of the needs forecast."""
    needs = NeedsForecast(None, None, None, (harm,))
    harmed = differing(SITI, FitAssessed, needs=needs)
    assert flags(harmed)["R26"].value == harm
    assert flags(harmed)["R26"].threshold.startswith("24 lesson hours")
    assert "R26" not in flags(without(harmed, DecreeIssued)), "forecast, and not done"
    assert "R26" not in flags(differing(SITI, FitAssessed, needs=replace(needs, harms=())))
    assert "R26" not in flags(differing(SITI, FitAssessed, needs=None))


# R18, R19, R28: deciders, clearance, advice


def test_r18_kin_decides_and_does_not_step_aside() -> None:
    """Scenario 22."""
    regent = cast.official(*cast.REGENT)
    related = about(SITI, kin=frozenset({regent}))
    assert flags(related)["R18"].value == "kin decides at decree"
    recused = adding(related, ApproverRecused("decree", regent), on(2025, 3, 21), before=DecreeIssued)
    assert "R18" not in flags(recused)
    assert "R18" not in flags(about(SITI, kin=frozenset({person_id("nobody")})))


def test_r18_one_person_decides_for_two_offices() -> None:
    secretary = cast.official(*cast.NORTH_SECRETARY)
    assert "second office" in flags(differing(SITI, DecreeIssued, act={"by": secretary}))["R18"].value


@pytest.mark.parametrize(("until", "shows"), [(date(2025, 3, 23), True), (date(2025, 3, 24), False)])
def test_r19_the_clearance_has_expired_at_the_decree(until: date, shows: bool) -> None:
    """Scenario 17."""
    assert ("R19" in flags(differing(SITI, ClearanceGranted, valid_until=until))) is shows


def test_r19_no_clearance_or_a_pending_case() -> None:
    assert flags(without(SITI, ClearanceGranted))["R19"].value == "none"
    pending = Proceeding("7", ProceedingKind.COURT, "", date(2025, 3, 24))
    assert flags(about(SITI, proceedings={"7": pending}))["R19"].value == "1 pending"
    later = replace(pending, since=date(2025, 3, 25))
    assert "R19" not in flags(about(SITI, proceedings={"7": later}))


def test_r28_against_the_panel_without_a_reason() -> None:
    against = differing(SITI, ConsiderationGiven, supports=False)
    assert "R28" in flags(against)
    assert "R28" not in flags(differing(against, DecreeIssued, deviation="Kebutuhan mendesak"))


# R21, R22, R24, R25: after the decree


@pytest.mark.parametrize(("served", "shows"), [(date(2025, 4, 9), False), (date(2025, 4, 10), True)])
def test_r21_served_more_than_five_working_days_after_the_decree(served: date, shows: bool) -> None:
    """From Monday 24 March over the holidays of Eid."""
    assert ("R21" in flags(differing(SITI, DecisionServed, served_on=served))) is shows


def test_r21_duty_before_service_and_never_served() -> None:
    assert (
        flags(differing(SITI, DutyStarted, started_on=date(2025, 3, 25)))["R21"].value
        == "duty begun before service"
    )
    unserved = without(SITI, DecisionServed, DutyStarted)
    assert flags(unserved)["R21"].value == "not served"
    assert "R21" not in flags(unserved, date(2025, 4, 9))


def test_r22_no_duty_thirty_days_after_the_decree() -> None:
    idle = without(SITI, DutyStarted)
    assert "R22" not in flags(idle, date(2025, 4, 23))
    assert "R22" in flags(idle, date(2025, 4, 24))
    assert "R22" not in flags(adding(idle, DecreeRevoked("9", "Cacat", "UU 30/2014"), on(2025, 4, 23)))
    assert flags(differing(SITI, DutyStarted, started_on=date(2025, 4, 24)))["R22"].value == "31 days"
    assert "R22" not in flags(differing(SITI, DutyStarted, started_on=date(2025, 4, 23)))


def test_r22b_not_on_the_national_record_thirty_days_after_the_duty_began() -> None:
    """From 14 April 2025."""

    def on_record(day: datetime) -> CaseEvidence:
        return differing(SITI, NationalRecordSynced, act={"at": day})

    assert "R22B" not in flags(on_record(on(2025, 5, 14)))
    assert flags(on_record(on(2025, 5, 15)))["R22B"].value == "on record after 31 days"
    silent = without(SITI, NationalRecordSynced, TransferClosed)
    assert "R22B" not in flags(silent, date(2025, 5, 14))
    assert flags(silent, date(2025, 5, 15))["R22B"].value == "not on record"


def test_r22b_not_while_bkn_blocks_it_nor_of_what_was_revoked_or_never_begun() -> None:
    silent = without(SITI, NationalRecordSynced, TransferClosed)
    blocked = DataBlocked("B-1", "Tanpa pertek", date(2025, 5, 14))
    assert "R22B" not in flags(adding(silent, blocked, on(2025, 5, 14)))
    assert "R22B" in flags(adding(silent, blocked, on(2025, 5, 15)))
    assert "R22B" not in flags(adding(silent, DecreeRevoked("9", "Cacat", "UU 30/2014"), on(2025, 5, 14)))
    assert "R22B" not in flags(without(silent, DutyStarted))


def test_r24_a_recommendation_neither_answered_nor_followed_in_time() -> None:
    received = OversightRecommendationReceived(
        Source.BKN, "R-12", "Cabut", date(2025, 5, 5), date(2025, 5, 26)
    )
    case = adding(SITI, received, on(2025, 5, 5))
    assert "R24" not in flags(case, date(2025, 5, 26))
    assert flags(case, date(2025, 5, 27))["R24"].value == "unanswered"
    answer = OversightRecommendationAnswered("R-12", "Sudah benar", followed=False)
    assert "R24" not in flags(adding(case, answer, on(2025, 5, 26)))
    assert flags(adding(case, answer, on(2025, 5, 27)))["R24"].value == "answered late"
    assert "R24" not in flags(adding(case, DecreeRevoked("9", "Cacat", "UU"), on(2025, 5, 26)))


def test_r25_a_review_long_overdue_or_never_held() -> None:
    scheduled = next(
        each.event for each in SITI.history if type(each.event).__name__ == "EvaluationScheduled"
    )
    last = SITI.facts.calendar.after(scheduled.due_on, 15)  # type: ignore[union-attr]
    unheld = without(SITI, EvaluationRecorded, TransferClosed)
    assert "R25" not in flags(unheld, last)
    assert "R25" in flags(unheld, last + timedelta(days=1))
    at = datetime.combine(last, datetime.min.time(), cast.WIB) + timedelta(hours=12)
    assert "R25" not in flags(differing(SITI, EvaluationRecorded, act={"at": at}))
    assert "R25" in flags(differing(SITI, EvaluationRecorded, act={"at": at + timedelta(days=1)}))


# Decrees made outside the system: a case begins with one, and nothing of its route is known here


def outside(**changes: Any) -> CaseEvidence:
    """Siti moved by a decree of a caretaker, signed on 3 March and recorded on the 10th by the inspectorate."""
    told = OutsidePlacementRecorded(
        decree=DECREE_ID,
        person=cast.SITI,
        origin_post=OLD_POST_ID,
        target_post=NEW_POST_ID,
        route=TransferType.WITHIN_AGENCY,
        chosen_because="",
        office=office_id(*cast.REGENT),
        number="821/31",
        signed_on=date(2025, 3, 3),
        signed_as=Capacity.CARETAKER,
        effective_on=date(2025, 3, 4),
        grounds="Penyegaran organisasi",
        source="Surat Inspektorat 700/9",
        started_on=date(2025, 3, 5),
    )
    act = act_of(*cast.NORTH_INSPECTORATE, on(2025, 3, 10))
    event: Recorded[Any] = Recorded(replace(told, **changes), act, SITI.id, 1, 1, act.at)
    return CaseEvidence(SITI.id, (event,), cast.facts_of(SITI_MOVES))


def test_of_a_decree_made_outside_only_what_is_known_of_it_shows() -> None:
    """No steps, no clearance, no service are on record of it, and none of that is held against it."""
    assert flags(outside()).keys() == {"R02"}
    assert flags(outside(signed_as=Capacity.DEFINITIVE)) == {}


@pytest.mark.parametrize(
    ("capacity", "shows"),
    [(Capacity.DEFINITIVE, False), (Capacity.ACTING, True), (Capacity.CARETAKER, True)],
)
def test_r02_outside_it_is_the_capacity_of_who_signed(capacity: Capacity, shows: bool) -> None:
    """And not of who recorded it."""
    assert ("R02" in flags(outside(signed_as=capacity))) is shows


def test_r01_outside_it_is_the_day_of_the_signature() -> None:
    def signed(day: date) -> dict[str, Found]:
        policy = replace(POLICY, terms=(Term("17.03", date(2024, 9, 3)),))
        return flags(positions(around(outside(signed_on=day), policy=policy), DIVISION, DIVISION))

    assert (signed(date(2025, 3, 3))["R01"].value, signed(date(2025, 3, 3))["R01"].since) == (
        "W2",
        date(2025, 3, 3),
    )
    assert "R01" not in signed(date(2025, 3, 4))


def test_r03_outside_it_is_the_day_they_took_the_post() -> None:
    assert flags(about(outside(), post_since=date(2023, 3, 6)))["R03"].value == "23 months"
    assert not flags(about(outside(), post_since=date(2023, 3, 6)))["R03"].explained
    assert "R03" not in flags(about(outside(), post_since=date(2023, 3, 5)))
    assert "R03" not in flags(about(outside(started_on=None), post_since=date(2023, 3, 6)))


def test_r05_and_r06_outside() -> None:
    """Scenario 14."""
    found = flags(positions(outside(), HEAD, NURSE))
    assert found.keys() == {"R02", "R05", "R06"}
    assert (found["R05"].since, found["R06"].since) == (date(2025, 3, 3), date(2025, 4, 3))


@pytest.mark.parametrize(("effective", "shows"), [(date(2025, 2, 21), True), (date(2025, 2, 24), False)])
def test_r11_outside_it_is_measured_from_the_signature(effective: date, shows: bool) -> None:
    """Signed on Monday 3 March; that it was recorded here later is not its fault."""
    assert ("R11" in flags(outside(effective_on=effective))) is shows


def test_r19_outside_only_what_is_pending_counts() -> None:
    pending = Proceeding("7", ProceedingKind.COURT, "", date(2025, 3, 3))
    assert flags(about(outside(), proceedings={"7": pending}))["R19"].value == "1 pending"


def test_what_a_decree_made_outside_holds_for_comparison() -> None:
    placed, started = deeds(positions(outside(), HEAD, NURSE))
    assert (placed.kind, placed.key, placed.on) == (DeedKind.PLACED, str(DECREE_ID), date(2025, 3, 3))
    assert placed.mark, "down"
    assert placed.office == placed.asked_by == office_id(*cast.REGENT), "in whose name it was made"
    assert (started.kind, started.on) == (DeedKind.STARTED, date(2025, 3, 5))
    assert [deed.kind for deed in deeds(outside(started_on=None))] == [DeedKind.PLACED]


# Across cases

DEED = Deed(
    DeedKind.STARTED,
    SITI.id,
    100,
    on(2025, 6, 2),
    date(2025, 6, 2),
    person_id("official"),
    office_id(*LIBRARY_HEAD),
    cast.SITI,
    cast.LIBRARY_ID,
    office_id(*NORTH_PERSONNEL),
    "821/55",
    mark=False,
)


def many(number: int, **changes: Any) -> list[Deed]:
    """So many deeds, the last of them DEED."""
    return [replace(DEED, position=n, **changes) for n in range(1, number)] + [replace(DEED, **changes)]


def shows(code: str, window: list[Deed]) -> Found | None:
    flag = flag_of(code, window[-1], window, POLICY, cast.POLICIES.calendar)
    return None if flag is None else flag.found


def test_what_a_case_holds_for_comparison() -> None:
    held = list(deeds(SITI))
    assert [deed.key for deed in held if deed.kind is DeedKind.DECIDED] == [
        "audit_clearance",
        "origin_release",
        "receiving_acceptance",
        "performance_panel",
        "authorised_official",
        "decree",
    ]
    assert not any(deed.mark for deed in held)
    (decreed,) = (deed for deed in held if deed.kind is DeedKind.DECREED)
    assert (decreed.key, decreed.subject, decreed.unit) == ("821/55/2025", cast.SITI, cast.LIBRARY_ID)
    (started,) = (deed for deed in held if deed.kind is DeedKind.STARTED)
    assert started.on == date(2025, 4, 14)
    assert next(deed for deed in deeds(positions(SITI, HEAD, NURSE)) if deed.kind is DeedKind.DECREED).mark


def test_r04_two_moves_in_a_year_or_three_in_two() -> None:
    def moved(*days: date) -> list[Deed]:
        return [replace(DEED, on=day, position=n) for n, day in enumerate(days)]

    assert shows("R04", moved(date(2024, 6, 3), date(2025, 6, 2)))
    assert not shows("R04", moved(date(2024, 6, 2), date(2025, 6, 2)))
    assert shows("R04", moved(date(2023, 6, 3), date(2024, 6, 2), date(2025, 6, 2)))
    assert not shows("R04", moved(date(2023, 6, 2), date(2024, 6, 2), date(2025, 6, 2)))


def before(shares: list[int], officials: int = 100) -> list[Deed]:
    """Half-years counted before March 2025, the latest first: how many of a hundred were moved in each."""
    ends = [date(2025, 3, 1) - timedelta(days=180 * n) for n in range(len(shares))]
    return [
        replace(DEED, kind=DeedKind.COUNTED, on=day, came=moved, officials=officials, position=n)
        for n, (day, moved) in enumerate(zip(ends, shares, strict=True), start=1)
    ]


def wave(people: int, *, fresh: bool = True) -> list[Deed]:
    """So many moved out of one unit by the first days of September 2025."""
    return [
        replace(
            DEED,
            kind=DeedKind.DECREED,
            subject=person_id(f"{n}"),
            on=date(2025, 9, 1 + n),
            position=50 + n,
            fresh=fresh,
        )
        for n in range(people)
    ]


USUAL = [2, 4, 2, 4, 2, 4, 2, 4]  # mean 3 %, deviation 1 %: more than 6 % stands out


@pytest.mark.parametrize(
    ("counted_before", "people", "shows_"),
    [
        (USUAL, 6, False),
        (USUAL, 7, True),
        (USUAL[:7], 7, False),
        ([0] * 8, 4, False),
        ([0] * 8, 5, True),
        ([20] * 8, 7, False),
    ],
    ids=["three deviations", "more", "too few half-years", "four people", "five where nobody was", "as ever"],
)
def test_r08_a_unit_moves_far_more_than_it_used_to_after_an_inauguration(
    counted_before: list[int], people: int, shows_: bool
) -> None:
    found = shows("R08", [*before(counted_before), *wave(people)])
    assert (found is not None) is shows_
    assert shows("R08", [*before(counted_before), *wave(people, fresh=False)]) is None
    if found is not None and counted_before == USUAL:
        assert found.value == "7 of 100 in 180 days; 3.0 % before"
        assert found.threshold == "mean and 3 deviations of 8 half-years"
        assert found.inputs == (*range(1, 9), *range(50, 57))


def test_r08_a_count_put_right_counts_once_and_old_ones_not_at_all() -> None:
    corrected = replace(before(USUAL)[0], came=90, position=20)
    assert shows("R08", [*before(USUAL), corrected, *wave(7)]) is None
    long_ago = [replace(each, on=each.on.replace(year=each.on.year - 8)) for each in before(USUAL)]
    assert shows("R08", [*long_ago, *wave(7)]) is None


@pytest.mark.parametrize(
    ("inaugurated", "fresh"),
    [
        (date(2025, 3, 24), True),  # the day of the decree
        (date(2024, 9, 25), True),  # 180 days before
        (date(2024, 9, 23), True),  # its window closed on 23 March
        (date(2024, 3, 24), True),  # 180 days after the window closed
        (date(2024, 3, 22), False),
        (date(2025, 3, 25), False),
    ],
)
def test_r08_is_asked_of_decrees_after_an_inauguration_or_the_window_that_follows(
    inaugurated: date, fresh: bool
) -> None:
    case = around(SITI, policy=replace(POLICY, terms=(Term("17.03", inaugurated),)))
    (decreed,) = [deed for deed in deeds(case) if deed.kind is DeedKind.DECREED]
    assert decreed.on == date(2025, 3, 24)
    assert decreed.fresh is fresh
    older = replace(POLICY, terms=case.policy.terms, red_flags={})
    assert not any(deed.fresh for deed in deeds(around(SITI, policy=older)))


def queue(decided: list[tuple[int, int, date]]) -> list[Deed]:
    """Decisions of one office at one step: number of the case, where it came, and the day it was decided."""
    return [
        replace(DEED, kind=DeedKind.DECIDED, case=UUID(int=case), came=came, on=day, position=100 + place)
        for place, (case, came, day) in enumerate(decided)
    ]


# Monday 2 June 2025 and 15 working days on: 6 and 9 June are off, so Wednesday 25 June.
JUMPED, DAY_15 = (9, 50, date(2025, 6, 2)), date(2025, 6, 25)


def test_r14_decided_long_before_three_that_came_earlier() -> None:
    older = [(number, number, DAY_15) for number in (1, 2, 3)]
    assert shows("R14", queue([JUMPED, *older[:2]])) is None
    found = shows("R14", queue([JUMPED, *older]))
    assert found is not None
    assert (found.value, found.inputs) == ("3 cases overtaken", (100, 101, 102, 103))
    fourth = shows("R14", queue([JUMPED, *older, (4, 4, DAY_15)]))
    assert fourth is not None
    assert fourth.value == "4 cases overtaken"


@pytest.mark.parametrize(
    "decided",
    [
        [JUMPED, (1, 1, DAY_15), (2, 2, DAY_15), (3, 3, date(2025, 6, 24))],
        [JUMPED, (1, 1, DAY_15), (2, 2, DAY_15), (3, 60, DAY_15)],
        [JUMPED, (1, 1, DAY_15), (2, 2, DAY_15), (2, 2, DAY_15)],
        [(1, 1, date(2025, 6, 2)), (2, 2, DAY_15), (3, 3, DAY_15), (4, 4, DAY_15)],
    ],
    ids=["a day too early", "one came later itself", "one of them twice", "in the order they came"],
)
def test_r14_an_orderly_queue_shows_nothing(decided: list[tuple[int, int, date]]) -> None:
    assert shows("R14", queue(decided)) is None


def test_r14_goes_by_when_a_complete_file_came_back_and_by_the_kind_of_case() -> None:
    """A deed tells where the case came last before the office; who is compared shares office, step and type."""
    told = [deed for deed in deeds(SITI) if deed.kind is DeedKind.DECIDED]
    opened = {decision.done.position: decision.opened.position for decision in SITI.decisions}
    assert [deed.came for deed in told] == [opened[deed.position] for deed in told]
    assert {deed.route for deed in told} == {TransferType.WITHIN_AGENCY}
    assert ACROSS_CASES["R14"].same == ("office", "key", "route")


def test_days_are_counted_by_the_calendar_that_was_law_when_it_happened() -> None:
    """Served six working days after the decree; a calendar published before the decree makes three of them days off."""
    decree, known = SITI.decree, SITI.facts.calendar
    assert decree is not None
    served = known.after(decree.on, 6)
    late = without(differing(SITI, DecisionServed, served_on=served), DutyStarted)
    assert flags(late)["R21"].value == "6 working days"
    days = [decree.on + timedelta(days=n) for n in range(1, 15)]
    off = frozenset([day for day in days if known.is_working(day)][:3])
    holidays = replace(known, version="kalender-2026.2", days_off=known.days_off | off)
    before = replace(late, calendars=((1, known), (decree.position, holidays)))
    assert "R21" not in flags(before)
    after = replace(late, calendars=((1, known), (decree.position + 99, holidays)))
    assert flags(after)["R21"].value == "6 working days"


def test_r07_moved_down_within_ninety_days_of_an_objection() -> None:
    def case(objected: date, *, down: bool) -> list[Deed]:
        objection = replace(DEED, kind=DeedKind.OBJECTED, on=objected, position=1)
        return [objection, replace(DEED, kind=DeedKind.DECREED, mark=down)]

    assert shows("R07", case(date(2025, 3, 4), down=True))
    assert shows(
        "R07", [case(date(2025, 3, 4), down=True)[0], replace(DEED, kind=DeedKind.PLACED, mark=True)]
    )
    assert not shows("R07", case(date(2025, 3, 3), down=True))
    assert not shows("R07", case(date(2025, 3, 4), down=False))


def test_r09_thirty_people_in_one_decree() -> None:
    """Scenario 13."""
    people = [replace(DEED, kind=DeedKind.DECREED, subject=person_id(f"{n}")) for n in range(30)]
    assert shows("R09", people)
    assert not shows("R09", people[1:])
    assert shows("R09", [*people[1:], replace(people[0], kind=DeedKind.PLACED)])


def test_r09_goes_by_the_decree_and_not_by_its_number() -> None:
    """Numbers are an agency's own; a decree of its own has one id for all its lines."""
    decree = uuid4()
    (line,) = (
        each for each in deeds(differing(SITI, DecreeIssued, decree=decree)) if each.kind is DeedKind.DECREED
    )
    assert line.key == str(decree)


def test_r12b_ten_decisions_within_ten_minutes() -> None:
    assert shows("R12B", many(10, kind=DeedKind.DECIDED))
    assert not shows("R12B", many(9, kind=DeedKind.DECIDED))
    spread = [replace(DEED, at=DEED.at - timedelta(minutes=10 - n), position=n) for n in range(10)]
    assert not shows("R12B", [*spread[:1], *spread[1:-1], DEED])


def test_r13b_an_official_late_in_more_than_a_fifth_of_ten() -> None:
    def late(number: int, of: int) -> list[Deed]:
        return many(of - number + 1, kind=DeedKind.DECIDED)[:-1] + many(
            number, kind=DeedKind.DECIDED, mark=True
        )

    assert shows("R13B", late(3, 10))
    assert not shows("R13B", late(2, 10))
    assert not shows("R13B", late(3, 9))
    assert not shows("R13B", [*late(3, 10), replace(DEED, kind=DeedKind.DECIDED)]), "not late this time"


def test_r20_more_than_fifteen_percent_taken_back_after_the_panel() -> None:
    def taken_back(number: int, of: int) -> list[Deed]:
        back = many(number, kind=DeedKind.WITHDREW, mark=True)
        return many(of - number + 1, kind=DeedKind.DECREED)[:-1] + back

    assert shows("R20", taken_back(2, 10))
    assert not shows("R20", taken_back(1, 10))
    assert not shows("R20", taken_back(3, 20)), "fifteen of a hundred is not more"
    assert not shows("R20", taken_back(2, 9))


def test_r20b_taken_back_twice_about_one_person() -> None:
    assert shows("R20B", many(2, kind=DeedKind.WITHDREW))
    assert not shows("R20B", many(1, kind=DeedKind.WITHDREW))


def test_r23_more_than_two_fifths_of_the_overrides_for_one_asking_office() -> None:
    def overrides(number: int, of: int) -> list[Deed]:
        others = [
            replace(DEED, kind=DeedKind.OVERRODE, asked_by=None, position=n) for n in range(of - number)
        ]
        return others + many(number, kind=DeedKind.OVERRODE)

    assert shows("R23", overrides(5, 10))
    assert not shows("R23", overrides(4, 10))
    assert not shows("R23", overrides(5, 9))


def test_r25b_a_unit_that_misses_more_than_a_quarter_of_ten_reviews() -> None:
    def missed(number: int, of: int) -> list[Deed]:
        held = many(of - number + 1, kind=DeedKind.REVIEWED)[:-1]
        return held + many(number, kind=DeedKind.REVIEWED, mark=True)

    assert shows("R25B", missed(3, 10))
    assert not shows("R25B", missed(2, 10))
    assert not shows("R25B", missed(3, 12)), "twenty-five of a hundred is not more"
    assert not shows("R25B", missed(3, 9))
    assert not shows("R25B", [*missed(3, 10), replace(DEED, kind=DeedKind.REVIEWED)]), "held this time"


def test_a_review_held_late_stays_missed_by_the_unit_the_person_came_to() -> None:
    case = adding(SITI, EvaluationMissed(3, ()), on(2025, 7, 15), before=EvaluationRecorded)
    reviews = [deed for deed in deeds(case) if deed.kind is DeedKind.REVIEWED]
    assert [(deed.key, deed.mark) for deed in reviews] == [("3", True), ("6", False), ("12", False)]
    assert {deed.unit for deed in reviews} == {cast.HEALTH_ID}
