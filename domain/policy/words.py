"""A sentence or title in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence or title in both languages."""

    id: str
    en: str
