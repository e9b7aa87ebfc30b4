"""`jejak policy`: the law as it is applied, for people to read, compare and check."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from application.policies import (
    FOLDER,
    BrokenPolicy,
    NoPolicyInForce,
    read_demands,
    read_policies,
    read_policy,
)
from domain.policy import Policy, Route, Step, TransferType
from domain.transfer.lawfulness import faults

app = typer.Typer(no_args_is_help=True, help="The law as data: show, diff, check.")
_console = Console(soft_wrap=True, highlight=False, markup=False)

Version = Annotated[str, typer.Argument(help="a version, or a policy file")]


@app.command()
def show(
    version: Version = "",
    *,
    route: Annotated[TransferType | None, typer.Option(help="this route only")] = None,
    mermaid: Annotated[bool, typer.Option(help="as a Mermaid diagram")] = False,
) -> None:
    """Print a policy's routes, as text or as diagrams. The version in force last when none is named."""
    policy = _policy(version)
    _console.print(f"{policy.version}: {policy.title.en}, from {policy.valid_from}")
    for each in policy.routes.values():
        if route in {None, each.type}:
            _console.print("\n" + "\n".join(diagram(each) if mermaid else text(each)))


@app.command()
def diff(before: Version, after: Version) -> None:
    """Print what differs between two policies: limits, rules, routes and their steps."""
    old, new = dict(_lines(_policy(before))), dict(_lines(_policy(after)))
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) != new.get(key):
            _console.print(f"{key}\n  - {old.get(key, '(none)')}\n  + {new.get(key, '(none)')}")


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="policy files; all published when none is named")
    ] = None,
) -> None:
    """Check that no path of a route reaches a decree without what the law demands. Exit 1 when one does."""
    found = False
    for path in files or sorted(FOLDER.glob("mutasi-*.toml")):
        try:
            told = faults(read_policy(path), read_demands())
        except BrokenPolicy as broken:
            told = [str(broken)]
        found = found or bool(told)
        _console.print(f"{path.name}: " + ("lawful" if not told else f"{len(told)} faults"))
        for fault in told:
            _console.print(f"  {fault}")
    raise typer.Exit(int(found))


def _policy(version: str) -> Policy:
    try:
        if version.endswith(".toml"):
            return read_policy(Path(version))
        policies = read_policies()
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
        before = list(stage)
    yield "```"


def _who(step: Step) -> str:
    return f"{step.office} of {step.side}"


def _lines(policy: Policy) -> Iterator[tuple[str, str]]:
    for name, limit in policy.limits.items():
        yield f"limits.{name}", f"{limit.value} ({limit.legal_basis})"
    for code, rule in policy.rules.items():
        yield (
            f"rules.{code}",
            f"{rule.title.en}; set aside by {rule.overridden_by or 'nobody'} ({rule.legal_basis})",
        )
    uploads = policy.uploads
    yield "uploads", f"{', '.join(uploads.types)}; {uploads.largest_bytes} bytes ({uploads.legal_basis})"
    for route in policy.routes.values():
        yield f"routes.{route.type}.stages", " > ".join("+".join(stage) for stage in route.stages)
        yield f"routes.{route.type}.documents", ", ".join(document.kind for document in route.documents)
        for step in route.steps.values():
            capacities = "/".join(step.capacities)
            when = f", if {step.condition}" if step.condition else ""
            to = step.escalates_to
            told = "" if to is None else f", escalated to {to.office} of {to.side}"
            yield (
                f"routes.{route.type}.steps.{step.name}",
                f"{step.kind}, {_who(step)} ({capacities}), {step.limit} wd{when}{told} ({step.legal_basis})",
            )
    yield "escalates_to", policy.escalates_to
    for term in policy.terms:
        yield (
            f"terms.{term.region_code}",
            f"{term.candidates_designated_on} .. {term.ends_on}; {term.inaugurated_on}",
        )
