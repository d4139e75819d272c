"""The outbox: what the bot owes to people, written in the transaction of its reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningUpdate

from bot.domain.ids import ChannelId, TeamId, Thread, Ts
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import outbox, pauses, workspaces


class Kind(StrEnum):
    """What is owed. Facts are ids alone; words are read from storage when the row is delivered."""

    CARD = "card"  # thread: post the case's card, which opens the thread
    REFRESH = "refresh"  # thread: draw the card again as the case stands now
    OPENING = "opening"  # thread, part: the words the case was opened with, below its card
    COMMENT = "comment"  # comment, thread: a copy of a comment in a thread
    CHANGED = "changed"  # comment, thread: that copy drawn again (edited, deleted, redacted)
    LINE = "line"  # case, thread, what, by, of?: a sentence in the thread (taken, closed …); `of`: drawn again
    BY_CLOCK = "by-clock"  # case, thread, what, key, of? …: a sentence of the clock's in the thread; likewise
    EARLIER = "earlier"  # case, channel, ts: what stands below a message that became a case
    FILE = "file"  # file, thread: a file carried over
    HINT = "hint"  # user, channel, thread?, refusal …: only that person sees it; tried once, gone after 60 s
    PAGE = "page"  # emergency, page, of?: a call in the desk's channel; `of`: that call drawn again
    TELL = "tell"  # person, what …: a direct message
    REPORT = "report"  # person, what, question …: a file of ours, to one person alone
    CHECK_CHANNEL = "check-channel"  # channel: who is in it, is it private
    LOOK_UP = "look-up"  # user: who is this
    RESYNC = "resync"  # case, thread, by, cursor …: what Slack has in a thread, a page at a time
    REMOVE = "remove"  # channel, ts, or file: what we posted is taken away again


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One row to write. `key` is unique for ever: the same effect owed twice is owed once."""

    key: str
    kind: Kind
    lane: str
    team: TeamId
    due_at: datetime
    facts: dict[str, int | str] = field(default_factory=dict)
    urgent: bool = False
    expires_at: datetime | None = None


ABSENT = "absent"
"""The fact by which a row says after which of its tries it surely does not stand."""

LEASE = timedelta(seconds=60)
"""Longer than a post, or half of a file's way, can take: whoever holds a row so long is not there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A row in one courier's hands until its lease runs out."""

    id: int
    key: str
    kind: Kind
    lane: str
    team: TeamId
    facts: dict[str, int | str]
    due_at: datetime
    expires_at: datetime | None
    tries: int
    tried_at: datetime | None
    created_at: datetime

    @property
    def owed(self) -> Owed:
        """The row as it was owed, to write one like it."""
        return Owed(
            key=self.key,
            kind=self.kind,
            lane=self.lane,
            team=self.team,
            due_at=self.due_at,
            facts=self.facts,
            expires_at=self.expires_at,
        )

    @property
    def may_stand(self) -> bool:
        """Its last try may have reached Slack: that is asked before anything is posted again."""
        return self.tries > 0 and self.facts.get(ABSENT) != self.tries


class State(StrEnum):
    """How a row ends, beside waiting and sending."""

    SENT = "sent"
    DEAD = "dead"
    OVERTAKEN = "overtaken"
    WITHHELD = "withheld"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a delivered row came to stand. Of an upload `ts` is the file's id."""

    channel: ChannelId
    ts: Ts

    @property
    def is_file(self) -> bool:
        """Slack's ids of files begin with a letter; a message's ts is a number."""
        return self.ts.startswith("F")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dead:
    """A row that could not be delivered, for whoever looks after the bot."""

    id: int
    kind: str
    team: str
    error: str
    done_at: datetime


_OWE = insert_ignore(outbox)


async def owe(tx: Tx, rows: Sequence[Owed], *, now: datetime) -> None:
    """Writes what is owed, in the transaction of its reason. A key that is there already stays as it is."""
    if not rows:
        return
    values = [
        {
            "key": row.key,
            "kind": row.kind,
            "lane": row.lane,
            "urgent": row.urgent,
            "team_id": row.team,
            "facts": row.facts,
            "created_at": now,
            "due_at": row.due_at,
            "expires_at": row.expires_at,
            "state": "waiting",
            "tries": 0,
        }
        for row in rows
    ]
    await tx.execute(_OWE, values)


def _goes_first(rows: sa.FromClause) -> sa.ColumnElement[bool]:
    """Nothing of its lane waits before it, and its workspace is one where the app is installed."""
    earlier = outbox.alias("earlier")
    waiting = sa.exists().where(earlier.c.lane == rows.c.lane, earlier.c.done_at.is_(None), earlier.c.id < rows.c.id)
    reached = sa.exists().where(workspaces.c.team_id == rows.c.team_id, workspaces.c.status == "installed")
    return sa.and_(~waiting, reached)


