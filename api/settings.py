"""Settings, from the environment only; validated at the start, with a clear message when one is wrong."""

from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Self

from pydantic import Field, IPvAnyNetwork, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Mode(StrEnum):
    """`demo` trusts a local key for tokens and lets a header set the clock; `production` does neither."""

    DEMO = "demo"
    PRODUCTION = "production"


class Algorithm(StrEnum):
    EDDSA = "EdDSA"
    RS256 = "RS256"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="JEJAK_", extra="ignore")

    mode: Mode = Mode.PRODUCTION
    database_url: str | None = Field(
        default=None, description="PostgreSQL 15 or newer; empty: the embedded server"
    )
    data: Path = Field(
        default=Path(".demo"), description="folder of the embedded server and the demonstration's key"
    )
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    issuer: str | None = Field(default=None, description="OIDC issuer whose tokens are trusted")
    jwks_url: str | None = Field(default=None, description="where the issuer publishes its keys")
    audience: str = "jejak"
    algorithm: Algorithm = Algorithm.EDDSA
    person_claim: str = Field(default="sub", description="claim that holds the person's id")
    service_role: str = "jejak_service"
    patience: float = Field(default=10.0, gt=0, le=120, description="seconds an append may take")
    worker: bool = Field(default=True, description="note deadlines in the service's own process")
    metrics_from: tuple[IPvAnyNetwork, ...] = Field(
        default=(IPv4Network("127.0.0.0/8"), IPv6Network("::1/128")),
        description='networks that may ask /metrics, as JSON: ["127.0.0.0/8"]',
    )
    body_limit: int = Field(default=262_144, ge=1_024, description="bytes of a request body")

    documents: str | None = Field(
        default=None, description="a folder, or s3://bucket/prefix; below JEJAK_DATA when not set"
    )
    documents_required: bool = Field(
        default=False,
        description="demonstration: refuse documents that were not uploaded, as production always does",
    )
    upload_seconds: float = Field(default=600.0, gt=0, le=3_600, description="how long an upload may take")

    checkpoints: Path | None = Field(
        default=None,
        description="file of signed checkpoints, outside the database; below JEJAK_DATA when not set",
    )
    checkpoint_key: Path | None = Field(
        default=None,
        description="Ed25519 key as PEM, private to sign, public to verify; below JEJAK_DATA when not set",
    )
    checkpoint_origin: str = Field(
        default="jejak.invalid/log1", pattern=r"^[^\s+]{1,200}$", description="the log's name, for ever"
    )
    checkpoint_every: float = Field(
        default=0.0, ge=0, le=86_400, description="seconds between checkpoints of `jejak work`; 0: none"
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.mode is Mode.PRODUCTION:
            missing = [name for name in ("database_url", "issuer", "jwks_url") if not getattr(self, name)]
            if missing:
                names = ", ".join(f"JEJAK_{name.upper()}" for name in missing)
                raise ValueError(f"production mode needs {names} (or JEJAK_MODE=demo)")
        return self

    @property
    def asks_for_documents(self) -> bool:
        return self.documents_required or self.mode is Mode.PRODUCTION


class BadSettings(Exception):
    """Something in the environment cannot be used; the message names each variable."""


def read_settings(**overrides: object) -> Settings:
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = []
        for each in error.errors(include_input=False, include_url=False):
            name = "_".join(str(part) for part in each["loc"]).upper()
            lines.append(f"JEJAK_{name}: {each['msg']}" if name else each["msg"])
        raise BadSettings("\n".join(lines)) from None
