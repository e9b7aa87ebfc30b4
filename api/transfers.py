"""Transfers over HTTP: nouns to read, acts to write. Every act is one command; the rules are the domain's."""

from http import HTTPStatus
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Path, Response
from pydantic import Field, Strict

from api.answers import ANSWERS, AllowedAction, CaseAnswer, HistoryPage, ReceiptAnswer, TransferPage, access
from api.bodies import Body, Code, Day, Digest, Number, Reason, Score, StrictRoute, Text, YesOrNo
from api.entry import AnySent, AReader, Door, Reader, TheDoor, TheHouse, etag
from api.paging import Cursor, Limit, page, place, read_cursor
from application.cases import Receipt
from domain import identity
from domain.policy import Initiative
from domain.transfer import commands
from domain.transfer.allowed import allowed, audience
from domain.transfer.desk import Audience
from domain.transfer.events import Document, GoalResult, Role, Source
from domain.transfer.state import Status
from projections import case_file, timeline

router = APIRouter(prefix="/v1/transfers", tags=["transfers"], route_class=StrictRoute, responses=ANSWERS)

StepName = Annotated[Code, Field(description="an open step of the route", examples=["file_verification"])]


class DocumentBody(Body):
    """A document; its bytes are kept elsewhere and bound by their SHA-256."""

    kind: Annotated[Code, Field(description="D01 to D24", examples=["D08"])]
    number: Number
    issued_on: Day
    issuer: Number
    sha256: Digest
    post: UUID | None = None

    def to_document(self) -> Document:
        return Document(self.kind, self.number, self.issued_on, self.issuer, self.sha256, self.post)


Documents = Annotated[tuple[DocumentBody, ...], Field(max_length=40)]


class TransferRequest(Body):
    person: UUID
    target_post: UUID
    initiative: Initiative
    reason: Reason
    documents: Documents = ()
    adjusts: Annotated[UUID | None, Field(description="an earlier transfer this one is to mend")] = None


class StepBody(Body):
    step: StepName


DocumentKind = Annotated[Code, Field(description="D01 to D24", examples=["D08"])]
VersionNumber = Annotated[int, Strict(), Field(ge=1, le=10_000, description="of this kind, from 1")]


class DocumentAcceptanceBody(StepBody):
    kind: DocumentKind
    version: VersionNumber
    note: Text = ""


class DocumentRefusalBody(StepBody):
    kind: DocumentKind
    version: VersionNumber
    reason: Reason


class VerificationBody(StepBody):
    pass


class ReturnBody(StepBody):
    reason: Reason
    missing: Annotated[tuple[Code, ...], Field(max_length=40)] = ()


class ResubmissionBody(Body):
    note: Text = ""
    documents: Documents = ()


class OverrideBody(StepBody):
    rules: Annotated[tuple[Code, ...], Field(min_length=1, max_length=20, examples=[["E02"]])]
    reason: Reason


class ReassessmentBody(Body):
    reason: Reason


class ConflictBody(StepBody):
    """`kind` as PermenPAN-RB 17/2024 tells them apart."""

    kind: Literal["AKTUAL", "POTENSIAL"]
    reason: Reason


class SubstituteBody(StepBody):
    office: UUID
    reason: Reason


class ConsultationBody(Body):
    note: Text = ""


class ConsultationHeldBody(Body):
    held_on: Day
    note: Reason


class ConsultationDeclinedBody(Body):
    reason: Text = ""


class NoticeBody(Body):
    given_on: Day


class ClearanceBody(StepBody):
    number: Number


class FeedbackRequestBody(StepBody):
    superior: UUID
    peers: Annotated[tuple[UUID, ...], Field(max_length=20)]


class FeedbackBody(Body):
    """Scores from 1 to 5 for each competence; the person concerned answers in words only."""

    scores: Annotated[dict[Code, Score], Field(max_length=20, default_factory=dict)]
    text: Text = ""


class FitBody(StepBody):
    summary: Reason


class ProposalBody(StepBody):
    number: Number
    post: UUID


