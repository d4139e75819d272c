"""Where a case stands in Slack: its threads on both sides (POLICY 3: two threads, one record)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.cases import Status
from bot.domain.ids import CaseNumber, ChannelId, DistrictId, PersonId, TeamId, Thread, Ts
from bot.domain.sheets import Seat, Side
from storage.outbox import Kind, State
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import card_under_way, cases, former_threads, outbox, threads


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A thread of a case. `channel` and `ts` are None until the card stands; `reader`: a DM.s."""

    id: int
    case: CaseNumber
    side: Side
    team: TeamId
    channel: ChannelId | None
    ts: Ts | None
    reader: PersonId | None
    closed_at: datetime | None = None
    seat: Seat = Seat.SIDE
    """Of a DM: whether its reader is of the side, or was let in."""

    open_until: datetime | None = None
    """A guest's: what is said from then on is not for them."""

    @property
    def lane(self) -> str:
        """What is owed to one thread goes out in order."""
        return f"thread:{self.id}"

    def takes(self, at: datetime) -> bool:
        """Whether what is said then is for its reader."""
        return self.open_until is None or at < self.open_until


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlace:
    """A thread to be opened: in a channel, or as a DM with one reader."""

    side: Side
    team: TeamId
    channel: ChannelId | None = None
    reader: PersonId | None = None
    seat: Seat = Seat.SIDE
    open_until: datetime | None = None


_ADD = threads.insert().returning(threads)


async def add(tx: Tx, case: CaseNumber, places: Sequence[NewPlace]) -> list[Place]:
    rows = [
        {
            "case_number": case,
            "side": place.side,
            "team_id": place.team,
            "channel_id": place.channel,
            "person_id": place.reader,
            "seat": place.seat,
            "open_until": place.open_until,
        }
        for place in places
    ]
    if not rows:
        return []
    result = await tx.execute(_ADD, rows)
    return sorted((_place(row) for row in result.all()), key=lambda place: place.id)


def _place(row: sa.Row[tuple[object, ...]]) -> Place:
    return Place(
        id=row.id,
        case=CaseNumber(row.case_number),
        side=Side(row.side),
        team=TeamId(row.team_id),
        channel=ChannelId(row.channel_id) if row.channel_id is not None else None,
        ts=Ts(row.ts) if row.ts is not None else None,
        reader=PersonId(row.person_id) if row.person_id is not None else None,
        closed_at=row.closed_at,
        seat=Seat(row.seat),
        open_until=row.open_until,
    )


_AT = sa.select(threads).where(
    threads.c.channel_id == sa.bindparam("channel"),
    threads.c.ts == sa.bindparam("ts"),
    threads.c.team_id == sa.bindparam("team"),
)


async def at(tx: Tx, thread: Thread) -> Place | None:
    """The case's thread that stands at a message, if any: one look at an index."""
    facts = {"channel": thread.channel, "ts": thread.ts, "team": thread.team}
    row = (await tx.execute(_AT, facts)).first()
    return await _formerly_at(tx, thread) if row is None else _place(row)


async def _formerly_at(tx: Tx, thread: Thread) -> Place | None:
    """The thread whose card stood there before it was deleted."""
    query = (
        sa.select(threads)
        .join(former_threads, former_threads.c.thread_id == threads.c.id)
        .where(
            former_threads.c.channel_id == thread.channel,
            former_threads.c.ts == thread.ts,
            former_threads.c.team_id == thread.team,
        )
    )
    row = (await tx.execute(query)).first()
    return None if row is None else _place(row)


_here = sa.and_(
    threads.c.channel_id == sa.bindparam("channel"),
    threads.c.ts == sa.bindparam("ts"),
    threads.c.team_id == sa.bindparam("team"),
)
_in = outbox.c.facts["channel"].as_string()
_may_stand_here = sa.exists().where(
    card_under_way,
    outbox.c.team_id == sa.bindparam("team"),
    sa.or_(_in == sa.bindparam("channel"), _in.is_(None)),  # a direct message's channel is not known before
)
_AT_OR_UNDER_WAY = sa.select(threads, _may_stand_here.label("under_way")).select_from(
    sa.select(sa.literal(1).label("one")).subquery().outerjoin(threads, _here)
)


async def at_or_under_way(tx: Tx, thread: Thread) -> tuple[Place | None, bool]:
    """As `at`; and where none is known, whether a card that Slack may have taken is not marked yet."""
    facts = {"channel": thread.channel, "ts": thread.ts, "team": thread.team}
    row = (await tx.execute(_AT_OR_UNDER_WAY, facts)).one()
    if row.id is not None:
        return _place(row), False
    former = await _formerly_at(tx, thread)
    return former, former is None and bool(row.under_way)


async def get(tx: Tx, thread_id: int) -> Place | None:
    row = (await tx.execute(sa.select(threads).where(threads.c.id == thread_id))).first()
    return None if row is None else _place(row)


