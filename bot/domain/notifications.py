"""Notifications: what the vendor tells districts of, an incident or maintenance (POLICY 8). Pure: `now` comes in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import DistrictId, NotificationId

ALL_MODULES = ""
"""The module of an issue of every one."""

AHEAD = timedelta(days=14)
"""Maintenance is told about two weeks ahead (POLICY 8), and stands on the Home and in the form from then on."""


class Kind(StrEnum):
    INCIDENT = "incident"
    MAINTENANCE = "maintenance"


class TimesProblem(StrEnum):
    """What is wrong with when maintenance is planned for."""

    PAST = "past"
    ENDS_FIRST = "ends-first"
    FAR = "far"
    LONG = "long"


FURTHEST, LONGEST = timedelta(days=366), timedelta(days=7)
"""How far ahead maintenance is planned, and how long it takes, at most; a slip of a year is caught so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """What a notification is about. Empty: every module, every district."""

    modules: tuple[str, ...] = ()
    districts: tuple[DistrictId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """`starts_at` and `ends_at`: of maintenance, as planned. `closing`: the text with which it was closed.

    The closing of an incident is the resolution of its cases.
    """

    id: NotificationId
    kind: Kind = Kind.INCIDENT
    title: str
    affected: Affected = field(default_factory=Affected)
    opened_at: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    closed_at: datetime | None = None
    closing: str = ""

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_incident(self) -> bool:
        return self.kind is Kind.INCIDENT

    @property
    def told_from(self) -> datetime:
        """From when on districts know of it."""
        return told_from(self.opened_at, self.starts_at)

    def stands(self, now: datetime) -> bool:
        """On the Home and in the form."""
        return self.is_open and now >= self.told_from

    def affects(self, module: str) -> bool:
        """A case of this module; of one that is not chosen yet, it has to affect every one."""
        return not self.affected.modules or module in self.affected.modules

    def concerns(self, districts: Collection[DistrictId] | None) -> bool:
        """One of these; None: support, whom all concern."""
        return (
            districts is None or not self.affected.districts or not {*self.affected.districts}.isdisjoint(districts)
        )


def told_from(opened_at: datetime, starts_at: datetime | None) -> datetime:
    return opened_at if starts_at is None else max(opened_at, starts_at - AHEAD)


def matching(
    known: Iterable[Notification], module: str, *, now: datetime, districts: Collection[DistrictId] | None
) -> list[Notification]:
    """The open ones that a case of this module can be linked to; none chosen yet: those of all modules."""
    return [it for it in known if it.stands(now) and it.affects(module) and it.concerns(districts)]


def times_problem(starts_at: datetime, ends_at: datetime, now: datetime) -> TimesProblem | None:
    """What is wrong with planning it so; one that has begun may be changed until it ends."""
    if ends_at <= now:
        return TimesProblem.PAST
    if ends_at <= starts_at:
        return TimesProblem.ENDS_FIRST
    if starts_at - now > FURTHEST:
        return TimesProblem.FAR
    return TimesProblem.LONG if ends_at - starts_at > LONGEST else None
