"""Seals where no change of the database reaches them: in the desk's channel, and to those who must know of a loss."""

from bot.delivery.outgoing import Outgoing, Overtaken, Post
from bot.views import seals as views
from storage import seals
from storage.outbox import Claimed
from storage.store import Tx


async def newest(tx: Tx, row: Claimed) -> Outgoing:
    found = await seals.last(tx)
    if found is None:
        return Overtaken(reason="there is no seal any more")
    message = views.posted(found)
    return Post(channel=str(row.facts["channel"]), thread_ts=None, said=message)
