"""How long a closed case can be reopened (POLICY 5)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

REOPEN_DAYS = 60


def reopen_until(closed_at: datetime, zone: str, *, days: int = REOPEN_DAYS) -> datetime:
    """The end of the 60th calendar day after the latest close, in the district's zone, as UTC."""
    there = ZoneInfo(zone)
    last_day = closed_at.astimezone(there).date() + timedelta(days=days)
    end = datetime.combine(last_day + timedelta(days=1), time.min, there) - timedelta(microseconds=1)
    return end.astimezone(UTC)
