"""The legality dossier of a decree: authority, procedure and substance, point by point, each with its law and its evidence.

Pure: the same history under the same policy version gives the same dossier, whenever it is asked for. It shows what is on
record and judges nothing beyond that; a court weighs it. What is sealed in the case is not in it.
"""

from dataclasses import dataclass

from domain.legality import authority, procedure, substance
from domain.legality.points import Limb, Point, Record

_LIMBS = (
    (Limb.AUTHORITY, authority.points),
    (Limb.PROCEDURE, procedure.points),
    (Limb.SUBSTANCE, substance.points),
)


@dataclass(frozen=True, slots=True)
class Dossier:
    record: Record
    limbs: dict[Limb, tuple[Point, ...]]


def dossier_of(record: Record) -> Dossier:
    """ValueError where nothing is decreed."""
    return Dossier(record, {limb: tuple(points(record)) for limb, points in _LIMBS})
