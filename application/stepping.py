"""A case step by step: what each of its events changed of what its readers are shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from application.dossiers import Dossiers
from application.law import Law
from application.ledger import Ledger
from application.past import Past, commits
from application.policies import Policies
from domain.refusals import TransferUnknown
from domain.transfer.desk import Audience, Json, desk, differences
from domain.transfer.evolving import evolve
from domain.transfer.facts import Facts
from domain.transfer.state import Transfer


@dataclass(frozen=True, slots=True)
class Step:
    """An event of a case by its version, and the difference it made: JSON pointers with the values before and now."""

    version: int
    changes: list[Json]


class Stepping:
    """Through cases of one ledger, as one audience is shown them."""

    def __init__(self, ledger: Ledger, policies: Policies | None = None) -> None:
        self._ledger = ledger
        self._past = Past(ledger)
        self._dossiers = Dossiers(self._past, policies or Law(ledger, self._past))

    def through(self, case: UUID, versions: Sequence[int], audience: Audience) -> Iterator[Step]:
        """These versions of the case, given in order. The first event of all changes nothing into the case.

        Facts from elsewhere are those right before the command, so what others did in between is no event's doing. What
        the command itself changed elsewhere (a seat held, a post assumed) is told with its last event.
        """
        wanted = set(versions)
        for commit in commits(self._ledger.read([case])):
            if wanted.isdisjoint(line.version for line in commit.lines):
                continue
            transfer, facts = self._before(case, commit.first)
            last = self._ledger.of_command(commit.command)[-1].position
            _, facts_after = self._standing(case, last)
            shown: Json = {} if transfer is None else desk(transfer, facts or facts_after, audience)
            for line in commit.lines:
                recorded = commit.opened(line).recorded
                transfer = evolve(transfer, recorded.event, recorded.act)
                around = facts_after if facts is None or line is commit.lines[-1] else facts
                now = desk(transfer, around, audience)
                if line.version in wanted:
                    yield Step(line.version, differences(shown, now))
                shown = now

    def _before(self, case: UUID, position: int) -> tuple[Transfer | None, Facts | None]:
        try:
            return self._standing(case, position - 1)
        except TransferUnknown:
            return None, None

    def _standing(self, case: UUID, position: int) -> tuple[Transfer, Facts]:
        self._past.move_to(position)
        dossier = self._dossiers.to_show(case)
        if dossier.transfer is None:
            raise TransferUnknown
        self._dossiers.keep(dossier)
        return dossier.transfer, dossier.facts
