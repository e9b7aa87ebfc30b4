"""A checkpoint: of which log, how long it was, and the hash of all of it (C2SP tlog-checkpoint v1.0.0)."""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Self

from domain.transparency.tree import HASH_SIZE

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Three lines. More would be allowed, and monitors could not audit them."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, text: str) -> Self:
        """ValueError for any other form than `text` gives it."""
        match text.split("\n"):
            case [origin, size, root, ""] if origin and _SIZE.fullmatch(size):
                read = cls(origin, int(size), b64decode(root, validate=True))
                if len(read.root) == HASH_SIZE and read.text == text:
                    return read
        raise ValueError("not a checkpoint of three lines")
