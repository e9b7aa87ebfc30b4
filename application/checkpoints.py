"""Signed checkpoints of the ledger, in a file outside the database; and proofs that an event lies under the latest.

The tree is computed from the ledger by whoever asks; nothing is added to the append. A checkpoint is signed only after
the whole ledger was read again and bears out all checkpoints before it: a ledger that was changed is not signed anew.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from application.notes import BadNote, Signer, Verifier
from application.verifying import PAGE, Verdict, entry_of, leaf_of, verify
from domain.transparency.checkpoint import Checkpoint
from domain.transparency.tree import Tree, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from application.ledger import Ledger, Line

_TAIL = 4_096  # bytes; a checkpoint takes some 400


class BadCheckpoints(Exception):
    """A file of checkpoints, or a key, that cannot be relied on; the message says why."""


class HistoryDiffers(Exception):
    """The ledger is not what a signed checkpoint says it was."""

    def __init__(self, verdict: Verdict | None = None) -> None:
        super().__init__("; ".join(str(fault) for fault in verdict.faults) if verdict else "")


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint as it was signed; `at` is the signer's clock."""

    checkpoint: Checkpoint
    at: datetime
    note: str


def opened(note: str, verifier: Verifier) -> Signed:
    """BadCheckpoints when it is not a checkpoint of this log, signed and dated by this key."""
    try:
        found = verifier.open(note)
        checkpoint = Checkpoint.read(found.text)
    except (BadNote, ValueError) as bad:
        raise BadCheckpoints(str(bad)) from None
    if checkpoint.origin != verifier.name or found.at is None:
        raise BadCheckpoints("a checkpoint of another log, or without its time")
    return Signed(checkpoint, found.at, note)


class CheckpointFile:
    """Checkpoints one after another, each a signed note and an empty line. Only ever appended to."""

    def __init__(self, path: Path, verifier: Verifier) -> None:
        self._path = path
        self._verifier = verifier

    def all(self) -> list[Signed]:
        """Every one, verified, by size; none when there is no file yet."""
        blocks = _blocks(self._read())
        if len(blocks) % 2:
            raise BadCheckpoints(f"{self._path}: a checkpoint without signatures, or the other way round")
        found: list[Signed] = []
        for number, pair in enumerate(zip(blocks[::2], blocks[1::2], strict=True), start=1):
            try:
                signed = opened(_note(*pair), self._verifier)
            except BadCheckpoints as bad:
                raise BadCheckpoints(f"{self._path}, checkpoint {number}: {bad}") from None
            if found and signed.checkpoint.size <= found[-1].checkpoint.size:
                raise BadCheckpoints(f"{self._path}, checkpoint {number}: not greater than the one before")
            found.append(signed)
        return found

    def latest(self) -> Signed | None:
        """The last one, verified; the others are not looked at."""
        match _blocks(self._read(_TAIL)):
            case []:
                return None
            case [*_, text, signatures]:
                return opened(_note(text, signatures), self._verifier)
            case _:
                raise BadCheckpoints(f"{self._path} does not hold checkpoints")

    def append(self, signed: Signed) -> None:
        with self._path.open("ab", buffering=0) as file:
            file.write(f"{signed.note}\n".encode())
            os.fsync(file.fileno())

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One signer at a time."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _read(self, most: int = 0) -> str:
        """The file, or its end of at most so many bytes."""
        try:
            with self._path.open("rb") as file:
                if most:
                    file.seek(max(file.seek(0, os.SEEK_END) - most, 0))
                return file.read().decode(errors="replace")
        except FileNotFoundError:
            return ""


def _blocks(text: str) -> list[str]:
    """Texts and signatures by turns, each ended by an empty line."""
    if text and not text.endswith("\n\n"):
        raise BadCheckpoints("the last checkpoint was not written to its end")
    return text.split("\n\n")[:-1]


def _note(text: str, signatures: str) -> str:
    return f"{text}\n\n{signatures}\n"


