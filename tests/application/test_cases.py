"""The one door: what is shown stood so at one moment, what is decided rests on what is so, also with several processes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from threading import Event, Thread
from uuid import UUID, uuid4

import cast
import pytest
from cast import LIBRARY_HEAD, NEW_POST_ID, NORTH_PERSONNEL, PEERS, SITI, act_of, on
from ledgers import with_cast
from stories import VERIFIED, balancing_move, document
from web import command_of

from application import ledger as ledgers
from application.carrying_out import (
    ChangedMeanwhile,
    CommandReused,
    FactsChanged,
    Receipt,
    Sent,
    SightUnknown,
)
from application.cases import Cases, Shown, Sight, digest
from application.ledger import Draft, Entry, Ledger, OutcomeUnknown
from application.policies import read_policies
from application.recording import Envelope, encode
from application.streams import Streams
from domain.act import Act
from domain.identity import transfer_id
from domain.refusals import LiveRequestExists, OfficeNotHeld, StepNotOpen, TransferUnknown
from domain.registry.agency import Agency, AgencyKind, AgencyRegistered
from domain.registry.person import Proceeding, ProceedingKind, ProceedingRecorded
from domain.registry.post import SeatTaken, SeatVacated
from domain.transfer.commands import (
    GrantConsent,
    RequestTransfer,
    SubmitDocument,
    TransferCommand,
    WithdrawTransfer,
)
from domain.transfer.desk import Audience

RELEASE = GrantConsent("origin_release", "045/PERPUS")
HEAD = act_of(*LIBRARY_HEAD, on(2025, 3, 17))


@dataclass
class Process:
    """One process of the service: its own ledger connections and its own kept states."""

    ledger: Ledger
    cases: Cases
    transfer: UUID = SITI  # of the case that is spoken of, once there is one

    def look(self) -> Shown:
        return self.cases.show(self.transfer, lambda *_: Audience.OFFICIAL)

    def do(self, command: TransferCommand, act: Act, sight: Sight | None = None) -> Receipt:
        if isinstance(command, RequestTransfer):
            self.transfer = transfer_id(act.command)
        else:
            sight = sight or self.look().sight
        sent = Sent(act.by, act.at, act.command, digest({"command": repr(command)}), act.office, sight)
        return self.cases.carry_out(self.transfer, command, sent)

    def play(self, until: str) -> None:
        for command, act in balancing_move():
            if until in (type(command).__name__, getattr(command, "step", "")):
                return
            self.do(command, act)

    def happens(self, *changes: tuple[UUID, object]) -> None:
        act = Act(UUID(int=1), on(2025, 1, 2), uuid4(), cast.POLICY.version)
        expected = {stream: len(self.ledger.read([stream])) for stream, _ in changes}
        versions = dict(expected)
        drafts = []
        for stream, event in changes:
            versions[stream] += 1
            drafts.append(Draft(stream, versions[stream], *encode(event, Envelope(act, ""))))
        self.ledger.append(Entry(act.command, expected, drafts))


@pytest.fixture
def process(database: str) -> Iterator[Process]:
    with Ledger(database) as ledger:
        with_cast(ledger)
        yield Process(ledger, Cases(ledger, read_policies()))


@pytest.fixture
def other(process: Process, database: str) -> Iterator[Process]:
    """A second process on the same database."""
    with Ledger(database) as ledger:
        yield Process(ledger, Cases(ledger, read_policies()))


# What is shown


def opened(number: int, *, still: bool) -> ProceedingRecorded:
    until = None if still else date(2025, 3, 2)
    return ProceedingRecorded(
        Proceeding(f"HD-{number}", ProceedingKind.DISCIPLINE, "RINGAN", date(2025, 3, 1), until)
    )


def test_what_is_shown_stood_so_at_one_moment(process: Process, other: Process) -> None:
    """Two streams that always change together are never shown apart, and every sight can be laid again."""
    process.play(until="origin_release")
    other.transfer = process.transfer
    done = Event()

    def changing() -> None:
        number = 0
        while not done.is_set():
            number += 1
            process.happens(
                (SITI, opened(number, still=True)), (NEW_POST_ID, SeatTaken(PEERS[3], date(2025, 3, 1)))
            )
            process.happens(
                (NEW_POST_ID, SeatVacated(PEERS[3], date(2025, 3, 2))), (SITI, opened(number, still=False))
            )

    writer = Thread(target=changing)
    writer.start()
    try:
        shown = [each.look() for _ in range(150) for each in (process, other)]
    finally:
        done.set()
        writer.join()
    assert len({each.sight.position for each in shown}) > 20, "it changed meanwhile, all the time"
    for each in shown:
        assert len(each.facts["person"]["proceedings"]) == each.facts["target"]["occupied"] - 1
        again = process.cases.show_at(process.transfer, each.sight.position, Audience.OFFICIAL)
        assert digest(again) == each.sight.digest


def test_what_is_shown_is_never_older_than_the_question(process: Process, other: Process) -> None:
    process.play(until="origin_release")
    other.transfer = process.transfer
    other.look()
    for number in range(5):
        process.happens((SITI, opened(number, still=True)))
        assert len(other.look().facts["person"]["proceedings"]) == number + 1


def test_to_whom_the_case_is_not_shown_it_is_unknown(process: Process) -> None:
    process.play(until="VerifyFile")
    with pytest.raises(TransferUnknown):
        process.cases.show(process.transfer, lambda *_: None)
    with pytest.raises(TransferUnknown):
        process.cases.show(uuid4(), lambda *_: Audience.OFFICIAL)
    with pytest.raises(TransferUnknown):
        process.cases.show_at(process.transfer, 1, Audience.OFFICIAL)


def test_an_id_of_another_kind_of_stream_is_none_of_this_kind(process: Process) -> None:
    """Read for the first time, and when the other thing is kept."""
    for is_kept in (False, True):
        if is_kept:
            process.play(until="origin_release")
        for other_thing in (SITI, NEW_POST_ID, cast.HEALTH_ID, cast.NORTH_ID, HEAD.office):
            assert other_thing is not None
            with pytest.raises(TransferUnknown):
                process.cases.show(other_thing, lambda *_: Audience.OFFICIAL)
            with pytest.raises(TransferUnknown):
                process.cases.show_at(other_thing, process.ledger.head(), Audience.OFFICIAL)


# What is decided


def test_a_stale_process_decides_on_what_is_so(process: Process, other: Process) -> None:
    """It kept the states from before; the append tells, and it decides again on fresh ones."""
    process.play(until="origin_release")
    other.transfer = process.transfer
    other.look()
    process.do(RELEASE, HEAD)
    with pytest.raises(StepNotOpen):
        other.do(RELEASE, replace(HEAD, command=uuid4()))
    accept, act = command_of(balancing_move(), "receiving_acceptance")
    assert other.do(accept, act).events[0] == "ConsentGranted"


def test_a_change_before_the_command_is_none_during_it(process: Process, other: Process) -> None:
    """Whichever process made it: what was seen was out of date before the command came."""
    process.play(until="origin_release")
    other.transfer = process.transfer
    sight = other.look().sight
    process.happens((SITI, opened(1, still=True)))
    for each in (other, process):
        with pytest.raises(FactsChanged) as changed:
            each.do(RELEASE, replace(HEAD, command=uuid4()), sight)
        assert not changed.value.during
        assert changed.value.changes == [
            {
                "pointer": "/person/proceedings",
                "before": [],
                "now": [{"since": "2025-03-01", "until": None}],
            }
        ]


def test_a_change_while_it_was_decided_is_one_during_it(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.play(until="origin_release")
    sight = process.look().sight
    append = process.ledger.append
    rival = SubmitDocument(document("D99"))

    def slowly(entry: Entry) -> int:
        if entry.command == HEAD.command and process.look().sight == sight:
            process.do(rival, act_of(*NORTH_PERSONNEL, HEAD.at))
        return append(entry)

    monkeypatch.setattr(process.ledger, "append", slowly)
    with pytest.raises(FactsChanged) as changed:
        process.do(RELEASE, HEAD, sight)
    assert changed.value.during
    assert [change["pointer"] for change in changed.value.changes] == ["/documents"]


def test_who_is_always_too_late_is_told_so(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(_: Entry) -> int:
        raise ledgers.ChangedMeanwhile

    monkeypatch.setattr(process.ledger, "append", too_late)
    with pytest.raises(ChangedMeanwhile):
        process.play(until="VerifyFile")


def test_a_position_that_was_not_given_out_is_no_evidence(process: Process) -> None:
    process.play(until="origin_release")
    sight = process.look().sight
    for position in (0, 1, sight.position - 1, sight.position + 1, 10**18 - 1):
        with pytest.raises(SightUnknown):
            process.do(RELEASE, replace(HEAD, command=uuid4()), replace(sight, position=position))
    assert process.do(RELEASE, HEAD, sight)


def test_the_office_is_asked_for_before_the_case(process: Process) -> None:
    """So that a claim to an office tells nothing about which cases exist."""
    process.play(until="origin_release")
    for transfer in (process.transfer, uuid4()):
        sent = Sent(SITI, HEAD.at, uuid4(), "", HEAD.office, Sight(1, Audience.OFFICIAL, "0" * 64))
        with pytest.raises(OfficeNotHeld):
            process.cases.carry_out(transfer, RELEASE, sent)


# Sent again


def test_the_receipt_is_the_same_in_every_process_and_for_ever(process: Process, other: Process) -> None:
    receipts = []
    for command, act in balancing_move():
        if type(command).__name__ == "CloseFeedback":
            break
        sight = None if isinstance(command, RequestTransfer) else process.look().sight
        receipts.append((command, act, sight, process.do(command, act, sight)))
    other.transfer = process.transfer
    before = process.ledger.head()
    for command, act, sight, receipt in receipts:
        for each in (process, other):
            assert each.do(command, act, sight) == receipt
    assert process.ledger.head() == before


def test_the_receipt_tells_the_last_position_of_all_that_was_recorded(process: Process) -> None:
    """Also what other streams got: the person's live request, the seat held."""
    request, act = command_of(balancing_move(), "RequestTransfer")
    receipt = process.do(request, act)
    assert receipt.position == process.ledger.head()
    lines = process.ledger.of_command(act.command)
    assert {line.stream for line in lines} == {process.transfer, SITI}
    assert receipt.version == max(line.version for line in lines if line.stream == process.transfer)


