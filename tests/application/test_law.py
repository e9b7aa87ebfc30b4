"""The published law on PostgreSQL: entered once, made by two, seen by every process, and never changed for what was decided."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree
from typing import Any
from uuid import UUID

import pytest
import texts
from cast import (
    BKN,
    CITY_PERSONNEL,
    MINISTER,
    NORTH_PERSONNEL,
    PANRB,
    REGENT,
    act_of,
    on,
)
from ledgers import with_cast
from stories import Story, balancing_move, teacher_moves_to_the_city

from application.carrying_out import Receipt, Sent
from application.cases import Cases, digest
from application.law import OPERATOR, Law, install
from application.ledger import Entry, Ledger
from application.policies import FOLDER, NoPolicyInForce, read_demands
from application.publishing import Publishing, proposal
from domain.act import Act
from domain.history import fold
from domain.identity import transfer_id
from domain.policy_publication import LawKind, PublishLaw
from domain.refusals import LawDiffers, UnlawfulText, VersionTaken
from domain.transfer.commands import MigratePolicy, RequestTransfer, TransferCommand
from domain.transfer.decisions import decide
from domain.transfer.desk import Audience
from domain.transfer.evolving import evolve

NOON = datetime(2025, 1, 2, 5, tzinfo=UTC)
NEW = texts.policy("mutasi-2025.2", date(2025, 9, 1), texts.SIX_MONTHS)


class Process:
    """One process on the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.law = Law(ledger)
        self.cases = Cases(ledger, self.law)
        self.publishing = Publishing(ledger, self.law)
        self.transfer = UUID(int=0)

    def publish(self, text: str, kind: LawKind = LawKind.POLICY, at: datetime | None = None) -> Receipt:
        local = kind.is_local
        at = at or on(2025, 8, 1)
        law = texts.law(text, kind)
        proposing = act_of(*(NORTH_PERSONNEL if local else PANRB), at)
        self.publishing.carry_out(proposal(kind, text, "Perubahan"), sent(proposing))
        command = PublishLaw(law.version, law.sha256, "1/2025")
        return self.publishing.carry_out(command, sent(act_of(*(REGENT if local else BKN), at)))

    def do(self, command: TransferCommand, act: Act) -> Receipt:
        sight = None
        if isinstance(command, RequestTransfer):
            self.transfer = transfer_id(act.command)
        else:
            sight = self.cases.show(self.transfer, lambda *_: Audience.OFFICIAL).sight
        return self.cases.carry_out(self.transfer, command, replace(sent(act), sight=sight))

    def play(self, story: Story, until: str | None = None) -> None:
        for command, act in story:
            if until in (type(command).__name__, getattr(command, "step", "")):
                return
            self.do(command, act)

    def request(self, at: datetime) -> str:
        """Budi's request at that moment; the version it stands under."""
        command, act = next(iter(teacher_moves_to_the_city()))
        self.do(command, replace(act, at=at))
        return self.cases.history(self.transfer)[0].act.policy


def sent(act: Act) -> Sent:
    return Sent(act.by, act.at, act.command, digest({"command": str(act.command)}), act.office)


@pytest.fixture
def process(database: str) -> Iterator[Process]:
    with Ledger(database) as ledger:
        install(ledger, NOON)
        with_cast(ledger)
        yield Process(ledger)


@pytest.fixture
def other(process: Process, database: str) -> Iterator[Process]:
    """A second process, which has read the law before anything is published."""
    with Ledger(database) as ledger:
        second = Process(ledger)
        assert [policy.version for policy in second.law.current().versions] == ["mutasi-2025.1"]
        yield second


# What an installation begins with


def test_the_files_are_entered_once_as_an_act_of_the_operator(process: Process, database: str) -> None:
    assert install(process.ledger, NOON) == 0
    gazette = process.law.gazette()
    assert [each.law.version for each in gazette.published] == [
        "mutasi-2025.1",
        "daerah-35-2025.1",
        "kalender-2026.1",
        "masa-jabatan-2025.1",
    ]
    assert {each.by for each in gazette.published} == {OPERATOR}
    assert gazette.published[0].law.text == texts.OLD
    with Ledger(database) as another:
        assert Law(another).version("mutasi-2025.1") == process.law.version("mutasi-2025.1")


