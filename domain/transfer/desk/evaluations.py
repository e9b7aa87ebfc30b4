"""The reviews after the move, what is scored in them, and what they set off."""

from collections.abc import Mapping

from domain.policy import Competence, EvaluationRound, Role, Trigger, Words
from domain.transfer.desk.readers import Audience, Json
from domain.transfer.events import AdjustmentTriggered, Shown
from domain.transfer.facts import Facts
from domain.transfer.state import Adjustment, Evaluation, Transfer


def rubric(competences: Mapping[str, Competence], goals: tuple[Words, ...]) -> Json:
    """What those who answer a review score, and what the scores mean."""
    return {"competences": competences_of(competences), "goals": _scale(goals)}


def competences_of(competences: Mapping[str, Competence]) -> Json:
    return {
        key: {"id": each.id, "en": each.en, "scale": _scale(each.scale)}
        for key, each in sorted(competences.items())
    }


def _scale(scale: tuple[Words, ...]) -> list[Json]:
    return [{"score": score, "id": words.id, "en": words.en} for score, words in enumerate(scale, start=1)]


def measures(rounds: tuple[EvaluationRound, ...], evaluations: Mapping[int, Evaluation]) -> list[Json]:
    """What those who answer look at, in the reviews that are still to be concluded."""
    return [
        {"months": each.months, "measures": [{"id": words.id, "en": words.en} for words in each.measures]}
        for each in rounds
        if each.measures and (set_ := evaluations.get(each.months)) is not None and set_.recorded is None
    ]


def evaluations(evaluations: Mapping[int, Evaluation], audience: Audience) -> list[Json]:
    return [_evaluation(months, evaluation, audience) for months, evaluation in sorted(evaluations.items())]


def _evaluation(months: int, evaluation: Evaluation, audience: Audience) -> Json:
    recorded = evaluation.recorded
    return {
        "months": months,
        "opensOn": evaluation.opens_on.isoformat(),
        "dueOn": evaluation.due_on.isoformat(),
        "missed": evaluation.missed,
        "cancelled": evaluation.cancelled,
        "answers": [
            {
                "role": role,
                "scores": dict(answer.scores),
                "goals": [{"goal": each.goal, "score": each.score} for each in answer.goals],
                "text": answer.text if audience is Audience.OFFICIAL or role is Role.SUBJECT else None,
            }
            for role, answer in sorted(evaluation.answers.items())
        ],
        "unanswered": [] if recorded is None else list(recorded.unanswered),
        "outcome": None if recorded is None else recorded.outcome,
        "mean": None if recorded is None else recorded.mean,
        "goals": []
        if recorded is None
        else [{"goal": result.goal, "reached": result.reached} for result in recorded.goals],
        "summary": "" if recorded is None else recorded.summary,
    }


def adjusts(transfer: Transfer, facts: Facts) -> Json | None:
    """The earlier transfer this one is to mend, and what its reviews showed."""
    if transfer.adjusts is None:
        return None
    mended = () if facts.mends is None else facts.mends.adjustments
    return {"transfer": str(transfer.adjusts), "adjustments": [triggered(each, facts) for each in mended]}


def triggered(triggered: AdjustmentTriggered, facts: Facts) -> Json:
    return {
        "months": triggered.months,
        "triggers": [_shown(each, facts.policy.triggers.get(each.trigger)) for each in triggered.triggers],
        "dueOn": None if triggered.due_on is None else triggered.due_on.isoformat(),
    }


def _shown(shown: Shown, trigger: Trigger | None) -> Json:
    return {
        "trigger": shown.trigger,
        "title": None if trigger is None else {"id": trigger.title.id, "en": trigger.title.en},
        "input": shown.input,
        "legalBasis": "" if trigger is None else trigger.legal_basis,
    }


def planned(adjustment: Adjustment) -> Json:
    planned, done = adjustment.planned, adjustment.done
    return {
        "number": planned.number,
        "kind": planned.kind,
        "what": planned.what,
        "office": str(planned.office),
        "dueOn": planned.due_on.isoformat(),
        "result": None if done is None else done.result,
    }
