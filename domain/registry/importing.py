"""An import: which file was read, and what came of it. The facts themselves stand in their own streams."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileImported:
    """`layout` names the record type; `rows` were read, `rejected` of them refused with a reason."""

    layout: str
    file: str
    sha256: str
    rows: int
    rejected: int
