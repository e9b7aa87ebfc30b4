"""Red flags (reference 6.2): one small function an indicator, over histories; none knows another.

A flag is never a verdict. Asked again of the same history, every indicator finds the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from domain.calendar import Calendar
from domain.policy import Policy
from domain.red_flags import authority, course, patterns, placement
from domain.red_flags.deeds import Deed, DeedKind
from domain.red_flags.evidence import CaseEvidence
from domain.red_flags.flag import Flag, Found, Thresholds

OfOneCase = Callable[[CaseEvidence, Thresholds], Found | None]
AcrossCases = Callable[[Deed, Sequence[Deed], Thresholds, Calendar], Found | None]

# Raise an indicator's version when its function finds something else in the same history; 1 where it is not listed.
# 2: cases are read too that began with a decree made outside; R09 goes by the decree itself,
# R16 sees imbalance.
# 2 of R24 and R25: a day that a corrected calendar has moved is the moved one.
# 3: R02 tells what was lacking in the order of the route; R16 sees the imbalance of the units, where they were weighed; R27 goes by
# the retirement age of the policy; R11 sees papers and acts that bear an earlier day than what they rest on; R03, R05 and R19
# name what they judged by on the person's record.
# 4 of R11: the law's own list of what rests on what (policies/demands.toml), acts after the start of duty among them.
# 3 of R07: complaints, recommendations and votes against count beside objections. 2 of R18: ties beside kinship count, and where
# they were declared is named. 4 of R19: clearance given while a finding was open.
VERSIONS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(("R01", "R04", "R06", "R09", "R18", "R24", "R25"), 2)
    | dict.fromkeys(("R02", "R03", "R05", "R07", "R16", "R27"), 3)
    | dict.fromkeys(("R11", "R19"), 4)
)

OF_ONE_CASE: Mapping[str, OfOneCase] = MappingProxyType(
    {
        "R01": authority.r01_window_breach,
        "R02": authority.r02_without_authority,
        "R03": placement.r03_short_tenure,
        "R05": placement.r05_demoted_without_sanction,
        "R06": placement.r06_left_without_office,
        "R10": course.r10_out_of_order,
        "R11": course.r11_back_dated,
        "R12": course.r12_too_fast,
        "R13": course.r13_late,
        "R15": placement.r15_merit,
        "R15B": placement.r15b_passed_over,
        "R16": placement.r16_need,
        "R17": course.r17_post_switched,
        "R18": authority.r18_conflict_of_interest,
        "R19": authority.r19_clearance,
        "R21": course.r21_served_late,
        "R22": course.r22_ghost_position,
        "R22B": course.r22b_not_on_record,
        "R24": course.r24_ignored_oversight,
        "R25": course.r25_evaluation_neglected,
        "R26": placement.r26_teachers_harmed,
        "R27": placement.r27_near_retirement,
        "R28": authority.r28_against_advice,
    }
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Asked of each deed of these kinds (`of`); compared with deeds of the `among` kinds that share `same` with it.

    `reach` is the longest the policy may have it look back, in days, None for ever: so far back deeds are read; `since_came`: no
    further than to where the case came before the office. `only`: nothing is found in other deeds, so it is not asked of them.
    `again`: after deeds of these kinds, which stand beside cases, it is asked anew of the last deed it found something in.
    """

    find: AcrossCases
    of: tuple[DeedKind, ...]
    among: tuple[DeedKind, ...]
    same: tuple[str, ...]
    reach: int | None = None
    since_came: bool = False
    only: Callable[[Deed], bool] = lambda _: True
    again: tuple[DeedKind, ...] = ()

    def asks(self, deed: Deed) -> bool:
        return deed.kind in self.of and self.only(deed)


def _marked(deed: Deed) -> bool:
    return deed.mark


def _fresh(deed: Deed) -> bool:
    return deed.fresh


def _sent(deed: Deed) -> bool:
    return deed.borders > 0


def _manager(deed: Deed) -> bool:
    return deed.officials > 0


_SIX_YEARS, _TWO_YEARS, _A_YEAR = (
    2_200,
    732,
    367,
)  # what is longer takes another number here, and a rebuilt projection
_DAYS_IN = {"months": 366 / 12, "more_months": 366 / 12, "days": 1, "minutes": 1 / (24 * 60)}
_MOVED = (DeedKind.DECREED, DeedKind.PLACED)
_STARTED, _DECIDED, _WITHDREW = (DeedKind.STARTED,), (DeedKind.DECIDED,), (DeedKind.WITHDREW,)
_OVERRODE, _REVIEWED = (DeedKind.OVERRODE,), (DeedKind.REVIEWED,)
_SPOKE_UP, _TENURES = tuple(patterns.SPOKE_UP), (DeedKind.HELD, DeedKind.LEFT)
_ENDED = (DeedKind.WITHDREW, DeedKind.DECREED)

