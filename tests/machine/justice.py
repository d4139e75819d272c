"""What the clock did between two looks, held against POLICY 7: nothing early, nothing untold, nobody the last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.machine.ledger import Owed
from tests.machine.oracle import Oracle, Row
from tests.machine.village import ZONES

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """How things stood at a look. `owed`: what was owed to people about their own silence, by key."""

    oracle: Oracle
    owed: Mapping[str, Owed]


def was_just(before: Then, after: Then, *, at: datetime) -> None:
    """Raises AssertionError."""
    was = {row.id: row for row in before.oracle.rows}
    for row in after.oracle.rows:
        if row.standing == "flagged" and was[row.id].standing == "active":
            _was_flagged_justly(before, row, at)
        if row.standing == "deactivated" and was[row.id].standing != "deactivated":
            _was_deactivated_justly(before, row, at)
    for district in ZONES:
        had, has = before.oracle.contacts_of(district), after.oracle.contacts_of(district)
        assert bool(had) == bool(has), f"{district} lost its last contact"
    _were_warned_justly(before, after)


def _were_warned_justly(before: Then, after: Then) -> None:
    new = [owed for key, owed in after.owed.items() if key not in before.owed]
    warned = [owed for owed in new if owed.facts.get("what") == "inactivity-warning"]
    assert len(warned) == len({owed.facts["line"] for owed in warned}), "two warnings at once"
    for owed in warned:
        since = datetime.fromisoformat(str(owed.facts["since"]))
        assert owed.created_at >= since + int(owed.facts["day"]) * DAY, "a warning that came early"
        zone = next(who.zone for who in after.oracle.people.values() if who.id == owed.facts["person"])
        assert 9 <= owed.created_at.astimezone(ZoneInfo(zone)).hour < 17, "a warning by night"


def _told(before: Then, row: Row, what: str) -> list[datetime]:
    return [
        owed.done_at
        for owed in before.owed.values()
        if owed.facts.get("what") == what
        and owed.facts.get("line") == row.id
        and row.silent_since is not None
        and owed.facts["since"] == row.silent_since.isoformat()
        and owed.done_at is not None
    ]


def _was_flagged_justly(before: Then, row: Row, at: datetime) -> None:
    assert row.silent_since is not None
    assert at >= row.silent_since + 180 * DAY, "flagged early"
    told = _told(before, row, "inactivity-warning")
    assert told, "flagged without a warning"
    assert at >= min(told) + DAY, "flagged within a day of the warning"


def _was_deactivated_justly(before: Then, row: Row, at: datetime) -> None:
    told = _told(before, row, "inactivity-flagged")
    assert told, "deactivated without being told of the flag"
    assert at >= min(told) + 14 * DAY, "deactivated within the grace"