class ConsentBody(StepBody):
    number: Number
    post: UUID | None = None
    note: Text = ""


class ForwardBody(StepBody):
    number: Number
    note: Text = ""


class ConsiderationBody(StepBody):
    """Advice; `outcome` AGAINST does not end the case, but the decider must then give reasons for departing from it."""

    outcome: Literal["FOR", "AGAINST"]
    number: Number
    reason: Reason


class TechnicalConsiderationBody(StepBody):
    number: Number
    post: UUID
    note: Text = ""


class RefusalBody(StepBody):
    reason: Reason


class DecreeBody(StepBody):
    """`goals` are what the evaluations after 3, 6 and 12 months will be held against."""

    number: Number
    post: UUID
    effective_on: Day
    grounds: Reason
    goals: Annotated[tuple[Reason, ...], Field(min_length=1, max_length=10)]
    deviation: Text = ""


class AppointmentBody(StepBody):
    number: Number
    post: UUID
    effective_on: Day


class ServiceBody(StepBody):
    served_on: Day
    manner: Number


class InaugurationBody(StepBody):
    held_on: Day
    number: Number


class DutyStartBody(StepBody):
    started_on: Day
    number: Number
    post: UUID


class EvaluationAnswerBody(Body):
    role: Role
    scores: Annotated[dict[Code, Score], Field(max_length=20)]
    text: Text = ""


class GoalBody(Body):
    goal: Reason
    reached: YesOrNo


class EvaluationBody(Body):
    outcome: Code
    goals: Annotated[tuple[GoalBody, ...], Field(max_length=10)] = ()
    summary: Reason


class WithdrawalBody(Body):
    reason: Reason


class ObjectionBody(Body):
    """`number` is the letter's own; without it one is given."""

    grounds: Reason
    documents: Documents = ()
    number: Number | None = None


class ObjectionDecisionBody(Body):
    """`number` is that of the decision. Granted against a decree, it revokes the decree."""

    granted: YesOrNo
    number: Number
    reason: Reason


class ObjectionWithdrawalBody(Body):
    reason: Text = ""


class SuspensionBody(Body):
    reason: Reason
    basis: Annotated[Reason, Field(description="the law, or the order of a court or overseer by its number")]


class SuspensionLiftBody(Body):
    reason: Reason


class RevocationBody(Body):
    number: Number
    reason: Reason
    legal_basis: Reason


class CorrectionBody(Body):
    """A slip of the pen: `what` was written and what it should read; person, post and date stay."""

    number: Number
    what: Reason
    reason: Reason


class RecommendationBody(Body):
    """From outside the case; without `dueOn` the policy's time for an answer counts."""

    source: Source
    number: Number
    text: Reason
    due_on: Day | None = None


class RecommendationAnswerBody(Body):
    number: Number
    answer: Reason
    followed: YesOrNo


def _receipt(receipt: Receipt, response: Response) -> ReceiptAnswer:
    response.headers["Location"] = f"/v1/transfers/{receipt.transfer}"
    return ReceiptAnswer(
        transfer=receipt.transfer, version=receipt.version, position=receipt.position, events=receipt.events
    )


# Reading


@router.get("", openapi_extra=access("what the caller's offices or own person may see"))
def list_transfers(
    reader: AReader, status: Status | None = None, cursor: Cursor = None, limit: Limit = 50
) -> TransferPage:
    """Cases about you, brought before your offices, or under your oversight; the newest first."""
    before = None if cursor is None else read_cursor(cursor, place)[0]
    overseen = [held.agency for held in reader.holdings if held.kind in _OVERSEEING]
    with reader.house.runner.pool.connection() as connection:
        rows = case_file.cases_of(
            connection, reader.person, reader.offices, overseen, status, before, limit + 1
        )
    return TransferPage(**page(rows, limit, lambda row: [row["first_position"]]))


