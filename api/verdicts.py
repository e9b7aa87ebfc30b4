"""What came of decisions made again, or asked of another text: in words, as answers and as rows."""

from collections.abc import Iterable, Iterator
from typing import Any

from api.answers import Sentence, ViolationAnswer
from api.answers.replays import AgainAnswer, DepartureAnswer, MomentAnswer, OtherwiseAnswer
from api.problems import sentences, violation
from api.words import catalogue, told
from application.replaying import Again, Tally, Verdict
from application.supposing import Moment, Summary
from domain.transfer.supposed import ENDS, LACKING, Otherwise
from domain.transfer.supposed import What as Of


def replayed(decisions: Iterable[Again]) -> Iterator[dict[str, Any]]:
    """Rows for those that do not follow; last one that counts all."""
    tally = Tally()
    for again in decisions:
        tally.take(again)
        if again.departs:
            yield again_answer(again).model_dump(mode="json", by_alias=True)
    yield {
        "run": tally.run,
        "followed": tally.of(Verdict.FOLLOWS),
        "departed": tally.departed,
        "kinds": {
            kind: {verdict.value: count for verdict, count in counted.items()}
            for kind, counted in tally.kinds.items()
        },
    }


def again_answer(again: Again) -> AgainAnswer:
    return AgainAnswer(
        verdict=again.verdict,
        command=again.kind,
        stream=again.stream,
        position=again.position,
        events=again.events,
        at=again.at,
        office=again.office,
        on_behalf_of=again.on_behalf_of,
        policy=again.policy,
        messages=_verdict(again),
        refused="" if again.refused is None else again.refused.__name__,
        violations=[ViolationAnswer(**violation(each)) for each in again.violations],
        departures=[
            DepartureAnswer(
                stream=each.stream,
                position=each.position,
                event=each.event,
                pointer=each.pointer,
                recorded=each.recorded,
                follows=each.follows,
            )
            for each in again.departures
        ],
        why=again.why,
    )


def _verdict(again: Again) -> Sentence:
    if again.refused is not None:
        return Sentence(**sentences(again.refused.__name__, again.refused))
    return in_both("verdicts", again.verdict)


def in_both(section: str, key: str, **values: str) -> Sentence:
    """A sentence of the catalogues."""
    found = {language: catalogue(language)[section][key].format(**values) for language in ("id", "en")}
    return Sentence(**found)


# Another text


def supposed(moments: Iterable[Moment]) -> Iterator[dict[str, Any]]:
    """Rows for the moments judged otherwise, and those that could not be judged; last one that counts all."""
    summary = Summary()
    for moment in moments:
        summary.take(moment)
        if moment.otherwise or moment.unread:
            yield moment_answer(moment).model_dump(mode="json", by_alias=True)
    yield {
        "cases": len(summary.cases),
        "differing": len(summary.differing),
        "moments": summary.moments,
        "unread": summary.unread,
        "differences": dict(summary.differences.most_common()),
    }


def moment_answer(moment: Moment) -> MomentAnswer:
    return MomentAnswer(
        case=moment.case,
        position=moment.position,
        command=moment.command,
        at=moment.at,
        policy=moment.policy,
        otherwise=[otherwise_answer(each) for each in moment.otherwise],
        unread=moment.unread,
    )


def otherwise_answer(each: Otherwise) -> OtherwiseAnswer:
    return OtherwiseAnswer(
        what=each.what,
        name=each.name,
        before=each.before,
        after=each.after,
        messages=_reason(each),
        legal_basis=each.legal_basis,
    )


def _reason(each: Otherwise) -> Sentence:
    """The facts a rule was judged on, the refusal with the facts behind it, or what would have been demanded."""
    if each.refused is not None:
        refusal = sentences(each.refused.__name__, each.refused)
        facts = told(each.told)
        return Sentence(**{key: f"{refusal[key]} {facts[key]}".strip() for key in ("id", "en")})
    match each.what:
        case Of.STEP if not each.before:
            return in_both("supposed", "STEP_ADDED", after=each.after)
        case Of.STEP if not each.after:
            return in_both("supposed", "STEP_LEFT_OUT")
        case Of.STEP:
            return in_both("supposed", "STEP_ELSEWHERE", before=each.before, after=each.after)
        case Of.DOCUMENT:
            return in_both("supposed", f"DOCUMENT_{'' if each.after == LACKING else 'NOT_'}LACKING")
        case Of.ENDING:
            return in_both("supposed", "ENDS" if each.after == ENDS else "GOES_ON", name=each.name)
        case Of.DECREE:
            return in_both("supposed", "STEP_UNDONE")
        case _:
            return Sentence(**told(each.told))
