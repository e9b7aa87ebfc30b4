"""Looking at a case again, and stepping aside."""

from typing import Literal
from uuid import UUID

from fastapi import Response

from api.acts.forms import MADE, StepBody, acts_router, receipt
from api.answers import ReceiptAnswer, access
from api.bodies import Body, Code, Reason
from api.entry import TheDoor
from domain.policy import Duty
from domain.transfer import commands

acts = acts_router()


class ReassessmentBody(Body):
    reason: Reason


class PolicyMigrationBody(Body):
    """`to` is a national version; what the receiving region adds to it comes with it."""

    to: Code
    reason: Reason


class ConflictBody(StepBody):
    """`kind` as PermenPAN-RB 17/2024 tells them apart."""

    kind: Literal["AKTUAL", "POTENSIAL"]
    reason: Reason


class SubstituteBody(StepBody):
    office: UUID
    reason: Reason


@acts.post("/reassessments", **MADE, openapi_extra=access("an office with an open step"))
def reassess(body: ReassessmentBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Evaluate all rules again today: the case is suspended, goes on, or gets the steps that have become required."""
    return receipt(door(commands.ReassessCase(body.reason)), response)


@acts.post("/policy-migrations", **MADE, openapi_extra=access("an office", duty=Duty.REVIEWS))
def migrate_policy(body: PolicyMigrationBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Let the case go on under another version in force, before its decree. Ask for the dry run first."""
    return receipt(door(commands.MigratePolicy(body.to, body.reason)), response)


@acts.post("/conflicts", **MADE, openapi_extra=access("the office of the open step"))
def declare_conflict(body: ConflictBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Declare your conflict of interest and recuse yourself from the step."""
    return receipt(door(commands.DeclareConflict(body.step, body.kind, body.reason)), response)


@acts.post(
    "/substitutes",
    **MADE,
    openapi_extra=access(
        "the office above one that is concerned itself, else an office", duty=Duty.SUBSTITUTES
    ),
)
def name_substitute(body: SubstituteBody, door: TheDoor, response: Response) -> ReceiptAnswer:
    """Name another office for a step from which its holder has recused."""
    return receipt(door(commands.NameSubstitute(body.step, body.office, body.reason)), response)
