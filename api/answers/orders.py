"""What an office orders beside its cases: delegations and plans."""

from datetime import date
from uuid import UUID

from api.answers import Answer


class DelegationItem(Answer):
    """A delegation as it stands: `until` is its last day, also where it was ended before."""

    number: str
    to: UUID
    types: list[str]
    kinds: list[str]
    since: date
    until: date


class DelegationList(Answer):
    items: list[DelegationItem]


class MadeAnswer(Answer):
    """What was recorded in the stream of an office or a plan. `position` may be given to reads as `after`."""

    id: UUID
    version: int
    position: int
    events: tuple[str, ...]


class NeedItem(Answer):
    unit: UUID
    people: int
    why: str
    post: UUID | None


class PlanItem(Answer):
    id: UUID
    agency: UUID
    title: str
    since: date
    until: date
    status: str


class PlanEdition(Answer):
    """One published edition: the plan itself (1), or an amendment with its `reason`. `followedBy`: how many requests."""

    edition: int
    number: str
    published_on: date
    reason: str
    title: str
    since: date
    until: date
    criteria: str
    needs: list[NeedItem]
    followed_by: int


class PlanAmendment(Answer):
    """The plan as it is proposed to be, and why; `returned` with a reason, it waits to be proposed again."""

    title: str
    since: date
    until: date
    criteria: str
    needs: list[NeedItem]
    reason: str
    returned: bool
    returned_because: str


class PlanAnswer(PlanItem):
    """`inside`: requests for organisational need in its time that follow it; `outside`: those that follow no plan.

    `editions`: all that were published, the first one first. `amendment`: for those who prepare the plan.
    """

    criteria: str
    needs: list[NeedItem]
    number: str
    published_on: date | None
    reason: str
    inside: int
    outside: int
    editions: list[PlanEdition]
    amendment: PlanAmendment | None


class PlanPage(Answer):
    items: list[PlanItem]
    next: str | None
