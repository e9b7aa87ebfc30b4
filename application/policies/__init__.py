"""The law as data: reads its texts and answers what was in force on a day.

files.py the folder `policies/` | texts.py one text, national.py, regional.py, calendars.py and heads.py by its kind, older.py in its
older forms, toml.py and syntax.py what is wrong with how it is written | faults/ what keeps it from being law | in_force.py all of them together.
"""

from application.policies.faults import LIMITS
from application.policies.files import (
    demands_of,
    law_files,
    offices_of,
    read_calendar,
    read_demands,
    read_disclosure,
    read_laws,
    read_offices,
    read_policies,
    read_policy,
    read_rules,
)
from application.policies.in_force import NoPolicyInForce, Policies, policies_of
from application.policies.texts import law_text, read_law
from application.policies.toml import FOLDER, BrokenPolicy, text_of

__all__ = [
    "FOLDER",
    "LIMITS",
    "BrokenPolicy",
    "NoPolicyInForce",
    "Policies",
    "demands_of",
    "law_files",
    "law_text",
    "offices_of",
    "policies_of",
    "read_calendar",
    "read_demands",
    "read_disclosure",
    "read_law",
    "read_laws",
    "read_offices",
    "read_policies",
    "read_policy",
    "read_rules",
    "text_of",
]
