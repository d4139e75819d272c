"""What is kept for a time and no longer, taken away when it is over: all of it in one transaction."""

from collections import Counter
from datetime import datetime

from bot.services.digests import KEPT
from storage import drafts, kept, noise
from storage.store import Store


async def erase_old(store: Store, *, now: datetime) -> Counter[str]:
    """News that somebody was told of, words nobody decided on within their day, and drafts of a day ago."""
    async with store.begin() as tx:
        await drafts.erase_old(tx, now=now)
        return Counter(
            {
                "old-news-erased": await noise.erase_old(tx, before=now - KEPT),
                "kept-words-erased": await kept.erase_old(tx, now=now),
            }
        )
