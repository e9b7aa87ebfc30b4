"""The past as it may be shown today."""

from domain.policy import Policy, Role
from domain.transfer.desk.feedback import is_shown
from domain.transfer.desk.panel import names_votes
from domain.transfer.desk.readers import Audience, Json
from domain.transfer.sealing import peers_answers
from domain.transfer.state import Transfer


def sealed_as_now(then: Json, transfer: Transfer, policy: Policy, audience: Audience) -> Json:
    """A desk of an earlier moment, less what its reader would not be shown now: the past opens nothing that is sealed."""
    if audience is Audience.RATER:
        return then
    shown = dict(then)
    shown["feedback"] = [
        each
        if is_shown(Role(each["role"]), transfer.feedback, audience)
        else each | {"scores": None, "text": None}
        for each in then["feedback"]
    ]
    if not peers_answers(transfer.raters, transfer.feedback):
        shown["peers"] = None
    if then["panel"] is not None and not names_votes(policy, audience):
        unnamed = {"member": None, "vote": None, "dissents": None, "excused": None}
        shown["panel"] = then["panel"] | {"votes": [each | unnamed for each in then["panel"]["votes"]]}
    return shown
