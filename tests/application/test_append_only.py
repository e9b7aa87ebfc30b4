"""What is recorded stays as it is; and the service can do nothing but append and read."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from application.ledger import Draft, Entry, Ledger

CHANGES = [
    "update events set body = 'forged'",
    "update events set recorded_at = recorded_at - interval '1 day' where position = 1",
    "delete from events where position = 1",
    "delete from events where false",
    "truncate events",
    "truncate events, turn cascade",
    "insert into events select * from events on conflict (position) do update set name = 'forged'",
]


@pytest.fixture
def owner(database: str) -> Iterator[psycopg.Connection]:
    """A connection of the owner, with one event in the ledger."""
    stream = uuid4()
    with Ledger(database) as ledger:
        ledger.append(
            Entry(uuid4(), {stream: 0}, [Draft(stream, 1, "Submitted", '{"kota":"Bēngkulu"}'.encode())])
        )
    with psycopg.connect(database, autocommit=True) as connection:
        before = connection.execute("select * from events").fetchall()
        yield connection
        connection.execute("reset role")
        assert connection.execute("select * from public.events").fetchall() == before


@pytest.mark.parametrize("change", CHANGES)
def test_the_owner_cannot_change_what_is_recorded(owner: psycopg.Connection, change: str) -> None:
    with pytest.raises(InsufficientPrivilege, match="append-only"):
        owner.execute(change)


@pytest.mark.parametrize("change", CHANGES)
def test_nor_with_ordinary_triggers_off(owner: psycopg.Connection, change: str) -> None:
    owner.execute("set session_replication_role = replica")
    with pytest.raises(InsufficientPrivilege, match="append-only"):
        owner.execute(change)


@pytest.mark.parametrize(
    "attempt",
    [
        *CHANGES,
        "insert into events values (2, gen_random_uuid(), 1, gen_random_uuid(), '2020-01-01', 'BackDated', '')",
        "alter table events disable trigger append_only",
        "drop table events",
        "update turn set one = one",
        "do $$ begin lock table events; end $$",
        "select from turn for update",
        "create table public.events_of_mine ()",
        "create or replace function append() returns int language sql as 'select 1'",
        "insert into schema_migrations values ('0002', '')",
    ],
)
def test_the_service_cannot_do_more_than_append_and_read(owner: psycopg.Connection, attempt: str) -> None:
    owner.execute("set role jejak_service")
    with pytest.raises(InsufficientPrivilege):
        owner.execute(attempt)


def test_the_service_builds_and_drops_its_projections(owner: psycopg.Connection) -> None:
    owner.execute("set role jejak_service")
    owner.execute("create table projections.inbox as select position, stream from events")
    owner.execute("drop table projections.inbox")


def test_the_service_cannot_divert_the_append(database: str, owner: psycopg.Connection) -> None:
    owner.execute("set role jejak_service")
    owner.execute("create temp table events (like public.events)")
    owner.execute("create temp table turn as select true as one")
    owner.execute("set search_path = pg_temp, public")
    id_ = "array['00000000-0000-0000-0000-000000000001'::uuid]"
    none = "'{}','{}','{}','{}','{}','{}','{}','{}','{}'"
    # An empty command: it reads the last position, which is 1 in the real table.
    assert owner.execute(f"select known from append({id_}, {none})").fetchall() == [(1,)]


def test_nobody_else_may_append(owner: psycopg.Connection) -> None:
    nobody = f"nobody_{uuid4().hex}"
    owner.execute(f"create role {nobody}")
    try:
        owner.execute(f"set role {nobody}")
        with pytest.raises(InsufficientPrivilege, match="function append"):
            owner.execute("select append('{}','{}','{}','{}','{}','{}','{}','{}','{}','{}')")
    finally:
        owner.execute("reset role")
        owner.execute(f"drop role {nobody}")


def test_a_stricter_isolation_level_is_refused_because_its_snapshot_is_too_old(
    owner: psycopg.Connection,
) -> None:
    for level in ("repeatable read", "serializable"):
        with owner.transaction():
            owner.execute(f"set transaction isolation level {level}")
            with pytest.raises(psycopg.errors.InvalidTransactionState), owner.transaction():
                owner.execute("select append('{}','{}','{}','{}','{}','{}','{}','{}','{}','{}')")


def test_people_with_psql_can_read_the_bodies(owner: psycopg.Connection) -> None:
    assert owner.execute("select name, body from events_readable").fetchall() == [
        ("Submitted", '{"kota":"Bēngkulu"}')
    ]
