"""What a projection is, and the schemas its tables stand in."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, LiteralString, Protocol

import psycopg

from domain.history import Recorded
from domain.operations import Directions

Batch = Sequence[Recorded[Any]]
Kinds = frozenset[type]
# (after position, limit, kinds) -> the position read up to, and the events of these kinds among those read
Read = Callable[[int, int, Kinds], tuple[int, Batch]]
Direct = Callable[[str], Directions]  # (projection) -> what operators have directed


class Side(StrEnum):
    """Schemas: of the tables that serve, and of those being made to take their place."""

    SERVING = "projections"
    NEXT = "projections_next"


class Projection(Protocol):
    """A table or a few, the kinds of event they are made from, and how a batch of those changes them.

    `tables` creates tables (with their indexes and sequences) and nothing else, `drop` drops them.
    """

    name: str
    version: int
    kinds: tuple[type, ...]
    tables: LiteralString
    drop: LiteralString

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None: ...


def tables_of(projection: Projection) -> list[str]:
    return re.findall(r"CREATE TABLE (\w+)", projection.tables)
