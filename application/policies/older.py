"""What older texts of the law mean by their silence, which policies/older/ tells. A published text is never changed; this
reads it as if it were new.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from application.policies.toml import FOLDER, Table, table_of
from domain.policy_publication import LawKind

Upcast = Callable[[Table], Table]


def _with_purposes(told: Table) -> Table:
    """Form 1 asked nobody why personal data were read: by silence, for their offices' duties, and told at once."""
    of_the_text = {"legal_basis": told["legal_basis"]}
    return told | {
        "purposes": {code: of_the_text | each for code, each in _silence_of(1)["purposes"].items()}
    }


def _with_duties(told: Table) -> Table:
    """In form 2 whose duties were whose, who stood above whom, and how teachers' hours are rounded was not said, as it was
    the same for all; and ages of retirement went by the beginning of a position's name.
    """
    silence = _silence_of(2)
    counted = silence.pop("needs")
    needs = {part: counted[part] | said if part in counted else said for part, said in told["needs"].items()}
    retirement = dict(told["retirement"])
    families = [
        {"positions": [begins], "age": age, "legal_basis": retirement["legal_basis"]}
        for begins, age in retirement.pop("by_position", {}).items()
    ]
    return silence | told | {"needs": needs, "retirement": {"families": families} | retirement}


def _with_answers(told: Table) -> Table:
    """In form 3 who answers in which role, who may look into what, and to whom one objects was not said, as it was the same
    for all; and a file that was sent back could come back for ever.
    """
    silence = _silence_of(3)
    return silence | told | {part: silence[part] | told[part] for part in ("objections", "limits")}


def _with_notice(told: Table) -> Table:
    """In form 4 how early the person should have notice was not said."""
    return told | {"limits": _silence_of(4)["limits"] | told["limits"]}


def _with_oversight_records(told: Table) -> Table:
    """In form 5 who keeps what audits found, and who turned to an overseer, was not said."""
    return told | {"duties": _silence_of(5)["duties"] | told["duties"]}


def _without_terms(told: Table) -> Table:
    """In form 6 the terms of heads stood in the policy; heads.py reads them."""
    return {name: value for name, value in told.items() if name != "terms"}


def _silence_of(form: int) -> Table:
    return dict(table_of(FOLDER / "older" / f"form-{form}.toml"))


# By kind: what turns a text written in form 1 into one of form 2, and so on.
FORMS: Mapping[LawKind, tuple[Upcast, ...]] = MappingProxyType(
    dict.fromkeys(LawKind, ())
    | {
        LawKind.POLICY: (
            _with_purposes,
            _with_duties,
            _with_answers,
            _with_notice,
            _with_oversight_records,
            _without_terms,
        )
    }
)
FORM_WITHOUT_TERMS = 7
