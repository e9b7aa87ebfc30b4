"""A region's additions laid over national law (E16), and why some may not be: they add or tighten, and never loosen."""

from collections.abc import Iterator
from dataclasses import replace

from domain.policy import Limit, LocalAdditions, Policy
from domain.told import Told, tell


def laid_over(policy: Policy, additions: LocalAdditions) -> Policy:
    """The law for those who move into that region. Its version names both texts, in the order they were laid."""
    limits = dict(policy.limits)
    for name, limit in additions.limits.items():
        if _is_tighter(limit.value, limits[name]):
            limits[name] = replace(limit, regions_may=limits[name].regions_may)
    known = {document.kind for route in policy.routes.values() for document in route.documents}
    documents = tuple(document for document in additions.documents if document.kind not in known)
    return replace(
        policy,
        version=f"{policy.version}+{additions.version}",
        limits=limits,
        routes={
            kind: replace(route, documents=(*route.documents, *documents))
            for kind, route in policy.routes.items()
        },
        additions=(*policy.additions, additions),
    )


def looser(policy: Policy, additions: LocalAdditions) -> Iterator[Told]:
    """Everything in which the additions would loosen or change what the nation demands, or say nothing."""
    article = policy.rules["E16"].legal_basis
    regional = sorted(name for name, limit in policy.limits.items() if limit.regions_may is not None)
    for name, limit in additions.limits.items():
        if name not in regional:
            yield tell("law_not_regional", name=name, names=", ".join(regional), basis=article)
        elif limit.value != policy.limit(name) and not _is_tighter(limit.value, policy.limits[name]):
            yield tell(
                "law_looser",
                name=name,
                value=limit.value,
                than=policy.limit(name),
                version=policy.version,
                basis=article,
            )
    national = {document.kind for route in policy.routes.values() for document in route.documents}
    made = {step.document for route in policy.routes.values() for step in route.steps.values()}
    for document in additions.documents:
        if document.kind in national | made:
            yield tell("law_document_national", document=document.kind, version=policy.version, basis=article)
    if additions.highest_rank is not None and additions.highest_rank not in policy.ranks.order:
        yield tell("law_highest_rank", rank=additions.highest_rank, basis=article)
    if any(not name.strip() for name in additions.exempt_positions):
        yield tell("law_exempts_everybody", basis=article)


def _is_tighter(value: int, than: Limit) -> bool:
    return than.regions_may is not None and than.regions_may.tightens(value, than.value)
