"""The latest signed checkpoint, and proofs that an event lies under it, for those who oversee its case."""

from base64 import b64encode
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path

from api.answers import ANSWERS, access
from api.answers.oversight import CheckpointAnswer, ProofAnswer
from api.bodies import StrictRoute
from api.entry import AReader
from api.lookups import ALooker
from api.oversight import overseen_by, watching
from api.problems import Problem
from domain.lookups import What
from domain.policy import Insight
from domain.transfer.events import FeedbackGiven
from domain.transparency.tree import leaf_hash
from projections import audit_trail

router = APIRouter(prefix="/v1/audit", tags=["oversight"], route_class=StrictRoute, responses=ANSWERS)

Position = Annotated[int, Path(ge=1, le=2**63 - 1, description="the event's place in the ledger")]


@router.get("/checkpoint", openapi_extra=access("an office", insight=Insight.OVERSIGHT))
def read_checkpoint(reader: AReader) -> CheckpointAnswer:
    """How long the ledger was and the hash of all of it, signed. Keep it: a later ledger must go on from it."""
    overseen_by(reader)
    proofs = reader.house.proofs
    if (signed := proofs.latest()) is None:
        raise Problem("no-checkpoint", HTTPStatus.NOT_FOUND)
    return CheckpointAnswer(
        origin=signed.checkpoint.origin,
        size=signed.checkpoint.size,
        root=_text(signed.checkpoint.root),
        signed_at=signed.at,
        note=signed.note,
        verifier=proofs.vkey(),
    )


@router.get(
    "/proofs/{position}", openapi_extra=access("offices, of their agency,", insight=Insight.OVERSIGHT)
)
def read_proof(reader: ALooker, position: Position) -> ProofAnswer:
    """That one event of a case you oversee lies under the latest checkpoint; to be checked without this service.

    Of feedback `entry` is not told: with what is hashed, who gave it could be guessed.
    """
    agencies = overseen_by(reader)
    with reader.house.runner.pool.connection() as connection:
        rows = audit_trail.trail(connection, agencies, position - 1, 1)
    of_cases = [row for row in rows if row["position"] == position and row["stream"] == row["case_id"]]
    if not of_cases or (proof := reader.house.proofs.of(position)) is None:
        raise Problem("no-proof", HTTPStatus.NOT_FOUND)
    (row,) = of_cases
    sealed = row["event"] == FeedbackGiven.__name__
    officials = [] if sealed or row["office"] is None else [row["actor"]]
    reader.looks_at(What.PROOF, [row["person"]], watching(reader), row["case_id"], officials)
    return ProofAnswer(
        position=position,
        index=proof.index,
        entry=None if sealed else proof.entry.decode(),
        leaf=_text(leaf_hash(proof.entry)),
        hashes=[_text(each) for each in proof.hashes],
        note=proof.under.note,
    )


def _text(hash_: bytes) -> str:
    return b64encode(hash_).decode()
