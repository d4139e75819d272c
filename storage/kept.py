"""Words that wait for a decision of who wrote them: kept for a day, in nobody's record, and then erased."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import CaseNumber, DistrictId, KeptId, PersonId, Thread
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import cases, kept_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    id: KeptId
    case: CaseNumber
    person: PersonId
    words: str
    typed_at: Thread | None = None


_KEEP = insert_ignore(kept_words).returning(kept_words.c.id)


async def keep(
    tx: Tx, case: CaseNumber, *, person: PersonId, words: str, until: datetime, typed_at: Thread | None = None
) -> KeptId | None:
    """None: they are kept already; one message is told of more than once."""
    row = {
        "case_number": case,
        "person_id": person,
        "words": words,
        "team_id": typed_at.team if typed_at else None,
        "channel_id": typed_at.channel if typed_at else None,
        "ts": typed_at.ts if typed_at else None,
        "until": until,
    }
    found = (await tx.execute(_KEEP, row)).scalar_one_or_none()
    return None if found is None else KeptId(found)


async def get(tx: Tx, kept: KeptId, *, person: PersonId, now: datetime) -> Kept | None:
    """What this person wrote, while it is kept; of somebody else's there is nothing to be had."""
    query = sa.select(kept_words).where(
        kept_words.c.id == kept, kept_words.c.person_id == person, kept_words.c.until > now
    )
    row = (await tx.execute(query)).first()
    return None if row is None else _kept(row)


def _kept(row: sa.Row[tuple[object, ...]]) -> Kept:
    typed_at = Thread(team=row.team_id, channel=row.channel_id, ts=row.ts) if row.ts is not None else None
    return Kept(
        id=KeptId(row.id),
        case=CaseNumber(row.case_number),
        person=PersonId(row.person_id),
        words=row.words,
        typed_at=typed_at,
    )


async def of_person(
    tx: Tx, case: CaseNumber, *, person: PersonId, now: datetime, but_until: datetime | None
) -> list[Kept]:
    """What they wrote into this case that is kept, the oldest first; not what is kept until exactly then."""
    mine = sa.and_(kept_words.c.case_number == case, kept_words.c.person_id == person, kept_words.c.until > now)
    query = sa.select(kept_words).where(mine).order_by(kept_words.c.id)
    if but_until is not None:
        query = query.where(kept_words.c.until != but_until)
    return [_kept(row) for row in (await tx.execute(query)).all()]


def _held(case: CaseNumber, person: PersonId, until: datetime) -> sa.ColumnElement[bool]:
    """Of a guest: what waits for the end of their session, and no longer for a day as other words do."""
    return sa.and_(kept_words.c.case_number == case, kept_words.c.person_id == person, kept_words.c.until == until)


async def held(tx: Tx, case: CaseNumber, person: PersonId, *, until: datetime, now: datetime) -> list[Kept]:
    """What they wrote into this case that waits until then, the oldest first."""
    query = sa.select(kept_words.c.id).where(_held(case, person, until))
    ids = (await tx.execute(query.order_by(kept_words.c.id))).scalars().all()
    found = [await get(tx, KeptId(it), person=person, now=now) for it in ids]
    return [it for it in found if it is not None]


async def forget_held(tx: Tx, case: CaseNumber, person: PersonId, *, until: datetime) -> None:
    await tx.execute(kept_words.delete().where(_held(case, person, until)))


async def district_of(tx: Tx, of: Kept) -> DistrictId:
    """Of the case in whose thread it was written."""
    query = sa.select(cases.c.district_id).where(cases.c.number == of.case)
    return DistrictId((await tx.execute(query)).scalar_one())


async def forget(tx: Tx, kept: KeptId, *, person: PersonId) -> None:
    await tx.execute(kept_words.delete().where(kept_words.c.id == kept, kept_words.c.person_id == person))


def _typed_as(message: Thread) -> sa.ColumnElement[bool]:
    return sa.and_(
        kept_words.c.channel_id == message.channel,
        kept_words.c.ts == message.ts,
        kept_words.c.team_id == message.team,
    )


async def at(tx: Tx, message: Thread) -> KeptId | None:
    """What waits of that message."""
    query = sa.select(kept_words.c.id).where(_typed_as(message))
    found = (await tx.execute(query)).scalar_one_or_none()
    return None if found is None else KeptId(found)


async def whose(tx: Tx, kept: KeptId) -> PersonId | None:
    query = sa.select(kept_words.c.person_id).where(kept_words.c.id == kept)
    found = (await tx.execute(query)).scalar_one_or_none()
    return None if found is None else PersonId(found)


async def forget_message(tx: Tx, message: Thread) -> None:
    """Its author deleted the message."""
    here = _typed_as(message)
    await tx.execute(kept_words.delete().where(here))


async def change_message(tx: Tx, message: Thread, *, words: str) -> bool:
    """Its author edited the message. False: it is not kept."""
    here = _typed_as(message)
    return (await tx.execute(kept_words.update().where(here).values(words=words))).rowcount == 1


async def erase_old(tx: Tx, *, now: datetime) -> int:
    """What nobody decided on within its day. Returns how many."""
    return int((await tx.execute(kept_words.delete().where(kept_words.c.until <= now))).rowcount)
