"""A ledger with the cast, the door to cases, and runners of projections on the same database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ledgers import with_cast
from playing import Stage, stage_on

from application.ledger import Ledger
from projections.runner import Runner


@pytest.fixture
def stage(database: str) -> Iterator[Stage]:
    with Ledger(database) as ledger:
        with_cast(ledger)
        yield stage_on(database, ledger)


@pytest.fixture
def running(stage: Stage) -> Iterator[Callable[..., Runner]]:
    """Starts runners, and stops what it started."""
    started: list[Runner] = []

    def start(**options: Any) -> Runner:
        runner = stage.runner(**options)
        started.append(runner)
        runner.start()
        return runner

    yield start
    for runner in started:
        runner.close()
