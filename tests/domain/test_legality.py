"""The legality dossier: a point is shown by what is on record, missed where it had to be, not demanded where nothing asks for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import cast
import pytest
from cast import (
    BUDI_MOVES,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    PEERS,
    REGENT,
    SITI,
    SITI_MOVES,
    act_of,
    heads,
    official,
    on,
    own_act,
)
from flagging import evidence
from given import Case, given
from stories import balancing_move, teacher_moves_to_the_city

from domain.act import Act, Capacity
from domain.decree.events import DecreeInitialled, DecreePutForSignature, DecreeSigned
from domain.history import Happened, Recorded
from domain.identity import CLOCK, office_id
from domain.legality import dossier_of
from domain.legality.points import Limb, Point, Record, Verdict
from domain.policy import Initiative, StepKind, Term, TransferType
from domain.registry.delegation import AuthorityDelegated, Delegation, DelegationEnded
from domain.registry.office import OfficeRelinquished
from domain.registry.person import Proceeding, ProceedingKind
from domain.registry.post import PositionKind
from domain.transfer.events import (
    ConsiderationGiven,
    ConsultationHeld,
    ConsultationOffered,
    DecisionServed,
    DecreeIssued,
    DecreeRevoked,
    DocumentAccepted,
    DocumentSubmitted,
    EligibilityEvaluated,
    FileVerified,
    FitAssessed,
    NoticeGiven,
    Outcome,
    OutsidePlacementRecorded,
    OverrideRecorded,
    ReplyGiven,
    ReplyLapsed,
    StepOverdue,
    Tally,
    TransferRequested,
)

Histories = dict[UUID, tuple[Recorded[Any], ...]]
Events = list[Happened[Any]]
Change = Callable[[Events], Events]

SHOWN, MISSING, NOT_DEMANDED = Verdict.SHOWN, Verdict.MISSING, Verdict.NOT_DEMANDED
REGENTS, SECRETARYS = office_id(*REGENT), office_id(*NORTH_SECRETARY)
DECREED_ON = on(2025, 3, 24)


def _offices() -> Histories:
    act = own_act(UUID(int=1), on(2021, 1, 4))
    return {
        stream: tuple(
            Recorded(event, act, stream, n, n - 100, act.at) for n, event in enumerate(events, start=1)
        )
        for stream, events in cast.registered().items()
        if stream in cast.OFFICES
    }


OFFICES = _offices()
DECIDED = given(SITI_MOVES).given(balancing_move(), until="duty_start")
BETWEEN = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="duty_start")


def points(
    *changes: Change,
    case: Case = DECIDED,
    offices: Histories | None = None,
    decree: tuple[Any, ...] = (),
    **facts: Any,
) -> dict[str, Point]:
    """Of the case as it went, or as it would have with these changes; by code, with what it is of."""
    events: Events = list(case.history)
    for change in changes:
        events = change(events)
    record = Record(evidence(events, replace(case.facts, **facts)), OFFICES | (offices or {}), decree)
    limbs = dossier_of(record).limbs.values()
    return {f"{each.code} {each.of}".strip(): each for found in limbs for each in found}


def verdict(code: str, *changes: Change, **more: Any) -> Verdict:
    return points(*changes, **more)[code].verdict


def without(*kinds: type, step: str = "") -> Change:
    return lambda events: [
        each
        for each in events
        if not (isinstance(each.event, kinds) and step in {"", getattr(each.event, "step", "")})
    ]


def changed(kind: type, **fields: Any) -> Change:
    """Every event of the kind with these fields; `act` its act's."""
    act = fields.pop("act", {})
    return lambda events: [
        Happened(replace(each.event, **fields), replace(each.act, **act))
        if isinstance(each.event, kind)
        else each
        for each in events
    ]


def before(kind: type, event: object, act: Act) -> Change:
    """With that event before the first of the kind."""

    def insert(events: Events) -> Events:
        place = next(n for n, each in enumerate(events) if isinstance(each.event, kind))
        return [*events[:place], Happened(event, act), *events[place:]]

    return insert


