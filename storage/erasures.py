"""The state of erasures, one row each: begun, gone on with after an end of the process, and kept as their record."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.erasures import OPEN, Counts, Erasure, Kind, State
from bot.domain.ids import DistrictId, PersonId, TeamId
from storage import holds as holds_of
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import channels, districts, erasing_ids, erasures, holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """For a list of erasures. `district`: its key, as it is now. `held`: a legal hold stops it."""

    erasure: Erasure
    district: str
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfDistrict:
    """How far a district is erased. `begun_at` None: not at all yet. `due_at` None: over, or none is to come."""

    begun_at: datetime | None
    due_at: datetime | None
    held: bool


_ADD = insert_ignore(erasures).returning(erasures.c.id)


async def begin(
    tx: Tx,
    kind: Kind,
    *,
    now: datetime,
    due_at: datetime,
    district: DistrictId | None = None,
    person: PersonId | None = None,
    team: TeamId | None = None,
    by: PersonId | None = None,
    with_words: bool = False,
) -> int | None:
    """Its id; None where the same is under way already."""
    row: dict[str, object] = {
        "kind": kind,
        "state": State.WAITING,
        "district_id": district,
        "person_id": person,
        "team_id": team or "",
        "of": str(district or person or team),
        "asked_by": by,
        "with_words": with_words,
        "asked_at": now,
        "due_at": due_at,
        "counts": {},
    }
    found: int | None = (await tx.execute(_ADD, row)).scalar_one_or_none()
    return found


def _erasure(row: sa.Row[tuple[object, ...]]) -> Erasure:
    return Erasure(
        id=row.id,
        kind=Kind(row.kind),
        state=State(row.state),
        asked_at=row.asked_at,
        due_at=row.due_at,
        district=DistrictId(row.district_id) if row.district_id is not None else None,
        person=PersonId(row.person_id) if row.person_id is not None else None,
        team=TeamId(row.team_id) if row.team_id else None,
        asked_by=PersonId(row.asked_by) if row.asked_by is not None else None,
        with_words=row.with_words,
        step=row.step,
        cursor=row.cursor,
        counts=row.counts,
        finished_at=row.finished_at,
        trouble=row.trouble,
    )


async def due(tx: Tx, *, now: datetime, most: int) -> list[int]:
    """What is to be gone on with. Not what a legal hold stops, nor a workspace of which a district is there still."""
    stopped = sa.exists().where(holds.c.district_id == erasures.c.district_id, holds.c.lifted_at.is_(None))
    here = sa.exists().where(districts.c.team_id == erasures.c.team_id, districts.c.erased_at.is_(None))
    its_districts_first = sa.and_(erasures.c.team_id != "", here)
    query = sa.select(erasures.c.id).where(
        erasures.c.finished_at.is_(None), erasures.c.due_at <= now, ~stopped, ~its_districts_first
    )
    return [*(await tx.execute(query.order_by(erasures.c.due_at, erasures.c.id).limit(most))).scalars()]


async def claimed(tx: Tx, erasure: int) -> Erasure | None:
    """Held until the transaction ends. None: it is over, or another process is at it this moment."""
    query = sa.select(erasures).where(erasures.c.id == erasure, erasures.c.finished_at.is_(None))
    row = (await tx.execute(query.with_for_update(skip_locked=True))).first()
    return None if row is None else _erasure(row)


async def locked_of_person(tx: Tx, person: PersonId) -> Erasure | None:
    """What is under way of them, held until the transaction ends."""
    query = sa.select(erasures).where(erasures.c.kind == Kind.PERSON, erasures.c.of == str(person))
    row = (await tx.execute(query.where(erasures.c.finished_at.is_(None)).with_for_update())).first()
    return None if row is None else _erasure(row)


async def begin_again_with_words(tx: Tx, erasure: int, *, now: datetime) -> int:
    """From its first step on; what is gone already is not found again."""
    here = erasures.update().where(erasures.c.id == erasure)
    await tx.execute(here.values(with_words=True, step="", cursor="", due_at=now, trouble=""))
    return erasure


async def get(tx: Tx, erasure: int) -> Erasure:
    return _erasure((await tx.execute(sa.select(erasures).where(erasures.c.id == erasure))).one())


async def came_to(tx: Tx, erasure: int, *, step: str, cursor: str, counts: Counts) -> None:
    """How far it is now. What is over stays so."""
    here = erasures.update().where(erasures.c.id == erasure, erasures.c.finished_at.is_(None))
    await tx.execute(here.values(state=State.RUNNING, step=step, cursor=cursor, counts=counts, trouble=""))


async def put_off(tx: Tx, erasure: int, *, until: datetime) -> None:
    await tx.execute(erasures.update().where(erasures.c.id == erasure).values(due_at=until))


async def stopped(tx: Tx, erasure: int, *, until: datetime, trouble: str) -> None:
    """It does not come further, and is tried again."""
    here = erasures.update().where(erasures.c.id == erasure, erasures.c.finished_at.is_(None))
    await tx.execute(here.values(due_at=until, trouble=trouble))


async def over(tx: Tx, erasure: int, state: State, *, now: datetime, counts: Counts) -> None:
    """What stays is its record: our own ids, instants and counts."""
    await tx.execute(erasing_ids.delete().where(erasing_ids.c.erasure_id == erasure))
    facts = {
        "state": state,
        "finished_at": now,
        "counts": counts,
        "team_id": "",
        "of": "",
        "cursor": "",
        "trouble": "",
    }
    await tx.execute(erasures.update().where(erasures.c.id == erasure).values(**facts))


async def cancel(tx: Tx, team: TeamId, *, now: datetime) -> list[Erasure]:
    """The workspace is there again: what waited for its date is erased no more. What has begun goes on."""
    its = sa.select(districts.c.id).where(districts.c.team_id == team)
    query = sa.select(erasures).where(
        erasures.c.kind == Kind.UNINSTALLED,
        erasures.c.state == State.WAITING,
        erasures.c.finished_at.is_(None),
        sa.or_(erasures.c.team_id == team, erasures.c.district_id.in_(its)),
    )
    found = [_erasure(row) for row in (await tx.execute(query.with_for_update())).all()]
    for it in found:
        await over(tx, it.id, State.CANCELLED, now=now, counts={})
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Districts that are erased whatever comes. `asked_at`: since the workspace was told to go."""

    districts: list[DistrictId]
    asked_at: datetime


