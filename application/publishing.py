"""The door of the gazette: load, check the text, decide, append."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from uuid import UUID

from application.carrying_out import Receipt, Sent, logged, once, receipt_of
from application.law import OPERATOR, EnterTexts, Law, drafts_of, rules_of
from application.ledger import Entry, Ledger
from application.policies import (
    BrokenPolicy,
    Policies,
    demands_of,
    law_text,
    offices_of,
    read_law,
)
from application.recording import Envelope
from application.streams import Folded, Kind, Streams
from domain.act import Act
from domain.calendar import Calendar, LocalCalendar, Zone
from domain.identity import GAZETTE
from domain.policy import LocalAdditions, Policy, Terms
from domain.policy_publication import (
    Gazette,
    LawCommand,
    LawEvent,
    LawInstalled,
    LawKind,
    LawProposed,
    LawPublished,
    LawRejected,
    LawText,
    LawWithdrawn,
    ProposeLaw,
    PublicationRulesInstalled,
    PublishLaw,
    RejectLaw,
    Standing,
    WithdrawLaw,
    decide,
)
from domain.refusals import DraftUnknown, OfficeUnknown, UnlawfulText, violation
from domain.told import Told, tell
from domain.transfer.additions import looser
from domain.transfer.asked import NothingAsked
from domain.transfer.lawfulness import Demands, faults


def proposal(kind: LawKind, text: str, reason: str) -> ProposeLaw:
    """The command to propose this text; UnlawfulText, with all that is wrong, when it cannot be read as one of its kind."""
    try:
        return ProposeLaw(law_text(kind, text), reason)
    except BrokenPolicy as broken:
        told = (violation("TEXT", "", "", wrong) for wrong in broken.wrong)
        raise UnlawfulText(violations=tuple(told)) from None


def unlawful(law: LawText, policies: Policies, demands: Demands) -> Iterator[Told]:
    """What the law forbids in a text: a route without what is demanded, additions that loosen. E16 is the article."""
    match read_law(law):
        case Policy() as policy:
            yield from faults(policy, demands)
        case LocalAdditions() as additions:
            for policy in policies.versions:
                if policy.valid_to is None or policy.valid_to >= additions.valid_from:
                    yield from looser(policy, additions)


def out_of_turn(law: LawText, policies: Policies) -> Iterator[Told]:
    """Why a text cannot follow what is published: its version is another region's, or its calendar no newer one, or it forgets a head."""
    if law.kind.is_local:
        begins = law.version.split("-")[0] + f"-{law.region_code}-"
        if not law.version.startswith(begins):
            yield tell("law_local_version_begins", begins=begins)
    match read_law(law):
        case Calendar() as calendar:
            known = policies.calendar
            if not calendar.corrects(known.version):
                yield tell("law_not_newer", than=known.version)
            if calendar.first_year > known.first_year or calendar.last_year < known.last_year:
                yield tell("law_fewer_years", than=known.version)
        case Terms() as terms:
            known_terms = policies.terms
            if not terms.corrects(known_terms.version):
                yield tell("law_not_newer", than=known_terms.version)
            for region in sorted(known_terms.regions - terms.regions):
                yield tell("law_terms_forgotten", region=region)
        case LocalCalendar() as local:
            before = policies.local_versions.get(local.region_code, "")
            if before and not local.corrects(before):
                yield tell("law_not_newer", than=before)


class Publishing:
    """Acts on one ledger's gazette."""

    def __init__(self, ledger: Ledger, law: Law, streams: Streams | None = None) -> None:
        self._ledger, self._law, self._streams = ledger, law, streams or Streams(ledger)

    def carry_out(self, command: LawCommand, sent: Sent) -> Receipt:
        """Raises Refused, ChangedMeanwhile, CommandReused, and the ledger's OutcomeUnknown and TooBusy."""
        with logged(type(command).__name__, GAZETTE, sent):
            return once(self._ledger, GAZETTE, sent, lambda *_: self._attempt(command, sent))

    def follow(self, command: LawCommand | EnterTexts, sent: Sent) -> tuple[Act, list[LawEvent]]:
        """What follows from a command, and under which act, as the gazette stands; nothing is recorded."""
        if isinstance(command, EnterTexts):
            gazette = self._streams.load({GAZETTE: Kind.GAZETTE}, fresh=True)[GAZETTE].state
            version, events = command.decide(gazette)
            return Act(OPERATOR, sent.at, sent.command, version), events
        _, act, events = self._decided(command, sent)
        return act, events

    def _attempt(self, command: LawCommand, sent: Sent) -> Receipt:
        streams, act, events = self._decided(command, sent)
        drafts = drafts_of(events, streams[GAZETTE], Envelope(act, sent.request, sent.correlation))
        versions = {stream: folded.version for stream, folded in streams.items()}
        first = self._ledger.append(Entry(sent.command, versions, drafts))
        return receipt_of(GAZETTE, first, drafts, act)

    def _decided(self, command: LawCommand, sent: Sent) -> tuple[dict[UUID, Folded], Act, list[LawEvent]]:
        wanted = {GAZETTE: Kind.GAZETTE} | ({} if sent.office is None else {sent.office: Kind.OFFICE})
        streams = self._streams.load(wanted, fresh=True)
        gazette: Gazette = streams[GAZETTE].state or Gazette()
        law = _meant(command, gazette)
        office = agency = capacity = None
        if sent.office is not None:
            held = streams[sent.office].state
            if held is None:
                raise OfficeUnknown
            office = held.described
            streams |= self._streams.load({office.agency: Kind.AGENCY}, fresh=True)
            agency = streams[office.agency].state
            zone = Zone.WIB if agency is None else agency.zone
            capacity = held.held_by(sent.by, zone.day_of(sent.at)).capacity
        policies, rules = self._law.as_of(gazette), rules_of(gazette)
        standing = Standing(
            rule=offices_of(rules)[law.kind],
            office=office,
            agency=agency,
            faults=(*unlawful(law, policies, demands_of(rules)), *out_of_turn(law, policies)),
            demands=sha256(rules.demands.encode()).hexdigest(),
        )
        judged_under = policies.in_force(Zone.WIB.day_of(sent.at)).version
        act = Act(sent.by, sent.at, sent.command, judged_under, sent.office, capacity)
        return streams, act, decide(gazette, command, act, standing)


def asked(events: Sequence[LawEvent]) -> LawCommand | EnterTexts:
    """The command these events followed from; NothingAsked when it is none. What a text says of itself is read from it again."""
    match events:
        case [LawProposed(law, reason)]:
            return ProposeLaw(_as_written(law), reason)
        case [LawPublished(version, digest, number)]:
            return PublishLaw(version, digest, number)
        case [LawRejected(version, digest, reason)]:
            return RejectLaw(version, digest, reason)
        case [LawWithdrawn(version, digest, reason)]:
            return WithdrawLaw(version, digest, reason)
    laws = [_as_written(event.law) for event in events if isinstance(event, LawInstalled)]
    rules = [event for event in events if isinstance(event, PublicationRulesInstalled)]
    if len(laws) + len(rules) < len(events) or len(rules) > 1:
        raise NothingAsked
    return EnterTexts(laws, rules[0] if rules else None)


def _as_written(law: LawText) -> LawText:
    return law_text(law.kind, law.text, form=law.form)


def _meant(command: LawCommand, gazette: Gazette) -> LawText:
    if isinstance(command, ProposeLaw):
        return command.law
    draft = gazette.drafts.get(command.version)
    if draft is None:
        raise DraftUnknown
    return draft.law
