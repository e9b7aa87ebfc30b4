"""What is higher than what, and who retires when: whole, with nothing named twice."""

from collections.abc import Iterator

from domain.policy import Policy
from domain.registry.post import PositionKind
from domain.told import Told, tell

_WORKING_AGES = (45, 75)  # a number outside is a slip of the pen


def order_faults(policy: Policy) -> Iterator[Told]:
    """So that no comparison meets something it does not know."""
    ranks, ladder, retirement = policy.ranks.order, policy.ladder.rungs, policy.retirement
    if not ranks or len(set(ranks)) != len(ranks):
        yield tell("law_ranks")
    if policy.redistribution.lowest_rank not in ranks:
        yield tell("law_no_rank", where="redistribution.lowest_rank", rank=policy.redistribution.lowest_rank)
    kinds = [rung.kind for rung in ladder]
    if sorted(kinds) != sorted(set(PositionKind) - {PositionKind.FUNCTIONAL}):
        yield tell("law_rungs")
    classes = [rung.functional_from_class for rung in ladder]
    if classes != sorted(set(classes)):
        yield tell("law_rungs_fall")
    for kind in sorted(set(PositionKind) - retirement.by_kind.keys()):
        yield tell("law_missing", where=f"retirement.by_kind.{kind}")
    named = [name for family in retirement.families for name in (*family.positions, family.level or "X")]
    for name in (*retirement.by_level, *named):
        if not name.strip() or name != name.upper():
            yield tell("law_not_in_capitals", where="retirement", name=name)
    ages = {f"by_kind.{kind}": age for kind, age in retirement.by_kind.items()}
    ages |= {f"by_level.{level}": age for level, age in retirement.by_level.items()}
    ages |= {f"families.{n}.age": family.age for n, family in enumerate(retirement.families)}
    for path, age in ages.items():
        if not _WORKING_AGES[0] <= age <= _WORKING_AGES[1]:
            yield tell("law_no_age", where=f"retirement.{path}", age=age)
    if not policy.conflicts_of_interest:
        yield tell("law_none", where="conflicts_of_interest")
