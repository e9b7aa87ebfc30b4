"""Why not. Every refusal is one of these; its docstring is the sentence in English, the catalogue has the Indonesian.

Refused
├── NotAllowed      this person, in this capacity, may not
├── NotNow          the case, the person or the seat is not in a state for it
├── NotAcceptable   what was sent does not meet the law or contradicts what is on record
└── NotFound        there is no such thing
"""

from dataclasses import dataclass, field

from domain.told import Told, in_english


@dataclass(frozen=True)
class Violation:
    """A rule that is not met: its code and version, the input it was judged on, and the law it comes from.

    `told`: the input as facts, where it is made of some.
    """

    rule: str
    version: str
    input: str
    legal_basis: str
    told: tuple[Told, ...] = ()


def violation(rule: str, version: str, legal_basis: str, *told: Told) -> Violation:
    """With its input told as facts."""
    return Violation(rule, version, in_english(told), legal_basis, told)


@dataclass
class Refused(Exception):
    """The request was refused."""

    detail: str = ""
    violations: tuple[Violation, ...] = field(default=())

    @property
    def code(self) -> str:
        return type(self).__name__

    def __str__(self) -> str:
        return self.detail or (type(self).__doc__ or self.code)


class NotAllowed(Refused):
    """You may not do this."""


class NotNow(Refused):
    """This cannot be done now."""


class NotAcceptable(Refused):
    """What was sent cannot be accepted."""


class NotFound(Refused):
    """There is no such record."""


# May not


class NotTheDecidingOffice(NotAllowed):
    """This step belongs to another office."""


class OfficeNotHeld(NotAllowed):
    """You do not hold this office on this day."""


class NotDelegated(OfficeNotHeld):
    """No delegation of that office to yours is in force on this day."""


class BeyondDelegation(NotAllowed):
    """This was not delegated to your office; only steps of the kinds and types named in the delegation were."""


class ActingTermOver(OfficeNotHeld):
    """The term in which you could act for this office (Plt) has run out."""


class NoAuthority(NotAllowed):
    """In this capacity (Plt, Plh or Pj) the official has no authority for this act."""


class NotTheRecordsOffice(NotAllowed):
    """This record is kept by another office of the person's agency."""


class OwnRecord(NotAllowed):
    """Nobody keeps their own record, nor that of their kin; another official must."""


class OwnTransfer(NotAllowed):
    """Nobody decides about their own transfer."""


class SecondRole(NotAllowed):
    """You have already acted in this case for another office; nobody decides twice in one case."""


class ConflictOfInterest(NotAllowed):
    """You are related or otherwise tied to the person concerned; another official must decide."""


class SecondReviewerNeeded(NotAllowed):
    """You proposed this yourself; to confirm or dismiss a flag takes a second inspector."""


class NotTheApplicant(NotAllowed):
    """Only the person concerned, or the office that proposed the transfer, may do this."""


class NotAMember(NotAllowed):
    """Only members of the panel vote in it."""


class NotARater(NotAllowed):
    """You were not asked for feedback on this transfer."""


class OnlyTheClock(NotAllowed):
    """Deadlines are noted by the system when their day has come, not by people."""


class NotTheInspectorate(NotAllowed):
    """Only the inspectorate of one of the agencies concerned may learn who gave an answer, and only on a warrant."""


class OnlyThePersonReplies(NotAllowed):
    """Only the person concerned may reply to the feedback, in their own person."""


class Recused(NotAllowed):
    """You have recused yourself from this step; another official must decide."""


class NotThePersonConcerned(NotAllowed):
    """Only the person concerned may object, or take the objection back."""


class NotTheRecordingOffice(NotAllowed):
    """This is recorded by the personnel office, an inspectorate or an auditor of the agencies concerned."""


class NotTheDraftingOffice(NotAllowed):
    """Decrees are drafted by the personnel office of the decreeing agency, or by the decreeing office itself."""


class NotYourSignature(NotAllowed):
    """The signature of another office is due."""


class FourEyes(NotAllowed):
    """Who proposed a text does not decide on it; another official must."""


class NotTheRegionsOwn(NotAllowed):
    """A region's own law is made by the offices of that region's agency."""


# Not now


class VersionTaken(NotNow):
    """This version is published, or waits to be; another text needs another version."""


class AlreadyUnderPolicy(NotNow):
    """The case stands under this version already."""


class PolicyNotYetInForce(NotNow):
    """This version is not in force today."""


class NumberTaken(NotNow):
    """This agency has given this number to another decree of the year."""


class NotADraft(NotNow):
    """The decree is no longer a draft, or does not wait for signatures."""


class AlreadyAnnexed(NotNow):
    """This case is in the annex already."""


class InAnotherDraft(NotNow):
    """This case stands in a draft of a decree; it has to be struck off there first."""


class NotIssuedYet(NotNow):
    """The decree has not been issued."""


class DataBlockedNow(NotNow):
    """BKN has blocked this person's data; until it lifts that, nothing can be decreed about them or entered in the national record."""


class DataNotBlocked(NotNow):
    """There is no such block of this person's data."""


