"""Every projection can be dropped and made again from the ledger, and is then what it was."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import cast
import psycopg
import pytest
from cast import (
    BUDI_STAYS,
    LIBRARY_HEAD,
    NORTH_INSPECTORATE,
    NORTH_PERSONNEL,
    NORTH_SECRETARY,
    REGENT,
    SITI_MOVES,
    act_of,
    on,
    own_act,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playing import Stage, tables
from stories import Story, balancing_move, file_of, teacher_is_redistributed, teacher_moves_to_the_city

from application.ledger import Draft, Entry
from application.recording import Envelope, decode, encode
from domain.act import Act, Capacity
from domain.decree.commands import (
    AbandonDraft,
    AmendDraft,
    Annexed,
    AnnexTransfers,
    DraftDecree,
    Placed,
    PutForSignature,
    RecordOutsideDecree,
    ReturnDecree,
    RevokeWholeDecree,
    SignDecree,
    StrikeTransfer,
)
from domain.history import fold
from domain.identity import (
    CLOCK,
    OfficeKind,
    lookups_id,
    movements_id,
    office_id,
    person_id,
    plan_id,
    post_id,
    school_id,
)
from domain.lookups import PeopleLookedUp, Search, TrailCopied, What
from domain.needs.workload import Task
from domain.plan import (
    PlanAmended,
    PlanAmendmentProposed,
    PlanDescription,
    PlannedNeed,
    PlanProposed,
    PlanPublished,
)
from domain.policy import UNITS, Initiative, StepKind, TransferType
from domain.refusals import PersonUnknown, Refused
from domain.registry.agency import AgencyCorrected
from domain.registry.delegation import AuthorityDelegated, Delegation, DelegationEnded
from domain.registry.movements import Movements, MovementsCounted
from domain.registry.office import (
    OfficeAssigned,
    OfficeDescription,
    OfficeEstablished,
    OfficeRelinquished,
)
from domain.registry.person import (
    Channel,
    ComplaintMade,
    InterestStated,
    PerformanceRated,
    PersonRegistered,
    PostAssumed,
    ProfileCorrected,
    StudyAssigned,
)
from domain.registry.post import (
    Analysis,
    LessonsCounted,
    NamedTask,
    PositionKind,
    PostEstablished,
    PostRevised,
    SeatTaken,
    SeatVacated,
    WorkloadAnalysed,
)
from domain.registry.school import SchoolCount, SchoolCounted
from domain.registry.tenure import Tenure
from domain.registry.unit import UnitCorrected
from domain.transfer.commands import (
    DeclineConsultation,
    FileObjection,
    GiveNotice,
    OfferConsultation,
    RefuseStep,
    RemindTerm,
    RenewTerm,
    RequestTransfer,
    ResubmitFile,
    ReturnFile,
    RevokeDecree,
    WithdrawTransfer,
)
from domain.transfer.evolving import evolve
from domain.transfer.state import Transfer
from projections.past import When, moment, stood
from projections.runner import Runner

Start = Callable[..., Runner]


def happens(stage: Stage, *changes: tuple[UUID, object]) -> None:
    """Registry events, in one commit."""
    act = Act(UUID(int=1), on(2025, 5, 5), uuid4(), cast.POLICY.version)
    expected = {stream: len(stage.ledger.read([stream])) for stream, _ in changes}
    next_version = dict(expected)
    drafts = []
    for stream, event in changes:
        next_version[stream] += 1
        drafts.append(Draft(stream, next_version[stream], *encode(event, Envelope(act, ""))))
    stage.ledger.append(Entry(act.command, expected, drafts))


def returned_and_refused() -> Story:
    """Unhappy: incomplete, returned, resubmitted, verified, cleared, and refused by the origin."""
    story = balancing_move()
    yield next(story)
    officer = act_of(*NORTH_PERSONNEL, on(2025, 3, 11))
    yield ReturnFile("file_verification", "Kurang"), officer
    yield ResubmitFile("Lengkap"), act_of(*NORTH_PERSONNEL, on(2025, 3, 11, 15))
    for command, act in story:
        if getattr(command, "step", "") == "origin_release":
            yield RefuseStep("origin_release", "Kekurangan"), act_of(*LIBRARY_HEAD, act.at)
            return
        yield command, act


def decreed(stage: Stage) -> None:
    """A draft given up, one that was sent back and signed for one of two, and one made elsewhere and revoked."""
    people = [person_id(f"archivist-{number}") for number in range(3)]
    for person in people:
        state = cast.SITI_STATE
        ratings = (PerformanceRated(year, rating) for year, rating in state.ratings.items())
        facts = (PersonRegistered(state.profile), PostAssumed(cast.OLD_POST_ID, date(2022, 1, 3)), *ratings)
        happens(stage, *((person, fact) for fact in facts))
    happens(stage, (cast.OLD_POST_ID, PostRevised(replace(cast.OLD_POST, seats=9))))
    happens(stage, (cast.NEW_POST_ID, PostRevised(replace(cast.NEW_POST, seats=9, required=900))))
    cases = [
        stage.play(balancing_move(cast.Move(uuid4(), person, cast.NEW_POST_ID)), until="decree")
        for person in people[:2]
    ]

    def by(office: tuple[OfficeKind, UUID]) -> Act:
        return act_of(*office, on(2025, 3, 24))

    regent, goals, tmt = office_id(*REGENT), ("Arsip tertata",), date(2025, 4, 14)
    given_up = stage.decree(DraftDecree(regent, "1", "Penataan", goals, tmt), by(NORTH_PERSONNEL), uuid4())
    stage.decree(AbandonDraft("Ditunda"), by(NORTH_PERSONNEL), given_up)
    drafted = stage.decree(DraftDecree(regent, "2", "Penataan", goals, tmt), by(NORTH_PERSONNEL), uuid4())
    for command, office in (
        (AnnexTransfers(tuple(map(Annexed, cases))), NORTH_PERSONNEL),
        (PutForSignature("2"), NORTH_PERSONNEL),
        (SignDecree("2"), NORTH_PERSONNEL),
        (ReturnDecree("Keliru"), NORTH_SECRETARY),
        (StrikeTransfer(cases[1], "Ditunda"), NORTH_PERSONNEL),
        (AmendDraft("Penataan", goals, date(2025, 4, 21)), NORTH_PERSONNEL),
        (PutForSignature("2"), NORTH_PERSONNEL),
        (SignDecree("2"), REGENT),
    ):
        stage.decree(command, by(office), drafted)
    placed = Placed(uuid4(), people[2], cast.NEW_POST_ID, date(2025, 3, 5))
    outside = RecordOutsideDecree(
        regent,
        "3",
        date(2025, 3, 3),
        Capacity.CARETAKER,
        date(2025, 3, 4),
        "Penyegaran",
        "Surat 9",
        (placed,),
    )
    elsewhere = stage.decree(outside, by(NORTH_PERSONNEL), uuid4())
    stage.decree(RevokeWholeDecree("4", "Rekomendasi BKN", "Perpres 116/2022"), by(REGENT), elsewhere)
    stage.do(GiveNotice(date(2025, 3, 24)), by(NORTH_PERSONNEL), cases[0])
    stage.do(RevokeDecree("5", "Keliru", "UU 30/2014"), by(REGENT), cases[0])
    stage.do(RefuseStep("decree", "Ditunda"), by(REGENT), cases[1])


DELEGATED = Delegation(
    "100/12",
    office_id(*NORTH_PERSONNEL),
    (TransferType.WITHIN_AGENCY,),
    (StepKind.CONSENT,),
    date(2025, 7, 1),
    date(2025, 12, 31),
)


def played(stage: Stage) -> None:
    """Both stories, a refusal, a withdrawal, an ineligible one, decrees, and a registry that goes on changing."""
    decreed(stage)
    stage.play(returned_and_refused())
    kept = office_id(OfficeKind.UNIT_HEAD, cast.SECOND_SCHOOL_ID)
    head = OfficeDescription(OfficeKind.UNIT_HEAD, "Kepala UPT", cast.NORTH_ID, cast.SECOND_SCHOOL_ID)
    division, place = post_id("5801.02/kabid"), replace(cast.OLD_POST, code="5801.02/kabid")
    division_head = replace(place, position=replace(place.position, kind=PositionKind.ADMINISTRATOR))
    happens(
        stage,
        (kept, OfficeEstablished(head)),
        (kept, OfficeAssigned(Tenure(cast.BUDI, Capacity.DEFINITIVE, date(2024, 1, 2)))),
        (division, PostEstablished(division_head)),
        (division, PostRevised(replace(division_head, seats=1))),
        (cast.SITI, ComplaintMade("117", Channel.OMBUDSMAN, date(2025, 2, 3))),
    )
    moved = stage.play(teacher_moves_to_the_city())
    stage.do(FileObjection("Terlambat"), own_act(cast.BUDI, on(2026, 3, 2)), moved)
    stage.play(balancing_move())
    documents = file_of("D02", "D03", "D06", "D08", post=cast.OLD_POST_ID)
    for n in range(3):
        request = RequestTransfer(
            person_id(f"nobody-{n}"), BUDI_STAYS.target, Initiative.ORGANISATIONAL_NEED, f"{n}", documents
        )
        with pytest.raises(PersonUnknown):
            stage.do(request, act_of(*NORTH_PERSONNEL, on(2025, 4, 1)))
    request = RequestTransfer(
        SITI_MOVES.person, cast.OLD_POST_ID, Initiative.ORGANISATIONAL_NEED, "Kembali", documents
    )
    again = stage.do(request, act_of(*NORTH_PERSONNEL, on(2026, 5, 4)))
    stage.do(OfferConsultation("Selasa"), act_of(*NORTH_PERSONNEL, on(2026, 5, 4)), again)
    stage.do(DeclineConsultation("Tidak perlu"), own_act(cast.SITI, on(2026, 5, 5)), again)
    stage.do(WithdrawTransfer("Batal"), act_of(*NORTH_PERSONNEL, on(2026, 5, 5)), again)
    book = lookups_id(office_id(*NORTH_INSPECTORATE), cast.official(*NORTH_INSPECTORATE), date(2026, 5, 6))
    acted = (cast.official(*NORTH_PERSONNEL),)
    seen = PeopleLookedUp("OVERSIGHT", "", What.PROOF, (cast.SITI,), again, date(2026, 5, 6), acted)
    copied = TrailCopied("INSPECTION", "7", Search(text="batal"), (cast.NORTH_ID,), 300, date(2026, 8, 4))
    happens(stage, (book, seen), (book, copied))
    plan = plan_id(uuid4())
    need = PlannedNeed(cast.HEALTH_ID, 2, "Kekurangan arsiparis")
    described = PlanDescription(
        cast.NORTH_ID, "Rencana 2026", date(2026, 1, 1), date(2026, 12, 31), "Pemerataan", (need,)
    )
    happens(stage, (plan, PlanProposed(described)))
    happens(stage, (plan, PlanPublished("800/1", date(2026, 1, 5))))
    happens(stage, (plan, PlanAmendmentProposed(replace(described, title="Perubahan"), "Pensiun dini")))
    happens(stage, (plan, PlanAmended(2, "800/2", date(2026, 6, 2))))
    office = office_id(*LIBRARY_HEAD)
    holder = cast.official(*LIBRARY_HEAD)
    happens(
        stage,
        (kept, OfficeRelinquished(cast.BUDI, date(2026, 1, 30))),
        (office, OfficeRelinquished(holder, date(2025, 6, 30))),
        (office, AuthorityDelegated(DELEGATED)),
        (office, DelegationEnded(DELEGATED.number, date(2025, 8, 1), "Kembali")),
        (office, OfficeAssigned(Tenure(cast.SITI, Capacity.ACTING, date(2025, 7, 1)))),
        (cast.NORTH_ID, AgencyCorrected(replace(cast.NORTH, name="Kabupaten Bengkulu Utara"))),
        (cast.HEALTH_ID, UnitCorrected(replace(cast.HEALTH, name="Dinas Kesehatan Kab."))),
        (cast.SITI, ProfileCorrected(replace(cast.SITI_PROFILE, name="Siti R."))),
    )
    year = cast.POLICY.needs.working_year
    analysis = Analysis((NamedTask("Menata", Task(1_200, 45)),), year, "ABK 2026", date(2026, 1, 5))
    movements = Movements(date(2025, 12, 31), 4, 120, "Rekap 2025")
    school = SchoolCount("SMP", 18, 375, 30, "Dapodik", None)
    happens(
        stage,
        (cast.OLD_POST_ID, WorkloadAnalysed(analysis)),
        (cast.OLD_POST_ID, PostRevised(replace(cast.OLD_POST, seats=5))),
        (cast.CITY_MATHS_ID, LessonsCounted(cast.SCHOOL_A[1])),
        (school_id(cast.SCHOOL_ID), SchoolCounted(cast.SCHOOL_ID, school)),
        (school_id(cast.SCHOOL_ID), SchoolCounted(cast.SCHOOL_ID, replace(school, students=380))),
        (movements_id(cast.LIBRARY_ID), MovementsCounted(cast.LIBRARY_ID, movements)),
        (cast.SITI, StudyAssigned(date(2026, 12, 31))),
        (cast.SITI, InterestStated("Dinas Kesehatan")),
    )


@pytest.mark.parametrize("batch", [5, 2_000])
def test_what_was_made_live_is_what_is_made_anew(stage: Stage, running: Start, batch: int) -> None:
    live = running(batch=batch)
    played(stage)
    live.wait_for(stage.ledger.head(), 60)
    before = stage.rows()
    assert {table for table, rows in before.items() if not rows} == {
        "inbox",
        "flag_reviews",
        "flag_reviews_past",
        "plan_followers",
    }, "the cases are over, or wait for reviews; nobody has looked at a flag"
    for projection in live.projections:
        live.rebuild(projection)
    live.wait_for(stage.ledger.head(), 60)
    assert stage.rows() == before


def test_the_clock_of_a_posting_is_the_same_live_and_anew_at_every_turn(stage: Stage, running: Start) -> None:
    live = running()
    transfer = stage.play(teacher_is_redistributed())
    for command, act, clocks in (
        (None, None, {"term", "term_reminder"}),
        (RemindTerm(), own_act(CLOCK, on(2029, 3, 30)), {"term"}),
        (
            RenewTerm("term_end", "821/90", "Masih kurang"),
            act_of(*REGENT, on(2029, 5, 2)),
            {"term", "term_reminder"},
        ),
    ):
        if command is not None and act is not None:
            stage.do(command, act, transfer)
        live.wait_for(stage.ledger.head(), 15)
        before = stage.rows()
        assert {row[1] for row in before["deadlines"] if row[0] == transfer} & {
            "term",
            "term_reminder",
        } == clocks
        for projection in live.projections:
            live.rebuild(projection)
        assert stage.rows() == before


def test_another_process_makes_the_same_of_it_in_one_go(stage: Stage, running: Start) -> None:
    live = running()
    played(stage)
    live.wait_for(stage.ledger.head(), 60)
    before = stage.rows()
    live.close()
    with psycopg.connect(stage.url) as owner:
        for table in tables(owner):
            owner.execute(f"DROP TABLE projections.{table}")
        owner.execute("DROP TABLE projections.positions")
    running().wait_for(stage.ledger.head())
    assert stage.rows() == before


def test_a_post_that_is_new_and_one_that_changes_fit_in_one_batch(stage: Stage, running: Start) -> None:
    """Their rows name their columns in different orders: one is read from the table, the other made."""
    live = running()
    live.wait_for(stage.ledger.head(), 60)
    new = post_id("5801.01/baru")
    happens(
        stage,
        (cast.NEW_POST_ID, SeatTaken(cast.PEERS[3], date(2025, 5, 1))),
        (new, PostEstablished(replace(cast.NEW_POST, code="5801.01/baru", seats=7))),
        (cast.OLD_POST_ID, SeatVacated(cast.PEERS[0], date(2025, 5, 1))),
        (cast.CITY_MATHS_ID, PostRevised(replace(cast.CITY_MATHS, seats=9))),
    )
    live.wait_for(stage.ledger.head(), 60)
    with psycopg.connect(stage.url) as owner:
        seats = dict(
            owner.execute(
                "SELECT code, (seats, cardinality(occupants))::text FROM projections.posts"
            ).fetchall()
        )
    assert seats["5801.01/baru"] == "(7,0)"
    assert seats["5801.01/arsip"] == "(3,2)"
    assert seats["5801.02/arsip"] == "(4,3)"
    assert seats["5871.03.01/mtk"] == "(9,1)"


def filed_as_folded(stage: Stage, batch: int) -> None:
    """Carry the ledger over in batches of that size, then compare each case with its folded history."""
    runner = stage.runner(batch=batch)
    try:
        runner.prepare()
        runner.catch_up()
    finally:
        runner.close()
    with psycopg.connect(stage.url) as owner:
        filed = owner.execute("SELECT id, status, steps, is_over, version FROM projections.cases").fetchall()
        waiting = owner.execute("SELECT transfer, step FROM projections.inbox").fetchall()
    assert filed
    for transfer, status, steps, is_over, version in filed:
        history = [decode(line) for line in stage.ledger.read([transfer])]
        folded: Transfer | None = fold(evolve, None, history)
        assert folded is not None
        assert (status, steps, is_over) == (folded.status, sorted(folded.open), folded.is_over)
        assert version == history[-1].version
        asked = {
            f"{rater.step}/{rater.role}"
            for rater in folded.raters.values()
            if rater.role in UNITS and rater.is_silent and rater.step in folded.open
        }
        assert {step for stream, step in waiting if stream == transfer} == folded.open.keys() | asked


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    turns=st.lists(st.booleans(), min_size=1, max_size=50),
    goes_back=st.integers(0, 12),
    ends=st.booleans(),
    batch=st.sampled_from([2, 7, 50]),
)
def test_the_case_file_tells_what_the_history_folds_to(
    stage: Stage, turns: list[bool], goes_back: int, ends: bool, batch: int
) -> None:
    """However far two cases have come beside each other, and however their events fall into batches."""
    people = (person_id(f"one-{uuid4()}"), person_id(f"two-{uuid4()}"))
    happens(stage, (cast.OLD_POST_ID, PostRevised(replace(cast.OLD_POST, seats=99))))
    happens(stage, (cast.NEW_POST_ID, PostRevised(replace(cast.NEW_POST, seats=99, required=9_900))))
    for person in people:
        state = cast.SITI_STATE
        ratings = (PerformanceRated(year, rating) for year, rating in state.ratings.items())
        facts = (PersonRegistered(state.profile), PostAssumed(cast.OLD_POST_ID, date(2022, 1, 3)), *ratings)
        happens(stage, *((person, fact) for fact in facts))
    stories = [balancing_move(cast.Move(uuid4(), person, cast.NEW_POST_ID)) for person in people]
    cases: list[UUID | None] = [None, None]
    for number, turn in enumerate(turns):
        command, act = next(stories[turn])
        cases[turn] = stage.do(command, act, cases[turn])
        if number == goes_back and isinstance(command, RequestTransfer):
            stage.do(ReturnFile("file_verification", "Kurang"), act_of(*NORTH_PERSONNEL, act.at), cases[turn])
            stage.do(ResubmitFile("Lengkap"), act_of(*NORTH_PERSONNEL, act.at), cases[turn])
    if ends and (case := cases[turns[-1]]) is not None:
        with suppress(Refused):
            stage.do(WithdrawTransfer("Batal"), act_of(*NORTH_PERSONNEL, on(2026, 5, 4)), case)
    filed_as_folded(stage, batch)


def test_whom_feedback_is_asked_of_is_found_by_an_index_now_and_as_of_a_moment(stage: Stage) -> None:
    runner = stage.runner()
    runner.prepare()
    with psycopg.connect(stage.url) as owner:
        owner.execute("SET search_path = projections, public; SET enable_seqscan = off")
        for when, indexes in (
            (None, {"cases_raters_idx"}),
            (When(7), {"cases_raters_idx", "cases_past_raters_idx"}),
        ):
            rows = owner.execute(
                f"EXPLAIN SELECT id FROM {stood('cases', when)} AS c "
                "WHERE c.raters @> %(raters)s::uuid[] AND 'feedback' = ANY(c.steps)",
                moment(when) | {"raters": [cast.SITI]},
            ).fetchall()
            plan = "\n".join(line for (line,) in rows)
            assert {name for name in indexes if name in plan} == indexes, plan
    runner.close()
