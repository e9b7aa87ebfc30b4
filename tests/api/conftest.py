"""The service on a real database with the cast registered, spoken to over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest
from databases import copied
from fastapi import FastAPI
from fastapi.testclient import TestClient
from ledgers import with_cast
from psycopg.conninfo import conninfo_to_dict
from web import Web, served

from api.app import create_app
from api.house import House, open_house
from api.identity import LocalKey
from api.settings import Mode, Settings
from application.policies import Policies
from application.replaying import Replay


@pytest.fixture(scope="session")
def peopled(server: str, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database with the cast registered and projected, which others are copied from."""
    with copied(server, template) as url:
        house = open_house(Settings(mode=Mode.DEMO, data=tmp_path_factory.mktemp("cast")), url)
        with_cast(house.ledger)
        house.runner.wait_for(house.ledger.head())
        house.close()
        yield str(conninfo_to_dict(url)["dbname"])


@pytest.fixture
def database(server: str, peopled: str) -> Iterator[str]:
    """The address of a database with the cast in it, of the test's own."""
    with copied(server, peopled) as url:
        yield url


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Settings:
    return Settings(mode=Mode.DEMO, database_url=database, data=tmp_path)


@pytest.fixture
def policies() -> Policies | None:
    """The law the service is run under: that of the ledger. A test may name another."""
    return None


@pytest.fixture(scope="session")
def built() -> FastAPI:
    """The application without a house: its routes take longer to build than most tests take."""

    def opened() -> House:
        house: House = application.state.open_house()
        return house

    application = create_app(Settings(mode=Mode.DEMO), opened)
    return application


@pytest.fixture
def app(built: FastAPI, settings: Settings, database: str, policies: Policies | None) -> FastAPI:
    """The service, with the cast registered."""

    def opened() -> House:
        house = open_house(settings, database, policies=policies)
        house.runner.wait_for(house.ledger.head())
        return house

    built.state.settings, built.state.open_house = settings, opened
    return built


@pytest.fixture
def web(app: FastAPI, settings: Settings) -> Iterator[Web]:
    """A client of a running service."""
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Web(client, LocalKey(settings.data), app.state.house)


@pytest.fixture
def follows(web: Web) -> Iterator[None]:
    """Whatever the test played: made again from its events, every decision is what was recorded."""
    yield
    replay = Replay(web.house.ledger, web.house.fixed_policies)
    assert [again for again in replay.whole() if again.departs] == []


@pytest.fixture
def live(app: FastAPI, settings: Settings) -> Iterator[Web]:
    """The same over a real server and real connections, for what happens at the same moment."""
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    with served(app) as address, httpx.Client(base_url=address, limits=limits, timeout=30) as client:
        yield Web(client, LocalKey(settings.data), app.state.house)
