"""One act for everybody in an annex: each is decided in their own case, by its own guards, on what those before left.

A refusal passes over the one it concerns and hurts nobody else; who was passed over, and why, is told by name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from domain.act import Act
from domain.decree.events import PassedOver
from domain.decree.papers import Papers
from domain.refusals import NobodyReached, Refused, Violation
from domain.registry import post
from domain.registry.post import Post, PostEvent
from domain.transfer.consequences import Changes, consequences
from domain.transfer.events import TransferEvent
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer

DecideOne = Callable[[UUID, Transfer, Act, Facts], list[TransferEvent]]
Vacated = Mapping[UUID, Sequence[PostEvent]]  # by post


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom an act reached, with what follows in their cases and elsewhere; and whom it did not."""

    cases: dict[UUID, list[TransferEvent]] = field(default_factory=dict)
    registry: Changes = field(default_factory=dict)
    passed_over: list[PassedOver] = field(default_factory=list)

    def somebody(self, policy: str) -> None:
        """Refused with everybody's reason when the act would do nothing at all."""
        if not self.cases:
            raise NobodyReached(
                violations=tuple(
                    Violation(each.why, policy, f"{each.transfer}: {', '.join(each.rules)}".rstrip(": "), "")
                    for each in self.passed_over
                )
            )


def reach(
    transfers: Iterable[UUID], papers: Papers, act: Act, decide_one: DecideOne, vacated: Vacated | None = None
) -> Reached:
    """`vacated` are seats that become free before anybody is looked at: two people may have changed places."""
    reached = Reached()
    posts: dict[UUID, Post] = {}
    join(reached.registry, dict(vacated or {}), papers, posts, act)
    for transfer_id in transfers:
        case = papers.cases[transfer_id]
        if case.transfer is None:
            raise ValueError(f"{transfer_id} is no case yet")
        facts = _as_left(case.facts, posts)
        acting = replace(act, policy=facts.policy.version)
        try:
            events = decide_one(transfer_id, case.transfer, acting, facts)
        except Refused as refused:
            reached.passed_over.append(passed_over(transfer_id, refused))
            continue
        reached.cases[transfer_id] = events
        join(reached.registry, consequences(events, facts), papers, posts, act)
    return reached


def passed_over(transfer_id: UUID, refused: Refused) -> PassedOver:
    return PassedOver(transfer_id, refused.code, tuple(each.rule for each in refused.violations))


def join(registry: Changes, made: Changes, papers: Papers, posts: dict[UUID, Post], act: Act) -> None:
    """Add what follows for one person to what follows for those before."""
    for stream, events in made.items():
        registry[stream] = [*registry.get(stream, ()), *events]
        _change(stream, events, papers, posts, act)


def _change(
    stream: UUID, events: Iterable[object], papers: Papers, posts: dict[UUID, Post], act: Act
) -> None:
    """Keep posts as these events leave them."""
    known = posts.get(stream) or next(
        (
            place.post
            for case in papers.cases.values()
            for place in (case.facts.origin, case.facts.target)
            if place.post_id == stream
        ),
        None,
    )
    if known is not None:
        for event in events:
            known = post.evolve(known, event, act)  # type: ignore[arg-type]
        posts[stream] = known


def _as_left(facts: Facts, posts: Mapping[UUID, Post]) -> Facts:
    origin, target = facts.origin, facts.target
    return replace(
        facts,
        origin=replace(origin, post=posts.get(origin.post_id, origin.post)),
        target=replace(target, post=posts.get(target.post_id, target.post)),
    )
