"""Every refusal tells its reason, can be raised, and is expected by a test; every command is played in one."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from domain import refusals
from domain.refusals import NotAcceptable, NotAllowed, NotFound, NotNow, Refused
from domain.registry import office  # noqa: F401 it brings its own refusal
from domain.transfer.commands import TransferCommand

ROOT = Path(__file__).resolve().parents[2]
KINDS = {NotAllowed, NotNow, NotAcceptable, NotFound}


def subclasses(of: type) -> Iterator[type]:
    for each in of.__subclasses__():
        yield each
        yield from subclasses(each)


REFUSALS = sorted({each for each in subclasses(Refused) if each not in KINDS}, key=lambda each: each.__name__)


def names(tree: ast.AST) -> set[str]:
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return found | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


@cache
def raised_in(*folders: str) -> set[str]:
    """The exceptions that code below these folders raises, by name."""
    found: set[str] = set()
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Raise) and node.exc is not None:
                    found |= names(node.exc)
    return found


@cache
def called_in_tests(*functions: str) -> set[str]:
    """What tests of the domain pass to these functions, by name; what is kept in tables of cases counts too."""
    found: set[str] = set()
    for path in (ROOT / "tests" / "domain").glob("test_*.py"):
        if path == Path(__file__).resolve():
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Name(name) | ast.Attribute(attr=name), args) if name in functions:
                    found |= set().union(*(names(each) for each in args))
    return found


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda each: each.__name__)
def test_a_refusal_is_a_sentence_of_one_kind_that_is_raised_somewhere(refusal: type[Refused]) -> None:
    sentence = refusal.__doc__ or ""
    assert sentence[:1].isupper()
    assert sentence.endswith(".")
    assert str(refusal()) == sentence
    assert refusal().code == refusal.__name__
    assert sum(issubclass(refusal, kind) for kind in KINDS) == 1
    assert refusal.__name__ in raised_in("domain", "application", "projections", "api")


BY_TRANSFERS = sorted(raised_in("domain") & {each.__name__ for each in REFUSALS})


@pytest.mark.parametrize("name", BY_TRANSFERS)
def test_a_refusal_of_the_domain_is_expected_by_a_test(name: str) -> None:
    assert name in called_in_tests("then_refused", "raises", "because", "parametrize")


@pytest.mark.parametrize("command", get_args(TransferCommand), ids=lambda each: each.__name__)
def test_a_command_is_played_in_a_test(command: type) -> None:
    text = "".join(path.read_text() for path in (ROOT / "tests" / "domain").glob("test_*.py"))
    assert f"{command.__name__}(" in text


def test_a_detail_is_told_instead_of_the_sentence() -> None:
    assert str(refusals.NotNow("Not before Monday.")) == "Not before Monday."
    assert refusals.NotNow("Not before Monday.").code == "NotNow"
    assert refusals.StepNotOpen().violations == ()
