"""Red flags of a case's course: order, speed, deadlines, and what is left undone after the decree."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import cast
import pytest
from cast import OLD_POST_ID, on
from decreeing import DECREE_ID
from flagging import flags
from suspected import BUDI, SITI, adding, differing, without

from domain.identity import office_id
from domain.red_flags.evidence import CaseEvidence
from domain.transfer.events import (
    ConsentGranted,
    ConsiderationGiven,
    DataBlocked,
    DecisionServed,
    DecreeIssued,
    DecreeRevoked,
    Document,
    DocumentSubmitted,
    DutyStarted,
    EvaluationRecorded,
    InaugurationHeld,
    NationalRecordSynced,
    OversightRecommendationAnswered,
    OversightRecommendationReceived,
    PayrollTransferred,
    Source,
    StepOverdue,
    TechnicalConsiderationGiven,
    TransferClosed,
)

# R10, R11, R12, R13, R17: up to the decree


def test_r10_a_decree_without_the_panel() -> None:
    assert "performance_panel" in flags(without(SITI, ConsiderationGiven))["R10"].value


def test_r10_a_decree_before_the_technical_consideration() -> None:
    advice = BUDI.all(TechnicalConsiderationGiven)[0]
    late = adding(without(BUDI, TechnicalConsiderationGiven), advice.event, on(2025, 9, 26))
    assert flags(late, date(2025, 10, 2))["R10"].value == "decree without technical_consideration"


@pytest.mark.parametrize(("effective", "shows"), [(date(2025, 3, 14), True), (date(2025, 3, 17), False)])
def test_r11_effective_more_than_five_working_days_before_it_was_recorded(
    effective: date, shows: bool
) -> None:
    """The decree was recorded on Monday 24 March."""
    assert ("R11" in flags(differing(SITI, DecreeIssued, effective_on=effective))) is shows


def paper(case: CaseEvidence, kind: str, day: date, *, before: type | None = DecreeIssued) -> CaseEvidence:
    """The paper of a step, put into the file just before the decree unless told otherwise."""
    made = Document(kind, f"{kind}/1", day, "PPK", "0" * 64)
    return adding(case, DocumentSubmitted(made), on(2025, 9, 25), before=before)


@pytest.mark.parametrize(
    ("kind", "day", "value"),
    [
        ("D05", date(2025, 9, 10), None),  # the day of the proposal
        ("D05", date(2025, 9, 9), "origin_release dated 2025-09-09, receiving_proposal 2025-09-10"),
        ("D18", date(2025, 9, 14), "technical_consideration dated 2025-09-14, origin_release 2025-09-15"),
        ("D18", date(2025, 9, 26), "decree dated 2025-09-25, technical_consideration 2025-09-26"),
        ("D19", date(2025, 9, 22), "decree dated 2025-09-22, technical_consideration 2025-09-23"),
        ("D10", date(2025, 8, 1), None),  # a clearance rests on nothing
        ("D10", date(2025, 9, 20), None),  # and only the decree on it
        ("D08", date(2026, 1, 1), None),  # no step makes it
    ],
)
def test_r11_a_paper_bears_an_earlier_day_than_what_it_rests_on(
    kind: str, day: date, value: str | None
) -> None:
    """Proposed 10, released 15, advised 23, decreed 25 September."""
    found = flags(paper(BUDI, kind, day), date(2025, 10, 2)).get("R11")
    assert (None if found is None else found.value) == value


def test_r11_papers_are_held_against_each_other_and_shown_also_when_they_come_late() -> None:
    case = paper(paper(BUDI, "D04", date(2025, 9, 1)), "D05", date(2025, 9, 2))
    assert "R11" not in flags(case), "both before their acts, in order"
    late = paper(BUDI, "D20", date(2025, 9, 24), before=None)
    found = flags(late)["R11"]
    assert found.value == "appointment dated 2025-09-24, decree 2025-09-25"
    decree = BUDI.first(DecreeIssued)
    assert decree is not None
    assert found.inputs == (decree.position, late.history[-1].position)
    renewed = paper(late, "D20", date(2025, 9, 25), before=None)
    assert "R11" not in flags(renewed), "the newest version counts"


@pytest.mark.parametrize(
    ("kind", "stated"),
    [(DecisionServed, "served_on"), (InaugurationHeld, "held_on"), (DutyStarted, "started_on")],
)
def test_r11_an_act_is_stated_to_lie_before_what_it_rests_on(kind: type, stated: str) -> None:
    assert "R11" in flags(differing(BUDI, kind, **{stated: date(2025, 9, 24)}))


@pytest.mark.parametrize(
    ("kind", "stated", "day", "ground"),
    [
        (DutyStarted, "started_on", date(2025, 9, 29), "service 2025-09-30"),
        (PayrollTransferred, "moved_on", date(2025, 9, 24), "decree 2025-09-25"),
    ],
)
def test_r11_holds_acts_after_the_decree_against_what_they_rest_on(
    kind: type, stated: str, day: date, ground: str
) -> None:
    case = differing(BUDI, kind, **{stated: day})
    assert flags(case)["R11"].value.endswith(f"dated {day}, {ground}")
    unasked = replace(case, facts=replace(case.facts, rests_on=()))
    assert "R11" not in flags(unasked), "the list is the law's, not the indicator's"


@pytest.mark.parametrize(("minutes", "shows"), [(9, True), (10, False)])
def test_r12_decided_within_ten_minutes(minutes: int, shows: bool) -> None:
    """The panel has the case since the fit review on 18 March at ten."""
    at = on(2025, 3, 18) + timedelta(minutes=minutes)
    assert ("R12" in flags(differing(SITI, ConsiderationGiven, act={"at": at}))) is shows


@pytest.mark.parametrize(("day", "shows"), [(on(2025, 4, 10), False), (on(2025, 4, 11), True)])
def test_r13_done_after_its_deadline(day: datetime, shows: bool) -> None:
    """The panel has ten working days from 18 March; the holidays of Eid lie between."""
    late = differing(SITI, ConsiderationGiven, act={"at": day})
    assert ("R13" in flags(late)) is shows


def test_r13_no_duty_begins_before_its_effective_date() -> None:
    """The decree takes effect on 14 April; from then on the office has its time, until the 22nd."""
    assert "R13" not in flags(SITI)
    assert "R13" in flags(differing(SITI, DutyStarted, act={"at": on(2025, 4, 23)}))


def test_r13_noted_to_be_undone() -> None:
    overdue = StepOverdue("decree", office_id(*cast.REGENT), date(2025, 4, 14), 0)
    assert flags(adding(SITI, overdue, on(2025, 4, 15)))["R13"].since == date(2025, 4, 15)


@pytest.mark.parametrize("kind", [ConsentGranted, DecreeIssued, DutyStarted])
def test_r17_another_post_is_named(kind: type) -> None:
    case = SITI
    if kind is ConsentGranted:
        case = without(SITI, ConsentGranted, step="origin_release")
    assert flags(differing(case, kind, post=OLD_POST_ID))["R17"].value == "2 posts named"


# R21, R22, R24, R25: after the decree


@pytest.mark.parametrize(("served", "shows"), [(date(2025, 4, 9), False), (date(2025, 4, 10), True)])
def test_r21_served_more_than_five_working_days_after_the_decree(served: date, shows: bool) -> None:
    """From Monday 24 March over the holidays of Eid."""
    assert ("R21" in flags(differing(SITI, DecisionServed, served_on=served))) is shows


@pytest.mark.parametrize(("served", "shows"), [(date(2025, 4, 16), False), (date(2025, 4, 17), True)])
def test_r21_gives_ten_working_days_where_the_decree_is_for_many(served: date, shows: bool) -> None:
    of_many = differing(without(SITI, DutyStarted), DecreeIssued, decree=DECREE_ID, people=2)
    assert ("R21" in flags(differing(of_many, DecisionServed, served_on=served))) is shows


def test_r21_duty_before_service_and_never_served() -> None:
    assert (
        flags(differing(SITI, DutyStarted, started_on=date(2025, 3, 25)))["R21"].value
        == "duty begun before service"
    )
    unserved = without(SITI, DecisionServed, DutyStarted)
    assert flags(unserved)["R21"].value == "not served"
    assert "R21" not in flags(unserved, date(2025, 4, 9))


def test_r22_no_duty_thirty_days_after_the_decree() -> None:
    idle = without(SITI, DutyStarted)
    assert "R22" not in flags(idle, date(2025, 4, 23))
    assert "R22" in flags(idle, date(2025, 4, 24))
    assert "R22" not in flags(adding(idle, DecreeRevoked("9", "Cacat", "UU 30/2014"), on(2025, 4, 23)))
    assert flags(differing(SITI, DutyStarted, started_on=date(2025, 4, 24)))["R22"].value == "31 days"
    assert "R22" not in flags(differing(SITI, DutyStarted, started_on=date(2025, 4, 23)))


def test_r22b_not_on_the_national_record_thirty_days_after_the_duty_began() -> None:
    """From 14 April 2025."""

    def on_record(day: datetime) -> CaseEvidence:
        return differing(SITI, NationalRecordSynced, act={"at": day})

    assert "R22B" not in flags(on_record(on(2025, 5, 14)))
    assert flags(on_record(on(2025, 5, 15)))["R22B"].value == "on record after 31 days"
    silent = without(SITI, NationalRecordSynced, TransferClosed)
    assert "R22B" not in flags(silent, date(2025, 5, 14))
    assert flags(silent, date(2025, 5, 15))["R22B"].value == "not on record"


def test_r22b_not_while_bkn_blocks_it_nor_of_what_was_revoked_or_never_begun() -> None:
    silent = without(SITI, NationalRecordSynced, TransferClosed)
    blocked = DataBlocked("B-1", "Tanpa pertek", date(2025, 5, 14))
    assert "R22B" not in flags(adding(silent, blocked, on(2025, 5, 14)))
    assert "R22B" in flags(adding(silent, blocked, on(2025, 5, 15)))
    assert "R22B" not in flags(adding(silent, DecreeRevoked("9", "Cacat", "UU 30/2014"), on(2025, 5, 14)))
    assert "R22B" not in flags(without(silent, DutyStarted))


def test_r24_a_recommendation_neither_answered_nor_followed_in_time() -> None:
    received = OversightRecommendationReceived(
        Source.BKN, "R-12", "Cabut", date(2025, 5, 5), date(2025, 5, 26)
    )
    case = adding(SITI, received, on(2025, 5, 5))
    assert "R24" not in flags(case, date(2025, 5, 26))
    assert flags(case, date(2025, 5, 27))["R24"].value == "unanswered"
    answer = OversightRecommendationAnswered("R-12", "Sudah benar", followed=False)
    assert "R24" not in flags(adding(case, answer, on(2025, 5, 26)))
    assert flags(adding(case, answer, on(2025, 5, 27)))["R24"].value == "answered late"
    assert "R24" not in flags(adding(case, DecreeRevoked("9", "Cacat", "UU"), on(2025, 5, 26)))


def test_r25_a_review_long_overdue_or_never_held() -> None:
    scheduled = next(
        each.event for each in SITI.history if type(each.event).__name__ == "EvaluationScheduled"
    )
    last = SITI.facts.calendar.after(scheduled.due_on, 15)  # type: ignore[union-attr]
    unheld = without(SITI, EvaluationRecorded, TransferClosed)
    assert "R25" not in flags(unheld, last)
    assert "R25" in flags(unheld, last + timedelta(days=1))
    at = datetime.combine(last, datetime.min.time(), cast.WIB) + timedelta(hours=12)
    assert "R25" not in flags(differing(SITI, EvaluationRecorded, act={"at": at}))
    assert "R25" in flags(differing(SITI, EvaluationRecorded, act={"at": at + timedelta(days=1)}))