async def begun_of(tx: Tx, team: TeamId, *, asked_at: datetime | None) -> Begun | None:
    """Districts of a workspace whose erasing cannot be called off, if there are any.

    Those that are gone already name no workspace any more: they are known by the moment at which its going was told,
    `asked_at`; None: it was not told to go.
    """
    any_way = sa.true() if asked_at is not None else erasures.c.kind == Kind.UNINSTALLED
    under_way = sa.and_(districts.c.team_id == team, erasures.c.finished_at.is_(None), any_way)
    with_it = sa.and_(
        erasures.c.kind == Kind.UNINSTALLED, erasures.c.asked_at == asked_at, erasures.c.state == State.DONE
    )
    query = (
        sa.select(erasures.c.district_id, erasures.c.asked_at)
        .join(districts, districts.c.id == erasures.c.district_id)
        .where(districts.c.erased_at.is_not(None), sa.or_(under_way, with_it))
    )
    rows = (await tx.execute(query)).all()
    since = asked_at or max((row.asked_at for row in rows), default=None)
    if since is None or not rows:
        return None
    return Begun(districts=[DistrictId(it) for it in sorted({row.district_id for row in rows})], asked_at=since)


async def of_workspace(tx: Tx, team: TeamId) -> Erasure | None:
    """That of the workspace itself, if it is not over."""
    query = sa.select(erasures).where(erasures.c.team_id == team, erasures.c.finished_at.is_(None))
    row = (await tx.execute(query)).first()
    return None if row is None else _erasure(row)


async def lines(tx: Tx, *, most: int) -> list[Line]:
    """Those under way and to come first, then the latest."""
    stopped = sa.exists().where(holds.c.district_id == erasures.c.district_id, holds.c.lifted_at.is_(None))
    query = sa.select(erasures, districts.c.key, stopped.label("held")).outerjoin(
        districts, districts.c.id == erasures.c.district_id
    )
    rows = await tx.execute(query.order_by(erasures.c.finished_at.is_not(None), erasures.c.id.desc()).limit(most))
    return [
        Line(erasure=_erasure(row), district=row.key or "", held=row.state in OPEN and await _is_held(tx, row))
        for row in rows.all()
    ]


async def _is_held(tx: Tx, row: sa.Row[tuple[object, ...]]) -> bool:
    of_person = row.person_id is not None and await holds_of.of_person(tx, PersonId(row.person_id))
    return bool(row.held or of_person)


async def under_way(tx: Tx, kind: Kind, *, of: str) -> int:
    """Raises NoResultFound."""
    query = sa.select(erasures.c.id).where(erasures.c.kind == kind, erasures.c.of == of)
    return int((await tx.execute(query.where(erasures.c.finished_at.is_(None)))).scalar_one())


async def open_of_district(tx: Tx, district: DistrictId) -> list[Erasure]:
    query = sa.select(erasures).where(erasures.c.district_id == district, erasures.c.finished_at.is_(None))
    return [_erasure(row) for row in (await tx.execute(query.order_by(erasures.c.id))).all()]


async def of_district(tx: Tx, district: DistrictId) -> OfDistrict:
    """Old cases aside, which go one by one."""
    its = [it for it in await open_of_district(tx, district) if it.kind is not Kind.RETENTION]
    query = sa.select(districts.c.erased_at).where(districts.c.id == district)
    return OfDistrict(
        begun_at=(await tx.execute(query)).scalar_one(),
        due_at=min((it.due_at for it in its), default=None),
        held=await holds_of.stands(tx, district),
    )


async def names_of(tx: Tx, team: TeamId) -> list[str]:
    """Of the districts of a workspace."""
    query = sa.select(districts.c.name).where(districts.c.team_id == team, districts.c.erased_at.is_(None))
    return [*(await tx.execute(query.order_by(districts.c.name))).scalars()]


async def held(tx: Tx, *, now: datetime) -> list[tuple[int, DistrictId]]:
    """Whose date has come, and which a legal hold stops."""
    stands = sa.exists().where(holds.c.district_id == erasures.c.district_id, holds.c.lifted_at.is_(None))
    query = sa.select(erasures.c.id, erasures.c.district_id).where(
        erasures.c.kind == Kind.UNINSTALLED, erasures.c.finished_at.is_(None), erasures.c.due_at <= now, stands
    )
    return [(row.id, DistrictId(row.district_id)) for row in (await tx.execute(query)).all()]


async def is_the_desks(tx: Tx, team: TeamId) -> bool:
    """The vendor's own workspace: its going is no customer's."""
    query = sa.select(channels.c.channel_id).where(channels.c.team_id == team, channels.c.kind == "desk")
    return (await tx.execute(query)).first() is not None
