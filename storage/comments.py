"""Comments: what both sides of a case may read. Notes are elsewhere, and have no way in here."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import CaseNumber, ChannelId, CommentId, PersonId, TeamId, Thread, Ts
from bot.domain.sheets import CommentKind, Seat
from storage import searching
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import comment_files, comment_versions, comments


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment's facts. `typed_at` is the message it was typed as; None for words from a form."""

    id: CommentId
    case: CaseNumber
    author: PersonId
    kind: CommentKind
    at: datetime
    typed_at: Thread | None
    deleted_at: datetime | None
    redacted_at: datetime | None
    with_whom: PersonId | None = None
    """Of a call: the contact it was with."""

    seat: Seat = Seat.SIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that hangs on a comment, as Slack names it."""

    id: str
    name: str
    mimetype: str
    size: int
    permalink: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file with our id, and where in Slack it lies."""

    id: int
    comment: CommentId
    team: TeamId
    file: File


_ADD = comments.insert().returning(comments.c.id)
_ADD_VERSION = insert_ignore(comment_versions)


async def add(
    tx: Tx,
    case: CaseNumber,
    *,
    author: PersonId,
    kind: CommentKind,
    at: datetime,
    typed_at: Thread | None = None,
    deleted_at: datetime | None = None,
    with_whom: PersonId | None = None,
    seat: Seat = Seat.SIDE,
) -> CommentId:
    row = {
        "case_number": case,
        "author_id": author,
        "kind": kind,
        "at": at,
        "team_id": typed_at.team if typed_at else None,
        "channel_id": typed_at.channel if typed_at else None,
        "ts": typed_at.ts if typed_at else None,
        "deleted_at": deleted_at,
        "with_id": with_whom,
        "seat": seat,
    }
    return CommentId((await tx.execute(_ADD, row)).scalar_one())


async def add_version(tx: Tx, comment: CommentId, *, edited_ts: str, words: str) -> bool:
    """Keeps a version. The original is '', so an edit that came first stays the latest. False: known."""
    row = {"comment_id": comment, "edited_ts": edited_ts, "words": words}
    is_new = (await tx.execute(_ADD_VERSION, row)).rowcount == 1
    if is_new:
        await searching.comment_changed(tx, comment)
    return is_new


async def add_files(tx: Tx, comment: CommentId, *, team: TeamId, files: tuple[File, ...]) -> list[int]:
    """Returns our ids of the files, in order."""
    if not files:
        return []
    rows = [
        {
            "comment_id": comment,
            "team_id": team,
            "file_id": file.id,
            "name": file.name,
            "mimetype": file.mimetype,
            "size": file.size,
            "permalink": file.permalink,
        }
        for file in files
    ]
    result = await tx.execute(sa.insert(comment_files).values(rows).returning(comment_files.c.id))
    return sorted(result.scalars().all())


def _comment(row: sa.Row[tuple[object, ...]]) -> Comment:
    typed_at = None
    if row.ts is not None:
        typed_at = Thread(team=TeamId(row.team_id), channel=ChannelId(row.channel_id), ts=Ts(row.ts))
    return Comment(
        id=CommentId(row.id),
        case=CaseNumber(row.case_number),
        author=PersonId(row.author_id),
        kind=CommentKind(row.kind),
        at=row.at,
        typed_at=typed_at,
        deleted_at=row.deleted_at,
        redacted_at=row.redacted_at,
        with_whom=PersonId(row.with_id) if row.with_id is not None else None,
        seat=Seat(row.seat),
    )


async def at(tx: Tx, message: Thread) -> Comment | None:
    """The comment that was typed as this message."""
    query = sa.select(comments).where(
        comments.c.channel_id == message.channel,
        comments.c.ts == message.ts,
        comments.c.team_id == message.team,
    )
    row = (await tx.execute(query)).first()
    return None if row is None else _comment(row)


async def get(tx: Tx, comment: CommentId) -> Comment:
    return _comment((await tx.execute(sa.select(comments).where(comments.c.id == comment))).one())


async def of_case(tx: Tx, case: CaseNumber, *, since: datetime | None = None) -> list[Comment]:
    query = sa.select(comments).where(comments.c.case_number == case).order_by(comments.c.at, comments.c.id)
    if since is not None:
        query = query.where(comments.c.at >= since)
    return [_comment(row) for row in (await tx.execute(query)).all()]


async def latest_words(tx: Tx, comment: CommentId) -> tuple[str, bool] | None:
    """The words as last edited, and whether they were edited. None when none are kept."""
    query = sa.select(comment_versions).where(comment_versions.c.comment_id == comment)
    row = (await tx.execute(query.order_by(comment_versions.c.edited_ts.desc()).limit(1))).first()
    return None if row is None else (row.words, row.edited_ts != "")


async def last_of_kind(tx: Tx, case: CaseNumber, kind: CommentKind) -> datetime | None:
    """When a comment of this kind was last made."""
    query = sa.select(sa.func.max(comments.c.at)).where(comments.c.case_number == case, comments.c.kind == kind)
    found: datetime | None = (await tx.execute(query)).scalar_one()
    return found


async def files_of(tx: Tx, comment: CommentId) -> list[StoredFile]:
    query = sa.select(comment_files).where(comment_files.c.comment_id == comment)
    return [_file(row) for row in (await tx.execute(query.order_by(comment_files.c.id))).all()]


async def file(tx: Tx, file_id: int) -> StoredFile | None:
    row = (await tx.execute(sa.select(comment_files).where(comment_files.c.id == file_id))).first()
    return None if row is None else _file(row)


def _file(row: sa.Row[tuple[object, ...]]) -> StoredFile:
    return StoredFile(
        id=row.id,
        comment=CommentId(row.comment_id),
        team=TeamId(row.team_id),
        file=File(id=row.file_id, name=row.name, mimetype=row.mimetype, size=row.size, permalink=row.permalink),
    )


async def mark_deleted(tx: Tx, comment: CommentId, *, at: datetime) -> None:
    """A stub stays, and so do its versions: a deleted message erases nothing of the record."""
    await tx.execute(comments.update().where(comments.c.id == comment).values(deleted_at=at))
    await searching.comment_changed(tx, comment)


async def redact(tx: Tx, comment: CommentId, *, at: datetime) -> None:
    """Erases the words, every version of them, and what we hold of the files (POLICY 10)."""
    await tx.execute(comment_versions.delete().where(comment_versions.c.comment_id == comment))
    await tx.execute(comment_files.delete().where(comment_files.c.comment_id == comment))
    await tx.execute(comments.update().where(comments.c.id == comment).values(redacted_at=at))
    await searching.comment_changed(tx, comment)
