"""Instants in the database: aware UTC in, aware UTC out, exact on both engines."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _read(micros: object) -> datetime:
    """SQLite keeps whatever somebody puts there by hand: what is no instant is the first one, so that the others can
    be read, and `audit verify` finds it."""
    try:
        return _EPOCH + timedelta(microseconds=micros if isinstance(micros, int) else 0)
    except OverflowError:
        return _EPOCH


class UtcInstant(sa.types.TypeDecorator[datetime]):
    """timestamptz on PostgreSQL; on SQLite microseconds since 1970, so that order and equality are exact."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(sa.Integer())
        return dialect.type_descriptor(sa.DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone")
        if dialect.name == "sqlite":
            return (value - _EPOCH) // timedelta(microseconds=1)
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return _read(value)
        instant: datetime = value
        return instant.astimezone(UTC)
