"""How people want to be told of cases, and what each was told: once of each fact, whatever runs twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import CaseNumber, CommentId, PersonId, SlackUser
from bot.domain.sheets import Seat
from bot.domain.telling import Choice, News, Quiet, Way
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import channel_members, channels, choices, news, people
from storage.threads import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One fact for one person. `due_at` None: told at once; `thread`: the copy in which they are mentioned."""

    person: PersonId
    case: CaseNumber
    kind: News
    fact: str
    by: PersonId | None
    comment: CommentId | None
    at: datetime
    thread: int | None = None
    due_at: datetime | None = None
    in_digest: bool = False


_CHOICE = (
    sa.select(people.c.zone, choices)
    .select_from(people.outerjoin(choices, choices.c.person_id == people.c.id))
    .where(people.c.id == sa.bindparam("person"))
)


async def choice_of(tx: Tx, person: PersonId) -> Choice:
    """What they chose; by mention, and no quiet hours, until they do."""
    row = (await tx.execute(_CHOICE, {"person": person})).one()
    if row.way is None:
        return Choice(zone=row.zone)
    return Choice(zone=row.zone, way=Way(row.way), quiet=_quiet(row))


def _quiet(row: sa.Row[tuple[object, ...]]) -> Quiet | None:
    if row.quiet_from is None or row.quiet_to is None:
        return None
    return Quiet(begins=row.quiet_from, ends=row.quiet_to, weekends=bool(row.quiet_weekends))


_FIRST_CHOICE = insert_ignore(choices)


async def choose(tx: Tx, person: PersonId, *, way: Way, quiet: Quiet | None) -> None:
    values = {
        "way": way,
        "quiet_from": quiet.begins if quiet else None,
        "quiet_to": quiet.ends if quiet else None,
        "quiet_weekends": quiet is not None and quiet.weekends,
    }
    if (await tx.execute(_FIRST_CHOICE, {"person_id": person, **values})).rowcount == 0:
        await tx.execute(choices.update().where(choices.c.person_id == person).values(**values))


_ADD = insert_ignore(news)


async def is_new(tx: Tx, told: Told) -> bool:
    """Remembers it. False: of this fact they were told, or will be."""
    row = {
        "person_id": told.person,
        "case_number": told.case,
        "kind": told.kind,
        "fact": told.fact,
        "by_id": told.by,
        "comment_id": told.comment,
        "thread_id": told.thread,
        "in_digest": told.in_digest,
        "at": told.at,
        "due_at": told.due_at,
        "told_at": told.at if told.due_at is None else None,
        "round": "",
    }
    return (await tx.execute(_ADD, row)).rowcount == 1


def _told(row: sa.Row[tuple[object, ...]]) -> Told:
    return Told(
        person=PersonId(row.person_id),
        case=CaseNumber(row.case_number),
        kind=News(row.kind),
        fact=row.fact,
        by=PersonId(row.by_id) if row.by_id is not None else None,
        comment=CommentId(row.comment_id) if row.comment_id is not None else None,
        at=row.at,
        thread=row.thread_id,
        due_at=row.due_at,
        in_digest=bool(row.in_digest),
    )


async def mentioned(tx: Tx, comment: CommentId) -> list[Told]:
    """Who is to be mentioned in a copy of this comment."""
    query = sa.select(news).where(news.c.comment_id == comment, news.c.thread_id.is_not(None))
    return [_told(row) for row in (await tx.execute(query.order_by(news.c.id))).all()]


async def due(tx: Tx, *, now: datetime, most: int) -> list[PersonId]:
    """For whom something is due, the longest due first."""
    query = sa.select(news.c.person_id).where(news.c.told_at.is_(None), news.c.due_at <= now)
    query = query.group_by(news.c.person_id).order_by(sa.func.min(news.c.due_at), news.c.person_id).limit(most)
    return [PersonId(person) for person in (await tx.execute(query)).scalars()]


def _due_for(person: PersonId, now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(news.c.person_id == person, news.c.told_at.is_(None), news.c.due_at <= now)


async def put_off(tx: Tx, person: PersonId, *, now: datetime, until: datetime, all_of_it: bool = False) -> None:
    """What is due in a digest waits for another morning; `all_of_it`: what was held by night too."""
    which = _due_for(person, now)
    if not all_of_it:
        which = sa.and_(which, news.c.in_digest)
    await tx.execute(news.update().where(which).values(due_at=until))


async def claim(tx: Tx, person: PersonId, *, now: datetime, into: str) -> int:
    """What is due goes into the message of that name, once, whoever else looks now. Returns how many facts."""
    taken = news.update().where(_due_for(person, now)).values(told_at=now, round=into)
    return int((await tx.execute(taken)).rowcount)


async def in_round(tx: Tx, person: PersonId, into: str) -> list[Told]:
    """What went into that message, the oldest first."""
    query = sa.select(news).where(news.c.person_id == person, news.c.round == into).order_by(news.c.id)
    return [_told(row) for row in (await tx.execute(query)).all()]


async def knows(tx: Tx, person: PersonId, case: CaseNumber, *, now: datetime) -> None:
    """They wrote in the case themselves: nothing of it is news for them any more."""
    waiting = sa.and_(news.c.person_id == person, news.c.case_number == case, news.c.told_at.is_(None))
    await tx.execute(news.update().where(waiting).values(told_at=now))


async def erase_old(tx: Tx, *, before: datetime) -> int:
    """What was told that long ago cannot happen again. Whom a copy mentions stays: the copy does, too."""
    over = sa.and_(news.c.told_at < before, news.c.thread_id.is_(None))
    return int((await tx.execute(news.delete().where(over))).rowcount)


async def listened_to(tx: Tx, places: Iterable[Place], who: SlackUser, reader: PersonId) -> Place | None:
    """Which of these threads of a case they read: the channel's where words may go there and they are in it.

    Where no words go into a channel: their own, by direct message. None: neither, or a channel they are not in.
    """
    found = list(places)
    speaking = [place for place in found if place.reader is None and await _words_ok(tx, place)]
    for place in speaking:
        if await _is_in(tx, place, who):
            return place
    own = [place for place in found if place.reader == reader and place.seat is Seat.SIDE]
    return None if speaking else next(iter(own), None)


async def _words_ok(tx: Tx, place: Place) -> bool:
    query = sa.select(channels.c.words_ok).where(
        channels.c.team_id == place.team, channels.c.channel_id == place.channel
    )
    return bool((await tx.execute(query)).scalar_one_or_none())


async def _is_in(tx: Tx, place: Place, who: SlackUser) -> bool:
    member = sa.exists().where(
        channel_members.c.team_id == place.team,
        channel_members.c.channel_id == place.channel,
        channel_members.c.member_team_id == who.team,
        channel_members.c.user_id == who.user,
    )
    return bool((await tx.execute(sa.select(member))).scalar_one())
