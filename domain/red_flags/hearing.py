"""After which events an indicator can find something else in a case: at those it is asked anew, and at no other.

At a decree all of them are, since from there on the facts around the case are those that were on record then.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from domain.transfer.events import (
    ApproverRecused,
    ClearanceGranted,
    ConsentGranted,
    ConsiderationGiven,
    DataBlocked,
    DeadlineRecomputed,
    DecisionServed,
    DecreeIssued,
    DecreeRevoked,
    DocumentSubmitted,
    DutyStarted,
    EvaluationCancelled,
    EvaluationDeadlineRecomputed,
    EvaluationMissed,
    EvaluationRecorded,
    EvaluationScheduled,
    FitAssessed,
    InaugurationHeld,
    NationalRecordSynced,
    ObjectionFiled,
    OutsidePlacementRecorded,
    OverrideRecorded,
    OversightRecommendationAnswered,
    OversightRecommendationReceived,
    PanelVoteCast,
    PayrollTransferred,
    PostAppointmentIssued,
    ReceivingProposalIssued,
    RecommendationDeadlineRecomputed,
    ReplacementReported,
    ReturnReported,
    StepDone,
    StepNotRequired,
    StepOpened,
    StepOverdue,
    StepResumed,
    TechnicalConsiderationGiven,
    TermEnded,
    TransferClosed,
    TransferRequested,
    TransferWithdrawn,
)

Kinds = frozenset[type]

DECREES: Kinds = frozenset({DecreeIssued, OutsidePlacementRecorded})

_STEPS: Kinds = frozenset(get_args(StepDone))
_AFTER_THE_DECREE: Kinds = frozenset(
    {
        PostAppointmentIssued,
        DecisionServed,
        ReplacementReported,
        InaugurationHeld,
        DutyStarted,
        PayrollTransferred,
        NationalRecordSynced,
        TermEnded,
        ReturnReported,
    }
)
_OVER: Kinds = frozenset({TransferClosed, DecreeRevoked})

_HEARD: Mapping[str, Kinds] = MappingProxyType(
    {
        "R03": frozenset({DutyStarted}),
        "R10": _STEPS,
        "R11": _AFTER_THE_DECREE | {DocumentSubmitted},
        "R12": _STEPS,
        "R13": _STEPS | {StepOverdue},
        "R15": frozenset({FitAssessed}),
        "R15B": frozenset({FitAssessed}),
        "R16": frozenset({FitAssessed}),
        "R17": frozenset(
            {
                ReceivingProposalIssued,
                ConsentGranted,
                TechnicalConsiderationGiven,
                PostAppointmentIssued,
                DutyStarted,
            }
        ),
        "R18": _STEPS | {ApproverRecused},
        "R21": frozenset({DecisionServed, DutyStarted, DecreeRevoked}),
        "R22": frozenset({DutyStarted, DecreeRevoked}),
        "R22B": _OVER | {DutyStarted, NationalRecordSynced, DataBlocked},
        "R24": frozenset(
            {
                OversightRecommendationReceived,
                OversightRecommendationAnswered,
                RecommendationDeadlineRecomputed,
                DecreeRevoked,
            }
        ),
        "R25": _OVER
        | {EvaluationScheduled, EvaluationRecorded, EvaluationCancelled, EvaluationDeadlineRecomputed},
        "R26": frozenset({FitAssessed}),
        "R28": frozenset({ConsiderationGiven}),
    }
)

# Turned on only once there is a decree: most papers come with the request.
AFTER_A_DECREE: Kinds = frozenset({DocumentSubmitted})

# Events that hold a deed for comparison with other cases.
TELLING: Kinds = _STEPS | {
    OverrideRecorded,
    ObjectionFiled,
    OversightRecommendationReceived,
    PanelVoteCast,
    TransferWithdrawn,
    EvaluationMissed,
    EvaluationRecorded,
    DutyStarted,
    *DECREES,
}
HEARD: Kinds = TELLING.union(*_HEARD.values())
# What else is looked back on then: a case is told by these alone.
EVIDENCE: Kinds = HEARD | {
    TransferRequested,
    StepOpened,
    StepResumed,
    StepNotRequired,
    DeadlineRecomputed,
    ClearanceGranted,
}


def asked_after(kind: type, indicators: Mapping[str, object]) -> list[str]:
    """Those of these indicators that may find something else after an event of this kind."""
    if kind in DECREES:
        return list(indicators)
    return [code for code in indicators if kind in _HEARD.get(code, ())]
