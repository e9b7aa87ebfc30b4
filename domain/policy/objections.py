"""To whom one objects, and what the person is told of it."""

from dataclasses import dataclass

from domain.identity import OfficeKind
from domain.policy.words import Words


@dataclass(frozen=True, slots=True)
class Objections:
    """`authority`: to which one objects, in the agency of the office that decided, where that did not decide in its own name.
    `misdirected`: the law by which the time is not counted during which an objection lay with who does not decide it; it is
    counted where none is named. The rest the person is told: that an objection came too late, what is left then (`{days}` to sue), and what silence has meant.
    """

    authority: OfficeKind
    legal_basis: str
    late: Words
    advice: Words
    deemed_granted: Words
    misdirected: str = ""
