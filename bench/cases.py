"""Whole cases, prepared before the clock starts: everybody registered, every request and ETag ready to be sent.

Each case has a person, an origin post and a target post of its own, all in the offices of the tests' cast. What a sender
has seen (If-Match) is made by playing the case on the domain alone, so that the clock counts commands, not reads.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import count
from uuid import UUID, uuid4, uuid5

import cast
from given import Case
from stories import balancing_move

from application.carrying_out import Sent
from application.cases import Sight, digest
from application.ledger import Draft, Entry, Ledger
from application.recording import Envelope, encode
from domain.act import Act
from domain.identity import person_id, post_id, transfer_id
from domain.policy import Role, Weighed
from domain.registry.agency import Agency, AgencyKind, AgencyRegistered
from domain.registry.person import InterestStated, PerformanceRated, Person, PersonRegistered, PostAssumed
from domain.registry.post import Post, PostDescription, PostEstablished, SeatTaken
from domain.transfer.commands import IssueDecree, TransferCommand
from domain.transfer.desk import Audience, desk
from domain.transfer.facts import Facts, Place, choose_route

# Weighing the two posts of a move, and hearing whom the personnel office names: all cases share two units here, whose loads would
# change while a case is played, and in which thousands sit beside each other.
POLICIES = replace(
    cast.POLICIES,
    versions=tuple(
        replace(
            version,
            needs=replace(version.needs, weighs=Weighed.POSTS),
            raters=version.raters
            | {
                Role.SUPERIOR: replace(version.raters[Role.SUPERIOR], above=()),
                Role.PEER: replace(version.raters[Role.PEER], beside=None),
            },
        )
        for version in cast.POLICIES.versions
    ),
    _laid={},
)
POLICY = POLICIES.version(cast.POLICY.version)
_numbers = count()
_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
COMMANDS_A_CASE = sum(1 for _ in balancing_move())


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, who sends it, and what they have seen. Its id is made from the sender and the idempotency key."""

    command: TransferCommand
    act: Act
    key: str
    id: UUID
    request: str
    audience: Audience
    digest: str | None  # None where nothing is shown yet
    after_decree: bool

    def sight(self, position: int) -> Sight | None:
        """What was seen after the command before, whose receipt gave the position.

        The last event of a decree is that its number is taken, of which no case shows anything.
        """
        if self.digest is None:
            return None
        return Sight(position - self.after_decree, self.audience, self.digest)

    def sent(self, position: int) -> Sent:
        act = self.act
        return Sent(
            act.by, act.at, self.id, self.request, act.office, self.sight(position), correlation=_TRACE
        )


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case and all that is asked in it, in order."""

    transfer: UUID
    asked: list[Asked]


def prepare(ledger: Ledger, number: int) -> list[Prepared]:
    """Register so many people and posts, and prepare their cases."""
    movers = [_Mover(next(_numbers)) for _ in range(number)]
    for start in range(0, number, 50):
        streams = (stream for mover in movers[start : start + 50] for stream in mover.streams())
        record(ledger, streams)
    return [mover.case() for mover in movers]


def registered() -> list[tuple[UUID, list[object]]]:
    """The cast, and BKN's regional office, which a real import registers too and every case reads for its zone."""
    kanreg = Agency("kanreg/VII", "Kantor Regional VII BKN", AgencyKind.CENTRAL, "Kepala Kantor Regional")
    return [*cast.registered().items(), (cast.KANREG_ID, [AgencyRegistered(kanreg)])]


def record(ledger: Ledger, streams: Iterable[tuple[UUID, list[object]]]) -> None:
    """Record these events as the first of their streams, all in one entry."""
    act = Act(UUID(int=1), cast.on(2021, 1, 4), uuid4(), cast.POLICY.version)
    made = dict(streams)
    drafts = [
        Draft(stream, version, *encode(event, Envelope(act, "")))
        for stream, events in made.items()
        for version, event in enumerate(events, start=1)
    ]
    ledger.append(Entry(act.command, dict.fromkeys(made, 0), drafts))


class _Mover:
    """One person, where they sit, and the seat they are to have."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.person = person_id(f"bench/{number}")
        self.origin = post_id(f"bench/{number}/origin")
        self.target = post_id(f"bench/{number}/target")
        nip = f"19860926201505{number:04d}"[:18].ljust(18, "0")
        profile = replace(cast.SITI_PROFILE, nip=nip, name=f"Siti Rahmawati {number}")
        self.state = replace(cast.SITI_STATE, profile=profile, post=self.origin)
        self.posts = {
            self.origin: _post(cast.OLD_POST, f"bench/{number}/origin", (self.person, *cast.PEERS[:3])),
            self.target: _post(cast.NEW_POST, f"bench/{number}/target", (cast.COLLEAGUES[0],)),
        }

    def streams(self) -> Iterator[tuple[UUID, list[object]]]:
        yield self.person, list(_career(self.state))
        for post, about in self.posts.items():
            taken = [SeatTaken(person, date(2019, 1, 1)) for person in sorted(about.occupants)]
            yield post, [PostEstablished(about.described), *taken]

    def case(self) -> Prepared:
        story = list(balancing_move(cast.Move(UUID(int=0), self.person, self.target)))
        keys = [str(uuid4()) for _ in story]
        transfer = transfer_id(uuid5(story[0][1].by, keys[0]))
        played = Case(self._facts(transfer))
        asked: list[Asked] = []
        after_decree = False
        for (command, act), key in zip(story, keys, strict=True):
            if isinstance(command, IssueDecree):
                command = replace(command, number=f"821/{self.number}/2025")  # noqa: PLW2901 each has its own
            seen_by = self._audience(act)
            seen = None if played.transfer is None else desk(played.transfer, played.facts, seen_by)
            asked.append(
                Asked(
                    command=command,
                    act=act,
                    key=key,
                    id=uuid5(act.by, key),
                    request=sha256(key.encode()).hexdigest(),
                    audience=seen_by,
                    digest=None if seen is None else digest(seen),
                    after_decree=after_decree,
                )
            )
            after_decree = isinstance(command, IssueDecree)
            played.given([(command, act)])
        return Prepared(transfer, asked)

    def _audience(self, act: Act) -> Audience:
        if act.by == self.person:
            return Audience.SUBJECT
        return Audience.RATER if act.office is None else Audience.OFFICIAL

    def _facts(self, transfer: UUID) -> Facts:
        origin, target = (self._place(post) for post in self.posts)
        facts = Facts(
            transfer,
            self.person,
            self.state,
            origin,
            target,
            choose_route(origin, target).type,
            POLICY,
            POLICIES.calendar,
        )
        return replace(facts, offices={office: cast.OFFICES[office] for office in facts.offices_looked_at})

    def _place(self, post: UUID) -> Place:
        about = self.posts[post]
        unit = cast.UNITS[about.described.unit]
        return Place(post, about, unit, cast.AGENCIES[unit.agency])


def _post(described: PostDescription, code: str, occupants: tuple[UUID, ...]) -> Post:
    return Post(replace(described, code=code), frozenset(occupants))


def _career(state: Person) -> Iterator[object]:
    assert state.post is not None
    assert state.post_since is not None
    yield PersonRegistered(state.profile)
    yield PostAssumed(state.post, state.post_since)
    for year, rating in state.ratings.items():
        yield PerformanceRated(year, rating)
    yield InterestStated(state.interest)
