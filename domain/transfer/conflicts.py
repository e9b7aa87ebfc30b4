"""Conflicts of interest: declared by the official, who then recuses; a substitute office does the step."""

from uuid import UUID

from domain.act import Act
from domain.identity import NATION, OfficeKind, office_id
from domain.refusals import (
    NobodyRecused,
    NotAcceptable,
    NotTheDecidingOffice,
    OwnTransfer,
    Recused,
    StepNotOpen,
)
from domain.registry.agency import AgencyKind
from domain.transfer.commands import DeclareConflict, NameSubstitute
from domain.transfer.events import ApproverRecused, ConflictDeclared, SubstituteNamed, TransferEvent
from domain.transfer.facts import Facts
from domain.transfer.guards import delegated, not_barred, still_open, with_reason
from domain.transfer.state import Transfer

KINDS = ("AKTUAL", "POTENSIAL")  # PermenPAN-RB 17/2024


def may_declare(transfer: Transfer, step: str, act: Act, facts: Facts) -> None:
    """Whoever holds the office of the open step, kin included: declaring is what kin must do."""
    still_open(transfer)
    opened = transfer.open.get(step)
    if opened is None:
        raise StepNotOpen
    if act.acting_for != opened.office:
        raise NotTheDecidingOffice
    delegated(facts.route.steps[step], act, facts)
    if (step, act.by) in transfer.recused:
        raise Recused


def declare_conflict(
    transfer: Transfer, command: DeclareConflict, act: Act, facts: Facts
) -> list[TransferEvent]:
    may_declare(transfer, command.step, act, facts)
    if command.kind not in KINDS:
        raise NotAcceptable(f"Kinds: {', '.join(KINDS)}.")
    with_reason(command.reason)
    return [
        ConflictDeclared(command.step, command.kind, command.reason),
        ApproverRecused(command.step, act.by),
    ]


def naming_office(office: UUID, facts: Facts) -> UUID:
    """Who names the substitute: the receiving authority, and where it is the one recused, its superior."""
    authority = office_id(OfficeKind.APPOINTING_AUTHORITY, facts.target.agency_id)
    if office != authority:
        return authority
    agency = facts.target.agency
    if agency.kind is not AgencyKind.PROVINCE and agency.province is not None:
        return office_id(OfficeKind.APPOINTING_AUTHORITY, agency.province)
    return office_id(OfficeKind.HOME_AFFAIRS_MINISTER, NATION)


def may_substitute(transfer: Transfer, step: str, act: Act, facts: Facts) -> None:
    still_open(transfer)
    opened = transfer.open.get(step)
    if opened is None:
        raise StepNotOpen
    if not any(recused == step for recused, _ in transfer.recused):
        raise NobodyRecused
    if act.office != naming_office(opened.office, facts):
        raise NotTheDecidingOffice
    if act.by == transfer.person:
        raise OwnTransfer
    not_barred(
        facts.route.steps[step], act, facts
    )  # what a capacity may not do it may not have done by others


def name_substitute(
    transfer: Transfer, command: NameSubstitute, act: Act, facts: Facts
) -> list[TransferEvent]:
    may_substitute(transfer, command.step, act, facts)
    with_reason(command.reason)
    if command.office == transfer.open[command.step].office:
        raise NotAcceptable("The substitute must be another office.")
    return [SubstituteNamed(command.step, command.office, command.reason)]
