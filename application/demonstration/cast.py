"""Who is who in a made-up province: holders of offices, people who could move, and posts they could move to."""

import tomllib
from dataclasses import asdict, dataclass, field
from json import dumps
from pathlib import Path
from uuid import UUID

from domain.act import Capacity
from domain.identity import OfficeKind, agency_id, office_id, person_id, post_id, unit_id

FILE = "cast.toml"


@dataclass(frozen=True, slots=True)
class Holder:
    """An official. `unit` is empty where the office stands over the agency."""

    kind: OfficeKind
    agency: str
    unit: str
    title: str
    pns_id: str
    name: str
    capacity: Capacity

    @property
    def office(self) -> UUID:
        return office_id(self.kind, unit_id(self.unit) if self.unit else agency_id(self.agency))

    @property
    def person(self) -> UUID:
        return person_id(self.pns_id)


@dataclass(frozen=True, slots=True)
class Mover:
    """Somebody in a post whom no rule holds back (as far as the generator knows), `since` an ISO 8601 day."""

    pns_id: str
    name: str
    agency: str
    unit: str
    post_code: str
    position: str
    since: str
    rank: str

    @property
    def person(self) -> UUID:
        return person_id(self.pns_id)

    @property
    def post(self) -> UUID:
        return post_id(self.post_code)


@dataclass(frozen=True, slots=True)
class Opening:
    """A post with a free seat and a shortage."""

    agency: str
    unit: str
    post_code: str
    position: str
    free: int

    @property
    def post(self) -> UUID:
        return post_id(self.post_code)


@dataclass(frozen=True, slots=True)
class Staff:
    """Some who work in a unit, its heads last."""

    unit: str
    people: tuple[str, ...]


@dataclass(slots=True)
class Cast:
    """Some of each agency, not all. `movers` are in posts with a surplus.

    `newcomers` are held back only by too short a time in post, `pledged` by theirs, `contract` staff by their status.
    `leaders` are heads of offices, divisions, schools and clinics. `steady` could move too, from posts without a surplus.
    `caretaken` are people of the government that a caretaker heads; `private_schools` are seats for teachers outside the state's schools.
    """

    holders: list[Holder] = field(default_factory=list)
    movers: list[Mover] = field(default_factory=list)
    newcomers: list[Mover] = field(default_factory=list)
    pledged: list[Mover] = field(default_factory=list)
    contract: list[Mover] = field(default_factory=list)
    leaders: list[Mover] = field(default_factory=list)
    steady: list[Mover] = field(default_factory=list)
    caretaken: list[Mover] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    private_schools: list[Opening] = field(default_factory=list)
    staff: list[Staff] = field(default_factory=list)

    def holder(self, kind: OfficeKind, agency: str, unit: str = "") -> Holder:
        """Who holds the office, definitively where somebody does; KeyError when there is no such office."""
        found = [h for h in self.holders if (h.kind, h.agency, h.unit) == (kind, agency, unit)]
        if not found:
            raise KeyError((kind, agency, unit))
        return min(found, key=lambda holder: holder.capacity is not Capacity.DEFINITIVE)

    def working_in(self, unit: str) -> list[UUID]:
        """Some who work there, its heads last."""
        return [person_id(each) for staff in self.staff if staff.unit == unit for each in staff.people]

    def above(self, mover: Mover) -> Holder:
        """Who holds the nearest office above somebody, as the policy names them."""
        places = (
            (OfficeKind.UNIT_HEAD, mover.unit),
            (OfficeKind.REGIONAL_OFFICE_HEAD, office_of(mover.unit)),
            (OfficeKind.AUTHORISED_OFFICIAL, ""),
        )
        own = {(each.kind, each.unit) for each in self.holders if each.person == mover.person}
        first = max((number + 1 for number, place in enumerate(places) if place in own), default=0)
        kind, unit = places[first]
        return self.holder(kind, mover.agency, unit)

    def write(self, folder: Path) -> None:
        with (folder / FILE).open("w", encoding="utf-8", newline="\n") as file:
            for table, rows in (
                ("holders", self.holders),
                ("movers", self.movers),
                ("newcomers", self.newcomers),
                ("pledged", self.pledged),
                ("contract", self.contract),
                ("leaders", self.leaders),
                ("steady", self.steady),
                ("caretaken", self.caretaken),
                ("openings", self.openings),
                ("private_schools", self.private_schools),
                ("staff", self.staff),
            ):
                for row in rows:
                    file.write(f"[[{table}]]\n")
                    for key, value in asdict(row).items():
                        file.write(f"{key} = {dumps(value, ensure_ascii=False)}\n")
                    file.write("\n")


def office_of(unit: str) -> str:
    """The regional office a unit belongs to: the first level below the agency."""
    return ".".join(unit.split(".")[:2])


def read_cast(folder: Path) -> Cast:
    told = tomllib.loads((folder / FILE).read_text("utf-8"))

    def movers(table: str) -> list[Mover]:
        return [Mover(**row) for row in told.get(table, ())]

    return Cast(
        holders=[
            Holder(**row | {"kind": OfficeKind(row["kind"]), "capacity": Capacity(row["capacity"])})
            for row in told.get("holders", ())
        ],
        movers=movers("movers"),
        newcomers=movers("newcomers"),
        pledged=movers("pledged"),
        contract=movers("contract"),
        leaders=movers("leaders"),
        steady=movers("steady"),
        caretaken=movers("caretaken"),
        openings=[Opening(**row) for row in told.get("openings", ())],
        private_schools=[Opening(**row) for row in told.get("private_schools", ())],
        staff=[Staff(row["unit"], tuple(row["people"])) for row in told.get("staff", ())],
    )
