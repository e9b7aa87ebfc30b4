"""A posting for a term."""

from domain.act import Act
from domain.replacing import replace
from domain.transfer.events import (
    ReturnReported,
    TermBegan,
    TermEnded,
    TermEvent,
    TermReminded,
    TermRenewed,
)
from domain.transfer.evolving.done import step_done
from domain.transfer.state import Posting, Transfer


def evolve(transfer: Transfer, event: TermEvent, act: Act) -> Transfer:
    match event:
        case TermBegan(step, began_on, ends_on, remind_on):
            return replace(transfer, posting=Posting(step, began_on, ends_on, remind_on))
        case TermReminded():
            return replace(transfer, posting=replace(_running(transfer), reminded=True))
        case TermRenewed(step, _, _, ends_on, remind_on):
            posting = _running(transfer)
            again = replace(
                posting,
                ends_on=ends_on,
                remind_on=remind_on,
                renewals=posting.renewals + 1,
                reminded=False,
            )
            still_open = {name: opened for name, opened in transfer.open.items() if name != step}
            return replace(transfer, posting=again, open=still_open)
        case TermEnded():
            return step_done(replace(transfer, posting=replace(_running(transfer), ended=True)), event, act)
        case ReturnReported():
            return step_done(transfer, event, act)


def _running(transfer: Transfer) -> Posting:
    if transfer.posting is None:
        raise ValueError("no term has begun")
    return transfer.posting
