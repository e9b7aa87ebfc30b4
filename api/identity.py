"""Who calls: a bearer JWT of the configured issuer, or, in demonstration mode only, of the local key.

The token says which person calls. What they may do follows from the offices they hold that day.
"""

import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Any, Protocol
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from pydantic import BaseModel, ConfigDict, ValidationError

from api.settings import Mode, Settings

DEMO_ISSUER = "urn:jejak:demonstration"
_LEEWAY = 30
_LONGEST_TOKEN = 4_096
_KNOWN_FOR = 60  # seconds; after them a withdrawn key, too, is noticed
_MOST_KNOWN = 10_000


class NotAuthenticated(Exception):
    """No valid token; the message says what is wrong with it, never what it holds."""


class Caller(BaseModel):
    """The person a token speaks for; `office` is a demonstration token's default office."""

    model_config = ConfigDict(frozen=True)

    person: UUID
    office: UUID | None = None


class Keys(Protocol):
    """Finds the key a token was signed with."""

    def key_of(self, token: str) -> Any: ...  # noqa: ANN401 a key of the library's


class PublishedKeys:
    """The issuer's published keys, fetched when an unknown one is named and kept for four minutes.

    With the minute a verified token is known for, a withdrawn key counts for five at most.
    """

    def __init__(self, url: str) -> None:
        # Not the library's cache of single keys, which never lets go of one the issuer has withdrawn.
        self._client = jwt.PyJWKClient(url, cache_keys=False, lifespan=300 - _KNOWN_FOR, timeout=5)

    def key_of(self, token: str) -> Any:  # noqa: ANN401 as above
        return self._client.get_signing_key_from_jwt(token).key


class LocalKey:
    """The demonstration's own key, made at first use; the file is readable by its owner only."""

    def __init__(self, folder: Path) -> None:
        path = folder / "demo-key.pem"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            pem = Ed25519PrivateKey.generate().private_bytes(
                Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
            )
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(pem)
        key = load_pem_private_key(path.read_bytes(), None)
        if not isinstance(key, Ed25519PrivateKey):
            raise NotAuthenticated(f"{path} holds another kind of key")
        self._private = key

    def key_of(self, token: str) -> Any:  # noqa: ANN401 as above
        del token
        return self._private.public_key()

    def token(self, audience: str, person: UUID, office: UUID | None, valid: timedelta) -> str:
        now = datetime.now(UTC)
        claims: dict[str, Any] = {
            "iss": DEMO_ISSUER,
            "aud": audience,
            "sub": str(person),
            "iat": now,
            "exp": now + valid,
        }
        if office is not None:
            claims["office"] = str(office)
        return jwt.encode(claims, self._private, algorithm="EdDSA")


class Identity:
    """Verifies tokens under the settings."""

    def __init__(self, settings: Settings) -> None:
        self._audience = settings.audience
        self._claim = settings.person_claim
        self._demo = settings.mode is Mode.DEMO and settings.issuer is None
        self.asks_the_issuer = False
        self._known: dict[bytes, tuple[Caller, float]] = {}  # by the token's SHA-256: whose it is, until when
        self._keys: Keys
        if settings.issuer is not None and settings.jwks_url is not None:
            self._issuer, self._algorithm = settings.issuer, settings.algorithm.value
            self._keys = PublishedKeys(settings.jwks_url)
            self.asks_the_issuer = True
        elif self._demo:
            self._issuer, self._algorithm = DEMO_ISSUER, "EdDSA"
            self._keys = LocalKey(settings.data)
        else:
            raise NotAuthenticated("no issuer is configured")

    def known(self, token: str) -> Caller | None:
        """The caller of a token that was verified less than a minute ago and has not expired since."""
        caller, until = self._known.get(_fingerprint(token), (None, 0.0))
        return caller if time() < until else None

    def caller(self, token: str) -> Caller:
        if len(token) > _LONGEST_TOKEN:
            raise NotAuthenticated("the token is too long")
        try:
            claims = jwt.decode(
                token,
                self._keys.key_of(token),
                algorithms=[self._algorithm],
                audience=self._audience,
                issuer=self._issuer,
                leeway=_LEEWAY,
                options={"require": ["exp", "iat", "aud", "iss", self._claim]},
            )
            caller = Caller(person=claims[self._claim], office=claims.get("office") if self._demo else None)
        except ValidationError:
            raise NotAuthenticated("the token names no person of this system") from None
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise NotAuthenticated(type(error).__name__) from None
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[_fingerprint(token)] = caller, min(int(claims["exp"]) + _LEEWAY, time() + _KNOWN_FOR)
        return caller


def _fingerprint(token: str) -> bytes:
    return sha256(token.encode(errors="surrogatepass")).digest()
