"""The OpenAPI document: what the framework finds out by itself, corrected where it would mislead, with examples."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.answers import Problem
from api.examples import BODIES

_OBLIGATORY = {
    "If-Match": {"type": "string", "pattern": r'^"[0-9]+\.[SOR]\.[0-9a-f]{64}"$'},
    "Idempotency-Key": {"type": "string", "pattern": r"^[\x21-\x7e]{8,128}$", "examples": ["usul-2026-0117"]},
}
_HEADERS = {
    HTTPStatus.UNAUTHORIZED: ("WWW-Authenticate", "Bearer"),
    HTTPStatus.METHOD_NOT_ALLOWED: ("Allow", "the methods there are"),
    HTTPStatus.SERVICE_UNAVAILABLE: ("Retry-After", "seconds"),
}


def of(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        schemas = schema.setdefault("components", {}).setdefault("schemas", {})
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= problem.pop("$defs", {})
        schemas["Problem"] = problem
        for path, operations in schema["paths"].items():
            for operation in operations.values():
                _correct(path, operation)
        app.openapi_schema = schema
    return app.openapi_schema


def _correct(path: str, operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        _correct_parameter(parameter)
    for status, (name, about) in _HEADERS.items():
        if answer := operation["responses"].get(str(int(status))):
            answer["headers"] = {name: _text(about)}
    if (body := operation.get("requestBody", {}).get("content", {}).get("application/json")) is not None:
        body["example"] = BODIES[path]
        if path.startswith("/v1/transfers") and (
            created := operation["responses"].get(str(int(HTTPStatus.CREATED)))
        ):
            created["headers"] = {"Location": _text("the case")}


def _correct_parameter(parameter: dict[str, Any]) -> None:
    """Nothing here is ever null: it is there or not. And these headers have to be, though it is us who say so."""
    schema = parameter["schema"]
    if choices := schema.pop("anyOf", None):
        schema |= next(choice for choice in choices if choice != {"type": "null"})
    if parameter["in"] == "header":
        parameter["name"] = parameter["name"].title()
        if obligatory := _OBLIGATORY.get(parameter["name"]):
            parameter["required"] = True
            schema |= obligatory


def _text(about: str) -> dict[str, Any]:
    return {"description": about, "schema": {"type": "string"}}
