"""Who calls is who a valid token of the configured issuer says, and nobody else."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import jwt
import pytest
from cast import SITI, on
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi.testclient import TestClient
from jwt.algorithms import OKPAlgorithm, RSAAlgorithm
from stories import balancing_move, teacher_moves_to_the_city
from web import Web, command_of, request_of

from api.app import create_app
from api.house import House, open_house
from api.identity import DEMO_ISSUER, Identity, LocalKey, NotAuthenticated
from api.settings import Algorithm, BadSettings, Mode, Settings, read_settings

ISSUER = "https://masuk.contoh.go.id/realms/asn"


def claims(**changes: object) -> dict[str, Any]:
    now = datetime.now(UTC)
    standard = {
        "iss": DEMO_ISSUER,
        "aud": "jejak",
        "sub": str(SITI),
        "iat": now,
        "exp": now + timedelta(minutes=5),
    }
    return {name: value for name, value in (standard | changes).items() if value is not None}


def part(value: object) -> str:
    raw = (
        value
        if isinstance(value, bytes)
        else json.dumps(value, default=lambda day: int(day.timestamp())).encode()
    )
    return urlsafe_b64encode(raw).decode().rstrip("=")


def public_pem(key: LocalKey) -> bytes:
    return key.key_of("").public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def signed_with_the_public_key(key: LocalKey) -> str:
    """HS256 with the public key as the secret: what a verifier that asks the token for its algorithm takes."""
    signing = f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part(claims())}"
    return f"{signing}.{part(hmac.new(public_pem(key), signing.encode(), sha256).digest())}"


def by_key(key: LocalKey, headers: dict[str, Any] | None = None, **changes: object) -> str:
    return jwt.encode(claims(**changes), key._private, algorithm="EdDSA", headers=headers)


def tampered(key: LocalKey) -> str:
    head, _, signature = by_key(key).split(".")
    return f"{head}.{part(claims(sub=str(uuid4())))}.{signature}"


NOW = datetime.now(UTC)
STRANGER = Ed25519PrivateKey.generate()
WRONG: dict[str, Callable[[LocalKey], str]] = {
    "nothing": lambda _: "",
    "no token": lambda _: "abc",
    "three empty parts": lambda _: "..",
    "alg none": lambda _: f"{part({'alg': 'none', 'typ': 'JWT'})}.{part(claims())}.",
    "alg nOnE": lambda _: f"{part({'alg': 'nOnE', 'typ': 'JWT'})}.{part(claims())}.",
    "no alg": lambda _: f"{part({'typ': 'JWT'})}.{part(claims())}.",
    "HS256 by the public key": signed_with_the_public_key,
    "another key": lambda _: jwt.encode(claims(), STRANGER, algorithm="EdDSA"),
    "the key of the token itself": lambda _: jwt.encode(
        claims(),
        STRANGER,
        algorithm="EdDSA",
        headers={"jwk": json.loads(OKPAlgorithm.to_jwk(STRANGER.public_key())), "jku": "http://127.0.0.1:1/"},
    ),
    "the signature cut off": lambda key: by_key(key).rsplit(".", 1)[0] + ".",
    "other claims under the signature": tampered,
    "expired": lambda key: by_key(key, exp=NOW - timedelta(minutes=2)),
    "not yet valid": lambda key: by_key(key, nbf=NOW + timedelta(minutes=10)),
    "issued in the future": lambda key: by_key(key, iat=NOW + timedelta(minutes=10)),
    "another audience": lambda key: by_key(key, aud="gaji"),
    "no audience": lambda key: by_key(key, aud=None),
    "another issuer": lambda key: by_key(key, iss="https://lain.example"),
    "no issuer": lambda key: by_key(key, iss=None),
    "no expiry": lambda key: by_key(key, exp=None),
    "no subject": lambda key: by_key(key, sub=None),
    "a subject that is no person": lambda key: by_key(key, sub="admin"),
    "an office that is none": lambda key: by_key(key, office="semua"),
    "8 KB": lambda key: by_key(key, more="x" * 8_000),
    "critical extension": lambda key: by_key(key, headers={"crit": ["exp"], "exp": 1}),
    "a deep header": lambda _: f"{part(b'[' * 2_900)}.{part(claims())}.eA",
    "a deep payload": lambda _: f"{part({'alg': 'EdDSA'})}.{part(b'[' * 2_900)}.eA",
    "a list for a header": lambda _: f"{part([])}.{part(claims())}.eA",
    "digits without end": lambda _: f"{part({'alg': 'EdDSA'})}.{part(b'9' * 2_900)}.eA",
}


def test_a_wrong_token_is_nobody(web: Web) -> None:
    for why, make in WRONG.items():
        answer = web.client.get("/v1/me", headers={"Authorization": f"Bearer {make(web.key)}"})
        assert answer.status_code == 401, why
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"
        assert str(SITI) not in answer.text


@pytest.mark.parametrize("header", ["", "Bearer", "Basic dXNlcjpwYXNz", "Token abc"])
def test_another_kind_of_credentials_is_nobody(web: Web, header: str) -> None:
    assert web.client.get("/v1/me", headers={"Authorization": header}).status_code == 401
    assert web.client.get("/v1/me").status_code == 401


def test_a_token_in_the_address_or_a_cookie_is_not_looked_at(web: Web) -> None:
    token = by_key(web.key)
    assert web.client.get("/v1/me", params={"access_token": token}).status_code == 422, "no such parameter"
    assert web.client.get("/v1/me", headers={"Cookie": f"access_token={token}"}).status_code == 401


def test_a_valid_token_is_its_person_with_some_seconds_of_leeway(web: Web) -> None:
    now = datetime.now(UTC)
    for token in (by_key(web.key), by_key(web.key, exp=now - timedelta(seconds=5)), by_key(web.key, nbf=now)):
        answer = web.client.get("/v1/me", headers={"Authorization": f"Bearer {token}"})
        assert answer.json()["person"] == str(SITI)


def test_a_token_is_known_for_a_minute_and_never_beyond_its_expiry(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity, now = Identity(web.house.settings), datetime.now(UTC)
    long, short = by_key(web.key), by_key(web.key, exp=now + timedelta(seconds=10))
    assert identity.known(long) is None, "nobody has verified it"
    for token in (long, short):
        identity.caller(token)
        assert identity.known(token) == identity.caller(token)
        assert identity.known(token[:-2]) is None
    monkeypatch.setattr("api.identity.time", lambda: now.timestamp() + 45)
    assert identity.known(long) is not None
    assert identity.known(short) is None, "ten seconds and the leeway are over"
    monkeypatch.setattr("api.identity.time", lambda: now.timestamp() + 65)
    assert identity.known(long) is None


def test_only_so_many_tokens_are_known(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.identity._MOST_KNOWN", 3)
    identity = Identity(web.house.settings)
    for number in range(7):
        identity.caller(by_key(web.key, jti=str(number)))
        assert len(identity._known) <= 3


# Production


class Issuer:
    """An issuer that publishes its keys, and counts how often it is asked."""

    def __init__(self) -> None:
        self.keys: dict[str, tuple[Any, str]] = {}
        self.asked = 0
        issuer = self

        class Answering(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.asked += 1
                body = json.dumps({"keys": issuer.published()}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server.server_port}/keys"

    def new_key(self, kid: str, algorithm: str) -> None:
        private = generate_private_key(65537, 2048) if algorithm == "RS256" else Ed25519PrivateKey.generate()
        self.keys[kid] = (private, algorithm)

    def published(self) -> list[dict[str, Any]]:
        return [
            (RSAAlgorithm if algorithm == "RS256" else OKPAlgorithm).to_jwk(
                private.public_key(), as_dict=True
            )
            | {"kid": kid, "use": "sig", "alg": algorithm}
            for kid, (private, algorithm) in self.keys.items()
        ]

    def token(self, kid: str, headers: dict[str, Any] | None = None, **changes: object) -> str:
        private, algorithm = self.keys[kid]
        named = {"kid": kid} | (headers or {})
        return jwt.encode(claims(iss=ISSUER, **changes), private, algorithm=algorithm, headers=named)


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    thread = Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


def production(
    issuer: Issuer, algorithm: Algorithm, database: str = "postgresql:///none", **more: Any
) -> Settings:
    return Settings(
        mode=Mode.PRODUCTION,
        database_url=database,
        issuer=ISSUER,
        jwks_url=issuer.url,
        algorithm=algorithm,
        **more,
    )


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_production_takes_the_tokens_of_its_issuer_only(
    issuer: Issuer, database: str, tmp_path: Path, algorithm: Algorithm
) -> None:
    """Not the demonstration's, though its key lies there; nor its header that sets the time, nor an office claim."""
    issuer.new_key("2026-1", algorithm.value)
    settings = production(issuer, algorithm, database, data=tmp_path)

    def opened() -> House:
        house = open_house(settings, database)
        house.runner.wait_for(house.ledger.head())
        return house

    with TestClient(create_app(settings, opened), raise_server_exceptions=False) as client:

        def status(token: str, **headers: str) -> int:
            return client.get("/v1/me", headers={"Authorization": f"Bearer {token}"} | headers).status_code

        assert status(issuer.token("2026-1")) == 200
        key = LocalKey(tmp_path)
        assert status(key.token("jejak", SITI, None, timedelta(hours=1))) == 401
        assert status(by_key(key, iss=ISSUER)) == 401
        assert status(by_key(key, headers={"kid": "2026-1"}, iss=ISSUER)) == 401
        assert status(issuer.token("2026-1"), **{"Jejak-Demo-Time": on(2025, 3, 10).isoformat()}) == 400
        command, act = command_of(balancing_move(), "RequestTransfer")
        _, body = request_of(replace(command, documents=()))  # whose bytes would have to be uploaded first
        headers = {
            "Authorization": f"Bearer {issuer.token('2026-1', sub=str(act.by), office=str(act.office))}",
            "Idempotency-Key": "permohonan-1",
        }
        answer = client.post("/v1/transfers", json=body, headers=headers)
        assert answer.json()["type"] == "urn:jejak:problem:NotTheDecidingOffice", (
            "the claim names no office here"
        )
        answer = client.post("/v1/transfers", json=body, headers=headers | {"Jejak-Office": str(act.office)})
        assert answer.status_code == 201


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_tricks_with_the_key_id_name_no_key(issuer: Issuer, algorithm: Algorithm) -> None:
    issuer.new_key("2026-1", algorithm.value)
    identity = Identity(production(issuer, algorithm))
    assert identity.caller(issuer.token("2026-1")).person == SITI
    asked = issuer.asked
    stolen = Issuer()
    stolen.new_key("2026-1", algorithm.value)
    forged: list[str] = [stolen.token("2026-1")]
    stolen.server.server_close()
    kids = (
        "../../../dev/null",
        "http://127.0.0.1:1/keys",
        "2026-1' OR '1'='1",
        "2026-1\n",
        "",
        "x" * 500,
    )
    forged += [issuer.token("2026-1", headers={"kid": kid}) for kid in kids]
    _, rest = issuer.token("2026-1").split(".", 1)
    for kid in (None, 1, ["2026-1"], {"a": 1}, True):
        forged.append(f"{part({'alg': algorithm.value, 'kid': kid})}.{rest}")
    for token in forged:
        with pytest.raises(NotAuthenticated):
            identity.caller(token)
    assert issuer.asked == asked, "unknown keys do not make the service ask its issuer again and again"


