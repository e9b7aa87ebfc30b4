"""The file of a case: every version is kept, offices accept and refuse, and a refused document is as good as none."""

from collections import Counter
from dataclasses import replace

import pytest
from cast import (
    BUDI,
    BUDI_MOVES,
    CITY_PERSONNEL,
    GOVERNOR,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    PEERS,
    REGENT,
    SITI,
    SITI_MOVES,
    act_of,
    facts_of,
    official,
    on,
    own_act,
)
from given import Case, given
from hypothesis import given as whatever
from hypothesis import strategies as st
from stories import SIGNED, VERIFIED, balancing_move, document, teacher_moves_to_the_city
from walking import request

from domain.act import Act, Capacity
from domain.policy import Signatory
from domain.refusals import (
    ConflictOfInterest,
    DocumentJudged,
    DocumentReplaced,
    DocumentUnknown,
    FileReturnedForCorrection,
    MissingDocuments,
    NoAuthority,
    NotTheDecidingOffice,
    OwnTransfer,
    ReasonRequired,
    Refused,
    SecondRole,
    SignatoryInsufficient,
    StepNotOpen,
)
from domain.transfer.commands import (
    AcceptDocument,
    IssueDecree,
    RefuseDocument,
    ResubmitFile,
    ReturnFile,
    SubmitDocument,
    VerifyFile,
)
from domain.transfer.desk import Audience, Json, desk
from domain.transfer.events import DocumentAccepted, DocumentRefused, DocumentSubmitted, FileVerified
from domain.transfer.state import Transfer

STEP = "file_verification"
VERIFY = VERIFIED
PERSONNEL = act_of(*NORTH_PERSONNEL, on(2025, 3, 11))
D03 = document("D03")
NEWER = replace(D03, number="ABK-2", sha256="ab" * 32)
REFUSE = RefuseDocument(STEP, "D03", 1, "Halaman kedua tidak terbaca")


def siti_asked() -> Case:
    return given(SITI_MOVES).given(balancing_move(), until=STEP)


def budi_before(step: str) -> Case:
    return given(BUDI_MOVES).given(teacher_moves_to_the_city(), until=step)


def states(case: Case, kind: str) -> list[str]:
    (shown,) = (
        each for each in desk(case.state, case.facts, Audience.SUBJECT)["documents"] if each["kind"] == kind
    )
    return [each["state"] for each in (*shown["earlier"], shown)]


def checklist(case: Case) -> dict[str, Json]:
    return {each["kind"]: each for each in desk(case.state, case.facts, Audience.OFFICIAL)["checklist"]}


# Versions


def test_every_version_of_a_document_is_kept() -> None:
    case = siti_asked().when(SubmitDocument(NEWER), PERSONNEL).then(DocumentSubmitted(NEWER))
    assert [version.document for version in case.state.file["D03"]] == [D03, NEWER]
    assert case.state.documents["D03"] == NEWER
    (shown,) = (
        each for each in desk(case.state, case.facts, Audience.OFFICIAL)["documents"] if each["kind"] == "D03"
    )
    assert (shown["version"], shown["versions"], shown["sha256"]) == (2, 2, NEWER.sha256)
    assert [(each["version"], each["sha256"]) for each in shown["earlier"]] == [(1, D03.sha256)]


def test_the_same_kind_twice_in_a_request_is_two_versions() -> None:
    command, act = request(facts_of(BUDI_MOVES), on(2025, 9, 1))
    twice = tuple(replace(each, post=BUDI_MOVES.target) for each in (D03, NEWER))
    case = given(BUDI_MOVES).when(replace(command, documents=twice), act)
    assert tuple(version.document for version in case.state.file["D03"]) == twice


def test_what_comes_back_unchanged_with_a_returned_file_is_no_new_version() -> None:
    """Otherwise a refusal would be undone by sending the same again."""
    case = (
        siti_asked().when(REFUSE, PERSONNEL).when(ReturnFile(STEP, "ABK tidak terbaca", ("D03",)), PERSONNEL)
    )
    case.when(ResubmitFile("", (D03, replace(document("D08"), number="SKP-2"))), PERSONNEL)
    assert [type(event).__name__ for event in case.last] == [
        "FileResubmitted",
        "DocumentSubmitted",
        "StepResumed",
    ]
    assert states(case, "D03") == ["REFUSED"]
    assert states(case, "D08") == ["PRESENT", "PRESENT"]


# Verdicts


def test_an_office_accepts_a_document() -> None:
    case = siti_asked().when(AcceptDocument(STEP, "D03", 1, "Asli diperiksa"), PERSONNEL)
    case.then(DocumentAccepted(STEP, "D03", 1, D03.sha256, "Asli diperiksa"))
    assert states(case, "D03") == ["ACCEPTED"]


