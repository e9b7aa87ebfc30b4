"""The gazette: how a text of the law is proposed, published, refused or withdrawn, and every text there ever was.

Two officials, of the two offices the publication rules name, make a text law; nobody does both. All of it is one stream:
a version means one text for ever, and whoever decides under the law can say at which state of the gazette.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.act import Act, Capacity
from domain.calendar import Zone
from domain.identity import NATION, OfficeKind
from domain.refusals import (
    DatesOutOfOrder,
    DraftUnknown,
    FourEyes,
    LawDiffers,
    NoAuthority,
    NotTheDecidingOffice,
    NotTheRegionsOwn,
    ReasonRequired,
    RetroactiveLaw,
    UnlawfulText,
    VersionTaken,
    violation,
)
from domain.registry.agency import Agency, AgencyKind
from domain.registry.office import OfficeDescription
from domain.told import Told, tell


class LawKind(StrEnum):
    """What is published: the national policy, what one region adds to it, the calendars of working days, and the terms of
    regional heads.
    """

    POLICY = "KEBIJAKAN"
    LOCAL_ADDITIONS = "KETENTUAN_DAERAH"
    CALENDAR = "KALENDER"
    LOCAL_CALENDAR = "KALENDER_DAERAH"
    TERMS = "MASA_JABATAN"

    @property
    def is_local(self) -> bool:
        return self in {LawKind.LOCAL_ADDITIONS, LawKind.LOCAL_CALENDAR}


@dataclass(frozen=True, slots=True)
class LawText:
    """A text as it was written, whole. `sha256` is that of its UTF-8 bytes; `form` the shape of file it is written in.

    A calendar names the years it covers and has no other validity; terms of heads are so from when they are published.
    """

    kind: LawKind
    version: str
    region_code: str
    valid_from: date | None
    valid_to: date | None
    legal_basis: str
    text: str
    sha256: str
    form: int = 1


# What happened


@dataclass(frozen=True, slots=True)
class LawProposed:
    """`reason` is why the law should be so; `demands` the SHA-256 of what its routes were checked against."""

    law: LawText
    reason: str
    demands: str = ""


@dataclass(frozen=True, slots=True)
class LawPublished:
    """The draft of that version and digest became law. `number` is that of the decision."""

    version: str
    sha256: str
    number: str


@dataclass(frozen=True, slots=True)
class LawRejected:
    version: str
    sha256: str
    reason: str


@dataclass(frozen=True, slots=True)
class LawWithdrawn:
    version: str
    sha256: str
    reason: str


@dataclass(frozen=True, slots=True)
class LawInstalled:
    """A text the installation began with, entered by its operator."""

    law: LawText


@dataclass(frozen=True, slots=True)
class PublicationRulesInstalled:
    """What texts are held against from now on: by whom they are made, and what the law demands of routes.

    As they were written, whole; they come with the program, entered by its operator.
    """

    offices: str
    demands: str


LawEvent = LawProposed | LawPublished | LawRejected | LawWithdrawn | LawInstalled | PublicationRulesInstalled


# What may be asked


@dataclass(frozen=True, slots=True)
class ProposeLaw:
    law: LawText
    reason: str


@dataclass(frozen=True, slots=True)
class PublishLaw:
    """`sha256` is that of the text the sender has read."""

    version: str
    sha256: str
    number: str


@dataclass(frozen=True, slots=True)
class RejectLaw:
    version: str
    sha256: str
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawLaw:
    version: str
    sha256: str
    reason: str


LawCommand = ProposeLaw | PublishLaw | RejectLaw | WithdrawLaw


# What is so


@dataclass(frozen=True, slots=True)
class Draft:
    law: LawText
    by: UUID
    office: UUID | None
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class PublishedLaw:
    """A text that is law: since when it stands in the gazette, and who made it so. No draft: it was installed."""

    law: LawText
    by: UUID
    at: datetime
    draft: Draft | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Gazette:
    """The drafts that wait, by version, everything published, in order, and what texts are held against."""

    drafts: Mapping[str, Draft] = field(default_factory=dict)
    published: tuple[PublishedLaw, ...] = ()
    rules: PublicationRulesInstalled | None = None

    def law(self, version: str) -> PublishedLaw | None:
        return next((entry for entry in self.published if entry.law.version == version), None)


def evolve(gazette: Gazette | None, event: LawEvent, act: Act) -> Gazette:
    gazette = gazette or Gazette()
    match event:
        case LawProposed(law, reason):
            draft = Draft(law, act.by, act.office, act.at, reason)
            return replace(gazette, drafts={**gazette.drafts, law.version: draft})
        case LawPublished(version, _, number):
            draft = gazette.drafts[version]
            entry = PublishedLaw(draft.law, act.by, act.at, draft, number)
            return replace(_without(gazette, version), published=(*gazette.published, entry))
        case LawRejected(version) | LawWithdrawn(version):
            return _without(gazette, version)
        case LawInstalled(law):
            return replace(gazette, published=(*gazette.published, PublishedLaw(law, act.by, act.at)))
        case PublicationRulesInstalled():
            return replace(gazette, rules=event)


def _without(gazette: Gazette, version: str) -> Gazette:
    return replace(gazette, drafts={name: each for name, each in gazette.drafts.items() if name != version})


# What follows


@dataclass(frozen=True, slots=True)
class PublishingOffices:
    """Who proposes a text of one kind and who publishes it; a local one in the agency of the region itself."""

    proposed_by: OfficeKind
    published_by: OfficeKind
    legal_basis: str
    proposing_capacities: tuple[Capacity, ...] = (Capacity.DEFINITIVE,)
    publishing_capacities: tuple[Capacity, ...] = (Capacity.DEFINITIVE,)


@dataclass(frozen=True, slots=True)
class Standing:
    """For whom the sender acts, who may, and what is wrong with the text: loaded values, beside the gazette."""

    rule: PublishingOffices
    office: OfficeDescription | None = None
    agency: Agency | None = None
    faults: tuple[Told, ...] = ()
    demands: str = ""


def propose_law(gazette: Gazette, command: ProposeLaw, act: Act, standing: Standing) -> list[LawEvent]:
    """A version is proposed once at a time, and never again once it is law."""
    law = command.law
    _for(standing.rule.proposed_by, standing.rule.proposing_capacities, law, act, standing)
    if law.version in gazette.drafts or gazette.law(law.version) is not None:
        raise VersionTaken
    _with_reason(command.reason)
    _lawful(law, standing)
    return [LawProposed(law, command.reason, standing.demands)]


def publish_law(gazette: Gazette, command: PublishLaw, act: Act, standing: Standing) -> list[LawEvent]:
    """By another official than the one who proposed it; from today on at the earliest. Checked again, for the law it
    fits into may have changed since it was proposed.
    """
    draft = _draft(gazette, command.version, command.sha256)
    law = draft.law
    _for(standing.rule.published_by, standing.rule.publishing_capacities, law, act, standing)
    if act.by == draft.by:
        raise FourEyes
    zone = Zone.WIB if standing.agency is None else standing.agency.zone
    if law.valid_from is not None and law.valid_from < zone.day_of(act.at):
        raise RetroactiveLaw
    _lawful(law, standing)
    return [LawPublished(law.version, law.sha256, command.number)]


def reject_law(gazette: Gazette, command: RejectLaw, act: Act, standing: Standing) -> list[LawEvent]:
    """By the office that would have to publish it. The version is free again for a better text."""
    draft = _draft(gazette, command.version, command.sha256)
    _for(standing.rule.published_by, standing.rule.publishing_capacities, draft.law, act, standing)
    if act.by == draft.by:
        raise FourEyes
    _with_reason(command.reason)
    return [LawRejected(draft.law.version, draft.law.sha256, command.reason)]


def withdraw_law(gazette: Gazette, command: WithdrawLaw, act: Act, standing: Standing) -> list[LawEvent]:
    """By the office that proposed it."""
    draft = _draft(gazette, command.version, command.sha256)
    _for(standing.rule.proposed_by, standing.rule.proposing_capacities, draft.law, act, standing)
    _with_reason(command.reason)
    return [LawWithdrawn(draft.law.version, draft.law.sha256, command.reason)]


def decide(gazette: Gazette, command: LawCommand, act: Act, standing: Standing) -> list[LawEvent]:
    match command:
        case ProposeLaw():
            return propose_law(gazette, command, act, standing)
        case PublishLaw():
            return publish_law(gazette, command, act, standing)
        case RejectLaw():
            return reject_law(gazette, command, act, standing)
        case WithdrawLaw():
            return withdraw_law(gazette, command, act, standing)


def install_laws(gazette: Gazette | None, laws: Sequence[LawText]) -> list[LawEvent]:
    """Into an empty gazette, once. From then on these texts change by publication only, and may not differ from it."""
    if gazette is None or not gazette.published:
        return [LawInstalled(law) for law in laws]
    for law in laws:
        entry = gazette.law(law.version)
        if entry is not None and entry.law.sha256 != law.sha256:
            raise LawDiffers(f"{law.version}: published with {entry.law.sha256}, the file has {law.sha256}")
    return []


def install_rules(gazette: Gazette | None, rules: PublicationRulesInstalled) -> list[LawEvent]:
    """Whenever the program comes with others: nobody publishes them, and so it is on record since when they bind."""
    return [] if gazette is not None and gazette.rules == rules else [rules]


def _draft(gazette: Gazette, version: str, sha256: str) -> Draft:
    """The draft that waits under this version, if it is the very text the sender has read."""
    draft = gazette.drafts.get(version)
    if draft is None or draft.law.sha256 != sha256:
        raise DraftUnknown
    return draft


def _for(
    kind: OfficeKind, capacities: tuple[Capacity, ...], law: LawText, act: Act, standing: Standing
) -> None:
    """Acting for an office of that kind: of the nation, or of the agency whose region the text is for."""
    office, agency = standing.office, standing.agency
    if office is None or office.kind is not kind:
        raise NotTheDecidingOffice
    if law.kind.is_local:
        if (
            agency is None
            or agency.kind is AgencyKind.CENTRAL
            or agency.region_code != law.region_code
            or office.scope != office.agency
        ):
            raise NotTheRegionsOwn
    elif office.scope != NATION:
        raise NotTheDecidingOffice
    if act.capacity not in capacities:
        told = tell("capacity_allowed", capacity=str(act.capacity), allowed=", ".join(capacities))
        raise NoAuthority(violations=(violation("CAPACITY", act.policy, standing.rule.legal_basis, told),))


def _lawful(law: LawText, standing: Standing) -> None:
    if law.valid_to is not None and law.valid_from is not None and law.valid_to < law.valid_from:
        raise DatesOutOfOrder
    if standing.faults:
        told = (violation("LAWFULNESS", law.version, law.legal_basis, fault) for fault in standing.faults)
        raise UnlawfulText(violations=tuple(told))


def _with_reason(text: str) -> None:
    if not text.strip():
        raise ReasonRequired
