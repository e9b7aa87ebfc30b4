"""Who gave which answer stays sealed: from the person, from officials, and in every view, until a warrant opens it.

The names are on no desk, not even then: the inspectorate asks for them apart, and only of the answers unsealed.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from domain.act import Act
from domain.policy import Duty, Role
from domain.refusals import (
    AlreadyUnsealed,
    FeedbackOutstanding,
    FeedbackSuppressed,
    FeedbackUnknown,
    NotTheInspectorate,
    WarrantRequired,
)
from domain.transfer.commands import UnsealFeedback
from domain.transfer.events import FeedbackClosed, FeedbackUnsealed, TransferEvent
from domain.transfer.facts import Facts
from domain.transfer.guards import official, with_reason
from domain.transfer.state import Rater, Transfer


def in_line(raters: Mapping[UUID, Rater]) -> list[tuple[UUID, Rater]]:
    """As they are shown: by role, then by what they said; never in the order they were named, which would tell."""
    return sorted(raters.items(), key=lambda item: _place_in_line(item[1]))


def _place_in_line(rater: Rater) -> tuple[Any, ...]:
    answer = rater.answer
    if answer is None:
        return rater.role, 1, rater.lapsed
    return rater.role, 0, sorted(answer.scores.items()), answer.text


def peers_answers(raters: Mapping[UUID, Rater], closed: FeedbackClosed | None) -> list[UUID]:
    """Whose the peers' answers are, the first shown first; none while they are not shown."""
    if closed is None or not closed.peers_shown:
        return []
    return [
        person for person, rater in in_line(raters) if rater.role is Role.PEER and rater.answer is not None
    ]


def unsealed(transfer: Transfer) -> frozenset[UUID]:
    return frozenset(person for each in transfer.unsealings for person in each.raters)


def may_unseal(transfer: Transfer, act: Act, facts: Facts) -> list[UUID]:
    """The inspectorate, also when the case has ended, and only what is shown: too few answers stay suppressed."""
    if act.office is None or act.office not in facts.on_duty(Duty.UNSEALING):
        raise NotTheInspectorate
    official(transfer, act.office, act, facts)
    if transfer.feedback is None:
        raise FeedbackOutstanding
    shown = peers_answers(transfer.raters, transfer.feedback)
    if not shown:
        raise FeedbackSuppressed
    if unsealed(transfer).issuperset(shown):
        raise AlreadyUnsealed
    return shown


def unseal_feedback(
    transfer: Transfer, command: UnsealFeedback, act: Act, facts: Facts
) -> list[TransferEvent]:
    shown = may_unseal(transfer, act, facts)
    if not command.warrant.strip():
        raise WarrantRequired
    with_reason(command.reason)
    numbers = dict.fromkeys(command.answers)
    if not numbers or not all(1 <= number <= len(shown) for number in numbers):
        raise FeedbackUnknown
    raters = tuple(shown[number - 1] for number in numbers)
    if unsealed(transfer).issuperset(raters):
        raise AlreadyUnsealed
    return [FeedbackUnsealed(command.warrant, command.reason, raters, facts.today(act))]
