"""The bare drivers: the statements of a deed as one would write them by hand, in one transaction.

The same tables, indexes, durability and number of statements as ours; no rules, no domain, no SQLAlchemy.
`?` stands for a parameter on both engines.
"""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Protocol

import aiosqlite
import asyncpg

POOL = 8
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Statements(Protocol):
    """One transaction, or one read."""

    async def rows(self, sql: str, *values: Any) -> list[Any]: ...
    async def many(self, sql: str, values: Sequence[tuple[Any, ...]]) -> None: ...


class Bare(Protocol):
    """A database by its bare driver. `instant` is a time as its columns take it."""

    def begin(self) -> Any: ...
    def read(self) -> Any: ...
    def instant(self, at: datetime) -> Any: ...


class _Sqlite:
    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        return list(await self._connection.execute_fetchall(sql, values))

    async def many(self, sql: str, values: Sequence[tuple[Any, ...]]) -> None:
        await self._connection.executemany(sql, values)


class BareSqlite:
    """aiosqlite: one writer behind a lock, a reader apart, `synchronous=FULL`."""

    def __init__(self, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self._writer = writer
        self._reader = reader
        self._turn = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def opened(cls, path: str) -> AsyncIterator["BareSqlite"]:
        async with (
            aiosqlite.connect(path, isolation_level=None) as writer,
            aiosqlite.connect(path, isolation_level=None) as reader,
        ):
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                await writer.execute(f"PRAGMA {pragma}")
            yield cls(writer, reader)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Statements]:
        async with self._turn:
            await self._writer.execute("BEGIN IMMEDIATE")
            yield _Sqlite(self._writer)
            await self._writer.execute("COMMIT")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Statements]:
        yield _Sqlite(self._reader)

    def instant(self, at: datetime) -> Any:
        return round((at - _EPOCH).total_seconds() * 1_000_000)


class _Postgres:
    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def rows(self, sql: str, *values: Any) -> list[Any]:
        return list(await self._connection.fetch(_numbered(sql), *values))

    async def many(self, sql: str, values: Sequence[tuple[Any, ...]]) -> None:
        await self._connection.executemany(_numbered(sql), values)


_known: dict[str, str] = {}


def _numbered(sql: str) -> str:
    if sql not in _known:
        count = itertools.count(1)
        _known[sql] = re.sub(r"\?", lambda _: f"${next(count)}", sql)
    return _known[sql]


class BarePostgres:
    """asyncpg: a pool as large as ours, and its own cache of prepared statements."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool

    @classmethod
    @asynccontextmanager
    async def opened(cls, url: str) -> AsyncIterator["BarePostgres"]:
        async with asyncpg.create_pool(url, min_size=1, max_size=POOL) as pool:
            yield cls(pool)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Statements]:
        async with self._pool.acquire() as connection, connection.transaction():
            yield _Postgres(connection)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Statements]:
        async with self._pool.acquire() as connection:
            yield _Postgres(connection)

    def instant(self, at: datetime) -> Any:
        return at


PERSON = """SELECT p.id, p.team_id, p.user_id, p.name, p.zone, p.membership,
 coalesce(p.home_id, (SELECT min(d.id) FROM districts d WHERE d.team_id = p.team_id HAVING count(*) = 1)) AS home_id,
 r.id AS line_id, r.role, r.district_id, r.standing, r.building
 FROM people p LEFT OUTER JOIN roster r ON r.person_id = p.id WHERE p.team_id = ? AND p.user_id = ? ORDER BY r.id"""
PLACE = """SELECT id, case_number, side, team_id, channel_id, ts, person_id, closed_at FROM threads
 WHERE channel_id = ? AND ts = ? AND team_id = ?"""
_SEEN = "INSERT INTO seen (key, at) VALUES (?, ?) ON CONFLICT DO NOTHING"
_CASE = """INSERT INTO cases
 (district_id, type, module, status, priority, contact_id, reporter_id, opened_at, modified_at)
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number"""
_WORDS = """INSERT INTO case_words (number, subject, description, steps, expected, actual, impact, environment)
 VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_DISTRICT = """SELECT d.id, d.key, d.name, d.timezone, d.country, d.state, d.team_id, d.case_channel_id,
 d.email_domains, d.updates_as_group, d.previews, c.words_ok
 FROM districts d LEFT OUTER JOIN channels c ON c.team_id = d.team_id AND c.channel_id = d.case_channel_id
 WHERE d.id = ?"""
_DESK = "SELECT team_id, channel_id, words_ok FROM channels WHERE kind = ?"
_THREADS = """INSERT INTO threads (case_number, side, team_id, channel_id, person_id)
 VALUES (?, ?, ?, ?, ?), (?, ?, ?, ?, ?) RETURNING id, case_number, side, team_id, channel_id, ts, person_id"""
_TOUCH = """UPDATE roster SET standing=?, silent_since=?, due_at=?, flagged_at=?
 WHERE person_id = ? AND role IN (?, ?) AND standing IN (?, ?) AND silent_since < ?"""
