"""While a case runs: rules looked at again, officials stepping aside, talk with the person, reviews that show a fault."""

from dataclasses import replace
from datetime import date

import cast
import pytest
from cast import (
    CITY_ID,
    NORTH_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    PROVINCE_ID,
    REGENT,
    SITI,
    SITI_MOVES,
    act_of,
    heads,
    official,
    on,
    own_act,
)
from flagging import evidence, flags
from given import Case, given
from stories import balancing_move

from domain.identity import OfficeKind as Office
from domain.identity import office_id
from domain.policy import Term
from domain.refusals import (
    AlreadyAnswered,
    AlreadyDecreed,
    CaseIsSuspended,
    ConsultationNotOffered,
    DatesOutOfOrder,
    FileReturnedForCorrection,
    NobodyRecused,
    NotAcceptable,
    NotDecreedYet,
    NotEligible,
    NotTheApplicant,
    NotTheDecidingOffice,
    OwnTransfer,
    ReasonRequired,
    Recused,
    StepNotOpen,
)
from domain.registry.person import Proceeding, ProceedingKind
from domain.registry.post import PositionKind
from domain.transfer.commands import (
    DeclareConflict,
    DeclineConsultation,
    ForwardProposal,
    GiveNotice,
    GrantClearance,
    GrantConsent,
    IssueDecree,
    NameSubstitute,
    OfferConsultation,
    ReassessCase,
    RecordConsultation,
    ReturnFile,
)
from domain.transfer.events import (
    ApproverRecused,
    CaseResumed,
    CaseSuspended,
    ClearanceGranted,
    ConflictDeclared,
    ConsultationDeclined,
    ConsultationHeld,
    ConsultationOffered,
    EligibilityEvaluated,
    NoticeGiven,
    StepOpened,
    StepResumed,
    SubstituteNamed,
)
from domain.transfer.state import Status

PERSONNEL = act_of(*NORTH_PERSONNEL, on(2025, 3, 20))
AGAIN = ReassessCase("Ada perubahan keadaan")
ACCUSED = {
    "P-1": Proceeding("P-1", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 3, 19)),
}


def decree_on(day: int, month: int = 3) -> tuple[IssueDecree, object]:
    command = IssueDecree(
        "decree", "821/55", cast.NEW_POST_ID, date(2025, month, day), "Pemerataan", ("Arsip tertata",)
    )
    return command, act_of(*REGENT, on(2025, month, day))


def at_the_decree() -> Case:
    return given(SITI_MOVES).given(balancing_move(), until="IssueDecree")


# Scenario 8: a disciplinary case opens midway


def test_scenario_8_a_disciplinary_case_opened_midway_bars_the_decree_and_suspends_the_case() -> None:
    case = at_the_decree().about(proceedings=ACCUSED)
    case.when(*decree_on(24)).then_refused(NotEligible)  # type: ignore[arg-type]
    assert [violation.rule for violation in case.refused.violations] == ["E05"]  # type: ignore[union-attr]
    case.when(AGAIN, act_of(*REGENT, on(2025, 3, 24)))
    case.then_kinds(EligibilityEvaluated, CaseSuspended)
    assert case.state.status is Status.SUSPENDED
    assert case.state.suspended is not None
    assert case.state.suspended.rules == ("E05",)
    case.when(*decree_on(25)).then_refused(CaseIsSuspended)  # type: ignore[arg-type]
    assert case.state.ending is None, "suspended, not ended"


def test_a_suspended_case_goes_on_where_it_stood_once_the_rule_is_met_again() -> None:
    case = at_the_decree().about(proceedings=ACCUSED)
    before = case.state.open["decree"]
    case.when(AGAIN, act_of(*REGENT, on(2025, 3, 24)))
    cleared = {"P-1": replace(ACCUSED["P-1"], until=date(2025, 5, 2))}
    case.about(proceedings=cleared).when(AGAIN, act_of(*REGENT, on(2025, 5, 5)))
    case.then_kinds(EligibilityEvaluated, CaseResumed, StepResumed)
    resumed = case.last[-1]
    assert isinstance(resumed, StepResumed)
    assert resumed.used == case.facts.calendar.between(before.opened_on, date(2025, 3, 24))
    left = case.facts.route.steps["decree"].limit - resumed.used
    assert resumed.due_on == case.facts.calendar.after(date(2025, 5, 5), left)
    assert case.state.status is Status.UNDER_REVIEW
    case.when(*decree_on(6, 5))  # type: ignore[arg-type]
    assert case.state.status is Status.DECREED


