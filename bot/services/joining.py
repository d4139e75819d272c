"""What a new contact gets: a place in the channel, and threads of their own where there is none (POLICY 3)."""

from datetime import datetime

from bot.domain.ids import DistrictId, PersonId
from bot.domain.sheets import Side
from bot.services import channels
from storage import outbox, owing, places, threads
from storage.store import Tx


async def came(tx: Tx, district: DistrictId, *, why: str, now: datetime) -> None:
    """The channel is looked at; without one, each open case gets a thread with them. `why`: the occasion."""
    await channels.welcome_changed(tx, district, now=now, why=why)
    if await places.of_district(tx, district):
        return
    added = await places.add_missing_dms(tx, Side.DISTRICT, district)
    if added:
        await outbox.owe(tx, owing.cards(added, now=now), now=now)


async def came_back(tx: Tx, person: PersonId, district: DistrictId, *, why: str, now: datetime) -> None:
    """And their threads go on, of which they read that they had ended."""
    await came(tx, district, why=why, now=now)
    rows = owing.by_clock(await threads.read_by(tx, person, district), what="thread-goes-on", key=why, now=now)
    if rows:
        await outbox.owe(tx, rows, now=now)