def then(event: object, act: Act) -> Change:
    return lambda events: [*events, Happened(event, act)]


BY_PERSONNEL = act_of(*NORTH_PERSONNEL, on(2025, 3, 10))


def test_of_a_lawful_decree_everything_asked_is_on_record_with_its_law_and_its_evidence() -> None:
    for case in (DECIDED, BETWEEN):
        found = points(case=case)
        assert {code for code, each in found.items() if each.verdict is MISSING} <= {"CONSULTATION", "NOTICE"}
        assert {f"STEP {name}" for name in case.facts.route.steps} <= found.keys()
        assert {f"RULE {code}" for code in cast.POLICY.rules} <= found.keys()
        for each in found.values():
            assert each.legal_basis, each.code
            assert each.verdict is not SHOWN or each.evidence, each.code
            assert list(each.evidence) == sorted(each.evidence, key=lambda recorded: recorded.position)


def test_the_same_record_gives_the_same_dossier() -> None:
    assert points() == points()


def test_without_a_decree_there_is_nothing_to_show() -> None:
    with pytest.raises(ValueError, match="not decreed"):
        points(without(DecreeIssued))


def test_what_happens_after_the_decree_changes_only_what_follows_it() -> None:
    early = points(lambda events: [each for each in events if each.act.at <= DECREED_ON])
    assert {code for code, each in points().items() if each != early[code]} == {
        "STEP service",
        "STEP inauguration",
        "STEP duty_start",
    }
    assert early["STEP service"].verdict is NOT_DEMANDED


# Authority


@pytest.mark.parametrize(
    ("code", "change", "expected"),
    [
        ("DECREED_BY", changed(DecreeIssued, act={"office": SECRETARYS}), MISSING),
        ("OFFICE_HELD", changed(DecreeIssued, act={"by": official(*NORTH_PERSONNEL)}), MISSING),
        ("OFFICE_HELD", changed(DecreeIssued, act={"at": on(2019, 3, 24)}), MISSING),
        ("CAPACITY", changed(DecreeIssued, act={"capacity": Capacity.ACTING}), MISSING),
        ("CAPACITY", changed(DecreeIssued, act={"capacity": Capacity.CARETAKER}), SHOWN),
        ("CARETAKER_CONSENT", changed(DecreeIssued, act={"capacity": Capacity.CARETAKER}), MISSING),
        ("NO_CONFLICT", changed(DecreeIssued, act={"by": SITI}), MISSING),
        ("DELEGATION", changed(DecreeIssued, act={"office": SECRETARYS, "on_behalf_of": REGENTS}), MISSING),
    ],
)
def test_authority(code: str, change: Change, expected: Verdict) -> None:
    assert verdict(code, change) is expected


def test_nobody_holds_an_office_they_have_given_up() -> None:
    history = OFFICES[REGENTS]
    given_up = replace(
        history[-1], event=OfficeRelinquished(official(*REGENT), date(2025, 3, 20)), position=0
    )
    assert verdict("OFFICE_HELD", offices={REGENTS: (*history, given_up)}) is MISSING


def test_a_decree_in_the_name_of_another_office_rests_on_a_delegation_in_force() -> None:
    delegation = Delegation(
        "100/3",
        SECRETARYS,
        (TransferType.WITHIN_AGENCY,),
        (StepKind.DECREE,),
        date(2025, 1, 1),
        date(2025, 12, 31),
    )
    act = own_act(official(*REGENT), on(2025, 1, 1))
    given_ = Recorded(AuthorityDelegated(delegation), act, REGENTS, 9, 1, act.at)
    ended = Recorded(DelegationEnded("100/3", date(2025, 3, 24), "Kembali"), act, REGENTS, 10, 2, act.at)
    signed = changed(
        DecreeIssued, act={"by": official(*NORTH_SECRETARY), "office": SECRETARYS, "on_behalf_of": REGENTS}
    )
    history = OFFICES[REGENTS]
    found = points(signed, offices={REGENTS: (*history, given_)})
    assert [found[code].verdict for code in ("DELEGATION", "DECREED_BY", "OFFICE_HELD")] == [SHOWN] * 3
    assert found["DELEGATION"].evidence == (given_,)
    assert verdict("DELEGATION", signed, offices={REGENTS: (*history, given_, ended)}) is MISSING


