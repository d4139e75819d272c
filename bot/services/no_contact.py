"""A district without contacts: those who can name one are told, in the transaction in which somebody was in need."""

from datetime import datetime

from bot.domain import policy
from bot.domain.ids import DistrictId
from storage import people
from storage.outbox import Owed
from storage.owing import tell
from storage.store import Tx


async def told(tx: Tx, district: DistrictId, *, now: datetime) -> list[Owed]:
    """Its administrators and the support leads, once a day (POLICY 2). Nothing where it has a contact."""
    if await people.contacts_of(tx, district):
        return []
    readers = [
        *await people.holding(tx, policy.ADMINISTRATOR_ROLES, district=district),
        *await people.holding(tx, policy.LEAD_ROLES, district=None),
    ]
    return [
        tell(
            person,
            team,
            key=f"no-contact:{district}:{now.date()}:{person}",
            what="no-contact",
            now=now,
            facts={"district": district},
        )
        for person, team, _ in readers
    ]
