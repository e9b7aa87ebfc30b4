"""Given cases before their decree, when somebody asks about a decree, then this follows: for it and for everybody in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Self
from uuid import UUID, uuid5

import cast
from cast import NEW_POST_ID, NORTH_ID, OFFICES, OLD_POST_ID, POLICY, REGENT, SITI_MOVES
from given import given
from stories import balancing_move

from domain.act import Act
from domain.calendar import Zone
from domain.decree.asked import asked
from domain.decree.commands import DecreeCommand
from domain.decree.decisions import decide
from domain.decree.events import DecreeEvent
from domain.decree.outcome import Outcome
from domain.decree.papers import Case, Papers
from domain.decree.state import Decree, evolve
from domain.identity import office_id, person_id
from domain.refusals import Refused
from domain.registry import person, post
from domain.registry.decree_number import Numbering
from domain.registry.post import Post
from domain.transfer.evolving import evolve as evolve_case
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer

DECREE_ID = uuid5(NORTH_ID, "a decree")
REGENT_ID = office_id(*REGENT)
NUMBERING = Numbering(NORTH_ID, 2025, "821.2/117")


def mover(number: int) -> UUID:
    return person_id(f"mover-{number}")


def transfer_of(number: int) -> UUID:
    return uuid5(mover(number), "move")


def waiting_cases(people: int) -> Iterator[tuple[UUID, Case]]:
    """So many cases like Siti's, each waiting for the decree of the regent; the posts have room for all."""
    siti = given(SITI_MOVES).given(balancing_move(), until="decree")
    movers = [mover(number) for number in range(people)]
    described = {each: replace(cast.POSTS[each], seats=people + 4) for each in (OLD_POST_ID, NEW_POST_ID)}
    held = {transfer_of(number): movers[number] for number in range(people)}
    origin = Post(replace(described[OLD_POST_ID], required=100), frozenset(movers))
    target = Post(replace(described[NEW_POST_ID], required=100 * people + 100), frozenset(), held)
    for number, who in enumerate(movers):
        facts = replace(
            siti.facts,
            transfer_id=transfer_of(number),
            person_id=who,
            person=replace(
                siti.facts.person,
                profile=replace(siti.facts.person.profile, name=f"Pegawai {number}"),
                live_transfer=transfer_of(number),
            ),
            origin=replace(siti.facts.origin, post=origin),
            target=replace(siti.facts.target, post=target),
        )
        yield transfer_of(number), Case(replace(siti.state, person=who), facts)


@dataclass
class Decreeing:
    """One decree played on the domain alone, with the cases around it."""

    papers: Papers
    decree: Decree | None = None
    last: Outcome = field(default_factory=lambda: Outcome([]))
    refused: Refused | None = None

    def when(self, command: DecreeCommand, act: Act) -> Self:
        """Somebody asks; what follows is kept, a refusal too."""
        self.last, self.refused = Outcome([]), None
        try:
            self.last = decide(self.decree, command, act, self.papers)
        except Refused as refused:
            self.refused = refused
            return self
        again = asked(self.last.decree, self.decree, self.last.cases)
        assert decide(self.decree, again, act, self.papers) == self.last  # as `jejak replay` does
        for event in self.last.decree:
            self.decree = evolve(self.decree, event, act)
        self.papers = replace(
            self.papers,
            cases={each: self._after(each, case, act) for each, case in self.papers.cases.items()},
        )
        return self

    def then_kinds(self, *kinds: type) -> Self:
        assert self.refused is None, (self.refused, self.refused.violations)
        assert [type(event) for event in self.last.decree] == list(kinds)
        return self

    def then(self, *events: DecreeEvent) -> Self:
        assert self.refused is None, (self.refused, self.refused.violations)
        assert self.last.decree == list(events)
        return self

    def then_refused(self, why: type[Refused]) -> Self:
        assert type(self.refused) is why, (self.refused, self.last)
        return self

    def because(self, reasons: dict[str, type[Refused]]) -> Self:
        """Refused for each of these by name, and for nobody else."""
        assert self.refused is not None
        told = {each.input.split(":")[0]: each.rule for each in self.refused.violations}
        assert told == {name: why.__name__ for name, why in reasons.items()}
        return self

    def knowing(self, number: int, **facts: object) -> Self:
        """Other facts about one of the people's cases."""
        case = self.papers.cases[transfer_of(number)]
        other = Case(case.transfer, replace(case.facts, **facts))  # type: ignore[arg-type]
        self.papers = replace(self.papers, cases={**self.papers.cases, transfer_of(number): other})
        return self

    def having(self, number: int, **changes: object) -> Self:
        """One of the cases is otherwise than the others."""
        case = self.papers.cases[transfer_of(number)]
        assert case.transfer is not None
        other = Case(replace(case.transfer, **changes), case.facts)  # type: ignore[arg-type]
        self.papers = replace(self.papers, cases={**self.papers.cases, transfer_of(number): other})
        return self

    @property
    def state(self) -> Decree:
        assert self.decree is not None
        return self.decree

    def case(self, number: int) -> Transfer:
        found = self.papers.cases[transfer_of(number)].transfer
        assert found is not None
        return found

    def facts(self, number: int) -> Facts:
        return self.papers.cases[transfer_of(number)].facts

    def _after(self, transfer_id: UUID, case: Case, act: Act) -> Case:
        transfer, facts = case.transfer, case.facts
        for event in self.last.cases.get(transfer_id, ()):
            transfer = evolve_case(transfer, event, act)
        for event in self.last.registry.get(facts.person_id, ()):
            facts = replace(facts, person=person.evolve(facts.person, event, act))  # type: ignore[arg-type]
        for side in ("origin", "target"):
            at = getattr(facts, side)
            for event in self.last.registry.get(at.post_id, ()):
                at = replace(at, post=post.evolve(at.post, event, act))  # type: ignore[arg-type]
            facts = replace(facts, **{side: at})
        return Case(transfer, facts)


def decreeing(people: int = 3) -> Decreeing:
    cases = dict(waiting_cases(people))
    return Decreeing(Papers(DECREE_ID, REGENT_ID, OFFICES[REGENT_ID], Zone.WIB, POLICY, cases, NUMBERING))