@router.post(
    "", status_code=HTTPStatus.CREATED, openapi_extra=access("the person, or the receiving personnel office")
)
def request_transfer(
    body: TransferRequest, house: TheHouse, sent: AnySent, response: Response
) -> ReceiptAnswer:
    """Ask for a transfer: for yourself (APS), or for the organisation's need (KEBUTUHAN_DINAS)."""
    transfer = identity.transfer_id(sent.command)
    command = commands.RequestTransfer(
        body.person,
        body.target_post,
        body.initiative,
        body.reason,
        tuple(document.to_document() for document in body.documents),
        body.adjusts,
    )
    return _receipt(Door(house, transfer, sent)(command), response)


TransferId = Annotated[UUID, Path(description="the transfer's id")]


@router.get(
    "/{transfer_id}",
    openapi_extra=access("the person, offices the route has reached, oversight, raters"),
    responses={
        int(HTTPStatus.OK): {
            "headers": {"ETag": {"description": "for If-Match", "schema": {"type": "string"}}}
        },
        int(HTTPStatus.NOT_MODIFIED): {"description": "The facts are still those of the ETag."},
    },
)
def show_transfer(
    transfer_id: TransferId,
    reader: AReader,
    response: Response,
    if_none_match: Annotated[str | None, Header()] = None,
) -> CaseAnswer:
    """The case as you may see it. Its ETag stands for exactly these facts: send it with your act as If-Match."""
    shown = reader.house.cases.show(
        transfer_id, lambda transfer, facts: audience(transfer, facts, reader.person, reader.holdings)
    )
    tag = etag(shown.sight)
    known = {part.strip().removeprefix("W/") for part in (if_none_match or "").split(",")}
    if known & {tag, "*"}:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})  # type: ignore[return-value]
    response.headers["ETag"] = tag
    acts = allowed(shown.transfer, shown.case, reader.act(shown.transfer.policy), reader.holdings)
    return CaseAnswer(
        facts=shown.facts,
        version=shown.version,
        position=shown.sight.position,
        allowed_actions=[AllowedAction(act=each.act, step=each.step, office=each.office) for each in acts],
    )


@router.get("/{transfer_id}/history", openapi_extra=access("as the case itself, raters excepted"))
def show_history(
    transfer_id: TransferId, reader: AReader, cursor: Cursor = None, limit: Limit = 50
) -> HistoryPage:
    """What happened, in order: who, for which office, when, under which policy, and why."""
    seen_by = _may_see(transfer_id, reader)
    after = 0 if cursor is None else read_cursor(cursor, place)[0]
    with reader.house.runner.pool.connection() as connection:
        rows = timeline.history_of(connection, transfer_id, after, limit + 1)
    if seen_by is Audience.SUBJECT:
        for row in rows:
            if row["event"] in _SEALED and row["person"] != reader.person:
                row["person"] = row["command"] = None
    return HistoryPage(**page(rows, limit, lambda row: [row["version"]]))


def _may_see(transfer_id: UUID, reader: Reader) -> Audience:
    shown = reader.house.cases.show(
        transfer_id,
        lambda transfer, facts: _but_raters(audience(transfer, facts, reader.person, reader.holdings)),
    )
    return shown.sight.audience


def _but_raters(seen_by: Audience | None) -> Audience | None:
    return None if seen_by is Audience.RATER else seen_by


_SEALED = {"FeedbackGiven", "FeedbackRequested", "FeedbackLapsed"}
_OVERSEEING = {identity.OfficeKind.AUDITOR, identity.OfficeKind.INSPECTORATE}

# Acts

acts = APIRouter(
    prefix="/v1/transfers/{transfer_id}", tags=["acts"], route_class=StrictRoute, responses=ANSWERS
)
_MADE: dict[str, Any] = {"status_code": HTTPStatus.CREATED}


