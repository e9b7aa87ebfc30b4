"""Every error is a problem (RFC 9457) in both languages; history is neither changed nor deleted."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path
from uuid import UUID, uuid4

import cast
import pytest
from cast import SITI
from stories import balancing_move
from test_access import DOCUMENT
from web import Web, command_of, request_of

import api
import application
import domain
import projections
from api import problems
from api.words import catalogue
from domain.refusals import Refused

SECRET = "Rahmawati"
ADDRESSES = [
    path.replace("{transfer_id}", str(uuid4())).replace("{months}", "3") for path in DOCUMENT["paths"]
]
METHODS = [{method.upper() for method in operations} for operations in DOCUMENT["paths"].values()]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_nothing_is_put_patched_or_deleted(web: Web, method: str) -> None:
    before = web.head
    for address, allowed in zip(ADDRESSES, METHODS, strict=True):
        for headers in ({}, web.headers(SITI)):
            answer = web.client.request(method, address, headers=headers)
            assert answer.status_code == 405, address
            assert set(answer.headers["Allow"].split(", ")) == allowed, address
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["type"] == "urn:jejak:problem:method-not-allowed"
    assert web.head == before


def test_what_is_there_to_be_read_is_not_written_and_the_other_way_round(web: Web) -> None:
    for address, allowed in zip(ADDRESSES, METHODS, strict=True):
        for method in {"GET", "POST"} - allowed:
            assert web.client.request(method, address, headers=web.headers(SITI)).status_code == 405, address


@pytest.mark.parametrize(
    "address",
    ["/", "/v1", "/v2/transfers", "/v1/transfers/", "/docs", "/redoc", "/admin", "/v1/transfers/../me/x"],
)
def test_an_address_that_is_not_there_is_a_problem_too(web: Web, address: str) -> None:
    """Nor is anybody sent elsewhere by it: a redirect would repeat the Host a stranger chose."""
    answer = web.client.get(address, headers={"Host": "jahat.example"}, follow_redirects=False)
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:jejak:problem:unknown-path")


def test_an_id_that_is_none_is_told_by_its_place(web: Web) -> None:
    answer = web.get("/v1/transfers/198609262015052001", SITI)
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/path/transfer_id"]
    assert "198609262015052001" not in answer.text


def test_a_parameter_that_is_not_there_is_refused_and_one_given_twice(web: Web) -> None:
    """At every address: a filter misspelt must not look as if it had been applied."""
    for path, operations in DOCUMENT["paths"].items():
        address = re.sub(r"{\w+}", str(UUID(int=0)), path)
        for method, described in operations.items():
            if method == "post" and "application/json" not in described["requestBody"]["content"]:
                continue
            sent = {} if method == "get" else {"json": {}}
            answer = web.client.request(
                method, address, params={SECRET: "x"}, headers=web.headers(SITI), **sent
            )
            assert answer.status_code == 422, (method, path)
            (error,) = answer.json()["errors"]
            assert (error["pointer"], error["kind"]) == ("/query/*", "unknown_parameter")
            known = {each["name"] for each in described.get("parameters", ()) if each["in"] == "query"}
            assert set(error["messages"]["en"].partition("there are: ")[2].split(", ")) == (known or {"none"})
            assert SECRET not in answer.text
    twice = [("limit", "5"), ("limit", "7")]
    answer = web.client.get("/v1/transfers", params=twice, headers=web.headers(SITI))
    assert [(each["pointer"], each["kind"]) for each in answer.json()["errors"]] == [
        ("/query/limit", "repeated_parameter")
    ]


def test_a_fault_of_ours_is_logged_by_place_and_tells_nothing(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise RuntimeError("Siti Rahmawati 198609262015052001")

    monkeypatch.setattr(type(web.house.cases), "show", failing)
    answer = web.get(f"/v1/transfers/{uuid4()}", SITI)
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:jejak:problem:internal-error"
    assert "Siti" not in answer.text


# The catalogue


def kinds_of_refusal() -> dict[str, type[Refused]]:
    """All there are, in all our modules."""
    for package in (domain, application, projections, api):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(("api.cli", "api.demo")):
                importlib.import_module(module.name)
    found, look = {Refused.__name__: Refused}, [Refused]
    while look:
        for kind in look.pop().__subclasses__():
            found[kind.__name__] = kind
            look.append(kind)
    return found


def test_every_refusal_is_a_sentence_in_both_languages_and_none_is_left_over() -> None:
    kinds = kinds_of_refusal()
    indonesian = catalogue("id")["refusals"]
    assert set(indonesian) == set(kinds)
    for name, kind in kinds.items():
        for sentence in (indonesian[name], (kind.__doc__ or "").strip()):
            assert sentence.endswith("."), name
            assert "\n" not in sentence, name
            assert sentence[0].isupper(), name


def names_said(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_problem_is_a_sentence_in_both_languages_and_none_is_left_over() -> None:
    english, indonesian = catalogue("en")["problems"], catalogue("id")["problems"]
    assert set(english) == set(indonesian)
    folder = Path(problems.__file__).parent
    said = set().union(*(names_said(path) for path in folder.glob("*.py")))
    assert not set(english) - said, "left over"
    raised = {
        node.args[0].value
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"Problem", "_named"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(raised) > 5
    assert raised <= set(english)
    for sentence in (*english.values(), *indonesian.values()):
        assert sentence.endswith(".")


# Ids that are some other thing's

OTHER_IDS = {
    "a person": SITI,
    "a post": cast.NEW_POST_ID,
    "a unit": cast.HEALTH_ID,
    "an agency": cast.NORTH_ID,
    "an office": cast.office_id(*cast.REGENT),
    "nothing": UUID(int=7),
}


@pytest.mark.parametrize("known", [False, True], ids=["never read", "kept"])
def test_an_id_of_something_else_is_the_id_of_nothing(web: Web, known: bool) -> None:
    """Whether or not the service has that other thing at hand."""
    request, act = command_of(balancing_move(), "RequestTransfer")
    _, body = request_of(request)
    if known:
        web.play(balancing_move(), until="GrantClearance")
    before = web.head
    for what, wrong in OTHER_IDS.items():
        shown = web.get(f"/v1/transfers/{wrong}", SITI)
        assert (shown.status_code, shown.json()["type"]) == (404, "urn:jejak:problem:TransferUnknown"), what
        for field, own, office in (
            ("person", SITI, act.office),
            ("targetPost", cast.NEW_POST_ID, act.office),
            ("office", None, wrong),
        ):
            if wrong == own or (field == "office" and what == "an office"):
                continue
            headers = web.headers(act.by, act.at, office) | {"Idempotency-Key": str(uuid4())}
            sent = body if field == "office" else body | {field: str(wrong)}
            answer = web.client.post("/v1/transfers", json=sent, headers=headers)
            assert answer.status_code == 404, (what, field, answer.text)
    assert web.head == before
