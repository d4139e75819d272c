"""Internal notes: the desk's own words. Nothing here is ever read for a district (DESIGN, invariant 9)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import CaseNumber, NoteId, PersonId, Thread
from storage import searching
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import note_versions, notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    id: NoteId
    case: CaseNumber
    author: PersonId
    deleted_at: datetime | None
    redacted_at: datetime | None


async def add(
    tx: Tx,
    case: CaseNumber,
    *,
    author: PersonId,
    at: datetime,
    typed_at: Thread,
    deleted_at: datetime | None = None,
) -> NoteId:
    row = {
        "case_number": case,
        "author_id": author,
        "at": at,
        "team_id": typed_at.team,
        "channel_id": typed_at.channel,
        "ts": typed_at.ts,
        "deleted_at": deleted_at,
    }
    return NoteId((await tx.execute(notes.insert().returning(notes.c.id), row)).scalar_one())


async def add_version(tx: Tx, note: NoteId, *, edited_ts: str, words: str) -> bool:
    row = {"note_id": note, "edited_ts": edited_ts, "words": words}
    is_new = (await tx.execute(insert_ignore(note_versions), row)).rowcount == 1
    if is_new:
        await searching.note_changed(tx, note)
    return is_new


_FACTS = sa.select(notes.c.id, notes.c.case_number, notes.c.author_id, notes.c.deleted_at, notes.c.redacted_at)


async def at(tx: Tx, message: Thread) -> Note | None:
    """The note that was typed as this message."""
    query = _FACTS.where(
        notes.c.channel_id == message.channel, notes.c.ts == message.ts, notes.c.team_id == message.team
    )
    row = (await tx.execute(query)).first()
    return None if row is None else _note(row)


async def get(tx: Tx, note: NoteId) -> Note:
    return _note((await tx.execute(_FACTS.where(notes.c.id == note))).one())


def _note(row: sa.Row[tuple[object, ...]]) -> Note:
    return Note(
        id=NoteId(row.id),
        case=CaseNumber(row.case_number),
        author=PersonId(row.author_id),
        deleted_at=row.deleted_at,
        redacted_at=row.redacted_at,
    )


async def mark_deleted(tx: Tx, note: NoteId, *, at: datetime) -> None:
    await tx.execute(notes.update().where(notes.c.id == note).values(deleted_at=at))
    await searching.note_changed(tx, note)


async def redact(tx: Tx, note: NoteId, *, at: datetime) -> None:
    """Erases the words and every version of them (POLICY 10)."""
    await tx.execute(note_versions.delete().where(note_versions.c.note_id == note))
    await tx.execute(notes.update().where(notes.c.id == note).values(redacted_at=at))
    await searching.note_changed(tx, note)
