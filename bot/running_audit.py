"""What `python -m bot audit` asks of the log, and what it hands out of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.app import WallClock
from bot.domain.ids import CaseNumber, DistrictId, PersonId
from bot.domain.record import Asked, Entry, Question
from bot.services.audit_questions import asked_outside, span
from bot.settings import Settings
from storage import audit_questions, directory, migrations
from storage.engines import opened
from storage.store import Store, Tx


class NotClear(Exception):
    """Nobody, or more than one, is meant by what was typed; the message says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """As it was typed. `person`, `district` '': anybody, any. `first` and `last`: days, in the zone that is used."""

    question: Question
    person: str = ""
    district: str = ""
    first: date | None = None
    last: date | None = None
    case: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The oldest first. `more`: there are older ones. `whose`: by whose zone the times are read."""

    entries: list[Entry]
    more: bool
    zone: ZoneInfo
    whose: str


async def ask(settings: Settings, typed: Typed, *, most: int) -> Told:
    """Raises NotClear."""
    async with opened(settings.database) as store:
        await migrations.must_be_current(store)
        asked, zone, whose = await _asked(store, settings, typed)
        async with store.begin() as tx:
            lines = await audit_questions.page(tx, asked, size=most + 1)
            entries = await audit_questions.entries(tx, lines[:most], reader=None)
            await asked_outside(tx, asked, now=WallClock().now())
    return Told(entries=entries[::-1], more=len(lines) > most, zone=ZoneInfo(zone), whose=whose)


async def export(
    settings: Settings,
    typed: Typed,
    *,
    write: Callable[[Entry, ZoneInfo], None],
    begin: Callable[[int], None],
    step: Callable[[int], None],
) -> int:
    """Every line of the span, a page at a time; how many there were. Raises NotClear."""
    count = 0
    async with opened(settings.database) as store:
        await migrations.must_be_current(store)
        asked, zone, _ = await _asked(store, settings, typed)
        async with store.begin() as tx:
            await asked_outside(tx, asked, now=WallClock().now())
        async with store.read() as tx:
            begin(await audit_questions.count(tx, asked))
            async for page in audit_questions.every(tx, asked):
                for entry in page:
                    write(entry, ZoneInfo(zone))
                count += len(page)
                step(len(page))
    return count


async def _asked(store: Store, settings: Settings, typed: Typed) -> tuple[Asked, str, str]:
    """With the zone in which days and times are read: the person's, the district's, or the vendor's."""
    async with store.read() as tx:
        district, zone, whose = None, settings.vendor_zone, "the vendor's"
        if typed.district:
            district, zone = await district_of(tx, typed.district)
            whose = "the district's"
        person = None
        if typed.person:
            person, zone = await _person(tx, typed.person)
            whose = "the person's"
    since, until = _span(typed, zone)
    return (
        Asked(
            question=typed.question,
            districts=(district,) if district is not None else None,
            person=person,
            since=since,
            until=until,
            case=CaseNumber(typed.case) if typed.case is not None else None,
        ),
        zone,
        f"{whose} zone, {zone}",
    )


def _span(typed: Typed, zone: str) -> tuple[datetime | None, datetime | None]:
    since = span(typed.first, typed.first, zone)[0] if typed.first else None
    return since, span(typed.last, typed.last, zone)[1] if typed.last else None


async def district_of(tx: Tx, key: str) -> tuple[DistrictId, str]:
    known = await directory.districts_by_key(tx)
    if key not in known:
        there = sorted(its for its, row in known.items() if row.erased_at is None)
        raise NotClear(f"There is no district {key}. There are: {', '.join(there) or 'none'}.")
    return DistrictId(known[key].id), known[key].timezone


def said(typed: str) -> str:
    """What was typed, in a sentence: also where that was nothing."""
    return typed.strip() or "an empty name"


async def _person(tx: Tx, typed: str) -> tuple[PersonId, str]:
    found = await audit_questions.find(tx, typed)
    if not found:
        raise NotClear(
            f"Nobody is known by {said(typed)}. Try a name or an e-mail address as in the list, U…, T…/U…, or a "
            "number such as #17, as the log has it of somebody who was erased."
        )
    if len(found) > 1:
        several = ", ".join(f"#{person} ({name})" for person, name, _ in found)
        raise NotClear(f"{typed} are several: {several}. Name one by its number.")
    return found[0][0], found[0][2]
