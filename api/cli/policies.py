"""`jejak policy`: the law as it is applied, for people to read, compare and check."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import typer
from rich.console import Console

from api.cli.policy_lines import policy_lines
from api.cli.starting import database, settings_or_exit
from api.house import open_house
from api.mining.pnml import pnml
from api.words import catalogue, told_in
from application.law import OPERATOR, Law
from application.ledger import Ledger
from application.policies import (
    FOLDER,
    BrokenPolicy,
    NoPolicyInForce,
    Policies,
    law_files,
    law_text,
    policies_of,
    read_demands,
    read_law,
    read_laws,
    read_policies,
    read_policy,
    text_of,
)
from application.publishing import unlawful
from domain.act import Act
from domain.policy import Policy, Route, Step, Terms, TransferType
from domain.policy_publication import LawKind, LawText
from domain.told import Told
from domain.transfer.lawfulness import faults
from domain.transfer.nets import net_of
from projections import case_file

app = typer.Typer(
    no_args_is_help=True, help="The law as data: show, diff, check, and what a version would change."
)
_console = Console(soft_wrap=True, highlight=False, markup=False)

Version = Annotated[str, typer.Argument(help="a version, or a policy file")]
Published = Annotated[
    bool, typer.Option("--published", help="as the ledger's gazette has it, not as the files say")
]
# Who does, answers and reads what no step is for.
_BESIDE_ROUTES = (
    "duties",
    "superiors",
    "in_own_name",
    "objections",
    "raters",
    "reviewers",
    "insights",
    "purposes",
)
_CATCHING_UP = 600.0  # seconds the projections may need before the dry run


@app.command()
def show(
    version: Version = "",
    *,
    route: Annotated[TransferType | None, typer.Option(help="this route only")] = None,
    mermaid: Annotated[bool, typer.Option(help="as a Mermaid diagram")] = False,
    net: Annotated[
        bool, typer.Option("--pnml", help="as a Petri net, of one --route, and nothing else")
    ] = False,
    published: Published = False,
) -> None:
    """Print a policy's routes, as text or as diagrams, and whose the rest is: duties, answers, what may be looked into. The
    version in force last when none is named. Of a text of terms of heads, those terms.
    """
    policy = _text(version, published=published)
    if isinstance(policy, Terms):
        _console.print(policy.version)
        _console.print("\n".join(f"{path}: {told}" for path, told in policy_lines(policy)))
        return
    if net:
        if route is None or route not in policy.routes:
            typer.echo("A net is of one route: name it with --route.", err=True)
            raise typer.Exit(2)
        sys.stdout.write(pnml(net_of(policy.routes[route], policy), f"{policy.version} {route}").decode())
        return
    _console.print(f"{policy.version}: {policy.title.en}, from {policy.valid_from}")
    for each in policy.routes.values():
        if route in {None, each.type}:
            _console.print("\n" + "\n".join(diagram(each) if mermaid else text(each)))
    if route is None and not mermaid:
        _console.print()
        for path, told in policy_lines(policy, *_BESIDE_ROUTES):
            _console.print(f"{path}: {told}")


@app.command()
def diff(before: Version, after: Version, *, published: Published = False) -> None:
    """Print all that differs between two policies, or two texts of terms of heads, by its path in the text."""
    old, new = (dict(policy_lines(_text(each, published=published))) for each in (before, after))
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            _console.print(f"{key}\n  - {old.get(key, '(none)')}\n  + {new.get(key, '(none)')}")


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="files of the law; all there are when none is named")
    ] = None,
    *,
    published: Published = False,
    language: Annotated[Literal["id", "en"], typer.Option(help="in which faults are told")] = "en",
) -> None:
    """Check that no path of a route reaches a decree without what the law demands, that no region loosens it, and that
    calendars are whole. Exit 1 when a text fails.
    """
    found = False
    if published:
        laws = _gazette()
        policies = policies_of(laws)
        checked = [(law.version, _faults(law, policies)) for law in laws]
    else:
        named = [(kind_of(path), path) for path in files] if files else law_files(FOLDER)
        checked = [(path.name, _file_faults(kind, path)) for kind, path in named]
    for name, told in checked:
        found = found or bool(told)
        _console.print(f"{name}: " + _verdict(len(told), language))
        for fault in told:
            _console.print(f"  {told_in(fault, language)}")
    raise typer.Exit(int(found))


def _verdict(faults: int, language: str) -> str:
    words = catalogue(language)["law"]
    return words["FAULTS"].format(faults=faults) if faults else words["LAWFUL"]


@app.command()
def migration(version: Annotated[str, typer.Argument(help="a published version")]) -> None:
    """A dry run: for every undecided case, what moving it to this version would change. Nothing is recorded."""
    settings = settings_or_exit()
    with database(settings) as url:
        house = open_house(settings, url)
        try:
            house.runner.wait_for(house.ledger.head(), timeout=_CATCHING_UP)
            act = Act(OPERATOR, datetime.now(UTC), UUID(int=0), version)
            after = 0
            with house.runner.pool.connection() as connection:
                while rows := case_file.undecided_cases(connection, None, after, 200):
                    for row in rows:
                        changes = asdict(house.cases.dry_run(row["id"], version, act))
                        told = ", ".join(f"{key} {value}" for key, value in changes.items() if value)
                        _console.print(f"{row['id']} {row['status']}: {told}")
                    after = rows[-1]["first_position"]
        finally:
            house.close()


def kind_of(path: Path) -> LawKind:
    """By the name, as the files of an installation have them; a policy when it says nothing."""
    for kind, known in (
        (LawKind.LOCAL_ADDITIONS, "daerah-"),
        (LawKind.CALENDAR, "calendar"),
        (LawKind.LOCAL_CALENDAR, "kalender-"),
        (LawKind.TERMS, "masa-jabatan-"),
    ):
        if path.name.startswith(known):
            return kind
    return LawKind.POLICY


def _file_faults(kind: LawKind, path: Path) -> list[Told]:
    try:
        if kind is LawKind.POLICY:  # a draft may still have any name
            return faults(read_policy(path), read_demands())
        return _faults(law_text(kind, text_of(path), path.name))
    except BrokenPolicy as broken:
        return list(broken.wrong)


def _faults(law: LawText, policies: Policies | None = None) -> list[Told]:
    return list(unlawful(law, policies or read_policies(), read_demands()))


@contextmanager
def _law() -> Iterator[Law]:
    settings = settings_or_exit()
    with database(settings) as url:
        ledger = Ledger(url, role=settings.service_role)
        try:
            yield Law(ledger)
        finally:
            ledger.close()


def _gazette() -> list[LawText]:
    with _law() as law:
        return [each.law for each in law.gazette().published]


def _policies(*, published: bool) -> Policies:
    if not published:
        return read_policies()
    with _law() as law:
        return law.current()


def _text(version: str, *, published: bool) -> Policy | Terms:
    """A policy, or the terms of heads."""
    path = Path(version)
    if kind_of(path) is not LawKind.TERMS:
        return _policy(version, published=published)
    try:
        if path.suffix == ".toml":
            return _terms(law_text(LawKind.TERMS, text_of(path), path.name))
        laws = _gazette() if published else read_laws()
        return _terms(next(law for law in laws if law.version == version))
    except (BrokenPolicy, StopIteration, OSError) as error:
        typer.echo(f"No such text: {version} {error}", err=True)
        raise typer.Exit(2) from None


def _terms(law: LawText) -> Terms:
    said = read_law(law)
    if not isinstance(said, Terms):
        raise TypeError(law.version)
    return said


def _policy(version: str, *, published: bool) -> Policy:
    try:
        if version.endswith(".toml"):
            return read_policy(Path(version))
        policies = _policies(published=published)
        return policies.version(version) if version else policies.versions[-1]
    except (BrokenPolicy, NoPolicyInForce, OSError) as error:
        typer.echo(f"No such policy: {error}", err=True)
        raise typer.Exit(2) from None


def text(route: Route) -> Iterator[str]:
    """A route, one line a step: stage, step, who, within what time, under which law."""
    yield f"{route.type}  {route.title.id} / {route.title.en}  ({route.legal_basis})"
    yield f"  documents: {', '.join(document.kind for document in route.documents)}"
    for number, stage in enumerate(route.stages, start=1):
        for name in stage:
            step = route.steps[name]
            when = f", only if {step.condition}" if step.condition else ""
            when += ", beside the course" if step.beside else ""
            yield f"  {number:2}. {name}: {_who(step)}, {step.limit} wd{when}  ({step.legal_basis})"


def diagram(route: Route) -> Iterator[str]:
    """A route as a Mermaid flowchart; dashed where a step may be left out."""
    yield "```mermaid"
    yield "flowchart TD"
    yield f'  request(["{route.title.id}"])'
    for step in route.steps.values():
        yield f'  {step.name}["{step.title.id}<br/>{_who(step)}, {step.limit} hk"]'
    before = ["request"]
    for stage in route.stages:
        for name in stage:
            arrow = "-.->" if route.steps[name].condition else "-->"
            yield from (f"  {each} {arrow} {name}" for each in before)
        before = route.waited_for(stage)
    yield "```"


def _who(step: Step) -> str:
    return f"{step.office} of {step.side}"
