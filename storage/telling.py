"""Who looks after the bot, told once a day, or once, what they alone can mend."""

from datetime import datetime

from bot.domain import policy
from storage import owing, people
from storage.outbox import Owed
from storage.store import Tx


async def support_administrators(
    tx: Tx,
    *,
    what: str,
    about: str = "",
    now: datetime,
    facts: dict[str, int | str] | None = None,
    ever: bool = False,
) -> list[Owed]:
    """A direct message to each: once a day for the same `what` and `about`; `ever`: once."""
    day = "" if ever else now.date()
    readers = await people.holding(tx, policy.SUPPORT_ADMINISTRATOR_ROLES, district=None)
    return [
        owing.tell(person, team, key=f"{what}:{about}:{day}:{person}", what=what, now=now, facts=facts)
        for person, team, _ in readers
    ]
