"""Speaks HTTP as any official or person of the made-up province, and keeps count of what was answered."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

import httpx2

from api.identity import LocalKey
from application.demonstration import Cast, Holder, Mover, Opening
from domain.calendar import Calendar
from domain.identity import OfficeKind

WIB = timezone(timedelta(hours=7))
Json = dict[str, Any]


class NotAsExpected(Exception):
    """An answer of the service differs from what the script expects."""


@dataclass
class Player:
    """`day` is the day in the demonstration's world; every request acts on it.

    `day_has_come` lets the system note what is due on that day.
    """

    client: httpx2.Client
    key: LocalKey
    cast: Cast
    calendar: Calendar
    day: date
    day_has_come: Callable[[], object]
    seed: UUID = field(default_factory=lambda: UUID(int=0))
    refusals: Counter[str] = field(default_factory=Counter)
    _sent: int = 0
    _last: tuple[str, Json, dict[str, str]] = ("", {}, {})
    _tokens: dict[UUID, str] = field(default_factory=dict)

    def wait(self, days: int) -> None:
        """So many days pass; a weekend is slept through."""
        self.day += timedelta(days=days)
        while self.day.weekday() > 4:  # noqa: PLR2004 Friday
            self.day += timedelta(days=1)

    def wait_working_days(self, days: int) -> None:
        """To the so many-th working day from today."""
        self.day = self.calendar.after(self.day, days)

    @property
    def moment(self) -> datetime:
        return datetime.combine(self.day, time(10), WIB)

    def holder(self, kind: OfficeKind, agency: str, unit: str = "") -> Holder:
        return self.cast.holder(kind, agency, unit)

    # Reading

    def case(self, transfer: str, person: UUID) -> tuple[Json, str]:
        """The case as this person sees it, and its ETag."""
        answer = self.client.get(f"/v1/transfers/{transfer}", headers=self._headers(person, None))
        self._expect(answer, 200)
        return answer.json(), answer.headers["ETag"]

    def history(self, transfer: str, person: UUID, position: int) -> list[Json]:
        answer = self.client.get(
            f"/v1/transfers/{transfer}/history",
            params={"after": position, "limit": 200},
            headers=self._headers(person, None),
        )
        self._expect(answer, 200)
        items: list[Json] = answer.json()["items"]
        return items

    def look(self, path: str, holder: Holder) -> Json:
        """Whatever the holder of an office may read."""
        answer = self.client.get(path, headers=self._headers(holder.person, None))
        self._expect(answer, 200)
        told: Json = answer.json()
        return told

    # Acting

    def request(self, body: Json, person: UUID, office: UUID | None = None, *, refused: str = "") -> Json:
        """Ask for a transfer; `refused` is the code of the refusal the script expects."""
        return self._post("/v1/transfers", body, person, office, None, refused)

    def record(self, path: str, body: Json, holder: Holder, *, refused: str = "") -> Json:
        """Something that is no act on a case, for an office."""
        return self._post(f"/v1/{path}", body, holder.person, holder.office, None, refused)

    def eligible(self, mover: Mover, opening: Opening) -> bool:
        """What the personnel office hears when it asks beforehand, for the organisation's need."""
        office = self.holder(OfficeKind.PERSONNEL_OFFICE, mover.agency)
        answer = self.client.get(
            f"/v1/people/{mover.person}/eligibility",
            params={"targetPost": str(opening.post)},
            headers=self._headers(office.person, None) | {"Jejak-Purpose": "PROPOSAL"},
        )
        self._expect(answer, 200)
        eligible: bool = answer.json()["eligible"]
        return eligible

    def show_decree(self, decree: str, holder: Holder) -> Json:
        shown = self.client.get(f"/v1/decrees/{decree}", headers=self._headers(holder.person, None))
        self._expect(shown, 200)
        told: Json = shown.json()
        return told

    def decree(self, decree: str, act: str, body: Json, holder: Holder) -> Json:
        """Act for an office on a decree of its own, as its holder sees it."""
        path = f"/v1/decrees/{decree}"
        shown = self.client.get(path, headers=self._headers(holder.person, None))
        self._expect(shown, 200)
        etag = shown.headers["ETag"]
        return self._post(f"{path}/{act}", body, holder.person, holder.office, etag, "")

    def own(self, transfer: str, act: str, body: Json, person: UUID, *, refused: str = "") -> Json:
        """Act in one's own person."""
        _, etag = self.case(transfer, person)
        return self._post(f"/v1/transfers/{transfer}/{act}", body, person, None, etag, refused)

    def act(self, transfer: str, act: str, body: Json, holder: Holder, *, refused: str = "") -> Json:
        """Act for an office, on the case as its holder sees it."""
        _, etag = self.case(transfer, holder.person)
        path = f"/v1/transfers/{transfer}/{act}"
        return self._post(path, body, holder.person, holder.office, etag, refused)

    def _post(
        self, path: str, body: Json, person: UUID, office: UUID | None, etag: str | None, refused: str
    ) -> Json:
        self._sent += 1
        headers = self._headers(person, office)
        headers["Idempotency-Key"] = str(uuid5(self.seed, str(self._sent)))
        if etag is not None:
            headers["If-Match"] = etag
        self._last = path, body, headers
        answer = self.client.post(path, json=body, headers=headers)
        told: Json = answer.json()
        if refused:
            code = str(told.get("type", "")).rpartition(":")[2]
            if code != refused:
                raise NotAsExpected(f"{path}: {refused} expected, {answer.status_code} {told}")
            self.refusals[code] += 1
            return told
        self._expect(answer, 201)
        return told

    def send_again(self) -> Json:
        """The last request once more, to the letter."""
        path, body, headers = self._last
        answer = self.client.post(path, json=body, headers=headers)
        self._expect(answer, 201)
        told: Json = answer.json()
        return told

    def _expect(self, answer: httpx2.Response, status: int) -> None:
        if answer.status_code != status:
            raise NotAsExpected(f"{answer.request.url.path}: {answer.status_code} {answer.text}")

    def _headers(self, person: UUID, office: UUID | None) -> dict[str, str]:
        if person not in self._tokens:
            self._tokens[person] = self.key.token("jejak", person, None, timedelta(hours=8))
        token = self._tokens[person]
        headers = {
            "Authorization": f"Bearer {token}",
            "Jejak-Demo-Time": self.moment.isoformat(),
            "Jejak-Purpose": "OVERSIGHT",  # looked at only where it is asked for
        }
        if office is not None:
            headers["Jejak-Office"] = str(office)
        return headers


def document(kind: str, day: date, post: UUID) -> Json:
    """A document of that kind, with made-up bytes behind its digest; an analysis is of that post."""
    return {
        "kind": kind,
        "number": f"{kind}/{day.year}",
        "issuedOn": day.isoformat(),
        "issuer": "BKPSDM",
        "sha256": sha256(f"{kind}{day}".encode()).hexdigest(),
        "post": str(post) if kind in {"D02", "D03"} else None,
    }
