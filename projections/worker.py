"""What a process does for its projections: one thread carries them forward, in one session.

The session holds the lease of every projection that no other process has, so that leases and work die together and the
next process has them half a second later. As long as all goes well one transaction takes a batch for all of them; when
it fails, each goes alone, and the one that cannot rests a while before the event it cannot digest. A newer version is
filled in a thread and a session of its own.
"""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from selectors import EVENT_READ, DefaultSelector
from socket import socketpair
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

import psycopg
import structlog
from psycopg import sql

from projections import positions
from projections.positions import AlreadyFilling, Stuck
from projections.projection import Projection, Side

if TYPE_CHECKING:
    from projections.runner import Runner

_log = structlog.get_logger("jejak.projections")

# Pauses in seconds: with nothing new, stuck or parked, between looks for what is free, after a fault.
_IDLE = 0.2
_PARKED = 1.0
_STANDBY = 0.5
_FAILED = 30.0


class _Closing(Exception):
    """The runner is closed while a projection is filled."""


class Stride:
    """How many events are taken at once: fewer after a failure, then more and more again, up to `most`."""

    def __init__(self, most: int) -> None:
        self.size = self._most = most

    def shorten(self) -> None:
        self.size = max(1, self.size // 8)

    def lengthen(self) -> None:
        self.size = min(self._most, 2 * self.size)


class Bell:
    """Wakes the one thread that waits at it, which meanwhile hears what its session is notified of too."""

    def __init__(self) -> None:
        self._ear, self._mouth = socketpair()
        self._ear.setblocking(False)
        self._mouth.setblocking(False)

    def ring(self) -> None:
        with suppress(OSError):  # full of rings nobody has heard yet, or closed
            self._mouth.send(b"!")

    def wait(self, connection: psycopg.Connection[Any], timeout: float) -> None:
        """Until it rings, or the session is notified, or so many seconds are over."""
        if not any([*connection.notifies(timeout=0)]):
            with DefaultSelector() as either:
                either.register(self._ear, EVENT_READ)
                either.register(connection, EVENT_READ)
                either.select(timeout)
        with suppress(BlockingIOError):
            self._ear.recv(4096)

    def close(self) -> None:
        self._ear.close()
        self._mouth.close()


@dataclass(slots=True)
class _Charge:
    """A projection whose lease the session holds. `rests_until` is on the monotonic clock, 0 when it does not rest."""

    projection: Projection
    stride: Stride
    parked: bool = False
    stuck_at: int = 0
    rests_until: float = 0.0


class Worker(Thread):
    """Carries forward what this process holds the leases of, and stands by for the rest."""

    def __init__(self, runner: "Runner", channel: str | None) -> None:
        super().__init__(name="projections", daemon=True)
        self.bell = Bell()
        self.closing = Event()
        self._runner = runner
        self._channel = channel
        self._fillings: dict[str, _Filling] = {}

    def close(self) -> None:
        self.closing.set()
        self.bell.ring()
        self.join()
        for filling in self._fillings.values():
            filling.join()
        self.bell.close()

    def run(self) -> None:
        while not self.closing.is_set():
            pause = _STANDBY
            try:
                with self._runner.session() as connection:
                    self._work(connection)
            except psycopg.OperationalError:
                pass  # the database is away: look again shortly
            except Exception as fault:  # noqa: BLE001 whatever it is, it must not end the thread
                _log.error("projections_failed", kind=type(fault).__name__)
                pause = _FAILED
            self.closing.wait(pause)

    def _work(self, connection: psycopg.Connection[Any]) -> None:
        if self._channel is not None:
            # A wake-up that is lost costs the time of an idle pause, and no event.
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))
        charges: dict[str, _Charge] = {}
        look = 0.0
        while not self.closing.is_set():
            if monotonic() >= look:
                self._look_round(connection, charges)
                look = monotonic() + _STANDBY
            if not self._carry_on(connection, charges.values()):
                self.bell.wait(connection, _IDLE)

    def _look_round(self, connection: psycopg.Connection[Any], charges: dict[str, _Charge]) -> None:
        """Let go of what another version has taken the place of, have filled what is older, take on what is free."""
        serving = positions.versions(connection)
        for name, charge in list(charges.items()):
            if serving.get(name) != charge.projection.version:
                positions.release(connection, charge.projection, Side.SERVING)
                del charges[name]
        free = []
        for projection in self._runner.projections:
            version = serving.get(projection.name, 0)
            if version < projection.version:
                self._have_filled(projection)
            elif version == projection.version and projection.name not in charges:
                free.append(projection)
        leased = positions.lease(connection, free, Side.SERVING) if free else ()
        taken = [_Charge(each, Stride(self._runner.batch)) for each in free if each.name in leased]
        self._hear(connection, taken)
        charges.update((each.projection.name, each) for each in taken)

    def _have_filled(self, projection: Projection) -> None:
        filling = self._fillings.get(projection.name)
        if filling is None or not filling.is_alive():
            self._fillings[projection.name] = filling = _Filling(self._runner, projection, self.closing)
            filling.start()

    def _hear(self, connection: psycopg.Connection[Any], charges: Collection[_Charge]) -> None:
        """What operators have directed meanwhile."""
        for charge in charges:
            charge.parked, charge.rests_until = self._runner.hear(charge.projection).parked, 0.0
        if charges:
            positions.note_parked(connection, {each.projection.name: each.parked for each in charges})

    def _carry_on(self, connection: psycopg.Connection[Any], charges: Collection[_Charge]) -> bool:
        """A batch for all that do not rest; whether any has moved on."""
        awake = [each for each in charges if each.rests_until <= monotonic()]
        self._hear(connection, [each for each in awake if each.rests_until])
        going = [each for each in awake if not each.parked]
        alone = [each for each in going if each.stuck_at]
        together = [each.projection for each in going if not each.stuck_at]
        moved = 0
        try:
            moved = len(self._runner.advance_all(connection, together))
        except Exception:
            if connection.closed:
                raise
            alone = going
        moved += sum(self._goes_alone(connection, each) for each in alone if not self.closing.is_set())
        for charge in going:
            charge.parked = self._runner.directions(charge.projection).parked
        if parked := [each for each in going if each.parked]:
            positions.note_parked(connection, {each.projection.name: True for each in parked})
        for charge in awake:
            if charge.parked:
                charge.rests_until = monotonic() + _PARKED
        return moved > 0

    def _goes_alone(self, connection: psycopg.Connection[Any], charge: _Charge) -> bool:
        try:
            moved = self._runner.step(connection, charge.projection, charge.stride) > 0
        except Stuck as stuck:
            if stuck.position != charge.stuck_at:
                positions.note(connection, charge.projection, stuck)
            charge.stuck_at = stuck.position
            charge.rests_until = monotonic() + _PARKED
            return False
        except psycopg.OperationalError:
            if connection.closed:
                raise
            charge.rests_until = monotonic() + _STANDBY
            return False
        charge.stuck_at = 0
        return moved


class _Filling(Thread):
    """Makes the tables of a newer version, until they have taken the place of the older ones."""

    def __init__(self, runner: "Runner", projection: Projection, closing: Event) -> None:
        super().__init__(name=f"filling {projection.name}", daemon=True)
        self._runner = runner
        self._projection = projection
        self._closing = closing

    def run(self) -> None:
        while not self._closing.is_set():
            pause = _STANDBY
            try:
                if self._runner.serving(self._projection) >= self._projection.version:
                    return
                self._runner.rebuild(self._projection, progress=self._go_on)
            except (psycopg.OperationalError, AlreadyFilling, _Closing):
                pass  # the database is away, or another is at it: look again shortly
            except Exception as fault:  # noqa: BLE001 whatever it is, it stops this projection only
                _log.error("projection_failed", projection=self._projection.name, kind=type(fault).__name__)
                pause = _FAILED
            self._closing.wait(pause)

    def _go_on(self, _: int) -> None:
        if self._closing.is_set():
            raise _Closing
