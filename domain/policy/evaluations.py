"""How a transfer is looked back on: the reviews, what is scored in them, what asks for an adjustment."""

from dataclasses import dataclass

from domain.policy.words import Words
from domain.registry.person import Rating
from domain.registry.post import PositionKind


@dataclass(frozen=True, slots=True)
class Competence:
    """What is scored, and what each score means, the lowest first."""

    id: str
    en: str
    scale: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class EvaluationRound:
    """A review after the transfer, so many months after the start of duty. `measures`: what those who answer look at."""

    months: int
    title: Words
    outcomes: tuple[str, ...]
    closes: bool = False
    measures: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Improvement:
    """A second chance that the law gives holders of some positions: after a closing review with one of these outcomes
    there is one more, and the case stays open until then.
    """

    positions: tuple[PositionKind, ...]
    outcomes: tuple[str, ...]
    review: EvaluationRound
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """What in a review asks for an adjustment. Which of the three a trigger reads stands beside it in the policy."""

    title: Words
    legal_basis: str
    threshold: int = 0
    rating: Rating | None = None
    outcomes: tuple[str, ...] = ()
