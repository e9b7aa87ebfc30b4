"""The house: who may import whom, what the core may touch, and which words name nothing.

A rule that fails here is about the code, not about what it does; the docstring of each test gives the reason.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from domain.refusals import Refused

ROOT = Path(__file__).resolve().parents[1]
CODE = ("domain", "application", "projections", "api")
MODULES = sorted(path for folder in CODE for path in (ROOT / folder).rglob("*.py"))
CORE = sorted((ROOT / "domain").rglob("*.py"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_imports_keep_to_the_contracts(capsys: pytest.CaptureFixture[str]) -> None:
    """Api > application | projections > domain; the contracts stand in pyproject.toml."""
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


# The core is pure


def imported(path: Path) -> Iterator[str]:
    """The top-level packages a module imports."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.Import(names):
                yield from (each.name.split(".")[0] for each in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.split(".")[0]
            case ast.ImportFrom(level=level):
                assert not level, f"{name_of(path)}: import by the full name"


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_core_imports_the_standard_library_only(path: Path) -> None:
    assert set(imported(path)) <= sys.stdlib_module_names | {"domain"}


# What reads a clock, asks the machine or leaves the process; and chance, which a decision made again would not repeat.
IMPURE_MODULES = {
    "asyncio",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "time",
}
IMPURE_CALLS = {"breakpoint", "exec", "eval", "input", "open", "print", "uuid1", "uuid4"}
CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "perf_counter"}
CLOCK_OWNERS = {"datetime", "date", "time"}


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_core_reads_no_clock_and_does_no_input_or_output(path: Path) -> None:
    """Time, identity and policy come in with the command; otherwise a history could not be decided again."""
    assert not set(imported(path)) & IMPURE_MODULES
    for node in ast.walk(tree(path)):
        match node:
            case ast.Call(ast.Name(name)):
                assert name not in IMPURE_CALLS, f"{name_of(path)}:{node.lineno}"
            case ast.Attribute(ast.Name(owner) | ast.Attribute(attr=owner), attr):
                assert not (owner in CLOCK_OWNERS and attr in CLOCKS), f"{name_of(path)}:{node.lineno}"
            case ast.AsyncFunctionDef() | ast.Await():
                pytest.fail(f"{name_of(path)}:{node.lineno}: nothing here waits")


def test_the_clock_check_sees_a_clock() -> None:
    """The check above, tried on what it must find."""
    for source in ("datetime.now()", "date.today()", "datetime.datetime.now(UTC)", "datetime.date.today()"):
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)]
        assert any(
            getattr(node.value, "id", getattr(node.value, "attr", "")) in CLOCK_OWNERS and node.attr in CLOCKS
            for node in calls
        )


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_events_and_states_of_the_core_do_not_change(path: Path) -> None:
    """Every dataclass is frozen, so that a kept state can be shared; an exception cannot be (it takes a traceback)."""
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.ClassDef) or any(
            getattr(base, "id", "") == "Exception" for base in node.bases
        ):
            continue
        for decorator in node.decorator_list:
            if "dataclass" in ast.dump(decorator):
                assert "arg='frozen', value=Constant(value=True)" in ast.dump(decorator), node.name


# Names

DRAWERS = {"manager", "helper", "util", "common", "base", "service", "handler", "processor", "misc"}
DRAWERS |= {f"{word}s" for word in DRAWERS}
THE_LAWS_OWN = {
    "BindService",
    "ServiceBound",
    "ServiceBody",
}  # a service bond (ikatan dinas); service of the decision


def words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)}


def test_words_of_a_name_are_told_apart() -> None:
    assert words("StepHandler") == {"step", "handler"}
    assert words("json_utils") == {"json", "utils"}
    assert words("Database") == {"database"}
    assert words("HTTPService") == {"http", "service"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_named_as_a_drawer(path: Path) -> None:
    """A drawer takes anything in; a noun of the glossary says what belongs there. (SERVICE as a step is the law's.)"""
    named = path.parent.name if path.name == "__init__.py" else path.stem
    assert not words(named) & DRAWERS
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef) and node.name not in THE_LAWS_OWN:
            assert not words(node.name) & DRAWERS, node.name


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_that_holds_code_says_what_it_is_for(path: Path) -> None:
    module = tree(path)
    assert not module.body or ast.get_docstring(module), name_of(path)


# Refusals


def subclasses(of: type) -> Iterator[type]:
    for each in of.__subclasses__():
        yield each
        yield from subclasses(each)


@pytest.mark.parametrize("refusal", list(subclasses(Refused)), ids=lambda each: each.__name__)
def test_a_refusal_says_why_in_its_docstring(refusal: type) -> None:
    """It is the sentence the citizen reads; without one of its own a dataclass would show its fields."""
    assert "__doc__" in vars(refusal)
    assert (refusal.__doc__ or "").strip().endswith(".")
