"""A case that stands still twice: suspended before its decree, and the decree suspended after it."""

from dataclasses import replace
from datetime import date

from cast import REGENT, SITI_MOVES, act_of, on
from given import Case, given
from stories import balancing_move

from domain.registry.person import Proceeding, ProceedingKind
from domain.transfer.commands import LiftSuspension, ReassessCase, SuspendDecree

_MATTER = Proceeding("P-1", ProceedingKind.DISCIPLINE, "", date(2025, 3, 20))


def held_up_twice() -> Case:
    """Siti is accused and cleared before the decree, a court suspends that and lets it go on, and the case is closed."""
    story = list(balancing_move())
    names = [getattr(command, "step", "") for command, _ in story]
    decree, duty = names.index("decree"), names.index("duty_start")
    case = given(SITI_MOVES).given(story[:decree]).about(proceedings={"P-1": _MATTER})
    case.when(ReassessCase("Pemeriksaan"), act_of(*REGENT, on(2025, 3, 21)))
    case.about(proceedings={"P-1": replace(_MATTER, until=date(2025, 3, 23))})
    case.when(ReassessCase("Selesai"), act_of(*REGENT, on(2025, 3, 24)))
    case.given(story[decree:duty])
    case.when(SuspendDecree("Menunggu putusan", "PTUN 3/G/2025"), act_of(*REGENT, on(2025, 3, 27)))
    case.when(LiftSuspension("Gugatan dicabut"), act_of(*REGENT, on(2025, 3, 28)))
    assert case.refused is None, case.refused
    return case.given(story[duty:])
