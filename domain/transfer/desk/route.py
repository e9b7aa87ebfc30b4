"""The steps of the route, and where each stands."""

from collections.abc import Mapping

from domain.policy import Route
from domain.transfer.desk.readers import Json
from domain.transfer.events import ConsentRefused, OverrideRecorded
from domain.transfer.facts import Facts
from domain.transfer.state import DoneStep, OpenStep, Transfer


def steps_of(
    route: Route,
    open_steps: Mapping[str, OpenStep],
    done: Mapping[str, DoneStep],
    not_required: frozenset[str],
    refused: Mapping[str, ConsentRefused],
) -> list[Json]:
    """Every step in order with where it stands: DONE, OPEN, REFUSED, NOT_REQUIRED or WAITING."""
    steps: list[Json] = []
    for number, stage in enumerate(route.stages, start=1):
        for name in stage:
            title = route.steps[name].title
            shown: Json = {"step": name, "stage": number, "title": {"id": title.id, "en": title.en}}
            if name in open_steps:
                shown |= _open(open_steps[name])
            elif name in done:
                shown |= _done(done[name])
            elif name in refused:
                shown |= {"state": "REFUSED", "reason": refused[name].reason}
            else:
                shown["state"] = "NOT_REQUIRED" if name in not_required else "WAITING"
            steps.append(shown)
    return steps


def _open(opened: OpenStep) -> Json:
    shown: Json = {"state": "OPEN", "office": str(opened.office), "dueOn": opened.due_on.isoformat()}
    return shown | {"awaits": list(opened.awaits)} if opened.awaits else shown


def _done(done: DoneStep) -> Json:
    return {
        "state": "DONE",
        "event": type(done.event).__name__,
        "office": None if done.office is None else str(done.office),
        "delegate": None
        if done.delegate is None
        else str(done.delegate),  # who did it a.n. (atas nama) the office
        "supports": getattr(done.event, "supports", None),
        "reason": getattr(done.event, "reason", ""),
        "number": getattr(done.event, "number", ""),
    } | ({"setAsideOn": dict(done.event.grounds)} if isinstance(done.event, OverrideRecorded) else {})


def provisional(transfer: Transfer, facts: Facts) -> Json:
    """Whose deadlines fall in years of which no days off are published; no such part where none does."""
    far = [name for name, step in transfer.open.items() if not facts.calendar.knows(step.due_on)]
    far += [
        f"evaluation/{months}"
        for months, review in sorted(transfer.evaluations.items())
        if review.recorded is None and not review.cancelled and not facts.calendar.knows(review.due_on)
    ]
    return {"provisional": far} if far else {}
