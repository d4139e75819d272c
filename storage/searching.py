"""Keeps what cases are found by, in the transaction in which the words change.

A text is kept folded, piece by piece; beside it stands each word of a case once. What a district may search and
what the desk's notes add are kept apart, and nothing here takes a note for a district (DESIGN, invariant 9).
"""

from collections.abc import Iterable

import sqlalchemy as sa

from bot.domain.folding import line, words_of
from bot.domain.ids import CaseNumber, CommentId, NoteId, PersonId
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import (
    cases,
    comment_versions,
    comments,
    desk_texts,
    desk_words,
    district_texts,
    district_words,
    note_versions,
    notes,
    people_words,
)

OPENING = "opening"
BETWEEN = "|"
"""Between the fields of one piece: no phrase goes on from one into the next."""


async def opened(tx: Tx, number: CaseNumber, fields: Iterable[str]) -> None:
    """The words a case was opened with."""
    words = BETWEEN.join(line(field) for field in fields)
    await _put(tx, district_texts, number, OPENING, words=words)


async def opening_redacted(tx: Tx, number: CaseNumber) -> None:
    await _drop(tx, district_texts, number, OPENING)


async def comment_changed(tx: Tx, comment: CommentId) -> None:
    """Its words as last edited; none of one that was deleted or redacted."""
    row = (await tx.execute(_COMMENT, {"id": comment})).one()
    piece = f"comment:{comment}"
    if row.words is None or row.deleted_at is not None or row.redacted_at is not None:
        await _drop(tx, district_texts, row.number, piece)
    else:
        await _put(tx, district_texts, row.number, piece, words=line(row.words))


async def note_changed(tx: Tx, note: NoteId) -> None:
    """The same for the desk's own words, which only agents find."""
    row = (await tx.execute(_NOTE, {"id": note})).one()
    piece = f"note:{note}"
    if row.words is None or row.deleted_at is not None or row.redacted_at is not None:
        await _drop(tx, desk_texts, row.number, piece)
    else:
        await _put(tx, desk_texts, row.number, piece, words=line(row.words))


async def named(tx: Tx, person: PersonId, name: str) -> None:
    """Somebody's name; cases are found by those of their people."""
    await tx.execute(people_words.delete().where(people_words.c.person_id == person))
    rows = [{"person_id": person, "word": word} for word in sorted(words_of(name))]
    if rows:
        await tx.execute(people_words.insert(), rows)


def _latest(versions: sa.Table, column: sa.Column[int], of: sa.Column[int]) -> sa.ScalarSelect[str]:
    kept = sa.select(versions.c.words).where(column == of).order_by(versions.c.edited_ts.desc())
    return kept.limit(1).scalar_subquery()


_COMMENT = sa.select(
    comments.c.case_number.label("number"),
    comments.c.deleted_at,
    comments.c.redacted_at,
    _latest(comment_versions, comment_versions.c.comment_id, comments.c.id).label("words"),
).where(comments.c.id == sa.bindparam("id"))
_NOTE = sa.select(
    notes.c.case_number.label("number"),
    notes.c.deleted_at,
    notes.c.redacted_at,
    _latest(note_versions, note_versions.c.note_id, notes.c.id).label("words"),
).where(notes.c.id == sa.bindparam("id"))

_WORDS = {district_texts.name: district_words, desk_texts.name: desk_words}
_ADD_TEXT = {table.name: insert_ignore(table) for table in (district_texts, desk_texts)}
_ADD_WORD = {table.name: insert_ignore(table) for table in (district_words, desk_words)}


async def _put(tx: Tx, texts: sa.Table, number: CaseNumber, piece: str, *, words: str) -> None:
    row = {"number": number, "piece": piece, "words": words}
    is_new = (await tx.execute(_ADD_TEXT[texts.name], row)).rowcount == 1
    if not is_new:
        await tx.execute(texts.update().where(_is(texts, number, piece)).values(words=words))
        await _forget_words(tx, texts, number)
    rows = [{"number": number, "word": word} for word in sorted(_each(words))]
    if rows:
        await tx.execute(_ADD_WORD[_WORDS[texts.name].name], rows)


async def _drop(tx: Tx, texts: sa.Table, number: CaseNumber, piece: str) -> None:
    if (await tx.execute(texts.delete().where(_is(texts, number, piece)))).rowcount:
        await _forget_words(tx, texts, number)


async def _forget_words(tx: Tx, texts: sa.Table, number: CaseNumber) -> None:
    """Those that no piece of the case holds any more. Two at once would each see the other's piece: one waits."""
    await tx.execute(sa.select(cases.c.number).where(cases.c.number == number).with_for_update(key_share=True))
    words = _WORDS[texts.name]
    left = (await tx.execute(sa.select(texts.c.words).where(texts.c.number == number))).scalars().all()
    known = (await tx.execute(sa.select(words.c.word).where(words.c.number == number))).scalars().all()
    gone = sorted(set(known).difference(*(_each(text) for text in left)))
    if gone:
        await tx.execute(words.delete().where(words.c.number == number, words.c.word.in_(gone)))


def _is(texts: sa.Table, number: CaseNumber, piece: str) -> sa.ColumnElement[bool]:
    return sa.and_(texts.c.number == number, texts.c.piece == piece)


def _each(words: str) -> frozenset[str]:
    return frozenset(words.replace(BETWEEN, " ").split())
