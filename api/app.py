"""The HTTP application: put together here and nowhere else."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

from api import (
    acts,
    audit,
    candidates,
    counts,
    decisions,
    decrees,
    description,
    documents,
    eligibility,
    exports,
    flags,
    health,
    inbox,
    law,
    legality,
    lookups,
    metrics,
    needs,
    offices,
    parameters,
    plans,
    problems,
    proofs,
    raters,
    records,
    registry,
    replays,
    reports,
    transfers,
)
from api.house import House
from api.memory import keep_what_is_here
from api.settings import Settings

_ABOUT = """\
Transfers (*mutasi*) of Indonesian civil servants, decided on the record.

Every write is an act of a person, mostly for an office (`Jejak-Office`), and carries an `Idempotency-Key`; the same key
always gets the same answer. An act on a case says in `If-Match` what its sender has seen, and that goes on record.
Whoever oversees says in `Jejak-Purpose` why they read about others; that goes on record, and the person is told of it.
`x-access` says who may call an operation; where that is an office with a duty or an insight, `x-duty` or `x-insight` names it,
and the policy the offices (`[duties]`, `[insights]` in its text, `GET /v1/policies/{version}`).
Reads take `after`, the position a receipt gave. What an operation does not have, be it a field or a parameter, it refuses.
Errors are RFC 9457 problems with both languages in `messages`.
"""


def create_app(settings: Settings, open_house: Callable[[], House]) -> FastAPI:
    """`open_house` is called when the server starts; what it opened is closed when the server stops."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        house = open_house()
        app.state.house = house
        keep_what_is_here()
        try:
            yield
        finally:
            house.close()

    app = FastAPI(
        title="Jejak",
        version="1",
        description=_ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(parameters.only_those_there_are)],
    )
    app.state.settings = settings
    problems.install(app)
    for router in (
        transfers.router,
        raters.router,
        legality.router,
        decisions.router,
        *acts.ROUTERS,
        decrees.router,
        decrees.acts,
        documents.router,
        inbox.router,
        lookups.router,
        eligibility.router,
        registry.router,
        law.router,
        flags.router,
        audit.router,
        reports.router,
        reports.public,
        exports.router,
        replays.router,
        replays.suppositions,
        proofs.router,
        *records.ROUTERS,
        plans.router,
        needs.router,
        candidates.router,
        counts.router,
        offices.router,
        health.router,
        metrics.router,
    ):
        app.include_router(router)

    app.openapi = lambda: description.of(app)  # type: ignore[method-assign]
    return app
