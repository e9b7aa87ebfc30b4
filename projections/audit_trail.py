"""The audit trail: what was done, in the order of the ledger, to be sought by who, what, where and when.

Every event of every case; what officials do to decrees of their own, plans, flags, delegations, the law and, by hand, the
records of people; who is given an office, and leaves it, however that came in; and what operators direct. What else comes in by
the thousand from files is not in it (decisions 79 and 96).

Who gave feedback is not in it: an inspectorate may learn that with a reason only, and not from a list. Words are sought in
the reason an event gives, as the answer shows it, and nowhere else: what is not shown cannot be guessed at by seeking it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, LiteralString, NamedTuple, get_args
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from domain.decree.events import DecreeEvent, TransferAnnexed, TransferStruck
from domain.history import Recorded
from domain.identity import NATION
from domain.operations import OperationsEvent
from domain.plan import PlanEvent
from domain.policy_publication import LawEvent
from domain.red_flags.review import FlagReviewed, FlagReviewEvent, FlagReviewProposed
from domain.registry.delegation import AuthorityDelegated, DelegationEnded
from domain.registry.office import OfficeAssigned, OfficeEstablished, OfficeRelinquished
from domain.registry.person import (
    AffiliationDeclared,
    CertificateAwarded,
    ComplaintMade,
    FindingOpened,
    FindingSettled,
    KinshipDeclared,
    PerformanceRated,
    ProceedingRecorded,
    ServiceBound,
    StudyAssigned,
)
from domain.registry.tenure import Tenure
from domain.transfer.events import FeedbackGiven, OutsidePlacementRecorded, TransferRequested
from projections.case_states import CASE_EVENTS, History
from projections.kept import Kept
from projections.past import LAST
from projections.projection import Batch
from projections.surroundings import Surroundings
from projections.table import Row, insert
from projections.timeline import why

_MOST_KEPT = 50_000  # cases, and offices, whose agencies are kept

_OF_CASES = frozenset(CASE_EVENTS)
_DELEGATIONS = (AuthorityDelegated, DelegationEnded)
_TENURES = (OfficeAssigned, OfficeRelinquished)
_RECORDS = (
    PerformanceRated,
    ProceedingRecorded,
    CertificateAwarded,
    StudyAssigned,
    ServiceBound,
    KinshipDeclared,
    AffiliationDeclared,
    FindingOpened,
    FindingSettled,
    ComplaintMade,
)


class _Case(NamedTuple):
    """About whom it is, and the agencies its posts belonged to when it was asked for."""

    person: UUID
    agencies: frozenset[UUID]


class AuditTrail:
    """What is about a case belongs to the agencies of that case, and to the agency whose office did it; what is done to the
    whole installation, or by no office, to the nation.
    """

    name = "audit_trail"
    version = 4
    kinds: tuple[type, ...] = (
        *CASE_EVENTS,
        *get_args(DecreeEvent),
        *get_args(PlanEvent),
        *get_args(FlagReviewEvent),
        *get_args(LawEvent),
        *get_args(OperationsEvent),
        *_DELEGATIONS,
        *_RECORDS,
        *_TENURES,
    )
    tables: LiteralString = """
        CREATE TABLE audit_trail (position bigint PRIMARY KEY, stream uuid, case_id uuid, version bigint, event text,
            step text, reason text, happened_at timestamptz, recorded_at timestamptz, actor uuid, office uuid,
            capacity text, policy text, command uuid, seen_position bigint, seen_digest text, person uuid);
        CREATE INDEX ON audit_trail (case_id, position);
        CREATE INDEX ON audit_trail (actor, position);
        CREATE INDEX ON audit_trail (office, position);
        CREATE INDEX ON audit_trail (person, position);
        CREATE INDEX ON audit_trail USING gin (to_tsvector('simple', reason));
        CREATE TABLE audit_agencies (agency uuid, position bigint, event text, PRIMARY KEY (agency, position));
        CREATE INDEX ON audit_agencies (agency, event, position);
    """
    drop: LiteralString = "DROP TABLE IF EXISTS audit_trail, audit_agencies"

    def __init__(self, history: History, surroundings: Surroundings) -> None:
        self._history = history
        self._surroundings = surroundings
        self._cases: Kept[UUID, _Case] = Kept(_MOST_KEPT)
        self._offices: Kept[UUID, UUID] = Kept(
            _MOST_KEPT
        )  # the agency of each: an office stays that of its agency

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        done = [recorded for recorded in batch if _is_in_it(recorded)]
        if not done:
            return
        self._learn(done)
        rows, agencies = [], []
        for recorded in done:
            about = _case_of(recorded)
            case = None if about is None else self._case(about)
            rows.append(_row(recorded, about, _person(recorded, case)))
            told = {"position": recorded.position, "event": type(recorded.event).__name__}
            agencies += [{"agency": agency} | told for agency in sorted(self._agencies(recorded, case))]
        insert(connection, "audit_trail", rows)
        insert(connection, "audit_agencies", agencies)

    def _agencies(self, recorded: Recorded[Any], case: _Case | None) -> frozenset[UUID]:
        if case is not None and type(recorded.event) in _OF_CASES:
            return case.agencies
        agencies = {self._offices[each] for each in _offices(recorded) if each in self._offices}
        if case is not None:
            agencies |= case.agencies
        if isinstance(recorded.event, OperationsEvent) or not agencies:
            agencies.add(NATION)
        return frozenset(agencies)

    def _case(self, case: UUID) -> _Case | None:
        """None of one that never began."""
        if case not in self._cases:
            self._place(self._history([case], LAST)[:1])
        return self._cases.get(case)

    def _learn(self, done: Batch) -> None:
        """What all of these need is read at once, and kept as long as they are worked on."""
        self._cases.trim()
        self._offices.trim()
        self._place([each for each in done if each.version == 1 and type(each.event) in _OF_CASES])
        wanted = {office for each in done if type(each.event) not in _OF_CASES for office in _offices(each)}
        if missing := wanted - self._offices.keys():
            for known in self._history(sorted(missing), done[-1].position):
                if isinstance(known.event, OfficeEstablished):
                    self._offices[known.stream] = known.event.office.agency

    def _place(self, firsts: Sequence[Recorded[Any]]) -> None:
        """About whom, and between which agencies, the cases are that begin with these events."""
        self._surroundings.prepare((first, first.position) for first in firsts)
        for first in firsts:
            facts = self._surroundings.of(first, first.position)
            between = frozenset({facts.origin.agency_id, facts.target.agency_id})
            self._cases[first.stream] = _Case(first.event.person, between)


def _is_in_it(recorded: Recorded[Any]) -> bool:
    """Of the registry only what an official did by hand: a file comes in under no capacity."""
    return recorded.act.capacity is not None or not isinstance(recorded.event, (*_DELEGATIONS, *_RECORDS))


def _offices(recorded: Recorded[Any]) -> Iterable[UUID]:
    """Those that did it, or on whose behalf; and the one that somebody was given or has left."""
    act = recorded.act
    filled = recorded.stream if isinstance(recorded.event, _TENURES) else None
    return {office for office in (act.office, act.on_behalf_of, filled) if office is not None}


def _case_of(recorded: Recorded[Any]) -> UUID | None:
    """The one case it is about."""
    match recorded.event:
        case FlagReviewProposed(case=case) | FlagReviewed(case=case):
            return case
        case TransferAnnexed(transfer=case) | TransferStruck(transfer=case):
            return case
        case event:
            return recorded.stream if type(event) in _OF_CASES else None


def _person(recorded: Recorded[Any], case: _Case | None) -> UUID | None:
    if case is not None:
        return case.person
    match recorded.event:
        case TransferAnnexed(person=person) | OfficeAssigned(Tenure(person)) | OfficeRelinquished(person):
            return person
        case event:
            return recorded.stream if isinstance(event, _RECORDS) else None


def _reason(event: object) -> str:
    """Of an appointment: in which capacity, from when to when, and by which decree."""
    match event:
        case OfficeAssigned(Tenure(_, capacity, since, until, decree)):
            lasting = f"{since}" if until is None else f"{since} - {until}"
            return "; ".join(each for each in (capacity, lasting, decree) if each)
        case OfficeRelinquished(on=on):
            return f"{on}"
        case _:
            return why(event)


def _row(recorded: Recorded[Any], case: UUID | None, person: UUID | None) -> Row:
    event, act = recorded.event, recorded.act
    sealed = isinstance(event, FeedbackGiven)
    return {
        "position": recorded.position,
        "stream": recorded.stream,
        "case_id": case,
        "version": recorded.version,
        "event": type(event).__name__,
        "step": getattr(event, "step", None),
        "reason": _reason(event),
        "happened_at": act.at,
        "recorded_at": recorded.recorded_at,
        "actor": None if sealed else act.by,
        "office": act.office,
        "capacity": act.capacity,
        "policy": act.policy,
        "command": None if sealed else act.command,
        "seen_position": None if act.seen is None else act.seen.position,
        "seen_digest": None if act.seen is None else act.seen.digest,
        "person": person,
    }


# The question

_SOUGHT = ("actor", "office", "event", "case_id", "person", "since", "until", "text")

# An event `t` in the row `a` of one agency; where each value sought stands is filled in.
MATCHES: LiteralString = (
    "({event}::text IS NULL OR a.event = {event}) "
    "AND ({actor}::uuid IS NULL OR t.actor = {actor}) "
    "AND ({office}::uuid IS NULL OR t.office = {office} OR t.stream = {office}) "
    "AND ({case_id}::uuid IS NULL OR t.case_id = {case_id}) "
    "AND ({person}::uuid IS NULL OR t.person = {person}) "
    "AND ({since}::timestamptz IS NULL OR t.happened_at >= {since}) "
    "AND ({until}::timestamptz IS NULL OR t.happened_at < {until}) "
    "AND ({text}::text IS NULL OR to_tsvector('simple', t.reason) @@ websearch_to_tsquery('simple', {text})) "
)
_MATCHES: LiteralString = MATCHES.format(
    event="%(event)s",
    actor="%(actor)s",
    office="%(office)s",
    case_id="%(case_id)s",
    person="%(person)s",
    since="%(since)s",
    until="%(until)s",
    text="%(text)s",
)

# One walk along an index for each agency, each as short as the page; then the events that two of them have are one.
_TRAIL: LiteralString = (
    "SELECT t.*, o.title AS office_title FROM (SELECT DISTINCT found.position "
    "FROM unnest(%(agencies)s::uuid[]) AS overseen(agency) CROSS JOIN LATERAL (SELECT a.position "
    "FROM audit_agencies AS a JOIN audit_trail AS t ON t.position = a.position "
    "WHERE a.agency = overseen.agency AND a.position > %(after)s AND a.position <= %(upto)s AND "
    + _MATCHES
    + "ORDER BY a.position LIMIT %(limit)s) AS found ORDER BY found.position LIMIT %(limit)s) AS page "
    "JOIN audit_trail AS t ON t.position = page.position LEFT JOIN offices AS o ON o.id = t.office "
    "ORDER BY t.position"
)


def trail(
    connection: psycopg.Connection[Any],
    agencies: list[UUID],
    after: int,
    limit: int,
    upto: int = LAST,
    **sought: UUID | str | datetime | None,
) -> list[Row]:
    """What concerns these agencies after a position and up to another, in order.

    `sought` may name `actor`, `office`, `event`, `case_id`, `person`, `since` and `until` (when it happened; the end is
    not included), and `text`: words of the reason, as a web search has them ("..." for a phrase, - for without).
    """
    asked = {name: sought.get(name) for name in _SOUGHT}
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            _TRAIL,
            asked | {"agencies": agencies, "after": after, "upto": upto, "limit": limit},
            prepare=False,
        ).fetchall()


_BEGINNINGS = [TransferRequested.__name__, OutsidePlacementRecorded.__name__]

_SO_SOUGHT: LiteralString = (
    "(%(case_id)s::uuid IS NULL OR t.case_id = %(case_id)s) "
    "AND EXISTS (SELECT 1 FROM audit_trail AS e WHERE e.case_id = t.case_id AND e.stream = t.case_id "
    "AND e.position <= %(upto)s "
    "AND (%(event)s::text IS NULL OR e.event = %(event)s) "
    "AND (%(since)s::timestamptz IS NULL OR e.happened_at >= %(since)s) "
    "AND (%(until)s::timestamptz IS NULL OR e.happened_at < %(until)s)) "
)
_CASES: LiteralString = (
    "SELECT t.position, t.case_id FROM audit_trail AS t WHERE t.version = 1 AND t.stream = t.case_id "
    "AND t.position > %(after)s AND t.position <= %(upto)s "
    f"AND {_SO_SOUGHT} ORDER BY t.position LIMIT %(limit)s"
)
# A case begins with its first event, so that the index by agency and event gives each once, in order.
_CASES_OF: LiteralString = (
    "SELECT DISTINCT found.position, found.case_id "
    "FROM unnest(%(agencies)s::uuid[]) AS overseen(agency) CROSS JOIN unnest(%(beginnings)s::text[]) AS begins(event) "
    "CROSS JOIN LATERAL (SELECT a.position, t.case_id "
    "FROM audit_agencies AS a JOIN audit_trail AS t ON t.position = a.position "
    "WHERE a.agency = overseen.agency AND a.event = begins.event AND a.position > %(after)s AND a.position <= %(upto)s "
    f"AND {_SO_SOUGHT} ORDER BY a.position LIMIT %(limit)s) AS found ORDER BY found.position LIMIT %(limit)s"
)


def cases(
    connection: psycopg.Connection[Any],
    agencies: list[UUID] | None,
    after: int,
    limit: int,
    upto: int = LAST,
    **sought: UUID | str | datetime | None,
) -> list[Row]:
    """Cases by the position of their first event, after one and up to another: of which something so sought had happened.

    Between these agencies; of all when `agencies` is None. `sought` may name `event`, `case_id`, `since` and `until`.
    """
    asked = {name: sought.get(name) for name in ("event", "case_id", "since", "until")}
    page = {"after": after, "upto": upto, "limit": limit} | (
        {} if agencies is None else {"agencies": agencies, "beginnings": _BEGINNINGS}
    )
    with connection.cursor(row_factory=dict_row) as cursor:
        statement = _CASES if agencies is None else _CASES_OF
        return cursor.execute(statement, asked | page, prepare=False).fetchall()
