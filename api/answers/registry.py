"""Agencies, posts and offices."""

from uuid import UUID

from api.answers import Answer


class AgencyItem(Answer):
    id: UUID
    code: str
    name: str
    kind: str
    province: UUID | None


class AgencyPage(Answer):
    items: list[AgencyItem]
    next: str | None


class PostItem(Answer):
    """Gap in hundredths of a person: incumbents less required; negative is a shortage."""

    id: UUID
    position: str
    kind: str
    unit: str
    seats: int
    occupied: int
    held: int
    free: int
    gap: int | None


class PostPage(Answer):
    items: list[PostItem]
    next: str | None


class OfficeItem(Answer):
    id: UUID
    kind: str
    title: str
    agency: UUID
    scope: UUID


class OfficePage(Answer):
    items: list[OfficeItem]
    next: str | None
