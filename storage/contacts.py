"""A contact's silence: since when, what was said of it, and what is due (POLICY 7).

The sweep's query is one look at an index over lines that are due: its cost grows with who is due, not with
who exists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import DistrictId, LineId, PersonId, SlackUser, TeamId
from bot.domain.inactivity import DAY, Limits, Silence, counted_from, date_named, next_look, was_late
from bot.domain.people import CONTACT_ROLES, Membership, Standing
from bot.domain.sheets import PersonSheet
from storage import calendars
from storage.outbox import State
from storage.people import MAY_ACT, sheets
from storage.reached import reached_by
from storage.store import Tx
from storage.tables import districts, outbox, people, roster

UNDELIVERABLE = (State.DEAD, State.WITHHELD, State.DROPPED)
TOLD = (State.SENT, *UNDELIVERABLE)
"""Of a warning: delivered, or found undeliverable. A flag was told only where it was delivered (POLICY 7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """One contact line under the sweep's eyes."""

    id: LineId
    person: PersonId
    team: TeamId
    district: DistrictId
    standing: Standing
    silence: Silence


def warning_key(line: LineId, since: datetime, day: int) -> str:
    """Each warning of one silence is owed once, whatever restarts."""
    return f"inactivity:{line}:{since.isoformat()}:{day}d"


def flag_key(line: LineId, since: datetime) -> str:
    return f"inactivity:{line}:{since.isoformat()}:flag"


async def due(tx: Tx, *, now: datetime, most: int) -> list[LineId]:
    """Ids of contact lines that want a look, the longest due first."""
    query = sa.select(roster.c.id).where(roster.c.due_at <= now).order_by(roster.c.due_at, roster.c.id)
    return [LineId(row) for row in (await tx.execute(query.limit(most))).scalars().all()]


IS_CONTACT = sa.and_(
    roster.c.standing.in_(MAY_ACT),
    roster.c.role.in_(CONTACT_ROLES),
    people.c.user_id.is_not(None),
    people.c.membership != Membership.GONE,
)
"""Somebody who may act: a line without a Slack user, or whose account is gone, gives no right (POLICY 6)."""

_LINE = (
    sa.select(
        roster.c.id,
        roster.c.person_id,
        roster.c.district_id,
        roster.c.standing,
        roster.c.silent_since,
        roster.c.flagged_at,
        people.c.zone,
        reached_by(),
    )
    .join(people, people.c.id == roster.c.person_id)
    .where(IS_CONTACT, roster.c.silent_since.is_not(None))
)
_OF_DISTRICT = sa.select(roster.c.district_id).where(roster.c.id == sa.bindparam("b_line")).scalar_subquery()
_HOLD = sa.select(districts.c.id).where(districts.c.id == _OF_DISTRICT).with_for_update(key_share=True)
_ONE = _LINE.where(roster.c.id == sa.bindparam("b_line"))


async def held(tx: Tx, line: LineId, limits: Limits) -> ContactLine | None:
    """The line, its *district* locked first: two of its contacts must not go at the same time. None as of `get`."""
    await tx.execute(_HOLD, {"b_line": line})
    return await get(tx, line, limits)


async def hold(tx: Tx, district: DistrictId) -> None:
    """Nobody else changes who may act there before this transaction ends."""
    await tx.execute(sa.select(districts.c.id).where(districts.c.id == district).with_for_update(key_share=True))


async def is_last(tx: Tx, district: DistrictId, line: LineId) -> bool:
    """No other contact of the district may act."""
    others = sa.exists().where(
        roster.c.district_id == district, roster.c.id != line, roster.c.person_id == people.c.id, IS_CONTACT
    )
    return not (await tx.execute(sa.select(others))).scalar_one()


async def get(tx: Tx, line: LineId, limits: Limits) -> ContactLine | None:
    """None when the line is nobody's who may act, or has no silence."""
    row = (await tx.execute(_ONE, {"b_line": line})).first()
    return None if row is None else _line(row, (await silences(tx, [row], limits))[line])


async def others_of(tx: Tx, found: ContactLine, limits: Limits) -> list[ContactLine]:
    """The district's other contacts who may act."""
    query = _LINE.where(roster.c.district_id == found.district, roster.c.person_id != found.person)
    rows = (await tx.execute(query.order_by(roster.c.id))).all()
    found_silences = await silences(tx, rows, limits)
    return [_line(row, found_silences[LineId(row.id)]) for row in rows]


def _line(row: sa.Row[tuple[object, ...]], silence: Silence) -> ContactLine:
    return ContactLine(
        id=LineId(row.id),
        person=PersonId(row.person_id),
        team=TeamId(row.team_id),
        district=DistrictId(row.district_id),
        standing=Standing(row.standing),
        silence=silence,
    )


_OWED = sa.select(outbox.c.key, outbox.c.state, outbox.c.created_at, outbox.c.done_at).where(
    outbox.c.key.in_(sa.bindparam("keys", expanding=True))
)


async def silences(tx: Tx, rows: Sequence[sa.Row[tuple[object, ...]]], limits: Limits) -> dict[LineId, Silence]:
    """Of rows with a line's id, silence, flag and zone: what was said in each, in one statement."""
    keys = [key for row in rows for key in (*_days(row, limits), flag_key(LineId(row.id), row.silent_since))]
    owed = {found.key: found for found in (await tx.execute(_OWED, {"keys": keys})).all()} if keys else {}
    return {LineId(row.id): _silence(row, owed, limits) for row in rows}


def _days(row: sa.Row[tuple[object, ...]], limits: Limits) -> dict[str, int]:
    return {warning_key(LineId(row.id), row.silent_since, day): day for day in limits.warn_on}


def _silence(
    row: sa.Row[tuple[object, ...]], owed: Mapping[str, sa.Row[tuple[object, ...]]], limits: Limits
) -> Silence:
    days = _days(row, limits)
    warned = [owed[key] for key in days if key in owed]
    latest = warned[-1] if warned else None
    flagged = owed.get(flag_key(LineId(row.id), row.silent_since))
    return Silence(
        since=row.silent_since,
        zone=row.zone,
        warned=days[latest.key] if latest is not None else 0,
        warned_at=latest.created_at if latest is not None else None,
        warning_told_at=latest.done_at if latest is not None and latest.state in TOLD else None,
        notice_from=_notice_from(warned, due=row.silent_since + limits.flag_on * DAY),
        flagged_at=row.flagged_at,
        flag_told_at=flagged.done_at if flagged is not None and flagged.state == State.SENT else None,
    )


def _notice_from(warned: Sequence[sa.Row[tuple[object, ...]]], *, due: datetime) -> datetime | None:
    """Of the warnings of one silence, in the order of their days."""
    counted: datetime | None = None
    for told in [found for found in warned if found.state in TOLD]:
        counted = counted_from(counted, told.done_at, late=was_late(told.created_at, due))
    return counted


async def last_active(tx: Tx, person: PersonId) -> datetime | None:
    """As a contact of any district: when the latest of their silences began. None: they are none."""
    line = sa.select(sa.func.max(roster.c.silent_since)).join(people, people.c.id == roster.c.person_id)
    query = line.where(IS_CONTACT, roster.c.person_id == person)
    found: datetime | None = (await tx.execute(query)).scalar_one()
    return found


async def look_again(tx: Tx, line: LineId, *, at: datetime) -> None:
    """Not of a line that ended meanwhile: it is due no more."""
    here = sa.and_(roster.c.id == line, roster.c.due_at.is_not(None))
    await tx.execute(roster.update().where(here).values(due_at=at))


async def flag(tx: Tx, found: ContactLine, *, at: datetime, look: datetime) -> bool:
    """False: they acted in this very moment, and nothing was changed."""
    return await _end(tx, found, {"standing": Standing.FLAGGED, "flagged_at": at, "due_at": look})


async def deactivate(tx: Tx, found: ContactLine, *, at: datetime) -> bool:
    """For silence. The line stays, with its history; it gives no right any more. False as of `flag`."""
    return await _end(tx, found, {"standing": Standing.DEACTIVATED, "due_at": None, "deactivated_at": at})


async def _end(tx: Tx, found: ContactLine, values: dict[str, object]) -> bool:
    """An act does not wait for the sweep; whichever changes the line first is looked at by the other."""
    same = sa.and_(
        roster.c.id == found.id,
        roster.c.standing == found.standing,
        roster.c.silent_since == found.silence.since,
    )
    return bool((await tx.execute(roster.update().where(same).values(**values))).rowcount == 1)


_MINE = sa.and_(
    roster.c.person_id == sa.bindparam("b_person"),
    roster.c.role.in_(CONTACT_ROLES),
    sa.or_(
        roster.c.standing.in_(MAY_ACT),
        sa.and_(roster.c.standing == Standing.DEACTIVATED, roster.c.deactivated_at > sa.bindparam("b_since")),
    ),
    roster.c.silent_since < sa.bindparam("b_since"),
)
_BEGINS_AGAIN = {
    "silent_since": sa.bindparam("b_since"),
    "due_at": sa.bindparam("b_look"),
    "standing": Standing.ACTIVE,
    "flagged_at": None,
    "deactivated_at": None,
}
_TOUCH = roster.update().where(_MINE).values(**_BEGINS_AGAIN)
_TOUCH_ONE = roster.update().where(_MINE, roster.c.id == sa.bindparam("b_line")).values(**_BEGINS_AGAIN)


async def touch(tx: Tx, person: PersonId, at: datetime) -> None:
    """Activity: the silence of each of the person's contact lines begins again, and a flag is cleared.

    Of an act told late, also what the clock ended after it.
    """
    await tx.execute(_TOUCH, {"b_person": person, "b_since": at, "b_look": await first_look(tx, at)})


async def begin_again(tx: Tx, found: ContactLine, at: datetime) -> None:
    """As `touch`, of one line alone: somebody said why it is to be kept."""
    facts = {"b_person": found.person, "b_line": found.id, "b_since": at, "b_look": await first_look(tx, at)}
    await tx.execute(_TOUCH_ONE, facts)


async def first_look(tx: Tx, at: datetime) -> datetime:
    """When a silence that begins then is first due, by the rules as they are kept."""
    return next_look(Silence(since=at, zone="UTC"), (await calendars.rules(tx)).inactivity)


async def look_at_all(tx: Tx, *, now: datetime) -> None:
    """The numbers are others than before: each line finds its next date by them."""
    await tx.execute(roster.update().where(roster.c.due_at > now).values(due_at=now))


async def zone_learned(tx: Tx, who: SlackUser, zone: str, *, at: datetime) -> None:
    """Before it is kept. Where it is another one, their daytime may be here already: their lines are due a look."""
    moved = sa.select(people.c.id).where(
        people.c.team_id == who.team, people.c.user_id == who.user, people.c.zone != zone
    )
    theirs = sa.and_(roster.c.person_id.in_(moved), roster.c.due_at > at)
    await tx.execute(roster.update().where(theirs).values(due_at=at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a message about a silence says, read again when it is delivered. `day`: that it names, if any."""

    what: str
    limits: Limits
    day: datetime
    district: str
    district_id: DistrictId
    named: tuple[PersonSheet, ...]


async def notice(tx: Tx, facts: Mapping[str, int | str], *, now: datetime) -> Notice | None:
    """None when the reason does not hold any more: they acted, were warned later, or were removed.

    The date it names is the one that will be kept: after a warning that comes late nobody is flagged for a day.
    """
    limits = (await calendars.rules(tx)).inactivity
    day = await _day_told(tx, facts, limits, now)
    if day is None:
        return None
    named = () if "line" in facts else await _named(tx, facts)
    if not named and "line" not in facts:
        return None
    district = DistrictId(int(facts["district"]))
    query = sa.select(districts.c.name).where(districts.c.id == district)
    return Notice(
        what=str(facts["what"]),
        limits=limits,
        day=day,
        district=(await tx.execute(query)).scalar_one(),
        district_id=district,
        named=named,
    )


async def _day_told(tx: Tx, facts: Mapping[str, int | str], limits: Limits, now: datetime) -> datetime | None:
    """The reason asked again; the date it leads to."""
    if "line" not in facts:
        return now
    line = LineId(int(facts["line"]))
    if facts["what"] == "inactivity-ended":
        return now if await _has_ended(tx, line) else None
    found = await get(tx, line, limits)
    if found is None or found.silence.since != datetime.fromisoformat(str(facts["since"])):
        return None
    if facts["what"] == "inactivity-flagged":
        return now + limits.grace
    is_overtaken = found.silence.flagged_at is not None or found.silence.warned > int(facts["day"])
    return None if is_overtaken else date_named(found.silence, now, limits)


async def _has_ended(tx: Tx, line: LineId) -> bool:
    query = sa.select(roster.c.standing).where(roster.c.id == line)
    return (await tx.execute(query)).scalar_one_or_none() == Standing.DEACTIVATED


async def _named(tx: Tx, facts: Mapping[str, int | str]) -> tuple[PersonSheet, ...]:
    """All names in one message: who is near, or was flagged or deactivated in one round, or is the last."""
    query = (
        sa.select(people.c.id)
        .join(roster, roster.c.person_id == people.c.id)
        .where(
            roster.c.district_id == int(facts["district"]),
            roster.c.role.in_(CONTACT_ROLES),
            people.c.id != int(facts["person"]),
            _still(facts),
        )
        .order_by(roster.c.silent_since, people.c.name)
    )
    found = [*(await tx.execute(query)).scalars()]
    names = await sheets(tx, found)
    return tuple(names[person] for person in found)


def _still(facts: Mapping[str, int | str]) -> sa.ColumnElement[bool]:
    """What makes somebody one of whom that message tells."""
    match facts["what"]:
        case "inactivity-near":
            until = datetime.fromisoformat(str(facts["silent_before"]))
            return sa.and_(IS_CONTACT, roster.c.standing == Standing.ACTIVE, roster.c.silent_since <= until)
        case "inactivity-others-flagged":
            return roster.c.flagged_at == datetime.fromisoformat(str(facts["at"]))
        case "inactivity-deactivated":
            ended = roster.c.deactivated_at == datetime.fromisoformat(str(facts["at"]))
            return sa.and_(ended, roster.c.standing == Standing.DEACTIVATED)
        case "inactivity-last":
            return sa.and_(roster.c.id == int(facts["last"]), IS_CONTACT, roster.c.standing == Standing.FLAGGED)
        case what:
            raise LookupError(what)
