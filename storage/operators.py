"""The account by which the command line acts: one person without a Slack user, made when it first does something."""

import sqlalchemy as sa

from bot.domain.ids import PersonId
from bot.domain.people import Membership, Person, Role
from storage import people
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import people as table
from storage.tables import roster

NAME = "Support's command line"
"""As it stands in the log, and in what is told of what was done there."""


async def operator(tx: Tx) -> Person:
    """With the rights of a support administrator. Two who are the first at once find the same one."""
    found = await _found(tx)
    if found is None:
        made = await tx.execute(insert_ignore(table), {"name": NAME, "membership": Membership.OPERATOR})
        found = await _found(tx)
        if found is None:
            raise LookupError(NAME)
        if made.rowcount:
            line = {"person_id": found, "role": Role.SUPPORT_ADMINISTRATOR}
            await tx.execute(roster.insert(), line)
    person = await people.by_id(tx, found)
    if person is None:
        raise LookupError(found)
    return person


async def _found(tx: Tx) -> PersonId | None:
    query = sa.select(table.c.id).where(table.c.membership == Membership.OPERATOR)
    found = (await tx.execute(query)).scalar_one_or_none()
    return None if found is None else PersonId(found)
