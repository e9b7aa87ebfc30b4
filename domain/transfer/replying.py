"""The right of reply: before anybody decides the person is shown what was said of them, and may answer it.

A step of its own, addressed to the office that heard the others and done by the person: they reply, waive it, or say
nothing in their time. Each of the three lets the case go on, and stands on the desk of everybody who decides later.
"""

from domain.act import Act
from domain.policy import Step, StepKind
from domain.refusals import OnlyThePersonReplies, TooEarly
from domain.transfer.commands import GiveReply, LapseReply, WaiveReply
from domain.transfer.deadlines import is_overdue
from domain.transfer.events import ReplyGiven, ReplyLapsed, ReplyWaived, TransferEvent
from domain.transfer.facts import Facts
from domain.transfer.guards import only_the_clock, running_step, with_reason
from domain.transfer.routes import advance
from domain.transfer.state import Transfer

_REPLY = frozenset({StepKind.REPLY})


def may_reply(transfer: Transfer, name: str, act: Act, facts: Facts) -> Step:
    """The person in their own person; a reply that comes late counts until silence is on record."""
    step, _ = running_step(transfer, name, _REPLY, facts)
    if act.by != transfer.person or act.office is not None:
        raise OnlyThePersonReplies
    return step


def give_reply(transfer: Transfer, command: GiveReply, act: Act, facts: Facts) -> list[TransferEvent]:
    step = may_reply(transfer, command.step, act, facts)
    with_reason(command.text)
    return advance(transfer, [ReplyGiven(step.name, command.text)], act, facts)


def waive_reply(transfer: Transfer, command: WaiveReply, act: Act, facts: Facts) -> list[TransferEvent]:
    step = may_reply(transfer, command.step, act, facts)
    return advance(transfer, [ReplyWaived(step.name)], act, facts)


def lapse_reply(transfer: Transfer, command: LapseReply, act: Act, facts: Facts) -> list[TransferEvent]:
    """Silence until the day is over where the addressed office is."""
    only_the_clock(act)
    step, opened = running_step(transfer, command.step, _REPLY, facts)
    if not is_overdue(opened.due_on, facts.zone_of(step).day_of(act.at)):
        raise TooEarly
    lapsed = ReplyLapsed(step.name, facts.policy.reply_silence.id)
    return advance(transfer, [lapsed], act, facts)