def test_a_changed_file_is_refused_and_a_new_one_is_not_law(process: Process, tmp_path: Path) -> None:
    folder = copytree(FOLDER, tmp_path / "policies")
    (folder / "mutasi-2025.2.toml").write_text(NEW, "utf-8")
    assert install(process.ledger, NOON, folder) == 0
    with pytest.raises(NoPolicyInForce):
        process.law.version("mutasi-2025.2")
    (folder / "mutasi-2025.1.toml").write_text(texts.OLD + "# diam-diam\n", "utf-8")
    with pytest.raises(LawDiffers, match=r"mutasi-2025\.1"):
        install(process.ledger, NOON, folder)


# Publishing


def test_what_acts_rest_on_is_as_the_rules_of_the_time_had_it(process: Process, tmp_path: Path) -> None:
    """For flags, which are asked again of events of any age."""
    before = process.ledger.head()
    folder = copytree(FOLDER, tmp_path / "policies")
    demands = (folder / "demands.toml").read_text("utf-8")
    (folder / "demands.toml").write_text(demands[demands.index("[INTRA_INSTANSI]") :], "utf-8")
    asked = process.law.current().rests_on
    assert install(process.ledger, NOON, folder) == 1
    assert process.law.current().rests_on == ()
    assert process.law.at(before).rests_on == asked == read_demands().rests_on


def test_what_one_process_publishes_is_law_in_the_other_without_a_restart(
    process: Process, other: Process
) -> None:
    process.publish(NEW)
    assert other.law.version("mutasi-2025.2").limit("minimum_months_in_post") == 6
    assert other.law.in_force(date(2025, 8, 31)).version == "mutasi-2025.1"
    assert other.law.in_force(date(2025, 9, 1)).version == "mutasi-2025.2"
    assert other.law.gazette().published[-1].law.text == NEW


def test_publishing_twice_is_publishing_once(process: Process, other: Process) -> None:
    at = on(2025, 8, 1)
    command = proposal(LawKind.POLICY, NEW, "Perubahan")
    act = act_of(*PANRB, at)
    first = process.publishing.carry_out(command, sent(act))
    assert other.publishing.carry_out(command, sent(act)) == first
    with pytest.raises(VersionTaken):
        other.publishing.carry_out(command, sent(act_of(*PANRB, at)))
    publish = PublishLaw(command.law.version, command.law.sha256, "1/2025")
    acts = [act_of(*BKN, at) for _ in range(2)]
    done = process.publishing.carry_out(publish, sent(acts[0]))
    assert other.publishing.carry_out(publish, sent(acts[0])) == done
    with pytest.raises(Exception, match="draft"):
        other.publishing.carry_out(publish, sent(acts[1]))
    assert len(process.law.gazette().published) == 5


