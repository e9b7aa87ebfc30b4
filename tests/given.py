"""Given what happened, when somebody asks, then this follows. The same words for every decision about a transfer."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Self
from uuid import UUID

import cast

from application.ledger import Line
from application.recording import Envelope, decode, encode
from domain.act import Act
from domain.history import Happened, Recorded
from domain.identity import office_id
from domain.refusals import Refused
from domain.registry import person, post
from domain.registry.tenure import Tenure
from domain.transfer.asked import asked
from domain.transfer.commands import TransferCommand
from domain.transfer.consequences import consequences
from domain.transfer.decisions import decide
from domain.transfer.events import Finding, TransferEvent
from domain.transfer.evolving import evolve
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer


@dataclass
class Case:
    """One case played on the domain alone: its history, its state, and the facts around it."""

    facts: Facts
    transfer: Transfer | None = None
    history: list[Happened[TransferEvent]] = field(default_factory=list)
    last: list[TransferEvent] = field(default_factory=list)
    refused: Refused | None = None

    def when(self, command: TransferCommand, act: Act) -> Self:
        """Somebody asks; what follows is kept, a refusal too."""
        self.last, self.refused = [], None
        try:
            events = decide(self.transfer, command, act, self.facts)
            changes = consequences(events, self.facts)
        except Refused as refused:
            self.refused = refused
            return self
        # Whatever a test decides is decided again here from its events alone, as `jejak replay` does.
        assert decide(self.transfer, asked(events, self.transfer), act, self.facts) == events
        for event in events:
            self.transfer = evolve(self.transfer, event, act)
            self.history.append(Happened(event, act))
        self.last = events
        for stream, made in changes.items():
            self._change(stream, made, act)
        return self

    def given(self, story: Iterable[tuple[TransferCommand, Act]], *, until: str | None = None) -> Self:
        """What has happened so far: a story, up to (not including) the command of that name, or on that step."""
        for command, act in story:
            if until in (type(command).__name__, getattr(command, "step", "")):
                break
            self.when(command, act)
            assert self.refused is None, (command, self.refused, self.refused.violations)
        return self

    def then(self, *events: TransferEvent) -> Self:
        assert self.refused is None, self.refused
        assert self.last == list(events)
        return self

    def then_kinds(self, *kinds: type) -> Self:
        assert self.refused is None, (self.refused, self.refused.violations)
        assert [type(event) for event in self.last] == list(kinds)
        return self

    def then_refused(self, why: type[Refused]) -> Self:
        assert type(self.refused) is why, (self.refused, self.last)
        return self

    def knowing(self, **facts: object) -> Self:
        """Other facts than the cast's."""
        self.facts = replace(self.facts, **facts)  # type: ignore[arg-type]
        return self

    def held(self, office: UUID, *tenures: Tenure) -> Self:
        """Other holders of an office than the cast's."""
        offices = dict(self.facts.offices)
        return self.knowing(
            offices=offices
            | {
                office: replace(
                    cast.OFFICES.get(office, cast.OFFICES[office_id(*cast.REGENT)]), tenures=tenures
                )
            }
        )

    def about(self, **person_facts: object) -> Self:
        """Other facts about the person."""
        return self.knowing(person=replace(self.facts.person, **person_facts))  # type: ignore[arg-type]

    def then_closed(self) -> Self:
        """The case has ended: nothing is open, and nothing more can be done."""
        assert self.transfer is not None
        assert self.transfer.is_over
        assert not self.transfer.open
        return self

    @property
    def state(self) -> Transfer:
        assert self.transfer is not None
        return self.transfer

    def finding(self, rule: str) -> Finding:
        """The latest result of a rule."""
        return next(finding for finding in self.state.findings if finding.rule == rule)

    @property
    def kinds(self) -> list[str]:
        return [type(happened.event).__name__ for happened in self.history]

    def _change(self, stream: object, made: list[object], act: Act) -> None:
        if stream == self.facts.person_id:
            for event in made:
                self.knowing(person=person.evolve(self.facts.person, event, act))  # type: ignore[arg-type]
            return
        for side in ("origin", "target"):
            at = getattr(self.facts, side)
            if at.post_id == stream:
                for event in made:
                    at = replace(at, post=post.evolve(at.post, event, act))  # type: ignore[arg-type]
                self.knowing(**{side: at})


def recorded(happened: Happened[TransferEvent], stream: UUID, number: int) -> Recorded[TransferEvent]:
    """The event as it comes back from the bytes that are kept of it."""
    name, body = encode(happened.event, Envelope(happened.act, request=""))
    act = happened.act
    return decode(Line(number, stream, number, act.command, act.at, name, body))


def given(move: cast.Move) -> Case:
    return Case(cast.facts_of(move))
