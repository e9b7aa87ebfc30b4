"""The steps before the decree, and the guards that every official's act passes."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from asking import with_position
from cast import (
    ARCHIVIST,
    BUDI,
    BUDI_MOVES,
    CITY_MATHS_ID,
    CITY_PERSONNEL,
    GOVERNOR,
    HEALTH_HEAD,
    HEALTH_ID,
    KANREG,
    LIBRARY_HEAD,
    LIBRARY_ID,
    MAYOR,
    NEW_POST_ID,
    NORTH_INSPECTORATE,
    NORTH_PANEL,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    OLD_POST_ID,
    POLICY,
    REGENT,
    SITI,
    SITI_MOVES,
    act_of,
    official,
    on,
)
from given import Case, given
from stories import SIGNED, VERIFIED, VERIFIED_BETWEEN, balancing_move, file_of, teacher_moves_to_the_city

from domain.act import Act, Capacity
from domain.identity import OfficeKind, office_id, person_id, post_id
from domain.policy import Initiative, Policy, StepKind, Weighed
from domain.refusals import (
    CandidatesUnclear,
    ConflictOfInterest,
    FileReturnedForCorrection,
    GroundRequired,
    MissingDocuments,
    NoAuthority,
    NotAcceptable,
    NotTheDecidingOffice,
    OwnTransfer,
    PostsDiffer,
    ReasonRequired,
    RuleCannotBeOverridden,
    SeatNotFree,
    SecondRole,
    StepNotOpen,
    TransferNotOpen,
)
from domain.registry.person import AuditFinding, Auditor, Certificate, Proceeding, ProceedingKind
from domain.registry.post import PositionKind, Post, PostDescription
from domain.transfer.commands import (
    AssessFit,
    ForwardProposal,
    GiveConsideration,
    GiveTechnicalConsideration,
    GrantClearance,
    GrantConsent,
    IssueProposal,
    OverrideRules,
    RefuseStep,
    RequestTransfer,
    ResubmitFile,
    ReturnFile,
    TransferCommand,
    VerifyFile,
)
from domain.transfer.desk import Audience, desk
from domain.transfer.eligibility import RULES, barring_decree, evaluate, rules_to_override
from domain.transfer.eligibility import Case as Evaluated
from domain.transfer.events import (
    Candidate,
    ClearanceGranted,
    ConsentGranted,
    ConsiderationGiven,
    EligibilityEvaluated,
    FileReturned,
    FileVerified,
    FitAssessed,
    NeedsForecast,
    Outcome,
    OverrideRecorded,
    ProposalForwarded,
    ReceivingProposalIssued,
    StepNotRequired,
    StepOpened,
    TechnicalConsiderationGiven,
    TransferFoundIneligible,
    TransferRejected,
    UnitLoad,
    UnitsForecast,
    WorkBalance,
)
from domain.transfer.forecast import units_forecast
from domain.transfer.state import Status

VERIFY = VERIFIED


def siti_before(step: str) -> Case:
    return given(SITI_MOVES).given(balancing_move(), until=step)


def budi_before(step: str) -> Case:
    return given(BUDI_MOVES).given(teacher_moves_to_the_city(), until=step)


def opened(step: str, office: tuple[OfficeKind, UUID], day: date, due: date) -> StepOpened:
    return StepOpened(step, office_id(*office), day, due)


# Verification


def test_a_complete_file_has_all_rules_evaluated_at_once_and_opens_the_next_steps() -> None:
    case = siti_before("file_verification").when(VERIFY, act_of(*NORTH_PERSONNEL, on(2025, 3, 11)))
    day = date(2025, 3, 11)
    case.then(
        FileVerified("file_verification", ("D02", "D03", "D06", "D08"), SIGNED),
        EligibilityEvaluated("file_verification", eligible=True, findings=case.state.findings),
        StepNotRequired("override", "RULES_TO_OVERRIDE"),
        opened("audit_clearance", NORTH_INSPECTORATE, day, date(2025, 3, 18)),
        opened("feedback", NORTH_PERSONNEL, day, date(2025, 4, 10)),
    )
    assert [finding.rule for finding in case.state.findings] == list(RULES)
    assert all(finding.legal_basis for finding in case.state.findings)


def test_every_missing_document_is_named_with_its_legal_basis() -> None:
    need = RequestTransfer(
        SITI, NEW_POST_ID, Initiative.ORGANISATIONAL_NEED, "Pemerataan", file_of("D02", "D08")
    )
    case = given(SITI_MOVES).when(need, act_of(*NORTH_PERSONNEL, on(2025, 3, 10)))
    unsaid = VerifyFile("file_verification")
    case.when(unsaid, act_of(*NORTH_PERSONNEL, on(2025, 3, 11))).then_refused(MissingDocuments)
    assert case.refused is not None
    assert [violation.rule for violation in case.refused.violations] == ["D03", "D06"]
    assert {violation.legal_basis for violation in case.refused.violations} == {"Peraturan BKN 5/2019 Ps. 3"}


@pytest.mark.parametrize(
    "missing", ["D01", "D16"], ids=["own request: the letter", "a teacher: the certificate"]
)
def test_what_the_file_must_hold_follows_from_the_case(missing: str) -> None:
    kinds = {"D01", "D02", "D03", "D06", "D07", "D08", "D09", "D12", "D16"} - {missing}
    own = RequestTransfer(
        BUDI,
        CITY_MATHS_ID,
        Initiative.OWN_REQUEST,
        "",
        file_of(*sorted(kinds), post=CITY_MATHS_ID),
        ground="FAMILY",
    )
    case = given(BUDI_MOVES).when(own, replace(act_of(*CITY_PERSONNEL, on(2025, 9, 1)), by=BUDI, office=None))
    case.when(VERIFIED_BETWEEN, act_of(*CITY_PERSONNEL, on(2025, 9, 2))).then_refused(MissingDocuments)
    assert case.refused is not None
    assert [violation.rule for violation in case.refused.violations] == [missing]


def test_a_rule_nobody_may_set_aside_ends_the_case() -> None:
    open_matter = {"H-1": Proceeding("H-1", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 1, 6))}
    case = siti_before("file_verification").about(proceedings=open_matter)
    case.when(VERIFY, act_of(*NORTH_PERSONNEL, on(2025, 3, 11)))
    case.then_kinds(FileVerified, EligibilityEvaluated, TransferFoundIneligible).then_closed()
    assert case.last[-1] == TransferFoundIneligible(("E05",))
    assert case.state.status is Status.INELIGIBLE


# Returning


def test_a_return_stops_the_clock_and_tells_what_is_missing() -> None:
    case = siti_before("file_verification")
    case.when(
        ReturnFile("file_verification", "ABK tidak ada", ("D03",)), act_of(*NORTH_PERSONNEL, on(2025, 3, 11))
    )
    by = date(2025, 6, 9)  # ninety days, or what the policy says
    case.then(FileReturned("file_verification", date(2025, 3, 11), "ABK tidak ada", ("D03",), by))
    assert case.state.status is Status.RETURNED


def test_a_returned_file_waits_for_its_correction_before_any_step() -> None:
    case = siti_before("audit_clearance")
    case.when(
        ReturnFile("audit_clearance", "SKP tidak terbaca"), act_of(*NORTH_INSPECTORATE, on(2025, 3, 12))
    )
    case.when(GrantClearance("audit_clearance", "x"), act_of(*NORTH_INSPECTORATE, on(2025, 3, 12)))
    case.then_refused(FileReturnedForCorrection)
    case.when(ReturnFile("audit_clearance", "lagi"), act_of(*NORTH_INSPECTORATE, on(2025, 3, 12)))
    case.then_refused(FileReturnedForCorrection)


def test_a_return_is_given_a_reason() -> None:
    siti_before("file_verification").when(
        ReturnFile("file_verification", " "), act_of(*NORTH_PERSONNEL, on(2025, 3, 11))
    ).then_refused(ReasonRequired)


@pytest.mark.parametrize(
    ("step", "office", "day"),
    [
        ("receiving_proposal", MAYOR, on(2025, 9, 10)),
        ("decree", GOVERNOR, on(2025, 9, 25)),
        ("service", CITY_PERSONNEL, on(2025, 9, 30)),
    ],
    ids=["proposal", "decree", "service"],
)
def test_who_proposes_decrees_or_serves_does_not_return_the_file(
    step: str, office: tuple[OfficeKind, UUID], day: datetime
) -> None:
    budi_before(step).when(ReturnFile(step, "x"), act_of(*office, day)).then_refused(StepNotOpen)


# Setting rules aside


def too_early() -> Case:
    """Fourteen months in post: E02 is not met, and waits for the regent."""
    case = siti_before("file_verification").about(post_since=date(2024, 1, 3))
    return case.when(VERIFY, act_of(*NORTH_PERSONNEL, on(2025, 3, 11)))


def test_a_rule_that_may_be_set_aside_waits_for_the_office_the_law_names() -> None:
    case = too_early().then_kinds(FileVerified, EligibilityEvaluated, StepOpened)
    assert case.state.status is Status.INELIGIBLE
    assert case.state.open["override"].office == office_id(*REGENT)
    case.when(OverrideRules("override", ("E02",), "Arsip menumpuk"), act_of(*REGENT, on(2025, 3, 12)))
    case.then_kinds(OverrideRecorded, StepOpened, StepOpened)
    assert case.last[0] == OverrideRecorded("override", ("E02",), "Arsip menumpuk")
    assert case.state.status is Status.UNDER_REVIEW


def test_setting_aside_is_given_a_reason() -> None:
    too_early().when(OverrideRules("override", ("E02",), ""), act_of(*REGENT, on(2025, 3, 12))).then_refused(
        ReasonRequired
    )


@pytest.mark.parametrize("rule", ["E04", "E10", "E99"])
def test_other_rules_are_set_aside_by_nobody(rule: str) -> None:
    command = OverrideRules("override", ("E02", rule), "Perlu")
    too_early().when(command, act_of(*REGENT, on(2025, 3, 12))).then_refused(RuleCannotBeOverridden)


@pytest.mark.parametrize("rules", [(), ("E08",), ("E02", "E08")])
def test_exactly_the_rules_that_wait_are_decided(rules: tuple[str, ...]) -> None:
    too_early().when(
        OverrideRules("override", rules, "Perlu"), act_of(*REGENT, on(2025, 3, 12))
    ).then_refused(NotAcceptable)


def test_where_nothing_waits_there_is_nothing_to_set_aside() -> None:
    siti_before("audit_clearance").when(
        OverrideRules("override", ("E02",), "Perlu"), act_of(*REGENT, on(2025, 3, 12))
    ).then_refused(StepNotOpen)


def executive_too_early() -> Case:
    """A head of office after fourteen months, tested: E02 and E13 wait for the regent."""
    tested = {"UJI_KOMPETENSI": Certificate("UJI_KOMPETENSI", "U-1")}
    case = siti_before("file_verification").about(post_since=date(2024, 1, 3), certificates=tested)
    case = with_position(case, "origin", kind=PositionKind.SENIOR_EXECUTIVE)
    return case.when(VERIFY, act_of(*NORTH_PERSONNEL, on(2025, 3, 11)))


@pytest.mark.parametrize("grounds", [{}, {"E13": "SELERA"}, {"E02": "ABILITY"}, {"E13": ""}])
def test_an_executive_is_replaced_early_only_on_a_ground_the_policy_lists(grounds: dict[str, str]) -> None:
    override = OverrideRules("override", ("E02", "E13"), "Perlu", grounds)
    case = executive_too_early().when(override, act_of(*REGENT, on(2025, 3, 12)))
    case.then_refused(GroundRequired)
    assert "PERFORMANCE, ACCELERATION, ABILITY, DISCIPLINE" in str(case.refused)


def test_the_ground_is_recorded_and_shown_and_none_is_kept_where_the_law_lists_none() -> None:
    grounds = {"E13": "ABILITY", "E02": "ABILITY"}
    override = OverrideRules("override", ("E02", "E13"), "Dibutuhkan di Dinas Kesehatan", grounds)
    case = executive_too_early().when(override, act_of(*REGENT, on(2025, 3, 12)))
    recorded = OverrideRecorded(
        "override", ("E02", "E13"), "Dibutuhkan di Dinas Kesehatan", {"E13": "ABILITY"}
    )
    assert case.last[0] == recorded
    shown = desk(case.state, case.facts, Audience.SUBJECT)["route"]
    assert next(step["setAsideOn"] for step in shown if step["step"] == "override") == {"E13": "ABILITY"}
    assert case.state.overridden == {"E02", "E13"}


def test_who_set_aside_the_two_years_of_an_executive_has_not_set_aside_the_test() -> None:
    """It is awaited, as long as nobody decrees; once it is passed the two years wait for the regent, not before."""
    case = siti_before("file_verification").about(post_since=date(2024, 1, 3))
    case = with_position(case, "origin", kind=PositionKind.SENIOR_EXECUTIVE)
    case.when(VERIFY, act_of(*NORTH_PERSONNEL, on(2025, 3, 11)))
    assert case.finding("E13").outcome is Outcome.PENDING
    assert rules_to_override(case.state, case.facts.policy) == ("E02",)

    set_aside = replace(executive_too_early().state, overridden=frozenset({"E02", "E13"}))
    for certificates, barred in (
        ({}, ["E13"]),
        ({"UJI_KOMPETENSI": Certificate("UJI_KOMPETENSI", "U-1")}, []),
    ):
        case.about(certificates=certificates)
        findings = evaluate(Evaluated(set_aside, case.facts, date(2025, 3, 24)))
        told = barring_decree(findings, set_aside, case.facts.policy)
        assert [each.rule for each in told if each.rule == "E13"] == barred


# Clearance, fit, proposal, consent, forwarding, advice


def test_a_clearance_is_valid_for_six_months() -> None:
    case = siti_before("audit_clearance")
    case.when(GrantClearance("audit_clearance", "700/12"), act_of(*NORTH_INSPECTORATE, on(2025, 8, 31)))
    case.then(ClearanceGranted("audit_clearance", "700/12", date(2026, 2, 28)))
    assert case.state.clearance == case.last[0]


def test_the_next_stage_waits_for_all_parallel_steps() -> None:
    case = siti_before("origin_release")
    case.when(GrantConsent("receiving_acceptance", "046", NEW_POST_ID), act_of(*HEALTH_HEAD, on(2025, 3, 17)))
    case.then(ConsentGranted("receiving_acceptance", "046", NEW_POST_ID, ""))
    case.when(GrantConsent("origin_release", "045"), act_of(*LIBRARY_HEAD, on(2025, 3, 18)))
    case.then(
        ConsentGranted("origin_release", "045", None, ""),
        opened("transfer_plan", NORTH_PERSONNEL, date(2025, 3, 18), date(2025, 3, 25)),
    )


def test_the_fit_of_person_and_post_is_on_record() -> None:
    case = siti_before("transfer_plan")
    case.when(AssessFit("transfer_plan", "Sesuai"), act_of(*NORTH_PERSONNEL, on(2025, 3, 18)))
    assert case.last[0] == FitAssessed(
        step="transfer_plan",
        education_fits=True,
        certificates_missing=(),
        interest="Dinas Kesehatan",
        origin_gap=200,
        target_gap=-200,
        summary="Sesuai",
        needs=NeedsForecast(WorkBalance(2500, 833, 714, 385, worse=False), None, None, ()),
        deviation="",
    )


def _with_another_post(required: int, holders: int, *, policy: Policy = POLICY) -> Case:
    """The health office has another post beside the archivists', so many required in it and so many there."""
    case = siti_before("transfer_plan")
    other = PostDescription("5801.01/lain", HEALTH_ID, ARCHIVIST, 20, required)
    posts = {place.post_id: place.post for place in (case.facts.origin, case.facts.target)}
    there = Post(other, frozenset(person_id(f"there-{n}") for n in range(holders)))
    uncounted = Post(replace(other, required=None), frozenset({person_id("uncounted")}))
    posts |= {post_id("lain"): there, post_id("tanpa-abk"): uncounted}
    return case.knowing(unit_posts=posts, policy=policy)


