"""The shapes of answers, page by page. Here: what they have in common, and what every endpoint may answer besides."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from domain.policy import Duty, Insight


class Answer(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Sentence(Answer):
    """One sentence in both languages."""

    id: str
    en: str


class ReceiptAnswer(Answer):
    """What was recorded. `position` may be given to reads as `after`; `onBehalfOf` is the office it was done a.n."""

    transfer: UUID
    version: int
    position: int
    events: tuple[str, ...]
    on_behalf_of: UUID | None = None


class ViolationAnswer(Answer):
    """`told`: the input in both languages, where a rule of eligibility is not met."""

    rule: str
    version: str
    input: str
    told: Sentence | None
    legal_basis: str


class Problem(Answer):
    """RFC 9457. `messages` holds the sentence in both languages; `changes` the difference behind a 412."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:jejak:problem:StepNotOpen",
                    "title": "This step is not open.",
                    "status": 409,
                    "messages": {"id": "Tahap ini tidak sedang terbuka.", "en": "This step is not open."},
                }
            ]
        },
    )
    type: str
    title: str
    status: int
    messages: dict[str, str]
    detail: str = ""
    violations: list[ViolationAnswer] = []
    errors: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = Field(default=[], description="JSON pointers with values before and now")


def _problem(why: str) -> dict[str, Any]:
    return {
        "description": why,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


ANSWERS: dict[int | str, dict[str, Any]] = {
    int(HTTPStatus.BAD_REQUEST): _problem("The request cannot be read, or lacks a header."),
    int(HTTPStatus.UNAUTHORIZED): _problem("There is no valid token."),
    int(HTTPStatus.FORBIDDEN): _problem("The caller may not do this."),
    int(HTTPStatus.NOT_FOUND): _problem("There is no such record, or it is none of the caller's business."),
    int(HTTPStatus.METHOD_NOT_ALLOWED): _problem("History is neither changed nor deleted."),
    int(HTTPStatus.CONFLICT): _problem("The case is not in a state for it, or changed at the same moment."),
    int(HTTPStatus.PRECONDITION_FAILED): _problem("What was seen has changed; `changes` tells how."),
    int(HTTPStatus.REQUEST_ENTITY_TOO_LARGE): _problem("The body is too large."),
    int(HTTPStatus.UNSUPPORTED_MEDIA_TYPE): _problem("The body is not application/json."),
    int(HTTPStatus.UNPROCESSABLE_ENTITY): _problem("What was sent does not fit, or the law forbids it."),
    int(HTTPStatus.PRECONDITION_REQUIRED): _problem("If-Match, or the purpose of the reading, is missing."),
    int(HTTPStatus.SERVICE_UNAVAILABLE): _problem("Try again; a command with the same Idempotency-Key."),
}


def access(rule: str, *, duty: Duty | None = None, insight: Insight | None = None) -> dict[str, Any]:
    """The access rule of an endpoint, for people and for the test that no endpoint lacks one.

    `duty`, or `insight`: what the offices in it have by the policy; it names them, and may name others in another version.
    """
    if duty is not None:
        return {"x-access": f"{rule} with the duty {duty} by the policy", "x-duty": duty}
    if insight is not None:
        return {"x-access": f"{rule} with the insight {insight} by the policy", "x-insight": insight}
    return {"x-access": rule}