_OF_CASE = (
    sa.select(threads)
    .where(threads.c.case_number == sa.bindparam("case"), threads.c.closed_at.is_(None))
    .order_by(threads.c.id)
)


async def of_case(tx: Tx, case: CaseNumber, *, said_at: datetime | None = None) -> list[Place]:
    """Every thread of a case that still takes something, the oldest first. `said_at`: what is said then."""
    found = [_place(row) for row in (await tx.execute(_OF_CASE, {"case": case})).all()]
    return found if said_at is None else [place for place in found if place.takes(said_at)]


async def with_ended(tx: Tx, case: CaseNumber) -> list[Place]:
    """And those that ended, where a text stands that is to be erased."""
    query = sa.select(threads).where(threads.c.case_number == case).order_by(threads.c.id)
    return [_place(row) for row in (await tx.execute(query)).all()]


async def end(tx: Tx, case: CaseNumber, seat: Seat, *, at: datetime, reader: PersonId | None = None) -> list[Place]:
    """The threads of who was let in take nothing more; of one of them: `reader`. Returns those that did until now."""
    here = sa.and_(threads.c.case_number == case, threads.c.seat == seat, threads.c.closed_at.is_(None))
    if reader is not None:
        here = sa.and_(here, threads.c.person_id == reader)
    ended = await tx.execute(threads.update().where(here).values(closed_at=at).returning(threads))
    return [_place(row) for row in ended.all()]


async def ended(tx: Tx, case: CaseNumber, seat: Seat) -> list[Place]:
    query = sa.select(threads).where(
        threads.c.case_number == case, threads.c.seat == seat, threads.c.closed_at.is_not(None)
    )
    return [_place(row) for row in (await tx.execute(query)).all()]


async def read_by(tx: Tx, person: PersonId, district: DistrictId) -> list[Place]:
    """The district's open cases as they stand in this person's direct messages."""
    query = sa.select(threads).join(cases, cases.c.number == threads.c.case_number)
    mine = sa.and_(
        threads.c.person_id == person,
        threads.c.seat == Seat.SIDE,
        threads.c.ts.is_not(None),
        threads.c.closed_at.is_(None),
    )
    found = query.where(mine, cases.c.district_id == district, cases.c.status != Status.CLOSED).order_by(threads.c.id)
    return [_place(row) for row in (await tx.execute(found)).all()]


async def stands_at(tx: Tx, thread_id: int, *, channel: ChannelId, ts: Ts) -> None:
    """The card was posted: from now on replies below it are the case's."""
    await tx.execute(threads.update().where(threads.c.id == thread_id).values(channel_id=channel, ts=ts))


async def begin_again(tx: Tx, place: Place) -> None:
    """Its card is gone: another will open it. What is said below the old one is the case's still."""
    former = {"team_id": place.team, "channel_id": place.channel, "ts": place.ts, "thread_id": place.id}
    await tx.execute(insert_ignore(former_threads), former)
    await tx.execute(threads.update().where(threads.c.id == place.id).values(ts=None))


NEVER_OPENED = "its thread was never opened"
"""The reason of what was for a thread, and had none."""


async def card_state(tx: Tx, place: Place) -> str | None:
    """How far the last card that was to open it has come."""
    first = f"case:{place.case}:card:{place.id}"
    its = sa.or_(outbox.c.key == first, outbox.c.key.startswith(f"{first}:after:", autoescape=True))
    query = sa.select(outbox.c.state).where(its).order_by(outbox.c.id.desc()).limit(1)
    found: str | None = (await tx.execute(query)).scalar_one_or_none()
    return found


async def open_late(tx: Tx, person: PersonId, *, now: datetime) -> None:
    """Of whoever is there again after their account had ended: threads that were kept shut, and what was for them."""
    mine = sa.and_(threads.c.person_id == person, threads.c.ts.is_(None), threads.c.closed_at.is_(None))
    ids = [*(await tx.execute(sa.select(threads.c.id).where(mine))).scalars()]
    if not ids:
        return
    lanes = [f"{lane}:{it}" for it in ids for lane in ("thread", "card-again")]
    untold = sa.or_(
        sa.and_(outbox.c.kind == Kind.CARD, outbox.c.state == State.DROPPED),
        sa.and_(outbox.c.state == State.OVERTAKEN, outbox.c.error == NEVER_OPENED),
    )
    waits = {"state": "waiting", "lease_until": None, "claimed_by": None, "done_at": None, "due_at": now}
    await tx.execute(outbox.update().where(outbox.c.lane.in_(lanes), untold).values(**waits))


async def began_again(tx: Tx, place: Place) -> bool:
    """Whether its card stood somewhere else before."""
    query = sa.select(former_threads.c.ts).where(former_threads.c.thread_id == place.id).limit(1)
    return (await tx.execute(query)).first() is not None