def test_looking_again_at_a_suspended_case_that_is_still_barred_only_records_the_findings() -> None:
    case = at_the_decree().about(proceedings=ACCUSED)
    case.when(AGAIN, act_of(*REGENT, on(2025, 3, 24)))
    case.when(AGAIN, act_of(*REGENT, on(2025, 3, 25))).then_kinds(EligibilityEvaluated)


def test_looking_again_when_nothing_has_changed_records_the_findings() -> None:
    at_the_decree().when(AGAIN, act_of(*REGENT, on(2025, 3, 24))).then_kinds(EligibilityEvaluated)


# Scenario 17: the clearance expires


def test_scenario_17_an_expired_clearance_is_renewed_and_nothing_else_is_done_again() -> None:
    case = at_the_decree()
    late = on(2025, 10, 20)
    command, _ = decree_on(20, 10)
    case.when(command, act_of(*REGENT, late)).then_refused(NotEligible)
    assert [violation.rule for violation in case.refused.violations] == ["E07"]  # type: ignore[union-attr]
    done = set(case.state.done)
    case.when(AGAIN, act_of(*REGENT, late)).then_kinds(EligibilityEvaluated, StepOpened)
    assert set(case.state.open) == {"decree", "audit_clearance"}
    case.when(command, act_of(*REGENT, late)).then_refused(NotEligible)
    case.when(GrantClearance("audit_clearance", "700/99"), act_of(*NORTH_INSPECTORATE, late))
    case.then_kinds(ClearanceGranted)
    granted = case.last[0]
    fresh = case.facts
    case.when(command, act_of(*REGENT, late))
    assert case.state.status is Status.DECREED
    assert done <= set(case.state.done)
    assert "R19" not in flags(evidence(case.history, fresh))
    renewed = [each for each in case.history if each.event != granted]
    assert flags(evidence(renewed, fresh))["R19"].value == "expired 2025-09-12", "had it not been renewed"


def test_a_window_that_opens_midway_asks_for_the_ministers_consent() -> None:
    case = at_the_decree()
    leading = replace(
        case.facts.origin.post.described,
        position=replace(case.facts.origin.post.described.position, kind=PositionKind.SUPERVISOR),
    )
    origin = replace(case.facts.origin, post=replace(case.facts.origin.post, described=leading))
    term = Term("17.03", candidates_designated_on=date(2025, 9, 20))
    case.knowing(origin=origin, terms=heads(term))
    case.when(*decree_on(24)).then_refused(NotEligible)  # type: ignore[arg-type]
    case.when(AGAIN, act_of(*REGENT, on(2025, 3, 24))).then_kinds(EligibilityEvaluated, StepOpened)
    assert "ministerial_consent" in case.state.open
    minister = act_of(Office.HOME_AFFAIRS_MINISTER, cast.NATION, on(2025, 3, 25))
    case.when(GrantConsent("ministerial_consent", "100.2/1"), minister)
    case.when(*decree_on(26))  # type: ignore[arg-type]
    assert case.state.status is Status.DECREED


def test_a_rule_that_may_be_set_aside_opens_the_override_again() -> None:
    case = at_the_decree()
    target = case.facts.target
    needless = replace(target.post, described=replace(target.post.described, required=0))
    case.knowing(target=replace(target, post=needless))
    case.when(AGAIN, act_of(*REGENT, on(2025, 3, 24))).then_kinds(EligibilityEvaluated, StepOpened)
    assert "override" in case.state.open


