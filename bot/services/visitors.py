"""Somebody of another workspace, chosen in one of ours, is known by their own from here on (POLICY 1).

It gives nobody a right: a request stays as it waits, a line as it stands.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.ids import DistrictId, PersonId, SlackUser, TeamId
from bot.domain.record import ByAccount
from bot.services import joining, list_elsewhere
from storage import audit, contacts, list_lines, outbox, owing, places, visitors, workspaces
from storage.store import Store, Tx
from storage.visitors import Said


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
        before = [await visitors.said(tx, who) for who in (seen, own)]
        moved = await visitors.move(tx, seen, own)
        others = await _says_another(tx, moved.now, before, now)
        for district in (*lists, *(it for it in others if it not in lists)):
            ref = "" if moved.was is None else f"person:{moved.was}"
            await audit.by_account(tx, at=now, rule=ByAccount.AT_HOME, district=district, about=moved.now, ref=ref)
            await joining.came(tx, district, why=f"at-home:{moved.now}:{now.isoformat()}", now=now)
        await _follow(tx, seen, own, now)
    return True


async def _says_another(tx: Tx, person: PersonId, before: Sequence[Said], now: datetime) -> list[DistrictId]:
    """Lists that say something else of them by it are told, as of any other change that was made elsewhere."""
    after = await list_lines.details_of(tx, person)
    known = [said for said in before if said is not None]
    others = sorted({district for listed, details in known if details != after for district in listed})
    for district in others:
        facts, occasion = {"district": district, "whose": person}, f"at-home:{now.isoformat()}"
        await outbox.owe(tx, await list_elsewhere.rows(tx, facts, occasion=occasion, now=now), now=now)
    return others


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
