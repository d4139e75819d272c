"""A message that asked somebody to decide, drawn again where it stands (`services.redrawing`)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot.delivery import emergency_posts, list_posts, proposal_posts
from bot.delivery.outgoing import Outgoing, Overtaken, Update
from bot.domain.people import Person
from bot.views.message import Message
from storage import outbox
from storage.outbox import Claimed
from storage.owing_emergencies import ASKED, SENT, TO_CLAIM
from storage.store import Tx

AsItStands = Callable[[Tx, Claimed, Person, datetime], Awaitable[Message | None]]

DRAWN: dict[str, AsItStands] = {
    "binding-asked": proposal_posts.as_it_stands,
    "list-asked": list_posts.settled,
    SENT: emergency_posts.own,
    **dict.fromkeys(ASKED, emergency_posts.settled),
    **dict.fromkeys(TO_CLAIM, emergency_posts.to_claim),
}
"""By what was told first."""


async def again(tx: Tx, row: Claimed, reader: Person, now: datetime) -> Outgoing:
    """Overtaken where it was never sent: it says how things are when it is."""
    stands = await outbox.standing(tx, str(row.facts["of"]))
    what = str(row.facts["as"])
    said = await DRAWN[what](tx, replace(row, facts={**row.facts, "what": what}), reader, now) if stands else None
    if stands is None or said is None:
        return Overtaken(reason="it was never sent")
    return Update(channel=stands.channel, ts=stands.ts, said=said)
