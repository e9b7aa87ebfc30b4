"""The layouts by name, in the order in which they build on each other."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from application.importing.layouts.agencies import AGENCIES, BKN_REGIONAL_OFFICES
from application.importing.layouts.careers import ASSIGNMENTS, CAREERS, DISCIPLINE, PERFORMANCE
from application.importing.layouts.layout import Layout
from application.importing.layouts.lessons import LESSONS
from application.importing.layouts.movements import MOVEMENTS
from application.importing.layouts.offices import OFFICES
from application.importing.layouts.people import PEOPLE
from application.importing.layouts.posts import POSITION_MAP
from application.importing.layouts.schools import SCHOOLS
from application.importing.layouts.units import SIASN_UNITS, UNITS
from application.importing.layouts.vacancies import VACANCIES

LAYOUTS: Mapping[str, Layout[Any]] = MappingProxyType(
    {
        layout.name: layout
        for layout in (
            AGENCIES,
            BKN_REGIONAL_OFFICES,
            UNITS,
            SIASN_UNITS,
            SCHOOLS,
            MOVEMENTS,
            POSITION_MAP,
            VACANCIES,
            LESSONS,
            PEOPLE,
            ASSIGNMENTS,
            PERFORMANCE,
            DISCIPLINE,
            CAREERS,
            OFFICES,
        )
    }
)