def test_the_units_are_weighed_with_all_their_posts_that_were_counted() -> None:
    """The library has 4 for 2.00; the health office 1 for 3.00 and, in another post, 6 for 1.00."""
    case = _with_another_post(100, 6)
    by_personnel = act_of(*NORTH_PERSONNEL, on(2025, 3, 18))
    case.when(AssessFit("transfer_plan", "Sesuai"), by_personnel).then_refused(ReasonRequired)
    case.when(AssessFit("transfer_plan", "Sesuai", "Arsiparis lain sakit"), by_personnel)
    assessed = case.last[0]
    assert isinstance(assessed, FitAssessed)
    assert assessed.needs is not None
    assert assessed.needs.balance == WorkBalance(2500, 833, 714, 385, worse=False)
    assert assessed.needs.units == UnitsForecast(
        origin=UnitLoad(LIBRARY_ID, 200, 4, 3, 500, 667, unweighed=0),
        target=UnitLoad(HEALTH_ID, 400, 7, 8, 571, 500, unweighed=1),
        balance=WorkBalance(71, 167, 67, 143, worse=True),
    )
    told = desk(case.state, case.facts, Audience.OFFICIAL)["needs"]
    assert told["balance"]["worse"] is False
    assert told["units"]["balance"]["worse"] is True
    assert told["units"]["target"] == {
        "unit": str(HEALTH_ID),
        "required": 400,
        "holders": {"before": 7, "after": 8},
        "load": {"before": 571, "after": 500},
        "unweighed": 1,
    }


