"""A village for the machine: four districts, the vendor, strangers, and a clock turned by hand. No Slack beside it.

Every text that is written in a district's name, and every name of its people, holds a word of that district's own, so
that whoever reads it where they should not is caught.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bot.domain.ids import Channel, ChannelId, DistrictId, PersonId, SlackUser, TeamId, Thread, UserId
from bot.domain.people import Membership
from bot.domain.rules import Written
from bot.services import channels, directory
from storage import calendars, people_facts, workspaces
from storage.engines import connect
from storage.store import Store
from storage.tables import districts, people
from storage.workspaces import Workspace

TEAM = TeamId("T0")
OTHER = TeamId("T0OTHER")
"""A workspace that is nobody's district yet."""

DESK = Channel(team=TEAM, id=ChannelId("C0DESK"))
BEGAN = datetime(2026, 3, 2, 15, tzinfo=UTC)
"""A Monday: nine in the morning in Chicago."""

ZONES = {"north": "America/Chicago", "south": "Asia/Kathmandu", "west": "Pacific/Auckland", "east": "Europe/London"}
CHANNELS = {"north": "C0NORTH", "west": "C0WEST"}
"""South's and east's cases stand in direct messages."""

_HEAD = "key,name,timezone,country,state,slack_team_id,case_channel_id,email_domains,updates_as_group\n"
DISTRICTS = _HEAD + "".join(
    f"{key},Schools of only{key},{zone},US,MN,T0,{CHANNELS.get(key, '')},,no\n" for key, zone in ZONES.items()
)
LINES = (
    ("north", "support", "nan"),
    ("north", "support", "nat"),
    ("north", "technical", "ned"),
    ("north", "coach", "noa"),
    ("north", "staff", "nil"),
    ("north", "administrator", "nora"),
    ("south", "support", "sia"),
    ("south", "technical", "sam"),
    ("south", "staff", "sol"),
    ("south", "administrator", "sue"),
    ("south", "support", "two"),
    ("north", "support", "two"),
    ("west", "support", "wim"),
    ("west", "staff", "wes"),
    ("west", "administrator", "wanda"),
    ("east", "staff", "eve"),
    ("east", "administrator", "ed"),
    ("-", "agent", "alex"),
    ("-", "agent", "gita"),
    ("-", "lead", "lee"),
    ("-", "support-administrator", "kim"),
)
"""Two is a contact of two districts, west has one contact, east has none."""
UNBOUND = {"north": "technical", "east": "support"}
"""Each has a line of which no Slack user is known."""


def address_of(district: str) -> str:
    """Of who has no Slack user there."""
    return f"una@{district}.example"


PEOPLE = (
    "district,role,name,email,slack_team_id,slack_user_id,phone,building,training\n"
    + "".join(
        f"{district},{role},{'Two' if user == 'two' else f'{user.title()} only{district}'},"
        f"{user}@{'two' if user == 'two' else district}.example,T0,U{user.upper()},,"
        f"{'Hall' if role in {'coach', 'staff'} else ''},\n"
        for district, role, user in LINES
    )
    + "".join(
        f"{district},{role},Una only{district},{address_of(district)},,,,,\n" for district, role in UNBOUND.items()
    )
)
STRANGERS = {"guest": Membership.GUEST, "ext": Membership.EXTERNAL, "nobody": None}
"""A guest, somebody of another workspace, and one nobody ever saw."""

EVERYBODY = tuple(dict.fromkeys([user for _, _, user in LINES])) + tuple(STRANGERS)


def slack_of(user: str) -> SlackUser:
    return SlackUser(team=TeamId("TEXT") if user == "ext" else TEAM, user=UserId(f"U{user.upper()}"))


@dataclass(slots=True, kw_only=True)
class Village:
    """`ids`: of those who are known. `strangers_in`: who sits in a channel and should not."""

    url: str
    store: Store
    other: Store | None = None
    """A second process's, where the database takes two."""
    now: datetime = BEGAN
    ids: dict[str, PersonId] = field(default_factory=dict)
    districts: dict[str, DistrictId] = field(default_factory=dict)
    strangers_in: dict[str, set[str]] = field(default_factory=dict)
    said_in: dict[str, Thread] = field(default_factory=dict)
    """By key: what is delivered again was said in the same thread."""
    seen_at: dict[tuple[int, int], datetime] = field(default_factory=dict)
    """Of a joint session, by whom: when they last did what shows that they are there."""
    heard_by: dict[int, set[str]] = field(default_factory=dict)
    """By the number of what was written: the guests who were in its case then."""
    held: dict[int, set[int]] = field(default_factory=dict)
    """By case: numbers of what a guest wrote while nobody was there."""
    latest: datetime = BEGAN
    """When the clock looked last; later than now where it was set back."""
    chose: str = ""
    """Who was invited last."""
    taken_back: dict[str, str] = field(default_factory=dict)
    """By a message's ts: the key of the delivery that told of its deletion."""
    count: int = 0

    @property
    def stores(self) -> list[Store]:
        """Of every process there is."""
        return [self.store, *([self.other] if self.other else [])]

    def once(self) -> str:
        self.count += 1
        return f"once:{self.count}"

    def words(self, district: str) -> str:
        """What somebody writes about a case of that district's."""
        self.count += 1
        return f"Words {self.count} of caseof{district}, long enough for a reason"

    async def restart(self) -> None:
        """The process ends, and another takes its place: nothing but the database is left."""
        await self.store.close()
        self.store = await connect(self.url)

    async def end(self) -> None:
        for store in self.stores:
            await store.close()


@asynccontextmanager
async def village(url: str) -> AsyncIterator[Village]:
    here = Village(url=url, store=await connect(url))
    if here.store.dialect == "postgresql":
        here.other = await connect(url)
    try:
        await _settle(here)
        yield here
    finally:
        await here.end()


async def _settle(here: Village) -> None:
    outcome = await directory.run_import(
        here.store, districts=DISTRICTS, people=PEOPLE, closures=None, now=here.now - timedelta(hours=1), apply=True
    )
    assert not outcome.wrong, outcome.wrong
    async with here.store.begin() as tx:
        for team in (TEAM, OTHER):
            await workspaces.remember(tx, _workspace(team), at=here.now)
        await calendars.keep_rules(tx, Written())
        for name, membership in STRANGERS.items():
            if membership is not None:
                await people_facts.learned(
                    tx, slack_of(name), name=f"{name} somebody", zone="UTC", membership=membership, at=here.now
                )
    await channels.name_desk(here.store, DESK, now=here.now)
    await learn(here)


async def learn(here: Village) -> None:
    """Who has which id by now."""
    async with here.store.read() as tx:
        known = (await tx.execute(sa.select(people.c.user_id, people.c.id))).all()
        found = (await tx.execute(sa.select(districts.c.key, districts.c.id))).all()
    here.ids = {str(row.user_id).removeprefix("U").lower(): PersonId(row.id) for row in known if row.user_id}
    here.districts = {str(row.key): DistrictId(row.id) for row in found}


def _workspace(team: TeamId) -> Workspace:
    return Workspace(
        team=team,
        enterprise="",
        name="Village",
        app_id="A0",
        bot_id="B0",
        bot_user_id="UBOT",
        token_sealed=b"sealed",
        scopes="",
    )
