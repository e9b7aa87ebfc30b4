"""Who may be named to be heard about a person: who stands above them, and who works beside them; never one of their own."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.policy import Addressee, Role
from domain.refusals import NotAColleague, NotTheSuperior, RaterRelated, TooFewPeers, violation
from domain.told import tell
from domain.transfer.commands import AskFeedback
from domain.transfer.facts import Facts


def must_be_fit(command: AskFeedback, today: date, facts: Facts) -> None:
    """The superior and the peers are those the policy means, as it stands that day. In a small unit all peers are named."""
    policy = facts.policy
    superior, peer = policy.raters[Role.SUPERIOR], policy.raters[Role.PEER]
    related = facts.person.related
    if superior.above:
        if command.superior in related:
            raise RaterRelated
        above, fit = superiors(facts, today) or (None, frozenset())
        if above is not None and command.superior not in fit:
            told = tell("superior_holds", office=above.office)
            raise NotTheSuperior(
                violations=(violation("SUPERIOR", policy.version, superior.legal_basis, told),)
            )
    if peer.beside is not None and related & {*command.peers}:
        raise RaterRelated
    beside, fewest = colleagues(facts), policy.limit("fewest_peers_asked")
    if beside is not None:
        if not beside >= {*command.peers}:
            raise NotAColleague
        fewest = min(fewest, len(beside - {command.superior}))
    if not fewest <= len(command.peers) <= policy.limit("most_peers_asked"):
        raise TooFewPeers


def superiors(facts: Facts, today: date) -> tuple[Addressee, frozenset[UUID]] | None:
    """The nearest office above the person that somebody unrelated holds, and who does; None where there is none.

    Who holds one of these offices themselves has no superior in it, nor in one below.
    """
    above = [(place, _holders(place, today, facts)) for place in facts.policy.raters[Role.SUPERIOR].above]
    own = [number for number, (_, holders) in enumerate(above) if facts.person_id in holders]
    for place, holders in above[own[-1] + 1 :] if own else above:
        if fit := holders - facts.person.related:
            return place, fit
    return None


def _holders(place: Addressee, today: date, facts: Facts) -> frozenset[UUID]:
    office = facts.offices.get(facts.office_at(place))
    if office is None:
        return frozenset()
    return frozenset(tenure.person for tenure in office.holders(today, facts.policy.acting_term))


def colleagues(facts: Facts) -> frozenset[UUID] | None:
    """Of those looked at, who may be heard as a peer; None where the policy does not say, or nobody looked."""
    if unit_beside(facts) is None or facts.colleagues is None:
        return None
    return facts.colleagues - no_peers(facts)


def no_peers(facts: Facts) -> frozenset[UUID]:
    """Who is none, wherever they sit: the person, and whoever is related to them."""
    return facts.person.related | {facts.person_id}


def unit_beside(facts: Facts) -> UUID | None:
    """In whose posts peers sit; None where the policy does not say."""
    beside = facts.policy.raters[Role.PEER].beside
    return None if beside is None else facts.scope(beside)


def short_of_peers(command: AskFeedback, facts: Facts) -> bool:
    """Whether more of the unit must be looked at to say that those named are enough: a small unit has no others."""
    fewest, beside = facts.policy.limit("fewest_peers_asked"), colleagues(facts) or frozenset()
    return len(command.peers) < fewest and len(beside - {command.superior}) < fewest


def offices_above(facts: Facts) -> Iterator[UUID]:
    """The offices that are looked at when a superior is named."""
    yield from map(facts.office_at, facts.policy.raters[Role.SUPERIOR].above)
