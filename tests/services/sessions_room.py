"""A case of Ana's, in which joint sessions are told."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.domain.acts import Act
from bot.domain.ids import (
    CaseNumber,
    ChannelId,
    KeptId,
    PersonId,
    SessionId,
    SlackUser,
    TeamId,
    Thread,
    Ts,
    UserId,
)
from bot.services import hearing, inviting, rounds
from bot.services.deeds import CaseAsk
from bot.services.hearing import Heard
from bot.services.inviting import Wish
from demo import world
from storage import threads
from storage.store import Store
from storage.tables import outbox, roster, sessions
from storage.tables import threads as places
from tests.clockwork import NOON

CASE, FIRST = CaseNumber(1), SessionId(1)
ALL = KeptId(1_000_000)
MINUTE = timedelta(minutes=1)
TEAM = TeamId(world.TEAM)
DM = ChannelId("D0SAM")
STAFFS = {Act.SEE_CONTACTS, Act.SEE_NOTIFICATIONS, Act.ASK_CONTACT, Act.REPORT_EMERGENCY, Act.REDACT}
"""What any staff member may, and whoever wrote a text."""


def who(name: str) -> SlackUser:
    return SlackUser(team=TEAM, user=UserId(f"U0{name.upper()}"))


@dataclass(slots=True, kw_only=True)
class Room:
    """Ana's case. `now` goes on by hand."""

    store: Store
    ids: dict[str, PersonId]
    now: datetime = NOON
    said: list[str] = field(default_factory=list)

    def ask(self, name: str) -> CaseAsk:
        self.said.append(name)
        return CaseAsk(who=who(name), number=CASE, now=self.now, once=f"{name}:{len(self.said)}")

    async def invites(self, guest: str = "sam", *, by: str = "ana", stand_in: str = "", **more: object) -> None:
        other = self.ids[stand_in] if stand_in else None
        facts = {"guest": who(guest), "minutes": 60, "stand_in": other, **more}
        await inviting.invite(self.store, self.ask(by), Wish(**facts))  # type: ignore[arg-type]  # a wish's own
        await self.stands()

    async def stands(self) -> None:
        """Slack has taken the guest's card."""
        async with self.store.begin() as tx:
            theirs = await tx.execute(sa.select(places.c.id).where(places.c.seat == "guest", places.c.ts.is_(None)))
            for thread in theirs.scalars().all():
                await threads.stands_at(tx, thread, channel=DM, ts=Ts(f"{thread}.0"))

    async def says(self, words: str, *, at: datetime | None = None, by: str = "sam", ts: str = "") -> None:
        async with self.store.read() as tx:
            query = sa.select(places.c.ts).where(places.c.seat == "guest").order_by(places.c.id.desc())
            card = (await tx.execute(query)).scalars().first()
        self.said.append(words)
        message = Thread(team=TEAM, channel=DM, ts=Ts(ts or f"9.{len(self.said)}"))
        heard = Heard(
            who=who(by),
            message=message,
            thread_ts=Ts(str(card)),
            words=words,
            at=at or self.now,
            said_at=at or self.now,
        )
        await hearing.hear(self.store, heard, now=self.now)

    async def rounds(self, *, times: int = 1) -> None:
        await asyncio.gather(*(rounds.run(self.store, now=self.now, at=lambda _: None) for _ in range(times)))
        await self.stands()

    async def loses(self, name: str, **facts: str) -> None:
        async with self.store.begin() as tx:
            await tx.execute(roster.update().where(roster.c.person_id == self.ids[name]).values(**facts))

    async def one(self, column: sa.Column[object]) -> object:
        async with self.store.read() as tx:
            return (await tx.execute(sa.select(column).order_by(sessions.c.id.desc()))).scalars().first()

    async def counted(self, what: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        async with self.store.read() as tx:
            query = sa.select(sa.func.count()).select_from(what).where(*where)
            return int((await tx.execute(query)).scalar_one())

    async def owed(self, what: str) -> int:
        return await self.counted(outbox, outbox.c.facts["what"].as_string() == what)
