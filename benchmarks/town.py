"""The place that is measured: forty districts of eight contacts, each with a case whose threads stand."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain.cases import CaseType, Draft, Priority
from bot.domain.ids import Channel, ChannelId, DistrictId, SlackUser, TeamId, Ts, UserId
from bot.services import channels as desk
from bot.services import directory, opening
from demo import world
from storage import channels, outbox, places, threads
from storage.engines import opened
from storage.outbox import State
from storage.store import Store

DISTRICTS, CONTACTS = 40, 8
TEAM = TeamId(world.TEAM)
NOW = datetime(2026, 11, 24, 18, tzinfo=UTC)
DESCRIPTION = "They are gone after a reload, for every teacher of the school, since Monday. " * 5
_DISTRICT_COLUMNS = "key,name,timezone,country,state,slack_team_id,case_channel_id,email_domains,updates_as_group"
_PEOPLE_COLUMNS = "district,role,name,email,slack_team_id,slack_user_id,phone,building,training"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Where a contact can reply: the district, its case's card, and who they are."""

    district: int
    user: str
    channel: str
    ts: str


def channel_of(district: int) -> ChannelId:
    return ChannelId(f"C0D{district:03}")


def contact_of(district: int, contact: int) -> str:
    return f"U0D{district:03}C{contact}"


def staff_of(district: int) -> str:
    return f"U0D{district:03}S"


def _lines() -> list[tuple[int, str, str]]:
    """(district, role, Slack's id) of everybody."""
    found = [(d, "support", contact_of(d, c)) for d in range(1, DISTRICTS + 1) for c in range(1, CONTACTS + 1)]
    return found + [(d, "staff", staff_of(d)) for d in range(1, DISTRICTS + 1)]


def described() -> dict[str, Any]:
    """The sandbox's world: the demonstration's, and these districts."""
    found = world.described(None)
    found["workspaces"][0]["users"] += [{"id": user, "name": user.lower()} for _, _, user in _lines()]
    found["channels"] += [
        {
            "id": channel_of(district),
            "team": TEAM,
            "name": f"cases-{district}",
            "private": True,
            "members": ["U0BOT", *(contact_of(district, contact) for contact in range(1, CONTACTS + 1))],
        }
        for district in range(1, DISTRICTS + 1)
    ]
    return found


def write_world(path: Path) -> None:
    path.write_text(json.dumps(described()), encoding="utf-8")


def _csv() -> tuple[str, str]:
    districts = [
        f"d{number},District {number},America/Chicago,US,MN,{TEAM},{channel_of(number)},,no"
        for number in range(1, DISTRICTS + 1)
    ]
    people = [
        f"d{number},{role},Name {user},{user.lower()}@example.org,{TEAM},{user},555-0100,,done"
        for number, role, user in _lines()
    ]
    return "\n".join([_DISTRICT_COLUMNS, *districts]), "\n".join([_PEOPLE_COLUMNS, *people])


async def settle(url: str) -> list[Spoken]:
    """Fills a migrated database; nothing is left to deliver."""
    districts, people = _csv()
    async with opened(url) as store:
        await directory.run_import(store, districts=districts, people=people, closures=None, now=NOW, apply=True)
        await desk.name_desk(store, Channel(team=TEAM, id=ChannelId(world.DESK)), now=NOW)
        await _trust_channels(store)
        for district in range(1, DISTRICTS + 1):
            await _open(store, district)
        await _end_what_is_owed(store)
    return [
        Spoken(district=d, user=contact_of(d, c), channel=channel_of(d), ts=_ts(2 * d))
        for d in range(1, DISTRICTS + 1)
        for c in range(1, CONTACTS + 1)
    ]


async def _trust_channels(store: Store) -> None:
    async with store.begin() as tx:
        for channel in await places.every_channel(tx):
            await channels.learned(tx, channel, is_private=True, members=[], at=NOW)
            await places.note_words(tx, channel, ok=True)


async def _open(store: Store, district: int) -> None:
    draft = Draft(
        district=DistrictId(district),
        type=CaseType.QUESTION,
        urgency=Priority.MEDIUM,
        module="Grades",
        subject="Grades vanish on save",
        description=DESCRIPTION,
    )
    who = SlackUser(team=TEAM, user=UserId(contact_of(district, 1)))
    receipt = await opening.open_case(store, who=who, draft=draft, once=f"first:{district}", now=NOW)
    async with store.begin() as tx:
        for order, place in enumerate(await threads.of_case(tx, receipt.number)):
            await threads.stands_at(
                tx, place.id, channel=place.channel or channel_of(district), ts=_ts(2 * district + order)
            )


def _ts(number: int) -> Ts:
    return Ts(f"1700000000.{number:06}")


async def _end_what_is_owed(store: Store) -> None:
    async with store.begin() as tx:
        while rows := await outbox.claim(tx, by="benchmark", now=NOW, most=1000):
            for row in rows:
                await outbox.end(tx, row, State.SENT, now=NOW)