@pytest.mark.parametrize("who", [(Office.INSPECTORATE, NORTH_ID), (Office.PERSONNEL_OFFICE, CITY_ID)])
def test_only_an_office_with_an_open_step_looks_again(who: tuple[Office, object]) -> None:
    at_the_decree().when(AGAIN, act_of(*who, on(2025, 3, 24))).then_refused(NotTheDecidingOffice)  # type: ignore[arg-type]


def test_looking_again_takes_a_reason_a_first_look_and_a_file_that_is_there() -> None:
    at_the_decree().when(ReassessCase(" "), act_of(*REGENT, on(2025, 3, 24))).then_refused(ReasonRequired)
    first = given(SITI_MOVES).given(balancing_move(), until="VerifyFile")
    first.when(AGAIN, PERSONNEL).then_refused(StepNotOpen)
    returned = given(SITI_MOVES).given(balancing_move(), until="AssessFit")
    returned.when(ReturnFile("transfer_plan", "Lengkapi"), PERSONNEL)
    returned.when(AGAIN, PERSONNEL).then_refused(FileReturnedForCorrection)
    given(SITI_MOVES).given(balancing_move(), until="ServeDecision").when(
        AGAIN, act_of(*NORTH_PERSONNEL, on(2025, 3, 25))
    ).then_refused(AlreadyDecreed)


# Scenario 22: a conflict of interest

AT = on(2025, 3, 24)
KIN = DeclareConflict("decree", "AKTUAL", "Anak kandung")
BY_AUDITOR = NameSubstitute("decree", office_id(Office.AUTHORISED_OFFICIAL, PROVINCE_ID), "PPK berkonflik")


def test_scenario_22_the_authoritys_child_is_decided_on_by_a_substitute() -> None:
    case = at_the_decree().about(kin=frozenset({official(*REGENT)}))
    case.when(KIN, act_of(*REGENT, AT)).then(
        ConflictDeclared("decree", "AKTUAL", "Anak kandung"), ApproverRecused("decree", official(*REGENT))
    )
    governor = act_of(Office.APPOINTING_AUTHORITY, PROVINCE_ID, AT)
    substitute = NameSubstitute(
        "decree", office_id(Office.APPOINTING_AUTHORITY, CITY_ID), "Bupati berkonflik"
    )
    case.when(substitute, governor).then(SubstituteNamed("decree", substitute.office, "Bupati berkonflik"))
    command, _ = decree_on(24)
    case.when(command, act_of(Office.APPOINTING_AUTHORITY, CITY_ID, AT))
    assert case.state.status is Status.DECREED


def test_who_has_recused_does_not_decide_after_all() -> None:
    case = at_the_decree().when(DeclareConflict("decree", "POTENSIAL", "Rekan usaha"), act_of(*REGENT, AT))
    case.when(*decree_on(24)).then_refused(Recused)  # type: ignore[arg-type]
    case.when(KIN, act_of(*REGENT, AT)).then_refused(Recused)


def test_a_conflict_is_declared_by_the_office_of_an_open_step_with_kind_and_reason() -> None:
    case = at_the_decree()
    case.when(KIN, PERSONNEL).then_refused(NotTheDecidingOffice)
    case.when(replace(KIN, step="service"), act_of(*REGENT, AT)).then_refused(StepNotOpen)
    case.when(replace(KIN, kind="LAIN"), act_of(*REGENT, AT)).then_refused(NotAcceptable)
    case.when(replace(KIN, reason=""), act_of(*REGENT, AT)).then_refused(ReasonRequired)


def test_a_substitute_is_named_by_the_superior_of_who_recused_and_only_then() -> None:
    case = at_the_decree()
    governor = act_of(Office.APPOINTING_AUTHORITY, PROVINCE_ID, AT)
    case.when(BY_AUDITOR, governor).then_refused(NobodyRecused)
    case.when(KIN, act_of(*REGENT, AT))
    case.when(BY_AUDITOR, PERSONNEL).then_refused(NotTheDecidingOffice)
    case.when(replace(BY_AUDITOR, step="service"), governor).then_refused(StepNotOpen)
    case.when(replace(BY_AUDITOR, reason=" "), governor).then_refused(ReasonRequired)
    case.when(replace(BY_AUDITOR, office=office_id(*REGENT)), governor).then_refused(NotAcceptable)
    case.when(BY_AUDITOR, replace(governor, by=SITI)).then_refused(OwnTransfer)


