"""Both axes of time are asked of every read (api/moments.py); here stands which reads cannot be asked so, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType

from api.problems import Problem

AXES = ("asOf", "effective")


@dataclass(frozen=True, slots=True)
class Without:
    """The axes that a read is not asked on, with the reason as its reader is told it."""

    axes: tuple[str, ...]
    why: str

    def must_not_be_asked(self, asked: Mapping[str, str]) -> None:
        """Refused, for left out in silence it would be the answer to another question."""
        for axis in self.axes:
            if axis in asked:
                detail = f"{axis}: {self.why}"
                raise Problem("axis-not-asked", HTTPStatus.UNPROCESSABLE_ENTITY, detail=detail)


_A_TEXT = Without(
    AXES, "a text of the law never changes; /v1/policies/in-force tells which is in force on a `day`"
)
_THE_LAW = Without(
    ("effective",), "the texts carry the days they are in force; /v1/policies/in-force takes a `day`"
)
_THE_TRAIL = Without(
    ("effective",),
    "the trail tells what was done and leaves nothing out; `since` and `until` ask by when it was done",
)
_MADE_AGAIN = Without(
    ("effective",),
    "a decision is made again on what was on record right before it, which only a position tells",
)
_CATALOGUE = Without(AXES, "what can be asked for is no state of anything")
_PUBLISHED = Without(AXES, "`published` names a month, and its report stays what it was")
_EVIDENCE = Without(AXES, "evidence is of the ledger whole, and names the position it is of")

NOT_ASKED: Mapping[str, Without] = MappingProxyType(
    {
        "/v1/audit/checkpoint": _EVIDENCE,
        "/v1/audit/proofs/{position}": _EVIDENCE,
        "/v1/audit/events": _THE_TRAIL,
        "/v1/audit/events.csv": _THE_TRAIL,
        "/v1/audit/events.jsonl": _THE_TRAIL,
        "/v1/audit/replays": _MADE_AGAIN,
        "/v1/audit/replays.jsonl": _MADE_AGAIN,
        "/v1/policies": _THE_LAW,
        "/v1/policies/acts": _THE_LAW,
        "/v1/policies/drafts": _THE_LAW,
        "/v1/policies/in-force": _THE_LAW,
        "/v1/policies/{version}": _THE_LAW,
        "/v1/policies/{version}/differences": _A_TEXT,
        "/v1/policies/{version}/migrations": Without(
            AXES, "it tells what moving cases as they are now would change"
        ),
        "/v1/policies/{version}/routes/{type}.pnml": _A_TEXT,
        "/v1/policies/{version}/what-if": _MADE_AGAIN,
        "/v1/purposes": _A_TEXT,
        "/v1/public-reports": _CATALOGUE,
        "/v1/public-reports/{name}": _PUBLISHED,
        "/v1/public-reports/{name}/{file}": _PUBLISHED,
        "/v1/reports": _CATALOGUE,
        "/v1/transfers/{transfer_id}/decisions/{decision}/desk": Without(
            AXES, "a desk is laid as of the position its decision had seen, beside what is known now"
        ),
        "/v1/transfers/{transfer_id}/documents/{kind}": Without(
            AXES,
            "`version` names one, whose bytes never change; the case as of a moment tells which were in its file",
        ),
        "/v1/transfers/{transfer_id}/raters": Without(
            AXES, "it offers whom to name in an act, and upon the past nothing is done"
        ),
        "/v1/transfers/{transfer_id}/unsealed-feedback": Without(
            AXES,
            "a warrant opens who gave answers to whoever may read it today, and to nobody as of another day",
        ),
    }
)
