"""Eligibility, the post and the move: need, requirements, windows, tests, retirement, the region's own (E08, E09, E12-E16)."""

from dataclasses import replace
from datetime import date

import pytest
from asking import (
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    PENDING,
    REQUESTED,
    budi,
    given_steps,
    in_east_java,
    in_window,
    outcome,
    profiled,
    seats,
    siti,
    told,
    under_caretaker,
    with_position,
)
from cast import BUDI_MOVES, OFFICES, POLICY, REGENT, SITI_MOVES

from domain.identity import office_id
from domain.policy import LocalAdditions, Words
from domain.registry.person import Certificate
from domain.registry.post import Position, PositionKind
from domain.told import tell
from domain.transfer.additions import laid_over
from domain.transfer.caretakers import caretaker_decides
from domain.transfer.documents import missing_documents
from domain.transfer.eligibility import RULES, Case
from domain.transfer.events import Outcome

# E08


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
    assert ("the need of the post (ABK) is not on record" in told("E08", case)) is (required is None)


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


def test_e09_asks_every_teacher_for_the_certificate_also_where_the_post_does_not_say_so() -> None:
    undescribed = with_position(budi(certificates={}), "target", certificates=())
    assert told("E09", undescribed) == "education S1 5100101; lacking SERDIK"
    assert "D16" in {
        each.rule for each in missing_documents(replace(undescribed.state, file={}), undescribed.facts)
    }


JF = "UJI_KOMPETENSI_JF, REKOMENDASI_INSTANSI_PEMBINA"
ANALYST = "Analis Kebijakan Ahli Pertama"


@pytest.mark.parametrize(
    ("before", "position", "lacking"),
    [
        ("", ANALYST, JF),
        ("Analis Kebijakan Ahli Pertama", "Analis Kebijakan Ahli Muda - Pangan", None),
        ("Analis Anggaran Ahli Muda", ANALYST, JF),
        ("Guru Fisika Ahli Pertama", "Guru Matematika Ahli Muda", "SERDIK"),
        ("Guru Fisika Ahli Pertama", "Perawat Ahli Muda", JF),
    ],
    ids=["from plain staff", "another level of it", "from another one", "of one family", "out of the family"],
)
def test_e09_asks_who_enters_a_functional_position_for_its_test_and_recommendation(
    before: str, position: str, lacking: str | None
) -> None:
    functional = PositionKind.FUNCTIONAL
    case = with_position(siti(certificates={}), "target", name=position, kind=functional)
    if before:
        case = with_position(case, "origin", name=before, kind=functional)
    assert outcome("E09", case) is (MET if lacking is None else NOT_MET)
    assert lacking is None or told("E09", case).endswith(f"lacking {lacking}")
    leading = with_position(case, "target", name="Kepala Puskesmas", leads_unit=True)
    assert outcome("E09", leading) is MET, "a further duty of one who holds a functional position"


# E12


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
        (date(2023, 3, 10), Certificate("UJI_KOMPETENSI", "U-1", date(2025, 3, 9)), PENDING),
        (date(2023, 3, 11), Certificate("UJI_KOMPETENSI", "U-1"), NOT_MET),
        (date(2023, 3, 10), None, PENDING),
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


def test_e13_asks_for_the_test_and_not_for_two_years_of_who_is_to_become_a_senior_executive() -> None:
    to_be = with_position(siti(certificates={}), "target", kind=PositionKind.SENIOR_EXECUTIVE)
    assert outcome("E13", to_be) is PENDING
    tested = to_be.about(certificates={"UJI_KOMPETENSI": Certificate("UJI_KOMPETENSI", "U-1")})
    assert outcome("E13", tested.about(post_since=REQUESTED)) is MET


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
