"""All that a policy says, a line each, by the path it has in its text: what people read, and what two versions differ in.

Nothing is picked out: what is added to the policy is here with it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from domain.policy import Addressee, Policy, Terms, Words

_BARE = ("value", "title")  # said without their names
_BASIS = "legal_basis"


def policy_lines(policy: Policy | Terms, *parts: str) -> Iterator[tuple[str, str]]:
    """Of the whole policy, or of these parts; of all terms of heads, told by a text of their own."""
    for part in parts or [each.name for each in fields(policy)]:
        yield from _lines(part, getattr(policy, part))


def _lines(path: str, value: object) -> Iterator[tuple[str, str]]:
    match value:
        case Mapping():
            for key, each in value.items():
                yield from _lines(f"{path}.{key}", each)
        case tuple() if not _is_plain(value):
            for number, each in enumerate(value):
                yield from _lines(f"{path}.{number}", each)
        case _ if is_dataclass(value) and not all(_is_plain(each) for _, each in _fields(value)):
            for name, each in _fields(value):
                yield from _lines(f"{path}.{name}", each)
        case _ if text := _said(value):
            yield path, text


def _fields(value: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 any of the policy's dataclasses
    return [(each.name, getattr(value, each.name)) for each in fields(value)]


def _is_plain(value: object) -> bool:
    """Whether it is said within the line of what it is part of."""
    match value:
        case Words() | Addressee():
            return True
        case Mapping():
            return all(map(_is_plain, value.values()))
        case tuple():
            return all(map(_is_plain, value))
        case _:
            return not is_dataclass(value)


def _said(value: object) -> str:
    match value:
        case Words():
            return f"{value.id} / {value.en}"
        case Addressee():
            return f"{value.office} of {value.side}"
        case Mapping():
            return ", ".join(f"{key} {_said(each)}" for key, each in value.items())
        case tuple():
            if staged := [each for each in value if isinstance(each, tuple)]:
                return " > ".join("+".join(map(_said, stage)) for stage in staged)
            return ", ".join(map(_said, value))
        case None:
            return ""
        case _ if is_dataclass(value):
            return _in_one_line(value)
        case _:
            return str(value)


def _in_one_line(value: object) -> str:
    """What is empty, or not so, is left out; the legal basis stands last."""
    told = [
        said if name in _BARE else name if each is True else f"{name} {said}"
        for name, each in _fields(value)
        if name != _BASIS and each is not False and (said := _said(each))
    ]
    basis = getattr(value, _BASIS, "")
    return " ".join(part for part in ("; ".join(told), f"({basis})" if basis else "") if part)