def _claiming() -> ReturningUpdate[Any]:
    heads = outbox.alias("heads")
    now = sa.bindparam("now", type_=outbox.c.due_at.type)
    due = (
        sa.select(heads.c.id)
        .where(
            heads.c.done_at.is_(None),
            heads.c.due_at <= now,
            sa.or_(heads.c.lease_until.is_(None), heads.c.lease_until <= now),
            _goes_first(heads),
        )
        .order_by(heads.c.urgent.desc(), heads.c.due_at, heads.c.id)
        .limit(sa.bindparam("most"))
        .with_for_update(skip_locked=True, of=heads)
    )
    taken = {"state": "sending", "claimed_by": sa.bindparam("by"), "lease_until": sa.bindparam("until")}
    return outbox.update().where(outbox.c.id.in_(due)).values(**taken).returning(outbox)


_CLAIM = _claiming()


async def claim(tx: Tx, *, by: str, now: datetime, most: int) -> list[Claimed]:
    """Takes what is due: heads of lanes only, so that a lane keeps its order; hints first.

    Skips what another courier holds; a lease that ran out is anybody's. Nothing is taken of a workspace where
    the app is not installed, or no longer: it waits.
    """
    taken = await tx.execute(_CLAIM, {"by": by, "now": now, "until": now + LEASE, "most": most})
    return sorted((_claimed(row) for row in taken.all()), key=lambda row: row.id)


def _claimed(row: sa.Row[tuple[object, ...]]) -> Claimed:
    return Claimed(
        id=row.id,
        key=row.key,
        kind=Kind(row.kind),
        lane=row.lane,
        team=TeamId(row.team_id),
        facts=row.facts,
        due_at=row.due_at,
        expires_at=row.expires_at,
        tries=row.tries,
        tried_at=row.tried_at,
        created_at=row.created_at,
    )


async def attempt(tx: Tx, row: Claimed, *, now: datetime) -> None:
    """From here on Slack may have it: whoever takes the row up again asks first."""
    tried = outbox.update().where(outbox.c.id == row.id)
    await tx.execute(tried.values(tries=row.tries + 1, tried_at=now, lease_until=now + LEASE))


async def end(
    tx: Tx,
    row: Claimed,
    state: State,
    *,
    now: datetime,
    channel: ChannelId | None = None,
    ts: Ts | None = None,
    error: str | None = None,
) -> bool:
    """The row is done; the next of its lane may go. False: somebody ended it before."""
    ended = {"state": state, "done_at": now, "channel_id": channel, "ts": ts, "error": error}
    here = sa.and_(outbox.c.id == row.id, outbox.c.done_at.is_(None))
    return bool((await tx.execute(outbox.update().where(here).values(**ended))).rowcount == 1)


_FREE: dict[str, object] = {"state": "waiting", "lease_until": None, "claimed_by": None}


async def put_back(
    tx: Tx,
    row: Claimed,
    *,
    due_at: datetime,
    error: str | None = None,
    untried: bool = False,
) -> None:
    """Due again later. `untried`: Slack surely did not take it, so nothing has to be asked first."""
    back: dict[str, object] = {**_FREE, "due_at": due_at, "error": error}
    back |= {"tries": row.tries, "tried_at": row.tried_at} if untried else {"tries": row.tries + 1}
    await tx.execute(outbox.update().where(outbox.c.id == row.id, outbox.c.done_at.is_(None)).values(**back))


_WAIT = (
    outbox.update()
    .where(outbox.c.id == sa.bindparam("row"), outbox.c.done_at.is_(None))
    .values(**_FREE, due_at=sa.bindparam("turn"))
)


async def wait(tx: Tx, turns: Sequence[tuple[Claimed, datetime]]) -> None:
    """Rows taken up before their turn go back, each until its own."""
    if turns:
        await tx.execute(_WAIT, [{"row": row.id, "turn": turn} for row, turn in turns])


async def note(tx: Tx, row: Claimed, facts: dict[str, int | str], *, now: datetime) -> None:
    """Adds what whoever takes the row up again has to know: ids and counts, no words. The lease begins again."""
    noted = {"facts": {**row.facts, **facts}, "lease_until": now + LEASE}
    await tx.execute(outbox.update().where(outbox.c.id == row.id).values(**noted))


async def is_coalesced(tx: Tx, row: Claimed) -> bool:
    """A later redrawing of the same card waits: this one would show nothing else."""
    later = sa.exists().where(
        outbox.c.lane == row.lane,
        outbox.c.kind == Kind.REFRESH,
        outbox.c.done_at.is_(None),
        outbox.c.id > row.id,
    )
    return bool((await tx.execute(sa.select(later))).scalar_one())


async def standing(tx: Tx, key: str) -> Standing | None:
    """Where the row of this key stands in Slack; None when it was never posted."""
    query = sa.select(outbox.c.channel_id, outbox.c.ts).where(outbox.c.key == key, outbox.c.ts.is_not(None))
    row = (await tx.execute(query)).first()
    return None if row is None else Standing(channel=ChannelId(row.channel_id), ts=Ts(row.ts))


