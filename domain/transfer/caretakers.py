"""Caretakers (Pj): before any move they decide on, the Minister has consented in writing and BKN has advised.

Which steps of a route lift that hindrance, and which lift a window, the policy says.
"""

from datetime import date

from domain.act import Capacity
from domain.policy import Hindrance, StepKind
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer


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


def hindrance_of(facts: Facts, day: date, *, caretaker: bool) -> Hindrance | None:
    """What stands in the way of the move that day, whoever decides being a caretaker or not (E12)."""
    if caretaker:
        return Hindrance.CARETAKER
    window = facts.replaces_official and facts.windows.on(day) is not None
    return Hindrance.WINDOW if window else None


def lacking_to_appoint(
    transfer: Transfer, facts: Facts, day: date, capacity: Capacity | None = None
) -> tuple[str, ...]:
    """After the decree: what is still to be asked before the appointment, because a caretaker has come since or a window
    has opened. `capacity`: of who is to appoint; where none is named, of who holds the office that day.
    """
    if transfer.decree is None:
        return ()
    for name, opened in transfer.open.items():
        step, office = facts.route.steps[name], facts.offices.get(opened.office)
        if step.kind is StepKind.APPOINTMENT and step.decides_move:
            held = office is not None and office.is_held_by_caretaker(day)
            caretaker = held if capacity is None else capacity is Capacity.CARETAKER
            hindrance = hindrance_of(facts, day, caretaker=caretaker)
            return () if hindrance is None else not_asked(hindrance, transfer, facts)
    return ()


def not_asked(hindrance: Hindrance, transfer: Transfer, facts: Facts) -> tuple[str, ...]:
    """The steps that lift the hindrance and are not done. Where BKN itself decrees, no other advice of BKN is on the route."""
    return tuple(step.name for step in facts.route.lifting(hindrance) if step.name not in transfer.done)
