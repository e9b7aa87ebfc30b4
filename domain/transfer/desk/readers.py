"""For whom a desk is laid, and as what."""

from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class Audience(StrEnum):
    """For whom: the person does not see who said what, officials of the case see all, raters only whom it is about."""

    SUBJECT = "SUBJECT"
    OFFICIAL = "OFFICIAL"
    RATER = "RATER"
