"""What a region asks beyond national law."""

from pydantic import TypeAdapter

from application.policies.toml import BrokenPolicy, Table, left_over, taken_up
from domain.policy import LocalAdditions
from domain.told import tell


def additions_of(told: Table, name: str) -> LocalAdditions:
    given = {"valid_to": None} | told
    additions = taken_up(_ADDITIONS, given, name)
    wrong = left_over(given, _ADDITIONS.dump_python(additions))
    if additions.valid_to is not None and additions.valid_to < additions.valid_from:
        wrong.append(tell("law_over_before_it_began"))
    if wrong:
        raise BrokenPolicy(name, *wrong)
    return additions


_ADDITIONS = TypeAdapter(LocalAdditions)