def test_an_office_refuses_a_document_and_the_person_reads_why() -> None:
    case = siti_asked().when(REFUSE, PERSONNEL)
    case.then(DocumentRefused(STEP, "D03", 1, D03.sha256, "Halaman kedua tidak terbaca"))
    (shown,) = (
        each for each in desk(case.state, case.facts, Audience.SUBJECT)["documents"] if each["kind"] == "D03"
    )
    assert (shown["state"], shown["judgedAt"], shown["reason"]) == (
        "REFUSED",
        STEP,
        "Halaman kedua tidak terbaca",
    )
    assert not case.state.is_over


def test_a_refusal_takes_a_reason() -> None:
    siti_asked().when(replace(REFUSE, reason=" "), PERSONNEL).then_refused(ReasonRequired)


def test_only_the_newest_version_is_judged() -> None:
    case = siti_asked().when(SubmitDocument(NEWER), PERSONNEL)
    case.when(REFUSE, PERSONNEL).then_refused(DocumentReplaced)
    case.when(AcceptDocument(STEP, "D03", 1), PERSONNEL).then_refused(DocumentReplaced)
    case.when(replace(REFUSE, version=2), PERSONNEL).then_kinds(DocumentRefused)


@pytest.mark.parametrize(("kind", "version"), [("D07", 1), ("D03", 2), ("D03", 0), ("D03", -1), ("", 1)])
def test_what_is_not_in_the_file_is_not_judged(kind: str, version: int) -> None:
    siti_asked().when(AcceptDocument(STEP, kind, version), PERSONNEL).then_refused(DocumentUnknown)
    siti_asked().when(RefuseDocument(STEP, kind, version, "Salah"), PERSONNEL).then_refused(DocumentUnknown)


def test_the_same_is_not_said_twice() -> None:
    accept = AcceptDocument(STEP, "D03", 1)
    siti_asked().when(accept, PERSONNEL).when(accept, PERSONNEL).then_refused(DocumentJudged)
    siti_asked().when(REFUSE, PERSONNEL).when(REFUSE, PERSONNEL).then_refused(DocumentJudged)


def test_the_last_word_counts() -> None:
    case = siti_asked().when(REFUSE, PERSONNEL).when(AcceptDocument(STEP, "D03", 1), PERSONNEL)
    assert states(case, "D03") == ["ACCEPTED"]
    case.when(REFUSE, PERSONNEL)
    assert states(case, "D03") == ["REFUSED"]


def test_a_new_version_is_not_judged_by_what_was_said_of_the_old_one() -> None:
    case = siti_asked().when(REFUSE, PERSONNEL).when(SubmitDocument(NEWER), PERSONNEL)
    assert states(case, "D03") == ["REFUSED", "PRESENT"]


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (act_of(*NORTH_INSPECTORATE, on(2025, 3, 11)), NotTheDecidingOffice),
        (own_act(SITI, on(2025, 3, 11)), NotTheDecidingOffice),
        (replace(PERSONNEL, by=SITI), OwnTransfer),
        (replace(PERSONNEL, by=PEERS[0]), ConflictOfInterest),
    ],
    ids=["another office", "the person", "the person in the office's name", "a relative"],
)
def test_only_the_unbiased_office_of_the_step_judges(act: Act, why: type[Refused]) -> None:
    for command in (REFUSE, AcceptDocument(STEP, "D03", 1)):
        siti_asked().about(kin=frozenset({PEERS[0]})).when(command, act).then_refused(why)


def test_who_acted_for_one_office_judges_for_no_other() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="audit_clearance")
    inspector = replace(act_of(*NORTH_INSPECTORATE, on(2025, 3, 12)), by=official(*NORTH_PERSONNEL))
    case.when(AcceptDocument("audit_clearance", "D02", 1), inspector).then_refused(SecondRole)


def test_the_capacity_must_be_one_the_step_allows() -> None:
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="origin_release")
    acting = replace(act_of(*REGENT, on(2025, 9, 15)), capacity=Capacity.DAILY_ACTING)
    case.when(RefuseDocument("origin_release", "D09", 1, "Masih tugas belajar"), acting).then_refused(
        NoAuthority
    )


def test_a_step_that_is_not_open_or_does_not_examine_the_file_judges_nothing() -> None:
    siti_asked().when(replace(REFUSE, step="audit_clearance"), PERSONNEL).then_refused(StepNotOpen)
    case = given(SITI_MOVES).given(balancing_move(), until="CloseFeedback")
    case.when(replace(REFUSE, step="feedback"), PERSONNEL).then_refused(StepNotOpen)