ACROSS_CASES: Mapping[str, Pattern] = MappingProxyType(
    {
        "R04": Pattern(patterns.r04_churn, _STARTED, _STARTED, ("subject",), _TWO_YEARS),
        "R07": Pattern(
            patterns.r07_after_a_complaint, _MOVED, _SPOKE_UP, ("subject",), _A_YEAR, only=_marked
        ),
        "R07B": Pattern(patterns.r07b_sent_away, _MOVED, _SPOKE_UP, ("subject",), _A_YEAR, only=_sent),
        "R08": Pattern(
            patterns.r08_revenge_wave, _MOVED, (*_MOVED, DeedKind.COUNTED), ("unit",), _SIX_YEARS, only=_fresh
        ),
        "R09": Pattern(patterns.r09_mass_decree, _MOVED, _MOVED, ("office", "key"), _A_YEAR),
        "R09B": Pattern(patterns.r09b_managers_moved, _MOVED, _MOVED, ("agency", "on"), only=_manager),
        "R12B": Pattern(patterns.r12b_burst, _DECIDED, _DECIDED, ("by",), 1),
        "R13B": Pattern(patterns.r13b_often_late, _DECIDED, _DECIDED, ("by",), _A_YEAR, only=_marked),
        "R14": Pattern(
            patterns.r14_queue_jumped,
            _DECIDED,
            _DECIDED,
            ("office", "key", "route"),
            _A_YEAR,
            since_came=True,
        ),
        "R20": Pattern(patterns.r20_cancelled_often, _WITHDREW, _ENDED, ("unit",), _A_YEAR, only=_marked),
        "R20B": Pattern(patterns.r20b_cancelled_again, _WITHDREW, _WITHDREW, ("subject",)),
        "R22C": Pattern(
            patterns.r22c_still_in_office,
            _STARTED,
            (*_TENURES, *_MOVED),
            ("subject",),
            again=(DeedKind.LEFT,),
        ),
        "R23": Pattern(patterns.r23_concentration, _OVERRODE, _OVERRODE, ("office",), _A_YEAR),
        "R23B": Pattern(patterns.r23b_concentrated_by_unit, _OVERRODE, _OVERRODE, ("office",), _A_YEAR),
        "R25B": Pattern(patterns.r25b_often_missed, _REVIEWED, _REVIEWED, ("unit",), _A_YEAR, only=_marked),
    }
)

INDICATORS = frozenset({*OF_ONE_CASE, *ACROSS_CASES})

# The thresholds each one asks the policy for; a test compares this with what its code asks.
THRESHOLDS: Mapping[str, frozenset[str]] = MappingProxyType(
    dict.fromkeys(INDICATORS, frozenset[str]())
    | {
        "R04": frozenset({"months", "moves", "more_months", "more_moves"}),
        "R06": frozenset({"days"}),
        "R07": frozenset({"days"}),
        "R07B": frozenset({"days", "borders"}),
        "R08": frozenset({"days", "people", "deviations", "half_years"}),
        "R09": frozenset({"people"}),
        "R09B": frozenset({"people", "percent"}),
        "R11": frozenset({"working_days"}),
        "R12": frozenset({"minutes"}),
        "R12B": frozenset({"minutes", "decisions"}),
        "R13B": frozenset({"months", "decisions", "percent"}),
        "R14": frozenset({"cases", "working_days"}),
        "R15B": frozenset({"candidates", "low_box", "high_box"}),
        "R20": frozenset({"months", "cases", "percent"}),
        "R20B": frozenset({"times"}),
        "R21": frozenset({"working_days", "working_days_for_many"}),
        "R22": frozenset({"days"}),
        "R22B": frozenset({"days"}),
        "R22C": frozenset({"days"}),
        "R23": frozenset({"months", "overrides", "percent"}),
        "R23B": frozenset({"months", "overrides", "hhi"}),
        "R25": frozenset({"working_days"}),
        "R25B": frozenset({"months", "reviews", "percent"}),
        "R27": frozenset({"months"}),
    }
)


# Versions of the policy that were written before there was one of these do not look for it.
ADDED_LATER = frozenset({"R07B", "R08", "R09B", "R14", "R15B", "R22C", "R23B"})


def beyond_reach(code: str, at: Thresholds) -> list[str]:
    """Thresholds by which an indicator would look further back than deeds are read for it."""
    pattern = ACROSS_CASES.get(code)
    if pattern is None or pattern.reach is None:
        return []
    return [name for name, days in _DAYS_IN.items() if at.get(name, 0) * days > pattern.reach]


def version_of(code: str) -> int:
    return VERSIONS.get(code, 1)


def flags_of(case: CaseEvidence, codes: Iterable[str] = OF_ONE_CASE) -> Iterator[Flag]:
    """What these indicators of one case find in it."""
    for code in codes:
        find = OF_ONE_CASE[code]
        if (indicator := case.policy.red_flags.get(code)) is not None:
            found = find(case, indicator.thresholds)
            if found is not None:
                yield Flag(case.id, code, version_of(code), case.policy.version, indicator.severity, found)


def flag_of(code: str, deed: Deed, window: Sequence[Deed], policy: Policy, calendar: Calendar) -> Flag | None:
    """What an indicator across cases finds in a deed, beside those it is compared with, by the calendar of that day."""
    if (indicator := policy.red_flags.get(code)) is None:
        return None
    found = ACROSS_CASES[code].find(deed, window, indicator.thresholds, calendar)
    if found is None:
        return None
    return Flag(deed.case, code, version_of(code), policy.version, indicator.severity, found)