class SignatoriesDemanded(NotNow):
    """This decree needs more than one signature; it must be drafted as a decree of its own."""


class AlreadyReviewed(NotNow):
    """The flag is in this state already."""


class FlagChanged(NotNow):
    """The flag says something else by now; look again."""


class NothingToObjectTo(NotNow):
    """There is no decision here that the person could object to."""


class RefusalSetAside(NotNow):
    """An objection to the refusal of this step was granted; it is not refused again."""


class ObjectionOnRecord(NotNow):
    """An objection to this decision is on record already; there is one to a decision."""


class NoObjectionOpen(NotNow):
    """No objection is waiting for a decision."""


class ObjectionTimeOver(NotNow):
    """The time to decide this objection is over; what silence means now follows."""


class EscalatedAlready(NotNow):
    """The objection has been escalated already; no further silence changes anything."""


class NoDecreeInForce(NotNow):
    """There is no decree in force in this case."""


class DecreeSuspendedNow(NotNow):
    """The decree is suspended; nothing is done under it until the suspension is lifted."""


class DecreeNotSuspended(NotNow):
    """The decree is not suspended."""


class RecommendationOnRecord(NotNow):
    """A recommendation with this number is on record already."""


class CaseIsSuspended(NotNow):
    """The case is suspended, because a requirement of the law is no longer met."""


class NobodyRecused(NotNow):
    """Nobody has recused from this step, so it keeps its office."""


class AlreadyVoted(NotNow):
    """You have voted on this already; a vote is not changed."""


class QuorumMissing(NotNow):
    """Too few members of the panel have voted."""


class ConsultationNotOffered(NotNow):
    """No consultation has been offered that could be held or declined."""


class NotDecreedYet(NotNow):
    """There is no decree yet."""


class NipTaken(NotNow):
    """This NIP belongs to another person."""


class OnRecordAlready(NotNow):
    """This is on record already; nothing was recorded again."""


class ProceedingOnRecord(NotNow):
    """A proceeding with this number is on record already."""


class FindingOnRecord(NotNow):
    """A finding with this number is on record already."""


class FindingOver(NotNow):
    """It is on record already that this finding was settled."""


class ProceedingOver(NotNow):
    """The last day of this proceeding is on record already."""


class TransferNotOpen(NotNow):
    """This case has ended; nothing more can be done in it."""


class PostLeft(NotNow):
    """The person no longer holds the post this transfer starts from."""


class StepNotOpen(NotNow):
    """This step is not open."""


class FileReturnedForCorrection(NotNow):
    """The file was returned for correction; it must be resubmitted first."""


class NotReturned(NotNow):
    """The file was not returned, so there is nothing to resubmit."""


class AlreadyDecreed(NotNow):
    """The decree has been issued; the request can no longer be withdrawn."""


class LiveRequestExists(NotNow):
    """This person already has a transfer request under way."""


class PlanNotInForce(NotNow):
    """This plan is not published, or not for this day."""


class SeatNotFree(NotNow):
    """The post has no free seat: it is occupied or held for another transfer."""


class DocumentReplaced(NotNow):
    """A newer version of this document is in the file; only the newest is judged."""


class DocumentJudged(NotNow):
    """This has been said of this version of the document already."""


class FeedbackNotAsked(NotNow):
    """Feedback has not been asked for yet."""


class FeedbackOutstanding(NotNow):
    """Feedback is still awaited and its time has not run out."""


class FeedbackSuppressed(NotNow):
    """Too few peers answered for their answers to be shown; they stay closed."""


class AlreadyUnsealed(NotNow):
    """These answers were unsealed before."""


class NothingToAdjust(NotNow):
    """No review has shown that something must be mended, or everything planned is done."""


class AlreadyAnswered(NotNow):
    """This answer was given before; answers are not changed."""


class TooEarly(NotNow):
    """The day for this has not come."""


class AlreadyNoted(NotNow):
    """This has been noted before."""


class DeadlinePassed(NotNow):
    """The deadline has passed; it is too late for this."""


class NoTermRunning(NotNow):
    """No term is running in this case."""


class TermNotRenewable(NotNow):
    """The term has been renewed as often as the law allows; it ends on its last day."""


class RequestGroundRequired(NotAcceptable):
    """The law asks for the ground of such a request; one's own wish is a ground too."""


class GroundUnknown(NotAcceptable):
    """The law names other grounds on which such a transfer is asked for."""


class StepAwaitsAnother(NotNow):
    """This step waits for what another office is to do first; meanwhile its time stands still."""


class DeadlineStands(NotNow):
    """The deadline is right under the calendar it was last computed with."""


class EvaluationIncomplete(NotNow):
    """Answers are still missing and their time has not run out."""


# Not acceptable


class MissingDocuments(NotAcceptable):
    """Required documents are missing."""


class SignatoryInsufficient(NotAcceptable):
    """The document is not known to be signed by whom the law names."""


class DocumentNotStored(NotAcceptable):
    """The content of this document has not been uploaded; upload it first, then name it by its SHA-256."""


class PostsDiffer(NotAcceptable):
    """The post named here is not the post the case is about."""


class PaperOfAnOffice(NotAcceptable):
    """This document is made by an office as it acts; an office puts it into the file, not the person."""


