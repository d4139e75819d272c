"""Contacts who go quiet, as support administrators look at them (POLICY 7): near, flagged, deactivated, and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import DistrictId, LineId
from bot.domain.inactivity import DAY
from bot.domain.people import Role

After = tuple[datetime, LineId]
"""Where a page ends and the next begins: since when somebody is silent, and their line."""


class Stage(StrEnum):
    """How far a silence has come: warned, or about to be; flagged; ended."""

    NEAR = "near"
    FLAGGED = "flagged"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """Of a contact who may act, when the clock does what if they do nothing: flags them, then deactivates them.

    `ends_at` is None of whoever is not flagged, and where the flag was told to nobody.
    """

    since: datetime
    flags_at: datetime
    is_flagged: bool = False
    ends_at: datetime | None = None

    def days_left(self, now: datetime) -> int | None:
        """Until the next of the two, the last one counted whole. None: until the flag is told."""
        comes = self.ends_at if self.is_flagged else self.flags_at
        return None if comes is None else max(0, -((now - comes) // DAY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which of them: of one stage, and of one district or (None) of all. `after`: where the page before ended."""

    stage: Stage = Stage.FLAGGED
    district: DistrictId | None = None
    after: After | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentContact:
    """One of them, with every date there is. `ends_at` is None while the flag was told to nobody.

    `is_last`: the district has no other contact who may act, so that the clock deactivates nobody there.
    """

    line: LineId
    name: str
    district: str
    role: Role
    stage: Stage
    since: datetime
    flags_at: datetime
    warned_at: datetime | None = None
    flagged_at: datetime | None = None
    ends_at: datetime | None = None
    deactivated_at: datetime | None = None
    is_last: bool = False