@acts.post("/documents", **_MADE, openapi_extra=access("the applicant, or an office with an open step"))
def submit_document(body: DocumentBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Put a document into the file; a newer one of the same kind is its next version."""
    return _receipt(door(commands.SubmitDocument(body.to_document())), response)


@acts.post(
    "/document-acceptances",
    **_MADE,
    openapi_extra=access("the office of an open step that examines the file"),
)
def accept_document(body: DocumentAcceptanceBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Find the newest version of a document good."""
    return _receipt(door(commands.AcceptDocument(body.step, body.kind, body.version, body.note)), response)


@acts.post(
    "/document-refusals", **_MADE, openapi_extra=access("the office of an open step that examines the file")
)
def refuse_document(body: DocumentRefusalBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Refuse the newest version of a document, with a reason the person will read; the case goes on."""
    return _receipt(door(commands.RefuseDocument(body.step, body.kind, body.version, body.reason)), response)


@acts.post("/verifications", **_MADE, openapi_extra=access("the office of the open step"))
def verify(body: VerificationBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Find the file complete; all eligibility rules are evaluated at once."""
    return _receipt(door(commands.VerifyFile(body.step)), response)


@acts.post("/returns", **_MADE, openapi_extra=access("the office of the open step"))
def return_file(body: ReturnBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Send the file back for correction; the clocks stand still meanwhile."""
    return _receipt(door(commands.ReturnFile(body.step, body.reason, body.missing)), response)


@acts.post("/resubmissions", **_MADE, openapi_extra=access("the applicant"))
def resubmit(body: ResubmissionBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Hand the corrected file in again; it goes on where it stood."""
    documents = tuple(document.to_document() for document in body.documents)
    return _receipt(door(commands.ResubmitFile(body.note, documents)), response)


@acts.post("/overrides", **_MADE, openapi_extra=access("the office of the open step"))
def override(body: OverrideBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Set rules aside that the law lets this office set aside, with a written reason."""
    return _receipt(door(commands.OverrideRules(body.step, body.rules, body.reason)), response)


@acts.post("/reassessments", **_MADE, openapi_extra=access("an office with an open step"))
def reassess(body: ReassessmentBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Evaluate all rules again today: the case is suspended, goes on, or gets the steps that have become required."""
    return _receipt(door(commands.ReassessCase(body.reason)), response)


@acts.post("/conflicts", **_MADE, openapi_extra=access("the office of the open step"))
def declare_conflict(body: ConflictBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Declare your conflict of interest and recuse yourself from the step."""
    return _receipt(door(commands.DeclareConflict(body.step, body.kind, body.reason)), response)


@acts.post("/substitutes", **_MADE, openapi_extra=access("the receiving authority, or its superior"))
def name_substitute(body: SubstituteBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Name another office for a step from which its holder has recused."""
    return _receipt(door(commands.NameSubstitute(body.step, body.office, body.reason)), response)


@acts.post("/consultations", **_MADE, openapi_extra=access("the receiving personnel office"))
def offer_consultation(body: ConsultationBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Offer the person a personal consultation."""
    return _receipt(door(commands.OfferConsultation(body.note)), response)


@acts.post("/consultations/held", **_MADE, openapi_extra=access("the receiving personnel office"))
def record_consultation(body: ConsultationHeldBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Record that the consultation was held, and what was said."""
    return _receipt(door(commands.RecordConsultation(body.held_on, body.note)), response)


@acts.post("/consultations/declined", **_MADE, openapi_extra=access("the person concerned"))
def decline_consultation(body: ConsultationDeclinedBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Decline the consultation."""
    return _receipt(door(commands.DeclineConsultation(body.reason)), response)


@acts.post("/notices", **_MADE, openapi_extra=access("the receiving personnel office"))
def give_notice(body: NoticeBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Record that the person was told before the effective date."""
    return _receipt(door(commands.GiveNotice(body.given_on)), response)


@acts.post("/clearances", **_MADE, openapi_extra=access("the office of the open step"))
def clear(body: ClearanceBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Declare the person free of findings."""
    return _receipt(door(commands.GrantClearance(body.step, body.number)), response)


@acts.post("/feedback-requests", **_MADE, openapi_extra=access("the office of the open step"))
def ask_feedback(body: FeedbackRequestBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Ask the superior, peers and the person concerned."""
    return _receipt(door(commands.AskFeedback(body.step, body.superior, body.peers)), response)


@acts.post("/feedback", **_MADE, openapi_extra=access("the raters who were asked"))
def give_feedback(body: FeedbackBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Answer, in your own person."""
    return _receipt(door(commands.GiveFeedback(dict(body.scores), body.text)), response)


@acts.post("/feedback-closures", **_MADE, openapi_extra=access("the office of the open step"))
def close_feedback(body: StepBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Close the feedback once all have answered or their time is over; silence is recorded."""
    return _receipt(door(commands.CloseFeedback(body.step)), response)


@acts.post("/fit-reviews", **_MADE, openapi_extra=access("the office of the open step"))
def assess_fit(body: FitBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Review how person and post fit, and what the move does to both units' gaps."""
    return _receipt(door(commands.AssessFit(body.step, body.summary)), response)


@acts.post("/proposals", **_MADE, openapi_extra=access("the office of the open step"))
def propose(body: ProposalBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Propose the transfer to the origin, naming the post; the seat is held from now on."""
    return _receipt(door(commands.IssueProposal(body.step, body.number, body.post)), response)


@acts.post("/consents", **_MADE, openapi_extra=access("the office of the open step"))
def consent(body: ConsentBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Release, accept, or consent, as the step asks."""
    return _receipt(door(commands.GrantConsent(body.step, body.number, body.post, body.note)), response)


@acts.post("/forwards", **_MADE, openapi_extra=access("the office of the open step"))
def forward(body: ForwardBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Pass the proposal on."""
    return _receipt(door(commands.ForwardProposal(body.step, body.number, body.note)), response)


@acts.post("/considerations", **_MADE, openapi_extra=access("the office of the open step"))
def consider(body: ConsiderationBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Advise the decider, for or against."""
    command = commands.GiveConsideration(body.step, body.outcome == "FOR", body.number, body.reason)
    return _receipt(door(command), response)


@acts.post("/technical-considerations", **_MADE, openapi_extra=access("the office of the open step"))
def consider_technically(
    body: TechnicalConsiderationBody, door: TheDoor, response: Response
) -> ReceiptAnswer:
    """BKN's technical consideration (pertek): the transfer meets the norms."""
    command = commands.GiveTechnicalConsideration(body.step, body.number, body.post, body.note)
    return _receipt(door(command), response)


@acts.post("/refusals", **_MADE, openapi_extra=access("the office of the open step"))
def refuse(body: RefusalBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Refuse what the step asks for, with a reason the person will read. The case ends."""
    return _receipt(door(commands.RefuseStep(body.step, body.reason)), response)


@acts.post("/decrees", **_MADE, openapi_extra=access("the office of the open step"))
def decree(body: DecreeBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Decree the transfer; the rules are evaluated again on this day."""
    command = commands.IssueDecree(
        body.step, body.number, body.post, body.effective_on, body.grounds, body.goals, body.deviation
    )
    return _receipt(door(command), response)


@acts.post("/appointments", **_MADE, openapi_extra=access("the office of the open step"))
def appoint(body: AppointmentBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """The second decree: the receiving authority appoints into the named post."""
    command = commands.IssueAppointment(body.step, body.number, body.post, body.effective_on)
    return _receipt(door(command), response)


@acts.post("/services", **_MADE, openapi_extra=access("the office of the open step"))
def serve(body: ServiceBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Hand the decision to the person."""
    return _receipt(door(commands.ServeDecision(body.step, body.served_on, body.manner)), response)


@acts.post("/inaugurations", **_MADE, openapi_extra=access("the office of the open step"))
def inaugurate(body: InaugurationBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Inaugurate the person into the post."""
    return _receipt(door(commands.HoldInauguration(body.step, body.held_on, body.number)), response)


@acts.post("/duty-starts", **_MADE, openapi_extra=access("the office of the open step"))
def start_duty(body: DutyStartBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """The person has started (SPMT): the seats change hands and the evaluations are set."""
    command = commands.StartDuty(body.step, body.started_on, body.number, body.post)
    return _receipt(door(command), response)


Months = Annotated[int, Path(ge=1, le=120, description="months after the start of duty", examples=[3])]


@acts.post(
    "/evaluations/{months}/answers", **_MADE, openapi_extra=access("the person, the superior, both units")
)
def answer_evaluation(
    months: Months, body: EvaluationAnswerBody, door: TheDoor, response: Response
) -> ReceiptAnswer:
    """Answer a review after the transfer."""
    command = commands.AnswerEvaluation(months, body.role, dict(body.scores), body.text)
    return _receipt(door(command), response)


@acts.post("/evaluations/{months}", **_MADE, openapi_extra=access("the receiving personnel office"))
def record_evaluation(
    months: Months, body: EvaluationBody, door: TheDoor, response: Response
) -> ReceiptAnswer:
    """Conclude a review; the last one closes the case."""
    goals = tuple(GoalResult(goal.goal, goal.reached) for goal in body.goals)
    return _receipt(door(commands.RecordEvaluation(months, body.outcome, goals, body.summary)), response)


@acts.post("/withdrawals", **_MADE, openapi_extra=access("the applicant"))
def withdraw(body: WithdrawalBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Take the request back, before the decree."""
    return _receipt(door(commands.WithdrawTransfer(body.reason)), response)


# Remedies: possible also when the case has ended


@acts.post("/objections", **_MADE, openapi_extra=access("the person concerned"))
def object_to_decision(body: ObjectionBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Object (keberatan) to the decree, or to the refusal of your own request. Late ones are recorded with advice."""
    documents = tuple(document.to_document() for document in body.documents)
    return _receipt(door(commands.FileObjection(body.grounds, documents, body.number)), response)


@acts.post("/objections/decisions", **_MADE, openapi_extra=access("the office the objection waits for"))
def decide_objection(body: ObjectionDecisionBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Grant the objection or dismiss it. Granted, the decree is revoked and the person restored to their post."""
    return _receipt(door(commands.DecideObjection(body.granted, body.number, body.reason)), response)


@acts.post("/objections/withdrawals", **_MADE, openapi_extra=access("the person concerned"))
def withdraw_objection(body: ObjectionWithdrawalBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Take your objection back; there is no second one to the same decision."""
    return _receipt(door(commands.WithdrawObjection(body.reason)), response)


@acts.post("/suspensions", **_MADE, openapi_extra=access("the decreeing office"))
def suspend_decree(body: SuspensionBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Hold the decree up, of your own accord or as ordered: no step is done under it."""
    return _receipt(door(commands.SuspendDecree(body.reason, body.basis)), response)


@acts.post("/suspension-lifts", **_MADE, openapi_extra=access("the decreeing office"))
def lift_suspension(body: SuspensionLiftBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Let the decree go on; every open step gets back the time it had left."""
    return _receipt(door(commands.LiftSuspension(body.reason)), response)


@acts.post("/revocations", **_MADE, openapi_extra=access("the decreeing office"))
def revoke_decree(body: RevocationBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Revoke the decree. Whoever has started goes back to their post, with the day they first took it up."""
    return _receipt(door(commands.RevokeDecree(body.number, body.reason, body.legal_basis)), response)


@acts.post("/corrections", **_MADE, openapi_extra=access("the decreeing office"))
def correct_decree(body: CorrectionBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Correct a slip of the pen that changes neither person, post nor date."""
    return _receipt(door(commands.CorrectDecree(body.number, body.what, body.reason)), response)


@acts.post(
    "/recommendations",
    **_MADE,
    openapi_extra=access("the receiving personnel office, inspectorates and auditors of the agencies"),
)
def record_recommendation(body: RecommendationBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Record what BKN, the Ombudsman, an inspectorate or another body recommends, and by when it is to be answered."""
    command = commands.RecordRecommendation(body.source, body.number, body.text, body.due_on)
    return _receipt(door(command), response)


@acts.post("/recommendations/answers", **_MADE, openapi_extra=access("the decreeing office"))
def answer_recommendation(body: RecommendationAnswerBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Answer a recommendation: whether it is followed, and why."""
    return _receipt(door(commands.AnswerRecommendation(body.number, body.answer, body.followed)), response)
