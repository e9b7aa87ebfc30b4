"""Request bodies, read strictly: what one reader could understand otherwise than another is refused, never guessed.

UTF-8 JSON only; no duplicate names, NaN, infinities, or nesting beyond DEPTH; texts in NFC without control characters.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, NoReturn

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Strict, StringConstraints
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from api.axes import NOT_ASKED
from api.problems import Problem

DEPTH = 16


class Body(BaseModel):
    """A body or part of one: camelCase names, unknown ones refused."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, populate_by_name=False, frozen=True)


def _plain(text: str) -> str:
    """NFC; no control characters but line breaks and tabs, none that reverse the direction of writing."""
    for char in text:
        if (
            unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} and char not in "\n\t"
        ) or char in _TURNING:
            raise PydanticCustomError("control_characters", "Control characters are not allowed")
    return unicodedata.normalize("NFC", text)


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


def _visible(text: str) -> str:
    """A reason made of zero-width characters is none."""
    if not any(unicodedata.category(char)[0] in "LNPS" for char in text):
        raise PydanticCustomError("nothing_visible", "Nothing can be read in it")
    return _plain(text)


def _unchanged(text: str) -> str:
    if _plain(text) != text:
        raise PydanticCustomError("not_normal", "It is not in the normal form NFC")
    return text


def written_out(value: object) -> object:
    """A date is YYYY-MM-DD: a number would be taken for seconds since 1970, and a time for its day."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("not_a_day", "A date is written YYYY-MM-DD")
    return value


Text = Annotated[str, StringConstraints(max_length=4_000), AfterValidator(_plain)]
Reason = Annotated[
    str, StringConstraints(min_length=1, max_length=4_000, strip_whitespace=True), AfterValidator(_visible)
]
Number = Annotated[
    str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True), AfterValidator(_visible)
]
Code = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.-]+$")]
# Kept as it is, or refused: its digest is over these very characters.
WholeText = Annotated[str, StringConstraints(min_length=1, max_length=200_000), AfterValidator(_unchanged)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Score = Annotated[int, Strict()]
YesOrNo = Annotated[bool, Strict()]
Day = Annotated[date, BeforeValidator(written_out)]


def _refuse(why: str) -> NoReturn:
    raise Problem("malformed-body", HTTPStatus.BAD_REQUEST, detail=why)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        _refuse("a name stands twice in one object")
    return made


def _number(text: str) -> float:
    value = float(text)
    if value in {float("inf"), float("-inf")}:
        _refuse("a number is too large")
    return value


def _constant(name: str) -> NoReturn:
    _refuse(f"{name} is not JSON")


def _within_depth(text: str) -> None:
    depth, quoted, escaped = 0, False, False
    for char in text:
        if quoted:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                quoted = False
        elif char == '"':
            quoted = True
        elif char in "[{":
            depth += 1
            if depth > DEPTH:
                _refuse(f"nested deeper than {DEPTH}")
        elif char in "]}":
            depth -= 1


def read_json(raw: bytes) -> Any:  # noqa: ANN401 any JSON value
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        _refuse("the body is not UTF-8")
    _within_depth(text)
    try:
        return json.loads(text, object_pairs_hook=_object, parse_float=_number, parse_constant=_constant)
    except ValueError:
        _refuse("the body is not JSON")


def _refuse_size() -> NoReturn:
    """And hang up: the server would go on reading what is still to come."""
    raise Problem("body-too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, headers={"Connection": "close"})


class StrictRequest(Request):
    async def body(self) -> bytes:
        """The body, refused as soon as it grows beyond the limit."""
        if not hasattr(self, "_body"):
            limit: int = self.app.state.settings.body_limit
            declared = self.headers.get("content-length", "0")
            if declared.isdecimal() and int(declared) > limit:
                _refuse_size()
            raw = bytearray()
            async for chunk in self.stream():
                raw += chunk
                if len(raw) > limit:
                    _refuse_size()
            self._body = bytes(raw)
        return self._body

    async def json(self) -> Any:  # noqa: ANN401 any JSON value
        if not hasattr(self, "_read"):
            self._read = read_json(await self.body())
        return self._read


class StrictRoute(APIRoute):
    """A route that reads its body by the rules above, and is asked as of no moment that it would not hear of."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        handle = super().get_route_handler()
        without = NOT_ASKED.get(self.path)

        async def strictly(request: Request) -> Response:
            if without is not None:
                without.must_not_be_asked(request.query_params)
            if request.method == "POST" and self.body_field is not None:
                kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
                if kind != "application/json":
                    raise Problem("unsupported-media-type", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
            response: Response = await handle(StrictRequest(request.scope, request.receive))
            return response

        return strictly