@pytest.mark.parametrize("weighs", [Weighed.UNITS, Weighed.POSTS])
def test_a_policy_that_weighs_posts_decides_as_ever_and_its_desk_is_what_it_was(weighs: Weighed) -> None:
    policy = replace(POLICY, needs=replace(POLICY.needs, weighs=weighs))
    case = _with_another_post(100, 6, policy=policy)
    case.when(AssessFit("transfer_plan", "Sesuai"), act_of(*NORTH_PERSONNEL, on(2025, 3, 18)))
    assert (case.refused is None) is (weighs is Weighed.POSTS)
    assert "units" not in desk(case.state, case.facts, Audience.OFFICIAL)["needs"]


def test_within_one_unit_or_without_a_need_on_record_no_units_are_weighed() -> None:
    case = _with_another_post(100, 6)
    assert case.facts.unit_posts is not None
    target = case.facts.target
    same = replace(
        target, post=replace(target.post, described=replace(target.post.described, unit=LIBRARY_ID))
    )
    assert units_forecast(replace(case.facts, target=same), case.facts.unit_posts) is None
    unknown = replace(
        target, post=replace(target.post, described=replace(target.post.described, required=None))
    )
    assert units_forecast(replace(case.facts, target=unknown), case.facts.unit_posts) is None


