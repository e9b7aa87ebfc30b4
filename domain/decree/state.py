"""What is so: a decree as its history leaves it. Nothing is judged here."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.act import Act
from domain.decree.events import (
    DecreeDrafted,
    DecreeEvent,
    DecreeInitialled,
    DecreePutForSignature,
    DecreeRecommendationAnswered,
    DecreeRecommendationReceived,
    DecreeReturned,
    DecreeSigned,
    DraftAbandoned,
    DraftAmended,
    OutsideDecreeRecorded,
    PassedOver,
    TransferAnnexed,
    TransferStruck,
    WholeDecreeCorrected,
    WholeDecreeRevoked,
)
from domain.replacing import replace


class Stage(StrEnum):
    DRAFT = "DRAFT"
    SIGNING = "SIGNING"
    ISSUED = "ISSUED"
    ABANDONED = "ABANDONED"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the annex: who goes to which post."""

    person: UUID
    post: UUID
    deviation: str = ""


@dataclass(frozen=True)
class Decree:
    """`signed`: office -> who signed for it, in order. `left_out` keeps those the last signature did not reach. `acted`: who did
    anything about it for an office; whoever reads the decree reads their acts.
    """

    office: UUID
    drafted_for: UUID | None
    number: str
    grounds: str
    goals: tuple[str, ...]
    effective_on: date
    policy: str
    annex: dict[UUID, Line] = field(default_factory=dict)  # by transfer
    stage: Stage = Stage.DRAFT
    signatories: tuple[UUID, ...] = ()
    signed: dict[UUID, UUID] = field(default_factory=dict)
    returned: DecreeReturned | None = None
    signed_on: date | None = None
    left_out: tuple[PassedOver, ...] = ()
    abandoned: str = ""
    revoked: WholeDecreeRevoked | None = None
    corrections: tuple[WholeDecreeCorrected, ...] = ()
    recommendations: tuple[DecreeRecommendationReceived, ...] = ()
    answers: dict[str, DecreeRecommendationAnswered] = field(default_factory=dict)  # the last one, by number
    outside: OutsideDecreeRecorded | None = None
    acted: frozenset[UUID] = frozenset()

    @property
    def next_signatory(self) -> UUID | None:
        """The office whose turn it is."""
        if self.stage is not Stage.SIGNING:
            return None
        return next(office for office in self.signatories if office not in self.signed)

    @property
    def issued(self) -> tuple[UUID, ...]:
        """The cases it was issued for; nothing while it is not."""
        if self.stage is not Stage.ISSUED:
            return ()
        left_out = {each.transfer for each in self.left_out}
        return tuple(transfer for transfer in self.annex if transfer not in left_out)


def evolve(decree: Decree | None, event: DecreeEvent, act: Act) -> Decree:
    state = _begun(event, act) if decree is None else _goes_on(decree, event, act)
    return state if act.office is None else replace(state, acted=state.acted | {act.by})


def _goes_on(decree: Decree, event: DecreeEvent, act: Act) -> Decree:
    match event:
        case DraftAmended(grounds, goals, effective_on):
            return replace(decree, grounds=grounds, goals=goals, effective_on=effective_on)
        case TransferAnnexed(transfer, person, post, deviation):
            return replace(decree, annex=decree.annex | {transfer: Line(person, post, deviation)})
        case TransferStruck(transfer):
            return replace(decree, annex={key: line for key, line in decree.annex.items() if key != transfer})
        case DecreePutForSignature(offices):
            return replace(decree, stage=Stage.SIGNING, signatories=offices, returned=None)
        case DecreeInitialled(office):
            return replace(decree, signed=decree.signed | {office: act.by})
        case DecreeReturned():
            return replace(decree, stage=Stage.DRAFT, signatories=(), signed={}, returned=event)
        case DecreeSigned(signed_on, _, left_out):
            signed = decree.signed | {decree.office: act.by}
            return replace(decree, stage=Stage.ISSUED, signed=signed, signed_on=signed_on, left_out=left_out)
        case DraftAbandoned(reason):
            return replace(decree, stage=Stage.ABANDONED, abandoned=reason)
        case WholeDecreeRevoked():
            return replace(decree, revoked=event)
        case WholeDecreeCorrected():
            return replace(decree, corrections=(*decree.corrections, event))
        case DecreeRecommendationReceived():
            return replace(decree, recommendations=(*decree.recommendations, event))
        case DecreeRecommendationAnswered(number):
            return replace(decree, answers=decree.answers | {number: event})
        case _:
            raise ValueError(f"{event} cannot follow {decree}")


def _begun(event: DecreeEvent, act: Act) -> Decree:
    match event:
        case DecreeDrafted(office, number, grounds, goals, effective_on):
            return Decree(office, act.office, number, grounds, goals, effective_on, act.policy)
        case OutsideDecreeRecorded(office, number, signed_on, _, effective_on, grounds):
            return Decree(
                office,
                act.office,
                number,
                grounds,
                (),
                effective_on,
                act.policy,
                annex={each.transfer: Line(each.person, each.post) for each in event.people},
                stage=Stage.ISSUED,
                signed_on=signed_on,
                outside=event,
            )
        case _:
            raise ValueError(f"{event} cannot come before the draft")
