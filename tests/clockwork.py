"""Time in tests: an instant to begin at, and spans."""

from datetime import timedelta

from demo.world import NOON

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
__all__ = ["DAY", "HOUR", "NOON"]
