"""A made-up province to try everything on: real agencies, invented people, as files in the layouts of the import.

`generate` writes the files; `load` imports them through the same door as any other file.
"""

from application.demonstration.cast import Cast, Holder, Mover, Opening, read_cast
from application.demonstration.files import FILES, load
from application.demonstration.generation import REFERENCE_DAY, generate

__all__ = [
    "FILES",
    "REFERENCE_DAY",
    "Cast",
    "Holder",
    "Mover",
    "Opening",
    "generate",
    "load",
    "read_cast",
]