def test_a_certificate_that_has_run_out_does_not_fit() -> None:
    ran_out = {"SERDIK": Certificate("SERDIK", "S-0117", until=date(2025, 9, 8))}
    case = budi_before("transfer_plan").about(certificates=ran_out)
    case.when(AssessFit("transfer_plan", "Belum"), act_of(*CITY_PERSONNEL, on(2025, 9, 9)))
    assert isinstance(case.last[0], FitAssessed)
    assert case.last[0].certificates_missing == ("SERDIK",)


def test_the_review_of_fit_is_written() -> None:
    siti_before("transfer_plan").when(
        AssessFit("transfer_plan", ""), act_of(*NORTH_PERSONNEL, on(2025, 3, 18))
    ).then_refused(ReasonRequired)


def test_the_review_may_list_whom_the_person_was_compared_with() -> None:
    """Each once, the person among them; officials see it, the person does not."""
    chosen, other = Candidate(SITI, 61, 5, eligible=True), Candidate(BUDI, 83, None, eligible=False)
    officer = act_of(*NORTH_PERSONNEL, on(2025, 3, 18))
    for listed in ((other,), (chosen, other, other)):
        case = siti_before("transfer_plan")
        case.when(AssessFit("transfer_plan", "Sesuai", "", listed), officer).then_refused(CandidatesUnclear)
    assert "candidates" not in desk(case.state, case.facts, Audience.OFFICIAL)
    case.when(AssessFit("transfer_plan", "Sesuai", "", (chosen, other), "Bersedia di pulau"), officer)
    shown = desk(case.state, case.facts, Audience.OFFICIAL)["candidates"]
    assert shown["preference"] == "Bersedia di pulau"
    assert [each["fit"] for each in shown["listed"]] == [61, 83]
    assert "candidates" not in desk(case.state, case.facts, Audience.SUBJECT)


