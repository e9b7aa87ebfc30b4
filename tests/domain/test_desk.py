"""The decider's desk: what the person, a rater and an official see, what has changed, and that it can be laid again."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from asking import in_east_java, profiled, under_caretaker, with_position
from cast import (
    BUDI_MOVES,
    BUDI_TO_PRIVATE_SCHOOL,
    LIBRARY_HEAD,
    LIBRARY_ID,
    NORTH_ID,
    NORTH_PANEL,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    PEERS,
    SCHOOL_A,
    SITI,
    SITI_MOVES,
    act_of,
    heads,
    official,
    on,
    own_act,
)
from given import Case, given, recorded
from stories import SCORES, balancing_move, document, teacher_is_redistributed, teacher_moves_to_the_city

from application.cases import digest
from domain.history import fold
from domain.identity import OfficeKind, office_id
from domain.policy import Term
from domain.registry.person import Certificate, Proceeding, ProceedingKind, Rating, Status
from domain.registry.post import PositionKind
from domain.registry.unit import UnitKind
from domain.transfer.commands import CloseFeedback, GiveFeedback, ReturnFile, SubmitDocument, WithdrawTransfer
from domain.transfer.desk import Audience, Json, desk, differences
from domain.transfer.evolving import evolve

SUPERIOR = official(OfficeKind.UNIT_HEAD, LIBRARY_ID)
SECRETS = ("rahasia-0", "rahasia-1", "rahasia-2")


def shown(case: Case, audience: Audience) -> Json:
    return desk(case.state, case.facts, audience)


def texts(value: object) -> Iterator[str]:
    """Every string anywhere in a desk."""
    match value:
        case dict():
            for key, each in value.items():
                yield from (key, *texts(each))
        case list():
            for each in value:
                yield from texts(each)
        case str():
            yield value


def answered(*, peers: int = 3) -> Case:
    """Asked, and answered by the person, the superior and so many peers, each with words of their own."""
    case = given(SITI_MOVES).given(balancing_move(), until="GiveFeedback")
    case.when(GiveFeedback({}, "kata Siti"), own_act(SITI, on(2025, 3, 13)))
    case.when(GiveFeedback(SCORES, "kata atasan"), own_act(SUPERIOR, on(2025, 3, 13)))
    for peer, words in zip(PEERS[:peers], SECRETS, strict=False):
        case.when(GiveFeedback(SCORES, words), own_act(peer, on(2025, 3, 13)))
    case.when(GiveFeedback(SCORES, "kata unit asal"), act_of(*LIBRARY_HEAD, on(2025, 3, 13)))
    return case


def closed(*, peers: int = 3) -> Case:
    case = answered(peers=peers).when(CloseFeedback("feedback"), act_of(*NORTH_PERSONNEL, on(2025, 4, 11)))
    assert case.refused is None
    return case


# Who sees what


def test_a_rater_sees_only_whom_it_is_about_and_what_is_asked() -> None:
    seen = shown(closed(), Audience.RATER)
    assert set(seen) == {"id", "type", "person", "target", "competences"}
    assert seen["person"] == {"id": str(SITI), "name": "Siti Rahmawati"}
    assert list(seen["competences"]) == ["cooperation", "expertise", "integrity", "service"]
    case = given(BUDI_MOVES).given(teacher_moves_to_the_city(), until="decree")
    told = " ".join(texts(shown(case, Audience.RATER)))
    for private in ("Mengikuti keluarga", case.facts.person.profile.nip, "Keluarga di kota."):
        assert private not in told


def test_an_official_sees_the_file_the_findings_the_route_and_the_reason() -> None:
    seen = shown(closed(), Audience.OFFICIAL)
    assert seen["reason"] == "Pemerataan beban kerja arsip"
    assert seen["person"]["nip"] == "198609262015052001"
    assert [each["kind"] for each in seen["documents"]] == ["D02", "D03", "D06", "D08"]
    assert {finding["rule"] for finding in seen["eligibility"]} == {f"E{n:02}" for n in range(1, 18)}
    assert [step["state"] for step in seen["route"][:7]] == [
        "DONE",
        "NOT_REQUIRED",
        "DONE",
        "DONE",
        "OPEN",
        "WAITING",
        "WAITING",
    ]


def test_an_official_sees_the_person_as_the_national_record_has_them() -> None:
    assert shown(closed(), Audience.OFFICIAL)["person"] == {
        "id": str(SITI),
        "nip": "198609262015052001",
        "name": "Siti Rahmawati",
        "status": "PNS",
        "agency": str(NORTH_ID),
        "blocks": [],
        "rank": "III/b",
        "education": "S1 S-1 Kearsipan",
        "postSince": "2022-01-03",
        "ratings": {str(year): "BAIK" for year in range(2021, 2026)},
        "interest": "Dinas Kesehatan",
        "bornOn": "1986-09-26",
        "appointedOn": "2016-05-01",
        "pledged": False,
        "educationCode": "5200201",
        "marks": {},
        "studyUntil": None,
        "bondUntil": None,
        "certificates": [],
        "proceedings": [],
        "relatives": 0,
        "ties": 0,
    }
    assert shown(closed().about(post_since=None), Audience.OFFICIAL)["person"]["postSince"] is None


def test_each_step_shows_its_office_and_its_day_or_what_came_of_it() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="authorised_official")
    route = {step["step"]: step for step in shown(case, Audience.OFFICIAL)["route"]}
    titled = {"step", "stage", "title"}
    assert {key: route["performance_panel"][key] for key in route["performance_panel"].keys() - titled} == {
        "state": "DONE",
        "event": "ConsiderationGiven",
        "office": str(office_id(*NORTH_PANEL)),
        "delegate": None,
        "supports": True,
        "reason": "Kinerja baik.",
        "number": "BA-07",
    }
    assert {
        key: route["authorised_official"][key] for key in route["authorised_official"].keys() - titled
    } == {
        "state": "OPEN",
        "office": str(office_id(*NORTH_SECRETARY)),
        "dueOn": "2025-03-26",
    }
    assert route["decree"]["state"] == "WAITING"
    assert [step["stage"] for step in route.values()] == [
        1,
        2,
        3,
        3,
        4,
        5,
        5,
        6,
        7,
        8,
        8,
        8,
        9,
        10,
        11,
        11,
        12,
        13,
        14,
        14,
    ]


def test_both_posts_are_shown_with_their_seats_and_gaps() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="transfer_plan")
    seen = shown(case, Audience.OFFICIAL)
    counted = ("seats", "occupied", "held", "gap")
    assert [seen["origin"][each] for each in counted] == [4, 4, 0, 200]
    assert [seen["target"][each] for each in counted] == [3, 1, 1, -200]
    assert seen["target"]["unit"] == "Dinas Kesehatan"


def feedback(case: Case, audience: Audience) -> dict[str, list[Json]]:
    by_role: dict[str, list[Json]] = {}
    for answer in shown(case, audience)["feedback"]:
        by_role.setdefault(answer["role"], []).append(answer)
    return by_role


def test_the_person_sees_that_others_answered_but_not_what_they_said_before_it_is_closed() -> None:
    seen = feedback(answered(), Audience.SUBJECT)
    assert seen["SUBJECT"][0]["text"] == "kata Siti"
    for answer in (*seen["PEER"], *seen["SUPERIOR"], *seen["ORIGIN_UNIT"]):
        assert answer["answered"] is True
        assert answer["scores"] is None
        assert answer["text"] is None
    told = " ".join(texts(shown(answered(), Audience.SUBJECT)))
    assert not any(words in told for words in (*SECRETS, "kata atasan", "kata unit asal"))


def test_once_closed_the_person_sees_the_superiors_and_the_units_views_and_of_the_peers_the_mean() -> None:
    seen = feedback(closed(), Audience.SUBJECT)
    assert (seen["SUPERIOR"][0]["text"], seen["SUPERIOR"][0]["scores"]) == ("kata atasan", SCORES)
    assert seen["ORIGIN_UNIT"][0]["text"] == "kata unit asal"
    assert all(answer["scores"] is answer["text"] is None for answer in seen["PEER"])
    desk_ = shown(closed(), Audience.SUBJECT)
    assert desk_["peers"] == {"answers": 3, "means": {key: 100 * score for key, score in SCORES.items()}}
    assert not any(words in " ".join(texts(desk_)) for words in SECRETS)


@pytest.mark.parametrize("audience", [Audience.SUBJECT, Audience.OFFICIAL])
def test_there_is_no_mean_of_too_few_peers_nor_before_it_is_closed(audience: Audience) -> None:
    assert shown(closed(peers=2), audience)["peers"] is None
    assert shown(answered(), audience)["peers"] is None


def test_each_score_is_described_to_those_who_give_it() -> None:
    integrity = shown(answered(), Audience.RATER)["competences"]["integrity"]
    assert [each["score"] for each in integrity["scale"]] == [1, 2, 3, 4, 5]
    assert integrity["scale"][0]["id"].startswith("Pernah melanggar aturan")
    on_duty = given(SITI_MOVES).given(balancing_move(), until="AnswerEvaluation")
    rubric = shown(on_duty, Audience.OFFICIAL)["rubric"]
    assert rubric["competences"]["integrity"] == integrity
    assert [each["en"] for each in rubric["goals"]][-1] == "Reached"
    looked_at = {each["months"]: each["measures"] for each in shown(on_duty, Audience.SUBJECT)["measures"]}
    assert {months: len(words) for months, words in looked_at.items()} == {3: 5, 6: 5, 12: 4}
    assert looked_at[3][0]["id"] == "SKP disusun kembali di unit baru"
    assert shown(given(SITI_MOVES).given(balancing_move()), Audience.SUBJECT)["measures"] == [], (
        "all are concluded"
    )


def test_an_official_sees_the_superiors_answer_at_once_and_the_peers_when_feedback_is_closed() -> None:
    seen = feedback(answered(), Audience.OFFICIAL)
    assert seen["SUPERIOR"][0]["text"] == "kata atasan"
    assert [answer["text"] for answer in seen["PEER"]] == [None, None, None]
    seen = feedback(closed(), Audience.OFFICIAL)
    assert {answer["text"] for answer in seen["PEER"]} == set(SECRETS)


def test_too_few_peers_are_not_shown_at_all() -> None:
    seen = feedback(closed(peers=2), Audience.OFFICIAL)
    assert [answer["text"] for answer in seen["PEER"]] == [None, None, None]
    assert [answer["scores"] for answer in seen["PEER"]] == [None, None, None]


@pytest.mark.parametrize("audience", Audience)
def test_nobody_sees_which_peer_said_what(audience: Audience) -> None:
    told = set(texts(shown(closed(), audience)))
    assert not told & {str(peer) for peer in PEERS}


def test_peers_stand_in_an_order_that_does_not_tell_who_they_are() -> None:
    """The same answers, given by the same peers the other way round, are the same desk."""
    there = answered(peers=0)
    back = answered(peers=0)
    for peer, other, words in zip(PEERS[:3], reversed(PEERS[:3]), SECRETS, strict=True):
        there.when(GiveFeedback(SCORES, words), own_act(peer, on(2025, 3, 13)))
        back.when(GiveFeedback(SCORES, words), own_act(other, on(2025, 3, 13)))
    for case in (there, back):
        case.when(CloseFeedback("feedback"), act_of(*NORTH_PERSONNEL, on(2025, 3, 14)))
    assert shown(there, Audience.OFFICIAL) == shown(back, Audience.OFFICIAL)


def test_the_person_sees_the_scores_of_the_reviews_but_only_their_own_words() -> None:
    case = given(SITI_MOVES).given(balancing_move())
    review = shown(case, Audience.SUBJECT)["evaluations"][0]
    assert {answer["role"]: answer["text"] for answer in review["answers"]} == {
        "SUBJECT": "Betah.",
        "SUPERIOR": None,
        "ORIGIN_UNIT": None,
        "RECEIVING_UNIT": None,
    }
    official_ = shown(case, Audience.OFFICIAL)["evaluations"][0]
    assert all(answer["text"] is not None for answer in official_["answers"])


COURT = Proceeding("H-1", ProceedingKind.COURT, "BERAT", date(2025, 1, 1))
OVER = Proceeding("H-2", ProceedingKind.DISCIPLINE, "RINGAN", date(2020, 1, 1), date(2025, 3, 9))
ENDING = Proceeding("H-3", ProceedingKind.DISCIPLINE, "RINGAN", date(2021, 1, 1), date(2025, 3, 10))


def sensitive() -> Case:
    """Requested on 2025-03-10."""
    matters = {each.number: each for each in (COURT, OVER, ENDING)}
    return answered().about(proceedings=matters, kin=frozenset({PEERS[3]}))


def test_of_proceedings_and_kin_an_official_sees_what_the_rules_need() -> None:
    """When they weigh, if they may weigh on this case; not what they are about, nor who the relatives are."""
    seen = shown(sensitive(), Audience.OFFICIAL)
    assert seen["person"]["proceedings"] == [
        {"since": "2021-01-01", "until": "2025-03-10"},
        {"since": "2025-01-01", "until": None},
    ]
    assert seen["person"]["relatives"] == 1
    assert not {"H-1", "H-2", "H-3", "BERAT", "RINGAN", "PERADILAN", str(PEERS[3])} & set(texts(seen))


def test_the_person_sees_all_of_their_own_and_a_rater_nothing_of_it() -> None:
    own = shown(sensitive(), Audience.SUBJECT)["person"]
    assert own["proceedings"][0] == {
        "number": "H-1",
        "kind": "PERADILAN",
        "level": "BERAT",
        "since": "2025-01-01",
        "until": None,
    }
    assert [each["number"] for each in own["proceedings"]] == ["H-1", "H-2", "H-3"]
    assert own["relatives"] == [str(PEERS[3])]
    rater = shown(sensitive(), Audience.RATER)
    assert set(rater["person"]) == {"id", "name"}


def in_a_window(case: Case) -> Case:
    leaving = with_position(case, "origin", kind=PositionKind.SUPERVISOR)
    return leaving.knowing(terms=heads(Term("17.03", date(2025, 3, 1))))


# For every rule that reads something of the person, the places, the authority or the heads: a change of it, and where it is shown.
CHANGES_JUDGED: dict[str, tuple[Callable[[Case], Case], str]] = {
    "E01": (lambda case: profiled(case, status=Status.CPNS), "/person/status"),
    "E02, E03": (lambda case: case.about(post_since=date(2024, 1, 3)), "/person/postSince"),
    "E04": (lambda case: case.about(ratings={2024: Rating.POOR}), "/person/ratings/2024"),
    "E04, mark": (lambda case: case.about(marks={2021: 8543}), "/person/marks/2021"),
    "E05": (lambda case: case.about(proceedings={"H-1": COURT}), "/person/proceedings"),
    "E06, studies": (lambda case: case.about(study_until=date(2026, 1, 1)), "/person/studyUntil"),
    "E06, bond": (lambda case: case.about(bond_until=date(2026, 1, 1)), "/person/bondUntil"),
    "E09, certificates": (
        lambda case: case.about(certificates={"SERDIK": Certificate("SERDIK", "S-1")}),
        "/person/certificates",
    ),
    "E09, education": (lambda case: profiled(case, education="9999999"), "/person/educationCode"),
    "E09, asked for": (
        lambda case: with_position(case, "target", certificates=("SERDIK",)),
        "/target/asks/certificates",
    ),
    "E10, pledge": (lambda case: profiled(case, pledged=True), "/person/pledged"),
    "E10, years": (lambda case: profiled(case, appointed_on=date(2020, 1, 1)), "/person/appointedOn"),
    "E12, scope": (
        lambda case: with_position(case, "origin", kind=PositionKind.SUPERVISOR),
        "/origin/kind",
    ),
    "E12, leads a unit": (lambda case: with_position(case, "target", leads_unit=True), "/target/leadsUnit"),
    "E12, a window": (in_a_window, "/windows"),
    "E12, caretaker": (under_caretaker, "/authorities/1/tenures/0/capacity"),
    "E12, E16, region": (in_east_java, "/target/region"),
    "E14": (lambda case: case.about(kin=frozenset({SUPERIOR})), "/person/relatives"),
    "E14, a tie": (lambda case: case.about(affiliates=frozenset({SUPERIOR})), "/person/ties"),
    "E15, age": (lambda case: profiled(case, born_on=date(1968, 1, 1)), "/person/bornOn"),
    "E15, retirement": (
        lambda case: with_position(case, "target", kind="FUNGSIONAL", level="AHLI MADYA"),
        "/target/retirementAge",
    ),
    "E16": (lambda case: profiled(case, rank="III/d"), "/person/rank"),
}


@pytest.mark.parametrize("rule", CHANGES_JUDGED)
@pytest.mark.parametrize("audience", [Audience.OFFICIAL, Audience.SUBJECT])
def test_what_a_rule_is_judged_on_is_shown(rule: str, audience: Audience) -> None:
    """So that whoever acts on what it was before is told the difference (412)."""
    change, pointer = CHANGES_JUDGED[rule]
    case = given(SITI_MOVES).given(balancing_move(), until="decree")
    before = shown(case, audience)
    told = differences(before, shown(change(case), audience))
    assert pointer in [each["pointer"] for each in told]


# And what is judged of a teacher's redistribution alone.
CHANGES_OF_A_TEACHER: dict[str, tuple[Callable[[Case], Case], str]] = {
    "E11, E17, level": (
        lambda case: with_position(case, "origin", level="AHLI PERTAMA"),
        "/origin/level",
    ),
    "E17, sanctions that are over": (
        lambda case: case.about(proceedings={"H-4": replace(OVER, number="H-4", level="SEDANG")}),
        "/redistribution/barringSanctions",
    ),
    "the term": (
        lambda case: case.knowing(
            target=replace(case.facts.target, unit=replace(case.facts.target.unit, kind=UnitKind.ORDINARY))
        ),
        "/target/unitKind",
    ),
    "lessons": (lambda case: taught(case, "target"), "/needs/targetLessons"),
}


def taught(case: Case, side: str) -> Case:
    place = getattr(case.facts, side)
    return case.knowing(**{side: replace(place, post=replace(place.post, lessons=SCHOOL_A[1]))})


@pytest.mark.parametrize("rule", CHANGES_OF_A_TEACHER)
@pytest.mark.parametrize("audience", [Audience.OFFICIAL, Audience.SUBJECT])
def test_what_a_redistribution_is_judged_on_is_shown(rule: str, audience: Audience) -> None:
    change, pointer = CHANGES_OF_A_TEACHER[rule]
    case = given(BUDI_TO_PRIVATE_SCHOOL).given(teacher_is_redistributed(), until="decree")
    before = shown(case, audience)
    assert pointer in [each["pointer"] for each in differences(before, shown(change(case), audience))]


def test_a_return_the_decree_and_the_end_are_shown() -> None:
    returned = given(SITI_MOVES).given(balancing_move(), until="VerifyFile")
    returned.when(ReturnFile("file_verification", "ABK", ("D03",)), act_of(*NORTH_PERSONNEL, on(2025, 3, 11)))
    assert shown(returned, Audience.SUBJECT)["returned"] == {
        "reason": "ABK",
        "missing": ["D03"],
        "resubmitBy": "2025-06-09",
    }
    returned.when(WithdrawTransfer("Batal"), act_of(*NORTH_PERSONNEL, on(2025, 3, 11)))
    assert shown(returned, Audience.SUBJECT)["ending"] == {
        "kind": "TransferWithdrawn",
        "reason": "Batal",
        "rules": [],
        "outcome": "",
    }
    whole = shown(given(SITI_MOVES).given(balancing_move()), Audience.OFFICIAL)
    assert whole["decree"]["number"] == "821/55/2025"
    assert whole["startedOn"] == "2025-04-14"
    assert whole["ending"]["outcome"] == "SUCCESS"
    assert whole["evaluations"][2]["goals"] == [
        {"goal": "Arsip pasien tertata dalam enam bulan", "reached": True}
    ]


# What has changed


def test_nothing_has_changed_between_a_desk_and_itself() -> None:
    seen = shown(closed(), Audience.OFFICIAL)
    assert differences(seen, json.loads(json.dumps(seen))) == []


VERSION = {
    "version",
    "number",
    "issuedOn",
    "issuer",
    "sha256",
    "post",
    "state",
    "judgedAt",
    "reason",
    "signedBy",
}


def test_a_change_is_told_by_its_place_with_the_value_before_and_now() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="VerifyFile")
    before = shown(case, Audience.OFFICIAL)
    case.when(
        SubmitDocument(replace(document("D03"), number="ABK-2")), act_of(*NORTH_PERSONNEL, on(2025, 3, 11))
    )
    earlier = {key: before["documents"][1][key] for key in before["documents"][1] if key in VERSION}
    assert differences(before, shown(case, Audience.OFFICIAL)) == [
        {"pointer": "/checklist/1/version", "before": 1, "now": 2},
        {"pointer": "/documents/1/earlier", "before": [], "now": [earlier]},
        {"pointer": "/documents/1/number", "before": "D03/2025", "now": "ABK-2"},
        {"pointer": "/documents/1/version", "before": 1, "now": 2},
        {"pointer": "/documents/1/versions", "before": 1, "now": 2},
    ]


def test_a_list_that_grew_is_told_as_a_whole() -> None:
    assert differences({"a": [1]}, {"a": [1, 2]}) == [{"pointer": "/a", "before": [1], "now": [1, 2]}]
    assert differences({"a": 1}, {"b": 1}) == [
        {"pointer": "/a", "before": 1, "now": None},
        {"pointer": "/b", "before": None, "now": 1},
    ]
    assert differences(1, 2) == [{"pointer": "/", "before": 1, "now": 2}]


# That it can be laid again


@pytest.mark.parametrize(
    "case",
    [given(SITI_MOVES).given(balancing_move()), given(BUDI_MOVES).given(teacher_moves_to_the_city())],
    ids=["within the agency", "between regencies"],
)
def test_the_same_history_gives_the_same_digest_at_every_point(case: Case) -> None:
    """Folded live, folded again, and folded from what was recorded."""
    live = again = read = None
    for number, happened in enumerate(case.history, start=1):
        live = evolve(live, happened.event, happened.act)
        again = fold(evolve, None, case.history[:number])
        kept = recorded(happened, case.facts.transfer_id, number)
        read = evolve(read, kept.event, kept.act)
        for audience in Audience:
            digests = {digest(desk(each, case.facts, audience)) for each in (live, again, read) if each}
            assert len(digests) == 1


def test_a_desk_is_plain_json_with_ascii_keys() -> None:
    seen = shown(given(SITI_MOVES).given(balancing_move()), Audience.OFFICIAL)
    assert json.loads(json.dumps(seen)) == seen
    assert all(key.isascii() for key in _keys(seen))


def _keys(value: object) -> Iterator[str]:
    match value:
        case dict():
            for key, each in value.items():
                yield key
                yield from _keys(each)
        case list():
            for each in value:
                yield from _keys(each)


def test_the_desk_tells_the_reader_apart_only_by_what_they_may_see() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="VerifyFile")
    told = differences(shown(case, Audience.SUBJECT), shown(case, Audience.OFFICIAL))
    assert told == [
        {"pointer": "/person/relatives", "before": [], "now": 0},
        {"pointer": "/person/ties", "before": [], "now": 0},
    ]
    assert UUID(shown(case, Audience.RATER)["id"]) == SITI_MOVES.transfer


def test_windows_are_shown_with_their_days_where_they_bind_the_transfer() -> None:
    case = given(SITI_MOVES).given(balancing_move(), until="decree")
    terms = heads(Term("17.03", date(2025, 3, 1), date(2024, 9, 22)), Term("32", date(2025, 3, 1)))
    case.knowing(terms=terms)
    assert "windows" not in shown(case, Audience.OFFICIAL), "plain staff are moved any day"
    with_position(case, "origin", kind=PositionKind.SUPERVISOR)
    assert shown(case, Audience.SUBJECT)["windows"] == [
        {"region": "17.03", "window": "W1", "since": "2024-03-22", "until": None},
        {"region": "17.03", "window": "W2", "since": "2025-03-01", "until": "2025-09-01"},
    ]
