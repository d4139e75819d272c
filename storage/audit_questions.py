"""What the audit log answers: who did what, and by which rule; with the names that people have now."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from bot.domain import record
from bot.domain.ids import DistrictId, PersonId
from bot.domain.record import Asked, Entry, Named, Question
from bot.domain.seals import LogLine
from storage import people as people_storage
from storage.seals import line_of
from storage.store import Tx
from storage.tables import audit, districts, people, roster

PAGE = 1000


def _asked(asked: Asked) -> list[sa.ColumnElement[bool]]:
    """The district's own lines alone, unless all of them are asked for."""
    found: list[sa.ColumnElement[bool]] = []
    if asked.districts is not None:
        found.append(_of(asked.districts))
    if asked.since is not None:
        found.append(audit.c.at >= asked.since)
    if asked.until is not None:
        found.append(audit.c.at < asked.until)
    if asked.case is not None:
        found.append(audit.c.case_number == asked.case)
    match asked.question:
        case Question.WHY:
            pass
        case Question.RIGHTS:
            by_clock = sa.and_(audit.c.act == record.Unasked.CLOCK, audit.c.rule.in_(record.RIGHTS_BY_CLOCK))
            found += [sa.or_(audit.c.act.in_(record.GIVES_RIGHTS), by_clock), audit.c.allowed]
        case Question.EMERGENCIES:
            theirs = audit.c.ref.startswith(record.EMERGENCY, autoescape=True)
            found.append(sa.or_(audit.c.act.in_(record.OF_EMERGENCIES), theirs))
    return found


def _of(its: tuple[DistrictId, ...]) -> sa.ColumnElement[bool]:
    """And what its people asked for where no district was: a case that is not there, for one."""
    on_its_list = sa.select(roster.c.person_id).where(roster.c.district_id.in_(its))
    belonging = sa.select(people.c.id).where(people.c.home_id.in_(its))
    by_its_people = sa.or_(audit.c.person_id.in_(on_its_list), audit.c.person_id.in_(belonging))
    return sa.or_(audit.c.district_id.in_(its), sa.and_(audit.c.district_id.is_(None), by_its_people))


async def page(tx: Tx, asked: Asked, *, before: int | None = None, size: int) -> list[LogLine]:
    """The newest first. Each side of a person has an index of its own, so both are read and put together."""
    conditions = _asked(asked)
    if before is not None:
        conditions.append(audit.c.id < before)
    if asked.person is None:
        return await _newest(tx, conditions, size)
    by = await _newest(tx, [*conditions, audit.c.person_id == asked.person], size)
    about = await _newest(tx, [*conditions, audit.c.about_id == asked.person], size)
    both = {line.id: line for line in (*by, *about)}
    return [both[number] for number in sorted(both, reverse=True)][:size]


async def _newest(tx: Tx, conditions: Sequence[sa.ColumnElement[bool]], size: int) -> list[LogLine]:
    query = sa.select(audit).where(*conditions).order_by(audit.c.id.desc()).limit(size)
    return [line_of(row) for row in (await tx.execute(query)).all()]


async def count(tx: Tx, asked: Asked) -> int:
    """Of an export: without a person."""
    return int((await tx.execute(sa.select(sa.func.count()).select_from(audit).where(*_asked(asked)))).scalar_one())


async def every(tx: Tx, asked: Asked, *, size: int = PAGE) -> AsyncIterator[list[Entry]]:
    """All of an export, the oldest first, a page at a time."""
    after, conditions = 0, _asked(asked)
    while True:
        query = sa.select(audit).where(*conditions, audit.c.id > after).order_by(audit.c.id).limit(size)
        lines = [line_of(row) for row in (await tx.execute(query)).all()]
        if not lines:
            return
        yield await entries(tx, lines, reader=None)
        after = lines[-1].id


async def entries(tx: Tx, lines: Sequence[LogLine], *, reader: tuple[DistrictId, ...] | None) -> list[Entry]:
    """With names. `reader`: the districts whose people their reader may know by name; None: everybody's."""
    ids = {it for line in lines for it in (line.person, line.about) if it is not None}
    sheets = await people_storage.sheets(tx, ids)
    known = ids if reader is None else await _known_to(tx, ids, reader)
    names = await _districts(tx, {line.district for line in lines if line.district is not None})

    def named(person: PersonId | None) -> Named | None:
        if person is None:
            return None
        shown = person in known
        return Named(id=person, sheet=sheets.get(person) if shown else None, hidden=not shown)

    return [
        Entry(
            line=line,
            who=named(line.person),
            about=named(line.about),
            district=names.get(line.district, "") if line.district is not None else "",
        )
        for line in lines
    ]


async def _known_to(tx: Tx, ids: Iterable[PersonId], reader: tuple[DistrictId, ...]) -> set[PersonId]:
    """The reader's own people and the vendor's: of whoever has no roster line, those of the district's workspace."""
    lines = sa.select(roster.c.id).where(roster.c.person_id == people.c.id)
    theirs = sa.or_(roster.c.district_id.is_(None), roster.c.district_id.in_(reader))
    teams = sa.select(districts.c.team_id).where(districts.c.id.in_(reader))
    nobodys = sa.and_(~lines.exists(), people.c.home_id.is_(None), people.c.team_id.in_(teams))
    known = sa.or_(lines.where(theirs).exists(), people.c.home_id.in_(reader), nobodys)
    query = sa.select(people.c.id).where(people.c.id.in_(list(ids)), known)
    return {PersonId(row) for row in (await tx.execute(query)).scalars()}


async def _districts(tx: Tx, ids: Iterable[DistrictId]) -> dict[DistrictId, str]:
    query = sa.select(districts.c.id, districts.c.name).where(districts.c.id.in_(list(ids)))
    return {DistrictId(row.id): row.name for row in (await tx.execute(query)).all()}


async def find(tx: Tx, typed: str) -> list[tuple[PersonId, str, str]]:
    """Who is meant: by our number (`#17`), Slack's id, or name or e-mail address as in the list. Id, name, zone."""
    query = sa.select(people.c.id, people.c.name, people.c.zone).where(_meant(typed)).order_by(people.c.id).limit(20)
    return [(PersonId(row.id), row.name, row.zone) for row in (await tx.execute(query)).all()]


def _meant(typed: str) -> sa.ColumnElement[bool]:
    if typed.startswith("#") and typed[1:].isdigit():
        return people.c.id == int(typed[1:])
    team, slash, user = typed.partition("/")
    if slash:
        return sa.and_(people.c.team_id == team, people.c.user_id == user)
    same: list[Any] = [people.c.user_id == typed, sa.func.lower(people.c.email) == typed.lower()]
    return sa.or_(*same, sa.func.lower(people.c.name) == typed.lower())
