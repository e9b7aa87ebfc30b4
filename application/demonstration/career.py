"""One invented civil servant: dates, rank and NIP that agree with each other and with the position."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from application.demonstration.names import invent_name
from application.demonstration.positions import EDUCATIONS, RANKS, Education, Role
from domain.calendar import add_months
from domain.registry.nip import Sex
from domain.registry.person import Status

_FITTING = 0.96  # have an education their position accepts
_CONTRACT = 0.08  # of teachers and nurses are PPPK
_CONTRACT_RANK = "IX"
_MONTHS_PER_RANK = 48
_MONTHS_BEFORE_APPOINTMENT = 13
_MOST_MONTHS_IN_POST = 96
_SERIALS = 999


@dataclass(frozen=True, slots=True)
class Career:
    pns_id: str
    nip: str
    name: str
    sex: Sex
    born: date
    status: Status
    rank: str
    rank_since: date
    entered: date
    appointed: date | None
    education: Education
    fits: bool
    post_since: date

    @property
    def is_new(self) -> bool:
        return self.status is Status.CPNS


class Careers:
    """Invents people as of a day; no two have the same NIP."""

    def __init__(self, rng: Random, today: date) -> None:
        self._rng = rng
        self._today = today.replace(day=1)
        self._serials: dict[int, int] = {}

    def invent(self, role: Role, *, contract: bool = False) -> Career:
        rng = self._rng
        fits = rng.random() < _FITTING
        education = rng.choice(role.educations if fits else EDUCATIONS)
        fits = education in role.educations
        rank = max(rng.randint(role.lowest_rank, role.highest_rank), education.entry_rank)
        steps = rank - education.entry_rank
        served = _MONTHS_PER_RANK * steps + rng.randrange(_MONTHS_PER_RANK)
        sex = rng.choice((Sex.MALE, Sex.FEMALE))
        latest = (
            role.retirement_age * 12 - 18 - served
        )  # months of age at entry that leave time to retirement
        age = min(rng.randint(*education.entry_ages) * 12 + rng.randrange(12), latest)
        entered = add_months(self._today, -served)
        born = add_months(entered, -age) - timedelta(days=rng.randrange(28))
        status = Status.PNS if served >= _MONTHS_BEFORE_APPOINTMENT else Status.CPNS
        if contract and steps == 0 and rng.random() < _CONTRACT * (role.highest_rank - role.lowest_rank + 2):
            status = Status.PPPK
        in_post = min(served, rng.randrange(3, _MOST_MONTHS_IN_POST))
        return Career(
            pns_id=f"{rng.getrandbits(128):032X}",
            nip=self._nip(born, entered, sex, status),
            name=invent_name(rng, sex),
            sex=sex,
            born=born,
            status=status,
            rank=_CONTRACT_RANK if status is Status.PPPK else RANKS[rank],
            rank_since=add_months(entered, _MONTHS_PER_RANK * steps),
            entered=entered,
            appointed=add_months(entered, _MONTHS_BEFORE_APPOINTMENT) if status is Status.PNS else None,
            education=education,
            fits=fits,
            post_since=add_months(self._today, -in_post),
        )

    def _nip(self, born: date, entered: date, sex: Sex, status: Status) -> str:
        month = "21" if status is Status.PPPK else f"{entered.month:02}"
        sign = "1" if sex is Sex.MALE else "2"
        stem = f"{born:%Y%m%d}{entered.year}{month}{sign}"
        serial = self._serials.get(int(stem), 0) + 1
        if serial > _SERIALS:
            raise ValueError("too many people were born and entered on the same days")
        self._serials[int(stem)] = serial
        return f"{stem}{serial:03}"
