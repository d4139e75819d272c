"""Logs and measures. A constant event with facts as fields; never a person's words, never a token."""

import logging
import sys
import traceback
from collections.abc import Iterator

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from slack_sdk.errors import SlackApiError
from structlog.typing import EventDict


class Measures:
    """What `/metrics` shows. One registry a bot, so that two can stand in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.deeds = Counter(
            "liaison_requests_total", "Requests by kind and answer.", ["kind", "answer"], registry=self.registry
        )
        self.delivered = Counter(
            "liaison_delivered_total", "Outbox rows by kind and result.", ["kind", "result"], registry=self.registry
        )
        self.depth = Gauge("liaison_outbox_depth", "Rows that wait.", registry=self.registry)
        self.oldest = Gauge(
            "liaison_outbox_oldest_seconds", "How long the oldest row has been due.", registry=self.registry
        )
        self.sweep = Histogram("liaison_sweep_seconds", "Duration of the inactivity sweep.", registry=self.registry)
        self.lag = Gauge("liaison_sweep_lag_seconds", "Time since the last sweep ended.", registry=self.registry)
        self.database = Histogram(
            "liaison_database_seconds",
            "Time in the database, by kind of step.",
            ["step"],
            registry=self.registry,
            buckets=(0.0005, 0.001, 0.005, 0.02, 0.1, 0.5, 2),
        )

    def answered(self, kind: str, answer: str) -> None:
        self.deeds.labels(kind, answer).inc()

    def was_delivered(self, kind: str, result: str) -> None:
        self.delivered.labels(kind, result).inc()

    def in_database(self, step: str, seconds: float) -> None:
        self.database.labels(step).observe(seconds)


LOUD = ("slack_bolt", "slack_sdk", "aiohttp.access", "apscheduler")
"""Their lines below ERROR hold bodies, parameters and signatures (SLACK 10.3, 14.5)."""


def _is_quiet(line: logging.LogRecord) -> bool:
    """Asked of each line: Bolt sets the levels of its loggers by itself."""
    return line.levelno >= logging.ERROR or not line.name.startswith(LOUD)


def _trace(_: object, __: str, line: EventDict) -> EventDict:
    """Where it broke and what kind of fault it was. Not what the fault says: that can be what somebody wrote."""
    error = line.pop("exc_info", None)
    if error is True:
        error = sys.exception()
    if isinstance(error, BaseException):
        line["exception"] = "\n".join(_told(error))
    return line


def _told(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _told(cause)
        yield "then:"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    yield f"{type(error).__module__}.{type(error).__qualname__}: {_harmless(error)}"


def _harmless(error: BaseException) -> str:
    """Names and numbers by which a fault of somebody else's is known."""
    match error:
        case SlackApiError():
            return str(error.response.get("error", ""))
        case OSError():
            return error.strerror or ""
        case _:
            return str(getattr(error, "sqlstate", "") or getattr(error, "sqlite_errorname", "") or "")


def set_up_logging(*, json: bool, level: str) -> None:
    number = logging.getLevelNamesMapping()[level.upper()]
    lines = logging.StreamHandler()
    lines.addFilter(_is_quiet)
    logging.basicConfig(level=max(number, logging.WARNING), format="%(message)s", handlers=[lines])
    drawn = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _trace,
            drawn,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        cache_logger_on_first_use=False,
    )
