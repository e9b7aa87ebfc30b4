"""What someone has seen of a case, and the digest that proves it.

The digest is made in two steps, so that only what has changed is laid and hashed again: in the facts served, each value
that is an object or an array, and not empty, is replaced by the SHA-256 (in hex) of its canonical JSON; the SHA-256 of the
canonical JSON of what results is the digest. Whoever has the served JSON can make it again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from operator import is_
from typing import Any

from application.recording import canonical
from domain.transfer.desk import Audience, Json, Section, outline
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer

_PARTS = (dict, list)
_PIECE = 2_047  # bytes


@dataclass(frozen=True, slots=True)
class Sight:
    """What the sender says they have seen: the parts of an ETag this service gave out."""

    position: int
    audience: Audience
    digest: str


def digest(shown: Json) -> str:
    """Of the facts served, in hex."""
    return _hash(
        {key: _hash(part) if part and isinstance(part, _PARTS) else part for key, part in shown.items()}
    )


def _hash(part: object) -> str:
    """In pieces so small that hashlib does not let go of the interpreter, for which it would then wait in line."""
    text = canonical(part)
    hashed = sha256(text[:_PIECE])
    for start in range(_PIECE, len(text), _PIECE):
        hashed.update(text[start : start + _PIECE])
    return hashed.hexdigest()


class Desks:
    """Digests of one case's desks and their sections, as they were laid last. Safe to use from many threads."""

    __slots__ = ("_sections", "_whole")

    def __init__(self) -> None:
        self._whole: dict[Audience, tuple[Transfer, Facts, str]] = {}
        self._sections: dict[tuple[str, Audience | None], tuple[Section, object]] = {}

    def digest(self, transfer: Transfer, facts: Facts, audience: Audience) -> str:
        """What `digest` gives of this desk."""
        known = self._whole.get(audience)
        if known is None or known[0] is not transfer or known[1] is not facts:
            known = transfer, facts, self._made(outline(transfer, facts, audience))
            self._whole[audience] = known
        return known[2]

    def _made(self, parts: Mapping[str, Any]) -> str:
        hashed = dict(parts)
        for key, part in parts.items():
            if type(part) is Section:
                hashed[key] = self._section(key, part)
            elif part and isinstance(part, _PARTS):
                hashed[key] = _hash(part)
        return _hash(hashed)

    def _section(self, key: str, section: Section) -> object:
        at = key, section.reader
        known = self._sections.get(at)
        if known is None or not all(map(is_, known[0].of, section.of)):
            part = section.lay(*section.of)
            known = section, _hash(part) if part else part
            self._sections[at] = known
        return known[1]