def test_in_a_closed_window_the_ministers_consent_is_demanded() -> None:
    term = Term(DECIDED.facts.target.agency.region_code, inaugurated_on=date(2025, 2, 20))
    closed = replace(
        cast.POLICY,
        window_scope=tuple(type(DECIDED.facts.origin.post.described.position.kind)),
    )
    assert verdict("WINDOW_CONSENT") is NOT_DEMANDED
    assert verdict("WINDOW_CONSENT", policy=closed, terms=heads(term)) is MISSING


def test_a_decree_of_its_own_carries_the_initials_it_was_put_before() -> None:
    act = own_act(official(*REGENT), DECREED_ON)

    def signed(*events: object) -> tuple[Any, ...]:
        return tuple(Recorded(event, act, REGENTS, n, 500 + n, act.at) for n, event in enumerate(events))

    personnel = office_id(*NORTH_PERSONNEL)
    put, paraf = DecreePutForSignature((personnel, REGENTS)), DecreeInitialled(personnel)
    issued = DecreeSigned(date(2025, 3, 24), (), ())
    assert verdict("INITIALS") is NOT_DEMANDED
    assert verdict("INITIALS", decree=signed(put, paraf, issued)) is SHOWN
    assert verdict("INITIALS", decree=signed(put, issued)) is MISSING
    assert verdict("INITIALS", decree=signed(put, paraf, put, issued)) is MISSING, (
        "sent back, it counts no more"
    )
    assert verdict("INITIALS", decree=signed(DecreePutForSignature((REGENTS,)), issued)) is NOT_DEMANDED


# Procedure


def test_a_step_before_the_decree_is_done_or_not_required_before_it() -> None:
    assert verdict("STEP performance_panel", without(ConsiderationGiven)) is MISSING
    assert verdict("STEP ministerial_consent") is NOT_DEMANDED
    late = then(
        ConsiderationGiven("performance_panel", supports=True, number="9", reason="Baik"), BY_PERSONNEL
    )
    assert verdict("STEP performance_panel", without(ConsiderationGiven), late) is MISSING
    found = points(without(ConsiderationGiven))
    assert found["ORDER"].verdict is MISSING
    assert found["ADVICE"].verdict is MISSING


def test_a_step_after_the_decree_is_demanded_when_its_time_has_come() -> None:
    found = points()
    assert found["STEP service"].verdict is SHOWN
    assert found["STEP duty_start"].verdict is NOT_DEMANDED
    assert found["STEP payroll"].verdict is NOT_DEMANDED
    overdue = then(StepOverdue("duty_start", REGENTS, date(2025, 4, 21), 1), own_act(CLOCK, on(2025, 4, 22)))
    assert verdict("STEP duty_start", overdue) is MISSING
    revoked = then(DecreeRevoked("1", "Keliru", "UU 30/2014"), act_of(*REGENT, on(2025, 4, 23)))
    assert verdict("STEP duty_start", overdue, revoked) is NOT_DEMANDED


def test_a_late_step_is_told_with_its_deadline() -> None:
    served = changed(DecisionServed, act={"at": on(2025, 4, 28)})
    found = points(served)
    assert found["STEP service"].verdict is SHOWN
    assert [told.fact for told in found["STEP service"].told] == ["done_by", "late"]
    assert found["IN_TIME"].verdict is MISSING


def test_of_feedback_it_shows_how_many_answered_and_nothing_else() -> None:
    found = points()
    told = found["STEP feedback"].told
    assert [(each.fact, each.values.get("answered")) for each in told] == [
        ("done_by", None),
        ("feedback_closed", 7),
    ]
    shown = {type(each.event).__name__ for point in found.values() for each in point.evidence}
    assert "FeedbackGiven" not in shown
    assert "FeedbackRequested" not in shown
    assert not any(str(peer) in str(point.told) + point.quote for point in found.values() for peer in PEERS)


