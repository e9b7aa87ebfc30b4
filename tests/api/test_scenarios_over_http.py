"""The acceptance scenarios of the reference (section 7) that this version carries, over HTTP."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

import cast
import psycopg
import pytest
import texts
from cast import (
    BUDI,
    BUDI_IS_REDISTRIBUTED,
    GOVERNOR,
    KANREG,
    MATHS_AT_A,
    MATHS_AT_B,
    MAYOR,
    NORTH_INSPECTORATE,
    NORTH_MATHS_ID,
    NORTH_PERSONNEL,
    OLD_POST_ID,
    REGENT,
    SCHOOL_A,
    SCHOOL_B,
    SCHOOLS_HEAD,
    SECOND_MATHS_ID,
    SITI,
    act_of,
    official,
    on,
    own_act,
)
from given import given
from stories import (
    VERIFIED,
    balancing_move,
    document,
    file_of,
    teacher_is_redistributed,
    teacher_moves_to_the_city,
)
from test_law_over_http import NEW as SIX_MONTHS
from test_law_over_http import made
from test_timekeeper import look
from walking import walk_on_over_http
from web import Web, command_of

from api.house import log_of
from application.checkpoints import make_key, sign
from application.policies import Policies
from application.verifying import Wrong
from application.verifying import verify as verify_ledger
from domain.act import Act
from domain.identity import OfficeKind, office_id, person_id
from domain.policy import Initiative, Limit
from domain.registry.person import (
    PostAssumed,
    Proceeding,
    ProceedingKind,
    ProceedingRecorded,
    ProfileCorrected,
    Status,
)
from domain.registry.post import LessonsCounted, PostRevised, SeatTaken
from domain.transfer.commands import (
    AssessFit,
    GiveTechnicalConsideration,
    GrantClearance,
    IssueDecree,
    OverrideRules,
    ReassessCase,
    RefuseStep,
    RenewTerm,
    ReportReturn,
    RequestTransfer,
    ResubmitFile,
    ReturnFile,
    SubmitDocument,
    TransferCommand,
)
from domain.transfer.desk import Audience
from domain.transfer.eligibility import Case as Evaluated
from domain.transfer.eligibility import evaluate
from domain.transfer.events import Outcome

Json = dict[str, object]

NO_INTERNAL_MOVES = Policies(
    (
        replace(
            cast.POLICY,
            limits={**cast.POLICY.limits, "contract_staff_may_move_internally": Limit(0, "2025")},
        ),
    ),
    cast.POLICIES.calendar,
)


def facts(web: Web, person: UUID = SITI, at: object = None) -> dict:  # type: ignore[type-arg]
    return web.shown(person, at).json()["facts"]  # type: ignore[arg-type]


def done(web: Web, command: TransferCommand, act: Act) -> Json:
    answer = web.post(command, act)
    assert answer.status_code == 201, answer.text
    return answer.json()


def refused(web: Web, command: TransferCommand, act: Act, status: int, code: str) -> dict:  # type: ignore[type-arg]
    before = web.head
    answer = web.post(command, act)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:jejak:problem:{code}")
    assert web.head == before, "nothing is recorded of what is refused"
    return answer.json()


def events(web: Web, person: UUID) -> list[dict]:  # type: ignore[type-arg]
    path = f"{web.case}/history"
    return web.get(path, person, after=web.head, limit=200).json()["items"]


def state_of(case: dict, step: str) -> str:  # type: ignore[type-arg]
    return next(each["state"] for each in case["route"] if each["step"] == step)


def from_step(story: Iterable[tuple[TransferCommand, Act]], step: str) -> list[tuple[TransferCommand, Act]]:
    """The rest of a story, from the command on that step."""
    told = list(story)
    first = next(n for n, (command, _) in enumerate(told) if getattr(command, "step", "") == step)
    return told[first:]


def verify(web: Web, story: Iterable[tuple[TransferCommand, Act]]) -> dict:  # type: ignore[type-arg]
    """Request and verify; the case as it stands then."""
    web.play_over_http(story, until="GrantClearance")
    return facts(web, SITI)


def test_scenario_1_a_balancing_move_runs_to_its_closing_review(web: Web) -> None:
    web.play_over_http(balancing_move())
    case = facts(web)
    assert case["status"] == "CLOSED"
    assert case["ending"]["outcome"] == "SUCCESS"
    assert [review["outcome"] for review in case["evaluations"]] == ["CONTINUE", "CONTINUE", "SUCCESS"]
    assert {"E12", "E02", "E04", "E08"} <= {f["rule"] for f in case["eligibility"] if f["outcome"] == "MET"}
    assert not [finding for finding in case["eligibility"] if finding["outcome"] == "NOT_MET"]
    gaps = {"origin": case["origin"]["gap"], "target": case["target"]["gap"]}
    assert gaps == {"origin": 100, "target": -100}, "the imbalance fell from +2/-2 to +1/-1"
    assert (case["target"]["occupied"], case["target"]["held"]) == (2, 0)
    balance = case["needs"]["balance"]
    assert balance["imbalance"] == {"before": 2500, "after": 833}, "I falls"
    days = {each["event"]: each["happenedAt"][:10] for each in events(web, SITI)}
    decreed, served = date.fromisoformat(days["DecreeIssued"]), date.fromisoformat(days["DecisionServed"])
    assert cast.POLICIES.calendar.between(decreed, served) == 2, "served on day 3"
    assert web.flags(on(2026, 6, 1)) == {}


def test_scenario_2_a_teacher_moves_between_regencies_by_two_decrees_in_order(web: Web) -> None:
    web.play_over_http(teacher_moves_to_the_city())
    happened = events(web, BUDI)
    order = [each["event"] for each in happened]
    path = (
        "ReceivingProposalIssued",
        "ConsentGranted",
        "ProposalForwarded",
        "TechnicalConsiderationGiven",
        "DecreeIssued",
        "PostAppointmentIssued",
    )
    assert [name for name in order if name in path] == list(path)
    offices = {each["event"]: each["office"] for each in happened}
    assert offices["ReceivingProposalIssued"] == str(office_id(*MAYOR))
    assert offices["ConsentGranted"] == str(office_id(*REGENT))
    assert offices["ProposalForwarded"] == offices["DecreeIssued"] == str(office_id(*GOVERNOR))
    assert offices["TechnicalConsiderationGiven"] == str(office_id(*KANREG))
    assert offices["PostAppointmentIssued"] == str(office_id(*MAYOR))
    case = facts(web, BUDI)
    assert case["target"]["occupied"] == 2
    costs = {"agency": str(cast.CITY_ID), "legalBasis": "Peraturan BKN 5/2019 Ps. 11(2)"}
    assert case["costs"] == costs, "the receiving agency pays"
    signed = document("D19", cast.CITY_MATHS_ID)
    done(web, SubmitDocument(signed), act_of(*GOVERNOR, on(2025, 10, 2)))
    (kept,) = [each for each in facts(web, BUDI)["documents"] if each["kind"] == "D19"]
    assert (kept["sha256"], kept["post"]) == (signed.sha256, str(cast.CITY_MATHS_ID)), "the decree as signed"


def test_scenario_2_a_decree_by_anybody_but_the_governor_is_refused(web: Web) -> None:
    web.play_over_http(teacher_moves_to_the_city(), until="decree")
    decree, act = command_of(teacher_moves_to_the_city(), "decree")
    refused(web, decree, act_of(*MAYOR, act.at), 403, "NotTheDecidingOffice")
    refused(web, decree, act_of(*REGENT, act.at), 403, "NotTheDecidingOffice")
    done(web, decree, act)


def test_scenario_6_too_early_needs_an_override_with_a_reason_which_stays_on_record(web: Web) -> None:
    """Fourteen months in post."""
    web.happens(SITI, PostAssumed(OLD_POST_ID, date(2024, 1, 3)))
    case = verify(web, balancing_move())
    assert case["status"] == "INELIGIBLE"
    (barred,) = [finding for finding in case["eligibility"] if finding["outcome"] == "NOT_MET"]
    assert (barred["rule"], barred["input"]) == ("E02", "14 months in post since 2024-01-03")
    told = {each["rule"]: each["told"] for each in web.shown(SITI).json()["told"]}
    assert list(told) == [finding["rule"] for finding in case["eligibility"]]
    assert told["E02"] == {
        "id": "14 bulan dalam jabatan sekarang, sejak 3 Januari 2024",
        "en": barred["input"],
    }
    assert "PP 11/2017" in barred["legalBasis"]
    assert state_of(case, "override") == "OPEN"
    regent = act_of(*REGENT, on(2025, 3, 11, 14))
    refused(web, OverrideRules("override", ("E04",), "Mendesak"), regent, 422, "RuleCannotBeOverridden")
    blank = {"step": "override", "rules": ["E02"], "reason": "  "}
    headers = web.headers(regent.by, regent.at, regent.office)
    headers |= {"Idempotency-Key": "tanpa-alasan", "If-Match": web.seen(regent)}
    assert web.client.post(f"{web.case}/overrides", json=blank, headers=headers).status_code == 422
    done(web, OverrideRules("override", ("E02",), "Satu-satunya arsiparis pensiun"), regent)
    case = facts(web)
    assert case["status"] == "UNDER_REVIEW"
    assert [f["rule"] for f in case["eligibility"] if f["overridden"]] == ["E02"]
    recorded = next(each for each in events(web, SITI) if each["event"] == "OverrideRecorded")
    assert recorded["reason"] == "Satu-satunya arsiparis pensiun"
    web.play_over_http(list(balancing_move())[2:], until="payroll")
    assert facts(web)["status"] == "EVALUATING"
    flags = web.flags(on(2025, 4, 15))
    assert {code: (flag["value"], flag["state"]) for code, flag in flags.items()} == {
        "R03": ("15 months", "OPEN")
    }
    shown = web.get(
        f"/v1/flags/{flags['R03']['id']}", cast.official(*cast.NORTH_INSPECTORATE), on(2025, 4, 15)
    ).json()
    (taken_up,) = shown["records"]
    assert (taken_up["event"], taken_up["about"]) == ("PostAssumed", str(SITI))
    assert [taken_up["position"], *(each["position"] for each in shown["events"])] == shown["inputs"]


def test_scenario_7_six_years_after_the_pledge_no_other_agency_but_another_school(web: Web) -> None:
    pledged = cast._profile("199003112019031003", "Budi Santoso", cast.NORTH_ID, pledged=True)
    web.happens(BUDI, ProfileCorrected(pledged))
    web.play_over_http(teacher_moves_to_the_city(), until="GrantClearance")
    case = facts(web, BUDI)
    assert case["status"] == "INELIGIBLE"
    assert case["ending"] == {
        "kind": "TransferFoundIneligible",
        "reason": "",
        "rules": ["E10"],
        "outcome": "",
    }
    assert [each["act"] for each in web.shown(BUDI).json()["allowedActions"]] == ["object"]
    within = RequestTransfer(
        BUDI,
        SECOND_MATHS_ID,
        Initiative.ORGANISATIONAL_NEED,
        "Pemerataan guru",
        file_of("D02", "D03", "D06", "D08", "D16", post=SECOND_MATHS_ID),
    )
    bkpsdm = act_of(*NORTH_PERSONNEL, on(2025, 9, 10))
    done(web, within, bkpsdm)
    done(web, VERIFIED, act_of(*NORTH_PERSONNEL, on(2025, 9, 11)))
    case = facts(web, BUDI)
    assert (case["type"], case["status"]) == ("INTRA_INSTANSI", "UNDER_REVIEW")
    assert next(f for f in case["eligibility"] if f["rule"] == "E10")["outcome"] == "NOT_APPLICABLE"
    walk_on_over_http(web, given(cast.BUDI_STAYS), on(2025, 9, 11))
    case = facts(web, BUDI)
    assert case["status"] == "EVALUATING"
    decreed = next(each for each in events(web, BUDI) if each["event"] == "DecreeIssued")
    assert decreed["office"] == str(office_id(*REGENT))


def test_scenario_8_discipline_opened_midway_stops_the_decree_and_ends_nothing(web: Web) -> None:
    """The rules are evaluated again on the day of the decree; the case waits, and goes on once cleared."""
    web.play_over_http(balancing_move(), until="decree")
    at_first = next(f for f in facts(web)["eligibility"] if f["rule"] == "E05")
    assert (at_first["outcome"], at_first["input"]) == ("MET", "none on record")
    decree, regent = command_of(balancing_move(), "decree")
    proceeding = Proceeding("HD-7/2025", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 3, 21))
    web.happens(SITI, ProceedingRecorded(proceeding))
    problem = refused(web, decree, regent, 422, "NotEligible")
    (violation,) = problem["violations"]
    assert (violation["rule"], violation["input"]) == ("E05", "HD-7/2025")
    assert "PP 94/2021" in violation["legalBasis"]
    case = facts(web, regent.by, regent.at)
    assert (case["status"], state_of(case, "decree"), case["ending"]) == ("UNDER_REVIEW", "OPEN", None)
    ended = Proceeding("HD-7/2025", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 3, 21), date(2025, 3, 22))
    web.happens(SITI, ProceedingRecorded(ended))
    done(web, decree, regent)


def test_scenario_9_the_origin_refuses_the_person_reads_why_bkn_hears_nothing_and_they_may_ask_again(
    web: Web,
) -> None:
    web.play_over_http(teacher_moves_to_the_city(), until="origin_release")
    why = "Kekurangan tiga guru matematika (gap -3)"
    done(web, RefuseStep("origin_release", why), act_of(*REGENT, on(2025, 9, 15)))
    case = facts(web, BUDI)
    assert case["status"] == "REJECTED"
    assert case["ending"]["reason"] == why
    assert not [step for step in case["route"] if step["state"] == "OPEN"]
    assert state_of(case, "technical_consideration") == "WAITING"
    kanreg = act_of(*KANREG, on(2025, 9, 23))
    assert web.get(web.case, kanreg.by, kanreg.at).status_code == 404, "it never came to BKN"
    assert case["target"]["held"] == 0
    release, act = command_of(teacher_moves_to_the_city(), "origin_release")
    refused(web, release, act, 409, "TransferNotOpen")
    again, act = command_of(teacher_moves_to_the_city(), "RequestTransfer")
    first = web.transfer
    done(web, again, act)
    assert web.transfer != first


def test_scenario_10_a_returned_file_stops_the_clock_and_only_office_time_counts(web: Web) -> None:
    """Without the ABK; back after four working days; the office goes on with the two days it had left."""
    request, asking = command_of(balancing_move(), "RequestTransfer")
    assert isinstance(request, RequestTransfer)
    lacking = RequestTransfer(*request_without(request, "D03"))
    done(web, lacking, asking)
    officer = act_of(*NORTH_PERSONNEL, on(2025, 3, 11))
    problem = refused(web, VERIFIED, officer, 422, "MissingDocuments")
    assert [violation["rule"] for violation in problem["violations"]] == ["D03"]
    assert state_due(web) == "2025-03-13"
    done(web, ReturnFile("file_verification", "ABK belum ada", ("D03",)), officer)
    case = facts(web)
    assert case["status"] == "RETURNED"
    told = {"reason": "ABK belum ada", "missing": ["D03"], "resubmitBy": "2025-06-09"}
    assert case["returned"] == told
    inbox = web.get("/v1/inbox", officer.by, on(2025, 3, 20), after=web.head).json()["items"]
    assert [(item["paused"], item["overdue"]) for item in inbox] == [(True, False)]
    late = act_of(*NORTH_PERSONNEL, on(2025, 3, 14))
    refused(web, VERIFIED, late, 409, "FileReturnedForCorrection")
    applicant = act_of(*NORTH_PERSONNEL, on(2025, 3, 17))
    done(web, ResubmitFile("ABK dilampirkan", (document("D03"),)), applicant)
    assert state_due(web) == "2025-03-19", "one day was used before the return, two are left"
    done(web, VERIFIED, act_of(*NORTH_PERSONNEL, on(2025, 3, 18)))
    assert facts(web)["status"] == "UNDER_REVIEW"


def test_scenario_17_an_expired_clearance_is_renewed_and_the_case_goes_on_where_it_stood(web: Web) -> None:
    """Granted on 2025-03-12 for six months; the decree comes seven months later."""
    web.play_over_http(balancing_move(), until="decree")
    late = on(2025, 10, 13)
    regent = act_of(*REGENT, late)
    decree = IssueDecree("decree", "821/99", cast.NEW_POST_ID, late.date(), "Pemerataan", ("Arsip tertata",))
    problem = refused(web, decree, regent, 422, "NotEligible")
    (violation,) = problem["violations"]
    assert (violation["rule"], violation["input"]) == ("E07", "700/12/INSP, valid until 2025-09-12")
    assert violation["told"] == {
        "id": "surat bebas temuan nomor 700/12/INSP, berlaku sampai dengan 12 September 2025",
        "en": violation["input"],
    }
    assert done(web, ReassessCase("Bebas temuan kedaluwarsa"), regent)["events"] == [
        "EligibilityEvaluated",
        "StepOpened",
    ]
    case = facts(web, SITI)
    assert {step["step"] for step in case["route"] if step["state"] == "OPEN"} == {
        "decree",
        "audit_clearance",
    }
    kept = {step["step"] for step in case["route"] if step["state"] == "DONE"}
    done(web, GrantClearance("audit_clearance", "700/99/INSP"), act_of(*NORTH_INSPECTORATE, late))
    done(web, decree, regent)
    assert "R19" not in web.flags(late)
    case = facts(web, SITI)
    assert case["status"] == "DECREED"
    assert kept < {step["step"] for step in case["route"] if step["state"] == "DONE"}
    counted = [each["event"] for each in events(web, SITI)]
    assert [counted.count(name) for name in ("ClearanceGranted", "ConsentGranted", "FitAssessed")] == [
        2,
        2,
        1,
    ]


def request_without(request: RequestTransfer, kind: str) -> tuple:  # type: ignore[type-arg]
    kept = tuple(each for each in request.documents if each.kind != kind)
    return request.person, request.target_post, request.initiative, request.reason, kept


def state_due(web: Web) -> str:
    return next(step["dueOn"] for step in facts(web)["route"] if step["step"] == "file_verification")


def staffed(web: Web, post: UUID, school: tuple, teachers: tuple[UUID, ...], known: int) -> None:  # type: ignore[type-arg]
    """A school as scenario 18 has it: seats, lessons, and teachers beside those of the cast."""
    described, taught = school
    taken = [SeatTaken(teacher, date(2019, 1, 1)) for teacher in teachers[known:]]
    web.happens(post, PostRevised(described), *taken, LessonsCounted(taught))


def test_scenario_18_a_teacher_is_redistributed_and_the_need_stands_before_the_decider(web: Web) -> None:
    staffed(web, NORTH_MATHS_ID, SCHOOL_A, MATHS_AT_A, 2)
    staffed(web, SECOND_MATHS_ID, SCHOOL_B, MATHS_AT_B, 0)
    story = teacher_is_redistributed(BUDI_IS_REDISTRIBUTED)
    web.play_over_http(story, until="need_from_dapodik")
    review, schools = command_of(teacher_is_redistributed(BUDI_IS_REDISTRIBUTED), "need_from_dapodik")
    needs = facts(web, schools.by, schools.at)["needs"]
    assert needs["originLessons"]["gap"] == {"before": 100, "after": 0}
    assert needs["targetLessons"]["gap"] == {"before": -150, "after": -50}
    assert needs["originLessons"]["hoursEach"] == {"before": 1800, "after": 2400}
    assert (needs["balance"]["worse"], needs["harms"]) == (False, [])
    done(web, review, schools)
    web.play_over_http(from_step(teacher_is_redistributed(BUDI_IS_REDISTRIBUTED), "redistribution_panel"))
    case = facts(web, BUDI)
    assert (case["type"], case["status"], case["term"]) == ("REDISTRIBUSI_GURU", "EVALUATING", None)
    assert "REDISTRIBUSI_GURU asked for" in case["chosenBecause"]
    assert (case["origin"]["gap"], case["target"]["gap"]) == (0, -50)
    assert case["needs"] == needs | {"units": case["needs"]["units"]}, (
        "what the review found stays with the case"
    )
    assert "R26" not in web.flags(on(2025, 10, 20))


def test_scenario_18_a_second_teacher_is_not_moved_without_a_reason(web: Web) -> None:
    staffed(web, NORTH_MATHS_ID, SCHOOL_A, MATHS_AT_A[:3], 2)
    staffed(web, SECOND_MATHS_ID, SCHOOL_B, (*MATHS_AT_B, person_id("moved before")), 0)
    web.play_over_http(teacher_is_redistributed(BUDI_IS_REDISTRIBUTED), until="need_from_dapodik")
    review, schools = command_of(teacher_is_redistributed(BUDI_IS_REDISTRIBUTED), "need_from_dapodik")
    assert isinstance(review, AssessFit)
    needs = facts(web, schools.by, schools.at)["needs"]
    assert needs["harms"] == ["MOVER_UNDER_LOAD", "ORIGIN_SHORT_OF_HOURS"]
    assert needs["balance"]["worse"]
    refused(web, review, schools, 422, "ReasonRequired")
    done(web, replace(review, deviation="Guru di B cuti melahirkan"), schools)
    assert facts(web, schools.by, schools.at)["needs"]["deviation"] == "Guru di B cuti melahirkan"
    rest = from_step(teacher_is_redistributed(BUDI_IS_REDISTRIBUTED), "redistribution_panel")
    web.play_over_http(rest, until="decree")
    assert "R26" not in web.flags(on(2025, 9, 23)), "not before it is decreed"
    web.play_over_http(from_step(rest, "decree"), until="duty_start")
    flag = web.flags(on(2025, 9, 24))["R26"]
    assert (flag["value"], flag["since"]) == ("MOVER_UNDER_LOAD, ORIGIN_SHORT_OF_HOURS", "2025-09-22")
    assert flag["title"]["id"] == "Merugikan pembelajaran"


def test_scenario_19_rank_iii_a_is_not_enough_for_a_private_school(web: Web) -> None:
    web.happens(BUDI, ProfileCorrected(replace(cast.BUDI_PROFILE, rank="III/a")))
    web.play_over_http(teacher_is_redistributed(), until="GrantClearance")
    case = facts(web, BUDI)
    assert (case["status"], case["ending"]["rules"]) == ("INELIGIBLE", ["E17"])
    (barred,) = [finding for finding in case["eligibility"] if finding["outcome"] == "NOT_MET"]
    assert "rank III/a, at least III/b" in barred["input"]
    assert "Permendikdasmen 1/2025" in barred["legalBasis"]


def test_scenario_19_at_iii_b_four_years_begin_the_clock_reminds_and_only_one_renewal_follows(
    web: Web,
) -> None:
    web.play_over_http(teacher_is_redistributed(year=2023))
    case = facts(web, BUDI)
    assert (case["term"]["months"], case["term"]["mostRenewals"]) == (48, 1)
    assert (case["term"]["endsOn"], case["term"]["remindOn"]) == ("2027-09-30", "2027-03-30")
    renews = RenewTerm("term_end", "821/90/2027", "Masih tidak ada guru matematika")
    refused(web, renews, act_of(*REGENT, on(2026, 5, 4)), 409, "StepNotOpen")
    assert "RemindTerm" not in look(web, on(2027, 3, 29, 23))
    assert look(web, on(2027, 3, 30, 0))["RemindTerm"] == 1
    regent = act_of(*REGENT, on(2027, 5, 3))
    inbox = web.get("/v1/inbox", regent.by, regent.at, after=web.head).json()["items"]
    assert [(item["step"], item["dueOn"]) for item in inbox] == [("term_end", "2027-09-30")]
    done(web, renews, regent)
    assert facts(web, BUDI)["term"]["endsOn"] == "2031-09-30"
    assert look(web, on(2031, 3, 30))["RemindTerm"] == 1
    again = act_of(*REGENT, on(2031, 5, 5))
    problem = refused(web, renews, again, 409, "TermNotRenewable")
    assert "Permendikdasmen 1/2025" in problem["violations"][0]["legalBasis"]
    acts = {each["act"] for each in web.shown(again.by, again.at).json()["allowedActions"]}
    assert "renew-term" not in acts


def test_scenario_19_when_the_term_is_over_the_clock_ends_it_and_the_teacher_returns(web: Web) -> None:
    web.play_over_http(teacher_is_redistributed())
    assert look(web, on(2029, 10, 1, 0))["EndTerm"] == 1
    assert "EndTerm" not in look(web, on(2029, 10, 1, 1))
    returns = ReportReturn("return_to_origin", date(2029, 10, 2), "SPMT-41/2029")
    head = act_of(*SCHOOLS_HEAD, on(2029, 10, 2))
    assert "report-return" in {e["act"] for e in web.shown(head.by, head.at).json()["allowedActions"]}
    done(web, returns, head)
    case = facts(web, BUDI)
    assert (case["status"], case["ending"]["outcome"]) == ("CLOSED", "RETURNED")
    assert case["returnedToPost"]["returnedOn"] == "2029-10-02"
    assert (case["origin"]["occupied"], case["target"]["occupied"]) == (2, 0)
    order = [each["event"] for each in events(web, BUDI)]
    assert order.index("TermEnded") < order.index("ReturnReported") < order.index("ReturnedToPost")


def contract_teacher(web: Web) -> None:
    profile = replace(cast.BUDI_PROFILE, status=Status.PPPK, rank="IX", appointed_on=None)
    web.happens(BUDI, ProfileCorrected(profile))


def test_scenario_20_contract_staff_who_ask_to_leave_read_the_warning_before_anything_is_decided(
    web: Web,
) -> None:
    contract_teacher(web)
    web.play_over_http(teacher_moves_to_the_city(), until="VerifyFile")
    (warning,) = facts(web, BUDI)["warnings"]
    assert warning["rule"] == "E11"
    assert "dianggap mengundurkan diri" in warning["text"]["id"]
    assert "withdraw" in {each["act"] for each in web.shown(BUDI).json()["allowedActions"]}
    web.play_over_http(from_step(teacher_moves_to_the_city(), "file_verification"), until="GrantClearance")
    case = facts(web, BUDI)
    assert (case["status"], case["ending"]["rules"]) == ("INELIGIBLE", ["E11"])
    assert case["warnings"] == [warning]


def test_scenario_20_to_the_same_position_at_another_school_of_the_agency_they_may_go(web: Web) -> None:
    contract_teacher(web)
    documents = file_of("D01", "D02", "D03", "D06", "D08", "D16", post=SECOND_MATHS_ID)
    asks = RequestTransfer(
        BUDI, SECOND_MATHS_ID, Initiative.OWN_REQUEST, "Dekat rumah", documents, ground="OWN_WISH"
    )
    done(web, asks, own_act(BUDI, on(2025, 9, 1)))
    done(web, VERIFIED, act_of(*NORTH_PERSONNEL, on(2025, 9, 2)))
    case = facts(web, BUDI)
    assert (case["status"], case["warnings"]) == ("UNDER_REVIEW", [])
    assert next(f["outcome"] for f in case["eligibility"] if f["rule"] == "E11") == "MET"


def test_scenario_23_an_auditor_replays_what_was_decided_before_a_rule_changed_and_finds_what_was_tampered_with(
    web: Web,
) -> None:
    web.happens(SITI, PostAssumed(OLD_POST_ID, date(2024, 1, 3)))
    case = verify(web, balancing_move())
    assert case["status"] == "INELIGIBLE", "fourteen months in post, under the law of 24"
    house = web.house
    evaluated = next(each for each in events(web, SITI) if each["event"] == "EligibilityEvaluated")
    log = log_of(house.settings)
    make_key(log.key)
    signed = sign(house.ledger, log, on(2025, 3, 12))

    made(web, texts.policy("mutasi-2025.2", date(2025, 9, 1), texts.SIX_MONTHS))
    later = sign(house.ledger, log, on(2025, 9, 1))
    assert house.law.in_force(date(2025, 9, 1)).limit("minimum_months_in_post") == 6
    again = facts(web, SITI)
    assert again["eligibility"] == case["eligibility"], "the old result, under the old version"
    dossier = house.cases.show(UUID(web.transfer), lambda *_: Audience.OFFICIAL)
    assert dossier.case.policy.version == "mutasi-2025.1"
    asked = replace(dossier.transfer, findings=())
    replayed = evaluate(Evaluated(asked, dossier.case, date(2025, 3, 11)))
    assert next(each for each in replayed if each.rule == "E02").outcome is Outcome.NOT_MET

    assert verify_ledger(house.ledger, log.file().all()).faults == ()
    auditor = official(OfficeKind.AUDITOR, cast.NORTH_ID)
    position = evaluated["position"]
    again = web.get("/v1/audit/replays", auditor, on(2025, 9, 1), case=web.transfer).json()
    assert (again["departed"], again["items"][-1]["policy"]) == (0, "mutasi-2025.1")
    path = f"/v1/audit/proofs/{position}"
    proof = web.get(path, auditor, on(2025, 9, 1)).json()
    assert json.loads(proof["entry"])["name"] == "EligibilityEvaluated"
    assert proof["note"] == later.note

    with psycopg.connect(house.settings.database_url or "") as superuser:
        superuser.execute("ALTER TABLE events DISABLE TRIGGER append_only")
        superuser.execute(
            "UPDATE events SET body = convert_to(replace(convert_from(body, 'UTF8'), 'NOT_MET', 'MET'), 'UTF8') "
            "WHERE position = %s",
            (position,),
        )
        superuser.execute("ALTER TABLE events ENABLE ALWAYS TRIGGER append_only")
    (fault,) = verify_ledger(house.ledger, log.file().all()).faults
    assert (fault.wrong, fault.first, fault.last) == (Wrong.DIFFERS, 1, signed.checkpoint.size)
    assert fault.first <= position <= fault.last
    again = web.get("/v1/audit/replays", auditor, on(2025, 9, 1), case=web.transfer).json()
    (departing,) = (each for each in again["items"] if each["verdict"] != "FOLLOWS")
    assert {each["position"] for each in departing["departures"]} == {position}
    assert "NOT_MET" in {each["follows"] for each in departing["departures"]}
    answer = web.get(path, auditor, on(2025, 9, 1))
    assert (answer.status_code, answer.json()["type"]) == (500, "urn:jejak:problem:history-differs")


@pytest.mark.parametrize("policies", [NO_INTERNAL_MOVES], ids=["switched off"])
def test_scenario_20_where_the_policy_does_not_allow_it_they_stay(web: Web) -> None:
    contract_teacher(web)
    documents = file_of("D01", "D02", "D03", "D06", "D08", "D16", post=SECOND_MATHS_ID)
    asks = RequestTransfer(
        BUDI, SECOND_MATHS_ID, Initiative.OWN_REQUEST, "Dekat rumah", documents, ground="OWN_WISH"
    )
    done(web, asks, own_act(BUDI, on(2025, 9, 1)))
    (warning,) = facts(web, BUDI)["warnings"]
    assert warning["rule"] == "E11"
    done(web, VERIFIED, act_of(*NORTH_PERSONNEL, on(2025, 9, 2)))
    case = facts(web, BUDI)
    assert (case["status"], case["ending"]["rules"]) == ("INELIGIBLE", ["E11"])


def test_scenario_23_after_the_rule_changed_old_cases_keep_their_result_and_new_ones_get_another(
    web: Web,
) -> None:
    """E02 asks for 24 months until 31 August 2025 and for 6 from then on; both people have 14."""
    web.happens(SITI, PostAssumed(OLD_POST_ID, date(2024, 1, 3)))
    before = verify(web, balancing_move())
    old = web.transfer
    made(web, SIX_MONTHS)
    web.transfer = old
    assert facts(web, SITI, on(2025, 9, 2)) == before
    assert before["policy"] == "mutasi-2025.1"
    barred = next(finding for finding in before["eligibility"] if finding["rule"] == "E02")
    assert (barred["outcome"], barred["input"]) == ("NOT_MET", "14 months in post since 2024-01-03")

    web.happens(BUDI, PostAssumed(NORTH_MATHS_ID, date(2024, 6, 15)))
    web.play_over_http(teacher_moves_to_the_city(), until="GrantClearance")
    after = facts(web, BUDI)
    assert after["policy"] == "mutasi-2025.2"
    met = next(finding for finding in after["eligibility"] if finding["rule"] == "E02")
    assert (met["outcome"], met["input"]) == ("MET", "14 months in post since 2024-06-15")


def test_scenario_24_twice_is_once_and_out_of_order_is_refused_with_a_reason(web: Web) -> None:
    web.play_over_http(teacher_moves_to_the_city(), until="origin_release")
    advice, kanreg = command_of(teacher_moves_to_the_city(), "technical_consideration")
    assert isinstance(advice, GiveTechnicalConsideration)
    before = web.head
    assert web.post(advice, kanreg).status_code == 404, "the route has not brought it to BKN yet"
    step_of_another = act_of(*REGENT, kanreg.at)
    refused(web, advice, step_of_another, 409, "StepNotOpen")
    assert web.head == before
    consent, regent = command_of(teacher_moves_to_the_city(), "origin_release")
    etag = web.seen(regent)
    first = web.post(consent, regent, key="persetujuan-1", etag=etag)
    second = web.post(consent, regent, key="persetujuan-1", etag=etag)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert [each["event"] for each in events(web, BUDI)].count("ConsentGranted") == 1
    story = list(teacher_moves_to_the_city())
    rest = next(
        n for n, (command, _) in enumerate(story) if getattr(command, "step", "") == "governor_forward"
    )
    web.play_over_http(story[rest:])
    assert facts(web, BUDI)["status"] == "EVALUATING"
