"""The eligibility rules E01 to E17: each met, not met, at its boundary, and where it does not apply."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import given as givens
import pytest
from cast import (
    BUDI_IS_REDISTRIBUTED,
    BUDI_MOVES,
    BUDI_STAYS,
    BUDI_TO_PRIVATE_SCHOOL,
    CITY,
    MAYOR,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    OFFICES,
    POLICIES,
    POLICY,
    REGENT,
    SITI_MOVES,
    Move,
    act_of,
    official,
    on,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import balancing_move, teacher_is_redistributed, teacher_moves_to_the_city

from domain.act import Capacity
from domain.calendar import add_months
from domain.identity import office_id
from domain.policy import Initiative, LocalAdditions, Rule, Term, Words
from domain.registry.person import Certificate, Proceeding, ProceedingKind, Rating, Status
from domain.registry.post import Position, PositionKind
from domain.registry.tenure import Tenure
from domain.told import in_english, tell
from domain.transfer.additions import laid_over
from domain.transfer.caretakers import caretaker_decides
from domain.transfer.commands import GrantClearance, RefuseDocument
from domain.transfer.eligibility import (
    RULES,
    Case,
    barring_decree,
    evaluate,
    insurmountable,
    months_between,
    not_met,
    rules_to_override,
)
from domain.transfer.events import Finding, Outcome
from domain.transfer.state import DoneStep

MET, NOT_MET, PENDING = Outcome.MET, Outcome.NOT_MET, Outcome.PENDING
ADVICE, NOT_APPLICABLE = Outcome.ADVICE, Outcome.NOT_APPLICABLE
REQUESTED = date(2025, 3, 10)  # Siti's request; Budi's is 2025-09-01


def siti(**about: object) -> givens.Case:
    """Within the agency, asked for by the organisation."""
    return _asked(SITI_MOVES).about(**about)


def budi(**about: object) -> givens.Case:
    """To another agency of the province, at own request."""
    return _asked(BUDI_MOVES).about(**about)


def _asked(move: Move) -> givens.Case:
    story = balancing_move if move is SITI_MOVES else teacher_moves_to_the_city
    return givens.given(move).given(story(), until="VerifyFile")


def profiled(case: givens.Case, **profile: object) -> givens.Case:
    return case.about(profile=replace(case.facts.person.profile, **profile))  # type: ignore[arg-type]


def with_position(case: givens.Case, side: str, **position: object) -> givens.Case:
    place = getattr(case.facts, side)
    described = place.post.described
    changed = replace(described, position=replace(described.position, **position))
    return case.knowing(**{side: replace(place, post=replace(place.post, described=changed))})


def with_limit(case: givens.Case, name: str, value: int) -> givens.Case:
    limits = case.facts.policy.limits
    changed = dict(limits) | {name: replace(limits[name], value=value)}
    return case.knowing(policy=replace(case.facts.policy, limits=changed))


def outcome(rule: str, case: givens.Case, day: date = REQUESTED) -> Outcome:
    return RULES[rule](Case(case.state, case.facts, day))[0]


def told(rule: str, case: givens.Case, day: date = REQUESTED) -> str:
    return in_english(RULES[rule](Case(case.state, case.facts, day))[1])


# E01


@pytest.mark.parametrize(
    ("status", "expected"),
    [(Status.PNS, MET), (Status.CPNS, NOT_MET), (Status.PPPK, NOT_APPLICABLE)],
)
def test_e01_asks_for_a_civil_servant_and_leaves_contract_staff_to_e11(
    status: Status, expected: Outcome
) -> None:
    assert outcome("E01", profiled(siti(), status=status)) is expected


# E02


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2023, 3, 10), MET),
        (date(2023, 3, 11), NOT_MET),
        (date(2024, 1, 3), NOT_MET),
        (None, NOT_MET),
    ],
    ids=["two years to the day", "a day less", "fourteen months", "not on record"],
)
def test_e02_asks_for_two_years_in_post_on_the_day_of_the_request(
    since: date | None, expected: Outcome
) -> None:
    case = siti(post_since=since)
    assert outcome("E02", case) is expected
    assert outcome("E02", case, day=date(2030, 1, 1)) is expected


def test_e02_is_a_number_of_the_policy() -> None:
    assert outcome("E02", with_limit(siti(post_since=date(2024, 9, 10)), "minimum_months_in_post", 6)) is MET


# E03


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2027, 1, 3), NOT_APPLICABLE), (date(2027, 1, 4), ADVICE)],
    ids=["five years", "a day more than five years"],
)
def test_e03_advises_rotation_after_more_than_five_years(day: date, expected: Outcome) -> None:
    assert outcome("E03", siti(post_since=date(2022, 1, 3)), day) is expected
    assert outcome("E03", siti(post_since=None), day) is NOT_APPLICABLE


# E04


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ({2023: Rating.GOOD, 2024: Rating.GOOD}, MET),
        ({2023: Rating.VERY_GOOD, 2024: Rating.GOOD}, MET),
        ({2022: Rating.VERY_POOR, 2023: Rating.GOOD, 2024: Rating.GOOD}, MET),
        ({2023: Rating.NEEDS_IMPROVEMENT, 2024: Rating.GOOD}, NOT_MET),
        ({2023: Rating.VERY_GOOD, 2024: Rating.NEEDS_IMPROVEMENT}, NOT_MET),
        ({2023: Rating.GOOD, 2024: Rating.POOR}, NOT_MET),
        ({2024: Rating.GOOD, 2025: Rating.GOOD}, NOT_MET),
        ({}, NOT_MET),
    ],
)
def test_e04_asks_for_good_in_each_of_the_last_two_years(
    ratings: dict[int, Rating], expected: Outcome
) -> None:
    assert outcome("E04", siti(ratings=ratings)) is expected


def test_e04_tells_the_years_it_looked_at() -> None:
    assert told("E04", siti(ratings={2024: Rating.GOOD})) == "2023: -; 2024: BAIK"


def test_e04_tells_the_mark_behind_a_predicate_and_what_a_quota_may_have_done() -> None:
    marked = siti(ratings={2020: Rating.GOOD, 2021: Rating.NEEDS_IMPROVEMENT}, marks={2020: 8543, 2021: 8999})
    marked.transfer = replace(marked.state, requested_on=date(2022, 3, 1))
    assert told("E04", marked) == "2020: 85.43 = BAIK; 2021: 89.99 = BUTUH_PERBAIKAN"
    low = siti(ratings={2023: Rating.GOOD, 2024: Rating.POOR})
    assert told("E04", low) == "2023: BAIK; 2024: KURANG; 2024: forced distribution"


# E05


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2025, 1, 1), None, NOT_MET),
        (date(2025, 3, 10), None, NOT_MET),
        (date(2025, 3, 11), None, MET),
        (date(2024, 1, 1), date(2025, 3, 10), NOT_MET),
        (date(2024, 1, 1), date(2025, 3, 9), MET),
    ],
    ids=["open", "opened today", "opens tomorrow", "ends today", "ended yesterday"],
)
@pytest.mark.parametrize("kind", ProceedingKind)
def test_e05_asks_for_no_proceeding_on_the_day(
    kind: ProceedingKind, since: date, until: date | None, expected: Outcome
) -> None:
    matter = Proceeding("H-1", kind, "SEDANG", since, until)
    assert outcome("E05", siti(proceedings={"H-1": matter})) is expected


# E06


@pytest.mark.parametrize("duty", ["study_until", "bond_until"])
def test_e06_asks_for_no_study_assignment_and_no_bond_on_the_day(duty: str) -> None:
    assert outcome("E06", siti()) is MET
    assert outcome("E06", siti(**{duty: date(2025, 3, 10)})) is NOT_MET
    assert outcome("E06", siti(**{duty: date(2025, 3, 9)})) is MET


def test_e05_and_e06_tell_what_they_found() -> None:
    assert told("E05", siti()) == told("E06", siti()) == "none on record"
    matter = Proceeding("H-1", ProceedingKind.COURT, "BERAT", date(2025, 1, 1))
    assert told("E05", siti(proceedings={"H-1": matter})) == "H-1"
    studying = siti(study_until=date(2026, 8, 31), bond_until=date(2028, 8, 31))
    assert told("E06", studying) == "study assignment until 2026-08-31; service bond until 2028-08-31"


# E07


def test_e07_waits_for_the_inspectorate_and_ends_with_the_clearance() -> None:
    case = givens.given(SITI_MOVES).given(balancing_move(), until="GrantClearance")
    assert outcome("E07", case) is PENDING
    case.when(GrantClearance("audit_clearance", "700/12"), act_of(*NORTH_INSPECTORATE, on(2025, 3, 12)))
    assert outcome("E07", case, date(2025, 9, 12)) is MET
    assert outcome("E07", case, date(2025, 9, 13)) is NOT_MET


# E08


def seats(case: givens.Case, side: str, *, occupied: int, required: int | None, of: int = 9) -> givens.Case:
    place = getattr(case.facts, side)
    post = replace(
        place.post,
        described=replace(place.post.described, seats=of, required=required),
        occupants=frozenset(UUID(int=n) for n in range(occupied)),
    )
    return case.knowing(**{side: replace(place, post=post)})


@pytest.mark.parametrize(
    ("occupied", "required", "of", "expected"),
    [
        (1, 300, 3, MET),
        (2, 201, 3, MET),
        (2, 200, 3, NOT_MET),
        (3, 500, 3, NOT_MET),
        (2, None, 3, MET),
        (3, None, 3, NOT_MET),
    ],
    ids=["short of two", "short of a hundredth", "balanced", "no free seat", "no ABK, free", "no ABK, full"],
)
def test_e08_asks_for_a_free_seat_and_a_shortage_at_the_target(
    occupied: int, required: int | None, of: int, expected: Outcome
) -> None:
    case = seats(siti(), "target", occupied=occupied, required=required, of=of)
    assert outcome("E08", case) is expected


@pytest.mark.parametrize(
    ("required", "expected"),
    [(200, MET), (400, MET), (401, NOT_MET), (700, NOT_MET), (None, MET)],
    ids=["surplus", "one short afterwards", "more than one short", "three short before", "no ABK"],
)
def test_e08_leaves_the_origin_at_most_one_short(required: int | None, expected: Outcome) -> None:
    assert outcome("E08", seats(siti(), "origin", occupied=4, required=required)) is expected


def test_e08_counts_a_seat_held_for_another_as_taken_and_one_held_for_this_case_as_free() -> None:
    case = seats(siti(), "target", occupied=2, required=300, of=3)
    post = case.facts.target.post
    mine = case.facts.transfer_id
    for holder, expected in ((mine, MET), (BUDI_MOVES.transfer, NOT_MET)):
        held = replace(post, held={holder: SITI_MOVES.person})
        case.knowing(target=replace(case.facts.target, post=held))
        assert outcome("E08", case) is expected


# E09


def test_e09_asks_for_level_and_kind_of_education() -> None:
    assert outcome("E09", siti()) is MET
    assert outcome("E09", profiled(siti(), education_level="D3")) is MET
    assert outcome("E09", profiled(siti(), education_level="SMA")) is NOT_MET
    assert outcome("E09", budi()) is MET
    assert outcome("E09", profiled(budi(), education="9999999")) is NOT_MET
    anything = with_position(
        profiled(siti(), education_level="SMP"), "target", education_levels=(), educations=()
    )
    assert outcome("E09", anything) is MET


@pytest.mark.parametrize(
    ("until", "expected"),
    [(None, MET), (date(2025, 3, 10), MET), (date(2025, 3, 9), NOT_MET)],
    ids=["without end", "valid today", "ran out yesterday"],
)
def test_e09_asks_a_teacher_for_a_valid_certificate(until: date | None, expected: Outcome) -> None:
    assert outcome("E09", budi(certificates={"SERDIK": Certificate("SERDIK", "S", until)})) is expected
    assert outcome("E09", budi(certificates={})) is NOT_MET
    assert told("E09", budi(certificates={})) == "education S1 5100101; lacking SERDIK"


# E10


def pledged(case: givens.Case, appointed_on: date | None) -> givens.Case:
    return profiled(case, pledged=True, appointed_on=appointed_on)


@pytest.mark.parametrize(
    ("appointed_on", "expected"),
    [
        (date(2015, 9, 1), MET),
        (date(2015, 9, 2), NOT_MET),
        (date(2019, 3, 1), NOT_MET),
        (None, NOT_APPLICABLE),
    ],
    ids=["ten years to the day", "a day less", "six years", "never appointed: E01"],
)
def test_e10_holds_those_who_pledged_for_ten_years(appointed_on: date | None, expected: Outcome) -> None:
    assert outcome("E10", pledged(budi(), appointed_on), date(2025, 9, 1)) is expected


def test_e10_does_not_apply_without_a_pledge_within_the_agency_or_to_the_organisations_need() -> None:
    lately = date(2019, 3, 1)
    assert outcome("E10", profiled(budi(), appointed_on=lately)) is NOT_APPLICABLE
    assert outcome("E10", pledged(siti(), lately)) is NOT_APPLICABLE
    need = pledged(budi(), lately)
    need.transfer = replace(need.state, initiative=Initiative.ORGANISATIONAL_NEED)
    assert outcome("E10", need) is NOT_APPLICABLE


# E11


def test_e11_keeps_contract_staff_in_their_agency_and_position() -> None:
    stays = givens.given(BUDI_STAYS).about()
    stays.transfer = budi().state
    contract = profiled(stays, status=Status.PPPK)
    assert outcome("E11", contract) is MET
    assert outcome("E11", with_position(contract, "target", name="Guru Fisika")) is NOT_MET
    assert outcome("E11", profiled(budi(), status=Status.PPPK)) is NOT_MET
    assert "resigning" in told("E11", profiled(budi(), status=Status.PPPK))
    assert outcome("E11", budi()) is NOT_APPLICABLE


def test_e11_is_switched_by_the_policy() -> None:
    stays = givens.given(BUDI_STAYS)
    stays.transfer = budi().state
    contract = with_limit(profiled(stays, status=Status.PPPK), "contract_staff_may_move_internally", 0)
    assert outcome("E11", contract) is NOT_MET


# E12


def in_window(case: givens.Case) -> givens.Case:
    term = Term("17.03", inaugurated_on=date(2025, 3, 1))
    return case.knowing(policy=replace(case.facts.policy, terms=(term,)))


def under_caretaker(case: givens.Case) -> givens.Case:
    tenure = Tenure(official(*REGENT), Capacity.CARETAKER, date(2025, 1, 1))
    return case.held(office_id(*REGENT), tenure)


def given_steps(case: givens.Case, *steps: str) -> givens.Case:
    done = dict.fromkeys(steps, DoneStep(official(*MAYOR), None, case.history[0].event))
    case.transfer = replace(case.state, done=done)
    return case


def test_e12_is_met_outside_a_window() -> None:
    assert outcome("E12", siti()) is MET
    assert told("E12", siti()) == "no window"


def test_e12_does_not_bind_plain_staff_in_a_window() -> None:
    assert outcome("E12", in_window(siti())) is MET
    assert told("E12", in_window(siti())) == "W2; positions outside its scope"


@pytest.mark.parametrize("side", ["origin", "target"], ids=["one who leaves", "one who is made"])
def test_e12_asks_for_the_ministers_consent_to_replace_an_official_in_a_window(side: str) -> None:
    supervisor = with_position(in_window(siti()), side, kind=PositionKind.SUPERVISOR)
    assert outcome("E12", supervisor) is PENDING
    assert outcome("E12", given_steps(supervisor, "ministerial_consent")) is MET


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), PENDING),
        (("ministerial_consent",), PENDING),
        (("technical_consideration",), PENDING),
        (("ministerial_consent", "technical_consideration"), MET),
    ],
)
def test_e12_asks_for_both_under_a_caretaker_whatever_the_position(
    steps: tuple[str, ...], expected: Outcome
) -> None:
    assert outcome("E12", given_steps(under_caretaker(siti()), *steps)) is expected


def test_e12_asks_for_the_steps_the_version_of_the_case_says_lift_a_caretaker() -> None:
    case = given_steps(under_caretaker(siti()), "ministerial_consent")
    route = case.facts.route
    advice = replace(route.steps["technical_consideration"], lifts=())
    alone = replace(route, steps={**route.steps, advice.name: advice})
    policy = replace(case.facts.policy, routes={**case.facts.policy.routes, route.type: alone})
    assert outcome("E12", case) is PENDING
    assert outcome("E12", case.knowing(policy=policy)) is MET


def test_a_caretaker_beside_a_definitive_head_does_not_count() -> None:
    case, regent = under_caretaker(siti()), office_id(*REGENT)
    assert caretaker_decides(case.state, case.facts, REQUESTED)
    case.held(regent, *case.facts.offices[regent].tenures, *OFFICES[regent].tenures)
    assert not caretaker_decides(case.state, case.facts, REQUESTED)
    case.knowing(offices={})
    assert not caretaker_decides(case.state, case.facts, REQUESTED)


# E13


@pytest.mark.parametrize(
    ("since", "certificate", "expected"),
    [
        (date(2023, 3, 10), Certificate("UJI_KOMPETENSI", "U-1"), MET),
        (date(2023, 3, 10), Certificate("UJI_KOMPETENSI", "U-1", date(2025, 3, 10)), MET),
        (date(2023, 3, 10), Certificate("UJI_KOMPETENSI", "U-1", date(2025, 3, 9)), NOT_MET),
        (date(2023, 3, 11), Certificate("UJI_KOMPETENSI", "U-1"), NOT_MET),
        (date(2023, 3, 10), None, NOT_MET),
        (None, Certificate("UJI_KOMPETENSI", "U-1"), NOT_MET),
    ],
    ids=[
        "two years, tested",
        "test valid today",
        "test ran out",
        "a day less",
        "not tested",
        "not on record",
    ],
)
def test_e13_asks_senior_executives_for_two_years_and_a_test(
    since: date | None, certificate: Certificate | None, expected: Outcome
) -> None:
    held = {} if certificate is None else {certificate.kind: certificate}
    executive = with_position(
        siti(post_since=since, certificates=held), "origin", kind=PositionKind.SENIOR_EXECUTIVE
    )
    assert outcome("E13", executive) is expected


def test_e13_applies_to_no_other_position() -> None:
    assert outcome("E13", siti(post_since=REQUESTED)) is NOT_APPLICABLE


# E14


def test_e14_is_about_the_decider() -> None:
    case = siti()
    assert outcome("E14", case) is MET
    related = Case(case.state, case.facts, REQUESTED, decider_kin=True)
    assert RULES["E14"](related) == (NOT_MET, (tell("decider_is_kin"),))


# E15


@pytest.mark.parametrize(
    ("born_on", "level", "expected"),
    [
        (date(1968, 3, 10), "AHLI MUDA", MET),
        (date(1968, 3, 9), "AHLI MUDA", NOT_MET),
        (date(1966, 3, 10), "AHLI MADYA", MET),
        (date(1966, 3, 10), "AHLI MUDA", NOT_MET),
        (date(1960, 1, 1), "AHLI MUDA", NOT_MET),
    ],
    ids=["a year left", "a day less", "the target retires later", "already 59", "long retired"],
)
def test_e15_asks_for_a_year_before_the_target_positions_retirement(
    born_on: date, level: str, expected: Outcome
) -> None:
    kind = PositionKind.FUNCTIONAL
    case = with_position(profiled(siti(), born_on=born_on), "target", kind=kind, level=level)
    assert outcome("E15", case) is expected


@pytest.mark.parametrize(
    ("position", "age"),
    [
        (Position("Kepala Dinas", PositionKind.SENIOR_EXECUTIVE, "PRATAMA"), 60),
        (Position("Camat", PositionKind.ADMINISTRATOR), 58),
        (Position("Kepala Seksi", PositionKind.SUPERVISOR), 58),
        (Position("Pengadministrasi Umum", PositionKind.STAFF), 58),
        (Position("Perawat Mahir", PositionKind.FUNCTIONAL, "MAHIR"), 58),
        (Position("Dokter Ahli Madya", PositionKind.FUNCTIONAL, "AHLI MADYA"), 60),
        (Position("Dokter Ahli Utama", PositionKind.FUNCTIONAL, "AHLI UTAMA"), 65),
        (Position("Guru Ahli Pertama - Guru Kelas", PositionKind.FUNCTIONAL, "AHLI PERTAMA"), 60),
        (Position("Guru Ahli Utama", PositionKind.FUNCTIONAL, "AHLI UTAMA"), 60),
        (Position("Lektor Kepala", PositionKind.FUNCTIONAL, "AHLI MADYA"), 65),
        (Position("Guru Besar / Profesor", PositionKind.FUNCTIONAL, "AHLI UTAMA"), 70),
        (Position("Analis Anggaran Ahli Utama", PositionKind.FUNCTIONAL, "AHLI UTAMA"), 60),
        (Position("Analis Anggaran Ahli Madya", PositionKind.FUNCTIONAL, "AHLI MADYA"), 60),
        (Position("Analis Anggaran Ahli Muda", PositionKind.FUNCTIONAL, "AHLI MUDA"), 58),
        (Position("Peneliti Ahli Utama", PositionKind.FUNCTIONAL, "AHLI UTAMA"), 70),
        (Position("Penelitian Ahli Utama", PositionKind.FUNCTIONAL, "AHLI UTAMA"), 65),
        (Position("Asisten Ahli", PositionKind.FUNCTIONAL, "AHLI PERTAMA"), 65),
        (Position("Asisten Ahli Hakim Konstitusi Ahli Madya", PositionKind.FUNCTIONAL, "AHLI MADYA"), 60),
        (Position("Jaksa Muda / Ahli Muda", PositionKind.FUNCTIONAL, "AHLI MUDA"), 62),
        (Position("Perekam Medis Ahli Madya", PositionKind.FUNCTIONAL, "AHLI MADYA"), 58),
    ],
    ids=lambda value: getattr(value, "name", str(value)),
)
def test_the_policy_says_at_which_age_people_retire(position: Position, age: int) -> None:
    """Reference 3.3: by the name first, then by the level, then by the kind."""
    assert POLICY.retirement.age(position) == age


def test_retirement_is_judged_by_the_version_of_the_case() -> None:
    later = replace(POLICY.retirement, by_kind=dict(POLICY.retirement.by_kind) | {PositionKind.STAFF: 60})
    case = with_position(
        profiled(siti(), born_on=date(1967, 3, 10)), "target", kind=PositionKind.STAFF, level=""
    )
    assert outcome("E15", case) is NOT_MET
    assert outcome("E15", case.knowing(policy=replace(POLICY, retirement=later))) is MET


# E16


def in_east_java(case: givens.Case, **position: object) -> givens.Case:
    agency = replace(CITY, region_code="35.78")
    policy = POLICIES.in_force(REQUESTED, ("35", "35.78"))
    case.knowing(target=replace(case.facts.target, agency=agency), policy=policy)
    tested = {"UJI_KOMPETENSI": Certificate("UJI_KOMPETENSI", "U-1")}
    case.about(certificates=case.facts.person.certificates | tested)
    return with_position(case, "target", **({"name": "Pengelola Kearsipan"} | position))


def test_e16_asks_what_the_receiving_region_adds() -> None:
    forty = date(1984, 9, 2)
    case = in_east_java(profiled(budi(), born_on=forty, rank="III/c"))
    assert outcome("E16", case, date(2025, 9, 1)) is MET
    assert outcome("E16", case, date(2025, 9, 2)) is NOT_MET
    asked = "age 40, at most 40; rank III/c, at most III/c; UJI_KOMPETENSI held"
    assert told("E16", case, date(2025, 9, 1)) == asked


@pytest.mark.parametrize(
    ("rank", "expected"),
    [("I/a", MET), ("II/d", MET), ("III/c", MET), ("III/d", NOT_MET), ("IV/e", NOT_MET), ("", NOT_MET)],
)
def test_e16_orders_ranks_as_the_law_does(rank: str, expected: Outcome) -> None:
    assert outcome("E16", in_east_java(profiled(budi(), born_on=date(1990, 1, 1), rank=rank))) is expected


def test_e16_exempts_teachers_and_health_staff_from_age_and_rank_but_not_from_the_test() -> None:
    old = profiled(budi(), born_on=date(1970, 1, 1), rank="IV/b")
    for name in ("Guru Matematika Ahli Muda", "PERAWAT", "Dokter"):
        case = in_east_java(old, name=name)
        assert told("E16", case) == "UJI_KOMPETENSI held"
        assert outcome("E16", case.about(certificates={})) is NOT_MET


def test_e16_applies_to_newcomers_of_regions_that_add_something() -> None:
    assert outcome("E16", budi()) is NOT_APPLICABLE
    assert outcome("E16", siti()) is NOT_APPLICABLE
    own = LocalAdditions(
        "daerah-17.71-2025.1", "17.71", Words("", ""), date(2025, 1, 1), None, "Perwali", highest_age=38
    )
    case = budi()
    case.knowing(policy=laid_over(POLICY, own))
    assert outcome("E16", case) is NOT_MET


# E17


def redistributed(move: Move = BUDI_TO_PRIVATE_SCHOOL, **facts: object) -> givens.Case:
    return givens.given(move).about(**facts).given(teacher_is_redistributed(move), until="VerifyFile")


def as_contract_teacher(level: str, **facts: object) -> givens.Case:
    case = profiled(redistributed(**facts), status=Status.PPPK, rank="IX")
    return with_position(case, "origin", level=level)


@pytest.mark.parametrize(
    ("rank", "expected"),
    [("III/a", NOT_MET), ("III/b", MET), ("III/c", MET), ("IV/e", MET), ("", NOT_MET), ("IX", NOT_MET)],
)
@pytest.mark.parametrize("move", [BUDI_TO_PRIVATE_SCHOOL, BUDI_IS_REDISTRIBUTED], ids=["private", "state"])
def test_e17_asks_a_civil_servant_for_rank_iii_b(move: Move, rank: str, expected: Outcome) -> None:
    assert outcome("E17", profiled(redistributed(move), rank=rank)) is expected


@pytest.mark.parametrize(
    ("level", "expected"), [("D3", NOT_MET), ("D4", MET), ("S1", MET), ("S2", MET), ("SMA", NOT_MET)]
)
def test_e17_asks_a_civil_servant_for_a_bachelors_degree(level: str, expected: Outcome) -> None:
    assert outcome("E17", profiled(redistributed(), education_level=level)) is expected


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ({2023: Rating.GOOD, 2024: Rating.VERY_GOOD}, MET),
        ({2023: Rating.NEEDS_IMPROVEMENT, 2024: Rating.VERY_GOOD}, NOT_MET),
        ({2024: Rating.GOOD}, NOT_MET),
    ],
)
def test_e17_asks_a_civil_servant_for_two_good_years(ratings: dict[int, Rating], expected: Outcome) -> None:
    assert outcome("E17", redistributed(ratings=ratings)) is expected


def test_e17_asks_a_civil_servant_for_the_letter_of_good_health() -> None:
    case = redistributed()
    assert outcome("E17", case) is MET
    refuses = RefuseDocument("file_verification", "D24", 1, "Sudah setahun")
    case.when(refuses, act_of(*NORTH_PERSONNEL, on(2025, 9, 2)))
    assert outcome("E17", case) is NOT_MET
    assert "D24 missing" in told("E17", case)


@pytest.mark.parametrize(
    ("kind", "level", "until", "expected"),
    [
        (ProceedingKind.DISCIPLINE, "RINGAN", date(2015, 1, 7), MET),
        (ProceedingKind.DISCIPLINE, "SEDANG", date(2015, 1, 7), NOT_MET),
        (ProceedingKind.DISCIPLINE, "BERAT", date(2015, 1, 7), NOT_MET),
        (ProceedingKind.COURT, "", date(2015, 1, 7), MET),
        (ProceedingKind.COURT, "", None, NOT_MET),
    ],
    ids=["light", "medium, long ago", "severe, long ago", "court, over", "suspect"],
)
def test_e17_asks_a_civil_servant_for_a_clean_record(
    kind: ProceedingKind, level: str, until: date | None, expected: Outcome
) -> None:
    on_record = {"P-1": Proceeding("P-1", kind, level, date(2014, 1, 8), until)}
    assert outcome("E17", redistributed(proceedings=on_record), date(2025, 9, 2)) is expected


@pytest.mark.parametrize(
    ("level", "expected"),
    [("AHLI PERTAMA", MET), ("AHLI MADYA", MET), ("TERAMPIL", NOT_MET), ("", NOT_MET)],
)
def test_e17_asks_contract_staff_for_the_level_and_a_good_year(level: str, expected: Outcome) -> None:
    assert outcome("E17", as_contract_teacher(level)) is expected
    poor = as_contract_teacher(level, ratings={2024: Rating.POOR})
    assert outcome("E17", poor, date(2025, 9, 2)) is NOT_MET


def test_contract_teachers_are_let_through_by_the_other_rules_under_the_programme_alone() -> None:
    case = as_contract_teacher("AHLI PERTAMA")
    assert outcome("E01", case) is NOT_APPLICABLE
    assert outcome("E11", case) is NOT_APPLICABLE
    assert outcome("E17", case) is MET


def test_e17_is_for_teachers_only_and_about_redistribution_only() -> None:
    case = redistributed()
    assert outcome("E17", with_position(case, "target", name="Pengelola Kearsipan")) is NOT_MET
    assert outcome("E17", profiled(redistributed(), status=Status.CPNS)) is NOT_MET
    assert outcome("E17", budi()) is NOT_APPLICABLE


# All of them together


def test_every_rule_is_evaluated_never_stopping_at_the_first() -> None:
    case = profiled(siti(post_since=None, ratings={}, study_until=date(2030, 1, 1)), status=Status.CPNS)
    findings = evaluate(Case(case.state, case.facts, REQUESTED))
    assert [finding.rule for finding in findings] == [f"E{n:02}" for n in range(1, 18)]
    assert not_met(findings) == ("E01", "E02", "E04", "E06")
    assert insurmountable(findings, POLICY) == ("E01", "E04", "E06")


def test_a_finding_keeps_the_law_it_was_judged_under() -> None:
    case = siti()
    bases = {rule: replace(POLICY.rules[rule], legal_basis=f"UU {rule}") for rule in RULES}
    case.knowing(policy=replace(POLICY, rules=bases))
    findings = evaluate(Case(case.state, case.facts, REQUESTED))
    assert [finding.legal_basis for finding in findings] == [f"UU {rule}" for rule in RULES]


def test_what_bars_a_decree_is_what_is_unmet_or_awaited_less_what_was_set_aside() -> None:
    case = siti()
    findings = tuple(
        Finding(rule, each, "", "")
        for rule, each in (
            ("E01", MET),
            ("E02", NOT_MET),
            ("E03", ADVICE),
            ("E07", PENDING),
            ("E08", NOT_MET),
            ("E10", NOT_APPLICABLE),
        )
    )
    set_aside = replace(case.state, overridden=frozenset({"E02"}), findings=findings)
    assert [violation.rule for violation in barring_decree(findings, set_aside, POLICY)] == ["E07", "E08"]
    assert rules_to_override(set_aside, POLICY) == ("E08",)
    assert insurmountable(findings, POLICY) == ()


def test_who_sets_a_rule_aside_is_policy() -> None:
    findings = (Finding("E02", NOT_MET, "", ""),)
    never = dict(POLICY.rules) | {"E02": Rule(POLICY.rules["E02"].title, "PP 11/2017")}
    assert insurmountable(findings, replace(POLICY, rules=never)) == ("E02",)


DAYS = st.dates(date(1950, 1, 1), date(2040, 12, 31))


@given(DAYS, st.integers(0, 600))
@settings(deadline=None)
def test_so_many_whole_months_have_passed_when_the_day_comes_round(since: date, months: int) -> None:
    assert months_between(since, add_months(since, months)) == months


@given(DAYS, DAYS)
def test_whole_months_never_run_ahead(one: date, other: date) -> None:
    since, day = sorted((one, other))
    months = months_between(since, day)
    assert add_months(since, months) <= day < add_months(since, months + 1)


@pytest.mark.parametrize("code", RULES)
def test_a_rules_function_carries_its_number(code: str) -> None:
    assert RULES[code].__name__.startswith(code.lower() + "_")


@pytest.mark.parametrize(
    ("year", "mark", "rating"),
    [
        (2014, 9100, Rating.VERY_GOOD),
        (2020, 9099, Rating.GOOD),
        (2020, 7600, Rating.GOOD),
        (2020, 7599, Rating.NEEDS_IMPROVEMENT),
        (2020, 0, Rating.VERY_POOR),
        (2021, 9000, Rating.GOOD),
        (2021, 8999, Rating.NEEDS_IMPROVEMENT),
        (2022, 9000, None),
    ],
)
def test_what_a_mark_counts_as_is_policy(year: int, mark: int, rating: Rating | None) -> None:
    assert POLICY.rating_of(year, mark) is rating
