"""Sets up the made-up province, and plays all cases in it once."""

import logging
import tempfile
from collections import Counter
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from uuid import uuid4

import httpx2
import structlog
import uvicorn
from rich.console import Console
from rich.progress import Progress, TaskID

from api.app import create_app
from api.demo.player import Player
from api.demo.questions import answered
from api.demo.scripts import SCENARIOS
from api.demo.tour import write_tour
from api.embedded import embedded_server
from api.house import open_house, projecting
from api.identity import LocalKey
from api.rebuilding import rebuild
from api.settings import Mode, Settings
from application.cases import Cases
from application.demonstration import SHOWN, Cast, CopiedLedger, begins, generate, load, play_cases, read_cast
from application.law import Law
from application.ledger import Ledger
from application.migrate import migrate
from application.policies import read_policies
from application.records import Records
from application.streams import Streams
from domain.act import Act
from domain.identity import CLOCK, GAZETTE, OfficeKind, person_id

_ONCE_FROM = date(2025, 3, 3)  # a year and a half back, so that even the last evaluation lies in the past
_STARTING = 60.0


def set_up(
    settings: Settings, url: str, people: int, seed: int, today: date, bar: Progress, *, cases: int = 0
) -> Cast:
    """The province of that seed in the database; generated and imported only when the ledger has nothing but the law.

    With `cases`, so many begin over the two years before `today`, and the province is one of two years ago.
    """
    with bar:
        fill(settings, url, people, seed, today, bar, cases=cases)
        reading = bar.add_task("projecting", total=None)

        def told(done: int, total: int) -> None:
            bar.update(reading, completed=done, total=total)

        if cases:
            rebuild(settings, url, None, told)  # a ledger of any length, by all cores
        else:
            with projecting(settings, url, told):
                pass
    return read_cast(settings.data / "province")


def fill(
    settings: Settings, url: str, people: int, seed: int, today: date, bar: Progress, *, cases: int = 0
) -> None:
    """The same without projecting it."""
    with closing(Ledger(url, role=settings.service_role)) as ledger:
        if ledger.head() != len(ledger.read([GAZETTE])):  # more than the law
            return
        day = begins(today) if cases else today
        cast = _made(settings.data / "province", ledger, people, seed, day, bar, everybody=cases > 0)
    if cases:
        _play_cases(url, cast, seed, cases, today, bar)


def _made(
    folder: Path, ledger: Ledger, people: int, seed: int, day: date, bar: Progress, *, everybody: bool
) -> Cast:
    """A province of that day, invented and imported; with `everybody`, the cast names all who could move."""
    inventing = bar.add_task("inventing people", total=people)
    shown = people if everybody else SHOWN
    cast = generate(
        seed, people, folder, lambda done, _: bar.update(inventing, completed=done), today=day, shown=shown
    )
    at = datetime.combine(day, time(9), UTC)
    act = Act(person_id("operator"), at, uuid4(), read_policies().in_force(day).version)
    load(folder, ledger, act, _Told(bar))
    return cast


def _play_cases(url: str, cast: Cast, seed: int, number: int, today: date, bar: Progress) -> None:
    """Through the one door, without the log line of each command."""
    playing = bar.add_task(f"playing {number} cases", total=None)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with closing(CopiedLedger(url)) as copied:
        law = Law(copied)
        told = play_cases(
            Cases(copied, law, Streams(copied)),
            Records(copied, law),
            cast,
            seed,
            number,
            today,
            lambda done, total: bar.update(playing, completed=done, total=total),
        )
        copied.flush()
    refused = ", ".join(f"{code} {times}" for code, times in told.refused.most_common())
    bar.console.print(f"{told.cases} cases, {told.acts} acts; refused: {refused}", highlight=False)


class _Told:
    """A bar for each layout, from when it begins."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, layout: str, done: int, total: int) -> None:
        if layout not in self._tasks:
            self._tasks[layout] = self._bar.add_task(f"importing {layout}", total=total)
        self._bar.update(self._tasks[layout], completed=done, total=total)


def print_welcome(settings: Settings, cast: Cast, console: Console) -> None:
    """Addresses, and tokens to begin with."""
    key = LocalKey(settings.data)
    base = f"http://{settings.host}:{settings.port}"
    console.print(f"\nJejak serves on {base}", highlight=False)
    console.print(f"  specification {base}/openapi.json\n  readiness {base}/readyz", highlight=False)
    console.print(f"  README's tour: . {write_tour(settings, cast)}\n", highlight=False)
    mover = cast.movers[0]
    for kind in _FIRST_TOKENS:
        holder = cast.holder(kind, mover.agency)
        token = key.token(settings.audience, holder.person, holder.office, timedelta(hours=8))
        console.print(f"{kind}@{mover.agency}  {holder.title}", highlight=False)
        console.print(f"  {token}", highlight=False, soft_wrap=True)
    token = key.token(settings.audience, mover.person, None, timedelta(hours=8))
    console.print(f"{mover.name}, {mover.position}", highlight=False)
    console.print(f"  {token}", highlight=False, soft_wrap=True)
    console.print(
        "\nMore tokens: jejak token --as KIND@CODE, or --as NIP. Stop with Ctrl-C.\n", highlight=False
    )


_FIRST_TOKENS = (
    OfficeKind.PERSONNEL_OFFICE,
    OfficeKind.INSPECTORATE,
    OfficeKind.PERFORMANCE_PANEL,
    OfficeKind.AUTHORISED_OFFICIAL,
    OfficeKind.APPOINTING_AUTHORITY,
    OfficeKind.AUDITOR,
)


def play_once(people: int, seed: int, console: Console, bar: Progress) -> int:
    """All cases over HTTP on a fresh province; print each timeline and the counts. 0 when all went as expected."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory(prefix="jejak-") as folder:
        data = Path(folder) / "data"
        with embedded_server(data / "postgres") as url:
            migrate(url)
            settings = Settings(mode=Mode.DEMO, database_url=url, data=data)
            cast = set_up(settings, url, people, seed, _ONCE_FROM, bar)
            return _play(settings, url, cast, console)


