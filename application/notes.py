"""Signed notes (C2SP signed-note v1.0.0, with the timestamped cosignature v1.0.1): a text, and who signed it when.

Ed25519 only, because openssl 3.0 and Go's x/mod verify nothing newer.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_SIGNED, _COSIGNED = 0x01, 0x04  # kinds of signatures: of the text; of the text and a time
_KEY_ID, _TIME = 4, 8  # bytes
_KEY_SIZE = 32
_MOST_SIGNATURES = 100
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NAME = re.compile(r"[^\s+]+")


class BadNote(Exception):
    """A note that is not signed as it should be, or a key that is none."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a known key has signed; `at` is when, by the signer's clock, if it said so."""

    text: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under a name; as text a vkey, `name+id+key`."""

    name: str
    key: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or len(self.key) != _KEY_SIZE:
            raise BadNote("a key has a name without spaces and plus signs, and 32 bytes")

    @classmethod
    def read(cls, vkey: str) -> Self:
        try:
            name, identity, encoded = vkey.strip().split("+", 2)
            kind, *key = b64decode(encoded, validate=True)
        except ValueError:
            raise BadNote("not a vkey") from None
        read = cls(name, bytes(key))
        if kind != _SIGNED or identity != read._id(_SIGNED).hex():
            raise BadNote("not the vkey of an Ed25519 key")
        return read

    def __str__(self) -> str:
        return f"{self.name}+{self._id(_SIGNED).hex()}+{b64encode(bytes([_SIGNED]) + self.key).decode()}"

    def open(self, note: str) -> Opened:
        """What this key signed. BadNote when it did not, and also when one of its signatures is wrong."""
        text, signatures = _taken_apart(note)
        public = Ed25519PublicKey.from_public_bytes(self.key)
        signed, at = False, None
        for name, value in signatures:
            identity, signature = value[:_KEY_ID], value[_KEY_ID:]
            try:
                if (name, identity) == (self.name, self._id(_SIGNED)):
                    public.verify(signature, text.encode())
                    signed = True
                elif (name, identity) == (self.name, self._id(_COSIGNED)):
                    moment = int.from_bytes(signature[:_TIME])
                    public.verify(signature[_TIME:], _timed(moment, text))
                    at = datetime.fromtimestamp(moment, UTC)
            except (InvalidSignature, ValueError, OverflowError):
                raise BadNote(f"a signature of {self.name} is wrong") from None
        if not signed:
            raise BadNote(f"not signed by {self}")
        return Opened(text, at)

    def _id(self, kind: int) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([kind]) + self.key).digest()[:_KEY_ID]


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key under a name."""

    name: str
    key: Ed25519PrivateKey

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self.key.public_key().public_bytes_raw())

    def sign(self, text: str, at: datetime) -> str:
        """The text with two signatures: one that every tool verifies, and one that holds the second."""
        moment = int(at.timestamp())
        known = self.verifier
        values = (
            known._id(_SIGNED) + self.key.sign(text.encode()),  # noqa: SLF001 the other half of the pair
            known._id(_COSIGNED) + moment.to_bytes(_TIME) + self.key.sign(_timed(moment, text)),  # noqa: SLF001
        )
        lines = (f"— {self.name} {b64encode(value).decode()}\n" for value in values)
        return f"{text}\n{''.join(lines)}"


def _timed(moment: int, text: str) -> bytes:
    """What a cosignature signs."""
    return f"cosignature/v1\ntime {moment}\n{text}".encode()


def _taken_apart(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    if _CONTROL.search(note):
        raise BadNote("a note has no control characters")
    text, blank, lines = note.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise BadNote("a note is a text, an empty line, and signatures, each line ended")
    signatures = []
    for line in lines.removesuffix("\n").split("\n"):
        try:
            dash, name, encoded = line.split(" ")
            value = b64decode(encoded, validate=True)
        except ValueError:
            raise BadNote("a line of signatures is none") from None
        if dash != "—" or not _NAME.fullmatch(name) or len(value) <= _KEY_ID:
            raise BadNote("a line of signatures is none")
        signatures.append((name, value))
    if len(signatures) > _MOST_SIGNATURES:
        raise BadNote("too many signatures")
    return text + "\n", signatures
