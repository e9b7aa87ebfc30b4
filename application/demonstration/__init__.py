"""A made-up province to try everything on: real agencies, invented people, as files in the layouts of the import.

`generate` writes the files; `load` imports them through the same door as any other file. `play_cases` fills the ledger
with the cases of two years.
"""

from application.demonstration.caseload import begins, play_cases
from application.demonstration.cast import Cast, Holder, Mover, Opening, office_of, read_cast
from application.demonstration.copied_ledger import CopiedLedger
from application.demonstration.files import FILES, load
from application.demonstration.generation import REFERENCE_DAY, SHOWN, generate

__all__ = [
    "FILES",
    "REFERENCE_DAY",
    "SHOWN",
    "Cast",
    "CopiedLedger",
    "Holder",
    "Mover",
    "Opening",
    "begins",
    "generate",
    "load",
    "office_of",
    "play_cases",
    "read_cast",
]