def _play(settings: Settings, url: str, cast: Cast, console: Console) -> int:
    def day_has_come() -> None:
        house.runner.wait_for(house.ledger.head())
        house.timekeeper.look()

    client, calendar = httpx2.Client(timeout=30), read_policies().calendar
    player = Player(client, LocalKey(settings.data), cast, calendar, _ONCE_FROM, day_has_come)
    house = open_house(settings, url, clock=lambda: player.moment)
    server = uvicorn.Server(
        uvicorn.Config(create_app(settings, lambda: house), port=0, log_config=None, access_log=False)
    )

    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        client.base_url = httpx2.URL(_address(server))
        counts: Counter[str] = Counter()
        started = monotonic()
        with client:
            for number, script in SCENARIOS:
                player.day = _ONCE_FROM
                title = (script.__doc__ or script.__name__).strip()
                for transfer, person in script(player):
                    _print_case(player, number, title, transfer, person, console, counts)
                    title = f"{title} (next case)"
            house.runner.wait_for(house.ledger.head())
            console.print("\nWhat inspectorates ask (docs/inspectorate.md)", style="bold", highlight=False)
            for place, (question, path, lines) in enumerate(answered(player), start=1):
                console.print(f"   question {place}: {question}", highlight=False, soft_wrap=True)
                console.print(f"     GET {path}: {lines} lines", highlight=False, soft_wrap=True)
            ready = client.get("/readyz").json()
        refused = ", ".join(f"{code} {count}" for code, count in sorted(player.refusals.items()))
        console.print(
            f"\n{counts['cases']} cases, {counts['events']} events in them, {ready['position']} in the ledger, "
            f"{player.refusals.total()} refusals ({refused}); {monotonic() - started:.1f} s"
        )
        console.print(", ".join(f"{status}: {n}" for status, n in sorted(counts.items()) if status.isupper()))
        return 0
    finally:
        server.should_exit = True
        thread.join()


def _address(server: uvicorn.Server) -> str:
    deadline = monotonic() + _STARTING
    while not server.started:
        if monotonic() > deadline:
            raise TimeoutError("the service did not start")
        sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    return f"http://{host}:{port}"


def _print_case(
    player: Player,
    number: str,
    title: str,
    transfer: str,
    person: object,
    console: Console,
    counts: Counter[str],
) -> None:
    shown, _ = player.case(transfer, person)  # type: ignore[arg-type]
    items = player.history(transfer, person, shown["position"])  # type: ignore[arg-type]
    facts = shown["facts"]
    counts["cases"] += 1
    counts["events"] += len(items)
    counts[facts["status"]] += 1
    heading = f"\n{number}. {title}  [{facts['status']}]"
    console.print(heading, style="bold", highlight=False, markup=False, soft_wrap=True)
    places = f"{facts['origin']['unit']} -> {facts['target']['unit']}"
    console.print(
        f"   {facts['person']['name']}, {facts['target']['position']}: {places}",
        highlight=False,
        soft_wrap=True,
    )
    for _, made in groupby(items, lambda item: item["command"] or item["event"]):
        events = list(made)
        first = events[0]
        capacity = "" if first["capacity"] in {None, "DEFINITIF"} else f" ({first['capacity']})"
        named = Counter(f"{event['event']} {event['step'] or ''}".strip() for event in events)
        what = ", ".join(name if n == 1 else f"{name} x{n}" for name, n in named.items())
        why = "; ".join(dict.fromkeys(event["reason"] for event in events if event["reason"]))
        nobody = "by the clock" if first["person"] == str(CLOCK) else "in own person"
        who = f"{first['officeTitle'] or nobody}{capacity}"
        line = f"   {first['happenedAt'][:10]}  {what}  | {who}" + (f"  | {why}" if why else "")
        console.print(line, highlight=False, markup=False, soft_wrap=True)
