"""Cards that Slack told something of. Nobody's deed: a case's own posts are looked after."""

from datetime import datetime

from bot.domain.ids import Thread
from storage import outbox, owing, threads
from storage.store import Store


async def gone(store: Store, card: Thread, *, now: datetime) -> None:
    """Somebody deleted it: drawn again, which finds it gone and posts another."""
    place = await threads.at(store.glances, card)
    if place is None or place.ts != card.ts:
        return
    async with store.begin() as tx:
        await outbox.owe(tx, [owing.looked_at(place, why=f"gone:{card.ts}", now=now)], now=now)
