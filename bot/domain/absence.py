"""A contact who is away, and the deputy they named: to whom news of their cases goes meanwhile, and until when.

The case's contact stays who it is. A deputy's deputy is not followed: where the deputy goes away too, or is a
contact no longer, the contact is told again.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.days import is_far, local_day
from bot.domain.ids import PersonId


class Turn(StrEnum):
    """What became of an absence."""

    GOES_ON = "goes-on"
    OVER = "over"
    DEPUTY_LOST = "deputy-lost"


class Flaw(StrEnum):
    """Why an absence cannot begin so. The values of the first two are those of a day that is not readable."""

    PAST = "past"
    FAR = "far"
    DEPUTY = "deputy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deputy:
    """As they are now. `may_act`: as a contact of the district the absence is about."""

    id: PersonId
    may_act: bool
    is_away: bool

    @property
    def can_stand_in(self) -> bool:
        return self.may_act and not self.is_away


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """`until`: the last day away, by the calendar of `zone`, which is the contact's own."""

    contact: PersonId
    until: date
    zone: str
    deputy: Deputy | None = None


def is_away(until: date | None, zone: str, now: datetime) -> bool:
    return until is not None and local_day(now, zone) <= until


def told(absence: Absence, now: datetime) -> PersonId:
    """Who gets what would go to the contact."""
    deputy = absence.deputy
    if deputy is None or not is_away(absence.until, absence.zone, now) or not deputy.can_stand_in:
        return absence.contact
    return deputy.id


def reached(
    contacts: Sequence[PersonId], deputies: Mapping[PersonId, PersonId], *, but: PersonId | None = None
) -> list[PersonId]:
    """Each of them, or who stands in for them; nobody twice. `but`: who is told nothing, in nobody's place either."""
    others = [contact for contact in contacts if contact != but]
    here = (deputies.get(contact, contact) for contact in others)
    return list(dict.fromkeys(other if deputy == but else deputy for other, deputy in zip(others, here, strict=True)))


def asked_first(contacts: Sequence[PersonId], away: Collection[PersonId]) -> list[PersonId]:
    """Who is there; all of them where nobody is."""
    return [contact for contact in contacts if contact not in away] or list(contacts)


def turn(absence: Absence, now: datetime) -> Turn:
    """What is to be done about it, and said of it, now."""
    if not is_away(absence.until, absence.zone, now):
        return Turn.OVER
    if absence.deputy is not None and not absence.deputy.can_stand_in:
        return Turn.DEPUTY_LOST
    return Turn.GOES_ON


def flaw(until: date, zone: str, deputy: PersonId | None, able: Collection[PersonId], now: datetime) -> Flaw | None:
    """`able`: who of the district could stand in, the contact themself left out."""
    today = local_day(now, zone)
    if until < today:
        return Flaw.PAST
    if is_far(until, today):
        return Flaw.FAR
    return Flaw.DEPUTY if deputy is not None and deputy not in able else None
