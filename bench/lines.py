"""One log line per command, as a service in production writes it: JSON, here to /dev/null."""

import logging
from pathlib import Path

import orjson
import structlog


def write_lines(*, dropped: bool) -> None:
    """Configure structlog for this process: lines as shipped, or (to see what they cost) none at all."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=orjson.dumps),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL if dropped else logging.INFO),
        logger_factory=structlog.BytesLoggerFactory(file=Path("/dev/null").open("wb")),  # noqa: SIM115 for good
        cache_logger_on_first_use=True,
    )
