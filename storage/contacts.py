"""A contact's silence: since when, what was said of it, and what is due (POLICY 7).

The sweep's query is one look at an index over lines that are due: its cost grows with who is due, not with
who exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.domain.ids import DistrictId, LineId, PersonId, TeamId
from bot.domain.inactivity import DEFAULT, Limits, Silence, next_look
from bot.domain.people import CONTACT_ROLES, Standing
from storage.outbox import State
from storage.people import MAY_ACT
from storage.store import Tx
from storage.tables import districts, outbox, people, roster

TOLD = (State.SENT, State.DEAD)
"""Delivered, or found undeliverable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """One contact line under the sweep's eyes."""

    id: LineId
    person: PersonId
    team: TeamId | None
    district: DistrictId
    standing: Standing
    silence: Silence


NOT_LONG_AGO = timedelta(days=120)
"""Who was deactivated earlier than that is no news."""

NAMED: dict[str, tuple[Standing, ...]] = {
    "inactivity-near": MAY_ACT,
    "inactivity-others-flagged": (Standing.FLAGGED,),
    "inactivity-deactivated": (Standing.DEACTIVATED,),
    "inactivity-last": (Standing.FLAGGED,),
}
"""Whose names stand in a message to others."""


def warning_key(line: LineId, since: datetime, day: int) -> str:
    """Each warning of one silence is owed once, whatever restarts."""
    return f"inactivity:{line}:{since.isoformat()}:{day}d"


def flag_key(line: LineId, since: datetime) -> str:
    return f"inactivity:{line}:{since.isoformat()}:flag"


async def due(tx: Tx, *, now: datetime, most: int) -> list[LineId]:
    """Ids of contact lines that want a look, the longest due first."""
    query = sa.select(roster.c.id).where(roster.c.due_at <= now).order_by(roster.c.due_at, roster.c.id)
    return [LineId(row) for row in (await tx.execute(query.limit(most))).scalars().all()]


_LINE = sa.select(
    roster.c.id,
    roster.c.person_id,
    roster.c.district_id,
    roster.c.standing,
    roster.c.silent_since,
    roster.c.flagged_at,
    people.c.zone,
    people.c.team_id,
).join(people, people.c.id == roster.c.person_id)


async def held(tx: Tx, line: LineId, limits: Limits = DEFAULT) -> ContactLine | None:
    """The line, its *district* locked first: two of its contacts must not go at the same time."""
    district = sa.select(roster.c.district_id).where(roster.c.id == line).scalar_subquery()
    await tx.execute(sa.select(districts.c.id).where(districts.c.id == district).with_for_update(key_share=True))
    return await get(tx, line, limits)


async def hold(tx: Tx, district: DistrictId) -> None:
    """Nobody else changes who may act there before this transaction ends."""
    await tx.execute(sa.select(districts.c.id).where(districts.c.id == district).with_for_update(key_share=True))


async def get(tx: Tx, line: LineId, limits: Limits = DEFAULT) -> ContactLine | None:
    """None when the line is nobody's who may act, or has no silence."""
    query = _LINE.where(roster.c.id == line, roster.c.standing.in_(MAY_ACT), roster.c.role.in_(CONTACT_ROLES))
    row = (await tx.execute(query)).first()
    if row is None or row.silent_since is None:
        return None
    return ContactLine(
        id=line,
        person=PersonId(row.person_id),
        team=TeamId(row.team_id) if row.team_id is not None else None,
        district=DistrictId(row.district_id),
        standing=Standing(row.standing),
        silence=await _silence(tx, row, limits),
    )


async def _silence(tx: Tx, row: sa.Row[tuple[object, ...]], limits: Limits) -> Silence:
    days = {warning_key(LineId(row.id), row.silent_since, day): day for day in limits.warn_on}
    flag = flag_key(LineId(row.id), row.silent_since)
    query = sa.select(outbox.c.key, outbox.c.state, outbox.c.done_at).where(outbox.c.key.in_([*days, flag]))
    owed = {found.key: found for found in (await tx.execute(query)).all()}
    warned = max((days[key] for key in owed if key in days), default=0)
    told = [found.done_at for key, found in owed.items() if key in days and found.state in TOLD]
    return Silence(
        since=row.silent_since,
        zone=row.zone,
        warned=warned,
        warning_told_at=max(told) if told else None,
        flagged_at=row.flagged_at,
        flag_told_at=owed[flag].done_at if flag in owed and owed[flag].state in TOLD else None,
        is_last=await is_last(tx, DistrictId(row.district_id), LineId(row.id)),
    )


