"""What a person filled in and has not sent: theirs alone, kept for a while (POLICY 3)."""

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import DistrictId, PersonId
from storage import calendars
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What stood in a form, by field. `form`: which of the person's forms it is; `district`: for which it was."""

    form: str
    fields: dict[str, str]
    saved_at: datetime
    district: DistrictId | None = None


_ADD = insert_ignore(drafts)


async def keep(
    tx: Tx, person: PersonId, form: str, *, district: DistrictId | None, fields: dict[str, str], now: datetime
) -> None:
    """In the place of what was kept of this form before."""
    facts = {"district_id": district, "fields": json.dumps(fields), "saved_at": now}
    added = await tx.execute(_ADD, {"person_id": person, "form": form, **facts})
    if added.rowcount == 0:
        await tx.execute(drafts.update().where(_is(person, form)).values(**facts))


def _is(person: PersonId, form: str) -> sa.ColumnElement[bool]:
    return sa.and_(drafts.c.person_id == person, drafts.c.form == form)


async def of_form(tx: Tx, person: PersonId, form: str, *, now: datetime) -> Kept | None:
    """What was kept of this form, if that is not too long ago."""
    return await _first(tx, sa.select(drafts).where(_is(person, form)), now)


async def newest(tx: Tx, person: PersonId, *, begins: str, now: datetime) -> Kept | None:
    """The latest of the person's forms whose names begin so."""
    query = sa.select(drafts).where(drafts.c.person_id == person, drafts.c.form.startswith(begins, autoescape=True))
    return await _first(tx, query.order_by(drafts.c.saved_at.desc(), drafts.c.id.desc()), now)


async def _first(tx: Tx, query: sa.Select[tuple[object, ...]], now: datetime) -> Kept | None:
    row = (await tx.execute(query.where(drafts.c.saved_at > await _oldest(tx, now)).limit(1))).first()
    return (
        None
        if row is None
        else Kept(form=row.form, fields=json.loads(row.fields), saved_at=row.saved_at, district=row.district_id)
    )


async def _oldest(tx: Tx, now: datetime) -> datetime:
    """What was saved then is kept no longer."""
    return now - (await calendars.rules(tx)).limits.kept_for


async def erase(tx: Tx, person: PersonId, form: str) -> None:
    """It was sent, or its author begins afresh."""
    await tx.execute(drafts.delete().where(_is(person, form)))


async def erase_old(tx: Tx, *, now: datetime) -> int:
    """Those whose day is over. Returns how many."""
    return int((await tx.execute(drafts.delete().where(drafts.c.saved_at <= await _oldest(tx, now)))).rowcount)
