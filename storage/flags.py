"""That a contact is flagged, told again to somebody who could not be told: they can be reached now (POLICY 7)."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import LineId, PersonId
from bot.domain.people import CONTACT_ROLES, Standing
from storage.contacts import UNDELIVERABLE, flag_key
from storage.store import Tx
from storage.tables import outbox, roster


async def tell_again(tx: Tx, person: PersonId, *, now: datetime) -> None:
    """Of the silence that lasts; what was delivered, and what had no reason any more, stays as it is."""
    query = sa.select(roster.c.id, roster.c.silent_since).where(
        roster.c.person_id == person, roster.c.role.in_(CONTACT_ROLES), roster.c.standing == Standing.FLAGGED
    )
    keys = [flag_key(LineId(row.id), row.silent_since) for row in (await tx.execute(query)).all()]
    if not keys:
        return
    untold = sa.and_(outbox.c.key.in_(keys), outbox.c.state.in_(UNDELIVERABLE))
    waits = {"state": "waiting", "lease_until": None, "claimed_by": None, "done_at": None, "due_at": now}
    await tx.execute(outbox.update().where(untold).values(**waits))
