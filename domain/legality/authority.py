"""Authority (wewenang): whether whoever decreed could decree."""

from typing import Any

from domain.act import Capacity
from domain.decree.events import DecreeInitialled, DecreePutForSignature, DecreeSigned
from domain.history import Recorded
from domain.legality.points import Point, Points, Record, Verdict, in_order, of_kind, shown
from domain.policy import Delegable, Hindrance, StepKind
from domain.red_flags.authority import r01_window_breach, r02_without_authority, r18_conflict_of_interest
from domain.registry.delegation import AuthorityDelegated, DelegationEnded
from domain.registry.office import OfficeAssigned, OfficeRelinquished
from domain.told import tell
from domain.transfer.events import DecreeIssued, StepDone, SubstituteNamed


def points(record: Record) -> Points:
    yield _by_the_office(record)
    yield _office_held(record)
    yield _capacity(record)
    yield _delegation(record)
    yield _initials(record)
    yield _window_consent(record)
    yield _caretaker_consent(record)
    yield _no_conflict(record)


def _by_the_office(record: Record) -> Point:
    """In the name of the office the route names, or of the one that was named in its place."""
    case, decree, issued = record.case, record.decree, record.issued
    step = case.facts.route.step_of(StepKind.DECREE)
    substitutes = [
        each for each in case.all(SubstituteNamed) if step is not None and each.event.step == step.name
    ]
    entitled = {case.facts.decreeing_office, *(each.event.office for each in substitutes)}
    decreed_for = decree.office if decree.outside else issued.act.acting_for
    return Point(
        "DECREED_BY",
        shown(decreed_for in entitled),
        record.policy.legal_basis if step is None else step.legal_basis,
        told=(tell("decreed_by", office=record.title_of(decreed_for) or "-", on=decree.on),),
        evidence=in_order(*substitutes, issued),
    )


def _office_held(record: Record) -> Point:
    """Whoever signed held the office that day. Of a decree made outside nobody here knows who signed."""
    decree, act = record.decree, record.issued.act
    basis = record.basis("OFFICE_HELD")
    if decree.outside or act.office is None:
        return Point("OFFICE_HELD", Verdict.MISSING, basis, told=(tell("signatory_unknown"),))
    history = record.offices.get(act.office, ())
    assigned = [
        each
        for each in of_kind(history, OfficeAssigned)
        if (each.event.tenure.person, each.event.tenure.capacity) == (act.by, act.capacity)
        and each.event.tenure.covers(decree.on)
    ]
    given_up = [
        each
        for each in of_kind(history, OfficeRelinquished)
        if each.event.person == act.by and each.event.on < decree.on
    ]
    since = (each for each in reversed(assigned) if all(each.position > end.position for end in given_up))
    held = next(since, None)
    if held is None:
        return Point("OFFICE_HELD", Verdict.MISSING, basis, evidence=in_order(*assigned, *given_up))
    tenure = held.event.tenure
    told = tell("office_held", capacity=tenure.capacity, since=tenure.since)
    return Point("OFFICE_HELD", Verdict.SHOWN, basis, told=(told,), evidence=(held,))


def _capacity(record: Record) -> Point:
    """The capacity is one the step allows and no rule bars."""
    case, capacity = record.case, record.decree.capacity
    step = case.facts.route.step_of(StepKind.DECREE)
    bar = record.policy.bar(capacity, StepKind.DECREE, between_agencies=case.facts.between_agencies)
    allowed = step is not None and capacity in step.capacities and bar is None
    basis = bar.legal_basis if bar is not None else "" if step is None else step.legal_basis
    told = () if capacity is None else (tell("capacity", capacity=capacity),)
    return Point("CAPACITY", shown(allowed), basis, told=told, evidence=(record.issued,))


def _delegation(record: Record) -> Point:
    case, act = record.case, record.issued.act
    origin = act.on_behalf_of
    if origin is None or act.office is None:
        return Point("DELEGATION", Verdict.NOT_DEMANDED, record.basis("DELEGATION"))
    history, day = record.offices.get(origin, ()), record.decree.on
    ended = {each.event.number: each for each in of_kind(history, DelegationEnded)}
    for each in of_kind(history, AuthorityDelegated):
        given = each.event.delegation
        end = ended.get(given.number)
        covers = given.to == act.office and given.covers(case.facts.type, StepKind.DECREE)
        if covers and given.is_in_force(day) and (end is None or day < end.event.on):
            return Point(
                "DELEGATION",
                Verdict.SHOWN,
                _basis_of_delegating(record),
                told=(
                    tell(
                        "delegated",
                        office=record.title_of(origin) or "-",
                        number=given.number,
                        until=given.until,
                    ),
                ),
                evidence=(each,),
            )
    return Point("DELEGATION", Verdict.MISSING, _basis_of_delegating(record), evidence=(record.issued,))


