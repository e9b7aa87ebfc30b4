"""What bytes are, by the bytes alone: a name or a header says what somebody claims.

Three types are known: PDF, PNG and JPEG, each from its first byte to its last, so that a truncated one is none. A PDF is
also looked through for what runs or hides something. Both look at bytes as they lie there; docs/operations.md says what
that cannot find.
"""

import re
from collections.abc import Mapping
from mmap import ACCESS_READ, mmap
from types import MappingProxyType
from typing import IO

from domain.policy import ContentType

SUFFIXES: Mapping[ContentType, str] = MappingProxyType(
    {ContentType.PDF: "pdf", ContentType.PNG: "png", ContentType.JPEG: "jpg"}
)

_PDF_BEGINS = re.compile(rb"%PDF-[12]\.[0-9]")
_PDF_ENDS = b"%%EOF"  # in the last 1,024 bytes, as readers look for it
_PNG_BEGINS = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_PNG_ENDS = b"\x00\x00\x00\x00IEND\xaeB`\x82"
_JPEG_BEGINS = b"\xff\xd8\xff"
_JPEG_ENDS = b"\xff\xd9"

# The end of a ZIP archive (APPNOTE 4.3.16): a reader of archives looks for it from behind, whatever stands before.
_ARCHIVE_ENDS = b"PK\x05\x06"
_ARCHIVE_END_SIZE = 22
_LONGEST_COMMENT = 65_535


def content_type(file: IO[bytes]) -> ContentType | None:
    """The type of a whole file of one type; None for anything else, and for what is an archive as well."""
    file.seek(0)
    head = file.read(1_024)
    size = file.seek(0, 2)
    file.seek(max(0, size - _LONGEST_COMMENT - _ARCHIVE_END_SIZE))
    tail = file.read()
    if _is_archive(tail):
        return None
    if _PDF_BEGINS.match(head) and _PDF_ENDS in tail[-1_024:]:
        return ContentType.PDF
    if head.startswith(_PNG_BEGINS) and tail.endswith(_PNG_ENDS):
        return ContentType.PNG
    if head.startswith(_JPEG_BEGINS) and tail.endswith(_JPEG_ENDS):
        return ContentType.JPEG
    return None


def _is_archive(tail: bytes) -> bool:
    """Whether an archive's end stands here, with a comment of the length it gives: chance does not make that."""
    at = tail.rfind(_ARCHIVE_ENDS)
    while at >= 0:
        comment = int.from_bytes(tail[at + 20 : at + _ARCHIVE_END_SIZE], "little")
        if len(tail) - at >= _ARCHIVE_END_SIZE and at + _ARCHIVE_END_SIZE + comment == len(tail):
            return True
        at = tail.rfind(_ARCHIVE_ENDS, 0, at)
    return False


def _name(text: str) -> bytes:
    """A pattern for a PDF name, any letter of which may be written as #hh (ISO 32000-1, 7.3.5)."""
    letters = "".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in text)
    return f"/{letters}".encode()


# A name ends at white space, at a delimiter, or with the file (ISO 32000-1, 7.2.2).
_ACTIVE = re.compile(
    b"(?:"
    + b"|".join(map(_name, ("JavaScript", "Launch", "EmbeddedFiles", "EmbeddedFile")))
    + rb")(?=[\x00\t\n\f\r ()<>\[\]{}/%]|\Z)"
)


def active_names(file: IO[bytes]) -> tuple[str, ...]:
    """The names in a PDF that let it run a script, start a program or carry another file; as they are written there."""
    file.flush()
    with mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return tuple(sorted({match[0].decode("ascii") for match in _ACTIVE.finditer(content)}))
