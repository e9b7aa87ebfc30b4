"""How a history changes a transfer: one page a phase, found by the event's type. Nothing is judged here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, get_args

from domain.act import Act
from domain.replacing import replace
from domain.transfer.events import (
    DecreeEvent,
    EvaluationEvent,
    FilingEvent,
    HearingEvent,
    OutsidePlacementRecorded,
    RemedyEvent,
    ReviewEvent,
    StepEvent,
    TermEvent,
    TransferEvent,
    TransferRequested,
)
from domain.transfer.evolving import decree, evaluation, filing, hearing, remedies, review, steps, terms
from domain.transfer.state import Transfer

_PAGES: Mapping[type, Callable[[Transfer, Any, Act], Transfer]] = MappingProxyType(
    {
        event: page
        for events, page in (
            (FilingEvent, filing.evolve),
            (StepEvent, steps.evolve),
            (ReviewEvent, review.evolve),
            (HearingEvent, hearing.evolve),
            (DecreeEvent, decree.evolve),
            (TermEvent, terms.evolve),
            (EvaluationEvent, evaluation.evolve),
            (RemedyEvent, remedies.evolve),
        )
        for event in get_args(events)
    }
)


def evolve(transfer: Transfer | None, event: TransferEvent, act: Act) -> Transfer:
    """The state after one more event."""
    if transfer is None:
        if isinstance(event, TransferRequested):
            return filing.requested(event, act)
        if isinstance(event, OutsidePlacementRecorded):
            return decree.placed(event, act)
        raise ValueError(f"{event} cannot come before the request")
    page = _PAGES.get(type(event))
    if page is None:
        raise ValueError(f"{event} is no event of a transfer")
    after = page(transfer, event, act)
    if act.acting_for is None or act.by in after.offices:
        return after
    return replace(after, offices=after.offices | {act.by: act.acting_for})
