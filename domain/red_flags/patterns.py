"""What only shows across cases: R04, R07, R07B, R08, R09, R09B, R12 and R13 by official, R14, R20, R22C, R23, R23B, R25 by unit.

Each is asked about one deed, with the deeds it is compared with up to and including that one, oldest first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from types import MappingProxyType

from domain.calendar import Calendar, add_months
from domain.needs.rounding import parts
from domain.red_flags.deeds import Deed, DeedKind
from domain.red_flags.flag import Found, Thresholds

_DECREES = (DeedKind.DECREED, DeedKind.PLACED)


def _found(value: str, threshold: str, deed: Deed, rests_on: Sequence[Deed]) -> Found:
    return Found(value, threshold, deed.on, tuple(each.position for each in rests_on))


def r04_churn(deed: Deed, window: Sequence[Deed], at: Thresholds, _: Calendar) -> Found | None:
    """One person moved often: so many times in a short time, or in a longer one."""
    for months, many in ((at["months"], at["moves"]), (at["more_months"], at["more_moves"])):
        recent = [each for each in window if each.on > add_months(deed.on, -months)]
        if len(recent) >= many:
            return _found(f"{len(recent)} in {months} months", f"{many} in {months} months", deed, recent)
    return None


# What somebody may be made to pay for, as it is told.
SPOKE_UP: Mapping[DeedKind, str] = MappingProxyType(
    {
        DeedKind.OBJECTED: "an objection",
        DeedKind.COMPLAINED: "a complaint to an overseer",
        DeedKind.RECOMMENDED: "a recommendation of an overseer",
        DeedKind.DISSENTED: "a vote against",
    }
)


def _spoke_up(deed: Deed, window: Sequence[Deed], days: int) -> list[Deed]:
    since = deed.on - timedelta(days=days)
    return sorted(
        (each for each in window if each.kind in SPOKE_UP and since <= each.on <= deed.on),
        key=lambda each: (each.on, each.position),
    )


def _after(deed: Deed, before: Sequence[Deed]) -> str:
    return f"{(deed.on - before[-1].on).days} days after {SPOKE_UP[before[-1].kind]}"


def r07_after_a_complaint(deed: Deed, window: Sequence[Deed], at: Thresholds, _: Calendar) -> Found | None:
    """Moved down shortly after the same person objected, complained to an overseer, was written about by one, or voted
    against what a panel was asked for.
    """
    if not deed.mark or not (before := _spoke_up(deed, window, at["days"])):
        return None
    return _found(_after(deed, before), f"{at['days']} days", deed, _in_order([*before, deed]))


def r07b_sent_away(deed: Deed, window: Sequence[Deed], at: Thresholds, _: Calendar) -> Found | None:
    """Sent far away against their wish, shortly after the same."""
    if deed.borders < at["borders"] or not (before := _spoke_up(deed, window, at["days"])):
        return None
    told = f"over {deed.borders} borders, {_after(deed, before)}"
    limit = f"{at['borders']} borders, {at['days']} days"
    return _found(told, limit, deed, _in_order([*before, deed]))


def _in_order(found: Iterable[Deed]) -> list[Deed]:
    return sorted(found, key=lambda each: each.position)


def r09_mass_decree(deed: Deed, window: Sequence[Deed], at: Thresholds, _: Calendar) -> Found | None:
    """One decree for many people; told of each from the one on that makes them too many."""
    people = {each.subject for each in window}
    if len(people) < at["people"]:
        return None
    return _found(f"{len(people)} people", f"{at['people']} people", deed, window)


def r09b_managers_moved(deed: Deed, window: Sequence[Deed], at: Thresholds, _: Calendar) -> Found | None:
    """On one day a large part of an agency's managers is moved, by however many decrees; told of each from the one on that
    makes them too many.
    """
    moved = [each for each in window if each.officials]
    people = {each.subject for each in moved}
    if len(people) < at["people"] or 100 * len(people) <= at["percent"] * deed.officials:
        return None
    told = f"{len(people)} of {deed.officials} managerial posts on {deed.on}"
    return _found(told, f"{at['percent']} %", deed, moved)


def r12b_burst(deed: Deed, window: Sequence[Deed], at: Thresholds, _: Calendar) -> Found | None:
    """One official decided many cases within minutes."""
    since = deed.at - timedelta(minutes=at["minutes"])
    recent = [each for each in window if each.at > since]
    if len(recent) < at["decisions"]:
        return None
    told = f"{len(recent)} decisions in {at['minutes']} min"
    return _found(told, f"{at['decisions']} decisions", deed, recent)


def r13b_often_late(deed: Deed, window: Sequence[Deed], at: Thresholds, _: Calendar) -> Found | None:
    """One official is often late; told of each case in which they are late again."""
    recent = [each for each in window if each.on > add_months(deed.on, -at["months"])]
    late = [each for each in recent if each.mark]
    if not deed.mark or len(recent) < at["decisions"] or 100 * len(late) <= at["percent"] * len(recent):
        return None
    return _found(f"{len(late)} of {len(recent)} late", f"{at['percent']} %", deed, late)


_YEARS_BEFORE = 5


def r08_revenge_wave(deed: Deed, window: Sequence[Deed], at: Thresholds, _: Calendar) -> Found | None:
    """Soon after the head of the region took office, a unit moves a far greater share of its officials than it used to.

    Held against the half-years counted in the five years before; not judged while fewer of them are on record.
    """
    if not deed.fresh:
        return None
    began = deed.on - timedelta(days=at["days"])
    latest = {each.on: each for each in window if each.kind is DeedKind.COUNTED}
    before = [
        each
        for each in latest.values()
        if add_months(began, -12 * _YEARS_BEFORE) <= each.on <= began and each.officials
    ]
    moved = [each for each in window if each.kind is not DeedKind.COUNTED and began < each.on <= deed.on]
    people = len({each.subject for each in moved})
    if len(before) < at["half_years"] or people < at["people"]:
        return None
    officials = max(before, key=lambda each: each.on).officials
    share, shares = Fraction(people, officials), [Fraction(each.came, each.officials) for each in before]
    mean = sum(shares, Fraction(0)) / len(shares)
    variance = sum(((each - mean) ** 2 for each in shares), Fraction(0)) / len(shares)
    if share <= mean or (share - mean) ** 2 <= at["deviations"] ** 2 * variance:
        return None
    usual = parts(mean, 1_000)
    told = f"{people} of {officials} in {at['days']} days; {usual // 10}.{usual % 10} % before"
    limit = f"mean and {at['deviations']} deviations of {len(before)} half-years"
    return _found(told, limit, deed, sorted([*before, *moved], key=lambda each: each.position))


def r14_queue_jumped(deed: Deed, window: Sequence[Deed], at: Thresholds, calendar: Calendar) -> Found | None:
    """An office decided a case long before several of the same kind that had come to it earlier; told of each of these from
    the one on that makes them too many, resting on the later case and on those it overtook.
    """
    found: list[Deed] = []
    for later in window:
        if later.came <= deed.came or calendar.between(later.on, deed.on) < at["working_days"]:
            continue
        overtaken = [
            each
            for each in window
            if each.came < later.came
            and each.position > later.position
            and calendar.between(later.on, each.on) >= at["working_days"]
        ]
        if len({each.case for each in overtaken}) >= at["cases"] and len(overtaken) >= len(found):
            found = [later, *overtaken]
    if not found:
        return None
    told = f"{len(found) - 1} cases overtaken"
    return _found(told, f"{at['cases']} cases by {at['working_days']} working days", deed, found)


def r20_cancelled_often(deed: Deed, window: Sequence[Deed], at: Thresholds, _: Calendar) -> Found | None:
    """Of a unit's cases that came as far as the panel, many are taken back afterwards."""
    if deed.kind is not DeedKind.WITHDREW or not deed.mark:
        return None
    recent = [each for each in window if each.on > add_months(deed.on, -at["months"])]
    ended = [each for each in recent if each.kind is DeedKind.DECREED or each.mark]
    back = [each for each in ended if each.kind is DeedKind.WITHDREW]
    if len(ended) < at["cases"] or 100 * len(back) <= at["percent"] * len(ended):
        return None
    return _found(f"{len(back)} of {len(ended)} taken back", f"{at['percent']} %", deed, back)