AUDIT = """INSERT INTO audit (at, person_id, act, rule, allowed, district_id, case_number)
 VALUES (?, ?, ?, ?, ?, ?, ?)"""
_OWE = """INSERT INTO outbox
 (key, kind, lane, urgent, team_id, facts, created_at, due_at, expires_at, state, tries)
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""
_HELD = "SELECT * FROM cases WHERE number = ?"
_KNOWN = "SELECT * FROM comments WHERE channel_id = ? AND ts = ? AND team_id = ?"
_COMMENT = """INSERT INTO comments (case_number, author_id, kind, team_id, channel_id, ts, at)
 VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id"""
_VERSION = "INSERT INTO comment_versions (comment_id, edited_ts, words) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_MOVE = "UPDATE cases SET status=?, modified_at=?, version=version+1 WHERE number = ?"
_STANDS = "SELECT * FROM threads WHERE case_number = ? AND closed_at IS NULL ORDER BY id"


class Deeds:
    """The deeds that are measured, without any question asked."""

    def __init__(self, database: Bare, *, for_update: bool) -> None:
        self._database = database
        self._held = f"{_HELD} FOR UPDATE" if for_update else _HELD

    async def audit_line(self) -> None:
        """A refusal's one line."""
        at = self._database.instant(datetime.now(UTC))  # noqa: TID251  # the floor has no clock of its own
        async with self._database.begin() as tx:
            await tx.rows(AUDIT, at, 1, "open-case", "NotAContact", False, 1, None)

    async def is_case(self, team: str, channel: str, ts: str) -> bool:
        """One indexed look."""
        async with self._database.read() as tx:
            return bool(await tx.rows(PLACE, channel, ts, team))

    async def open_case(self, team: str, user: str, once: str, district: int, typed: dict[str, str]) -> int:
        at = self._database.instant(datetime.now(UTC))  # noqa: TID251  # likewise
        async with self._database.begin() as tx:
            await tx.rows(_SEEN, once, at)
            person = (await tx.rows(PERSON, team, user))[0][0]
            kind, urgency = typed["type"], typed["urgency"]
            facts = (district, kind, typed["module"], "new", urgency, person, person, at, at)
            number = int((await tx.rows(_CASE, *facts))[0][0])
            rest = (typed["steps"], typed["expected"], typed["actual"], typed["impact"], "")
            await tx.rows(_WORDS, number, typed["subject"], typed["description"], *rest)
            place = (await tx.rows(_DISTRICT, district))[0]
            desk = (await tx.rows(_DESK, "desk"))[0]
            here = (number, "district", place[6], place[7], None)
            there = (number, "desk", desk[0], desk[1], None)
            added = await tx.rows(_THREADS, *here, *there)
            await self._close(tx, (at, person, "open-case", "", True, district, number))
            await tx.many(
                _OWE,
                [
                    _owed("card", f"case:{number}:card:{row[0]}", {"case": number, "thread": row[0]}, team, at)
                    for row in added
                ],
            )
        return number

    async def reply(self, event: dict[str, str]) -> None:
        """`event`: Slack's."""
        team, channel, ts = event["team"], event["channel"], event["ts"]
        at = self._database.instant(datetime.now(UTC))  # noqa: TID251  # likewise
        async with self._database.read() as tx:
            place = (await tx.rows(PLACE, channel, event["thread_ts"], team))[0]
        async with self._database.begin() as tx:
            await tx.rows(_SEEN, f"message:{channel}:{ts}:", at)
            person = (await tx.rows(PERSON, team, event["user"]))[0][0]
            number = place[1]
            await tx.rows(self._held, number)
            await tx.rows(_KNOWN, channel, ts, team)
            comment = (await tx.rows(_COMMENT, number, person, "reply", team, channel, ts, at))[0][0]
            await tx.rows(_VERSION, comment, "", event["text"])
            await tx.rows(_MOVE, "open", at, number)
            places = await tx.rows(_STANDS, number)
            await self._close(tx, (at, person, "comment", "", True, 1, number))
            rows = [
                _owed("comment", f"comment:{comment}:{it[0]}", {"case": number, "thread": it[0]}, team, at)
                for it in places
            ]
            rows.append(
                _owed("refresh", f"case:{number}:{comment}", {"case": number, "thread": places[0][0]}, team, at)
            )
            await tx.many(_OWE, rows)

    @staticmethod
    async def _close(tx: Statements, line: tuple[Any, ...]) -> None:
        """Activity, and the audit line (at, person, act, rule, allowed, district, case)."""
        at, person = line[:2]
        contact = ("support", "technical", "active", "flagged")
        await tx.rows(_TOUCH, "active", at, at, None, person, *contact, at)
        await tx.rows(AUDIT, *line)


def _owed(kind: str, key: str, facts: dict[str, int], team: str, at: Any) -> tuple[Any, ...]:
    thread = facts["thread"]
    return (key, kind, f"thread:{thread}", False, team, json.dumps(facts), at, at, None, "waiting", 0)