def test_an_open_finding_lies_before_whoever_clears_the_person() -> None:
    finding = AuditFinding("LHP-12", Auditor.BPK, date(2025, 3, 3))
    case = siti_before("audit_clearance").about(findings={"LHP-12": finding})
    told = {"auditor": "BPK", "since": "2025-03-03"}
    assert desk(case.state, case.facts, Audience.OFFICIAL)["person"]["findings"] == [told]
    own = desk(case.state, case.facts, Audience.SUBJECT)["person"]["findings"]
    assert own == [{"number": "LHP-12"} | told]
    settled = case.about(findings={"LHP-12": replace(finding, settled_on=date(2025, 3, 4))})
    assert "findings" not in desk(settled.state, settled.facts, Audience.OFFICIAL)["person"]


def test_the_proposal_names_the_post_and_holds_a_seat() -> None:
    case = budi_before("receiving_proposal")
    case.when(IssueProposal("receiving_proposal", "800/1", CITY_MATHS_ID), act_of(*MAYOR, on(2025, 9, 10)))
    case.then(
        ReceivingProposalIssued("receiving_proposal", "800/1", CITY_MATHS_ID),
        opened("origin_release", REGENT, date(2025, 9, 10), date(2025, 9, 24)),
    )
    assert case.facts.target.post.held == {BUDI_MOVES.transfer: BUDI}


