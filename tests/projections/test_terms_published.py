"""A head's term is published while cases run: a window spares none of them, and they stay under their version."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import cast
import psycopg
import pytest
import texts
from cast import BKN, BUDI, MINISTER, NORTH_INSPECTORATE, REGENT, SECOND_MATHS_ID, act_of, on
from databases import copied
from ledgers import with_cast
from playing import Stage
from stories import balancing_move
from test_rebuilding import happens

from api.house import projections_of
from application import legality
from application.carrying_out import FactsChanged, Sent
from application.cases import Cases, Shown, digest
from application.decrees import Decrees
from application.law import Law, install
from application.ledger import Ledger
from application.policies import law_text, policies_of
from application.publishing import Publishing, proposal
from application.replaying import Replay
from application.replays import Replays
from application.streams import Streams
from application.supposing import Supposing, named
from domain.act import Act, Capacity
from domain.decree.commands import Placed, RecordOutsideDecree
from domain.identity import office_id, transfer_id
from domain.legality.points import Verdict
from domain.policy_publication import LawKind, PublishLaw
from domain.refusals import NotEligible
from domain.registry.post import Position, PositionKind, PostRevised
from domain.transfer.commands import GrantConsent, IssueDecree, ReassessCase
from domain.transfer.desk import Audience

OLD, TERMS = "mutasi-2025.1", "masa-jabatan-2025.2"
WINDOW = {"region": "17.03", "window": "W2", "since": "2025-03-01", "until": "2025-09-01"}
DIVISION_HEAD = Position("Kepala Bidang", PositionKind.ADMINISTRATOR)
DECREE = IssueDecree("decree", "821/9", cast.NEW_POST_ID, date(2025, 3, 26), "Kebutuhan", ("Tujuan",))


@dataclass
class Played:
    """`seen_before`: the desk of who was to decree, opened before the term was published. `refused`: what kept them from it."""

    stage: Stage
    law: Law
    decided: UUID
    outside: UUID
    published_at: int
    seen_before: Shown
    changed: FactsChanged
    refused: NotEligible


def sent(act: Act) -> Sent:
    return Sent(act.by, act.at, act.command, digest({"command": str(act.command)}), act.office)


def publish(ledger: Ledger, law: Law) -> None:
    """Of a head nobody had told of."""
    text = texts.terms(TERMS, ("17.03", date(2025, 3, 1)))
    door, told = Publishing(ledger, law), texts.law(text, LawKind.TERMS)
    door.carry_out(proposal(LawKind.TERMS, text, "Pelantikan"), sent(act_of(*MINISTER, on(2025, 3, 24))))
    command = PublishLaw(told.version, told.sha256, "1/2025")
    door.carry_out(command, sent(act_of(*BKN, on(2025, 3, 24))))


def decreed_outside(stage: Stage) -> UUID:
    """A head of school is replaced in the window, and nobody asked the Minister."""
    transfer = transfer_id(uuid4())
    placed = Placed(transfer, BUDI, SECOND_MATHS_ID, date(2025, 3, 27))
    source = "Surat Inspektorat 700/4"
    command = RecordOutsideDecree(
        office_id(*REGENT),
        "821/7",
        date(2025, 3, 26),
        Capacity.DEFINITIVE,
        date(2025, 3, 26),
        "Penyegaran",
        source,
        (placed,),
    )
    stage.decree(command, act_of(*NORTH_INSPECTORATE, on(2025, 3, 27)), uuid4())
    return transfer


@pytest.fixture(scope="module")
def played(server: str, template: str) -> Iterator[Played]:
    with copied(server, template) as url, Ledger(url) as ledger:
        install(ledger, datetime(2025, 1, 2, 5, tzinfo=UTC))
        with_cast(ledger)
        streams = Streams(ledger)
        law = Law(ledger, streams)
        stage = Stage(url, ledger, Cases(ledger, law, streams), Decrees(ledger, law, streams))
        school = cast.BUDI_STATE.post
        assert school is not None
        for post, position in ((cast.OLD_POST_ID, DIVISION_HEAD), (school, cast.HEAD_TEACHER)):
            happens(stage, (post, PostRevised(replace(cast.POSTS[post], position=position))))
        case = stage.play(balancing_move(), until="decree")
        before = shown(stage, case)
        publish(ledger, Law(ledger))  # another process
        regent = act_of(*REGENT, on(2025, 3, 26))
        with pytest.raises(FactsChanged) as changed:
            stage.cases.carry_out(case, DECREE, replace(sent(regent), sight=before.sight))
        with pytest.raises(NotEligible) as refused:
            stage.do(DECREE, act_of(*REGENT, on(2025, 3, 26)), case)
        published_at = ledger.head()
        stage.do(ReassessCase("Masa larangan"), act_of(*REGENT, on(2025, 3, 26, 11)), case)
        consent = GrantConsent("ministerial_consent", "100.2/1")
        stage.do(consent, act_of(*MINISTER, on(2025, 3, 26, 12)), case)
        stage.do(DECREE, act_of(*REGENT, on(2025, 3, 26, 13)), case)
        outside = decreed_outside(stage)
        yield Played(stage, law, case, outside, published_at, before, changed.value, refused.value)


def shown(stage: Stage, case: UUID) -> Shown:
    return stage.cases.show(case, lambda *_: Audience.OFFICIAL)


def test_who_had_looked_before_is_told_of_the_window(played: Played) -> None:
    assert played.changed.changes == [{"pointer": "/windows", "before": None, "now": [WINDOW]}]
    assert "windows" not in played.seen_before.facts
    laid = played.stage.cases.show_at(played.decided, played.seen_before.sight.position, Audience.OFFICIAL)
    assert laid == played.seen_before.facts, "what was shown before is laid again as it was"


def test_a_running_case_is_stopped_at_the_decree_until_the_minister_has_consented(played: Played) -> None:
    stood_in_the_way = {each.rule: each.version for each in played.refused.violations}
    assert stood_in_the_way == {"E12": OLD, "ministerial_consent": OLD}
    now = shown(played.stage, played.decided)
    consent = next(step for step in now.facts["route"] if step["step"] == "ministerial_consent")
    assert (now.transfer.policy, now.facts["policy"], consent["state"]) == (OLD, OLD, "DONE")
    assert now.facts["windows"] == [WINDOW]


def test_the_policy_of_the_case_is_its_version_to_the_letter(played: Played) -> None:
    case = shown(played.stage, played.decided).case
    assert case.policy == played.law.version(OLD)
    assert case.terms.version == TERMS


def test_the_flag_shows_where_nobody_consented_live_and_made_again(played: Played) -> None:
    runner = played.stage.runner(projections_of(played.stage.ledger, Law(played.stage.ledger)), batch=3)
    runner.start()
    try:
        runner.wait_for(played.stage.ledger.head())
        live = played.stage.rows()
        runner.rebuild(*runner.projections)
    finally:
        runner.close()
    assert played.stage.rows() == live
    with psycopg.connect(played.stage.url) as owner:
        flagged = owner.execute(
            "SELECT case_id, value FROM projections.flags WHERE indicator = 'R01'"
        ).fetchall()
        told = owner.execute("SELECT case_id, window_code, consented FROM projections.case_facts").fetchall()
    assert flagged == [(played.outside, "W2")]
    assert set(told) == {(played.decided, "W2", True), (played.outside, "W2", False)}


def test_the_dossier_of_legality_demands_the_consent(played: Played) -> None:
    def consent(case: UUID) -> tuple[Verdict, list[str]]:
        limbs = legality.gather(played.stage.cases, played.stage.ledger, case).dossier.limbs
        point = next(each for points in limbs.values() for each in points if each.code == "WINDOW_CONSENT")
        return point.verdict, [type(each.event).__name__ for each in point.evidence]

    assert consent(played.decided) == (Verdict.SHOWN, ["ConsentGranted"])
    assert consent(played.outside) == (Verdict.MISSING, [])


def test_every_decision_follows_again_and_every_desk_is_laid_again(played: Played) -> None:
    ledger = played.stage.ledger
    assert [again for again in Replay(ledger).whole() if again.departs] == []
    replays = Replays(ledger, Cases(ledger, Law(ledger)), played.stage.decrees)
    decisions = replays.decisions(played.decided, 0, 100, ledger.head())
    assert len(decisions) > 5
    assert all(decision.matches for decision in decisions)


def test_what_if_the_head_had_been_known_of_when_the_file_was_verified(played: Played) -> None:
    ledger = played.stage.ledger

    def at_the_window(version: str) -> list[str]:
        moments = Supposing(ledger, named(Law(ledger).gazette(), version)).of_case(played.decided)
        return [
            each.what
            for moment in moments
            for each in moment.otherwise
            if each.name in {"E12", "ministerial_consent"}
        ]

    assert at_the_window(OLD) == [], "a policy is supposed with the terms of the moment"
    assert at_the_window(TERMS) != []


def test_terms_in_policies_of_an_older_form_count_until_a_text_of_their_own_tells_them(
    played: Played,
) -> None:
    gazette = Law(played.stage.ledger).gazette()
    told = '[[terms]]\nregion_code = "17.03"\ninaugurated_on = 2024-03-01\n\n[limits]\n'
    older = law_text(LawKind.POLICY, texts.OLD.replace("[limits]\n", told, 1), form=6)
    alone = policies_of(
        [older, *(each.law for each in gazette.published if each.law.kind is LawKind.CALENDAR)]
    )
    assert [term.region_code for term in alone.terms.terms] == ["17.03"]
    assert alone.version(OLD) == played.law.version(OLD), "they are no part of the policy"
    beside = policies_of([older, *(each.law for each in gazette.published[1:])])
    assert beside.terms == played.law.current().terms
