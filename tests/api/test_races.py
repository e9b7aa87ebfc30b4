"""Twenty at the same moment: one live request a person, one taker a seat, nobody twice in one case."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid5

import cast
from cast import (
    HEALTH_HEAD,
    LIBRARY_HEAD,
    NEW_POST_ID,
    NORTH_ID,
    OLD_POST_ID,
    SITI,
    Move,
    act_of,
    official,
    on,
)
from stories import balancing_move, file_of
from web import Web, at_once, command_of

from api.entry import sight_of
from domain.act import Act, Capacity
from domain.identity import person_id
from domain.policy import Initiative
from domain.registry.office import OfficeAssigned
from domain.registry.person import PerformanceRated, PersonRegistered, PostAssumed, Rating
from domain.registry.post import PostRevised, SeatTaken
from domain.registry.tenure import Tenure
from domain.transfer.commands import GrantConsent, RequestTransfer, TransferCommand

MANY = 20
Outcome = tuple[int, str]


def outcome(answer: object) -> Outcome:
    kind = answer.json().get("type", "recorded")  # type: ignore[attr-defined]
    return answer.status_code, kind.removeprefix("urn:jejak:problem:")  # type: ignore[attr-defined]


def insisting(
    web: Web, command: TransferCommand, act: Act, transfer: str, etag: str
) -> Callable[[], Outcome]:
    """Send it; told that others were faster, look again and send it again, until there is another answer."""

    def insist() -> Outcome:
        answer = outcome(web.post(command, act, transfer=transfer, etag=etag))
        while answer in {(412, "facts-changed"), (409, "changed-meanwhile")}:
            answer = outcome(web.post(command, act, transfer=transfer))
        return answer

    return insist


def test_one_live_request_a_person(live: Web) -> None:
    request, act = command_of(balancing_move(), "RequestTransfer")
    before = live.head
    answers = [outcome(answer) for answer in at_once([lambda: live.post(request, act)] * MANY)]
    assert sorted(answers) == [(201, "recorded"), *[(409, "LiveRequestExists")] * (MANY - 1)]
    assert len({line.command for line in live.house.ledger.after(before, 1_000)}) == 1


def test_one_live_request_a_person_whoever_asks_and_for_whatever(live: Web) -> None:
    """The organisation for one post, the person for another."""
    for_need, office = command_of(balancing_move(), "RequestTransfer")
    own = RequestTransfer(
        SITI, cast.CITY_MATHS_ID, Initiative.OWN_REQUEST, "Keluarga", file_of("D01"), ground="FAMILY"
    )
    own_act = cast.own_act(SITI, on(2025, 3, 10))
    calls = [lambda: live.post(for_need, office), lambda: live.post(own, own_act)] * (MANY // 2)
    answers = [outcome(answer) for answer in at_once(calls)]
    assert sorted(answers) == [(201, "recorded"), *[(409, "LiveRequestExists")] * (MANY - 1)]


def archivists(web: Web) -> list[UUID]:
    """Twenty more in the post that has too many, all with good ratings."""
    people = [person_id(f"archivist-{n}") for n in range(MANY)]
    web.happens(
        OLD_POST_ID, PostRevised(cast._post("5801.02/arsip", cast.LIBRARY_ID, cast.ARCHIVIST, 40, 200)[1])
    )
    for n, person in enumerate(people):
        profile = cast._profile(f"1986092620150520{n + 10}", f"Arsiparis {n}", NORTH_ID)
        ratings = [PerformanceRated(year, Rating.GOOD) for year in (2023, 2024)]
        web.happens(person, PersonRegistered(profile), PostAssumed(OLD_POST_ID, date(2020, 1, 2)), *ratings)
    web.happens(OLD_POST_ID, *(SeatTaken(person, date(2020, 1, 2)) for person in people))
    return people


def test_never_more_takers_than_seats(live: Web) -> None:
    """Two free seats and twenty cases whose receiving head accepts at the same moment."""
    calls = []
    for person in archivists(live):
        move = Move(uuid5(person, "move"), person, NEW_POST_ID)
        live.play(balancing_move(move), until="receiving_acceptance")
        accept, act = command_of(balancing_move(move), "receiving_acceptance")
        calls.append((accept, act, live.transfer))
    sights = [live.seen(act, transfer) for _, act, transfer in calls]
    answers = at_once([insisting(live, *call, etag) for call, etag in zip(calls, sights, strict=True)])
    assert sorted(answers) == [(201, "recorded")] * 2 + [(409, "SeatNotFree")] * (MANY - 2)
    act = calls[0][1]
    live.transfer = calls[0][2]
    target = live.shown(act.by, act.at).json()["facts"]["target"]
    assert (target["seats"], target["occupied"], target["held"]) == (3, 1, 2)


def test_nobody_decides_twice_in_one_case_even_at_the_same_moment(live: Web) -> None:
    """Head of the origin and of the receiving office in one person: one of the two parallel steps is theirs."""
    both = official(*LIBRARY_HEAD)
    live.happens(
        cast.office_id(*HEALTH_HEAD), OfficeAssigned(Tenure(both, Capacity.ACTING, date(2025, 1, 2)))
    )
    live.play(balancing_move(), until="origin_release")
    release, accept = (
        GrantConsent("origin_release", "1"),
        GrantConsent("receiving_acceptance", "2", NEW_POST_ID),
    )
    releasing = act_of(*LIBRARY_HEAD, on(2025, 3, 17))
    accepting = Act(both, releasing.at, releasing.command, releasing.policy, cast.office_id(*HEALTH_HEAD))
    etag = live.seen(releasing)
    calls = [
        insisting(live, command, act, live.transfer, etag)
        for command, act in ((release, releasing), (accept, accepting))
    ]
    answers = at_once(calls * (MANY // 2))
    assert answers.count((201, "recorded")) == 1
    assert set(answers) == {(201, "recorded"), (409, "StepNotOpen"), (403, "SecondRole")}
    granted = [
        e for e in live.house.cases.history(UUID(live.transfer)) if type(e.event).__name__ == "ConsentGranted"
    ]
    assert [each.act.by for each in granted] == [both]


def test_nobody_decides_about_themselves_however_often_they_try(live: Web) -> None:
    live.play(balancing_move(), until="origin_release")
    live.happens(
        cast.office_id(*LIBRARY_HEAD), OfficeAssigned(Tenure(SITI, Capacity.ACTING, date(2025, 1, 2)))
    )
    own = Act(SITI, on(2025, 3, 17), UUID(int=0), "", cast.office_id(*LIBRARY_HEAD))
    before, etag = live.head, live.seen(own)
    assert sight_of(etag).audience == "SUBJECT"
    release = GrantConsent("origin_release", "1")
    answers = at_once([insisting(live, release, own, live.transfer, etag)] * MANY)
    assert answers == [(403, "OwnTransfer")] * MANY
    assert live.head == before
