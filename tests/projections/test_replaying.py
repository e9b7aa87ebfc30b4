"""Every decision that was played is made again and follows; what somebody with every right on the database altered is told."""

from collections.abc import Iterator

import cast
import pytest
from databases import copied
from ledgers import with_cast
from playing import Stage, stage_on
from test_rebuilding import played

from application import past
from application.ledger import Ledger
from application.replaying import Again, NotRun, Replay, Tally


@pytest.fixture(scope="module")
def history(server: str, template: str) -> Iterator[Stage]:
    """Both stories, a refusal, a withdrawal, decrees of their own and one made elsewhere."""
    with copied(server, template) as url, Ledger(url) as ledger:
        with_cast(ledger)
        stage = stage_on(url, ledger)
        played(stage)
        yield stage


def replayed(stage: Stage) -> list[Again]:
    return list(Replay(stage.ledger, cast.POLICIES).whole())


def test_all_that_was_decided_follows_again(history: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past, "PAGE", 7)  # so that commits are cut by pages
    tally, told = Tally(), list[tuple[int, int]]()
    found = list(Replay(history.ledger, cast.POLICIES).whole(progress=lambda *done: told.append(done)))
    for again in found:
        tally.take(again)
    assert [again for again in found if again.departs] == []
    assert tally.run > 100
    assert tally.events == history.ledger.head() == told[-1][0]
    assert set(tally.not_run) <= set(NotRun)
    print(tally)
