"""TOML as people write it: what is wrong with a text, where, as a fact that has a sentence in each language."""

import re
import tomllib
from collections.abc import Callable
from typing import Any

from domain.told import Told, tell

_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


class NotToml(ValueError):
    """The text cannot be read; `told` says where it stops making sense, and what would."""

    def __init__(self, told: Told) -> None:
        super().__init__(told.fact)
        self.told = told


def read_toml(text: str) -> dict[str, Any]:
    """What the text says; NotToml when it is none."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotToml(fault_of(str(error), text)) from error
    except RecursionError as error:
        raise NotToml(tell("law_toml_deep")) from error
    except ValueError as error:  # Python reads no number of thousands of digits
        raise NotToml(tell("law_toml_number")) from error


def not_utf8(error: UnicodeDecodeError) -> Told:
    line, column = _end(error.object[: error.start].decode("utf-8"))
    return tell("law_not_utf8", line=line, column=column)


def fault_of(message: str, text: str) -> Told:
    """By what Python's reader says (tests/application/test_unreadable_texts.py knows all of it); its words are English only."""
    what, *place = found.groups() if (found := _PLACE.fullmatch(message)) else (message, "", "")
    line, column = map(int, place) if all(place) else _end(text)
    fault = next((fault for begins, fault in _FAULTS if what.startswith(begins)), _ANY)
    return fault(line, column)


def _end(text: str) -> tuple[int, int]:
    """The place after the last character."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


_Fault = Callable[[int, int], Told]
_ANY: _Fault = lambda line, column: tell("law_toml", line=line, column=column)  # noqa: E731 as those below
_FAULTS: tuple[tuple[str | tuple[str, ...], _Fault], ...] = (
    ("Invalid value", lambda line, column: tell("law_toml_value", line=line, column=column)),
    ("Invalid date or datetime", lambda line, column: tell("law_toml_day", line=line, column=column)),
    ("Expected '=' after a key", lambda line, column: tell("law_toml_equals", line=line, column=column)),
    ("Expected newline", lambda line, column: tell("law_toml_more", line=line, column=column)),
    (
        ("Expected ']' at", "Expected ']]' at"),
        lambda line, column: tell("law_toml_heading", line=line, column=column),
    ),
    (
        ("Invalid statement", "Invalid initial character for a key"),
        lambda line, column: tell("law_toml_key", line=line, column=column),
    ),
    (
        (
            "Cannot declare",
            "Cannot overwrite",
            "Cannot redefine",
            "Cannot mutate",
            "Duplicate inline table key",
        ),
        lambda line, column: tell("law_toml_again", line=line, column=column),
    ),
    (
        ("Unclosed array", "Unclosed inline table"),
        lambda line, column: tell("law_toml_open", line=line, column=column),
    ),
    (
        ("Unterminated string", "Expected \"'"),
        lambda line, column: tell("law_toml_quote", line=line, column=column),
    ),
    (
        ("Unescaped '\\'", "Invalid hex value", "Escaped character"),
        lambda line, column: tell("law_toml_backslash", line=line, column=column),
    ),
    (
        ("Found invalid character", "Illegal character"),
        lambda line, column: tell("law_toml_character", line=line, column=column),
    ),
)