def test_a_key_of_the_other_kind_does_not_count(issuer: Issuer) -> None:
    issuer.new_key("rsa", "RS256")
    issuer.new_key("ed", "EdDSA")
    for algorithm, kid in ((Algorithm.EDDSA, "rsa"), (Algorithm.RS256, "ed")):
        with pytest.raises(NotAuthenticated):
            Identity(production(issuer, algorithm)).caller(issuer.token(kid))


def test_a_key_the_issuer_has_withdrawn_is_forgotten(issuer: Issuer) -> None:
    """After four minutes at the latest: the set is fetched again, and single keys are not kept beside it."""
    issuer.new_key("2026-1", "EdDSA")
    identity = Identity(production(issuer, Algorithm.EDDSA))
    old = issuer.token("2026-1")
    assert identity.caller(old).person == SITI
    del issuer.keys["2026-1"]
    issuer.new_key("2026-2", "EdDSA")
    kept = identity._keys._client.jwk_set_cache  # type: ignore[attr-defined]
    assert kept.lifespan == 240
    kept.jwk_set_with_timestamp = None  # four minutes later
    with pytest.raises(NotAuthenticated):
        identity.caller(old)
    assert identity.caller(issuer.token("2026-2")).person == SITI


def test_an_issuer_that_does_not_answer_lets_nobody_in(issuer: Issuer) -> None:
    issuer.new_key("2026-1", "EdDSA")
    settings = production(issuer, Algorithm.EDDSA).model_copy(update={"jwks_url": "http://127.0.0.1:1/keys"})
    with pytest.raises(NotAuthenticated):
        Identity(settings).caller(issuer.token("2026-1"))


def test_production_does_not_start_without_an_issuer(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JEJAK_MODE", "JEJAK_ISSUER", "JEJAK_JWKS_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(BadSettings, match="JEJAK_ISSUER, JEJAK_JWKS_URL"):
        read_settings(database_url="postgresql:///none")


@pytest.mark.parametrize(
    "time",
    ["2025-03-10T10:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2014-06-01T00:00:00Z"],
)
def test_a_time_the_calendar_does_not_know_is_refused(web: Web, time: str) -> None:
    answer = web.client.get("/v1/me", headers=web.headers(SITI) | {"Jejak-Demo-Time": time})
    assert answer.status_code == 400


def test_a_time_before_any_policy_is_refused(web: Web) -> None:
    request, act = command_of(teacher_moves_to_the_city(), "RequestTransfer")
    before = web.head
    answer = web.post(request, replace(act, at=on(2016, 6, 1)))
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:jejak:problem:invalid-input")
    assert web.head == before