def _basis_of_delegating(record: Record) -> str:
    def lets(each: Delegable) -> bool:
        return StepKind.DECREE in each.kinds and record.case.facts.type in (
            each.types or (record.case.facts.type,)
        )

    return next(
        (each.legal_basis for each in record.policy.delegable if lets(each)), record.basis("DELEGATION")
    )


def _initials(record: Record) -> Point:
    """Of a decree of its own: every office it was put before signed it in its turn."""
    step = record.case.facts.route.step_of(StepKind.DECREE)
    bases = () if step is None else tuple(dict.fromkeys(each.legal_basis for each in step.initials))
    basis = "; ".join(bases) or record.basis("INITIALS")
    put = of_kind(record.decree_history, DecreePutForSignature)
    if not put:
        alone = record.decree.outside or step is None or all(each.from_people > 1 for each in step.initials)
        return Point("INITIALS", Verdict.NOT_DEMANDED if alone else Verdict.MISSING, basis)
    last = put[-1]
    offices = last.event.offices
    since = [each for each in record.decree_history if each.position > last.position]
    initialled = of_kind(since, DecreeInitialled)
    signed = next(iter(of_kind(since, DecreeSigned)), None)
    by = {each.event.office for each in initialled}
    return Point(
        "INITIALS",
        Verdict.NOT_DEMANDED if len(offices) == 1 else shown(by >= set(offices[:-1]) and signed is not None),
        basis,
        told=(tell("initialled", count=len(by), of=len(offices) - 1),) if len(offices) > 1 else (),
        evidence=in_order(last, *initialled, signed),
    )


def _window_consent(record: Record) -> Point:
    """In a closed window the Minister has consented before the decree."""
    case, decree = record.case, record.decree
    window = case.facts.windows.on(decree.on) if case.facts.replaces_official else None
    basis = record.policy.rules["E12"].legal_basis
    if window is None:
        return Point("WINDOW_CONSENT", Verdict.NOT_DEMANDED, basis, told=(tell("no_window"),))
    breach = r01_window_breach(case, {})
    return Point(
        "WINDOW_CONSENT",
        shown(breach is None),
        basis,
        told=(tell("window", window=window),),
        evidence=_given(record, Hindrance.WINDOW),
    )


def _caretaker_consent(record: Record) -> Point:
    """A caretaker (Pj) decrees only with the Minister's consent and BKN's advice, both before."""
    basis = record.basis_of_flag("R02")
    if record.decree.capacity is not Capacity.CARETAKER:
        return Point("CARETAKER_CONSENT", Verdict.NOT_DEMANDED, basis)
    lacking = r02_without_authority(record.case, {}) is not None
    return Point(
        "CARETAKER_CONSENT",
        shown(not lacking),
        basis,
        told=(tell("caretaker"),),
        evidence=in_order(*_given(record, Hindrance.CARETAKER)),
    )


def _given(record: Record, hindrance: Hindrance) -> tuple[Recorded[Any], ...]:
    """What the offices whose steps lift it gave before the decree."""
    lifting = {step.name for step in record.case.facts.route.lifting(hindrance)}
    return tuple(
        each
        for each in record.case.history
        if isinstance(each.event, StepDone)
        and each.event.step in lifting
        and each.position < record.decree.position
    )


def _no_conflict(record: Record) -> Point:
    """Nobody who decided is the person, is kin of theirs on record, or decided for two offices."""
    case, by = record.case, record.issued.act.by
    found = r18_conflict_of_interest(case, {})
    own = isinstance(record.issued.event, DecreeIssued) and (
        by == case.facts.person_id or by in case.facts.person.kin
    )
    return Point(
        "NO_CONFLICT",
        shown(found is None and not own),
        record.policy.rules["E14"].legal_basis,
        told=(tell("conflict_found") if found is not None or own else tell("no_conflict_found"),),
        evidence=(record.issued,) if found is None else record.at(found.inputs),
    )
