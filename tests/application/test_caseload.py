"""A ledger filled with made-up cases is one that the doors themselves would have made, the same every time."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

import pytest
from databases import copied
from psycopg.conninfo import conninfo_to_dict

from application.appender import ChangedMeanwhile, Draft, Entry
from application.cases import Cases
from application.demonstration import Cast, CopiedLedger, begins, generate, load, play_cases
from application.demonstration.caseload import Told
from application.ledger import Ledger, Line
from application.policies import read_policies
from application.records import Records
from application.replaying import Replay, Tally
from application.streams import Streams
from domain.act import Act

TODAY = date(2026, 11, 1)
PEOPLE, CASES = 900, 14
LIMIT = 2**31


@pytest.fixture(scope="module")
def province(
    server: str, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Cast]]:
    """The name of a database with everybody registered and nothing decided, and who is who in it."""
    folder = tmp_path_factory.mktemp("province")
    with copied(server, template) as url:
        cast = generate(7, PEOPLE, folder, today=begins(TODAY), shown=PEOPLE)
        at = datetime.combine(begins(TODAY), time(9), UTC)
        with closing(Ledger(url)) as ledger:
            load(folder, ledger, Act(UUID(int=1), at, uuid4(), "mutasi-2025.1"))
        yield str(conninfo_to_dict(url)["dbname"]), cast


def play(url: str, cast: Cast) -> tuple[Told, list[Line]]:
    policies = read_policies()
    with closing(CopiedLedger(url)) as ledger:
        head = ledger.head()
        cases = Cases(ledger, policies, Streams(ledger))
        told = play_cases(cases, Records(ledger, policies), cast, 7, CASES, TODAY)
        ledger.flush()
        return told, ledger.after(head, LIMIT)


def test_the_same_seed_gives_the_same_ledger_and_every_decision_follows_again(
    server: str, province: tuple[str, Cast]
) -> None:
    name, cast = province
    with copied(server, name) as first, copied(server, name) as second:
        told, lines = play(first, cast)
        told_again, lines_again = play(second, cast)
        assert (told, [line.body for line in lines]) == (told_again, [line.body for line in lines_again])
        assert told.cases == CASES
        assert told.acts > 10 * CASES
        names = Counter(line.name for line in lines)
        assert names["TransferRequested"] == CASES
        assert names["EvaluationRecorded"] > 0
        assert 0 < names["ConsultationHeld"] + names["ConsultationDeclined"] <= names["ConsultationOffered"]
        assert names["NoticeGiven"] > 0
        days = [line.position for line in lines]
        assert days == list(range(days[0], days[0] + len(days)))

        tally = Tally()
        with closing(Ledger(first)) as ledger:
            for each in Replay(ledger, read_policies()).whole():
                tally.take(each)
        assert (tally.run >= told.acts, tally.departed) == (True, 0), tally.kinds


def test_nobody_may_record_beside_it(server: str, province: tuple[str, Cast]) -> None:
    with copied(server, province[0]) as url, closing(CopiedLedger(url)) as ledger:
        ours, theirs = uuid4(), uuid4()
        ledger.append(entry(ours, 0))
        with closing(Ledger(url)) as other:
            other.append(entry(theirs, 0))
            head = other.head()
            with pytest.raises(ChangedMeanwhile):
                ledger.flush()
            assert (other.head(), other.read([ours])) == (head, [])


def test_a_version_that_has_passed_is_refused_before_it_is_copied(
    server: str, province: tuple[str, Cast]
) -> None:
    with copied(server, province[0]) as url, closing(CopiedLedger(url)) as ledger:
        stream = uuid4()
        first = ledger.append(entry(stream, 0))
        with pytest.raises(ChangedMeanwhile):
            ledger.append(entry(stream, 0))
        assert [line.version for line in ledger.since({stream: 0})] == [1]
        assert ledger.since({stream: 1}) == []
        assert ledger.append(entry(stream, 1)) == first + 1 == ledger.head()
        assert [line.version for line in ledger.read([stream])] == [1, 2]


def entry(stream: UUID, version: int) -> Entry:
    return Entry(uuid4(), {stream: version}, [Draft(stream, version + 1, "Noted", b"{}")])
