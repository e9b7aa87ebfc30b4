"""Who sees a decree, and what they may do with it today, so that no client has to guess."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from domain.act import Act
from domain.decree.drafting import may_abandon, may_draft, may_put_for_signature, may_strike
from domain.decree.papers import Papers
from domain.decree.recommending import may_answer, may_recommend
from domain.decree.signing import may_return, may_sign
from domain.decree.state import Decree
from domain.decree.whole import may_change_whole
from domain.refusals import Refused
from domain.transfer.allowed import Allowed, Holding
from domain.transfer.desk import Audience


def audience(decree: Decree, papers: Papers, person: UUID, holdings: tuple[Holding, ...]) -> Audience | None:
    """The offices that draft, sign and decree; who watches over the agencies concerned; and each person their own line of it,
    once it is issued. None for everybody else.
    """
    offices, agencies = _offices(decree, papers), _agencies(papers)
    if any(held.office in offices or (held.oversees and held.agency in agencies) for held in holdings):
        return Audience.OFFICIAL
    concerned = {decree.annex[transfer].person for transfer in decree.issued}
    return Audience.SUBJECT if person in concerned else None


def overseeing(decree: Decree, papers: Papers, holdings: tuple[Holding, ...]) -> tuple[Holding, ...]:
    """The offices through which alone somebody looks into it, because they watch over the agencies concerned."""
    offices, agencies = _offices(decree, papers), _agencies(papers)
    if any(held.office in offices for held in holdings):
        return ()
    return tuple(held for held in holdings if held.oversees and held.agency in agencies)


def _offices(decree: Decree, papers: Papers) -> set[UUID | None]:
    return {*papers.drafting_offices, *decree.signatories, *decree.signed, decree.drafted_for}


def _agencies(papers: Papers) -> set[UUID]:
    agencies = {papers.office.described.agency}
    for case in papers.cases.values():
        agencies |= {case.facts.origin.agency_id, case.facts.target.agency_id}
    return agencies


def allowed(decree: Decree, papers: Papers, act: Act, holdings: tuple[Holding, ...]) -> list[Allowed]:
    """`act` is the reader's; each office they hold is tried beside it."""
    found: list[Allowed] = []
    for held in holdings:
        tried = replace(act, office=held.office, capacity=held.capacity)
        acts = [
            name
            for name, guard in (
                ("amend", may_draft),
                ("annex", may_draft),
                ("strike", may_strike),
                ("put-for-signature", may_put_for_signature),
                ("sign", may_sign),
                ("return", may_return),
                ("abandon", may_abandon),
                ("revoke", may_change_whole),
                ("correct", may_change_whole),
                ("recommend", may_recommend),
                ("answer-recommendation", may_answer),
            )
            if _accepted(guard, decree, tried, papers)
        ]
        found += [Allowed(name, office=held.office) for name in acts]
    return found


def _accepted(
    guard: Callable[[Decree, Act, Papers], object], decree: Decree, act: Act, papers: Papers
) -> bool:
    try:
        guard(decree, act, papers)
    except Refused:
        return False
    return True
