"""The objection against the decision."""

from domain.transfer.desk.readers import Json
from domain.transfer.events import ObjectionDecided, ObjectionWithdrawn
from domain.transfer.state import Objection, Transfer


def objection(transfer: Transfer) -> Json | None:
    """Where it stands: WAITING, ESCALATED, LAPSED, WITHDRAWN, GRANTED, DISMISSED, INADMISSIBLE, or MOOT."""
    objection = transfer.objection
    if objection is None:
        return None
    filed, outcome = objection.filed, objection.outcome
    return {
        "state": _state_of(transfer, objection),
        "number": filed.number,
        "against": filed.against,
        "grounds": filed.grounds,
        "filedOn": filed.filed_on.isoformat(),
        "decidedOn": filed.decided_on.isoformat(),
        "servedOn": None if filed.served_on is None else filed.served_on.isoformat(),
        "lastDay": None if filed.last_day is None else filed.last_day.isoformat(),
        "misdirected": None
        if (elsewhere := transfer.misdirected) is None
        else {
            "to": elsewhere.to,
            "since": elsewhere.since.isoformat(),
            "until": elsewhere.until.isoformat(),
        },
        "documents": [
            {"kind": each.kind, "number": each.number, "sha256": each.sha256}
            for each in getattr(filed, "documents", ())
        ],
        "advice": getattr(filed, "advice", ""),
        "office": None if objection.office is None else str(objection.office),
        "dueOn": None if objection.due_on is None else objection.due_on.isoformat(),
        "decision": getattr(outcome, "number", ""),
        "reason": getattr(outcome, "reason", getattr(filed, "reason", "")),
    }


def follows(transfer: Transfer) -> Json:
    """The refused case it follows, and the step that is not refused again. No such part where it follows none."""
    if transfer.follows is None:
        return {}
    return {"follows": {"transfer": str(transfer.follows), "setAside": transfer.set_aside}}


def _state_of(transfer: Transfer, objection: Objection) -> str:
    match objection.outcome:
        case ObjectionDecided(granted):
            return "GRANTED" if granted else "DISMISSED"
        case ObjectionWithdrawn():
            return "WITHDRAWN"
    if objection.office is None:
        return "INADMISSIBLE"
    if objection.lapsed is not None and objection.escalated is None:
        return "LAPSED"
    if transfer.is_revoked:
        return "MOOT"
    return "WAITING" if objection.escalated is None else "ESCALATED"
