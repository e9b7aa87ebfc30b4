"""TOML, from the folder or from anywhere, and what is wrong with it: keys nobody knows, values that do not fit."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from application.policies.syntax import NotToml, not_utf8, read_toml
from domain.told import Told, in_english, tell

FOLDER = Path(__file__).resolve().parents[2] / "policies"

Table = dict[str, Any]
T = TypeVar("T")

TEXTS = 64  # kept as they were read: a text always says the same, and is asked again by every new state of the gazette


class BrokenPolicy(Exception):
    """A text of the law cannot be used; the message names it and everything that is wrong with it."""

    def __init__(self, name: str, *wrong: Told) -> None:
        super().__init__("\n  ".join((f"{name}:", *(in_english([each]) for each in wrong))))
        self.wrong = wrong


def table_of(path: Path) -> Table:
    return parsed(text_of(path), path.name)


def text_of(path: Path) -> str:
    """The words of a file; BrokenPolicy when they are not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BrokenPolicy(path.name, not_utf8(error)) from error


@lru_cache(TEXTS)
def parsed(text: str, name: str) -> Table:
    try:
        return read_toml(text)
    except NotToml as error:
        raise BrokenPolicy(name, error.told) from error


def taken_up(shape: TypeAdapter[T], told: object, name: str, *wrong: Told) -> T:
    """The table as a value of that shape; BrokenPolicy, with what else is `wrong`, where it does not fit."""
    try:
        return shape.validate_python(told)
    except ValidationError as error:
        raise BrokenPolicy(name, *wrong, *map(_misread, error.errors())) from error


def _misread(error: Mapping[str, Any]) -> Told:
    """What was expected instead of a value. Pydantic's own words are English, and about its inside."""
    where = ".".join(map(str, error["loc"]))
    match error:
        case {"type": "missing"}:
            return tell("law_required", where=where)
        case {"type": "enum", "ctx": {"expected": expected}}:
            return tell("law_one_of", where=where, expected=str(expected).replace(" or ", ", "))
        case {"type": str(kind)} if (expected := _EXPECTED.get(kind.partition("_")[0])) is not None:
            return expected(where)
        case _:
            return tell("law_value", where=where)


_EXPECTED: Mapping[str, Callable[[str], Told]] = MappingProxyType(
    {
        "string": lambda where: tell("law_text", where=where),
        "int": lambda where: tell("law_number", where=where),
        "finite": lambda where: tell("law_number", where=where),
        "date": lambda where: tell("law_day", where=where),
        "bool": lambda where: tell("law_yes_or_no", where=where),
        "list": lambda where: tell("law_list", where=where),
        "tuple": lambda where: tell("law_list", where=where),
        "dict": lambda where: tell("law_table", where=where),
        "dataclass": lambda where: tell("law_table", where=where),
    }
)


def left_over(told: object, taken: object) -> list[Told]:
    """Keys of the table that no field has taken up. (pydantic forbids them only where a class says so, which the domain's
    plain dataclasses cannot.)
    """
    return [tell("law_unknown", where=key) for key in _unknown(told, taken)]


def _unknown(given: object, known: object, path: str = "") -> Iterator[str]:
    match given, known:
        case dict(), dict():
            for key, value in given.items():
                if key in known:
                    yield from _unknown(value, known[key], f"{path}{key}.")
                else:
                    yield f"{path}{key}"
        case list(), (list() | tuple()):
            for number, (value, taken) in enumerate(zip(given, known, strict=True)):
                yield from _unknown(value, taken, f"{path}{number}.")
