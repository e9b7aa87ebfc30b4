"""Keyset paging: an opaque cursor that says after which row to go on. No totals, no offsets."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Query

from api.problems import Problem

Cursor = Annotated[str | None, Query(max_length=400, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=200)]

_TOO_LARGE = 2**63
Rows = list[dict[str, Any]]


def page(rows: Rows, limit: int, key: Callable[[dict[str, Any]], list[Any]]) -> dict[str, Any]:
    """A page of at most `limit` rows; one row more than that was asked for tells whether there is a next."""
    shown, more = rows[:limit], len(rows) > limit
    return {"items": shown, "next": _cursor(key(shown[-1])) if more and shown else None}


def _cursor(values: list[Any]) -> str:
    return urlsafe_b64encode(json.dumps([str(value) for value in values]).encode()).decode().rstrip("=")


def read_cursor(cursor: str, *kinds: Callable[[str], Any]) -> list[Any]:
    """The values a cursor holds, each read as its kind."""
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        texts = [_plain(value) for value in values] if isinstance(values, list) else []
        return [kind(text) for kind, text in zip(kinds, texts, strict=True)]
    except (ValueError, TypeError, RecursionError):
        detail = "this cursor is none of ours"
        raise Problem("invalid-input", HTTPStatus.BAD_REQUEST, detail=detail) from None


def _plain(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError
    return value


def place(text: str) -> int:
    """A position or version, as the database can hold it."""
    value = int(text)
    if not 0 <= value < _TOO_LARGE:
        raise ValueError
    return value
