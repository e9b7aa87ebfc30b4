"""What somebody with every right on the database can do to history, and that it is found, and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from application import verifying
from application.checkpoints import (
    BadCheckpoints,
    HistoryDiffers,
    Log,
    Proofs,
    make_key,
    sign,
)
from application.ledger import Draft, Entry, Ledger
from application.verifying import Fault, Verdict, Wrong, entry_of, leaf_of, verify
from domain.transparency.tree import continues, includes

AT = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)
STREAMS = [UUID(int=n) for n in range(1, 4)]
SIGNED = (10, 20, 25)
WHOLE = 30


@dataclass
class History:
    """Thirty events in three streams by turns, under checkpoints at 10, 20 and 25."""

    ledger: Ledger
    log: Log
    database: str

    def record(self, upto: int) -> None:
        for n in range(self.ledger.head(), upto):
            stream, version = STREAMS[n % 3], n // 3 + 1
            self.ledger.append(
                Entry(uuid4(), {stream: version - 1}, [Draft(stream, version, "Noted", b'{"n":%d}' % n)])
            )

    def sign(self, at: datetime = AT) -> int:
        return sign(self.ledger, self.log, at).checkpoint.size

    def verdict(self) -> Verdict:
        return verify(self.ledger, self.log.file().all())

    def faults(self) -> list[Fault]:
        return list(self.verdict().faults)

    def tamper(self, *statements: str) -> None:
        """As a superuser may: the trigger off, the constraints too, and the trigger on again as if nothing were."""
        with psycopg.connect(self.database) as connection:
            connection.execute("ALTER TABLE events DISABLE TRIGGER append_only")
            for statement in statements:
                connection.execute(statement)
            connection.execute("ALTER TABLE events ENABLE ALWAYS TRIGGER append_only")


@pytest.fixture
def history(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[History]:
    monkeypatch.setattr(verifying, "PAGE", 7)  # so that pages end in the middle of everything
    log = Log("mutasi.example.go.id/log1", tmp_path / "kept" / "checkpoints", tmp_path / "key.pem")
    make_key(log.key)
    with Ledger(database) as ledger:
        made = History(ledger, log, database)
        for size in SIGNED:
            made.record(size)
            assert made.sign() == size
        made.record(WHOLE)
        yield made


# Untouched


def test_an_untouched_ledger_verifies(history: History) -> None:
    told: list[tuple[int, int]] = []
    verdict = verify(history.ledger, history.log.file().all(), lambda *done: told.append(done))
    assert (verdict.size, verdict.faults) == (WHOLE, ())
    assert verdict.borne_out == history.log.file().latest()
    assert told[-1] == (WHOLE, WHOLE)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_an_empty_ledger_is_signed_and_goes_on(database: str, tmp_path: Path) -> None:
    log = Log("x/1", tmp_path / "checkpoints", tmp_path / "key.pem")
    make_key(log.key)
    with Ledger(database) as ledger:
        made = History(ledger, log, database)
        assert made.sign() == 0
        made.record(3)
        assert made.faults() == []
        assert made.sign() == 3


def test_nothing_new_is_nothing_to_sign(history: History) -> None:
    assert history.sign() == WHOLE
    before = history.log.checkpoints.read_bytes()
    assert history.sign(AT + timedelta(days=1)) == WHOLE
    assert history.log.checkpoints.read_bytes() == before
    assert [each.checkpoint.size for each in history.log.file().all()] == [*SIGNED, WHOLE]


def test_what_is_recorded_after_a_checkpoint_is_not_held_against_it(history: History) -> None:
    history.record(WHOLE + 3)
    assert history.faults() == []


# Tampered with


def test_one_byte_changed(history: History) -> None:
    history.tamper("UPDATE events SET body = set_byte(body, 1, get_byte(body, 1) # 1) WHERE position = 13")
    verdict = history.verdict()
    assert verdict.faults == (Fault(Wrong.DIFFERS, 11, 20),)
    assert verdict.borne_out is not None
    assert verdict.borne_out.checkpoint.size == 10
    assert str(verdict.faults[0]) == "positions 11-20: what stands here is not what the checkpoint says"


@pytest.mark.parametrize(
    "change",
    [
        "name = 'Refused'",
        "command = gen_random_uuid()",
        "recorded_at = recorded_at + interval '1 microsecond'",
        "body = body || '\\x20'::bytea",
    ],
)
def test_any_column_changed(history: History, change: str) -> None:
    history.tamper(f"UPDATE events SET {change} WHERE position = 1")
    assert Fault(Wrong.DIFFERS, 1, 10) in history.faults()


def test_one_event_deleted(history: History) -> None:
    history.tamper("DELETE FROM events WHERE position = 13")
    assert history.faults() == [
        Fault(Wrong.MISSING, 13, 13),
        Fault(Wrong.VERSION, 16, 16),
        Fault(Wrong.DIFFERS, 11, 20),
    ]


def test_one_event_deleted_and_the_gap_closed(history: History) -> None:
    history.tamper(
        "ALTER TABLE events DROP CONSTRAINT events_pkey",
        "DELETE FROM events WHERE position = 13",
        "UPDATE events SET position = position - 1 WHERE position > 13",
        "UPDATE events SET version = version - 1 WHERE position > 13 AND stream = (SELECT stream FROM events "
        "WHERE position = 10)",
    )
    assert history.faults() == [Fault(Wrong.DIFFERS, 11, 20)]


def test_two_events_swapped(history: History) -> None:
    history.tamper(
        "ALTER TABLE events DROP CONSTRAINT events_pkey",
        "UPDATE events SET position = 35 - position WHERE position IN (17, 18)",
    )
    assert history.faults() == [Fault(Wrong.BACK_IN_TIME, 18, 18), Fault(Wrong.DIFFERS, 11, 20)]


def test_two_bodies_swapped_and_all_else_as_it_was(history: History) -> None:
    history.tamper(
        "UPDATE events AS e SET body = o.body FROM events AS o "
        "WHERE e.position IN (17, 18) AND o.position = 35 - e.position"
    )
    assert history.faults() == [Fault(Wrong.DIFFERS, 11, 20)]


def test_the_tail_cut_off(history: History) -> None:
    history.tamper("DELETE FROM events WHERE position > 22")
    assert history.faults() == [Fault(Wrong.CUT_OFF, 23, 25)]


def test_the_tail_cut_off_and_written_anew(history: History) -> None:
    history.tamper("DELETE FROM events WHERE position > 22")
    history.record(WHOLE)
    assert history.faults() == [Fault(Wrong.DIFFERS, 21, 25)]


def test_everything_deleted(history: History) -> None:
    history.tamper("DELETE FROM events")
    assert history.faults() == [Fault(Wrong.CUT_OFF, 1, 25)]


def test_an_event_put_in_where_none_can_stand(history: History) -> None:
    """Before the first, and a second one at the end of a page."""
    columns = "stream, version, command, recorded_at, name, body"
    history.tamper(
        "ALTER TABLE events DROP CONSTRAINT events_pkey, DROP CONSTRAINT events_position_check",
        "ALTER TABLE events DROP CONSTRAINT events_stream_version_key",
        f"INSERT INTO events SELECT -5, {columns} FROM events WHERE position = 1",
        f"INSERT INTO events SELECT position, {columns} FROM events WHERE position = 14",
    )
    faults = history.faults()
    assert Fault(Wrong.OUT_OF_PLACE, -5, -5) in faults
    assert Fault(Wrong.OUT_OF_PLACE, 14, 14) in faults
    assert Fault(Wrong.DIFFERS, 1, 10) in faults


def test_an_event_far_away(history: History) -> None:
    history.tamper(
        "INSERT INTO events SELECT 4000000000000, gen_random_uuid(), 1, command, recorded_at, name, body "
        "FROM events WHERE position = 30"
    )
    assert history.faults() == [Fault(Wrong.MISSING, 31, 3_999_999_999_999)]


def test_a_row_nobody_can_read(history: History) -> None:
    history.tamper("UPDATE events SET recorded_at = 'infinity' WHERE position = 13")
    assert history.faults() == [
        Fault(Wrong.UNREADABLE, 13, 13),
        Fault(Wrong.VERSION, 16, 16),
        Fault(Wrong.DIFFERS, 11, 20),
    ]


def test_what_is_under_no_checkpoint_yet_can_be_changed_unseen(history: History) -> None:
    """The limit, told in docs/operations.md: hence checkpoints often, and kept by others."""
    history.tamper("UPDATE events SET name = 'Refused' WHERE position = 28")
    assert history.faults() == []


def test_a_ledger_that_was_changed_is_not_signed(history: History) -> None:
    before = history.log.checkpoints.read_bytes()
    history.tamper("UPDATE events SET name = 'Refused' WHERE position = 13")
    with pytest.raises(HistoryDiffers, match="positions 11-20"):
        history.sign()
    assert history.log.checkpoints.read_bytes() == before


# The file


def notes(history: History) -> list[str]:
    blocks = history.log.checkpoints.read_text("utf-8").split("\n\n")[:-1]
    return [f"{text}\n\n{signatures}\n\n" for text, signatures in zip(blocks[::2], blocks[1::2], strict=True)]


def test_a_checkpoint_is_a_note_that_others_can_read(history: History) -> None:
    origin, size, root, empty, *signatures = notes(history)[0].split("\n")
    assert (origin, size, len(root), empty) == (history.log.origin, "10", 44, "")
    assert [line.split(" ")[:2] for line in signatures if line] == [["—", origin]] * 2
    assert {each.at for each in history.log.file().all()} == {AT}


@pytest.mark.parametrize("number", range(3))
def test_a_wrong_signature_is_refused_and_said_to_be_whose(history: History, number: int) -> None:
    kept = notes(history)
    kept[number] = kept[number].replace(f"\n{SIGNED[number]}\n", f"\n{SIGNED[number] + 1}\n", 1)
    history.log.checkpoints.write_text("".join(kept), "utf-8")
    with pytest.raises(BadCheckpoints, match=f"checkpoint {number + 1}: a signature of .* is wrong"):
        history.log.file().all()
    with pytest.raises(BadCheckpoints):
        history.sign()


def test_another_key_or_another_log_is_refused(history: History, tmp_path: Path) -> None:
    other = Log(history.log.origin, history.log.checkpoints, tmp_path / "other.pem")
    make_key(other.key)
    for stranger in (other, Log("another/log", history.log.checkpoints, history.log.key)):
        with pytest.raises(BadCheckpoints, match="not signed by"):
            stranger.file().all()
        with pytest.raises(BadCheckpoints, match="not signed by"):
            stranger.file().latest()


@pytest.mark.parametrize(
    "order", [(1, 0, 2), (0, 0, 1), (2, 1, 0)], ids=["back", "twice", "the other way round"]
)
def test_checkpoints_out_of_order_are_refused(history: History, order: tuple[int, ...]) -> None:
    kept = notes(history)
    history.log.checkpoints.write_text("".join(kept[n] for n in order), "utf-8")
    with pytest.raises(BadCheckpoints, match="not greater"):
        history.log.file().all()


@pytest.mark.parametrize("left", [10, 90, 300, -1, -2, -200])
def test_a_file_not_written_to_its_end_is_refused(history: History, left: int) -> None:
    whole = history.log.checkpoints.read_bytes()
    history.log.checkpoints.write_bytes(whole[:left])
    for read in (history.log.file().all, history.log.file().latest, history.sign):
        with pytest.raises(BadCheckpoints):
            read()


def test_a_checkpoint_left_out_is_no_harm_to_the_others(history: History) -> None:
    """Each stands alone; so a copy somebody kept years ago is as good as the file."""
    history.log.checkpoints.write_text(notes(history)[2], "utf-8")
    assert history.faults() == []


def test_the_latest_of_a_long_file_is_found_at_its_end(history: History) -> None:
    for size in range(WHOLE, WHOLE + 15):
        history.record(size)
        history.sign()
    assert history.log.checkpoints.stat().st_size > 4_096
    latest = history.log.file().latest()
    assert latest == history.log.file().all()[-1]


def test_the_public_key_alone_verifies_and_cannot_sign(history: History, tmp_path: Path) -> None:
    public = history.log.signer().key.public_key()
    alone = tmp_path / "public.pem"
    alone.write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    log = Log(history.log.origin, history.log.checkpoints, alone)
    assert len(log.file().all()) == 3
    with pytest.raises(BadCheckpoints, match="no private key"):
        sign(history.ledger, log, AT)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\n"])
def test_a_key_that_is_none_is_told_without_showing_it(history: History, content: bytes) -> None:
    history.log.key.write_bytes(content)
    with pytest.raises(BadCheckpoints, match=r"key\.pem cannot be read as a key"):
        history.log.file()


def test_a_key_is_made_once_and_for_its_owner_only(history: History) -> None:
    before = history.log.key.read_bytes()
    assert make_key(history.log.key) is False
    assert history.log.key.read_bytes() == before
    assert history.log.key.stat().st_mode & 0o077 == 0


# Proofs of single events


def test_every_event_under_the_latest_checkpoint_is_proven(history: History) -> None:
    proofs = Proofs(history.ledger, history.log)
    latest = proofs.latest()
    assert latest is not None
    for line in history.ledger.between(0, 25):
        proof = proofs.of(line.position)
        assert proof is not None
        assert (proof.index, proof.entry, proof.under) == (line.position - 1, entry_of(line), latest)
        assert includes(latest.checkpoint.root, 25, leaf_of(line), proof.index, proof.hashes)
    assert [proofs.of(position) for position in (0, 26, 30, 31)] == [None] * 4
    history.sign()
    assert proofs.of(26) is not None


def test_without_a_checkpoint_nothing_is_proven(history: History) -> None:
    history.log.checkpoints.unlink()
    proofs = Proofs(history.ledger, history.log)
    assert (proofs.latest(), proofs.of(1)) == (None, None)


def test_no_proof_is_given_over_a_history_that_was_changed(history: History) -> None:
    known, fresh = (Proofs(history.ledger, history.log) for _ in range(2))
    assert known.of(13) is not None
    history.tamper("UPDATE events SET name = 'Refused' WHERE position = 13")
    with pytest.raises(HistoryDiffers):
        known.of(13)
    with pytest.raises(HistoryDiffers):
        fresh.of(1)
    history.tamper("DELETE FROM events WHERE position = 13")
    with pytest.raises(HistoryDiffers):
        fresh.of(1)


def test_checkpoints_of_one_ledger_are_consistent_for_whoever_holds_two(history: History) -> None:
    proofs = Proofs(history.ledger, history.log)
    assert proofs.of(1) is not None
    first, _, last = (each.checkpoint for each in history.log.file().all())
    proof = proofs._tree.consistency(first.size, last.size)
    assert continues(first.root, first.size, last.root, last.size, proof)
