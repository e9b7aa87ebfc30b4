"""What a legality dossier is made of: points under three limbs, each with its verdict, its law and its evidence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from domain.decree.events import DecreeEvent
from domain.history import Recorded
from domain.policy import Policy, Words
from domain.red_flags.evidence import CaseEvidence, Decreed
from domain.registry.office import OfficeEstablished, OfficeEvent
from domain.told import Told
from domain.transfer.events import DecreeIssued, OutsidePlacementRecorded


class Limb(StrEnum):
    """The three tests of a decision at the administrative court (UU 5/1986 jo. UU 9/2004 Ps. 53; UU 30/2014 Ps. 52)."""

    AUTHORITY = "AUTHORITY"  # wewenang
    PROCEDURE = "PROCEDURE"  # prosedur
    SUBSTANCE = "SUBSTANCE"  # substansi


class Verdict(StrEnum):
    """Of one point: on record, not on record though it had to be, not asked of this decree (not yet, too), or not to be
    compared, because a demonstration acts on days it was not recorded on.
    """

    SHOWN = "SHOWN"
    MISSING = "MISSING"
    NOT_DEMANDED = "NOT_DEMANDED"
    NOT_COMPARABLE = "NOT_COMPARABLE"


@dataclass(frozen=True, slots=True)
class Point:
    """`of`: which step, rule or document, where the point is of one; then `title` is the policy's.

    `told` are facts; `quote` is what officials wrote, in their words; `evidence` the events it rests on, in order.
    """

    code: str
    verdict: Verdict
    legal_basis: str
    of: str = ""
    title: Words | None = None
    told: tuple[Told, ...] = ()
    quote: str = ""
    evidence: tuple[Recorded[Any], ...] = ()


@dataclass(frozen=True)
class Record:
    """What is on record about one decree: its case, with the facts as they were when it was decreed; the histories of the
    offices that acted; and that of the decree itself, where it is one of its own. `demonstration`: acts may have been told
    the day they were done on.
    """

    case: CaseEvidence
    offices: Mapping[UUID, tuple[Recorded[OfficeEvent], ...]] = field(default_factory=dict)
    decree_history: tuple[Recorded[DecreeEvent], ...] = ()
    demonstration: bool = False

    @property
    def policy(self) -> Policy:
        return self.case.policy

    @cached_property
    def decree(self) -> Decreed:
        """ValueError where there is none: then there is nothing to show the legality of."""
        if (decree := self.case.decree) is None:
            raise ValueError(f"{self.case.id} is not decreed")
        return decree

    @cached_property
    def issued(self) -> Recorded[DecreeIssued] | Recorded[OutsidePlacementRecorded]:
        """The event of the decree."""
        return self.case.outside or self.case.all(DecreeIssued)[0]

    def title_of(self, office: UUID | None) -> str:
        """As the office was established; nothing for none, or one that never was."""
        history = () if office is None else self.offices.get(office, ())
        return next(
            (each.event.office.title for each in history if isinstance(each.event, OfficeEstablished)), ""
        )

    def at(self, positions: tuple[int, ...]) -> tuple[Recorded[Any], ...]:
        """The events of the case at these positions."""
        return tuple(each for each in self.case.history if each.position in positions)

    def basis(self, code: str) -> str:
        """The law of a point that is no step, rule or document; where a version names none, that of the version."""
        return self.policy.legality.get(code, self.policy.legal_basis)

    def basis_of_flag(self, code: str) -> str:
        """The law behind an indicator that asks the same question."""
        indicator = self.policy.red_flags.get(code)
        return self.policy.legal_basis if indicator is None else indicator.legal_basis


Points = Iterator[Point]
E = TypeVar("E")


def of_kind(history: Iterable[Recorded[Any]], kind: type[E]) -> list[Recorded[E]]:
    """The events of this kind, in order."""
    return [each for each in history if isinstance(each.event, kind)]


def shown(holds: bool) -> Verdict:
    return Verdict.SHOWN if holds else Verdict.MISSING


def in_order(*evidence: Recorded[Any] | None) -> tuple[Recorded[Any], ...]:
    """Each event once, in the ledger's order; what is not there is left out."""
    found = {each.position: each for each in evidence if each is not None}
    return tuple(found[position] for position in sorted(found))