@dataclass(frozen=True, slots=True)
class Log:
    """Where the checkpoints of this ledger are, under which name, and the key: the private one, or the public alone."""

    origin: str
    checkpoints: Path
    key: Path

    def signer(self) -> Signer:
        key = _key(self.key)
        if not isinstance(key, Ed25519PrivateKey):
            raise BadCheckpoints(f"{self.key} holds no private key to sign with")
        return Signer(self.origin, key)

    def verifier(self) -> Verifier:
        key = _key(self.key)
        public = key.public_key() if isinstance(key, Ed25519PrivateKey) else key
        return Verifier(self.origin, public.public_bytes_raw())

    def file(self) -> CheckpointFile:
        return CheckpointFile(self.checkpoints, self.verifier())


def sign(
    ledger: Ledger, log: Log, at: datetime, progress: Callable[[int, int], object] = lambda *_: None
) -> Signed:
    """The checkpoint of the ledger as it is: the latest when nothing came since, else a new one in the file.

    HistoryDiffers when the ledger does not bear out what was signed before; then nothing is signed.
    """
    signer, file = log.signer(), log.file()
    with file.alone():
        known = file.all()
        verdict = verify(ledger, known, progress)
        if verdict.faults:
            raise HistoryDiffers(verdict)
        if known and known[-1].checkpoint.size == verdict.size:
            return known[-1]
        text = Checkpoint(log.origin, verdict.size, verdict.root).text
        signed = opened(signer.sign(text, at), signer.verifier)
        file.append(signed)
        return signed


@dataclass(frozen=True, slots=True)
class Proof:
    """That an event lies under a checkpoint: what is hashed for it, and the hashes beside its way to the root."""

    index: int
    entry: bytes
    hashes: tuple[bytes, ...]
    under: Signed


class Proofs:
    """Proofs for those who ask, from a tree kept in memory; the first one reads the ledger up to the checkpoint."""

    def __init__(self, ledger: Ledger, log: Log) -> None:
        self._ledger = ledger
        self._log = log
        self._tree = Tree()
        self._lock = Lock()

    def latest(self) -> Signed | None:
        return self._log.file().latest() if self._log.checkpoints.exists() else None

    def vkey(self) -> str:
        """The public key under the log's name, for those who check."""
        return str(self._log.verifier())

    def of(self, position: int) -> Proof | None:
        """None when there is no checkpoint yet that has the event; HistoryDiffers when none can be true."""
        signed = self.latest()
        if signed is None or not 0 < position <= signed.checkpoint.size:
            return None
        size, index = signed.checkpoint.size, position - 1
        with self._lock:
            self._grow(size)
            if self._tree.root(size) != signed.checkpoint.root:
                self._tree = Tree()  # to be read again: the ledger may be put right
                raise HistoryDiffers
            leaf, hashes = self._tree.leaf(index), tuple(self._tree.inclusion(index, size))
        made = [entry_of(line) for line in self._ledger.after(index, 1)]
        if [leaf_hash(each) for each in made] != [leaf]:
            raise HistoryDiffers
        return Proof(index, made[0], hashes, signed)

    def _grow(self, size: int) -> None:
        while (known := self._tree.size) < size:
            lines: list[Line] = self._ledger.between(known, min(known + PAGE, size))
            if [line.position for line in lines] != list(range(known + 1, min(known + PAGE, size) + 1)):
                raise HistoryDiffers
            for line in lines:
                self._tree.append(leaf_of(line))


# Keys


def make_key(path: Path) -> bool:
    """A new private key, readable by its owner only; whether one was made, for an older one stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    return True


def _key(path: Path) -> Ed25519PrivateKey | Ed25519PublicKey:
    try:
        pem = path.read_bytes()
        key = load_pem_private_key(pem, None) if b"PRIVATE" in pem else load_pem_public_key(pem)
    except (OSError, ValueError, TypeError) as bad:
        raise BadCheckpoints(f"{path} cannot be read as a key ({type(bad).__name__})") from None
    if not isinstance(key, Ed25519PrivateKey | Ed25519PublicKey):
        raise BadCheckpoints(f"{path} holds another kind of key")
    return key