def test_a_returned_file_is_not_judged() -> None:
    case = siti_asked().when(ReturnFile(STEP, "ABK tidak terbaca"), PERSONNEL)
    case.when(REFUSE, PERSONNEL).then_refused(FileReturnedForCorrection)


# What follows


def test_a_file_with_a_refused_document_is_not_verified() -> None:
    case = siti_asked().when(REFUSE, PERSONNEL).when(VERIFY, PERSONNEL).then_refused(MissingDocuments)
    assert case.refused is not None
    (violation,) = case.refused.violations
    assert violation.rule == "D03"
    assert violation.input == "version 1 refused: Halaman kedua tidak terbaca"
    assert violation.legal_basis == "Peraturan BKN 5/2019 Ps. 3"
    case.when(SubmitDocument(NEWER), PERSONNEL).when(VERIFY, PERSONNEL)
    assert case.refused is None


def test_an_analysis_that_names_no_post_leaves_the_file_unverified() -> None:
    case = siti_asked().when(SubmitDocument(replace(NEWER, post=None)), PERSONNEL)
    case.when(VERIFY, PERSONNEL).then_refused(MissingDocuments)
    assert case.refused is not None
    (violation,) = case.refused.violations
    assert (violation.rule, violation.legal_basis) == ("D03", "Peraturan BKN 5/2019 Ps. 3")
    assert violation.input == "version 2 does not name the post the person is to have"
    case.when(SubmitDocument(NEWER), PERSONNEL).when(VERIFY, PERSONNEL)
    assert case.refused is None


def test_verifying_accepts_the_newest_version_of_everything_that_was_not_refused() -> None:
    case = siti_asked().when(SubmitDocument(NEWER), PERSONNEL)
    case.when(SubmitDocument(document("D13")), PERSONNEL)
    case.when(RefuseDocument(STEP, "D13", 1, "Bukan rekomendasi"), PERSONNEL)
    case.when(AcceptDocument(STEP, "D02", 1), PERSONNEL).when(VERIFY, PERSONNEL)
    assert case.last[0] == FileVerified(STEP, ("D02", "D03", "D06", "D08"), SIGNED)
    assert states(case, "D02") == ["ACCEPTED"]
    assert states(case, "D03") == ["PRESENT", "ACCEPTED"]
    assert states(case, "D13") == ["REFUSED"]


def test_a_later_office_refuses_what_was_accepted_and_the_decree_waits_for_a_new_version() -> None:
    case = budi_before("governor_forward")
    governor = act_of(*GOVERNOR, on(2025, 9, 16))
    case.when(RefuseDocument("governor_forward", "D07", 1, "SK sudah dicabut"), governor)
    case.then_kinds(DocumentRefused)
    case.given(
        (command, act)
        for command, act in teacher_moves_to_the_city()
        if getattr(command, "step", "") in {"governor_forward", "technical_consideration"}
    )
    decree, act = next(
        (command, act) for command, act in teacher_moves_to_the_city() if isinstance(command, IssueDecree)
    )
    case.when(decree, act).then_refused(MissingDocuments)
    newer = replace(document("D07"), sha256="cd" * 32)
    case.when(SubmitDocument(newer), own_act(BUDI, on(2025, 9, 24)))
    case.when(decree, act)
    assert case.refused is None


# Who signed

BASIS = "Peraturan BKN 5/2019 Ps. 3"
ASKED = "asked for: APPOINTING_AUTHORITY, JPT"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, f"nobody has said as what version 1 is signed; {ASKED}"),
        ({"D06": Signatory.ADMINISTRATOR}, f"version 1 is signed as ADMINISTRATOR; {ASKED}"),
    ],
)
def test_a_statement_that_is_not_signed_by_whom_the_law_names_leaves_the_file_unverified(
    said: dict[str, Signatory], told: str
) -> None:
    case = siti_asked().when(VerifyFile(STEP, said), PERSONNEL).then_refused(MissingDocuments)
    assert case.refused is not None
    assert [(each.rule, each.legal_basis, each.input) for each in case.refused.violations] == [
        ("D06", BASIS, told)
    ]


@pytest.mark.parametrize("by", [Signatory.AUTHORITY, Signatory.SENIOR_EXECUTIVE])
def test_it_is_on_record_as_what_somebody_signed_a_statement(by: Signatory) -> None:
    case = siti_asked().when(VerifyFile(STEP, {"D06": by}), PERSONNEL)
    assert case.last[0] == FileVerified(STEP, ("D02", "D03", "D06", "D08"), {"D06": by})
    assert case.state.file["D06"][-1].signed_by is by


def test_who_signed_what_is_not_in_the_file_is_nobodys_to_say() -> None:
    siti_asked().when(VerifyFile(STEP, {**SIGNED, "D09": Signatory.AUTHORITY}), PERSONNEL).then_refused(
        DocumentUnknown
    )