def test_a_route_on_which_the_decree_comes_without_consent_is_refused_with_its_path(process: Process) -> None:
    broken = texts.without_consent("mutasi-2025.2", date(2025, 9, 1))
    with pytest.raises(UnlawfulText) as refused:
        process.publishing.carry_out(proposal(LawKind.POLICY, broken, "x"), sent(act_of(*PANRB, NOON)))
    (violation,) = refused.value.violations
    assert "receiving_proposal > governor_forward > technical_consideration > decree: lacks CONSENT" in (
        violation.input
    )


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (LawKind.POLICY, "version = 1", "title: Field required"),
        (LawKind.POLICY, texts.policy("daerah-1", date(2026, 1, 1)), "does not begin with mutasi-"),
        (LawKind.CALENDAR, "[years", "not closed"),
        (LawKind.LOCAL_CALENDAR, texts.local_days("kalender 17", "17.03", date(2026, 1, 2)), "version"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused_with_all_that_is_wrong(
    kind: LawKind, text: str, told: str
) -> None:
    with pytest.raises(UnlawfulText) as refused:
        proposal(kind, text, "x")
    assert any(told in violation.input for violation in refused.value.violations)


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        (
            LawKind.LOCAL_ADDITIONS,
            texts.additions(
                "daerah-17.03-2026.1",
                "17.03",
                "[limits]",
                'minimum_months_in_post = { value = 12, legal_basis = "Perbup" }',
            ),
            "12 is looser than 24 of mutasi-2025.1 (E16:",
        ),
        (
            LawKind.LOCAL_ADDITIONS,
            texts.additions("daerah-35-2026.1", "17.03"),
            "version: that of a local text begins with daerah-17.03-",
        ),
        (LawKind.CALENDAR, texts.calendar("kalender-2025.9", 2026), "not newer than kalender-2026.1"),
        (
            LawKind.CALENDAR,
            texts.CALENDAR.replace("kalender-2026.1", "kalender-2026.2")
            .replace("last_year = 2032", "last_year = 2031")
            .split("2032 = ")[0],
            "years: fewer",
        ),
        (LawKind.TERMS, texts.terms("masa-jabatan-2024.9"), "version: not newer than masa-jabatan-2025.1"),
        (
            LawKind.TERMS,
            texts.terms("masa-jabatan-2025.2").replace('"17.71"', '"17.03"'),
            "terms: none of 17.71, of which the last text tells",
        ),
    ],
)
def test_a_text_that_does_not_fit_what_is_law_is_refused(
    process: Process, kind: LawKind, text: str, told: str
) -> None:
    proposing = MINISTER if kind is LawKind.TERMS else NORTH_PERSONNEL if kind.is_local else PANRB
    act = act_of(*proposing, NOON)
    with pytest.raises(UnlawfulText) as refused:
        process.publishing.carry_out(proposal(kind, text, "x"), sent(act))
    assert any(told in violation.input for violation in refused.value.violations), refused.value.violations


# Under which law a case stands


@pytest.mark.parametrize(
    ("moment", "version"),
    [
        (datetime(2025, 8, 31, 16, 59, 59, tzinfo=UTC), "mutasi-2025.1"),
        (datetime(2025, 8, 31, 17, 0, 0, tzinfo=UTC), "mutasi-2025.2"),
    ],
)
def test_a_version_comes_into_force_with_its_day_where_the_case_is_received(
    process: Process, other: Process, moment: datetime, version: str
) -> None:
    """Midnight in Bengkulu is 17:00 UTC; the other process learns of the version only now."""
    process.publish(NEW)
    assert other.request(moment) == version


class Slow:
    """A ledger on which something else happens just before the first append."""

    def __init__(self, ledger: Ledger, before: Any) -> None:
        self._ledger, self._before = ledger, before

    def append(self, entry: Entry) -> int:
        before, self._before = self._before, None
        if before is not None:
            before()
        return self._ledger.append(entry)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)


def test_a_version_published_while_a_request_is_decided_is_not_missed(
    process: Process, other: Process
) -> None:
    today = texts.policy("mutasi-2025.2", date(2025, 9, 1))
    process.cases = Cases(
        Slow(process.ledger, lambda: other.publish(today, at=on(2025, 9, 1, 9))),  # type: ignore[arg-type]
        process.law,
    )
    assert process.request(on(2025, 9, 1)) == "mutasi-2025.2"


def test_a_region_adds_to_the_law_of_those_who_move_in(process: Process, other: Process) -> None:
    """Budi moves from Bengkulu Utara to the city; what Bengkulu Utara asks is for those who come to it."""
    text = texts.additions("daerah-17.03-2025.1", "17.03", "highest_age = 40", valid_from=date(2025, 8, 1))
    process.publish(text, LawKind.LOCAL_ADDITIONS)
    assert other.request(on(2025, 9, 1)) == "mutasi-2025.1"
    laid = other.law.in_force(date(2025, 9, 1), ("17", "17.03"))
    assert laid.version == "mutasi-2025.1+daerah-17.03-2025.1"
    assert other.law.version(laid.version) == laid