def r20b_cancelled_again(deed: Deed, window: Sequence[Deed], at: Thresholds, _: Calendar) -> Found | None:
    """Proposals about the same person are taken back again and again."""
    if len(window) < at["times"]:
        return None
    return _found(f"{len(window)} taken back", f"{at['times']}", deed, window)


def r22c_still_in_office(deed: Deed, window: Sequence[Deed], at: Thresholds, _: Calendar) -> Found | None:
    """Two active posts: who was moved still holds, definitively, an office held before the decree, long after they took up the
    new post. Asked when they take it up, and when they leave an office.
    """
    decrees = [each for each in window if each.case == deed.case and each.kind in _DECREES]
    if not decrees:
        return None
    since = deed.on + timedelta(days=at["days"] + 1)
    held = {
        each.key: each
        for each in window
        if each.kind is DeedKind.HELD and each.position < decrees[0].position
    }
    left: dict[str, Deed] = {}
    for each in window:
        if each.kind is DeedKind.LEFT and each.key in held and each.position > held[each.key].position:
            left.setdefault(each.key, each)
    kept = [key for key in held if key not in left or left[key].on >= since]
    if not kept:
        return None
    ended = [left[key] for key in kept if key in left]
    told = (
        f"{len(kept)} of before still held" if len(ended) < len(kept) else f"left {max(e.on for e in ended)}"
    )
    rests_on = _in_order([*(held[key] for key in kept), *ended, decrees[0], deed])
    return Found(told, f"{at['days']} days", since, tuple(dict.fromkeys(each.position for each in rests_on)))


