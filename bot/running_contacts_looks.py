"""What `python -m bot contacts` shows: lists, one person with their record, requests, and who goes quiet."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.app import WallClock
from bot.contacts_meant import Meant, district_of, every_district, meant
from bot.domain.ids import OPERATOR, DistrictId
from bot.domain.list_requests import Waits
from bot.domain.record import Asked as Question
from bot.domain.record import Entry
from bot.domain.record import Question as Which
from bot.domain.silences import Ahead, Asked, Stage
from bot.services import list_looks, silences
from bot.services.audit_questions import asked_outside
from bot.settings import Settings
from bot.views import contacts_said as said
from storage import audit_questions, migrations
from storage.engines import opened
from storage.store import Store

RECORD = 20
"""Lines of a person's record, the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One person on a list, with who gave and took their right, the oldest first."""

    found: Meant
    facts: list[tuple[str, str]]
    record: list[Entry]
    zone: ZoneInfo


@asynccontextmanager
async def standing(settings: Settings) -> AsyncIterator[tuple[Store, datetime]]:
    """Raises NotMigrated."""
    async with opened(settings.database) as store:
        await migrations.must_be_current(store)
        yield store, WallClock().now()


async def lists(
    settings: Settings, key: str, *, begin: Callable[[int], None], step: Callable[[], None]
) -> list[list[str]]:
    """Rows beneath HEAD, of one district or (key '') of all. Each look is in the log. Raises NotClear."""
    rows: list[list[str]] = []
    async with standing(settings) as (store, now):
        async with store.read() as tx:
            wanted = [await district_of(tx, key)] if key else [*(await every_district(tx)).values()]
        begin(len(wanted))
        for district in wanted:
            dated = await list_looks.open_with_dates(store, who=OPERATOR, district=district.id, now=now)
            for line in dated.sheet.lines:
                ahead = dated.ahead.get(line.person.id)
                rows.append(said.row(district.name, line, ahead, zone=settings.vendor_zone, now=now))
            step()
    return rows


async def show(settings: Settings, person: str, key: str) -> Shown:
    """Raises NotClear."""
    async with standing(settings) as (store, now):
        async with store.read() as tx:
            found = await meant(tx, person, key)
        dated = await list_looks.open_with_dates(store, who=OPERATOR, district=found.district.id, now=now)
        ahead: Ahead | None = dated.ahead.get(found.person)
        question = Question(question=Which.RIGHTS, districts=(found.district.id,), person=found.person)
        async with store.begin() as tx:
            lines = await audit_questions.page(tx, question, size=RECORD)
            record = await audit_questions.entries(tx, lines, reader=None)
            await asked_outside(tx, question, now=now)
    return Shown(
        found=found,
        facts=[*said.details(found.line, ahead, zone=settings.vendor_zone, now=now)],
        record=record[::-1],
        zone=ZoneInfo(settings.vendor_zone),
    )


async def requests(settings: Settings, key: str) -> list[list[str]]:
    """What waits, for whomever: of one district, or (key '') of all. Raises NotClear."""
    async with standing(settings) as (store, now):
        if key:
            async with store.read() as tx:
                district = await district_of(tx, key)
            sheet = await list_looks.open_list(store, who=OPERATOR, district=district.id, now=now)
            return [said.asked(it, zone=settings.vendor_zone) for it in sheet.requests]
        found, after = [], 0
        while True:
            page = await list_looks.waiting(store, who=OPERATOR, after=after, for_whom=[*Waits], now=now)
            found += [said.asked(it, zone=settings.vendor_zone) for it in page.rows]
            if page.older is None:
                return found
            after = page.older


async def silent(settings: Settings, key: str, stages: list[Stage]) -> list[list[str]]:
    """Rows beneath SILENT_HEAD, the longest silent of each stage first. Raises NotClear."""
    found: list[list[str]] = []
    async with standing(settings) as (store, now):
        district: DistrictId | None = None
        if key:
            async with store.read() as tx:
                district = (await district_of(tx, key)).id
        for stage in stages:
            asked = Asked(stage=stage, district=district)
            while True:
                page = await silences.look(store, who=OPERATOR, asked=asked, now=now)
                found += [said.silent(it, zone=settings.vendor_zone) for it in page.rows]
                if page.after is None:
                    break
                asked = replace(asked, after=page.after)
    return found
