-- The ledger: every decision ever made, in the order of the commits that made it.
--
-- Positions are dense and in commit order, because whoever appends first holds the one row of `turn`. So a reader
-- that asks for `position > last` never skips an event, and needs no gap logic.

create table events (
    position bigint primary key check (position > 0),
    stream uuid not null,
    version bigint not null check (version >= 0),
    command uuid not null,
    recorded_at timestamptz not null,
    name text not null,
    body bytea not null,  -- canonical JSON exactly as hashed: jsonb would reorder keys and rewrite numbers
    unique (stream, version)
);

-- With the position, so that "the first event of this command" is one descent and never a walk along the primary key.
create index events_command on events (command, position);

-- Whose turn it is to append. The row is locked, and never updated: the last position stands in `events` itself.
-- A counter kept here would leave a dead version per append, and one long snapshot (a dump, a report) would make
-- every append wade through all of them.
create table turn (one boolean primary key default true check (one)) with (fillfactor = 10);
insert into turn default values;

-- The last position, 0 when nothing is recorded.
create view head as select coalesce(max(position), 0) as position from events;

-- For people with psql.
create view events_readable as
select position, stream, version, command, recorded_at, name, convert_from(body, 'UTF8') as body from events;


-- Stops mistakes, also under session_replication_role = replica. It does not stop a superuser, who can drop the
-- trigger: proof against that one lies outside this database, in the published checkpoints.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise insufficient_privilege using message = format('%s is refused: the table %I is append-only', tg_op, tg_table_name);
end
$$;

create trigger append_only before update or delete or truncate on events
for each statement execute function refuse_change();
alter table events enable always trigger append_only;


-- Append the events of several commands, each of them whole or not at all, in one call and one commit.
--
-- c_id: the commands' ids. s_*: every stream a command (by its ordinal, from 1) relies on, the version it must have
-- now (0 = empty), and whether the command writes it; a command names a stream once. e_*: the events, by command.
--
-- One row when all are recorded: outcome 0 and the position before the first event. Else one row a command, in order:
--   0  recorded; its events follow those of the earlier winners        (known = position before the first of all)
--   1  a stream has another version: somebody was faster
--   2  the id is recorded already                                      (known = position of its first event)
--   3  not judged: an earlier command of this call has the same id, or writes a stream this one relies on; send again.
--      The first command is never a 3. So all come out as if sent one after another, the 3s later than the rest.
--
-- A crash at any moment leaves all of the call or nothing, and no gap: there is no sequence to run ahead.
--
-- SECURITY DEFINER, so that the service can append in this one way only: it has no INSERT on the table, and a bug or
-- a stolen password cannot back-date an event, choose its position or leave one out. Hence also the fixed search_path.
--
-- Planner settings: the generic plan is forced, because array lengths make custom plans look cheap and every call
-- would plan anew (+0.2 ms); the joins and scans that a plan made on an empty table would choose are shut off, because
-- they cost 5 ms a command at 45,000 events until the first ANALYZE.
create function append(
    c_id uuid[],
    s_command int[], s_stream uuid[], s_version bigint[], s_written boolean[],
    e_command int[], e_stream uuid[], e_version bigint[], e_name text[], e_body bytea[]
) returns table (outcome int, known bigint)
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $$
declare
    last_position bigint;
    last_moment timestamptz;
    moment timestamptz;
    clean boolean;
    outcomes int[];
    firsts bigint[];
