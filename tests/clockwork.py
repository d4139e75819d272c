"""Time in tests: an instant to begin at, and spans."""

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 24, 18, tzinfo=UTC)
"""A Tuesday: noon at Lakeside, eleven at Pine Ridge."""

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