def r23_concentration(deed: Deed, window: Sequence[Deed], at: Thresholds, _: Calendar) -> Found | None:
    """One approver and one office that asks share a large part of all rules set aside."""
    recent = [each for each in window if each.on > add_months(deed.on, -at["months"])]
    pair = [each for each in recent if (each.by, each.asked_by) == (deed.by, deed.asked_by)]
    if len(recent) < at["overrides"] or 100 * len(pair) <= at["percent"] * len(recent):
        return None
    return _found(f"{len(pair)} of {len(recent)} overrides", f"{at['percent']} %", deed, pair)


_WHOLE = 10_000  # the index of concentration where all is one unit's


def r23b_concentrated_by_unit(
    deed: Deed, window: Sequence[Deed], at: Thresholds, _: Calendar
) -> Found | None:
    """The rules an office set aside were set aside for people of few units: the index (HHI) is the sum of their squared shares."""
    recent = [each for each in window if each.on > add_months(deed.on, -at["months"])]
    squares = sum(number**2 for number in Counter(each.unit for each in recent).values())
    whole = len(recent) ** 2
    if len(recent) < at["overrides"] or _WHOLE * squares <= at["hhi"] * whole:
        return None
    index = parts(Fraction(squares, whole), _WHOLE)
    told = f"HHI {index} of {len(recent)} overrides"
    return _found(told, f"HHI {at['hhi']} of {_WHOLE}", deed, recent)


def r25b_often_missed(deed: Deed, window: Sequence[Deed], at: Thresholds, _: Calendar) -> Found | None:
    """A unit misses many of the reviews of people who came to it; told of each case in which it misses one more."""
    recent = [each for each in window if each.on > add_months(deed.on, -at["months"])]
    missed = [each for each in recent if each.mark]
    if not deed.mark or len(recent) < at["reviews"] or 100 * len(missed) <= at["percent"] * len(recent):
        return None
    return _found(f"{len(missed)} of {len(recent)} missed", f"{at['percent']} %", deed, missed)
