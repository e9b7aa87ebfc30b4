"""Signed notes against the vectors of C2SP and Go, and what must not pass for one."""

from base64 import b64decode, b64encode
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from application.notes import BadNote, Signer, Verifier

TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
PETERS_SECRET = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
ENOCHS = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
NOTE = f"{TEXT}\n{PETERS}{ENOCHS}"
AT = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("vkey", "text", "signature"),
    [
        (
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "This is an example message.\n",
            "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n",
        ),
        (PETER, TEXT, PETERS),
        (ENOCH, TEXT, ENOCHS),
        (
            "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
            "go.sum database tree\n35225469\nvt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=\n",
            "— sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=\n",
        ),
    ],
)
def test_notes_of_others_are_opened(vkey: str, text: str, signature: str) -> None:
    verifier = Verifier.read(vkey)
    assert str(verifier) == vkey
    opened = verifier.open(f"{text}\n{signature}")
    assert (opened.text, opened.at) == (text, None)


def test_the_same_key_signs_the_same_note() -> None:
    """Ed25519 leaves no choice: Go's signature comes out byte by byte, and the time beside it."""
    signer = Signer("PeterNeumann", Ed25519PrivateKey.from_private_bytes(PETERS_SECRET))
    assert str(signer.verifier) == PETER
    note = signer.sign(TEXT, AT)
    assert note.startswith(f"{TEXT}\n{PETERS}")
    assert signer.verifier.open(note).at == AT


def test_signatures_of_keys_nobody_knows_are_passed_over() -> None:
    assert Verifier.read(PETER).open(NOTE).text == TEXT
    assert Verifier.read(ENOCH).open(NOTE).text == TEXT
    with pytest.raises(BadNote, match="not signed by"):
        Verifier.read(PETER).open(f"{TEXT}\n{ENOCHS}")


@pytest.mark.parametrize(
    "note",
    [
        TEXT,
        f"{TEXT}\n",
        NOTE.removesuffix("\n"),
        NOTE.replace("answer", "ans\x01er"),
        NOTE.replace("— PeterNeumann", "— Peter Neumann"),
        NOTE.replace("— PeterNeumann", "- PeterNeumann"),
        f"{NOTE}junk\n",
        f"{TEXT}\n{PETERS * 101}",
        NOTE.replace("answer", "Answer"),
        NOTE.replace("x08go/ZJ", "x08go/ZK"),
        f"{TEXT}\n{PETERS}{PETERS.replace('x08go/ZJ', 'x08go/ZK')}",
    ],
)
def test_what_is_no_signed_note_is_refused(note: str) -> None:
    with pytest.raises(BadNote):
        Verifier.read(PETER).open(note)


def test_a_time_that_was_changed_is_refused() -> None:
    signer = Signer("PeterNeumann", Ed25519PrivateKey.from_private_bytes(PETERS_SECRET))
    *before, last = signer.sign(TEXT, AT).removesuffix("\n").split("\n")
    name, encoded = last.rsplit(" ", 1)
    value = bytearray(b64decode(encoded))
    value[11] ^= 1  # the last byte of the second
    forged = "\n".join([*before, f"{name} {b64encode(value).decode()}", ""])
    with pytest.raises(BadNote, match="wrong"):
        signer.verifier.open(forged)


@pytest.mark.parametrize(
    "vkey",
    [
        "",
        "PeterNeumann",
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("Peter", "Piotr"),
        PETER[:-4],
        PETER.replace("+ARpc", "+AhpC"),
        PETER.replace("PeterNeumann", "Peter Neumann"),
    ],
)
def test_what_is_no_key_is_refused(vkey: str) -> None:
    with pytest.raises(BadNote):
        Verifier.read(vkey)