async def state_of(tx: Tx, key: str) -> str | None:
    """How far the row of this key has come; None where nothing was owed under it."""
    found: str | None = (await tx.execute(sa.select(outbox.c.state).where(outbox.c.key == key))).scalar_one_or_none()
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far something has come that is owed row after row, and what it found so far."""

    done: bool
    facts: dict[str, int | str]


async def last_of(tx: Tx, beginning: str) -> Progress:
    """Of the rows whose keys begin so, the last. Raises NoResultFound."""
    query = sa.select(outbox.c.done_at, outbox.c.facts).where(outbox.c.key.startswith(beginning, autoescape=True))
    row = (await tx.execute(query.order_by(outbox.c.id.desc()).limit(1))).one()
    return Progress(done=row.done_at is not None, facts=row.facts)


async def facts_at(tx: Tx, message: Thread) -> dict[str, int | str]:
    """What a message of ours was posted for; nothing for one that is not ours."""
    query = sa.select(outbox.c.facts, outbox.c.kind).where(
        outbox.c.channel_id == message.channel, outbox.c.ts == message.ts
    )
    row = (
        await tx.execute(query.where(outbox.c.kind.in_((Kind.COMMENT, Kind.OPENING, Kind.PAGE, Kind.TELL))))
    ).first()
    return {} if row is None else dict(row.facts)


async def get(tx: Tx, row_id: int) -> Claimed | None:
    """An unfinished row by its id, for the echo of our own post."""
    row = (await tx.execute(sa.select(outbox).where(outbox.c.id == row_id, outbox.c.done_at.is_(None)))).first()
    return None if row is None else _claimed(row)


async def twin_of(tx: Tx, row_id: int, where: Standing) -> TeamId | None:
    """The workspace of a row that was posted more than once, and is marked as standing elsewhere than `where`."""
    query = sa.select(outbox.c.team_id).where(
        outbox.c.id == row_id,
        outbox.c.state == State.SENT,
        outbox.c.tries > 1,
        outbox.c.channel_id == where.channel,
        outbox.c.ts != where.ts,
    )
    found = (await tx.execute(query)).scalar_one_or_none()
    return None if found is None else TeamId(found)


async def carried(tx: Tx, file: int | str) -> list[tuple[TeamId, Standing]]:
    """Where copies of a file of ours stand, or may stand: the uploads, and the lines that say why there is none."""
    query = sa.select(outbox).where(outbox.c.kind == Kind.FILE, outbox.c.key.startswith(f"file:{file}:"))
    found: list[tuple[TeamId, Standing]] = []
    for row in (await tx.execute(query)).all():
        ts = row.ts or row.facts.get("uploaded")
        if ts:
            channel = ChannelId(row.channel_id or row.facts.get("channel", ""))
            found.append((TeamId(row.team_id), Standing(channel=channel, ts=Ts(ts))))
    return found


async def dead_letters(tx: Tx, *, most: int = 100) -> list[Dead]:
    """What could not be delivered, the latest first."""
    query = sa.select(outbox).where(outbox.c.state == State.DEAD).order_by(outbox.c.id.desc()).limit(most)
    return [
        Dead(id=row.id, kind=row.kind, team=row.team_id, error=row.error or "", done_at=row.done_at)
        for row in (await tx.execute(query)).all()
    ]


async def dead_count(tx: Tx) -> int:
    """How many could not be delivered, and wait for a person."""
    query = sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state == State.DEAD)
    return int((await tx.execute(query)).scalar_one())


async def resend(tx: Tx, ids: Sequence[int], *, now: datetime) -> int:
    """Dead letters tried once more. Slack is asked first whether an earlier try arrived."""
    again = {**_FREE, "done_at": None, "due_at": now}
    where = sa.and_(outbox.c.id.in_(ids), outbox.c.state == State.DEAD)
    return int((await tx.execute(outbox.update().where(where).values(**again))).rowcount)


async def backlog(tx: Tx) -> tuple[int, datetime | None]:
    """How many rows wait, and since when the oldest does."""
    counted = (sa.func.count().label("depth"), sa.func.min(outbox.c.due_at).label("oldest"))
    query = sa.select(*counted).where(outbox.c.done_at.is_(None))
    row = (await tx.execute(query)).one()
    return int(row.depth), row.oldest


async def next_due(tx: Tx) -> datetime | None:
    """When something unfinished goes next, where the app is installed."""
    query = sa.select(sa.func.min(outbox.c.due_at)).where(outbox.c.done_at.is_(None), _goes_first(outbox))
    found: datetime | None = (await tx.execute(query)).scalar_one()
    return found


_FIRST_PAUSE = insert_ignore(pauses)


async def pause(tx: Tx, key: str, *, until: datetime) -> None:
    """Slack asked to wait: kept, so that a restart does not forget it."""
    await tx.execute(_FIRST_PAUSE, {"key": key, "until": until})
    await tx.execute(pauses.update().where(pauses.c.key == key).values(until=until))


async def pauses_now(tx: Tx, *, now: datetime) -> dict[str, datetime]:
    """What Slack asked to wait for, still."""
    rows = (await tx.execute(sa.select(pauses).where(pauses.c.until > now))).all()
    return {row.key: row.until for row in rows}