async def is_last(tx: Tx, district: DistrictId, line: LineId) -> bool:
    """No other contact of the district, bound to somebody who is there, may act."""
    others = sa.exists().where(
        roster.c.district_id == district,
        roster.c.role.in_(CONTACT_ROLES),
        roster.c.standing.in_(MAY_ACT),
        roster.c.id != line,
        roster.c.person_id == people.c.id,
        people.c.user_id.is_not(None),
        people.c.membership != "gone",
    )
    return not (await tx.execute(sa.select(others))).scalar_one()


async def look_again(tx: Tx, line: LineId, *, at: datetime) -> None:
    await tx.execute(roster.update().where(roster.c.id == line).values(due_at=at))


async def flag(tx: Tx, line: LineId, *, at: datetime, look: datetime) -> None:
    values = {"standing": Standing.FLAGGED, "flagged_at": at, "due_at": look}
    await tx.execute(roster.update().where(roster.c.id == line).values(**values))


async def deactivate(tx: Tx, line: LineId, *, at: datetime) -> None:
    """By the clock. The line stays, with its history; it gives no right any more."""
    ended = {"standing": Standing.DEACTIVATED, "due_at": None, "deactivated_at": at}
    await tx.execute(roster.update().where(roster.c.id == line).values(**ended))


_TOUCH = (
    roster.update()
    .where(
        roster.c.person_id == sa.bindparam("b_person"),
        roster.c.role.in_(CONTACT_ROLES),
        sa.or_(roster.c.standing.in_(MAY_ACT), roster.c.deactivated_at > sa.bindparam("b_since")),
        roster.c.silent_since < sa.bindparam("b_since"),
    )
    .values(
        silent_since=sa.bindparam("b_since"),
        due_at=sa.bindparam("b_look"),
        standing=Standing.ACTIVE,
        flagged_at=None,
        deactivated_at=None,
    )
)


async def touch(tx: Tx, person: PersonId, at: datetime, limits: Limits = DEFAULT) -> None:
    """Activity: the silence of each of the person's contact lines begins again, and a flag is cleared.

    Of an act told late, also what the clock ended after it.
    """
    look = next_look(Silence(since=at, zone="UTC"), limits)
    await tx.execute(_TOUCH, {"b_person": person, "b_since": at, "b_look": look})


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a message about a silence says, read again when it is delivered."""

    what: str
    since: datetime
    flag_at: datetime
    district: str
    names: tuple[str, ...]


async def notice(tx: Tx, facts: Mapping[str, int | str], *, now: datetime) -> Notice | None:
    """None when the reason does not hold any more: they acted, were warned later, or were removed.

    The date it names is the one that will be kept: after a warning that comes late nobody is flagged for a day.
    """
    district = DistrictId(int(facts["district"]))
    name = (await tx.execute(sa.select(districts.c.name).where(districts.c.id == district))).scalar_one()
    if "line" not in facts:
        return await _for_others(tx, facts, district, name)
    line, since = LineId(int(facts["line"])), datetime.fromisoformat(str(facts["since"]))
    if facts["what"] == "inactivity-ended":
        if not await _has_ended(tx, line):
            return None
    else:
        found = await get(tx, line)
        if found is None or found.silence.since != since or found.silence.warned > int(facts.get("day", 0)) > 0:
            return None
    flag_at = max(_flag_at(since), now + DEFAULT.after_warning)
    return Notice(what=str(facts["what"]), since=since, flag_at=flag_at, district=name, names=())


async def _has_ended(tx: Tx, line: LineId) -> bool:
    query = sa.select(roster.c.standing).where(roster.c.id == line)
    return (await tx.execute(query)).scalar_one_or_none() == Standing.DEACTIVATED


async def _for_others(tx: Tx, facts: Mapping[str, int | str], district: DistrictId, name: str) -> Notice | None:
    """All names in one message a day: whoever is silent for long enough now, or flagged, or gone."""
    until = datetime.fromisoformat(str(facts["silent_before"]))
    query = (
        sa.select(people.c.name, roster.c.silent_since)
        .join(roster, roster.c.person_id == people.c.id)
        .where(
            roster.c.district_id == district,
            roster.c.role.in_(CONTACT_ROLES),
            roster.c.standing.in_(NAMED[str(facts["what"])]),
            roster.c.silent_since <= until,
            sa.or_(roster.c.standing != Standing.DEACTIVATED, roster.c.silent_since > until - NOT_LONG_AGO),
            people.c.id != int(facts["person"]),
        )
        .order_by(roster.c.silent_since, people.c.name)
    )
    rows = (await tx.execute(query)).all()
    if not rows:
        return None
    since = rows[0].silent_since
    return Notice(
        what=str(facts["what"]),
        since=since,
        flag_at=_flag_at(since),
        district=name,
        names=tuple(row.name for row in rows),
    )


def _flag_at(since: datetime, limits: Limits = DEFAULT) -> datetime:
    return since + timedelta(days=limits.flag_on)
