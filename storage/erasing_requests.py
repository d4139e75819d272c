"""What requests about a list hold of one person: how whoever comes is reached, and what each wrote, apart; and
the other reasons they gave.

A request names up to four people. Its name, address and phone are whose it is about, or of who comes in their place;
the reason is of whoever asked, the answer of whoever decided.
"""

from collections.abc import Mapping

import sqlalchemy as sa

from bot.domain.ids import EmergencyId, PersonId, RequestId
from storage import erasing_persons
from storage.store import Tx
from storage.tables import emergencies, emergency_words, holds, kept_contacts, list_request_words, list_requests

Whose = Mapping[tuple[str, ...], sa.ColumnElement[bool]]
"""By columns of the words, of which requests they are theirs."""


def _whose(person: PersonId, *, with_words: bool) -> Whose:
    it = list_requests.c
    comes = sa.func.coalesce(it.replacement_id, it.person_id)
    reached: Whose = {("name", "email", "phone"): comes.in_(erasing_persons.ids_of(person))}
    asked = sa.or_(it.asked_by == person, it.entered_by == person)
    return {**reached, ("reason",): asked, ("answer",): it.decided_by == person} if with_words else reached


async def blanked(tx: Tx, person: PersonId, *, with_words: bool, most: int) -> list[RequestId]:
    """Of so many requests what is this person's goes; those that are erased already are not found again."""
    whose, table = _whose(person, with_words=with_words), list_request_words
    left = [sa.and_(its, sa.or_(*(table.c[name] != "" for name in columns))) for columns, its in whose.items()]
    query = sa.select(table.c.request_id).join(list_requests, list_requests.c.id == table.c.request_id)
    found = (await tx.execute(query.where(sa.or_(*left)).order_by(table.c.request_id).limit(most))).scalars()
    requests = [RequestId(it) for it in found]
    for columns, its in whose.items():
        theirs = sa.select(list_requests.c.id).where(its, list_requests.c.id.in_(requests))
        gone = table.update().where(table.c.request_id.in_(theirs)).values(dict.fromkeys(columns, ""))
        await tx.execute(gone)
    return requests


async def kept_by(tx: Tx, person: PersonId, *, most: int) -> list[int]:
    """Why they kept contacts who had gone quiet: those reasons that are there still."""
    mine = sa.and_(kept_contacts.c.kept_by == person, kept_contacts.c.reason != "")
    query = sa.select(kept_contacts.c.id).where(mine).order_by(kept_contacts.c.id).limit(most)
    return [int(it) for it in (await tx.execute(query)).scalars()]


async def decided_by(tx: Tx, person: PersonId, *, most: int) -> list[EmergencyId]:
    """Emergencies they accepted or declined, where the reason is there still."""
    words = emergency_words.c
    query = sa.select(words.emergency_id).join(emergencies, emergencies.c.id == words.emergency_id)
    mine = query.where(emergencies.c.decided_by == person, words.reason != "")
    return [EmergencyId(it) for it in (await tx.execute(mine.order_by(words.emergency_id).limit(most))).scalars()]


async def forget_holds(tx: Tx, person: PersonId) -> int:
    """Why they set legal holds, which stand on."""
    mine = sa.and_(holds.c.set_by == person, holds.c.reason != "")
    return int((await tx.execute(holds.update().where(mine).values(reason=""))).rowcount)


async def reasons_of(tx: Tx, person: PersonId) -> int:
    """How many of all these there are."""
    whose, words = _whose(person, with_words=True), list_request_words.c
    asked = sa.join(list_request_words, list_requests, list_requests.c.id == words.request_id)
    decided = sa.join(emergency_words, emergencies, emergencies.c.id == emergency_words.c.emergency_id)
    theirs = [
        *((asked, sa.and_(whose[name,], words[name] != "")) for name in ("reason", "answer")),
        (decided, sa.and_(emergencies.c.decided_by == person, emergency_words.c.reason != "")),
        (kept_contacts, sa.and_(kept_contacts.c.kept_by == person, kept_contacts.c.reason != "")),
        (holds, sa.and_(holds.c.set_by == person, holds.c.reason != "")),
    ]
    queries = [sa.select(sa.func.count()).select_from(table).where(where) for table, where in theirs]
    return sum([int((await tx.execute(query)).scalar_one()) for query in queries])
