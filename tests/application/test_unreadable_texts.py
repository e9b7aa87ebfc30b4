"""What is wrong with a text is told where it stands, and in words of either language."""

import ast
import inspect
import tomllib._parser as reader
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from api.words import told
from application.policies import BrokenPolicy, calendars, files, law_text, national, regional, text_of
from application.policies.syntax import NotToml, fault_of, read_toml
from domain.policy_publication import LawKind
from domain.told import in_english, tell

WRONG = {
    "x =": ("law_toml_value", 1, 4),
    "a = 1\nx = 2026-02-30": ("law_toml_day", 2, 5),
    "[limits]\nvalue 24\n": ("law_toml_equals", 2, 7),
    "x = 1 y = 2": ("law_toml_more", 1, 7),
    "[limits\nx = 1": ("law_toml_heading", 1, 8),
    "x = 1\n= 2": ("law_toml_key", 2, 1),
    "x = 1\nx = 2\n": ("law_toml_again", 2, 6),
    "[a]\n[a]\n": ("law_toml_again", 2, 3),
    "x = [1, 2\ny = 3": ("law_toml_open", 2, 1),
    'x = "mutasi': ("law_toml_quote", 1, 12),
    "x = 'mutasi\n": ("law_toml_quote", 2, 1),
    'x = "a\\q"': ("law_toml_backslash", 1, 9),
    'x = "a\nb"': ("law_toml_character", 1, 7),
}


@pytest.mark.parametrize("text", WRONG)
def test_a_text_that_is_no_toml_is_told_by_line_and_column(text: str) -> None:
    with pytest.raises(NotToml) as refused:
        read_toml(text)
    fact, line, column = WRONG[text]
    assert (refused.value.told.fact, refused.value.told.values) == (fact, {"line": line, "column": column})
    said = told((refused.value.told,))
    assert f"baris {line}, kolom {column}" in said["id"]
    assert f"at line {line}, column {column}" in said["en"]


@pytest.mark.parametrize(
    ("text", "fact"), [("x = " + "[" * 9_000, "law_toml_deep"), ("x = " + "9" * 9_000, "law_toml_number")]
)
def test_what_python_cannot_hold_is_refused_like_anything_else(text: str, fact: str) -> None:
    with pytest.raises(BrokenPolicy) as refused:
        law_text(LawKind.CALENDAR, text)
    assert [each.fact for each in refused.value.wrong] == [fact]


def messages() -> Iterator[str]:
    """What the reader of Python's library can say, as far as it is always the same."""
    for node in ast.walk(ast.parse(inspect.getsource(reader))):
        match node:
            case ast.Call(func=ast.Name("suffixed_err"), args=[_, _, ast.Constant(str(message))]):
                yield message
            case ast.Call(
                func=ast.Name("suffixed_err"), args=[_, _, ast.JoinedStr([ast.Constant(str(message)), *_])]
            ):
                yield message + repr("'")  # what else it names, a quotation mark among others


def test_whatever_the_reader_says_has_a_sentence_of_its_own() -> None:
    said = set(messages())
    assert len(said) > 15
    assert [message for message in said if fault_of(message, "").fact == "law_toml"] == []


def test_a_file_that_is_no_utf8_is_told_by_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "mutasi-broken.toml"
    path.write_bytes("# Ketentuan\ntitle = 'Keputusan é".encode("latin-1"))
    with pytest.raises(BrokenPolicy) as refused:
        text_of(path)
    assert in_english(refused.value.wrong) == "not UTF-8 text (at line 2, column 20)"


VALUES = """
version = 1
valid_from = "kemarin"
legal_basis = "x"
window_scope = "JPT"
routes = 3

[limits]
most_people_in_decree = { value = "banyak", legal_basis = "x" }
feedback_working_days = 10

[evaluations]
closes = 1

[uploads]
types = ["gambar/gif"]
largest_bytes = 1.5
legal_basis = "x"
"""


def test_a_value_of_another_kind_is_told_by_what_was_expected() -> None:
    with pytest.raises(BrokenPolicy) as refused:
        law_text(LawKind.POLICY, VALUES)
    found = {str(each.values.get("where")): each for each in refused.value.wrong}
    facts = {
        "version": "law_text",
        "valid_from": "law_day",
        "window_scope": "law_list",
        "routes": "law_table",
        "limits.most_people_in_decree.value": "law_number",
        "limits.feedback_working_days": "law_table",
        "uploads.types.0": "law_one_of",
        "uploads.largest_bytes": "law_number",
    }
    assert {where: found[where].fact for where in facts} == facts
    with pytest.raises(BrokenPolicy) as other:
        law_text(LawKind.TERMS, "[[terms]]\ninaugurated_on = 7.5\n")
    assert tell("law_day", where="terms.0.inaugurated_on") in other.value.wrong
    assert told((found["version"],))["id"] == "version: seharusnya teks dalam tanda kutip"
    expected = told((found["uploads.types.0"],))["id"]
    assert expected == "uploads.types.0: harus salah satu dari 'application/pdf', 'image/png', 'image/jpeg'"
    assert not {each for each in refused.value.wrong if each.fact == "law_value"}


def kinds(schema: object) -> Iterator[str]:
    match schema:
        case dict():
            if isinstance(kind := schema.get("type"), str):
                yield kind
            for each in schema.values():
                yield from kinds(each)
        case list() | tuple():
            for each in schema:
                yield from kinds(each)


def test_texts_of_the_law_hold_no_kind_of_value_that_has_no_word() -> None:
    """What may be expected is one of these; the rest of a schema says how they lie in each other."""
    adapters = [
        *(
            each
            for module in (national, regional, files)
            for each in vars(module).values()
            if isinstance(each, TypeAdapter)
        ),
        *(
            TypeAdapter(each)
            for each in vars(calendars).values()
            if is_dataclass(each) and each.__module__ == calendars.__name__
        ),
    ]
    found = {kind for adapter in adapters for kind in kinds(adapter.core_schema)}
    around = {"dataclass-args", "dataclass-field", "default", "nullable", "definitions", "definition-ref"}
    assert found - around == {"str", "int", "date", "bool", "list", "tuple", "dict", "dataclass", "enum"}
