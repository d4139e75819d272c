"""Who looks after the bot, told once a day what they alone can mend."""

from datetime import datetime

from bot.domain import policy
from storage import owing, people
from storage.outbox import Owed
from storage.store import Tx


async def support_administrators(
    tx: Tx, *, what: str, about: str = "", now: datetime, facts: dict[str, int | str] | None = None
) -> list[Owed]:
    """A direct message to each: once a day for the same `what` and `about`."""
    readers = await people.holding(tx, policy.SUPPORT_ADMINISTRATOR_ROLES, district=None)
    return [
        owing.tell(person, team, key=f"{what}:{about}:{now.date()}:{person}", what=what, now=now, facts=facts)
        for person, team, _ in readers
    ]
