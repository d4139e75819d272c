"""Somebody of another workspace, chosen in one of ours, is known by their own from here on (POLICY 1).

It gives nobody a right: a request stays as it waits, a line as it stands.
"""

from datetime import datetime

from bot.domain.ids import SlackUser, TeamId
from bot.domain.record import ByAccount
from bot.services import joining
from storage import audit, contacts, outbox, owing, places, visitors, workspaces
from storage.store import Store, Tx


async def at_home(store: Store, who: SlackUser, *, seen_from: TeamId, home: TeamId, now: datetime) -> SlackUser:
    """Whom Slack meant. `home`: their own workspace, as Slack told the one that sees them.

    Of a third workspace's user with the same id Slack said nothing: they stay who they are.
    """
    if home == seen_from or who.team not in (seen_from, home):
        return who
    seen, own = SlackUser(team=seen_from, user=who.user), SlackUser(team=home, user=who.user)
    while not await _moved(store, seen, own, now):
        pass  # another list asked for them just now: it is held first
    return own


async def _moved(store: Store, seen: SlackUser, own: SlackUser, now: datetime) -> bool:
    async with store.begin() as tx:
        lists = await visitors.lists_with(tx, seen)
        for district in lists:
            await contacts.hold(tx, district)
        await visitors.hold(tx, seen)
        if not set(await visitors.lists_with(tx, seen)) <= set(lists):
            return False
        if await visitors.really(tx, seen) == own and not lists:
            return True
        moved = await visitors.move(tx, seen, own)
        for district in lists:
            ref = "" if moved.was is None else f"person:{moved.was}"
            await audit.by_account(tx, at=now, rule=ByAccount.AT_HOME, district=district, about=moved.now, ref=ref)
            await joining.came(tx, district, why=f"at-home:{moved.now}:{now.isoformat()}", now=now)
        await _follow(tx, seen, own, now)
    return True


async def _follow(tx: Tx, seen: SlackUser, own: SlackUser, now: datetime) -> None:
    """Channels where they are are looked at again; of a workspace of ours, it says itself who they are there."""
    rows = [
        owing.check(channel, now=now, why=f"at-home:{own.team}:{own.user}:{now.isoformat()}")
        for channel in await places.with_member(tx, seen)
    ]
    if await workspaces.get(tx, own.team) is not None:
        rows.append(owing.look_up(own, now=now))
    if rows:
        await outbox.owe(tx, rows, now=now)
