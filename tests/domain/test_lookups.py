"""Look-ups: what is put on record when somebody reads about others, for which purpose, and from when the person is told."""

from dataclasses import replace
from datetime import date

import pytest
from cast import (
    BUDI,
    LIBRARY_HEAD,
    NORTH_ID,
    NORTH_INSPECTORATE,
    POLICY,
    REGENT,
    SITI,
    SITI_MOVES,
    official,
    on,
    own_act,
)
from given import given
from stories import balancing_move

from domain.act import Capacity
from domain.history import fold
from domain.identity import OfficeKind, office_id
from domain.lookups import (
    Logbook,
    Looked,
    LookupEvent,
    PeopleLookedUp,
    PurposeNotOfTheOffice,
    PurposeUnknown,
    ReferenceRequired,
    Search,
    Stated,
    TrailCopied,
    What,
    copy_trail,
    evolve,
    look_up,
)
from domain.policy import Insight, Readers
from domain.transfer.allowed import Holding, audience, overseeing
from domain.transfer.desk import Audience

DAY = date(2025, 4, 1)
CASE = office_id(*REGENT)
ROUTINE, INSPECTION = Stated("OVERSIGHT"), Stated("INSPECTION", "700/118")


def looked_up(
    *looked: Looked, stated: Stated = ROUTINE, office: OfficeKind = OfficeKind.INSPECTORATE
) -> list[list[LookupEvent]]:
    """What each of these in turn puts on one page of the logbook."""
    logbook, made = Logbook(), []
    for each in looked:
        made.append(look_up(logbook, each, stated, office, POLICY.purposes, DAY))
        for event in made[-1]:
            logbook = evolve(logbook, event, own_act(BUDI, on(2025, 4, 1)))
    return made


def test_looking_again_on_the_same_day_is_on_record_already() -> None:
    case = Looked(What.CASE, (SITI,), CASE)
    once = PeopleLookedUp("OVERSIGHT", "", What.CASE, (SITI,), CASE, DAY)
    assert looked_up(case, case) == [[once], []]


def test_another_part_and_other_people_are_new() -> None:
    made = looked_up(
        Looked(What.FLAGS, (SITI, SITI)), Looked(What.FLAGS, (BUDI, SITI)), Looked(What.TRAIL, (SITI,))
    )
    assert [[event.people for event in each if isinstance(event, PeopleLookedUp)] for each in made] == [
        [(SITI,)],
        [(BUDI,)],
        [(SITI,)],
    ]


def test_whose_acts_were_read_is_on_record_beside_whom_they_were_about() -> None:
    regent = official(*REGENT)
    page = Looked(What.TRAIL, (SITI,), officials=(regent, SITI, regent))
    first, again, other = looked_up(page, page, replace(page, officials=(BUDI, regent)))
    assert first == [PeopleLookedUp("OVERSIGHT", "", What.TRAIL, (SITI,), None, DAY, (regent, SITI))]
    assert again == []
    assert other == [PeopleLookedUp("OVERSIGHT", "", What.TRAIL, (), None, DAY, (BUDI,))]


def test_an_inspection_is_told_of_after_its_days_and_looking_again_puts_nothing_off() -> None:
    case = Looked(What.CASE, (SITI,), CASE)
    ((event,), again) = looked_up(case, case, stated=INSPECTION)
    assert (event.told_from, event.reference, again) == (date(2025, 6, 30), "700/118", [])


@pytest.mark.parametrize(
    ("stated", "office", "refusal"),
    [
        (Stated("CURIOSITY"), OfficeKind.INSPECTORATE, PurposeUnknown),
        (INSPECTION, OfficeKind.PERSONNEL_OFFICE, PurposeNotOfTheOffice),
        (Stated("PROPOSAL"), OfficeKind.AUDITOR, PurposeNotOfTheOffice),
        (Stated("INSPECTION"), OfficeKind.AUDITOR, ReferenceRequired),
    ],
)
def test_a_purpose_is_one_the_policy_gives_the_office(
    stated: Stated, office: OfficeKind, refusal: type[Exception]
) -> None:
    """So a personnel office cannot keep its reading from the person by calling it an inspection."""
    with pytest.raises(refusal):
        looked_up(Looked(What.PERSON, (SITI,)), stated=stated, office=office)
    with pytest.raises(refusal):
        copy_trail(Search(), [NORTH_ID], 7, stated, office, POLICY.purposes, DAY)


def test_each_copy_of_the_trail_is_on_record() -> None:
    search = Search(text="guru")
    made = copy_trail(search, [NORTH_ID], 7, INSPECTION, OfficeKind.AUDITOR, POLICY.purposes, DAY)
    assert made == [TrailCopied("INSPECTION", "700/118", search, (NORTH_ID,), 7, date(2025, 6, 30))]
    act = own_act(BUDI, on(2025, 4, 1))
    assert fold(evolve, None, []) is None
    assert evolve(None, made[0], act) == Logbook()


# Whose reading is a look-up


def held(kind: OfficeKind, scope: object = NORTH_ID) -> Holding:
    return Holding(
        office_id(kind, scope), Capacity.DEFINITIVE, kind, NORTH_ID, insights=POLICY.insights_of(kind)
    )  # type: ignore[arg-type]


INSPECTORATE, AUDITOR = held(OfficeKind.INSPECTORATE), held(OfficeKind.AUDITOR)
LIBRARY = held(*LIBRARY_HEAD)


def test_an_inspectorate_reads_for_its_step_while_it_waits_and_looks_in_before_and_after() -> None:
    inspector = official(*NORTH_INSPECTORATE)
    for until, through in (
        ("file_verification", (INSPECTORATE,)),
        ("audit_clearance", ()),
        ("decree", (INSPECTORATE,)),
    ):
        case = given(SITI_MOVES).given(balancing_move(), until=until)
        assert overseeing(case.state, case.facts, inspector, (INSPECTORATE,)) == through, until


def test_what_the_law_of_the_day_lets_no_office_look_into_is_seen_by_none() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="file_verification")
    oversight = Readers((OfficeKind.PERFORMANCE_PANEL,), "UU 1/2030")
    law = replace(POLICY, insights={**POLICY.insights, Insight.OVERSIGHT: oversight})
    inspector, panel = (
        replace(held(kind), insights=law.insights_of(kind))
        for kind in (OfficeKind.INSPECTORATE, OfficeKind.PERFORMANCE_PANEL)
    )
    assert audience(case.state, case.facts, BUDI, (inspector,)) is None
    assert audience(case.state, case.facts, BUDI, (panel,)) is Audience.OFFICIAL
    assert overseeing(case.state, case.facts, BUDI, (inspector, panel)) == (panel,)


def test_whoever_has_to_do_with_a_case_does_not_look_in() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="decree")
    for reader, holdings in ((SITI, (AUDITOR,)), (BUDI, (LIBRARY, AUDITOR)), (BUDI, (LIBRARY,))):
        assert overseeing(case.state, case.facts, reader, holdings) == ()
    elsewhere = replace(AUDITOR, office=CASE, agency=CASE)
    assert overseeing(case.state, case.facts, BUDI, (elsewhere,)) == ()
    assert overseeing(case.state, case.facts, BUDI, (AUDITOR, INSPECTORATE)) == (AUDITOR, INSPECTORATE)