def test_silence_of_the_person_is_told_as_that() -> None:
    lapsed = ReplyLapsed("reply", "Diam")
    silent = [without(ReplyGiven), before(ConsiderationGiven, lapsed, own_act(CLOCK, on(2025, 3, 17)))]
    assert [each.fact for each in points(*silent)["STEP reply"].told] == ["done_by_silence"]
    assert [each.fact for each in points()["STEP reply"].told] == ["done_by_person"]


def test_a_required_document_is_in_the_file_and_found_good_before_the_decree() -> None:
    assert verdict("DOCUMENT D08") is SHOWN
    assert verdict("DOCUMENT D08", without(DocumentSubmitted)) is MISSING
    unseen = without(FileVerified)
    assert verdict("DOCUMENT D08", unseen) is MISSING
    accepted = DocumentAccepted("transfer_plan", "D08", 1, "0" * 64, "")
    assert verdict("DOCUMENT D08", unseen, before(DecreeIssued, accepted, BY_PERSONNEL)) is SHOWN
    assert verdict("DOCUMENT D08", unseen, then(accepted, BY_PERSONNEL)) is MISSING


def test_of_a_move_for_the_organisations_need_the_person_is_consulted_beforehand() -> None:
    offered, held = (
        ConsultationOffered(date(2025, 3, 12), "Ruang 2"),
        ConsultationHeld(date(2025, 3, 13), "Setuju"),
    )
    assert verdict("CONSULTATION", before(DecreeIssued, offered, BY_PERSONNEL)) is MISSING
    assert verdict("CONSULTATION", before(DecreeIssued, held, BY_PERSONNEL)) is SHOWN
    assert verdict("CONSULTATION", then(held, BY_PERSONNEL)) is MISSING
    assert (
        verdict("CONSULTATION", changed(TransferRequested, initiative=Initiative.OWN_REQUEST)) is NOT_DEMANDED
    )
    notice = NoticeGiven(date(2025, 3, 26), date(2025, 4, 14), 8)
    assert verdict("NOTICE", then(notice, BY_PERSONNEL)) is SHOWN


def test_another_post_or_a_day_long_past_speaks_against_it() -> None:
    assert verdict("ONE_POST", changed(DecreeIssued, post=REGENTS)) is MISSING
    assert verdict("NOT_BACK_DATED", changed(DecreeIssued, effective_on=date(2025, 1, 1))) is MISSING


def test_of_a_day_that_a_demonstration_set_the_day_of_recording_says_nothing() -> None:
    """Only there: a service that keeps the time itself would have had its clock set back."""
    case = evidence(list(DECIDED.history), DECIDED.facts)
    later = timedelta(days=400)
    late = replace(
        case, history=tuple(replace(each, recorded_at=each.recorded_at + later) for each in case.history)
    )
    for each, demonstration, expected in (
        (case, True, SHOWN),
        (late, True, Verdict.NOT_COMPARABLE),
        (late, False, MISSING),
    ):
        points = dossier_of(Record(each, OFFICES, (), demonstration)).limbs[Limb.PROCEDURE]
        (point,) = [point for point in points if point.code == "NOT_BACK_DATED"]
        assert point.verdict is expected


# Substance


def judged(rule: str, outcome: Outcome) -> Change:
    def change(events: Events) -> Events:
        return [
            Happened(
                replace(
                    each.event,
                    findings=tuple(
                        replace(found, outcome=outcome) if found.rule == rule else found
                        for found in each.event.findings
                    ),
                ),
                each.act,
            )
            if isinstance(each.event, EligibilityEvaluated)
            else each
            for each in events
        ]

    return change