def test_a_seat_held_for_another_cannot_be_proposed() -> None:
    case = budi_before("receiving_proposal")
    full = case.facts.target
    held = {SITI_MOVES.transfer: SITI, BUDI_MOVES.person: SITI}
    case.knowing(target=replace(full, post=replace(full.post, held=held)))
    case.when(IssueProposal("receiving_proposal", "800/1", CITY_MATHS_ID), act_of(*MAYOR, on(2025, 9, 10)))
    case.then_refused(SeatNotFree)


NAMING = [
    ("receiving_proposal", MAYOR, on(2025, 9, 10), IssueProposal("receiving_proposal", "1", OLD_POST_ID)),
    ("origin_release", REGENT, on(2025, 9, 15), GrantConsent("origin_release", "2", OLD_POST_ID)),
    ("origin_release", REGENT, on(2025, 9, 15), GrantConsent("origin_release", "2", None)),
    (
        "technical_consideration",
        KANREG,
        on(2025, 9, 23),
        GiveTechnicalConsideration("technical_consideration", "3", OLD_POST_ID),
    ),
]


@pytest.mark.parametrize(("step", "office", "day", "command"), NAMING, ids=lambda each: type(each).__name__)
def test_proposal_consent_and_bkns_advice_name_one_and_the_same_post(
    step: str, office: tuple[OfficeKind, UUID], day: datetime, command: TransferCommand
) -> None:
    budi_before(step).when(command, act_of(*office, day)).then_refused(PostsDiffer)


def test_even_a_consent_that_need_not_name_the_post_may_not_name_another() -> None:
    siti_before("origin_release").when(
        GrantConsent("origin_release", "045", CITY_MATHS_ID), act_of(*LIBRARY_HEAD, on(2025, 3, 17))
    ).then_refused(PostsDiffer)


def test_the_governor_forwards_the_proposal_to_bkn() -> None:
    case = budi_before("governor_forward")
    case.when(ForwardProposal("governor_forward", "800/3", "Diteruskan"), act_of(*GOVERNOR, on(2025, 9, 16)))
    case.then(
        ProposalForwarded("governor_forward", "800/3", "Diteruskan"),
        opened("technical_consideration", KANREG, date(2025, 9, 16), date(2025, 10, 7)),
    )


@pytest.mark.parametrize("supports", [True, False])
def test_advice_for_or_against_leads_on_to_the_decider(supports: bool) -> None:
    case = siti_before("performance_panel")
    case.when(
        GiveConsideration("performance_panel", supports, "BA-07", "Alasan"),
        act_of(*NORTH_PANEL, on(2025, 3, 19)),
    )
    case.then(
        ConsiderationGiven("performance_panel", supports, "BA-07", "Alasan"),
        StepNotRequired("ministerial_consent", "MINISTERIAL_CONSENT_NEEDED"),
        StepNotRequired("technical_consideration", "CARETAKER_DECIDES"),
        StepNotRequired("executive_recommendation", "EXECUTIVE_MOVES"),
        opened("authorised_official", NORTH_SECRETARY, date(2025, 3, 19), date(2025, 3, 26)),
    )


