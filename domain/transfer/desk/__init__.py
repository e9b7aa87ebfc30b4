"""The decider's desk: the facts of a case as they are shown to one reader. Pure, so that it can be laid again later.

What an answer served is made here from histories alone, never from a clock: the same histories give the same facts and
the same digest, which is how `seen` becomes evidence.

laying.py the whole, in its order | readers.py for whom | then its sections, each on a page of its own: move.py, route.py,
file.py, findings.py, needs.py, panel.py, feedback.py, evaluations.py, objection.py; sealed.py what the past may show
today, comparing.py what has changed between two desks.
"""

from domain.transfer.desk.comparing import differences
from domain.transfer.desk.laying import Section, desk, outline
from domain.transfer.desk.needs import unit_load, work_balance
from domain.transfer.desk.readers import Audience, Json
from domain.transfer.desk.sealed import sealed_as_now

__all__ = [
    "Audience",
    "Json",
    "Section",
    "desk",
    "differences",
    "outline",
    "sealed_as_now",
    "unit_load",
    "work_balance",
]
