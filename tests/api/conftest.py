"""The service on a real database with the cast registered, spoken to over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from ledgers import with_cast
from web import Web

from api.app import create_app
from api.house import House, open_house
from api.identity import LocalKey
from api.settings import Mode, Settings


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Settings:
    return Settings(mode=Mode.DEMO, database_url=database, data=tmp_path)


@pytest.fixture
def web(settings: Settings, database: str) -> Iterator[Web]:
    """A client of a running service."""

    def opened() -> House:
        house = open_house(settings, database)
        with_cast(house.ledger)
        house.runner.wait_for(house.ledger.head())
        return house

    with TestClient(create_app(settings, opened), raise_server_exceptions=False) as client:
        yield Web(client, LocalKey(settings.data))
