"""What the file must hold, on what ground a transfer is asked for, and what an upload may be."""

from dataclasses import dataclass
from enum import StrEnum

from domain.policy.transfer_types import Initiative
from domain.policy.words import Words
from domain.registry.person import Status


class Signatory(StrEnum):
    """As what somebody signed a paper: as the appointing authority (PPK), or in a position of this kind."""

    AUTHORITY = "APPOINTING_AUTHORITY"
    SENIOR_EXECUTIVE = "JPT"
    ADMINISTRATOR = "ADMINISTRATOR"
    SUPERVISOR = "PENGAWAS"
    FUNCTIONAL = "FUNGSIONAL"
    STAFF = "PELAKSANA"


@dataclass(frozen=True, slots=True)
class DocumentRequirement:
    """A document the file must hold before it is complete. None in a filter means: always, and of everybody.

    `names_post`: it is about the very post the person is to have, and must name it. `signed_by`: one of these signed it;
    anybody may have where none is named.
    """

    kind: str
    title: Words
    legal_basis: str
    initiative: Initiative | None = None
    certificate: str | None = None
    status: Status | None = None
    names_post: bool = False
    signed_by: tuple[Signatory, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """On what a transfer is asked for, and what the file must hold beside what the route asks; None: by either initiative.

    `places_contract_staff`: on it contract staff (PPPK) are placed elsewhere, also outside their agency and position (E11).
    """

    title: Words
    legal_basis: str
    initiative: Initiative | None = None
    documents: tuple[DocumentRequirement, ...] = ()
    places_contract_staff: bool = False


class ContentType(StrEnum):
    """What a document's bytes may be; the service knows how to tell these, by the bytes alone."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Uploads:
    """Which content is taken in, and how many bytes of it at most."""

    types: tuple[ContentType, ...]
    largest_bytes: int
    legal_basis: str