def test_a_command_id_is_for_one_request_of_one_person(process: Process) -> None:
    request, act = command_of(balancing_move(), "RequestTransfer")
    process.do(request, act)
    sent = Sent(act.by, act.at, act.command, "another digest", act.office)
    with pytest.raises(CommandReused):
        process.cases.carry_out(process.transfer, request, sent)
    theirs = replace(sent, by=SITI, request=digest({"command": repr(request)}))
    with pytest.raises(CommandReused):
        process.cases.carry_out(process.transfer, request, theirs)


def test_an_unknown_outcome_is_passed_on_and_resolved_by_sending_again(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, act = command_of(balancing_move(), "RequestTransfer")
    append = process.ledger.append

    def unheard(entry: Entry) -> int:
        append(entry)
        raise OutcomeUnknown("no answer within 10 s")

    with monkeypatch.context() as patched:
        patched.setattr(process.ledger, "append", unheard)
        with pytest.raises(OutcomeUnknown):
            process.do(request, act)
    before = process.ledger.head()
    assert process.do(request, act).position == before == process.ledger.head()


def test_a_refusal_is_not_from_kept_states_that_were_old(process: Process, other: Process) -> None:
    """The other process knows of a live request that has been withdrawn since."""
    request, act = command_of(balancing_move(), "RequestTransfer")
    other.do(request, act)
    process.transfer = other.transfer
    with pytest.raises(LiveRequestExists):
        process.do(request, replace(act, command=uuid4()))
    process.transfer = other.transfer
    process.do(WithdrawTransfer("Batal"), replace(act, command=uuid4()))
    assert other.do(request, replace(act, command=uuid4())).events[0] == "TransferRequested"


# What is kept


def test_few_kept_states_are_enough(process: Process) -> None:
    """Forgetting costs time, never truth."""
    process.cases = Cases(process.ledger, read_policies(), Streams(process.ledger, most=2))
    for command, act in balancing_move():
        process.do(command, act)
    assert process.look().facts["status"] == "CLOSED"


def test_what_an_act_of_ones_own_made_is_kept(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next command on the case reads nothing back, where all it needs is on record."""
    bkn = Agency("kanreg/VII", "Kantor Regional VII BKN", AgencyKind.CENTRAL, "Kepala Kantor Regional")
    process.happens((cast.KANREG_ID, AgencyRegistered(bkn)))
    process.play(until="VerifyFile")
    act = act_of(*NORTH_PERSONNEL, on(2025, 3, 11))
    sight = process.look().sight
    verify = VERIFIED
    with monkeypatch.context() as patched:
        for name in ("read", "since", "of_command"):
            patched.setattr(process.ledger, name, None)
        process.cases.carry_out(
            process.transfer, verify, Sent(act.by, act.at, act.command, "", act.office, sight)
        )
    assert process.look().facts["status"] == "UNDER_REVIEW"
