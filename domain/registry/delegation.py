"""Delegation (pelimpahan wewenang): an office has another do steps in its name, for a time, on a written basis.

One hop: only the holder of an office delegates what is its own; whoever acts under a delegation passes nothing on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from domain.act import Act
from domain.identity import OfficeKind
from domain.policy import Duty, Policy, StepKind, TransferType
from domain.refusals import (
    DatesOutOfOrder,
    NoAuthority,
    NotAcceptable,
    NotFound,
    NotNow,
    NotTheDecidingOffice,
    ReasonRequired,
    Violation,
    violation,
)
from domain.told import tell


@dataclass(frozen=True, slots=True)
class Delegation:
    """`number` is that of the written basis; `until` the last day. Transfers of these types, steps of these kinds."""

    number: str
    to: UUID
    types: tuple[TransferType, ...]
    kinds: tuple[StepKind, ...]
    since: date
    until: date

    def is_in_force(self, day: date) -> bool:
        return self.since <= day <= self.until

    def covers(self, type_: TransferType, kind: StepKind) -> bool:
        return type_ in self.types and kind in self.kinds

    def meets(self, other: "Delegation") -> bool:
        """Whether on some day both would have the same step done."""
        return (
            max(self.since, other.since) <= min(self.until, other.until)
            and bool({*self.types} & {*other.types})
            and bool({*self.kinds} & {*other.kinds})
        )

    def ended(self, on: date) -> "Delegation":
        return replace(self, until=min(self.until, on - timedelta(days=1)))


@dataclass(frozen=True, slots=True)
class Party:
    """An office a delegation is between: its id, its kind, and the agency it belongs to."""

    office: UUID
    kind: OfficeKind
    agency: UUID


# What happened


@dataclass(frozen=True, slots=True)
class AuthorityDelegated:
    delegation: Delegation


@dataclass(frozen=True, slots=True)
class DelegationEnded:
    """`on` is the first day on which it is no longer in force."""

    number: str
    on: date
    reason: str


# Why not


class DelegationToItself(NotAcceptable):
    """An office cannot delegate to itself."""


class NotDelegable(NotAcceptable):
    """The law does not let this office delegate that to the other."""


class DelegationBackdated(NotAcceptable):
    """A delegation begins and ends today or later; what was done before cannot be covered, or undone, afterwards."""


class DelegationOverlaps(NotNow):
    """Part of this is delegated for these days already."""


class DelegationOnRecord(NotNow):
    """A delegation with this number is on record already."""


class DelegationOver(NotNow):
    """This delegation has expired or was ended."""


class DelegationUnknown(NotFound):
    """The office has no delegation with this number on record."""


# What follows


def delegate_authority(
    known: Iterable[Delegation],
    of: Party,
    to: Party,
    delegation: Delegation,
    act: Act,
    today: date,
    policy: Policy,
) -> AuthorityDelegated:
    """By the holder of the office, for days to come, and no more than the policy lets it."""
    by_its_holder(of, act, policy)
    if of.office == to.office:
        raise DelegationToItself
    if delegation.until < delegation.since:
        raise DatesOutOfOrder
    if delegation.since < today:
        raise DelegationBackdated
    if not delegation.types or not delegation.kinds:
        raise NotAcceptable("Types of transfer and kinds of step must be named.")
    if forbidden := tuple(_forbidden(of, to, delegation, policy)):
        raise NotDelegable(violations=forbidden)
    for other in known:
        if other.number == delegation.number:
            raise DelegationOnRecord
        if other.meets(delegation):
            raise DelegationOverlaps
    return AuthorityDelegated(delegation)


def end_delegation(
    known: Iterable[Delegation],
    of: Party,
    number: str,
    on: date,
    reason: str,
    act: Act,
    today: date,
    policy: Policy,
) -> DelegationEnded:
    """From a day on; what was done under it before stays done."""
    by_its_holder(of, act, policy)
    found = next((each for each in known if each.number == number), None)
    if found is None:
        raise DelegationUnknown
    if on < today:
        raise DelegationBackdated
    if found.until < max(today, on, found.since):
        raise DelegationOver
    if not reason.strip():
        raise ReasonRequired
    return DelegationEnded(number, on, reason)


def by_its_holder(of: Party, act: Act, policy: Policy) -> None:
    """Whoever stands in, or acts under a delegation, has nothing to give away."""
    if act.office != of.office or act.on_behalf_of is not None:
        raise NotTheDecidingOffice
    mandate = policy.duties[Duty.DELEGATION]
    if act.capacity not in mandate.capacities:
        told = tell("capacity_allowed", capacity=str(act.capacity), allowed=", ".join(mandate.capacities))
        raise NoAuthority(violations=(violation("CAPACITY", act.policy, mandate.legal_basis, told),))


def _forbidden(of: Party, to: Party, delegation: Delegation, policy: Policy) -> Iterator[Violation]:
    same_agency = of.agency == to.agency
    for kind in delegation.kinds:
        for type_ in delegation.types:
            if not policy.may_delegate(of.kind, to.kind, type_, kind, same_agency=same_agency):
                told = tell("not_delegable", giver=of.kind, taker=to.kind, kind=kind, type=type_)
                yield violation(
                    "DELEGATION", policy.version, policy.duties[Duty.DELEGATION].legal_basis, told
                )
