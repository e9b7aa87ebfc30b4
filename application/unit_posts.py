"""Which posts a unit has, as the posts themselves say; looked up in the ledger, so that no decision waits for a projection.

Kept in memory and read on from where it was left. A post that was moved between units is found under each of them: whoever
asks looks at the post itself for where it is now.
"""

from collections.abc import Iterable
from threading import Lock
from uuid import UUID

from application.ledger import Ledger
from application.recording import decode

_PAGE = 2_000


class UnitPosts:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._position = 0
        self._of: dict[UUID, set[UUID]] = {}
        self._turn = Lock()

    def of(self, units: Iterable[UUID]) -> list[UUID]:
        """The posts that ever were in one of these units, none older than this call."""
        with self._turn:
            while lines := self._ledger.posts_told(self._position, _PAGE):
                for line in lines:
                    self._of.setdefault(decode(line).event.post.unit, set()).add(line.stream)
                self._position = lines[-1].position
            return sorted(set().union(*(self._of.get(unit, set()) for unit in units)))
