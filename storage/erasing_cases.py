"""The words of one case, with all that came of them: erased years after it was closed; facts and counts stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.cases import Status
from bot.domain.ids import CaseNumber, ChannelId, CommentId, DistrictId, TeamId, Ts
from bot.domain.retention import closed_before
from storage import calendars
from storage import case_files as opening_files
from storage.erasing import Row, blanks
from storage.holdings import BY_TABLE, Kind
from storage.outbox import Standing
from storage.store import Tx
from storage.tables import (
    case_files,
    case_words,
    cases,
    comment_files,
    comment_versions,
    comments,
    desk_texts,
    desk_words,
    district_texts,
    district_words,
    districts,
    emergencies,
    emergency_words,
    kept_files,
    kept_words,
    note_versions,
    notes,
    outbox,
    question_words,
    questions,
)
from storage.threads import Place

ITS_WORDS = (Kind.WORDS, Kind.PERSON)
"""Of words that are blanked: a phone that was left to be called back goes along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How many went, and which comments had words until now: their copies are to be drawn again."""

    comments: tuple[CommentId, ...]
    notes: int
    files: int


async def due(tx: Tx, district: DistrictId, *, before: datetime, most: int) -> list[CaseNumber]:
    """Cases that were closed before that instant, and have words: the longest closed first. Of those that were erased
    already, those to which the desk added a note since."""
    added = sa.exists().where(notes.c.case_number == cases.c.number, notes.c.redacted_at.is_(None))
    query = sa.select(cases.c.number).where(
        cases.c.district_id == district,
        cases.c.status == Status.CLOSED,
        cases.c.closed_at < before,
        sa.or_(cases.c.erased_at.is_(None), added),
    )
    return [CaseNumber(it) for it in (await tx.execute(query.order_by(cases.c.closed_at).limit(most))).scalars()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeps:
    """For how many years a district keeps words; `own` None: as many as the settings say."""

    district: DistrictId
    key: str
    name: str
    zone: str
    own: int | None

    def ended_before(self, now: datetime, *, default: int) -> datetime:
        """What was closed before this instant, or ended without a case, is kept no longer."""
        return closed_before(now, self.zone, years=self.own or default)


async def keeping(tx: Tx, *, district: DistrictId | None = None) -> list[Keeps]:
    """Of every district that was not erased, or of one of them."""
    query = sa.select(districts).where(districts.c.erased_at.is_(None)).order_by(districts.c.id)
    if district is not None:
        query = query.where(districts.c.id == district)
    return [
        Keeps(
            district=DistrictId(row.id),
            key=row.key,
            name=row.name,
            zone=row.timezone,
            own=row.retention_years,
        )
        for row in (await tx.execute(query)).all()
    ]


async def years_of(tx: Tx, district: DistrictId) -> int:
    """Its own number, or the settings'."""
    own = (await tx.execute(sa.select(districts.c.retention_years).where(districts.c.id == district))).scalar_one()
    return int(own or (await calendars.rules(tx)).limits.retention_years)


async def keep_for(tx: Tx, district: DistrictId, years: int | None) -> None:
    await tx.execute(districts.update().where(districts.c.id == district).values(retention_years=years))


def _goes(number: CaseNumber) -> tuple[tuple[sa.Table, Row], ...]:
    """Rows that go whole, children first."""
    its_comments = sa.select(comments.c.id).where(comments.c.case_number == number)
    its_notes = sa.select(notes.c.id).where(notes.c.case_number == number)
    its_kept = sa.select(kept_words.c.id).where(kept_words.c.case_number == number)
    its_questions = sa.select(questions.c.id).where(questions.c.case_number == number)
    return (
        (comment_versions, comment_versions.c.comment_id.in_(its_comments)),
        (comment_files, comment_files.c.comment_id.in_(its_comments)),
        (note_versions, note_versions.c.note_id.in_(its_notes)),
        (kept_files, kept_files.c.kept_id.in_(its_kept)),
        (kept_words, kept_words.c.case_number == number),
        (case_files, case_files.c.case_number == number),
        (question_words, question_words.c.question_id.in_(its_questions)),
        *((table, table.c.number == number) for table in (district_texts, district_words, desk_texts, desk_words)),
    )


def _blanked(number: CaseNumber) -> tuple[tuple[sa.Table, Row], ...]:
    its_emergency = sa.select(emergencies.c.id).where(emergencies.c.case_number == number)
    return (
        (case_words, case_words.c.number == number),
        (emergency_words, emergency_words.c.emergency_id.in_(its_emergency)),
    )


def tables() -> frozenset[str]:
    """What is erased of a case; a test holds the map of what is held against it."""
    nobody = CaseNumber(0)
    return frozenset(table.name for table, _ in (*_goes(nobody), *_blanked(nobody)))


async def erase(tx: Tx, number: CaseNumber, *, at: datetime) -> Erased:
    """In a few statements, whatever its length."""
    gone = {table.name: int((await tx.execute(table.delete().where(its))).rowcount) for table, its in _goes(number)}
    for table, its in _blanked(number):
        await tx.execute(table.update().where(its).values(**blanks(BY_TABLE[table.name], ITS_WORDS)))
    its_words = sa.and_(case_words.c.number == number, case_words.c.redacted_at.is_(None))
    await tx.execute(case_words.update().where(its_words).values(redacted_at=at))
    await tx.execute(cases.update().where(cases.c.number == number).values(erased_at=at))
    said, noted = [(await tx.execute(_marked(table, number, at))).scalars().all() for table in (comments, notes)]
    files = gone[case_files.name] + gone[comment_files.name]
    return Erased(comments=tuple(CommentId(it) for it in said), notes=len(noted), files=files)


def _marked(table: sa.Table, number: CaseNumber, at: datetime) -> sa.sql.dml.ReturningUpdate[tuple[int]]:
    its = sa.and_(table.c.case_number == number, table.c.redacted_at.is_(None))
    return table.update().where(its).values(redacted_at=at).returning(table.c.id)


async def carried(tx: Tx, number: CaseNumber, places: Sequence[Place]) -> list[tuple[TeamId, Standing]]:
    """Where our copies of the case's files stand. Asked before the files are erased."""
    its = sa.select(comment_files.c.id).join(comments, comments.c.id == comment_files.c.comment_id)
    of_comments = (await tx.execute(its.where(comments.c.case_number == number))).scalars().all()
    opening = [f"{opening_files.OPENING}{it}" for it in await opening_files.of_case(tx, number)]
    keys = [f"file:{file}:{place.id}" for file in (*of_comments, *opening) for place in places]
    found: list[tuple[TeamId, Standing]] = []
    for row in (await tx.execute(sa.select(outbox).where(outbox.c.key.in_(keys)))).all() if keys else []:
        ts = row.ts or row.facts.get("uploaded")
        if ts:
            channel = ChannelId(row.channel_id or row.facts.get("channel", ""))
            found.append((TeamId(row.team_id), Standing(channel=channel, ts=Ts(ts))))
    return found
