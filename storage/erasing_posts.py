"""What came in and went out of what is erased: copies of ours in Slack are owed to be removed, and the rows go.

Both tables are read from end to end, a page at a time: most rows name what they are about by ids alone.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import ChannelId, DistrictId, PersonId, TeamId, Ts
from storage import holdings, owing
from storage import outbox as posts
from storage.erasing import Batch, Row, is_its_alone, is_of_person, is_the_workspaces_alone
from storage.outbox import Kind, Owed, Standing, State
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import cases, channels, erasing_ids, outbox, people, seen, threads, workspaces

PARTS = re.compile(r"[A-Za-z0-9]+")
"""Slack's ids are letters and digits: whatever stands between others is none."""

NOT_OURS_TO_REMOVE = (Kind.HINT, Kind.CHECK_CHANNEL, Kind.LOOK_UP, Kind.RESYNC, Kind.EARLIER, Kind.REMOVE)
ADD = insert_ignore(erasing_ids)

STUB = "named-somebody"
"""What a row tells by which a message becomes a stub, where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """What is erased: the condition that finds rows of the outbox with a way to it, and whose people go with it."""

    erasure: int
    people: Row
    rows: Row
    keeps_posts: bool = False
    """Of a person: what was said to others stays where it stands."""


def of_district(erasure: int, district: DistrictId) -> Whose:
    rows = holdings.is_of_district(holdings.BY_TABLE["outbox"], district)
    return Whose(erasure=erasure, people=is_its_alone(district), rows=rows)


def of_workspace(erasure: int, team: TeamId) -> Whose:
    return Whose(erasure=erasure, people=is_the_workspaces_alone(team), rows=sa.false())


def of_person(erasure: int, person: PersonId) -> Whose:
    return Whose(erasure=erasure, people=people.c.id == person, rows=is_of_person("outbox", person), keeps_posts=True)


def beginning(erasure: int) -> str:
    """How the keys of its own rows begin."""
    return f"remove:erased-{erasure}:"


async def gather(tx: Tx, whose: Whose, *, district: DistrictId | None = None, team: TeamId | None = None) -> int:
    """The ids of Slack's that are its alone: users, their direct messages with the bot, the district's channels."""
    theirs = sa.select(people.c.id).where(whose.people)
    dms = sa.select(threads.c.channel_id).where(threads.c.person_id.in_(theirs), threads.c.channel_id.is_not(None))
    found = set((await tx.execute(dms.distinct())).scalars())
    users = sa.select(people.c.user_id).where(whose.people, people.c.user_id.is_not(None))
    found |= set((await tx.execute(users)).scalars())
    if district is not None:
        found |= await _channels_of(tx, district)
    if team is not None:
        found.add(team)
    rows = [{"erasure_id": whose.erasure, "slack_id": slack_id} for slack_id in sorted(found)]
    if rows:
        await tx.execute(ADD, rows)
    return len(rows)


async def _channels_of(tx: Tx, district: DistrictId) -> set[str]:
    own = sa.select(channels.c.channel_id).where(channels.c.district_id == district)
    stood = (
        sa.select(threads.c.channel_id)
        .join(cases, cases.c.number == threads.c.case_number)
        .where(cases.c.district_id == district, threads.c.side == "district", threads.c.person_id.is_(None))
    )
    found = {*(await tx.execute(own)).scalars(), *(await tx.execute(stood.distinct())).scalars()}
    return {str(it) for it in found if it}


async def ids(tx: Tx, erasure: int) -> frozenset[str]:
    query = sa.select(erasing_ids.c.slack_id).where(erasing_ids.c.erasure_id == erasure)
    return frozenset((await tx.execute(query)).scalars())


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """A page of the outbox. `owed`: copies to be removed in Slack; `left`: copies that nobody can reach any more.
    What was owed and could not be removed is taken from the one and put to the other.

    `sending`: some are in a courier's hands, and can come to stand in Slack yet.
    """

    batch: Batch
    owed: int = 0
    left: int = 0
    sending: bool = False


async def sweep_outbox(tx: Tx, whose: Whose, *, cursor: str, most: int, now: datetime) -> Swept:
    """Rows about what is erased go, and what stands in Slack by them is owed to be removed. What a courier has in
    its hands, and the removals that are still to come, are left for the next time."""
    page = [*(await tx.execute(_page(cursor, most))).all()]
    known, by_ids = await _with_a_way(tx, whose, page), await ids(tx, whose.erasure)
    its = [row for row in page if row.id in known or _names(row, by_ids)]
    its = [row for row in its if not _is_own(row, whose.erasure)]
    free = [row for row in its if not _is_sending(row, now)]
    reached = await _reached(tx, {row.team_id for row in free})
    standing = [] if whose.keeps_posts else [(row.team_id, at) for row in free if (at := _stands(row)) is not None]
    rows = [_removal(whose.erasure, team, at, now) for team, at in standing if team in reached]
    await posts.owe(tx, rows, now=now)
    if whose.keeps_posts:
        await posts.owe(
            tx, [_stub(row, whose.erasure, now) for row in free if await _is_of_others(tx, whose, row)], now=now
        )
    if free:
        await tx.execute(outbox.delete().where(outbox.c.id.in_([row.id for row in free])))
    last = str(page[-1].id) if len(page) == most else None
    batch = Batch(rows=len(free), cursor=last)
    failed = sum(_came_to_nothing(row, whose.erasure) for row in free)
    left = len(standing) - len(rows) + failed
    return Swept(batch=batch, owed=len(rows) - failed, left=left, sending=len(free) < len(its))


def _page(cursor: str, most: int) -> sa.Select[Any]:
    return sa.select(outbox).where(outbox.c.id > int(cursor or 0)).order_by(outbox.c.id).limit(most)


async def _with_a_way(tx: Tx, whose: Whose, page: Sequence[Any]) -> set[int]:
    """By the map, and by the person they are for."""
    if not page:
        return set()
    within = outbox.c.id.between(page[0].id, page[-1].id)
    found = set((await tx.execute(sa.select(outbox.c.id).where(within, whose.rows))).scalars())
    readers = {int(row.facts["person"]) for row in page if str(row.facts.get("person", "")).isdigit()}
    theirs = sa.select(people.c.id).where(people.c.id.in_(readers), whose.people)
    gone = set((await tx.execute(theirs)).scalars()) if readers else set()
    return found | {row.id for row in page if str(row.facts.get("person", "")) in set(map(str, gone))}


def _names(row: Any, slack_ids: frozenset[str]) -> bool:
    text = f"{row.key} {row.lane} {row.team_id} {row.channel_id} {json.dumps(row.facts)}"
    return not slack_ids.isdisjoint(PARTS.findall(text))


def _is_own(row: Any, erasure: int) -> bool:
    """A removal of this erasure that is still to come."""
    return row.done_at is None and str(row.key).startswith(beginning(erasure))


def _came_to_nothing(row: Any, erasure: int) -> bool:
    """A removal of this erasure, and what was to be removed stands in Slack."""
    return str(row.key).startswith(beginning(erasure)) and row.state != State.SENT


def _is_sending(row: Any, now: datetime) -> bool:
    return row.done_at is None and row.lease_until is not None and row.lease_until > now


def _stands(row: Any) -> Standing | None:
    """Where a copy of ours stands by this row; of an upload that was not marked yet, too."""
    if row.kind in NOT_OURS_TO_REMOVE or row.state not in (State.SENT, State.DEAD):
        return None
    ts, channel = row.ts or row.facts.get("uploaded"), row.channel_id or row.facts.get("channel", "")
    return Standing(channel=ChannelId(str(channel)), ts=Ts(str(ts))) if ts else None


def _removal(erasure: int, team: str, at: Standing, now: datetime) -> Owed:
    return owing.removed(at, TeamId(team), why=f"erased-{erasure}", now=now)


async def _is_of_others(tx: Tx, whose: Whose, row: Any) -> bool:
    """A direct message that stands with somebody else, and whose row goes because it names an id of theirs."""
    reader = str(row.facts.get("person", ""))
    if row.kind != Kind.TELL or not reader.isdigit() or _stands(row) is None:
        return False
    theirs = sa.select(people.c.id).where(people.c.id == int(reader), whose.people)
    return (await tx.execute(theirs)).first() is None


def _stub(row: Any, erasure: int, now: datetime) -> Owed:
    """It is drawn again where it stands, by a row that names nobody."""
    facts: dict[str, int | str] = {"channel": row.channel_id, "ts": row.ts}
    key, reader = f"erased-{erasure}:row:{row.id}", PersonId(int(row.facts["person"]))
    return owing.tell(reader, TeamId(row.team_id), key=key, what=STUB, now=now, facts=facts)


async def _reached(tx: Tx, teams: set[str]) -> set[str]:
    """Those workspaces where the app is installed."""
    query = sa.select(workspaces.c.team_id).where(workspaces.c.team_id.in_(teams), workspaces.c.status == "installed")
    return set((await tx.execute(query)).scalars()) if teams else set()


async def removals_to_come(tx: Tx, erasure: int) -> int:
    """How many are owed still where the app is installed; elsewhere they never come."""
    reached = sa.exists().where(workspaces.c.team_id == outbox.c.team_id, workspaces.c.status == "installed")
    mine = outbox.c.key.startswith(beginning(erasure), autoescape=True)
    query = sa.select(sa.func.count()).select_from(outbox).where(mine, outbox.c.done_at.is_(None), reached)
    return int((await tx.execute(query)).scalar_one())


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """`left`: removals that came to nothing: what was to be removed stands in Slack."""

    batch: Batch
    left: int


async def drop_removals(tx: Tx, erasure: int, *, most: int) -> Dropped:
    """The removals themselves, done or never to come, name places in Slack."""
    mine = outbox.c.key.startswith(beginning(erasure), autoescape=True)
    some = (await tx.execute(sa.select(outbox.c.id, outbox.c.key, outbox.c.state).where(mine).limit(most))).all()
    await tx.execute(outbox.delete().where(outbox.c.id.in_([row.id for row in some])))
    left = sum(_came_to_nothing(row, erasure) for row in some)
    return Dropped(batch=Batch(rows=len(some), cursor=None if len(some) < most else ""), left=left)


async def sweep_seen(tx: Tx, erasure: int, *, cursor: str, most: int) -> Batch:
    """Keys by which a second delivery is known, of places that are gone."""
    query = sa.select(seen.c.key).where(seen.c.key > cursor).order_by(seen.c.key).limit(most)
    page = [str(key) for key in (await tx.execute(query)).scalars()]
    by_ids = await ids(tx, erasure)
    its = _those(page, lambda key: not by_ids.isdisjoint(PARTS.findall(key)))
    if its:
        await tx.execute(seen.delete().where(seen.c.key.in_(its)))
    return Batch(rows=len(its), cursor=page[-1] if len(page) == most else None)


def _those(keys: Sequence[str], wanted: Callable[[str], bool]) -> list[str]:
    return [key for key in keys if wanted(key)]
