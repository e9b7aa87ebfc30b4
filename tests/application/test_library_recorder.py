"""The eventsourcing library's own test cases, run on the ledger and a real PostgreSQL."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from eventsourcing import cryptography
from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.postgres import (
    PostgresAggregateRecorder,
    PostgresProcessRecorder,
    PostgresTrackingRecorder,
)
from eventsourcing.utils import Environment
from psycopg.conninfo import conninfo_to_dict

from application.ledger import Ledger, LedgerFactory

# The test cases ask for the cipher that needs pycryptodome; the library has the same one on `cryptography`.
sys.modules.setdefault("eventsourcing.cipher", cryptography)
from eventsourcing.tests import persistence  # noqa: E402


def environment(database: str) -> Environment:
    parts = conninfo_to_dict(database)
    return Environment(
        env={
            "PERSISTENCE_MODULE": "application.ledger:LedgerFactory",
            "POSTGRES_DBNAME": str(parts["dbname"]),
            "POSTGRES_HOST": str(parts["host"]),
            "POSTGRES_PORT": str(parts.get("port", "")),
            "POSTGRES_USER": str(parts["user"]),
            "POSTGRES_PASSWORD": str(parts.get("password", "")),
        }
    )


class OnADatabase:
    @pytest.fixture(autouse=True)
    def _build_factory(self, database: str) -> Iterator[None]:
        self.env = environment(database)
        self.ours = LedgerFactory(self.env)
        yield
        self.ours.close()


class TestRecording(OnADatabase, persistence.ApplicationRecorderTestCase[Ledger]):
    def create_recorder(self) -> Ledger:
        return self.ours.application_recorder()

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()

    def test_taken_versions_are_integrity_errors_and_nothing_is_half_recorded(self) -> None:
        recorder = self.create_recorder()
        stream = self.new_originator_id()
        first, second = (StoredEvent(stream, version, "topic", b"") for version in (1, 2))
        assert recorder.insert_events([]) == []
        recorder.insert_events([first])
        for taken in ([first], [first, second], [second, second]):
            with pytest.raises(IntegrityError):
                recorder.insert_events(taken)
        assert recorder.select_events(stream) == [first]
        recorder.insert_events([second])
        assert recorder.select_events(stream, desc=True, limit=1) == [second]
        assert recorder.select_events(stream, gt=1, lte=2) == [second]


class TestPositionsDoNotInterleave(OnADatabase, persistence.NonInterleavingNotificationIDsBaseCase):
    def create_recorder(self) -> Ledger:
        return self.ours.application_recorder()


class TestTracking(OnADatabase, persistence.TrackingRecorderTestCase):
    def create_recorder(self) -> PostgresTrackingRecorder:
        return self.ours.tracking_recorder()


class OtherTrackingRecorder(PostgresTrackingRecorder):
    pass


class TestFactory(OnADatabase, persistence.InfrastructureFactoryTestCase[LedgerFactory]):
    def expected_factory_class(self) -> type[LedgerFactory]:
        return LedgerFactory

    def expected_aggregate_recorder_class(self) -> Any:
        return PostgresAggregateRecorder

    def expected_application_recorder_class(self) -> Any:
        return Ledger

    def expected_tracking_recorder_class(self) -> Any:
        return PostgresTrackingRecorder

    def tracking_recorder_subclass(self) -> Any:
        return OtherTrackingRecorder

    def expected_process_recorder_class(self) -> Any:
        return PostgresProcessRecorder