def test_local_days_off_move_the_deadlines_of_offices_in_that_region(
    process: Process, other: Process
) -> None:
    before = process.ledger.head()
    process.publish(
        texts.local_days("kalender-17.03-2025.1", "17.03", date(2025, 3, 12)),
        LawKind.LOCAL_CALENDAR,
        at=on(2025, 3, 3),
    )
    assert other.law.at(before).local_calendars == {}, "what a figure was counted by stays what it was"
    assert set(other.law.at(process.ledger.head()).local_calendars) == {"17.03"}
    other.play(balancing_move(), until="VerifyFile")
    shown = other.cases.show(other.transfer, lambda *_: Audience.OFFICIAL)
    assert shown.transfer.open["file_verification"].due_on == date(2025, 3, 14)


def test_what_was_decided_before_a_rule_changed_replays_with_the_old_result(
    process: Process, other: Process
) -> None:
    """Scenario 23, first half. Every decision is made again from what its decider had, under the law of the case."""
    other.play(balancing_move(), until="duty_start")
    decided = other.cases.history(other.transfer)
    shown_at = [recorded for recorded in decided if recorded.act.seen is not None]
    desks = [
        digest(other.cases.show_at(other.transfer, each.act.seen.position, Audience.OFFICIAL))
        for each in shown_at
    ]
    process.publish(NEW.replace("2025-09-01", "2025-04-01"), at=on(2025, 3, 31))
    assert process.law.in_force(date(2025, 4, 1)).version == "mutasi-2025.2"
    again = Process(process.ledger)
    assert [
        digest(again.cases.show_at(other.transfer, each.act.seen.position, Audience.OFFICIAL))
        for each in shown_at
    ] == desks
    shown = again.cases.show(other.transfer, lambda *_: Audience.OFFICIAL)
    assert shown.case.policy == process.law.version("mutasi-2025.1")
    assert {recorded.act.policy for recorded in decided} == {"mutasi-2025.1"}
    decree = next(n for n, each in enumerate(decided) if type(each.event).__name__ == "DecreeIssued")
    state = fold(evolve, None, decided[: decree - 1])
    command, act = next(
        (command, act) for command, act in balancing_move() if getattr(command, "step", "") == "decree"
    )
    made = decide(state, command, replace(act, policy="mutasi-2025.1"), shown.case)
    assert [type(event).__name__ for event in made][:2] == ["EligibilityEvaluated", "DecreeIssued"]
    assert made[0].findings == decided[decree - 1].event.findings  # type: ignore[union-attr]


def test_a_running_case_moves_only_by_an_act_of_its_own(process: Process, other: Process) -> None:
    other.request(on(2025, 8, 20))
    process.publish(NEW)
    shown = other.cases.show(other.transfer, lambda *_: Audience.OFFICIAL)
    assert shown.transfer.policy == "mutasi-2025.1"
    act = act_of(*CITY_PERSONNEL, on(2025, 9, 2))
    preview = other.cases.dry_run(other.transfer, "mutasi-2025.2", act)
    assert (preview.after, preview.refused) == ("mutasi-2025.2", "")
    assert other.cases.dry_run(other.transfer, "mutasi-2099.1", act).refused == "PolicyUnknown"
    other.do(MigratePolicy("mutasi-2025.2", "Lebih menguntungkan"), act)
    for each in (process, other):
        moved = each.cases.show(other.transfer, lambda *_: Audience.OFFICIAL)
        assert moved.transfer.policy == moved.case.policy.version == "mutasi-2025.2"
    laid = other.cases.show_at(other.transfer, shown.sight.position, Audience.OFFICIAL)
    assert laid == shown.facts, "what was shown before is laid again under the law of then"
