"""A server in a process of its own: `python -m bench.serving jejak|bare DATABASE FOLDER PORT`.

uvicorn with uvloop and httptools, no access log. `bare` is what anybody would write first: a `def` endpoint that checks
the same token and does the control's INSERT.
"""

import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

import uvicorn
from fastapi import Depends, FastAPI
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from psycopg_pool import ConnectionPool
from pydantic import BaseModel

from api.app import create_app
from api.house import open_house
from api.identity import Caller, Identity
from api.settings import Mode, Settings
from bench.cases import POLICIES
from bench.inprocess import CONTROL_INSERT
from bench.lines import write_lines

_bearer = HTTPBearer()


class Plain(BaseModel):
    case: UUID
    step: str
    text: str


def bare_app(settings: Settings, url: str) -> FastAPI:
    identity = Identity(settings)
    pool: ConnectionPool = ConnectionPool(
        url, kwargs={"autocommit": True}, min_size=32, max_size=32, open=False
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI):
        pool.open(wait=True)
        yield
        pool.close()

    app = FastAPI(lifespan=lifespan)

    async def caller(credentials: Annotated[HTTPAuthorizationCredentials, Depends(_bearer)]) -> Caller:
        token = credentials.credentials
        return identity.known(token) or identity.caller(token)

    @app.post("/plain", status_code=201)
    def insert(body: Plain, caller: Annotated[Caller, Depends(caller)]) -> Plain:
        del caller
        with pool.connection() as connection, connection.cursor(binary=True) as cursor:
            cursor.execute(CONTROL_INSERT, (uuid4(), body.text.encode()), prepare=True)
        return body

    @app.get("/livez")
    def live() -> dict[str, str]:
        return {"status": "alive"}

    return app


def main() -> None:
    which, url, folder, port, lines = sys.argv[1:]
    write_lines(dropped=lines == "dropped")
    settings = Settings(mode=Mode.DEMO, database_url=url, data=Path(folder), port=int(port))
    app = (
        create_app(settings, lambda: open_house(settings, url, policies=POLICIES))
        if which == "jejak"
        else bare_app(settings, url)
    )
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
