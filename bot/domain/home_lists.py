"""Which cases somebody's Home lists. It remembers the list and the district between openings, never the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.business import Calendar
from bot.domain.ids import DistrictId


class HomeList(StrEnum):
    """WAITING: on districts; a contact's, on their own. MINE: that are open. DUE: a target is near, or missed."""

    MINE = "mine"
    UNASSIGNED = "unassigned"
    DUE = "due"
    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"
    ALL = "all"


OF_CONTACT = (HomeList.OPEN, HomeList.MINE, HomeList.WAITING, HomeList.CLOSED, HomeList.ALL)
OF_AGENT = (HomeList.MINE, HomeList.UNASSIGNED, HomeList.DUE, HomeList.WAITING, HomeList.OPEN)


NEAR = timedelta(hours=4)
"""Of business time, before a target is missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`district` None: all of theirs; of an agent, all there are."""

    which: HomeList
    district: DistrictId | None = None


def for_contact(wanted: Shown | None, own: Sequence[DistrictId]) -> Shown:
    """What they chose, as far as it is theirs still."""
    if wanted is None:
        return Shown(which=HomeList.OPEN)
    which = wanted.which if wanted.which in OF_CONTACT else HomeList.OPEN
    several = len(own) > 1
    return Shown(which=which, district=wanted.district if several and wanted.district in own else None)


def for_agent(wanted: Shown | None, *, has_some: bool) -> Shown:
    """What they chose; before they ever did, their own cases where they have any."""
    if wanted is None or wanted.which not in OF_AGENT:
        return Shown(which=HomeList.MINE if has_some else HomeList.UNASSIGNED)
    return wanted


def near(calendar: Calendar, now: datetime) -> datetime:
    """A target that is missed by then is about to be. `calendar`: the vendor's."""
    return calendar.add(now, NEAR)