def test_for_other_offices_the_receiving_authority_names_the_substitute() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="ForwardProposal")
    secretary = act_of(Office.AUTHORISED_OFFICIAL, NORTH_ID, AT)
    case.when(DeclareConflict("authorised_official", "AKTUAL", "Adik"), secretary)
    office = office_id(Office.AUTHORISED_OFFICIAL, CITY_ID)
    case.when(NameSubstitute("authorised_official", office, "Sekda berkonflik"), act_of(*REGENT, AT))
    case.then_kinds(SubstituteNamed)
    case.when(ForwardProposal("authorised_official", "800"), act_of(Office.AUTHORISED_OFFICIAL, CITY_ID, AT))
    assert "authorised_official" in case.state.done


# Consultation and notice


def reviewing() -> Case:
    return given(SITI_MOVES).given(balancing_move(), until="AssessFit")


def test_a_consultation_is_offered_and_held_or_declined() -> None:
    day = date(2025, 3, 20)
    case = reviewing().when(OfferConsultation("Senin pagi"), PERSONNEL)
    case.then(ConsultationOffered(day, "Senin pagi"))
    case.when(RecordConsultation(day, "Sudah dijelaskan"), PERSONNEL)
    case.then(ConsultationHeld(day, "Sudah dijelaskan"))
    case.when(DeclineConsultation(""), own_act(SITI, AT)).then_refused(AlreadyAnswered)
    declined = reviewing().when(OfferConsultation(""), PERSONNEL)
    declined.when(DeclineConsultation("Tidak perlu"), own_act(SITI, AT))
    declined.then(ConsultationDeclined("Tidak perlu"))


def test_a_consultation_is_the_personnel_offices_to_offer_once_before_the_decree() -> None:
    case = reviewing()
    case.when(OfferConsultation(""), act_of(*NORTH_INSPECTORATE, AT)).then_refused(NotTheDecidingOffice)
    case.when(RecordConsultation(date(2025, 3, 20), "x"), PERSONNEL).then_refused(ConsultationNotOffered)
    case.when(OfferConsultation(""), PERSONNEL)
    case.when(OfferConsultation(""), PERSONNEL).then_refused(AlreadyAnswered)
    case.when(RecordConsultation(date(2025, 3, 19), "x"), PERSONNEL).then_refused(DatesOutOfOrder)
    case.when(RecordConsultation(date(2025, 3, 20), ""), PERSONNEL).then_refused(ReasonRequired)
    case.when(DeclineConsultation(""), PERSONNEL).then_refused(NotTheApplicant)
    decreed = given(SITI_MOVES).given(balancing_move(), until="ServeDecision")
    decreed.when(OfferConsultation(""), act_of(*NORTH_PERSONNEL, on(2025, 3, 25))).then_refused(
        AlreadyDecreed
    )


def test_notice_tells_how_many_working_days_before_the_effective_date_it_was_given() -> None:
    told = act_of(*NORTH_PERSONNEL, on(2025, 3, 26))
    case = given(SITI_MOVES).given(balancing_move(), until="IssueDecree")
    case.when(GiveNotice(date(2025, 3, 24)), act_of(*NORTH_PERSONNEL, AT)).then_refused(NotDecreedYet)
    case = given(SITI_MOVES).given(balancing_move(), until="ServeDecision")
    case.when(GiveNotice(date(2025, 3, 27)), told).then_refused(DatesOutOfOrder)
    case.when(GiveNotice(date(2025, 3, 26)), told)
    case.then(NoticeGiven(date(2025, 3, 26), date(2025, 4, 14), 6))
    case.when(GiveNotice(date(2025, 3, 26)), told).then_refused(AlreadyAnswered)