def test_advice_is_given_with_its_reason() -> None:
    siti_before("performance_panel").when(
        GiveConsideration("performance_panel", supports=True, number="BA", reason=""),
        act_of(*NORTH_PANEL, on(2025, 3, 19)),
    ).then_refused(ReasonRequired)


def test_bkns_advice_opens_the_way_to_the_governors_decree() -> None:
    case = budi_before("technical_consideration")
    given_ = GiveTechnicalConsideration("technical_consideration", "AA-123", CITY_MATHS_ID, "MS")
    case.when(given_, act_of(*KANREG, on(2025, 9, 23)))
    case.then(
        TechnicalConsiderationGiven("technical_consideration", "AA-123", CITY_MATHS_ID, "MS"),
        StepNotRequired("ministerial_consent", "MINISTERIAL_CONSENT_NEEDED"),
        opened("decree", GOVERNOR, date(2025, 9, 23), date(2025, 10, 14)),
    )


# Refusing


@pytest.mark.parametrize(
    ("step", "office", "day"),
    [
        ("audit_clearance", NORTH_INSPECTORATE, on(2025, 9, 3)),
        ("receiving_proposal", MAYOR, on(2025, 9, 10)),
        ("origin_release", REGENT, on(2025, 9, 15)),
        ("technical_consideration", KANREG, on(2025, 9, 23)),
        ("decree", GOVERNOR, on(2025, 9, 25)),
    ],
)
def test_a_refusal_ends_the_case_with_its_reason(
    step: str, office: tuple[OfficeKind, UUID], day: datetime
) -> None:
    case = budi_before(step).when(RefuseStep(step, "Tidak disetujui"), act_of(*office, day))
    case.then(TransferRejected(step, "Tidak disetujui")).then_closed()
    assert case.state.status is Status.REJECTED
    assert case.facts.person.live_transfer is None
    assert case.facts.target.post.held == {}


def test_the_regent_may_refuse_to_set_rules_aside() -> None:
    too_early().when(
        RefuseStep("override", "Tunggu dua tahun"), act_of(*REGENT, on(2025, 3, 12))
    ).then_closed()


def test_a_refusal_is_given_a_reason() -> None:
    budi_before("origin_release").when(
        RefuseStep("origin_release", "\n"), act_of(*REGENT, on(2025, 9, 15))
    ).then_refused(ReasonRequired)


@pytest.mark.parametrize(
    ("step", "office", "day"),
    [
        ("file_verification", NORTH_PERSONNEL, on(2025, 3, 11)),
        ("transfer_plan", NORTH_PERSONNEL, on(2025, 3, 18)),
        ("performance_panel", NORTH_PANEL, on(2025, 3, 19)),
        ("authorised_official", NORTH_SECRETARY, on(2025, 3, 20)),
        ("duty_start", HEALTH_HEAD, on(2025, 4, 14)),
    ],
)
def test_who_checks_advises_or_forwards_does_not_refuse(
    step: str, office: tuple[OfficeKind, UUID], day: datetime
) -> None:
    siti_before(step).when(RefuseStep(step, "x"), act_of(*office, day)).then_refused(StepNotOpen)


# Who may act: the same guards on every step

CONSENT = GrantConsent("origin_release", "045")
LIBRARY = act_of(*LIBRARY_HEAD, on(2025, 3, 17))


@pytest.mark.parametrize(
    "act",
    [act_of(*HEALTH_HEAD, on(2025, 3, 17)), replace(LIBRARY, office=None, capacity=None)],
    ids=["another office", "no office"],
)
def test_a_step_belongs_to_its_office(act: Act) -> None:
    siti_before("origin_release").when(CONSENT, act).then_refused(NotTheDecidingOffice)


def test_nobody_decides_about_their_own_transfer() -> None:
    siti_before("origin_release").when(CONSENT, replace(LIBRARY, by=SITI)).then_refused(OwnTransfer)


def test_nobody_decides_about_a_relative() -> None:
    case = siti_before("origin_release").about(kin=frozenset({official(*LIBRARY_HEAD)}))
    case.when(CONSENT, LIBRARY).then_refused(ConflictOfInterest)


def test_a_substitute_decides_instead_of_a_relative() -> None:
    case = siti_before("origin_release").about(kin=frozenset({official(*LIBRARY_HEAD)}))
    substitute = replace(LIBRARY, by=official(*REGENT), capacity=Capacity.ACTING)
    case.when(CONSENT, substitute).then_kinds(ConsentGranted)


