"""What was answered when it was the present, asked for again as of then."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from web import Web

# What a past answer leaves out: nothing is done upon the past.
_LEFT_OUT = {"allowedActions", "ways"}


@dataclass
class Remembered:
    """Of some addresses, each as somebody was answered."""

    web: Web
    asked: tuple[tuple[str, UUID], ...]
    answers: list[tuple[int, str, UUID, Any]] = field(default_factory=list)

    def now(self, at: datetime) -> None:
        self.answers += [(self.web.head, path, who, self._ask(path, who, at)) for path, who in self.asked]

    def stands(self, at: datetime) -> int:
        """Ask for all of it again; tell how many different answers there were."""
        for position, path, who, then in self.answers:
            assert self._ask(path, who, at, asOf=position) == then, (position, path, who)
        return len({(path, who, str(then)) for _, path, who, then in self.answers})

    def _ask(self, path: str, who: UUID, at: datetime, **params: Any) -> Any:
        answer = self.web.get(path, who, at, after=self.web.head, **params)
        if answer.status_code == 404:
            return "unknown"
        assert answer.status_code == 200, answer.text
        return {name: value for name, value in answer.json().items() if name not in _LEFT_OUT}
