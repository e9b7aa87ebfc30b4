"""The clocks that run: a row for each open step, awaited answers, review, undecided objection, decree whose day has not
come, and the term of a posting.

The steps of a returned file, or of a suspended case or decree, have none.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from domain.calendar import Zone
from domain.policy import TransferType
from domain.transfer.deadlines import (
    ABOVE,
    ANSWERS,
    EFFECT,
    OBJECTION,
    OPENING,
    PLANNING,
    RECOMMENDED,
    RESUBMISSION,
    TERM,
    TERM_REMINDER,
    Deadline,
    Horizon,
)
from domain.transfer.events import DutyStarted, FileVerified
from domain.transfer.state import Transfer
from projections.case_states import CASE_EVENTS, CaseStates
from projections.projection import Batch
from projections.table import Row, insert


class Deadlines:
    name = "deadlines"
    version = 5
    kinds = CASE_EVENTS
    tables: LiteralString = """
        CREATE TABLE deadlines (transfer uuid, step text, months int, opening uuid, office uuid, type text, policy text,
            opened_on date, used int, due_on date, reminded bool, overdue bool, escalated bool,
            PRIMARY KEY (transfer, step, months));
        CREATE INDEX ON deadlines (due_on, transfer, step, months) WHERE NOT (overdue AND escalated);
        CREATE INDEX ON deadlines (due_on, transfer, step, months);
    """
    drop: LiteralString = "DROP TABLE IF EXISTS deadlines"

    def __init__(self, states: CaseStates) -> None:
        self._states = states

    def apply(self, connection: psycopg.Connection[Any], batch: Batch) -> None:
        if cases := self._states.after(batch):
            connection.execute("DELETE FROM deadlines WHERE transfer = ANY(%s)", (list(cases),))
            rows = [row for stream, case in cases.items() for row in _rows(stream, case)]
            insert(connection, "deadlines", rows)


def _rows(stream: UUID, transfer: Transfer) -> Iterator[Row]:
    about: Row = {"transfer": stream, "type": transfer.route, "policy": transfer.policy}
    if not transfer.stands_still:
        for step, opened in transfer.open.items():
            if opened.awaits or (transfer.posting is not None and step == transfer.posting.step):
                continue  # that clock stands still; the clock of the term stands below
            yield about | {
                "step": step,
                "months": 0,
                "opening": opened.opening,
                "office": opened.office,
                "opened_on": opened.opened_on,
                "used": opened.used,
                "due_on": opened.due_on,
                "reminded": opened.reminded,
                "overdue": opened.overdue,
                "escalated": opened.escalated_to is not None,
            }
        if (answers := _answers(transfer)) is not None:
            yield about | _ONCE | {"opening": stream} | answers
    about |= _ONCE | {"opening": stream}
    objection = transfer.objection_to_decide
    if objection is not None and objection.escalated is None:
        yield about | {
            "step": OBJECTION,
            "office": objection.office,
            "opened_on": objection.filed.filed_on,
            "due_on": objection.due_on,
        }
    # The receiving personnel office verified the file; its zone's days count.
    verified = next(
        (done.office for done in transfer.done.values() if isinstance(done.event, FileVerified)), None
    )
    yield from (about | _MOVED | {"office": verified} | row for row in _only_moved(transfer))
    sent_back = transfer.returned if transfer.suspended is None and not transfer.is_over else None
    if sent_back is not None and sent_back.resubmit_by is not None:
        yield about | {
            "step": RESUBMISSION,
            "office": transfer.open[sent_back.step].office,
            "opened_on": sent_back.returned_on,
            "due_on": sent_back.resubmit_by,
        }
    if transfer.decree is not None and transfer.awaits_effect:
        yield about | {
            "step": EFFECT,
            "months": 0,
            "opening": stream,
            "office": verified,
            "opened_on": transfer.requested_on,
            "used": 0,
            "due_on": transfer.decree.effective_on - timedelta(days=1),
            "reminded": True,
            "overdue": False,
            "escalated": True,
        }
    if transfer.is_over:
        return
    # The receiving agency's, in whose zone reviews are due.
    office = next(
        (done.office for done in transfer.done.values() if isinstance(done.event, DutyStarted)), None
    )
    if transfer.decree_suspended is None:
        for term in _of_a_term(transfer):
            yield about | {"office": office} | term
    for months, evaluation in transfer.evaluations.items():
        if evaluation.recorded is not None or evaluation.missed:
            continue
        review = about | {"months": months, "office": office, "opened_on": evaluation.opens_on}
        if evaluation.opened is None:
            yield review | {"step": OPENING, "due_on": evaluation.opens_on - timedelta(days=1)}
        else:
            yield review | {"step": "", "due_on": evaluation.due_on}


# What is noted once, when its day has passed, and never reminded of.
_ONCE: Row = {"months": 0, "used": 0, "reminded": True, "overdue": False, "escalated": True}
# Nothing is ever noted of these; only a corrected calendar looks at them.
_MOVED: Row = _ONCE | {"overdue": True}


def _only_moved(transfer: Transfer) -> Iterator[Row]:
    objection, fault = transfer.objection_to_decide, transfer.to_plan
    if (
        objection is not None
        and (above := objection.escalated) is not None
        and above.escalated_on is not None
    ):
        office = getattr(objection.filed, "office", None)  # by whose days it counts, before and after
        yield {
            "step": ABOVE,
            "office": office,
            "opened_on": above.escalated_on,
            "due_on": objection.due_on,
        }
    if fault is not None and fault.shown_on is not None and not transfer.is_revoked:
        yield {
            "step": PLANNING,
            "office": fault.office,
            "opened_on": fault.shown_on,
            "due_on": fault.due_on,
        }
    for number, each in transfer.recommendations.items():
        if each.answered is None and not each.received.due_named:
            yield {
                "step": f"{RECOMMENDED}{number}",
                "opened_on": each.received.received_on,
                "due_on": each.received.due_on,
            }


def _answers(transfer: Transfer) -> Row | None:
    """Those still awaited, due where the office is that asked for them."""
    silent = [rater for rater in transfer.raters.values() if rater.is_silent and rater.step in transfer.open]
    if not silent:
        return None
    step = transfer.open[silent[0].step]
    return {
        "step": ANSWERS,
        "office": step.office,
        "opened_on": silent[0].asked_on or step.opened_on,
        "due_on": min(rater.due_on for rater in silent),
    }


def _of_a_term(transfer: Transfer) -> Iterator[Row]:
    """Its last day; and before that, the last day on which its end is not near yet."""
    posting = transfer.posting
    if posting is None or posting.ended:
        return
    yield {"step": TERM, "opened_on": posting.began_on, "due_on": posting.ends_on}
    if not posting.reminded:
        due_on = posting.remind_on - timedelta(days=1)
        yield {"step": TERM_REMINDER, "opened_on": posting.began_on, "due_on": due_on}


# The questions. A zone that is not known is the westernmost, whose day ends last: never too early.

_DEADLINE: LiteralString = (
    "SELECT d.transfer, d.step, d.months, d.opening, d.type, d.policy, d.opened_on, d.used, d.due_on, "
    "coalesce(a.zone, 'WIB') AS zone, coalesce(a.region_code, '') AS region_code, d.reminded, d.overdue, d.escalated FROM deadlines AS d "
    "LEFT JOIN offices AS o ON o.id = d.office LEFT JOIN agencies AS a ON a.id = o.agency "
)
_PAGE: LiteralString = (
    "AND (d.due_on, d.transfer, d.step, d.months) > (%(due_on)s, %(transfer)s, %(step)s, %(months)s) "
    "ORDER BY d.due_on, d.transfer, d.step, d.months LIMIT %(limit)s"
)
Place = tuple[date, UUID, str, int]
_FIRST: Place = (date.min, UUID(int=0), "", -1)


def due_for_notice(
    connection: psycopg.Connection[Any], horizons: Sequence[Horizon], after: Place | None, limit: int
) -> list[Deadline]:
    """Deadlines of which something is to be noted, the oldest first; `after` is the place of the last one seen."""
    return _ask(
        connection,
        _DEADLINE
        + "JOIN unnest(%(policies)s::text[], %(zones)s::text[], %(todays)s::date[], %(reminds)s::date[], "
        "%(escalates)s::date[]) AS h(policy, zone, today, remind, escalate) "
        "ON h.policy = split_part(d.policy, '+', 1) AND h.zone = coalesce(a.zone, 'WIB') "
        "WHERE NOT (d.overdue AND d.escalated) AND d.due_on <= %(latest)s "
        "AND ((NOT d.overdue AND d.due_on < h.today) OR (NOT d.escalated AND d.due_on <= h.escalate) "
        "OR (NOT d.reminded AND d.due_on BETWEEN h.today AND h.remind)) " + _PAGE,
        after,
        limit,
        policies=[each.policy for each in horizons],
        zones=[each.zone for each in horizons],
        todays=[each.today for each in horizons],
        reminds=[each.remind for each in horizons],
        escalates=[each.escalate for each in horizons],
        latest=max((each.remind for each in horizons), default=date.min),
    )


def running(
    connection: psycopg.Connection[Any], since: date, after: Place | None, limit: int
) -> list[Deadline]:
    """Deadlines that end on that day or later, also those of which nothing is noted."""
    return _ask(
        connection,
        _DEADLINE + "WHERE d.due_on >= %(since)s " + _PAGE,
        after,
        limit,
        since=since,
    )


def _ask(
    connection: psycopg.Connection[Any],
    query: LiteralString,
    after: Place | None,
    limit: int,
    **asked: object,
) -> list[Deadline]:
    place = dict(zip(("due_on", "transfer", "step", "months"), after or _FIRST, strict=True))
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(query, asked | place | {"limit": limit}).fetchall()
    return [Deadline(**row | {"type": TransferType(row["type"]), "zone": Zone(row["zone"])}) for row in rows]
