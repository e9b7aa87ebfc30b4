"""What people state from a list: on what ground a transfer is asked for, for what purpose others' data are read."""

from collections.abc import Iterator

from domain.lookups import ABOUT_PEOPLE
from domain.policy import Initiative, Policy
from domain.told import Told, tell

_LATEST_TOLD = 3_660  # days: what is put off for more than ten years is kept from the person for good


def stated_faults(policy: Policy) -> Iterator[Told]:
    yield from _ground_faults(policy)
    yield from _purpose_faults(policy)


def _ground_faults(policy: Policy) -> Iterator[Told]:
    """Whoever may state a ground has one to state; and none asks for a document twice."""
    for code, ground in policy.grounds.items():
        if code != code.upper() or not code.strip():
            yield tell("law_not_in_capitals", where="grounds", name=code)
        kinds = [document.kind for document in ground.documents]
        yield from (
            tell("law_twice", where=f"grounds.{code}.documents", name=kind)
            for kind in sorted(set(kinds))
            if kinds.count(kind) > 1
        )
    asked_of = Initiative if policy.grounds else policy.ground_demanded_of
    yield from (
        tell("law_none_of", where="grounds", name=each) for each in asked_of if not policy.grounds_of(each)
    )


def _purpose_faults(policy: Policy) -> Iterator[Told]:
    """Whoever must say why they read personal data has something to say; and the person is told some day."""
    stated = {office for purpose in policy.purposes.values() for office in purpose.offices}
    looking = {
        office
        for insight in ABOUT_PEOPLE
        if insight in policy.insights
        for office in policy.insights[insight].offices
    }
    yield from (tell("law_none_of", where="purposes", name=office) for office in sorted(looking - stated))
    for code, purpose in policy.purposes.items():
        if not 0 <= purpose.told_after_days <= _LATEST_TOLD:
            yield tell("law_not_within", where=f"purposes.{code}.told_after_days", most=_LATEST_TOLD)
