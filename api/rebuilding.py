"""Projections made anew, of a long ledger by several processes: each takes some of them, and one interpreter is no limit."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from api.house import opened
from api.memory import seldom_collect
from api.settings import Settings
from projections.positions import AlreadyFilling, Stuck
from projections.runner import Runner

_LONG = 50_000  # events; below that starting a process takes longer than it saves
_PAGE = (
    10_000  # events; in a long ledger many cases go on side by side, and each is read and written once a page
)
_LOOK = 0.5  # seconds between two looks at how far they are


class NotRebuilt(Exception):
    """Why; the older tables go on serving."""


def rebuild(
    settings: Settings,
    url: str,
    names: Sequence[str] | None,
    progress: Callable[[int, int], object],
    processes: int | None = None,
) -> None:
    """Make these projections (or all) anew beside those that serve, and let them change places; NotRebuilt when it cannot be.

    By as many processes as there are cores, unless told otherwise. `progress` is told the position and the last one.
    """
    with opened(settings, url) as (ledger, runner):
        head = ledger.head()
        names = [each.name for each in runner.projections] if names is None else names
        shares = _shares(names, processes or ((os.cpu_count() or 1) if head >= _LONG else 1))
        if len(shares) == 1:
            if fault := _rebuilt(runner, names, lambda position: progress(position, head)):
                raise NotRebuilt(fault)
            return
        with ProcessPoolExecutor(len(shares), mp_context=get_context("spawn")) as pool:
            waiting: set[Future[str]] = {pool.submit(_in_a_process, settings, url, share) for share in shares}
            while waiting:
                done, waiting = wait(waiting, timeout=_LOOK, return_when=FIRST_EXCEPTION)
                try:
                    faults = [fault for each in done if (fault := each.result())]
                except BrokenProcessPool:
                    faults = ["a process died"]
                if faults:
                    raise NotRebuilt("; ".join(faults))
                filled = [each.filling for each in runner.standings() if each.filling is not None]
                progress(min(filled, default=0 if waiting else head), head)


def _shares(names: Sequence[str], processes: int) -> list[list[str]]:
    """Dealt out in turn: those that take long stand apart in the list of the house."""
    dealt = [list(names[start::processes]) for start in range(processes)]
    return [share for share in dealt if share]


def _in_a_process(settings: Settings, url: str, names: Sequence[str]) -> str:
    seldom_collect()
    with opened(settings, url) as (_, runner):
        return _rebuilt(runner, names, lambda _: None)


def _rebuilt(runner: Runner, names: Sequence[str], progress: Callable[[int], object]) -> str:
    """What went wrong; nothing when all stand in their places."""
    wanted = [each for each in runner.projections if each.name in names]
    try:
        runner.rebuild(*wanted, progress=progress, batch=_PAGE)
    except (AlreadyFilling, Stuck) as broken:
        return f"{type(broken).__name__}: {broken}"
    return ""
