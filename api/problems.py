"""Refusals and faults as RFC 9457 problems: one place that turns what the inside says into HTTP."""

import re
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

import psycopg
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.identity import NotAuthenticated
from api.words import catalogue, misfit, told
from application import carrying_out
from application.checkpoints import BadCheckpoints, HistoryDiffers
from application.documents import Damaged, NotStored, StoreAway
from application.ledger import OutcomeUnknown, TooBusy
from application.policies import NoPolicyInForce
from domain.calendar import BeyondCalendar
from domain.refusals import NotAcceptable, NotAllowed, NotFound, NotNow, Refused, Violation
from projections.runner import BehindStill

_log = structlog.get_logger("jejak.http")

MEDIA_TYPE = "application/problem+json"


class Problem(HTTPException):
    """A refusal of the HTTP surface itself, by the name of its message in the catalogue."""

    def __init__(
        self, name: str, status: HTTPStatus, *, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(status, name, headers)
        self.name, self.more = name, more


def _answer(
    name: str,
    status: HTTPStatus,
    messages: dict[str, str],
    *,
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> JSONResponse:
    body: dict[str, Any] = {
        "type": f"urn:jejak:problem:{name}",
        "title": messages["en"],
        "status": int(status),
        "messages": messages,
    }
    body |= {key: value for key, value in more.items() if value}
    return JSONResponse(body, int(status), dict(headers or {}), MEDIA_TYPE)


def _named(name: str, status: HTTPStatus, **more: Any) -> JSONResponse:  # noqa: ANN401 passed on
    messages = {language: catalogue(language)["problems"][name] for language in ("id", "en")}
    return _answer(name, status, messages, **more)


def status_of(refused: Refused) -> HTTPStatus:
    match refused:
        case NotAllowed():
            return HTTPStatus.FORBIDDEN
        case NotNow():
            return HTTPStatus.CONFLICT
        case NotFound():
            return HTTPStatus.NOT_FOUND
        case NotAcceptable():
            return HTTPStatus.UNPROCESSABLE_ENTITY
        case _:
            return HTTPStatus.BAD_REQUEST


def sentences(code: str, cls: type[Refused]) -> dict[str, str]:
    """A refusal's sentence in both languages."""
    return {"id": catalogue("id")["refusals"][code], "en": (cls.__doc__ or code).strip()}


def _refused(_: Request, error: Refused) -> JSONResponse:
    return _answer(
        error.code,
        status_of(error),
        sentences(error.code, type(error)),
        detail=error.detail,
        violations=[violation(each) for each in error.violations],
    )


def violation(each: Violation) -> dict[str, Any]:
    """As answers have it."""
    return {
        "rule": each.rule,
        "version": each.version,
        "input": each.input,
        "told": _told(each),
        "legalBasis": each.legal_basis,
    }


def _told(violation: Violation) -> dict[str, str] | None:
    """In both languages: what it was judged on; or, of many at once, the sentence of the refusal each has met."""
    if violation.told:
        return told(violation.told)
    if (why := _refusals().get(violation.rule)) is not None:
        both = sentences(violation.rule, why)
        return {language: f"{violation.input}: {text}" for language, text in both.items()}
    return None


@cache
def _refusals() -> dict[str, type[Refused]]:
    """All there are, by their code."""
    found, look = dict[str, type[Refused]](), [Refused]
    while look:
        for kind in look.pop().__subclasses__():
            found[kind.__name__] = kind
            look.append(kind)
    return found


def _problem(_: Request, error: Problem) -> JSONResponse:
    return _named(error.name, HTTPStatus(error.status_code), headers=error.headers, **error.more)


def _not_authenticated(_: Request, error: NotAuthenticated) -> JSONResponse:
    return _named(
        "not-authenticated",
        HTTPStatus.UNAUTHORIZED,
        headers={"WWW-Authenticate": "Bearer"},
        detail=str(error),
    )


def _facts_changed(_: Request, error: carrying_out.FactsChanged) -> JSONResponse:
    if error.during:
        return _named("changed-meanwhile", HTTPStatus.CONFLICT, changes=error.changes)
    return _named("facts-changed", HTTPStatus.PRECONDITION_FAILED, changes=error.changes)


def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    """Where the input is wrong and how; nothing of it is repeated, not even a name: it may be personal."""
    names = _names_of(request.app)
    errors = [
        {
            "pointer": "".join(
                f"/{part if isinstance(part, int) or part in names else '*'}" for part in each["loc"]
            ),
            "kind": each["type"],
            "detail": each["msg"],
            "messages": misfit(each["type"], each.get("ctx", {}), each["msg"]),
        }
        for each in error.errors()
    ]
    return _named("invalid-input", HTTPStatus.UNPROCESSABLE_ENTITY, errors=errors)


@cache
def _names_of(app: FastAPI) -> frozenset[str]:
    """The names this service itself gave to places, headers, parameters and fields."""
    described = app.openapi()
    names = {"body", "path", "query", "header"}
    for schema in described["components"]["schemas"].values():
        names |= schema.get("properties", {}).keys()
    for operations in described["paths"].values():
        for operation in operations.values():
            names |= {parameter["name"] for parameter in operation.get("parameters", ())}
    return frozenset(names | {name.lower() for name in names})


def _http(request: Request, error: HTTPException) -> JSONResponse:
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return _named("unknown-path", HTTPStatus.NOT_FOUND)
        case HTTPStatus.METHOD_NOT_ALLOWED:
            headers = dict(error.headers or {})
            if methods := _methods(request):
                headers["Allow"] = ", ".join(sorted(methods))
            return _named("method-not-allowed", HTTPStatus.METHOD_NOT_ALLOWED, headers=headers)
        case status:
            return _named("malformed-body", HTTPStatus(status), headers=error.headers)


def _methods(request: Request) -> set[str]:
    """What can be done at this address; the framework names those of the first route only."""
    return {
        method.upper()
        for path, operations in request.app.openapi()["paths"].items()
        for method in operations
        if _pattern(path).match(request.url.path)
    }


@cache
def _pattern(path: str) -> re.Pattern[str]:
    return compile_path(path)[0]


class Faults:
    """The last resort: whatever goes wrong is answered here, so that no server prints an exception and what it quotes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            if scope["type"] != "http" or begun:
                raise
            await _fault(Request(scope), error)(scope, receive, send)


def _fault(request: Request, error: Exception) -> JSONResponse:
    """Logged by kind and place only: the text of an exception may quote what was sent."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = None if trace is None else f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
    _log.error("fault", kind=type(error).__name__, place=place, route=_route(request))
    return _named("internal-error", HTTPStatus.INTERNAL_SERVER_ERROR)


def _route(request: Request) -> str:
    route = request.scope.get("route")
    return getattr(route, "path", "")


def install(app: FastAPI) -> None:
    soon = {"Retry-After": "1"}
    plain: dict[type[Exception], tuple[str, HTTPStatus, dict[str, str]]] = {
        carrying_out.ChangedMeanwhile: ("changed-meanwhile", HTTPStatus.CONFLICT, {}),
        carrying_out.SightUnknown: ("etag-unknown", HTTPStatus.PRECONDITION_FAILED, {}),
        carrying_out.CommandReused: ("idempotency-key-reused", HTTPStatus.UNPROCESSABLE_ENTITY, {}),
        NotStored: ("document-not-stored", HTTPStatus.NOT_FOUND, {}),
        Damaged: ("document-damaged", HTTPStatus.INTERNAL_SERVER_ERROR, {}),
        HistoryDiffers: ("history-differs", HTTPStatus.INTERNAL_SERVER_ERROR, {}),
        BadCheckpoints: ("checkpoints-unusable", HTTPStatus.INTERNAL_SERVER_ERROR, {}),
        StoreAway: ("store-away", HTTPStatus.SERVICE_UNAVAILABLE, soon),
        OutcomeUnknown: ("outcome-unknown", HTTPStatus.SERVICE_UNAVAILABLE, soon),
        TooBusy: ("too-busy", HTTPStatus.SERVICE_UNAVAILABLE, soon),
        BehindStill: ("behind", HTTPStatus.SERVICE_UNAVAILABLE, soon),
        BeyondCalendar: ("invalid-input", HTTPStatus.UNPROCESSABLE_ENTITY, {}),
        NoPolicyInForce: ("invalid-input", HTTPStatus.UNPROCESSABLE_ENTITY, {}),
        psycopg.OperationalError: ("database-away", HTTPStatus.SERVICE_UNAVAILABLE, soon),
        psycopg.InterfaceError: ("database-away", HTTPStatus.SERVICE_UNAVAILABLE, soon),
    }
    for kind, (name, status, headers) in plain.items():

        def answer(
            _: Request,
            __: Exception,
            name: str = name,
            status: HTTPStatus = status,
            headers: dict[str, str] = headers,
        ) -> JSONResponse:
            return _named(name, status, headers=headers)

        app.exception_handler(kind)(answer)
    for each, handle in (
        (Refused, _refused),
        (Problem, _problem),
        (NotAuthenticated, _not_authenticated),
        (carrying_out.FactsChanged, _facts_changed),
        (RequestValidationError, _invalid),
        (HTTPException, _http),
    ):
        app.exception_handler(each)(handle)
    app.add_middleware(Faults)