def test_a_rule_is_shown_by_its_last_result_before_the_decree_or_by_who_set_it_aside() -> None:
    assert verdict("RULE E02") is SHOWN
    for outcome, expected in (
        (Outcome.NOT_MET, MISSING),
        (Outcome.PENDING, MISSING),
        (Outcome.ADVICE, NOT_DEMANDED),
        (Outcome.NOT_APPLICABLE, NOT_DEMANDED),
    ):
        assert verdict("RULE E02", judged("E02", outcome)) is expected
    aside = OverrideRecorded("override", ("E02",), "Kekurangan mendesak", {})
    found = points(
        judged("E02", Outcome.NOT_MET), before(DecreeIssued, aside, act_of(*REGENT, on(2025, 3, 12)))
    )
    assert (found["RULE E02"].verdict, found["RULE E02"].quote) == (SHOWN, "Kekurangan mendesak")
    assert verdict("RULE E02", without(EligibilityEvaluated)) is MISSING


@pytest.mark.parametrize(
    ("code", "change", "expected"),
    [
        ("NEED", without(FitAssessed), MISSING),
        ("NEED", changed(FitAssessed, target_gap=0), MISSING),
        ("NEED", changed(FitAssessed, target_gap=None, origin_gap=None), MISSING),
        ("NEED", changed(FitAssessed, target_gap=0, deviation="Program prioritas"), SHOWN),
        ("FIT", without(FitAssessed), MISSING),
        ("FIT", changed(FitAssessed, education_fits=False), MISSING),
        ("FIT", changed(FitAssessed, certificates_missing=("SERDIK",)), MISSING),
        ("ADVICE", changed(ConsiderationGiven, supports=False, tally=Tally(5, 0, 3, 1, 4, 0)), MISSING),
        ("REASONS", changed(DecreeIssued, grounds=" "), MISSING),
        ("GOALS", changed(DecreeIssued, goals=()), MISSING),
    ],
)
def test_substance(code: str, change: Change, expected: Verdict) -> None:
    assert verdict(code) is SHOWN
    assert verdict(code, change) is expected


def test_a_departure_from_the_panels_advice_is_explained() -> None:
    found = points(
        changed(ConsiderationGiven, supports=False), changed(DecreeIssued, deviation="Kebutuhan mendesak")
    )
    advice = found["ADVICE"]
    assert (advice.verdict, advice.quote, len(advice.evidence)) == (SHOWN, "Kebutuhan mendesak", 2)
    assert verdict("ADVICE", case=BETWEEN) is NOT_DEMANDED, "no panel on that route"


def test_to_a_lower_level_only_on_a_sanction() -> None:
    assert verdict("NO_DEMOTION") is NOT_DEMANDED
    origin = DECIDED.facts.origin
    position = replace(origin.post.described.position, kind=PositionKind.SUPERVISOR)
    higher = replace(
        origin, post=replace(origin.post, described=replace(origin.post.described, position=position))
    )
    assert verdict("NO_DEMOTION", origin=higher) is MISSING
    sanction = Proceeding("SK-1", ProceedingKind.DISCIPLINE, "BERAT", date(2025, 1, 2), date(2026, 1, 1))
    punished = replace(DECIDED.facts.person, proceedings={"SK-1": sanction})
    assert verdict("NO_DEMOTION", origin=higher, person=punished) is SHOWN


# Made outside


def test_of_a_decree_made_outside_it_shows_how_much_is_not_on_record() -> None:
    happened = OutsidePlacementRecorded(
        decree=SECRETARYS,
        person=SITI,
        origin_post=DECIDED.state.origin_post,
        target_post=DECIDED.state.target_post,
        route=TransferType.WITHIN_AGENCY,
        chosen_because="",
        office=REGENTS,
        number="821/9",
        signed_on=date(2025, 3, 3),
        signed_as=Capacity.ACTING,
        effective_on=date(2025, 3, 4),
        grounds="Penyegaran",
        source="Surat 9",
        started_on=None,
    )
    found = points(lambda _: [Happened(happened, BY_PERSONNEL)])
    shown = {code for code, each in found.items() if each.verdict is SHOWN}
    assert {"DECREED_BY", "REASONS"} <= shown
    lacking = {code for code, each in found.items() if each.verdict is MISSING}
    assert {
        "OFFICE_HELD",
        "CAPACITY",
        "STEP performance_panel",
        "RULE E02",
        "DOCUMENT D08",
        "NEED",
        "GOALS",
    } <= lacking
