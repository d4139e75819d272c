"""Direct messages whose words were redacted: they stay, drawn without them (POLICY 10)."""

from dataclasses import replace
from datetime import datetime

from bot.delivery import notice_posts
from bot.delivery.outgoing import Outgoing, Overtaken, Update
from bot.domain.people import Membership, Person
from bot.views import redacting as views
from storage import outbox
from storage.outbox import Claimed
from storage.store import Tx


async def copy(tx: Tx, row: Claimed, reader: Person | None, now: datetime) -> Outgoing:
    """As it would be told now, where it still would be; the words go, whoever its reader is by now."""
    stands = await outbox.standing(tx, str(row.facts["of"]))
    if stands is None:
        return Overtaken(reason="it was never sent")
    first = replace(row, facts={**row.facts, "what": row.facts["as"]})
    is_there = reader is not None and reader.membership is not Membership.GONE
    told = await notice_posts.notice(tx, first, reader, now) if reader is not None and is_there else None
    return Update(channel=stands.channel, ts=stands.ts, said=views.without_words(told))
