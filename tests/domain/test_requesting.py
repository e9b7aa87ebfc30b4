"""Asking for a transfer, completing the file, resubmitting it, and withdrawing."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from cast import (
    BUDI,
    BUDI_MOVES,
    CITY,
    CITY_MATHS_ID,
    CITY_PERSONNEL,
    GOVERNOR,
    MAYOR,
    NEW_POST_ID,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    OLD_POST_ID,
    PEERS,
    POLICY,
    REGENT,
    SITI,
    SITI_MOVES,
    act_of,
    official,
    on,
    own_act,
    place,
)
from given import Case, given
from stories import VERIFIED, balancing_move, document, file_of, teacher_moves_to_the_city

from domain.act import Act
from domain.calendar import Zone
from domain.identity import office_id, transfer_id
from domain.policy import Initiative, TransferType
from domain.refusals import (
    AlreadyDecreed,
    ConflictOfInterest,
    GroundUnknown,
    LiveRequestExists,
    NotNow,
    NotReturned,
    NotTheApplicant,
    NotTheDecidingOffice,
    OwnTransfer,
    PaperNamesNoPost,
    PaperOfAnOffice,
    PostsDiffer,
    ReasonRequired,
    RequestGroundRequired,
    RouteUnknown,
    SamePost,
    SecondRole,
    StepNotOpen,
    TransferNotOpen,
    TransferUnknown,
)
from domain.transfer.commands import (
    RequestTransfer,
    ResubmitFile,
    ReturnFile,
    SubmitDocument,
    WithdrawTransfer,
)
from domain.transfer.desk import Audience, desk
from domain.transfer.documents import missing_documents
from domain.transfer.events import (
    DocumentSubmitted,
    FileResubmitted,
    StepOpened,
    StepResumed,
    TransferRequested,
    TransferWithdrawn,
)
from domain.transfer.facts import choose_route
from domain.transfer.state import Status

NEED = RequestTransfer(SITI, NEW_POST_ID, Initiative.ORGANISATIONAL_NEED, "Pemerataan", file_of("D02"))
OWN = RequestTransfer(BUDI, CITY_MATHS_ID, Initiative.OWN_REQUEST, "Mengikuti keluarga", ground="FAMILY")
MONDAY = on(2025, 3, 10)
BKPSDM = act_of(*NORTH_PERSONNEL, MONDAY)


def siti_after(until: str) -> Case:
    return given(SITI_MOVES).given(balancing_move(), until=until)


def budi_after(until: str) -> Case:
    return given(BUDI_MOVES).given(teacher_moves_to_the_city(), until=until)


def test_the_receiving_personnel_office_asks_for_what_the_organisation_needs() -> None:
    given(SITI_MOVES).when(NEED, BKPSDM).then(
        TransferRequested(
            SITI,
            OLD_POST_ID,
            NEW_POST_ID,
            TransferType.WITHIN_AGENCY,
            Initiative.ORGANISATIONAL_NEED,
            "Pemerataan",
            date(2025, 3, 10),
            "KABUPATEN 5801 -> itself",
        ),
        DocumentSubmitted(document("D02")),
        StepOpened("file_verification", office_id(*NORTH_PERSONNEL), date(2025, 3, 10), date(2025, 3, 13)),
    )


def test_a_person_asks_for_their_own_transfer() -> None:
    case = given(BUDI_MOVES).when(OWN, own_act(BUDI, MONDAY)).then_kinds(TransferRequested, StepOpened)
    assert case.state.route is TransferType.WITHIN_PROVINCE
    assert case.state.requesting_office is None


def test_the_day_of_the_request_is_the_receiving_agencys_day() -> None:
    late = replace(own_act(BUDI, MONDAY), at=on(2025, 3, 10, 23))
    eastern = replace(place(CITY_MATHS_ID), agency=replace(CITY, zone=Zone.WIT))
    case = given(BUDI_MOVES).knowing(target=eastern).when(OWN, late)
    assert case.state.requested_on == date(2025, 3, 11)


@pytest.mark.parametrize(
    "act",
    [own_act(PEERS[0], MONDAY), BKPSDM, replace(BKPSDM, by=BUDI)],
    ids=["a colleague", "the personnel office", "the person, but in the name of an office"],
)
def test_nobody_asks_in_another_name(act: Act) -> None:
    given(BUDI_MOVES).when(OWN, act).then_refused(NotTheApplicant)


def test_no_other_office_declares_an_organisational_need() -> None:
    given(SITI_MOVES).when(NEED, act_of(*REGENT, MONDAY)).then_refused(NotTheDecidingOffice)
    given(SITI_MOVES).when(NEED, act_of(*CITY_PERSONNEL, MONDAY)).then_refused(NotTheDecidingOffice)
    given(SITI_MOVES).when(NEED, own_act(SITI, MONDAY)).then_refused(NotTheDecidingOffice)


def test_the_personnel_officer_does_not_propose_themselves() -> None:
    given(SITI_MOVES).when(NEED, replace(BKPSDM, by=SITI)).then_refused(OwnTransfer)


def test_the_personnel_officer_does_not_propose_a_relative() -> None:
    related = given(SITI_MOVES).about(kin=frozenset({official(*NORTH_PERSONNEL)}))
    related.when(NEED, BKPSDM).then_refused(ConflictOfInterest)


def test_an_organisational_need_is_given_with_its_reason() -> None:
    given(SITI_MOVES).when(replace(NEED, reason=" "), BKPSDM).then_refused(ReasonRequired)


def test_one_person_has_one_live_request() -> None:
    given(SITI_MOVES).about(live_transfer=BUDI_MOVES.transfer).when(NEED, BKPSDM).then_refused(
        LiveRequestExists
    )


def test_a_transfer_is_requested_once() -> None:
    siti_after("VerifyFile").when(NEED, BKPSDM).then_refused(NotNow)


def test_a_request_sent_twice_is_one_transfer_on_every_machine() -> None:
    assert transfer_id(UUID(int=1)) == UUID("f7a0d521-67f9-5c4b-bed0-dce9d9f5be34")
    assert transfer_id(UUID(int=1)) != transfer_id(UUID(int=2))


def test_nobody_is_moved_to_the_post_they_hold() -> None:
    given(SITI_MOVES).about(post=NEW_POST_ID).when(NEED, BKPSDM).then_refused(SamePost)


def test_a_document_may_not_name_another_post() -> None:
    elsewhere = replace(NEED, documents=(document("D02", CITY_MATHS_ID),))
    given(SITI_MOVES).when(elsewhere, BKPSDM).then_refused(PostsDiffer)


# Which route


def test_within_one_agency_and_between_regencies_of_one_province_there_is_a_route() -> None:
    origin, target = place(OLD_POST_ID), place(CITY_MATHS_ID)
    assert choose_route(origin, place(NEW_POST_ID)).type is TransferType.WITHIN_AGENCY
    assert choose_route(origin, target).type is TransferType.WITHIN_PROVINCE


def test_a_regency_without_a_province_on_record_has_no_route() -> None:
    target = replace(place(CITY_MATHS_ID), agency=replace(CITY, province=None))
    with pytest.raises(RouteUnknown):
        choose_route(place(OLD_POST_ID), target)


def test_a_policy_without_the_route_refuses_the_request() -> None:
    case = given(BUDI_MOVES)
    fewer = {kind: route for kind, route in case.facts.policy.routes.items() if kind is not case.facts.type}
    case.knowing(policy=replace(case.facts.policy, routes=fewer))
    case.when(OWN, own_act(BUDI, MONDAY)).then_refused(RouteUnknown)


# Documents


def test_the_applicant_adds_a_document_and_a_newer_one_replaces_it() -> None:
    case = budi_after("VerifyFile")
    newer = replace(document("D08"), number="SKP-2/2025")
    case.when(SubmitDocument(newer), own_act(BUDI, MONDAY)).then(DocumentSubmitted(newer))
    assert case.state.documents["D08"] == newer


PROPOSAL = document("D04", CITY_MATHS_ID)


def test_an_office_with_an_open_step_adds_a_document() -> None:
    city = act_of(*CITY_PERSONNEL, on(2025, 9, 2))
    budi_after("VerifyFile").when(SubmitDocument(PROPOSAL), city).then_kinds(DocumentSubmitted)


def test_the_same_document_is_not_filed_twice() -> None:
    budi_after("VerifyFile").when(SubmitDocument(document("D08")), own_act(BUDI, MONDAY)).then_refused(NotNow)


@pytest.mark.parametrize(
    "act",
    [
        own_act(PEERS[0], MONDAY),
        act_of(*NORTH_INSPECTORATE, MONDAY),
        replace(act_of(*NORTH_INSPECTORATE, MONDAY), by=BUDI),
    ],
    ids=["a colleague", "an office without an open step", "the person in the name of such an office"],
)
def test_nobody_else_adds_documents(act: Act) -> None:
    budi_after("VerifyFile").when(SubmitDocument(PROPOSAL), act).then_refused(NotTheApplicant)


def test_the_person_does_not_add_documents_in_the_name_of_an_office() -> None:
    mine = replace(act_of(*CITY_PERSONNEL, MONDAY), by=BUDI)
    budi_after("VerifyFile").when(SubmitDocument(PROPOSAL), mine).then_refused(OwnTransfer)


def test_who_acted_for_one_office_adds_no_documents_for_another() -> None:
    verifier = replace(act_of(*NORTH_INSPECTORATE, on(2025, 9, 3)), by=official(*CITY_PERSONNEL))
    budi_after("GrantClearance").when(SubmitDocument(PROPOSAL), verifier).then_refused(SecondRole)


def test_a_document_added_later_may_not_name_another_post_either() -> None:
    elsewhere = SubmitDocument(document("D04", NEW_POST_ID))
    budi_after("VerifyFile").when(elsewhere, own_act(BUDI, MONDAY)).then_refused(PostsDiffer)


# The papers of acts: consents, advice, decrees and what follows them


@pytest.mark.parametrize("kind", ["D04", "D05", "D10", "D18", "D19", "D20"])
def test_the_person_does_not_hand_in_what_an_office_makes(kind: str) -> None:
    paper = document(kind, CITY_MATHS_ID)
    case = budi_after("VerifyFile").when(SubmitDocument(paper), own_act(BUDI, MONDAY))
    case.then_refused(PaperOfAnOffice)
    asked, by = next(iter(teacher_moves_to_the_city()))
    assert isinstance(asked, RequestTransfer)
    with_it = replace(asked, documents=(*asked.documents, paper))
    given(BUDI_MOVES).when(with_it, by).then_refused(PaperOfAnOffice)


@pytest.mark.parametrize(("kind", "names_it"), [("D04", True), ("D05", True), ("D18", True), ("D10", False)])
def test_the_paper_of_an_act_that_names_the_post_names_it_too(kind: str, names_it: bool) -> None:
    city = act_of(*CITY_PERSONNEL, on(2025, 9, 2))
    case = budi_after("VerifyFile").when(SubmitDocument(document(kind)), city)
    case.then_refused(PaperNamesNoPost) if names_it else case.then_kinds(DocumentSubmitted)


def test_the_decree_closes_the_file_but_for_the_papers_of_acts() -> None:
    """The governor files the decree; the mayor, whose turn it is, the appointment; nobody what is still to come."""
    case, day = budi_after("IssueAppointment"), on(2025, 9, 26)
    governor, mayor, inspectorate = (act_of(*office, day) for office in (GOVERNOR, MAYOR, NORTH_INSPECTORATE))
    decree, appointment, start = (
        SubmitDocument(document(kind, CITY_MATHS_ID)) for kind in ("D19", "D20", "D22")
    )
    case.when(decree, own_act(BUDI, day)).then_refused(AlreadyDecreed)
    case.when(SubmitDocument(document("D08")), governor).then_refused(AlreadyDecreed)
    case.when(start, mayor).then_refused(StepNotOpen)
    case.when(decree, inspectorate).then_refused(NotTheDecidingOffice)
    case.when(decree, governor).then_kinds(DocumentSubmitted)
    case.when(appointment, mayor).then_kinds(DocumentSubmitted)
    case.when(SubmitDocument(document("D10")), inspectorate).then_kinds(DocumentSubmitted)
    newer = replace(decree.document, number="D19/2025-ralat")
    case.when(SubmitDocument(newer), governor).then(DocumentSubmitted(newer))
    assert [each.document.number for each in case.state.file["D19"]] == ["D19/2025", "D19/2025-ralat"]
    assert case.state.status is Status.DECREED


# Resubmitting


def test_a_resubmitted_file_sets_the_open_steps_going_again() -> None:
    case = siti_after("VerifyFile")
    case.when(ReturnFile("file_verification", "ABK tidak ada", ("D03",)), act_of(*NORTH_PERSONNEL, MONDAY))
    thursday = act_of(*NORTH_PERSONNEL, on(2025, 3, 13))
    newer = replace(document("D03"), number="ABK-2")
    case.when(ResubmitFile("Dilengkapi", (newer,)), thursday).then(
        FileResubmitted("Dilengkapi"),
        DocumentSubmitted(newer),
        StepResumed("file_verification", 0, date(2025, 3, 13), date(2025, 3, 18)),
    )
    assert case.state.returned is None


def test_what_was_not_returned_is_not_resubmitted() -> None:
    siti_after("VerifyFile").when(ResubmitFile("Dilengkapi"), BKPSDM).then_refused(NotReturned)


def test_only_the_applicant_resubmits() -> None:
    case = budi_after("VerifyFile")
    case.when(ReturnFile("file_verification", "Tidak lengkap"), act_of(*CITY_PERSONNEL, on(2025, 9, 2)))
    case.when(ResubmitFile(""), act_of(*CITY_PERSONNEL, on(2025, 9, 3))).then_refused(NotTheApplicant)


def test_a_resubmitted_document_may_not_name_another_post() -> None:
    case = siti_after("VerifyFile")
    case.when(ReturnFile("file_verification", "ABK tidak ada"), BKPSDM)
    case.when(ResubmitFile("", (document("D03", CITY_MATHS_ID),)), BKPSDM).then_refused(PostsDiffer)


# Withdrawing


def test_the_applicant_withdraws_before_the_decree() -> None:
    case = budi_after("IssueDecree")
    case.when(WithdrawTransfer("Tidak jadi pindah"), own_act(BUDI, on(2025, 9, 24)))
    case.then(TransferWithdrawn("Tidak jadi pindah")).then_closed()


def test_the_office_that_asked_withdraws_what_it_asked_for() -> None:
    siti_after("VerifyFile").when(WithdrawTransfer("Kebutuhan berubah"), BKPSDM).then_closed()


def test_a_withdrawal_tells_why() -> None:
    siti_after("VerifyFile").when(WithdrawTransfer(""), BKPSDM).then_refused(ReasonRequired)


def test_the_person_cannot_withdraw_what_the_organisation_asked_for() -> None:
    siti_after("VerifyFile").when(WithdrawTransfer("Keberatan"), own_act(SITI, MONDAY)).then_refused(
        NotTheApplicant
    )
    mine = replace(BKPSDM, by=SITI)
    siti_after("VerifyFile").when(WithdrawTransfer("Keberatan"), mine).then_refused(OwnTransfer)


def test_nobody_else_withdraws() -> None:
    for act in (own_act(PEERS[0], MONDAY), act_of(*CITY_PERSONNEL, MONDAY), replace(BKPSDM, by=BUDI)):
        budi_after("VerifyFile").when(WithdrawTransfer("x"), act).then_refused(NotTheApplicant)


def test_after_the_decree_nobody_withdraws() -> None:
    budi_after("IssueAppointment").when(WithdrawTransfer("x"), own_act(BUDI, on(2025, 9, 26))).then_refused(
        AlreadyDecreed
    )


@pytest.mark.parametrize(
    "command",
    [
        WithdrawTransfer("lagi"),
        SubmitDocument(PROPOSAL),
        ResubmitFile("lagi"),
        VERIFIED,
    ],
    ids=lambda command: type(command).__name__,
)
def test_what_has_ended_stays_ended(command: object) -> None:
    ended = siti_after("VerifyFile").when(WithdrawTransfer("Kebutuhan berubah"), BKPSDM)
    ended.when(command, BKPSDM).then_refused(TransferNotOpen)


def test_nothing_can_be_done_in_a_case_that_does_not_exist() -> None:
    given(SITI_MOVES).when(VERIFIED, BKPSDM).then_refused(TransferUnknown)


# On what it is asked for


HEALTH = replace(OWN, ground="HEALTH")


def test_a_request_on_grounds_of_health_asks_for_the_medical_letter_and_shows_why() -> None:
    case = given(BUDI_MOVES).when(HEALTH, own_act(BUDI, MONDAY)).then_kinds(TransferRequested, StepOpened)
    shown = desk(case.state, case.facts, Audience.OFFICIAL)
    assert shown["ground"]["code"] == "HEALTH"
    assert shown["ground"]["title"] == {"id": "Kesehatan", "en": "Health"}
    lacking = {each["kind"]: each for each in shown["checklist"]}["D24"]
    assert (lacking["state"], lacking["title"]["id"]) == ("MISSING", "Surat keterangan dokter")
    assert "D24" in {each.rule for each in missing_documents(case.state, case.facts)}
    case.when(SubmitDocument(document("D24")), own_act(BUDI, MONDAY))
    assert "D24" not in {each.rule for each in missing_documents(case.state, case.facts)}


def test_who_states_no_ground_or_another_is_asked_for_no_medical_letter() -> None:
    nobody_asks = replace(POLICY, ground_demanded_of=())
    for ground in ("", "FAMILY"):
        case = given(BUDI_MOVES).knowing(policy=nobody_asks)
        case.when(replace(OWN, ground=ground), own_act(BUDI, MONDAY))
        assert case.state.ground == ground
        assert "D24" not in {each.rule for each in missing_documents(case.state, case.facts)}
        assert ("ground" in desk(case.state, case.facts, Audience.SUBJECT)) is bool(ground)


def test_who_asks_for_themselves_states_a_ground_where_the_policy_demands_one() -> None:
    case = (
        given(BUDI_MOVES)
        .when(replace(OWN, ground=""), own_act(BUDI, MONDAY))
        .then_refused(RequestGroundRequired)
    )
    assert str(case.refused) == "OWN_WISH, FOLLOWING_SPOUSE, FAMILY, HEALTH"


@pytest.mark.parametrize("ground", ["BORED", "ORGANISATION"])
def test_a_ground_the_policy_does_not_name_for_that_initiative_is_refused(ground: str) -> None:
    case = given(BUDI_MOVES).when(replace(OWN, ground=ground), own_act(BUDI, MONDAY))
    case.then_refused(GroundUnknown)
    assert str(case.refused) == "OWN_WISH, FOLLOWING_SPOUSE, FAMILY, HEALTH"
