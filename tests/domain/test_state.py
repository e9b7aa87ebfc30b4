"""What is so: the stages a case goes through, and that an impossible pair of state and event is never passed over."""

import pytest
from cast import BUDI_MOVES, NORTH_PERSONNEL, REGENT, SITI_MOVES, Move, act_of, on
from given import Case, given
from stories import VERIFIED, Story, balancing_move, teacher_moves_to_the_city

from domain.history import fold
from domain.registry.post import SeatReleased
from domain.transfer.commands import ResubmitFile, ReturnFile
from domain.transfer.events import TransferClosed
from domain.transfer.evolving import evolve

ACT = act_of(*REGENT, on(2025, 3, 24))


def stages(move: Move, story: Story) -> list[str]:
    """The stages in order, each once."""
    case, seen = given(move), []
    for command, act in story:
        case.when(command, act)
        if not seen or seen[-1] != case.state.status:
            seen.append(case.state.status)
    return [str(status) for status in seen]


def test_the_stages_of_a_move_within_the_agency() -> None:
    assert stages(SITI_MOVES, balancing_move()) == [
        "SUBMITTED",
        "UNDER_REVIEW",
        "DECREED",
        "SERVED",
        "EVALUATING",
        "CLOSED",
    ]


def test_the_stages_of_a_move_between_regencies() -> None:
    assert stages(BUDI_MOVES, teacher_moves_to_the_city()) == [
        "SUBMITTED",
        "UNDER_REVIEW",
        "DECREED",
        "APPOINTED",
        "SERVED",
        "INAUGURATED",
        "EVALUATING",
    ]


@pytest.mark.parametrize(
    ("until", "afterwards"), [("file_verification", "SUBMITTED"), ("transfer_plan", "UNDER_REVIEW")]
)
def test_a_resubmitted_file_is_where_it_was(until: str, afterwards: str) -> None:
    case = given(SITI_MOVES).given(balancing_move(), until=until)
    bkpsdm = act_of(*NORTH_PERSONNEL, on(2025, 3, 18))
    case.when(ReturnFile(until, "Tidak terbaca"), bkpsdm)
    assert case.state.status == "RETURNED"
    case.when(ResubmitFile("Dilengkapi"), bkpsdm)
    assert case.state.status == afterwards


def test_the_first_office_somebody_acted_for_is_remembered() -> None:
    case = given(SITI_MOVES).given(balancing_move())
    for happened in case.history:
        if happened.act.office is not None:
            assert case.state.offices[happened.act.by] == happened.act.office


def requested() -> Case:
    return given(SITI_MOVES).given(balancing_move(), until="VerifyFile")


def test_nothing_comes_before_the_request() -> None:
    with pytest.raises(ValueError, match="cannot come before the request"):
        evolve(None, TransferClosed("SUCCESS"), ACT)


def test_a_second_request_in_one_history_is_an_error() -> None:
    case = requested()
    with pytest.raises(ValueError, match="requested once"):
        evolve(case.state, case.history[0].event, ACT)


def test_an_event_of_another_kind_of_stream_is_an_error() -> None:
    with pytest.raises(ValueError, match="no event of a transfer"):
        evolve(requested().state, SeatReleased(SITI_MOVES.transfer), ACT)  # type: ignore[arg-type]


def test_folding_changes_no_state_it_was_given() -> None:
    case = requested()
    before, known = case.state, repr(case.state)
    case.when(VERIFIED, act_of(*NORTH_PERSONNEL, on(2025, 3, 11)))
    assert repr(before) == known
    assert case.state == fold(evolve, None, case.history) != before
