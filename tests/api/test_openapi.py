"""The OpenAPI document is valid and true: what it says is sent is taken, and what comes back is what it says."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2 as httpx
import jsonschema_rs
import psycopg
import pytest
import schemathesis
from cast import LIBRARY_HEAD, NORTH_PERSONNEL, PEERS, SITI, official, on
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from ledgers import with_cast
from psycopg import sql
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from stories import balancing_move
from test_access import DOCUMENT, OPERATIONS
from web import Web, served

from api import bodies
from api.app import create_app
from api.examples import BODIES
from api.house import House, open_house
from api.identity import LocalKey
from api.settings import Mode, Settings
from domain.identity import office_id

DAY = on(2025, 3, 17)
_RECORDING_NO_COMMAND = {"/v1/people/searches", "/v1/documents", "/v1/audit/what-ifs"}


def components_with(schema: dict[str, Any]) -> dict[str, Any]:
    return schema | {"components": DOCUMENT["components"]}


def test_the_document_is_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    schemathesis.openapi.from_dict(DOCUMENT).validate()
    ids = [
        operation["operationId"]
        for operations in DOCUMENT["paths"].values()
        for operation in operations.values()
    ]
    assert len(ids) == len(set(ids))


def test_every_body_has_an_example_that_fits_and_is_in_indonesian_use() -> None:
    bodies_described = 0
    for path, operations in DOCUMENT["paths"].items():
        for operation in operations.values():
            if "requestBody" in operation and path != "/v1/documents":  # raw bytes
                content = operation["requestBody"]["content"]["application/json"]
                schema = jsonschema_rs.validator_for(components_with(content["schema"]))
                assert schema.is_valid(content["example"]), path
                bodies_described += 1
    assert bodies_described > 25


def test_every_example_is_taken_by_the_service_itself() -> None:
    kinds = {kind.__name__: kind for kind in all_of(bodies.Body)}
    for path, example in BODIES.items():
        reference = DOCUMENT["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"][
            "$ref"
        ]
        kinds[reference.rsplit("/", 1)[1]].model_validate(example)


def all_of(kind: type) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from all_of(each)


def test_every_operation_documents_its_errors_as_problems() -> None:
    for path, operations in DOCUMENT["paths"].items():
        for operation in operations.values():
            if operation["x-access"] == "public":
                continue
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert set(answer["content"]) == {"application/problem+json"}, (path, status)


def test_what_must_be_sent_is_said_to_be_required() -> None:
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            required = {p["name"] for p in operation.get("parameters", ()) if p.get("required")}
            if method == "post" and path not in _RECORDING_NO_COMMAND:
                assert "Idempotency-Key" in required, path
                assert ("If-Match" in required) is ("{transfer_id}" in path or "{decree_id}" in path), path


# Played against the service


@pytest.fixture(scope="module")
def web(
    server: str, template: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Web]:
    """One service for all of it, with Siti's case before the two heads."""
    name = f"jejak_openapi_{worker_id}_{uuid4().hex[:8]}"
    url = psycopg.conninfo.make_conninfo(server, dbname=name)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
        try:
            yield from _running(url, tmp_path_factory.mktemp("key"))
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _running(url: str, folder: Path) -> Iterator[Web]:
    demo = Settings(mode=Mode.DEMO, database_url=url, data=folder)

    def opened() -> House:
        house = open_house(demo, url)
        with_cast(house.ledger)
        house.runner.wait_for(house.ledger.head())
        return house

    app: FastAPI = create_app(demo, opened)
    with served(app) as address, httpx.Client(base_url=address) as client:
        made = Web(client, LocalKey(folder), app.state.house)
        made.play(balancing_move(), until="origin_release")
        yield made


SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
CALLERS = (
    (SITI, None),
    (PEERS[0], None),
    (official(*LIBRARY_HEAD), office_id(*LIBRARY_HEAD)),
    (official(*NORTH_PERSONNEL), office_id(*NORTH_PERSONNEL)),
)


FEW = settings(
    max_examples=6,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# No schema can say which ETag or cursor was given out by us, or that a body must be allowed by law.
positive_data_acceptance, negative_data_rejection = CHECKS.get_by_names(
    ["positive_data_acceptance", "negative_data_rejection"]
)
SCHEMA.config.checks.negative_data_rejection.expected_statuses += ["412"]


def checked(
    path: str, method: str, mode: GenerationMode, caller_of: Callable[[int], dict[str, str]], web: Web
) -> None:
    turns = count()
    # Parameters nobody knows are not looked at; fields nobody knows are refused.
    excluded = [positive_data_acceptance, *([negative_data_rejection] if method == "GET" else [])]

    @seed(20250317)
    @FEW
    @given(case=SCHEMA[path][method].as_strategy(generation_mode=mode))
    def conforms(case: schemathesis.Case) -> None:
        turn = next(turns)
        if mode is GenerationMode.POSITIVE and turn % 3 and "transfer_id" in case.path_parameters:
            case.path_parameters["transfer_id"] = web.transfer
        address = str(web.client.base_url)
        case.call_and_validate(base_url=address, headers=caller_of(turn), excluded_checks=excluded)

    conforms()


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path, _ in OPERATIONS])
def test_what_fits_is_answered_as_described(web: Web, method: str, path: str) -> None:
    checked(path, method, GenerationMode.POSITIVE, caller(web), web)


@pytest.mark.parametrize(
    ("method", "path"),
    [(method, path) for method, path, operation in OPERATIONS if operation.get("parameters")],
)
def test_what_does_not_fit_is_refused_as_described(web: Web, method: str, path: str) -> None:
    before = web.head
    checked(path, method, GenerationMode.NEGATIVE, caller(web), web)
    recorded = {line.name for line in web.house.ledger.after(before, 100)}
    assert recorded <= {"PeopleLookedUp"}, "a search that fits all the same is a look-up"


def caller(web: Web) -> Callable[[int], dict[str, str]]:
    """Somebody else each time: the person, a rater, an official for their office or in their own person."""

    def headers(turn: int) -> dict[str, str]:
        person, office = CALLERS[turn % len(CALLERS)]
        return web.headers(person, DAY, office if turn % 2 else None)

    return headers
