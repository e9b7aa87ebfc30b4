"""Movements before, a layout of our own: one row a unit and half-year (180 days), for the five years before an election.

kode_unor   the regional office (OPD), as in the units file
sampai      the last day of the 180 days
dipindah    officials moved out of it or within it in these days
pegawai     officials who served in it
sumber      where it was counted
"""

from typing import Any
from uuid import UUID

from application.importing.layouts.layout import Layout, Surroundings
from application.importing.reading import Columns, Row, Source
from application.importing.reasons import Reason
from application.registry import CountMovements
from domain.identity import unit_id
from domain.registry.movements import Movements
from domain.registry.unit import Unit

_MOST = 100_000


def _know(_: Source, surroundings: Surroundings) -> dict[UUID, Unit]:
    return surroundings.units


def _count(row: Row, units: dict[UUID, Unit]) -> CountMovements:
    unit = unit_id(row.required("kode_unor"))
    if unit not in units:
        raise row.bad("kode_unor", Reason.UNIT_UNKNOWN)
    movements = Movements(
        row.required_day("sampai"),
        row.required_number("dipindah", 0, _MOST),
        row.required_number("pegawai", 1, _MOST),
        row.required("sumber"),
    )
    return CountMovements(unit, movements)


MOVEMENTS: Layout[Any] = Layout(
    "movements",
    Columns(("kode_unor", "sampai", "dipindah", "pegawai", "sumber")),
    "dipindah",
    _know,
    _count,
    lambda row: (row.text("kode_unor"), row.text("sampai")),
)
