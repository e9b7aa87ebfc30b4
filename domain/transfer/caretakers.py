"""Caretakers (Pj): before any move they decide on, the Minister has consented in writing and BKN has advised."""

from datetime import date

from domain.act import Capacity
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer

MINISTERIAL_CONSENT = "ministerial_consent"
_ASKED = (MINISTERIAL_CONSENT, "technical_consideration")


def caretaker_decides(transfer: Transfer, facts: Facts, day: date) -> bool:
    """Whether a step that decides the move was done by a caretaker, or is to be done by an office one holds that day."""
    for name, step in facts.route.steps.items():
        if not step.decides_move:
            continue
        done, opened = transfer.done.get(name), transfer.open.get(name)
        if done is not None and done.delegate is None:
            decides = done.capacity is Capacity.CARETAKER
        else:  # whoever acts in a caretaker's name decides with no more authority
            office = facts.offices.get(facts.office_of(step) if opened is None else opened.office)
            decides = office is not None and office.is_held_by_caretaker(day)
        if decides:
            return True
    return False


def not_asked(transfer: Transfer, facts: Facts) -> tuple[str, ...]:
    """What is lacking of what a caretaker needs. Where BKN itself decrees, no other advice of BKN is on the route."""
    return tuple(name for name in _ASKED if name in facts.route.steps and name not in transfer.done)
