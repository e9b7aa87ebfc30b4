"""What a decider saw is on record and can be laid before anybody again; whoever saw something else decides nothing."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import cast
import pytest
from cast import LIBRARY_HEAD, NORTH_PERSONNEL, PEERS, SITI, act_of, on, own_act
from stories import balancing_move, document, teacher_moves_to_the_city
from web import Web, at_once, command_of

from api.entry import sight_of
from application.cases import digest
from domain.act import Act
from domain.registry.person import (
    Certificate,
    CertificateAwarded,
    KinshipDeclared,
    PostAssumed,
    Proceeding,
    ProceedingKind,
    ProceedingRecorded,
    ServiceBound,
    StudyAssigned,
)
from domain.registry.post import SeatTaken, SeatVacated
from domain.transfer.commands import (
    AssessFit,
    ForwardProposal,
    GrantConsent,
    SubmitDocument,
    WithdrawTransfer,
)
from domain.transfer.desk import Audience
from domain.transfer.events import ConsentGranted

RELEASE = GrantConsent("origin_release", "045/PERPUS")
DAY = on(2025, 3, 17)


@pytest.fixture
def waiting_for_release(web: Web) -> Web:
    web.play(balancing_move(), until="origin_release")
    return web


def library_head(at: object = DAY) -> Act:
    return act_of(*LIBRARY_HEAD, at)  # type: ignore[arg-type]


def test_the_etag_stands_for_exactly_the_facts_served(waiting_for_release: Web) -> None:
    for person in (SITI, library_head().by, PEERS[0]):
        shown = waiting_for_release.shown(person, DAY)
        assert digest(shown.json()["facts"]) == sight_of(shown.headers["ETag"]).digest


def test_the_etag_is_the_same_as_long_as_nothing_happens_and_another_afterwards(
    waiting_for_release: Web,
) -> None:
    web, act = waiting_for_release, library_head()
    before = web.seen(act)
    assert web.seen(act) == before
    assert web.post(RELEASE, act).status_code == 201
    assert web.seen(act) != before


@pytest.mark.parametrize("story", [balancing_move(), teacher_moves_to_the_city()], ids=["T1", "T2a"])
def test_every_act_of_a_case_can_be_shown_again_as_its_actor_saw_it(web: Web, story: object) -> None:
    sights = {}
    for command, act in story:  # type: ignore[attr-defined]
        if web.transfer:
            sights[len(web.house.cases.history(UUID(web.transfer))) + 1] = sight_of(web.seen(act))
        assert web.post(command, act).status_code == 201
    history = web.house.cases.history(UUID(web.transfer))
    assert len(sights) > 15
    for version, sight in sights.items():
        seen = history[version - 1].act.seen
        assert (seen.position, seen.digest) == (sight.position, sight.digest)
        shown = web.house.cases.show_at(UUID(web.transfer), seen.position, sight.audience)
        assert digest(shown) == seen.digest
    assert history[0].act.seen is None, "the request itself: there was no case to see"


def test_the_history_tells_what_was_seen(waiting_for_release: Web) -> None:
    web, act = waiting_for_release, library_head()
    sight = sight_of(web.seen(act))
    receipt = web.post(RELEASE, act).json()
    items = web.get(f"{web.case}/history", act.by, DAY, after=receipt["position"], limit=200).json()["items"]
    released = next(item for item in items if item["event"] == "ConsentGranted")
    assert (released["seenPosition"], released["seenDigest"]) == (sight.position, sight.digest)


# Without having seen


def test_an_act_without_if_match_is_refused(waiting_for_release: Web) -> None:
    web, act = waiting_for_release, library_head()
    before = web.head
    headers = web.headers(act.by, act.at, act.office) | {"Idempotency-Key": "pelepasan-1"}
    body = {"step": "origin_release", "number": "045"}
    answer = web.client.post(f"{web.case}/consents", json=body, headers=headers)
    assert answer.status_code == 428
    assert answer.json()["type"] == "urn:jejak:problem:precondition-required"
    assert web.head == before


def forged(web: Web, act: Act) -> dict[str, str]:
    sight = sight_of(web.seen(act))
    other_case = Web(web.client, web.key, web.house)
    other_case.play(teacher_moves_to_the_city(), until="VerifyFile")
    return {
        "no ETag of ours": '"abc"',
        "weak": f'W/"{sight.position}.O.{sight.digest}"',
        "any": "*",
        "two": f'"{sight.position}.O.{sight.digest}", "{sight.position}.O.{sight.digest}"',
        "another digest": f'"{sight.position}.O.{"0" * 64}"',
        "these facts, an earlier position": f'"{sight.position - 1}.O.{sight.digest}"',
        "these facts, the first position": f'"1.O.{sight.digest}"',
        "these facts, position nought": f'"0.O.{sight.digest}"',
        "these facts, a later position": f'"{web.head}.O.{sight.digest}"',
        "these facts, a position to come": f'"{web.head + 1_000}.O.{sight.digest}"',
        "these facts, the largest position": f'"{10**18 - 1}.O.{sight.digest}"',
        "these facts, for another audience": f'"{sight.position}.S.{sight.digest}"',
        "of another case": other_case.seen(own_act(cast.BUDI, on(2025, 9, 1))),
    }


def test_an_etag_that_was_never_given_out_for_this_case_is_refused(waiting_for_release: Web) -> None:
    web, act = waiting_for_release, library_head()
    for why, etag in forged(web, act).items():
        before = web.head
        answer = web.post(RELEASE, act, etag=etag)
        assert (answer.status_code, answer.json()["type"]) == (412, "urn:jejak:problem:etag-unknown"), why
        assert "changes" not in answer.json(), why
        assert web.head == before, why


# What was seen is no longer so


def opens_proceedings(web: Web) -> None:
    web.happens(
        SITI, ProceedingRecorded(Proceeding("HD-1", ProceedingKind.DISCIPLINE, "SEDANG", date(2025, 3, 10)))
    )


def goes_to_study(web: Web) -> None:
    web.happens(SITI, StudyAssigned(date(2027, 8, 31)))


def is_bound(web: Web) -> None:
    web.happens(SITI, ServiceBound(date(2029, 8, 31)))


def is_certified(web: Web) -> None:
    web.happens(SITI, CertificateAwarded(Certificate("SERDIK", "S-1")))


def names_a_relative(web: Web) -> None:
    web.happens(SITI, KinshipDeclared(PEERS[3]))


def takes_a_seat(web: Web) -> None:
    web.happens(cast.NEW_POST_ID, SeatTaken(PEERS[3], date(2025, 3, 1)))


def leaves_the_origin(web: Web) -> None:
    web.happens(cast.OLD_POST_ID, SeatVacated(PEERS[0], date(2025, 3, 1)))


def puts_in_a_document(web: Web) -> None:
    act = act_of(*NORTH_PERSONNEL, DAY)
    assert web.post(SubmitDocument(document("D16")), act).status_code == 201


@pytest.mark.parametrize(
    ("somebody", "changes"),
    [
        (opens_proceedings, {"/person/proceedings": ([], [{"since": "2025-03-10", "until": None}])}),
        (goes_to_study, {"/person/studyUntil": (None, "2027-08-31")}),
        (is_bound, {"/person/bondUntil": (None, "2029-08-31")}),
        (
            is_certified,
            {"/person/certificates": ([], [{"kind": "SERDIK", "number": "S-1", "until": None}])},
        ),
        (names_a_relative, {"/person/relatives": (0, 1)}),
        (takes_a_seat, {"/target/occupied": (1, 2), "/target/gap": (-200, -100)}),
        (leaves_the_origin, {"/origin/occupied": (4, 3), "/origin/gap": (200, 100)}),
    ],
)
def test_a_change_in_another_stream_stops_the_act_and_is_shown(
    waiting_for_release: Web, somebody: Callable[[Web], None], changes: dict[str, tuple[object, object]]
) -> None:
    web, act = waiting_for_release, library_head()
    etag = web.seen(act)
    somebody(web)
    before = web.head
    answer = web.post(RELEASE, act, etag=etag)
    assert (answer.status_code, answer.json()["type"]) == (412, "urn:jejak:problem:facts-changed")
    told = {c["pointer"]: (c["before"], c["now"]) for c in answer.json()["changes"]}
    of_the_seats = {pointer: told.pop(pointer) for pointer in [*told] if pointer.startswith("/needs/")}
    assert told == changes
    assert bool(of_the_seats) is any(pointer.endswith("/occupied") for pointer in changes)
    assert web.head == before, "nothing was recorded"
    assert web.post(RELEASE, act).status_code == 201, "after looking again"


def test_a_change_in_the_case_itself_stops_the_act_and_is_shown(web: Web) -> None:
    web.play(balancing_move(), until="transfer_plan")
    act = act_of(*NORTH_PERSONNEL, on(2025, 3, 18))
    etag = web.seen(act)
    puts_in_a_document(web)
    answer = web.post(AssessFit("transfer_plan", "Sesuai"), act, etag=etag)
    assert answer.status_code == 412
    assert [change["pointer"] for change in answer.json()["changes"]] == ["/documents"]


def test_the_person_is_told_no_more_of_a_change_than_they_may_see(web: Web) -> None:
    web.play(balancing_move(), until="origin_release")
    act = own_act(SITI, DAY)
    etag = web.seen(act)
    web.post(RELEASE, library_head())
    answer = web.post(WithdrawTransfer("Batal"), act, etag=etag)
    assert answer.status_code == 412
    assert not any("feedback" in change["pointer"] for change in answer.json()["changes"])


def test_what_changed_and_changed_back_does_not_stop_the_act(waiting_for_release: Web) -> None:
    """The same facts under an older position: what was seen is still so, and goes on record as it was given out."""
    web, act = waiting_for_release, library_head()
    etag = web.seen(act)
    web.happens(SITI, PostAssumed(cast.OLD_POST_ID, date(2022, 1, 3)))
    assert web.seen(act) != etag
    assert web.post(RELEASE, act, etag=etag).status_code == 201
    history = web.house.cases.history(UUID(web.transfer))
    seen = next(e.act.seen for e in history if isinstance(e.event, ConsentGranted))
    assert seen.position == sight_of(etag).position
    assert (
        digest(web.house.cases.show_at(UUID(web.transfer), seen.position, Audience.OFFICIAL)) == seen.digest
    )


def test_of_two_deciders_at_once_the_loser_gets_the_difference(live: Web) -> None:
    """Forwarding and returning the same step, from the same sight: one is recorded, the other told what changed."""
    live.play(balancing_move(), until="authorised_official")
    forward, act = command_of(balancing_move(), "authorised_official")
    assert isinstance(forward, ForwardProposal)
    etag = live.seen(act)
    answers = at_once(
        [lambda n=n: live.post(ForwardProposal(forward.step, f"800/{n}"), act, etag=etag) for n in range(8)]
    )  # type: ignore[misc]
    won = [answer for answer in answers if answer.status_code == 201]
    lost = [answer for answer in answers if answer.status_code != 201]
    assert len(won) == 1
    for answer in lost:
        expected = {409: "urn:jejak:problem:changed-meanwhile", 412: "urn:jejak:problem:facts-changed"}
        assert answer.json()["type"] == expected[answer.status_code]
        assert "/route/12/state" in [change["pointer"] for change in answer.json()["changes"]]


# Not looked at twice


def test_an_unchanged_case_is_not_sent_again(waiting_for_release: Web) -> None:
    web, act = waiting_for_release, library_head()
    etag = web.seen(act)
    for known in (etag, f'"x", {etag}', f"W/{etag}", "*"):
        headers = web.headers(act.by, act.at) | {"If-None-Match": known}
        answer = web.client.get(web.case, headers=headers)
        assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", etag)
    web.post(RELEASE, act)
    headers = web.headers(act.by, act.at) | {"If-None-Match": etag}
    assert web.client.get(web.case, headers=headers).status_code == 200


def test_a_case_that_does_not_exist_was_never_seen(web: Web) -> None:
    answer = web.post(RELEASE, library_head(), transfer=str(uuid4()))
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:jejak:problem:TransferUnknown")
