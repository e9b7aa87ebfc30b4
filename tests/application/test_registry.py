"""The registry's door: several streams change together or not at all, and nothing is recorded twice."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from web import at_once

from application.ledger import ChangedMeanwhile, Ledger, OutcomeUnknown
from application.recording import decode, envelope_of
from application.registry import (
    Answer,
    AssignPost,
    DeclareKinship,
    EstablishPost,
    FillOffice,
    OpenVacancies,
    PostOlderThanRecorded,
    RecordFacts,
    RecordPledge,
    RegisterPerson,
    Registry,
    every,
)
from domain.act import Act, Capacity
from domain.identity import OfficeKind, agency_id, nip_id, office_id, person_id, post_id, unit_id
from domain.refusals import NipTaken, PersonUnknown, PostUnknown, SeatNotFree
from domain.registry.nip import Sex
from domain.registry.nip_holding import NipAssigned, NipGivenUp
from domain.registry.office import OfficeDescription
from domain.registry.person import PerformanceRated, Profile, Rating, Status
from domain.registry.post import FormationAllotted, Position, PositionKind, PostDescription
from domain.registry.tenure import Tenure

SELUMA, KAUR = agency_id("5805"), agency_id("5804")
ANI, BUDI = person_id("ani"), person_id("budi")
HERE, THERE = post_id("here"), post_id("there")
EARLIER, LATER = date(2020, 1, 1), date(2025, 1, 1)
TEACHER = Position("Guru Ahli Pertama", PositionKind.FUNCTIONAL)


ANIS_NIP, BUDIS_NIP = "198609262015051001", "198609262015051002"


def profile(agency=SELUMA, name="ANI", nip=ANIS_NIP, **more):
    return Profile(nip, name, date(1986, 9, 26), Sex.MALE, Status.PNS, agency, **more)


def described(code, seats=1, required=100):
    return PostDescription(code, unit_id("5805.SD1"), TEACHER, seats, required)


@pytest.fixture
def ledger(database):
    with Ledger(database) as ledger:
        yield ledger


def act():
    return Act(uuid4(), datetime(2026, 1, 15, 3, tzinfo=UTC), uuid4(), "2026.1")


@pytest.fixture
def registry(ledger):
    return Registry(ledger, act(), "digest")


@pytest.fixture
def posts(registry):
    """Two posts with a seat each."""
    registry.carry_out([EstablishPost(HERE, described("here")), EstablishPost(THERE, described("there"))])


def happened(ledger, stream):
    return [decode(line).event for line in ledger.read([stream])]


def names(ledger, stream):
    return [type(event).__name__ for event in happened(ledger, stream)]


def test_taking_a_seat_and_leaving_another_is_one_append(ledger, registry, posts):
    registry.carry_out([RegisterPerson(ANI, profile(), HERE, EARLIER)])
    before = ledger.head()
    (answer,) = registry.carry_out([AssignPost(ANI, THERE, LATER)])
    lines = ledger.after(before, 10)
    assert answer == Answer(3)
    assert [line.name for line in lines] == ["PostAssumed", "SeatTaken", "SeatVacated"]
    assert len({line.command for line in lines}) == 1


def test_what_is_on_record_yields_no_event(ledger, registry, posts):
    commands = [RegisterPerson(ANI, profile(), HERE, EARLIER), RecordPledge(ANI)]
    registry.carry_out(commands)
    before = ledger.head()
    assert registry.carry_out(commands) == [Answer(0), Answer(0)]
    assert ledger.head() == before


def test_events_carry_the_act_and_the_file_they_come_from(ledger, registry, posts):
    (line, *_) = ledger.read([HERE])
    envelope = envelope_of(line)
    assert (envelope.causation, envelope.act.policy) == ("digest", "2026.1")


def test_commands_of_one_call_see_what_those_before_them_changed(ledger, registry, posts):
    answers = registry.carry_out(
        [
            RegisterPerson(ANI, profile(), HERE, EARLIER),
            RegisterPerson(BUDI, profile(name="BUDI", nip=BUDIS_NIP), HERE, EARLIER),
        ]
    )
    assert answers[0] == Answer(4)
    assert [type(warning) for warning in answers[1].warnings] == [SeatNotFree]
    assert names(ledger, BUDI) == ["PersonRegistered"]


def test_a_refused_command_does_not_disturb_the_others(ledger, registry, posts):
    answers = registry.carry_out(
        [
            AssignPost(BUDI, HERE, LATER),
            RegisterPerson(ANI, profile(), HERE, EARLIER),
            AssignPost(ANI, post_id("nowhere"), LATER),
        ]
    )
    assert [type(answer.refused) for answer in answers] == [PersonUnknown, type(None), PostUnknown]
    assert names(ledger, ANI) == ["PersonRegistered", "PostAssumed"]


def test_an_older_export_does_not_undo_a_later_move(ledger, registry, posts):
    registry.carry_out([RegisterPerson(ANI, profile(KAUR), HERE, LATER)])
    (answer,) = registry.carry_out([RegisterPerson(ANI, profile(SELUMA), THERE, EARLIER)])
    assert answer.events == 0
    assert [type(warning) for warning in answer.warnings] == [PostOlderThanRecorded]
    (answer,) = registry.carry_out([AssignPost(ANI, THERE, EARLIER)])
    assert type(answer.refused) is PostOlderThanRecorded


def test_a_corrected_start_in_the_same_post_is_recorded(ledger, registry, posts):
    registry.carry_out([RegisterPerson(ANI, profile(), HERE, LATER)])
    registry.carry_out([RegisterPerson(ANI, profile(), HERE, EARLIER)])
    assert happened(ledger, ANI)[-1].since == EARLIER
    assert names(ledger, HERE) == ["PostEstablished", "SeatTaken"]


def test_an_export_knows_nothing_of_pledges_and_takes_none_away(ledger, registry):
    registry.carry_out(
        [RegisterPerson(ANI, profile()), RecordPledge(ANI), RegisterPerson(ANI, profile(rank="III/b"))]
    )
    assert happened(ledger, ANI)[-1].profile == profile(rank="III/b", pledged=True)


def test_kinship_stands_with_both(ledger, registry):
    registry.carry_out(
        [
            RegisterPerson(ANI, profile()),
            RegisterPerson(BUDI, profile(nip=BUDIS_NIP)),
            DeclareKinship(ANI, BUDI),
        ]
    )
    assert happened(ledger, ANI)[-1].relative == BUDI
    assert happened(ledger, BUDI)[-1].relative == ANI


def test_a_list_of_vacancies_leaves_the_position_map_alone(ledger, registry, posts):
    before = len(happened(ledger, HERE))
    listed = OpenVacancies(HERE, described("here", seats=9, required=None), 2024, 9, "formasi_cpns2024.csv")
    fresh = OpenVacancies(
        post_id("new"), described("new", seats=2, required=None), 2024, 2, "formasi_cpns2024.csv"
    )
    assert registry.carry_out([listed, fresh]) == [Answer(1), Answer(2)]
    assert [type(each) for each in happened(ledger, HERE)[before:]] == [FormationAllotted]


def test_but_tells_how_many_new_entrants_its_seats_are_allotted_to_once(ledger, registry, posts):
    listed = OpenVacancies(HERE, described("here", seats=2, required=None), 2024, 2, "formasi_cpns2024.csv")
    more = replace(listed, people=3)
    assert registry.carry_out([listed, listed, more]) == [Answer(1), Answer(0), Answer(1)]
    assert happened(ledger, HERE)[-2:] == [
        FormationAllotted(2024, 2, "formasi_cpns2024.csv"),
        FormationAllotted(2024, 3, "formasi_cpns2024.csv"),
    ]


# A NIP is one person's at a time


def test_a_nip_is_one_persons(ledger, registry):
    first, second = registry.carry_out([RegisterPerson(ANI, profile()), RegisterPerson(BUDI, profile())])
    assert (first.refused, type(second.refused)) == (None, NipTaken)
    assert happened(ledger, nip_id(ANIS_NIP)) == [NipAssigned(ANI)]
    assert names(ledger, BUDI) == []


def test_a_corrected_nip_is_free_and_both_histories_stay(ledger, registry):
    registry.carry_out([RegisterPerson(ANI, profile())])
    registry.carry_out([RegisterPerson(ANI, profile(nip=BUDIS_NIP))])
    registry.carry_out([RegisterPerson(BUDI, profile())])
    assert happened(ledger, nip_id(ANIS_NIP)) == [NipAssigned(ANI), NipGivenUp(ANI), NipAssigned(BUDI)]
    assert happened(ledger, nip_id(BUDIS_NIP)) == [NipAssigned(ANI)]
    assert [event.profile.nip for event in happened(ledger, ANI)] == [ANIS_NIP, BUDIS_NIP]


def test_a_nip_corrected_to_anothers_is_refused_and_nothing_of_the_person_changes(ledger, registry):
    registry.carry_out([RegisterPerson(ANI, profile()), RegisterPerson(BUDI, profile(nip=BUDIS_NIP))])
    before = ledger.head()
    (answer,) = registry.carry_out([RegisterPerson(BUDI, profile(name="BUDI SANTOSO"))])
    assert type(answer.refused) is NipTaken
    assert ledger.head() == before


def test_of_two_corrections_in_one_call_each_nip_is_given_up(ledger, registry):
    third = "198609262015051003"
    registry.carry_out([RegisterPerson(ANI, profile())])
    registry.carry_out(
        [
            RegisterPerson(ANI, profile(nip=BUDIS_NIP)),
            RegisterPerson(ANI, profile(nip=third)),
            RegisterPerson(BUDI, profile(nip=BUDIS_NIP)),
        ]
    )
    assert happened(ledger, nip_id(BUDIS_NIP)) == [NipAssigned(ANI), NipGivenUp(ANI), NipAssigned(BUDI)]
    assert happened(ledger, nip_id(ANIS_NIP)) == [NipAssigned(ANI), NipGivenUp(ANI)]


def test_of_two_who_claim_a_nip_at_the_same_moment_one_gets_it(database):
    """Two processes, many times."""
    people = [[person_id(f"{side}-{number}") for number in range(30)] for side in ("left", "right")]

    def claiming(side):
        with Ledger(database) as ledger:
            for number, person in enumerate(side, start=1):
                command = RegisterPerson(person, profile(nip=f"198609262015051{number:03}"))
                (answer,) = Registry(ledger, act()).carry_out([command])
                yield type(answer.refused)

    answers = at_once([lambda side=side: list(claiming(side)) for side in people])
    for left, right in zip(*answers, strict=True):
        assert {left, right} == {type(None), NipTaken}
    with Ledger(database) as ledger:
        registered = [recorded.event.profile.nip for recorded in every(ledger, "PersonRegistered")]
    assert len(registered) == len(set(registered)) == 30


def test_an_open_tenure_may_come_again_with_its_end(ledger, registry):
    office = OfficeDescription(OfficeKind.INSPECTORATE, "Inspektur", SELUMA, SELUMA)
    tenure = Tenure(ANI, Capacity.DEFINITIVE, EARLIER)
    ended = FillOffice(office_id(office.kind, SELUMA), office, replace(tenure, until=LATER))
    registry.carry_out([RegisterPerson(ANI, profile()), replace(ended, tenure=tenure), ended, ended])
    assert names(ledger, ended.id) == ["OfficeEstablished", "OfficeAssigned", "OfficeRelinquished"]


def test_a_lost_race_is_decided_again(ledger, registry, posts, monkeypatch):
    """Somebody takes the last seat between reading and appending."""
    append, rivals = ledger.append, [RegisterPerson(BUDI, profile(name="BUDI", nip=BUDIS_NIP), HERE, EARLIER)]

    def append_after_the_rival(entry):
        if rivals:
            Registry(ledger, act()).carry_out([rivals.pop()])
        return append(entry)

    monkeypatch.setattr(ledger, "append", append_after_the_rival)
    (answer,) = registry.carry_out([RegisterPerson(ANI, profile(), HERE, EARLIER)])
    assert [type(warning) for warning in answer.warnings] == [SeatNotFree]
    assert names(ledger, HERE) == ["PostEstablished", "SeatTaken"]


def test_a_race_that_is_lost_again_and_again_is_given_up(ledger, registry, monkeypatch):
    def lose(entry):
        raise ChangedMeanwhile

    monkeypatch.setattr(ledger, "append", lose)
    with pytest.raises(ChangedMeanwhile):
        registry.carry_out([RegisterPerson(ANI, profile())])


def test_an_append_without_an_answer_is_sent_again_and_recorded_once(ledger, registry, monkeypatch):
    append, answers = ledger.append, [OutcomeUnknown("no answer")]

    def append_and_lose_the_answer(entry):
        position = append(entry)
        if answers:
            raise answers.pop()
        return position

    monkeypatch.setattr(ledger, "append", append_and_lose_the_answer)
    assert registry.carry_out([RegisterPerson(ANI, profile())]) == [Answer(2)]
    assert registry.position == ledger.head() == 2


def test_everything_of_a_name_can_be_walked_through(ledger, registry):
    people = [person_id(str(number)) for number in range(50)]
    registry.carry_out(
        [
            RegisterPerson(person, profile(nip=f"198609262015051{number:03}"))
            for number, person in enumerate(people, start=1)
        ]
    )
    registry.carry_out([RecordFacts(people[0], [PerformanceRated(2025, Rating.GOOD)])])
    found = list(every(ledger, "PersonRegistered"))
    assert [recorded.stream for recorded in found] == people


def test_a_stream_of_another_kind_is_a_fault(registry, posts):
    with pytest.raises(ValueError, match="of another kind than PERSON"):
        registry.carry_out([RegisterPerson(HERE, profile())])
