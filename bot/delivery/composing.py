"""What a row says, decided at the moment it is delivered: by its kind, from the record as it stands now.

Asks again before anything is sent: does the reason still hold, and may the reader still see it (DESIGN,
invariant 10)?
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.delivery import (
    case_posts,
    earlier,
    emergency_posts,
    erased_lines,
    notice_posts,
    number_posts,
    previews,
    private_posts,
    report_posts,
    resyncing,
)
from bot.delivery.clock import Clock
from bot.delivery.outgoing import (
    CarryFile,
    CheckChannel,
    Delete,
    DeleteFile,
    Ephemeral,
    LookUp,
    Outgoing,
    Post,
    Update,
)
from bot.domain.ids import Channel, ChannelId, PersonId, TeamId, Ts, UserId
from bot.domain.sheets import Side
from storage import flags, outbox, owing, places, telling, threads, uninstalling, visitors
from storage.erasing_names import OF
from storage.outbox import Claimed, Kind, Owed
from storage.places import Company
from storage.store import Tx

A_MOMENT = timedelta(seconds=10)
"""In which Slack has said who somebody is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseComposer:
    """The composer of every kind of row that this product owes."""

    clock: Clock
    command: str

    async def compose(self, tx: Tx, row: Claimed) -> Outgoing:
        """Its words show in previews where they may: whatever is posted comes through here."""
        out = await self._says(tx, row)
        if isinstance(out, CarryFile) or (isinstance(out, Post | Update | Ephemeral) and out.said.aloud):
            return replace(out, previews=await previews.may_show(tx, row))
        return out

    async def _says(self, tx: Tx, row: Claimed) -> Outgoing:
        now = self.clock.now()
        match row.kind:
            case Kind.CARD:
                return await case_posts.card(tx, row, now)
            case Kind.REFRESH:
                return await case_posts.refresh(tx, row, now)
            case Kind.OPENING:
                return await case_posts.opening(tx, row)
            case Kind.COMMENT:
                return await case_posts.comment(tx, row)
            case Kind.CHANGED:
                return await case_posts.changed(tx, row)
            case Kind.LINE | Kind.BY_CLOCK if OF in row.facts:
                return await erased_lines.again(tx, row, now)
            case Kind.LINE:
                return await case_posts.line(tx, row)
            case Kind.BY_CLOCK:
                return await case_posts.by_clock(tx, row, now)
            case Kind.FILE:
                return await case_posts.file(tx, row)
            case Kind.EARLIER:
                return await earlier.compose(tx, row)
            case Kind.HINT:
                return await private_posts.hint(tx, row, now=now, command=self.command)
            case Kind.PAGE:
                return await emergency_posts.page(tx, row)
            case Kind.TELL:
                return await private_posts.tell(tx, row, now=now, command=self.command)
            case Kind.REPORT if "report" in row.facts:
                return await number_posts.compose(tx, row, now)
            case Kind.REPORT:
                return await report_posts.compose(tx, row)
            case Kind.CHECK_CHANNEL:
                return CheckChannel(channel=ChannelId(str(row.facts["channel"])))
            case Kind.LOOK_UP:
                return LookUp(team=TeamId(str(row.facts["team"])), user=UserId(str(row.facts["user"])))
            case Kind.RESYNC:
                return await resyncing.thread(tx, row)
            case Kind.REMOVE if "file" in row.facts:
                return DeleteFile(file=str(row.facts["file"]))
            case Kind.REMOVE:
                return Delete(channel=ChannelId(str(row.facts["channel"])), ts=Ts(str(row.facts["ts"])))

    async def delivered(self, tx: Tx, row: Claimed, channel: ChannelId | None, ts: Ts | None) -> None:
        """Remembers where it stands, and owes what follows from that."""
        follows: list[Owed] = []
        match row.kind:
            case Kind.CARD if channel is not None and ts is not None:
                await threads.stands_at(tx, int(row.facts["thread"]), channel=channel, ts=ts)
                follows = await case_posts.after_card(tx, row, self.clock.now())
            case Kind.OPENING | Kind.COMMENT | Kind.CHANGED:
                follows = await case_posts.next_parts(tx, row)
            case Kind.FILE:
                follows = await case_posts.redacted_meanwhile(tx, row, self.clock.now())
            case Kind.RESYNC:
                follows = await resyncing.after(tx, row, self.clock.now())
            case Kind.TELL if ts is not None and "person" in row.facts:  # they can be reached
                await flags.tell_again(tx, PersonId(int(row.facts["person"])), now=self.clock.now())
            case Kind.LOOK_UP:
                follows = private_posts.after_look_up(row, self.clock.now())
            case _:
                return
        if follows:
            await outbox.owe(tx, follows, now=self.clock.now())

    async def dead(self, tx: Tx, row: Claimed) -> None:
        """Whoever looks after the bot is told, once a day; not of a letter that was to tell them so.

        A call at the desk goes to each agent instead (POLICY 2).
        """
        if row.kind is Kind.PAGE:
            await emergency_posts.not_called(tx, row, self.clock.now())
        if row.facts.get("what") not in notice_posts.TROUBLES:
            await self._trouble(tx, notice_posts.DEAD_LETTERS)

    async def card_gone(self, tx: Tx, row: Claimed, ts: str) -> None:
        """Another card opens the thread; not where that was done already."""
        place = await threads.get(tx, int(row.facts["thread"]))
        if place is None or place.ts != ts:
            return
        await threads.begin_again(tx, place)
        await outbox.owe(tx, [owing.card_again(place, now=self.clock.now())], now=self.clock.now())

    async def unusable(self, tx: Tx, row: Claimed) -> None:
        """Nothing goes to that workspace before the app is installed there again.

        Whether it was uninstalled there while the bot was away, nobody says: what is held is erased at the date that
        follows from now, should it not be installed again.
        """
        await self._trouble(tx, notice_posts.UNUSABLE, about=row.team)
        now = self.clock.now()
        rows = await uninstalling.schedule(tx, row.team, ended_at=now, now=now)
        if rows:
            await outbox.owe(tx, rows, now=now)

    async def _trouble(self, tx: Tx, what: str, *, about: str = "") -> None:
        now = self.clock.now()
        rows = await telling.support_administrators(tx, what=what, about=about, now=now, facts={"about": about})
        if rows:
            await outbox.owe(tx, rows, now=now)

    async def channel_checked(self, tx: Tx, channel: Channel) -> None:
        """Words stop where somebody is who should not be; those who can mend it are told (POLICY 3)."""
        found = await places.company(tx, channel)
        if found is None:
            return
        await places.note_words(tx, channel, ok=found.words_may_go)
        if first := await self._asked_first(tx, channel):
            await outbox.owe(tx, first, now=self.clock.now())
            return
        rows = await notice_posts.reports(tx, channel, found, self.clock.now())
        if not found.words_may_go:
            rows += await self._by_dm(tx, found)
        if rows:
            await outbox.owe(tx, rows, now=self.clock.now())

    async def _asked_first(self, tx: Tx, channel: Channel) -> list[Owed]:
        """Who may be a contact of another workspace is looked up, and the company looked at once more (POLICY 1)."""
        now = self.clock.now()
        rows = [owing.look_up(who, now=now, then="company") for who in await visitors.perhaps(tx, channel)]
        rows = [row for row in rows if await outbox.state_of(tx, row.key) is None]
        if not rows:
            return []
        why = f"looked-up:{now.date()}:{','.join(str(row.facts['user']) for row in rows)}"
        return [*rows, replace(owing.check(channel, now=now, why=why), due_at=now + A_MOMENT)]

    async def _by_dm(self, tx: Tx, found: Company) -> list[Owed]:
        """Words go to each reader by DM instead."""
        side = Side.DESK if found.district is None else Side.DISTRICT
        added = await places.add_missing_dms(tx, side, found.district)
        return owing.cards(added, now=self.clock.now())