def test_a_statement_is_accepted_once_it_is_said_who_signed_it() -> None:
    case = siti_asked()
    accept = AcceptDocument(STEP, "D06", 1)
    for short in (accept, replace(accept, signed_by=Signatory.SUPERVISOR)):
        case.when(short, PERSONNEL).then_refused(SignatoryInsufficient)
        assert case.refused is not None
        assert [(each.rule, each.legal_basis) for each in case.refused.violations] == [("D06", BASIS)]
    case.when(replace(accept, signed_by=Signatory.SENIOR_EXECUTIVE), PERSONNEL).then_kinds(DocumentAccepted)
    case.when(VerifyFile(STEP), PERSONNEL)
    assert case.refused is None, "it was said before"


def test_a_later_version_of_a_statement_has_its_own_signature() -> None:
    case = budi_before("decree")
    decree, act = next((c, a) for c, a in teacher_moves_to_the_city() if isinstance(c, IssueDecree))
    case.when(SubmitDocument(replace(document("D09"), number="2")), own_act(BUDI, on(2025, 9, 24)))
    case.when(decree, act).then_refused(MissingDocuments)


def test_a_policy_that_names_no_signatory_asks_for_none() -> None:
    case = siti_asked()
    route = case.facts.route
    free = replace(route, documents=tuple(replace(each, signed_by=()) for each in route.documents))
    policy = replace(case.facts.policy, routes={**case.facts.policy.routes, route.type: free})
    case.knowing(policy=policy).when(VerifyFile(STEP), PERSONNEL)
    assert case.refused is None


# The checklist


def test_the_checklist_says_of_every_required_document_where_it_stands() -> None:
    command, act = request(facts_of(BUDI_MOVES), on(2025, 9, 1))
    kinds = [each for each in command.documents if each.kind not in {"D12", "D16"}]  # type: ignore[union-attr]
    case = given(BUDI_MOVES).when(replace(command, documents=tuple(kinds)), act)
    city = act_of(*CITY_PERSONNEL, on(2025, 9, 2))
    case.when(AcceptDocument(STEP, "D02", 1), city).when(replace(REFUSE, step=STEP), city)
    shown = checklist(case)
    assert list(shown) == ["D01", "D02", "D03", "D06", "D07", "D08", "D09", "D12", "D16"]
    assert Counter(each["state"] for each in shown.values()) == {
        "PRESENT": 5,
        "ACCEPTED": 1,
        "REFUSED": 1,
        "MISSING": 2,
    }
    assert shown["D16"] == {
        "kind": "D16",
        "title": {"id": "Sertifikat pendidik", "en": "Teaching certificate"},
        "legalBasis": "syarat jabatan guru",
        "signedBy": [],
        "state": "MISSING",
        "version": None,
    }
    assert (shown["D03"]["state"], shown["D03"]["version"]) == ("REFUSED", 1)


def test_the_checklist_asks_only_for_what_this_case_needs() -> None:
    """Proposed by the office, so no letter of request; an archivist, so no teaching certificate."""
    shown = checklist(siti_asked())
    assert list(shown) == ["D02", "D03", "D06", "D08"]
    assert shown["D06"]["signedBy"] == ["APPOINTING_AUTHORITY", "JPT"]


def test_raters_see_no_documents() -> None:
    case = siti_asked()
    assert not {"checklist", "documents"} & desk(case.state, case.facts, Audience.RATER).keys()


# Whatever is submitted and judged, in whatever order


@whatever(
    st.lists(st.tuples(st.sampled_from(["submit", "accept", "refuse"]), st.integers(1, 4)), max_size=12)
)
def test_a_file_is_complete_exactly_when_no_newest_version_was_refused(asked: list[tuple[str, int]]) -> None:
    case = siti_asked()
    newest, refused = 1, False
    for number, (act, version) in enumerate(asked):
        match act:
            case "submit":
                case.when(SubmitDocument(replace(D03, number=f"ABK-{number}")), PERSONNEL)
                newest, refused = newest + 1, False
            case "accept":
                case.when(AcceptDocument(STEP, "D03", version), PERSONNEL)
                refused = refused and version != newest
            case "refuse":
                case.when(RefuseDocument(STEP, "D03", version, "Tidak terbaca"), PERSONNEL)
                refused = refused or version == newest
    assert len(case.state.file["D03"]) == newest
    before: Transfer = case.state
    case.when(VERIFY, PERSONNEL)
    assert (type(case.refused) is MissingDocuments) == refused
    assert refused or case.state.file["D03"][-1].accepted
    assert case.state.file["D03"][:-1] == before.file["D03"][:-1]
