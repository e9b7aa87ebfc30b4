"""A request that follows a refusal set aside: the objection to it was granted, and the person asks again."""

from domain.refusals import NoRefusalSetAside
from domain.transfer.commands import RequestTransfer
from domain.transfer.events import Against, ObjectionDecided, Silence, TransferRejected
from domain.transfer.state import Objection, Transfer


def refusal_set_aside(refused: Transfer | None, request: RequestTransfer) -> str:
    """The step of an earlier case whose refusal does not stand any more: an objection to it was granted, or counts as granted.

    The refusal is not undone in that case, which is over (decision 95). Empty where the rules had refused and no office had.
    """
    if refused is None or (refused.person, refused.target_post) != (request.person, request.target_post):
        raise NoRefusalSetAside
    objection = refused.objection
    if objection is None or objection.filed.against is Against.DECREE or not _was_granted(objection):
        raise NoRefusalSetAside
    return refused.ending.step if isinstance(refused.ending, TransferRejected) else ""


def _was_granted(objection: Objection) -> bool:
    match objection.outcome:
        case ObjectionDecided(granted):
            return granted
        case None:
            lapsed = objection.lapsed
            return lapsed is not None and lapsed.effect is Silence.DEEMED_GRANTED
        case _:
            return False