def test_nobody_acts_for_two_offices_in_one_case() -> None:
    inspector = replace(LIBRARY, by=official(*NORTH_INSPECTORATE))
    siti_before("origin_release").when(CONSENT, inspector).then_refused(SecondRole)


def test_who_acted_for_an_office_acts_for_it_again() -> None:
    again = act_of(*NORTH_PERSONNEL, on(2025, 3, 18))
    assert siti_before("transfer_plan").state.offices[again.by] == again.office
    siti_before("transfer_plan").when(AssessFit("transfer_plan", "Sesuai"), again).then_kinds(
        FitAssessed, StepOpened
    )


@pytest.mark.parametrize(
    ("step", "command", "office", "day", "accepted"),
    [
        ("origin_release", CONSENT, LIBRARY_HEAD, on(2025, 3, 17), {"DEFINITIF", "PLT"}),
        (
            "performance_panel",
            GiveConsideration("performance_panel", supports=True, number="BA", reason="Baik"),
            NORTH_PANEL,
            on(2025, 3, 19),
            {"DEFINITIF"},
        ),
        (
            "authorised_official",
            ForwardProposal("authorised_official", "800"),
            NORTH_SECRETARY,
            on(2025, 3, 20),
            {"DEFINITIF", "PLT", "PLH", "PJ"},
        ),
    ],
    ids=["consent", "panel", "forwarding"],
)
def test_each_step_is_open_to_the_capacities_the_law_allows(
    step: str,
    command: TransferCommand,
    office: tuple[OfficeKind, UUID],
    day: datetime,
    accepted: set[str],
) -> None:
    for capacity in (*Capacity, None):
        act = replace(act_of(*office, day), capacity=capacity)
        case = siti_before(step).when(command, act)
        if capacity in accepted:
            assert case.refused is None, capacity
            continue
        case.then_refused(NoAuthority)
        assert case.refused is not None
        assert case.refused.violations[0].rule == "CAPACITY"


def test_a_step_that_is_not_open_yet_or_any_more_cannot_be_done() -> None:
    advice = GiveConsideration("performance_panel", supports=True, number="BA", reason="Baik")
    panel = act_of(*NORTH_PANEL, on(2025, 3, 17))
    siti_before("origin_release").when(advice, panel).then_refused(StepNotOpen)
    siti_before("authorised_official").when(advice, panel).then_refused(StepNotOpen)
    siti_before("origin_release").when(replace(CONSENT, step="no_such_step"), LIBRARY).then_refused(
        StepNotOpen
    )


def test_a_step_is_done_by_the_command_of_its_kind_only() -> None:
    forward = ForwardProposal("origin_release", "800")
    siti_before("origin_release").when(forward, LIBRARY).then_refused(StepNotOpen)


STEP_COMMANDS: dict[StepKind, TransferCommand] = {
    StepKind.VERIFICATION: VERIFY,
    StepKind.OVERRIDE: OverrideRules("override", ("E02",), "Perlu"),
    StepKind.CLEARANCE: GrantClearance("audit_clearance", "700"),
    StepKind.FIT_REVIEW: AssessFit("transfer_plan", "Sesuai"),
    StepKind.PROPOSAL: IssueProposal("receiving_proposal", "1", NEW_POST_ID),
    StepKind.CONSENT: CONSENT,
    StepKind.FORWARD: ForwardProposal("authorised_official", "800"),
    StepKind.CONSIDERATION: GiveConsideration("performance_panel", supports=True, number="1", reason="Baik"),
    StepKind.TECHNICAL_CONSIDERATION: GiveTechnicalConsideration("technical_consideration", "1", NEW_POST_ID),
}


@pytest.mark.parametrize("command", STEP_COMMANDS.values(), ids=lambda command: type(command).__name__)
def test_nothing_is_reviewed_in_a_case_that_has_ended(command: TransferCommand) -> None:
    ended = siti_before("origin_release").when(RefuseStep("origin_release", "Kurang orang"), LIBRARY)
    ended.when(command, LIBRARY).then_refused(TransferNotOpen)
    ended.when(ResubmitFile("lagi"), LIBRARY).then_refused(TransferNotOpen)
