"""What the person is told of an objection."""

from dataclasses import dataclass

from domain.policy.words import Words


@dataclass(frozen=True, slots=True)
class ObjectionWords:
    """What the person is told: that an objection came too late, what is left then, and what silence has meant."""

    late: Words
    advice: Words
    deemed_granted: Words
