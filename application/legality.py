"""What the ledger holds about the legality of one decree, gathered up to a position; and the hash of each event named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from application.cases import Cases
from application.ledger import Ledger, Line
from application.recording import decode
from application.verifying import leaf_of
from domain.history import Recorded, fold
from domain.in_force import until_day
from domain.legality import Dossier, dossier_of
from domain.legality.points import Record
from domain.red_flags.evidence import CaseEvidence
from domain.refusals import NotDecreedYet, TransferUnknown
from domain.registry import person
from domain.transfer.events import DecreeIssued, OutsidePlacementRecorded

Histories = dict[UUID, tuple[Recorded[Any], ...]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """`as_of` is the last event of the case that was looked at: nothing later, in this case or elsewhere, changes a word.

    `leaves`: what the Merkle tree holds for each event named (RFC 6962), by position. `signed_by`: the name, where known.
    """

    dossier: Dossier
    as_of: Recorded[Any]
    leaves: dict[int, bytes]
    signed_by: str


def gather(
    cases: Cases,
    ledger: Ledger,
    transfer: UUID,
    upto: int | None = None,
    day: date = date.max,
    *,
    demonstration: bool = False,
) -> Gathered:
    """From what was recorded up to a position and counted by the end of a day.

    Raise NotDecreedYet where there was no decree by then, TransferUnknown where there was no case.
    """
    lines = ledger.read([transfer], upto)
    history = tuple(until_day(_decoded(lines), day))
    if not history:
        raise TransferUnknown
    issued = next(
        (each for each in history if isinstance(each.event, DecreeIssued | OutsidePlacementRecorded)), None
    )
    if issued is None:
        raise NotDecreedYet
    last = history[-1]
    acts = [each.act for each in history]
    offices = {office for act in acts for office in (act.office, act.on_behalf_of) if office is not None}
    facts = cases.facts_at(transfer, issued.position)
    offices |= {office for office in (facts.decreeing_office, _outside_office(issued)) if office is not None}
    around = _read(ledger, offices, last.position)
    decree = issued.event.decree
    own = () if decree is None else _read(ledger, [decree], last.position).get(decree, ())
    of_decree = tuple(until_day(_decoded(own), day))
    record = Record(CaseEvidence(transfer, history, facts), _histories(around, day), of_decree, demonstration)
    return Gathered(
        dossier_of(record),
        last,
        {
            line.position: leaf_of(line)
            for line in (*lines, *own, *(each for found in around.values() for each in found))
        },
        "" if record.decree.outside else _name(ledger, issued),
    )


def _outside_office(issued: Recorded[Any]) -> UUID | None:
    return issued.event.office if isinstance(issued.event, OutsidePlacementRecorded) else None


def _read(ledger: Ledger, streams: Iterable[UUID], upto: int) -> dict[UUID, tuple[Line, ...]]:
    found = ledger.read(sorted(streams), upto)
    return {stream: tuple(lines) for stream, lines in groupby(found, lambda line: line.stream)}


def _decoded(lines: Sequence[Line]) -> tuple[Recorded[Any], ...]:
    return tuple(decode(line) for line in lines)


def _histories(read: dict[UUID, tuple[Line, ...]], day: date) -> Histories:
    return {stream: tuple(until_day(_decoded(lines), day)) for stream, lines in read.items()}


def _name(ledger: Ledger, issued: Recorded[Any]) -> str:
    """Of who signed, as it was on record then; one that holds an office but is no person on record has none."""
    history = _decoded(ledger.read([issued.act.by], issued.position))
    signer = fold(person.evolve, None, history) if history else None
    return "" if signer is None else signer.profile.name
