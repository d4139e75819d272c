"""Who is told of a contact's silence, and when (POLICY 7): the contact, those around them, those who can act.

Rows of ids alone: who is named, and until when, is read when they are delivered.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain import policy
from bot.domain.business import Calendar
from bot.domain.ids import DistrictId, PersonId
from bot.domain.inactivity import Limits
from bot.domain.people import CONTACT_ROLES, Person
from storage import calendars, owing, people
from storage.contacts import ContactLine
from storage.outbox import Owed
from storage.people import Holder
from storage.store import Tx

DAY = timedelta(days=1)
ROUND = timedelta(minutes=1)
"""What a round tells waits for its last name: each contact is a transaction of its own, and couriers are quick."""


def told(found: ContactLine, what: str, *, key: str, now: datetime, day: int = 0) -> Owed:
    """To the contact."""
    facts: dict[str, int | str] = {
        "line": found.id,
        "district": found.district,
        "since": found.silence.since.isoformat(),
        "day": day,
    }
    return owing.tell(found.person, found.team, key=key, what=what, now=now, facts=facts)


async def near(tx: Tx, found: ContactLine, *, now: datetime, limits: Limits) -> list[Owed]:
    """Of all whose time comes by the end of the district's day: one message a day has every name."""
    calendar = await calendars.where_it_is(tx, found.district)
    today = calendar.local_day(now)
    until = _midnight_after(today, calendar) - limits.others_told_from * DAY
    readers = await _of_district(tx, found.district)
    facts: dict[str, int | str] = {"silent_before": until.isoformat()}
    return _for(readers, found, "inactivity-near", key=str(today), now=now, facts=facts)


def _midnight_after(day: date, calendar: Calendar) -> datetime:
    return datetime.combine(day + DAY, time.min, ZoneInfo(calendar.zone)).astimezone(UTC)


async def others(tx: Tx, found: ContactLine, what: str, *, now: datetime, but: PersonId | None = None) -> list[Owed]:
    """The district's other contacts and its administrator, and support's administrators: one message a round.

    `but`: whoever did it, who is not told of their own act.
    """
    everybody = [*await _of_district(tx, found.district), *await _support_administrators(tx)]
    readers = [reader for reader in everybody if reader[0] != but]
    rows = _for(readers, found, what, key=now.isoformat(), now=now, facts={"at": now.isoformat()})
    return [replace(row, due_at=now + ROUND) for row in rows]


async def keepers(tx: Tx, found: ContactLine, today: date, *, now: datetime) -> list[Owed]:
    """Those who can act for a district whose last contact is silent."""
    readers = await people.holding(tx, policy.ADMINISTRATOR_ROLES, district=found.district)
    readers += await _support_administrators(tx)
    facts: dict[str, int | str] = {"last": found.id}
    return _for(readers, found, "inactivity-last", key=str(today), now=now, facts=facts)


async def kept(tx: Tx, found: ContactLine, kept: int, *, by: PersonId, now: datetime) -> list[Owed]:
    """The contact, the district's others and its administrator: whose access stays, and why."""
    readers = [
        (found.person, found.team),
        *((person, team) for person, team, _ in await _of_district(tx, found.district)),
    ]
    facts: dict[str, int | str] = {"district": found.district, "kept": kept, "whose": found.person}
    return [
        owing.tell(person, team, key=f"inactivity-kept:{kept}:{person}", what="inactivity-kept", now=now, facts=facts)
        for person, team in dict(readers).items()
        if person != by
    ]


async def back(tx: Tx, person: Person, district: DistrictId, *, key: str, now: datetime) -> list[Owed]:
    """Everybody who was told that their access ended, and they themselves: they had acted before it did."""
    around = [*await _of_district(tx, district), *await _support_administrators(tx)]
    readers = {person.id: person.reached, **{reader: team for reader, team, _ in around}}
    facts: dict[str, int | str] = {"district": district, "back": person.id}
    return [
        owing.tell(
            reader, team, key=f"inactivity-undone:{key}:{reader}", what="inactivity-undone", now=now, facts=facts
        )
        for reader, team in readers.items()
    ]


async def _of_district(tx: Tx, district: DistrictId) -> list[Holder]:
    readers = await people.holding(tx, CONTACT_ROLES, district=district)
    return readers + await people.holding(tx, policy.ADMINISTRATOR_ROLES, district=district)


async def _support_administrators(tx: Tx) -> list[Holder]:
    return await people.holding(tx, policy.SUPPORT_ADMINISTRATOR_ROLES, district=None)


def _for(
    readers: list[Holder], found: ContactLine, what: str, *, key: str, now: datetime, facts: dict[str, int | str]
) -> list[Owed]:
    """To each but the contact; who is several of these is told once."""
    wanted: dict[PersonId, Holder] = {reader[0]: reader for reader in readers if reader[0] != found.person}
    return [
        owing.tell(
            person,
            team,
            key=f"{what}:{found.district}:{key}:{person}",
            what=what,
            now=now,
            facts={"district": found.district, **facts},
        )
        for person, team, _ in wanted.values()
    ]
