"""How two JSON values differ, by path: what was added, removed, changed.

Lists of objects are compared by what names them (a rule, a step, a document's kind), so that one more at the front does not
make all of them differ.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple

_NAMES = ("rule", "step", "kind", "number", "months", "transfer", "office", "id")


class Mark(StrEnum):
    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"


class Difference(NamedTuple):
    """`pointer` is a JSON pointer (RFC 6901) into what is now; of what was removed, into what was before."""

    pointer: str
    mark: Mark
    before: Any
    now: Any


def marked(before: Any, now: Any, pointer: str = "") -> Iterator[Difference]:  # noqa: ANN401 any JSON value
    """In the order of what was before, then what was added."""
    if isinstance(before, dict) and isinstance(now, dict):
        yield from _members(before, now, {key: key for key in (before | now)}, pointer)
    elif isinstance(before, list) and isinstance(now, list):
        old, new = _named(before, now)
        places = {key: number for number, key in enumerate(old)}
        places |= {key: number for number, key in enumerate(new)}
        yield from _members(old, new, places, pointer)
    elif before != now:
        yield Difference(pointer, Mark.CHANGED, before, now)


def _members(
    before: dict[Any, Any], now: dict[Any, Any], places: dict[Any, Any], pointer: str
) -> Iterator[Difference]:
    for key, place in places.items():
        at = f"{pointer}/{str(place).replace('~', '~0').replace('/', '~1')}"
        if key not in now:
            yield Difference(at, Mark.REMOVED, before[key], None)
        elif key not in before:
            yield Difference(at, Mark.ADDED, None, now[key])
        else:
            yield from marked(before[key], now[key], at)


def _named(before: list[Any], now: list[Any]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Each item by what names it in both lists; by its place where nothing does."""
    for name in _NAMES:
        both = [_by(name, before), _by(name, now)]
        if all(found is not None for found in both):
            return both[0] or {}, both[1] or {}
    return dict(enumerate(before)), dict(enumerate(now))


def _by(name: str, items: list[Any]) -> dict[Any, Any] | None:
    """None where an item has no such name, or two have the same."""
    found = {
        item[name]: item for item in items if isinstance(item, dict) and isinstance(item.get(name), str | int)
    }
    return found if len(found) == len(items) else None
