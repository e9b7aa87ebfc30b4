"""Every duty is somebody's, in the way it is asked for; and everybody who decides in their own name has a superior."""

from collections.abc import Iterator

from domain.policy import Duty, Policy, Side
from domain.registry.agency import AgencyKind
from domain.told import Told, tell

# Of which agency's offices a duty is; those of a case that are one office's alone; and what only some capacities do.
_OF_AN_AGENCY = {
    Duty.CAREERS,
    Duty.PROCEEDINGS,
    Duty.OVERSIGHT_RECORDS,
    Duty.WORKLOADS,
    Duty.DECREE_DRAFTS,
    Duty.OUTSIDE_DECREES,
    Duty.PLAN_PROPOSAL,
    Duty.PLAN_PUBLICATION,
    Duty.RECOMMENDATIONS,
}
_IN_A_CASE = {*Duty} - _OF_AN_AGENCY - {Duty.DELEGATION} | {Duty.RECOMMENDATIONS}
_OF_ONE_OFFICE = {Duty.CONSULTATION, Duty.SUBSTITUTES, Duty.REVIEWS}
_IN_CAPACITIES = {Duty.PLAN_PUBLICATION, Duty.DELEGATION}


def duty_faults(policy: Policy) -> Iterator[Told]:
    yield from (
        tell("law_missing", where=f"duties.{duty}") for duty in sorted({*Duty} - policy.duties.keys())
    )
    for duty, mandate in policy.duties.items():
        for name, told, asked in (
            ("offices", mandate.offices, _OF_AN_AGENCY),
            ("in_case", mandate.in_case, _IN_A_CASE),
            ("capacities", mandate.capacities, _IN_CAPACITIES),
        ):
            if told and duty not in asked:
                yield tell("law_not_asked_for", where=f"duties.{duty}.{name}")
            if not told and duty in asked:
                yield tell("law_none", where=f"duties.{duty}.{name}")
        if duty in _OF_ONE_OFFICE and len(mandate.in_case) > 1:
            yield tell("law_one_office", where=f"duties.{duty}.in_case")
    for number, each in enumerate(policy.superiors):
        if each.over not in {Side.PROVINCE, Side.NATION}:
            yield tell(
                "law_superior_over",
                where=f"superiors.{number}.over",
                province=Side.PROVINCE,
                nation=Side.NATION,
            )
    if policy.objections.authority not in policy.in_own_name:
        yield tell("law_authority_missing", office=policy.objections.authority)
    naming = policy.duties[Duty.SUBSTITUTES].in_case if Duty.SUBSTITUTES in policy.duties else ()
    for kind in sorted({*policy.in_own_name, *(each.office for each in naming)}):
        for agency in AgencyKind:
            try:
                policy.superior(kind, agency, None)
            except LookupError:
                yield tell("law_nobody_above", office=kind, agency=agency)
