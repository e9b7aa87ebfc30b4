"""What a projection keeps in memory from one batch to the next, instead of reading it from the ledger again."""

from itertools import islice
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(dict[K, V]):
    """Values by key, the one put in first going first. A batch may need more than may be kept, so it trims before or after its work.

    Who shares it between threads holds a lock of their own.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def trim(self) -> None:
        """All that are to go are looked up at once: what is gone from the front of a dict is passed over again each time."""
        for key in list(islice(self, max(0, len(self) - self._most))):
            del self[key]
