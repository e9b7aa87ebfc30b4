"""Only parameters that an operation has: a filter misspelt must not seem to have been applied.

Each stands once, unless it is a list: of two values one would be dropped unseen.
"""

from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError

Lists = Mapping[str, bool]  # by the name of a parameter, whether it may be given several times


async def only_those_there_are(request: Request) -> None:
    """For every operation of the specification; RequestValidationError otherwise."""
    operation = request.scope["route"].path_format, request.method.lower()
    known = _parameters(request.app).get(operation)
    if known is None or not request.query_params:
        return
    given = Counter(name for name, _ in request.query_params.multi_items())
    there_are = ", ".join(known) or "none"
    errors = [
        _error(
            name,
            "unknown_parameter",
            f"There is no such parameter here; there are: {there_are}",
            known=there_are,
        )
        for name in given
        if name not in known
    ]
    errors += [
        _error(name, "repeated_parameter", "This parameter is given once")
        for name, times in given.items()
        if times > 1 and not known.get(name, True)
    ]
    if errors:
        raise RequestValidationError(errors)


def _error(name: str, kind: str, english: str, **told: str) -> dict[str, Any]:
    return {"type": kind, "loc": ("query", name), "msg": english, "ctx": told}


@cache
def _parameters(app: FastAPI) -> Mapping[tuple[str, str], Lists]:
    return {
        (path, method): {
            each["name"]: "array" in _types(each["schema"])
            for each in described.get("parameters", ())
            if each["in"] == "query"
        }
        for path, operations in app.openapi()["paths"].items()
        for method, described in operations.items()
    }


def _types(schema: Mapping[str, Any]) -> list[str]:
    return [each["type"] for each in (schema, *schema.get("anyOf", ())) if "type" in each]