class MisdirectionUnproven(NotAcceptable):
    """That the objection went elsewhere first must be shown by a document, such as the receipt of who had it."""


class PaperNamesNoPost(NotAcceptable):
    """This document must name the post the person is to have."""


class NotEligible(NotAcceptable):
    """The transfer does not meet the law's requirements."""


class ReasonRequired(NotAcceptable):
    """A written reason is required for this."""


class NothingToMend(NotAcceptable):
    """The transfer named as the one to mend is not one of this person of which a review showed a fault."""


class WarrantRequired(NotAcceptable):
    """The number of the warrant is required for this."""


class GoalsRequired(NotAcceptable):
    """A decree states at least one goal, against which the transfer will be reviewed."""


class RuleCannotBeOverridden(NotAcceptable):
    """This rule cannot be set aside by anyone."""


class AgainstTheVote(NotAcceptable):
    """The panel concludes as the majority of its members voted."""


class SubstituteUnfit(NotAcceptable):
    """Nobody who holds this office may do the step: they are related, in another role in the case, or lack the capacity."""


class PlanOfAnother(NotAcceptable):
    """The plan is that of another agency, or not for a transfer at one's own request."""


class GroundRequired(NotAcceptable):
    """This rule is set aside only on one of the grounds the policy lists, which must be named."""


class SamePost(NotAcceptable):
    """The person holds this post already."""


class RouteUnknown(NotAcceptable):
    """No route of the policy in force covers a transfer between these agencies."""


class TooFewPeers(NotAcceptable):
    """Too few peers, or too many, were named for feedback."""


class RatersUnfit(NotAcceptable):
    """The person concerned, or the same colleague twice, cannot be named as a rater."""


class NotTheSuperior(NotAcceptable):
    """The superior must be named who holds the nearest office above the person today."""


class NotAColleague(NotAcceptable):
    """Peers must be named from those who sit in posts of the person's own unit."""


class RaterRelated(NotAcceptable):
    """Somebody related to the person cannot be named as a rater."""


class CandidatesUnclear(NotAcceptable):
    """A list of candidates names everybody once, and among them the person it is about."""


class NoRefusalSetAside(NotAcceptable):
    """The case this request is to follow is not one about this person and post, an objection to whose refusal was granted."""


class DatesOutOfOrder(NotAcceptable):
    """The dates contradict each other."""


class ScoresIncomplete(NotAcceptable):
    """Scores must be given for each of the competences asked about, and for no others."""


class UnlawfulText(NotAcceptable):
    """This text cannot become law; what is wrong with it is listed."""


class RetroactiveLaw(NotAcceptable):
    """Law does not reach back: a version is valid from the day of its publication at the earliest."""


class LawDiffers(NotAcceptable):
    """The text differs from what was published under the same version; a change needs a new version."""


class RouteDoesNotFit(NotAcceptable):
    """The case cannot go on under this version: its route lacks a step that is open, or gives it to another office."""


class CannotBeAnnexed(NotAcceptable):
    """Some of these cases cannot be put into the annex."""


class NumbersDiffer(NotAcceptable):
    """The number named here is not the number of this decree."""


class AnnexEmpty(NotAcceptable):
    """There is nobody in the annex."""


class TooManyPeople(NotAcceptable):
    """There are more people in the annex than one decree may hold."""


class SigningOrdersDiffer(NotAcceptable):
    """The cases in the annex ask for different signatories; they need decrees of their own."""


class NobodyReached(NotAcceptable):
    """Nobody in the annex can be reached by this act."""


class OwnRelative(NotAcceptable):
    """Nobody is their own relative."""


class MarkUnknown(NotAcceptable):
    """That year is rated by a predicate; a mark of it counts as nothing."""


# Not found


class DraftUnknown(NotFound):
    """No draft with this version and this text waits for a decision."""


class PolicyUnknown(NotFound):
    """There is no such version."""


class DecreeUnknown(NotFound):
    """There is no such decree."""


class NotInAnnex(NotFound):
    """This case is not in the annex of the decree."""


class PlanUnknown(NotFound):
    """There is no such plan."""


class FlagUnknown(NotFound):
    """There is no such flag, or it is not for you to see."""


class TransferUnknown(NotFound):
    """There is no such transfer."""


class PersonUnknown(NotFound):
    """There is no such person."""


class FindingUnknown(NotFound):
    """No finding with this number is on record for this person."""


class ProceedingUnknown(NotFound):
    """No proceeding with this number is on record for this person."""


class PostUnknown(NotFound):
    """There is no such post."""


class UnitUnknown(NotFound):
    """There is no such unit."""


class OfficeUnknown(NotFound):
    """There is no such office."""


class DocumentUnknown(NotFound):
    """There is no such document in the file."""


class AdjustmentUnknown(NotFound):
    """No adjustment with this number is planned in this case."""


class FeedbackUnknown(NotFound):
    """No answer of a peer is shown under this number."""


class EvaluationUnknown(NotFound):
    """No evaluation with this number of months is due in this case."""


class RecommendationUnknown(NotFound):
    """No recommendation with this number is on record in this case."""