begin
    -- Under a stricter level the checks below would see the snapshot from before the wait for the turn.
    if current_setting('transaction_isolation') <> 'read committed' then
        raise invalid_transaction_state using message = 'append needs the isolation level read committed';
    end if;

    -- A statement of its own: the next one gets a snapshot from after the wait.
    perform from public.turn where one for update;

    select e.position, e.recorded_at into last_position, last_moment
    from public.events e order by e.position desc limit 1;
    last_position := coalesce(last_position, 0);
    moment := greatest(clock_timestamp(), last_moment);  -- the clock may be set back, the ledger not

    -- Clean: every stream at the version each command expects, and what one command writes asked for by no other.
    -- Streams that are only relied on may be shared; each is looked up once.
    clean := (
        select coalesce(
            bool_and(
                s.lowest = s.highest and (not s.written or s.times = 1)
                and s.lowest = coalesce((select max(e.version) from public.events e where e.stream = s.stream), 0)
            ),
            true
        )
        from (
            select s.stream, min(s.version) as lowest, max(s.version) as highest, bool_or(s.written) as written,
                count(*) as times
            from unnest(s_stream, s_version, s_written) s (stream, version, written)
            group by s.stream
        ) s
    ) and not exists (
        select from unnest(c_id) c (id)
        where (select e.position from public.events e where e.command = c.id order by e.position limit 1) is not null
    ) and (select count(distinct c.id) from unnest(c_id) c (id)) = cardinality(c_id);

    if clean then
        insert into public.events (position, stream, version, command, recorded_at, name, body)
        select last_position + e.i, e.stream, e.version, c_id[e.command], moment, e.name, e.body
        from unnest(e_command, e_stream, e_version, e_name, e_body)
            with ordinality e (command, stream, version, name, body, i);
        return query select 0, last_position;
        return;
    end if;

    select
        array_agg(
            case
                when c.first is not null then 2
                when c.again then 3
                when s.passed then 1  -- for good: versions only grow
                when s.behind then 3
                when s.moved then 1
                else 0
            end
            order by c.i
        ),
        array_agg(c.first order by c.i)
    into outcomes, firsts
    from (
        select c.i, row_number() over (partition by c.id order by c.i) > 1 as again,
            (select e.position from public.events e where e.command = c.id order by e.position limit 1) as first
        from unnest(c_id) with ordinality c (id, i)
    ) c
    left join (
        select s.command,
            bool_or(s.now > s.version) as passed, bool_or(s.now <> s.version) as moved, bool_or(s.behind) as behind
        from (
            select s.command, s.version,
                coalesce((select max(e.version) from public.events e where e.stream = s.stream), 0) as now,
                -- Two commands that only rely on a stream do not disturb each other.
                bool_or(s.written) over (
                    partition by s.stream order by s.command rows between unbounded preceding and 1 preceding
                ) as behind
            from unnest(s_command, s_stream, s_version, s_written) s (command, stream, version, written)
        ) s
        group by s.command
    ) s on s.command = c.i;

    insert into public.events (position, stream, version, command, recorded_at, name, body)
    select last_position + row_number() over (order by e.i), e.stream, e.version, c_id[e.command], moment, e.name, e.body
    from unnest(e_command, e_stream, e_version, e_name, e_body)
        with ordinality e (command, stream, version, name, body, i)
    where outcomes[e.command] = 0;

    return query
    select o.outcome, coalesce(firsts[o.i], last_position)
    from unnest(outcomes) with ordinality o (outcome, i)
    order by o.i;
end
$$;


-- The role of the running service, shared by all databases of the server; another database may be creating it now.
do $$
begin
    create role jejak_service nologin;
exception when duplicate_object or unique_violation then
    null;
end
$$;

-- An owner who is no superuser must be a member to take the role on with SET ROLE.
do $$
begin
    if not (select rolsuper from pg_roles where rolname = current_user) then
        execute format('grant jejak_service to %I', current_user);
    end if;
end
$$;

-- Tables in here are the service's own: it creates, drops and rebuilds them.
create schema projections;
grant usage, create on schema projections to jejak_service;

do $$ begin execute format('grant usage on schema %I to jejak_service', current_schema()); end $$;
grant select on events, head to jejak_service;
revoke all on function append from public;
grant execute on function append to jejak_service;

-- So that a service that may create nothing can still see that its schema is up to date.
grant select on schema_migrations to jejak_service;
