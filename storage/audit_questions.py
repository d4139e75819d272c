"""What the audit log answers: who did what, and by which rule; with the names that people have now."""

import re
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from bot.domain import record
from bot.domain.acts import Act
from bot.domain.ids import DistrictId, PersonId, RequestId
from bot.domain.list_requests import REF, Kind
from bot.domain.people import Standing
from bot.domain.record import Asked, Entry, Named, Question
from bot.domain.seals import LogLine
from storage import list_lines
from storage import people as people_storage
from storage.seals import line_of
from storage.store import Tx
from storage.tables import audit, districts, list_requests, people, roster

PAGE = 1000
_NUMBER = re.compile("#[0-9]{1,18}")


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
            found += [_of_rights(), audit.c.allowed]
        case Question.EMERGENCIES:
            theirs = audit.c.ref.startswith(record.EMERGENCY, autoescape=True)
            found.append(sa.or_(audit.c.act.in_(record.OF_EMERGENCIES), theirs))
    return found


def _of_rights() -> sa.ColumnElement[bool]:
    """Somebody got a right, kept it or lost it; that a form for it was opened is no such thing."""
    by_request = sa.and_(audit.c.act.in_(record.BY_REQUEST), audit.c.ref.like(f"{REF}%:%"))
    deactivated = audit.c.act == Act.DEACTIVATE_CONTACT
    kept = sa.and_(audit.c.act == Act.KEEP_CONTACT, audit.c.ref != "")
    by_clock = sa.and_(audit.c.act == record.Unasked.CLOCK, audit.c.rule.in_(record.RIGHTS_BY_CLOCK))
    by_import = sa.and_(audit.c.act == record.Unasked.IMPORT, audit.c.rule.in_(record.RIGHTS_BY_IMPORT))
    by_account = audit.c.act == record.Unasked.ACCOUNT
    return sa.or_(by_request, deactivated, kept, by_clock, by_import, by_account)


def _of(its: tuple[DistrictId, ...]) -> sa.ColumnElement[bool]:
    """And what its people asked for where no district was: a case that is not there, for one."""
    belonging = sa.select(people.c.id).where(people.c.home_id.in_(its))
    by_its_people = sa.or_(_on_its_list_then(its), audit.c.person_id.in_(belonging))
    return sa.or_(audit.c.district_id.in_(its), sa.and_(audit.c.district_id.is_(None), by_its_people))


def _on_its_list_then(its: tuple[DistrictId, ...]) -> sa.ColumnElement[bool]:
    """Whoever is, or was: but not what they asked for at another district, before or since."""
    ours, others = roster.alias(), roster.alias()
    later = ours.c.since > audit.c.at
    begun = (others.c.since <= audit.c.at, sa.or_(later, others.c.since > ours.c.since))
    theirs = (others.c.person_id == audit.c.person_id, others.c.district_id.not_in(its), *begun)
    elsewhere = sa.exists().where(*theirs).correlate(audit, ours)
    over = sa.or_(ours.c.standing == Standing.REMOVED, sa.func.coalesce(later, sa.false()))
    here = (ours.c.person_id == audit.c.person_id, ours.c.district_id.in_(its))
    return sa.exists().where(*here, ~sa.and_(over, elsewhere)).correlate(audit)


async def page(tx: Tx, asked: Asked, *, before: int | None = None, size: int) -> list[LogLine]:
    """The newest first. Each side of a person has an index of its own, so they are read and put together."""
    conditions = _asked(asked)
    if before is not None:
        conditions.append(audit.c.id < before)
    if asked.person is None:
        return await _newest(tx, conditions, size)
    by = await _newest(tx, [*conditions, audit.c.person_id == asked.person], size)
    about = await _newest(tx, [*conditions, audit.c.about_id == asked.person], size)
    came = await _in_a_place(tx, asked.person)
    instead = [] if came is None else await _newest(tx, [*conditions, came], size)
    found = {line.id: line for line in (*by, *about, *instead)}
    return [found[number] for number in sorted(found, reverse=True)][:size]


async def _in_a_place(tx: Tx, person: PersonId) -> sa.ColumnElement[bool] | None:
    """Lines about somebody else, in whose place this person came; None where there was no such request."""
    query = sa.select(list_requests.c.id, list_requests.c.person_id).where(
        list_requests.c.replacement_id == person, list_requests.c.kind == Kind.REMOVE
    )
    rows = (await tx.execute(query)).all()
    theirs = [
        sa.and_(audit.c.about_id == row.person_id, audit.c.ref.startswith(f"{REF}{row.id}:", autoescape=True))
        for row in rows
    ]
    return sa.or_(*theirs) if theirs else None


async def _who_came(tx: Tx, lines: Sequence[LogLine]) -> dict[RequestId, PersonId]:
    """Of requests to remove somebody and have another in their place: that one."""
    numbers = {number for line in lines if (number := record.request_in(line.ref)) is not None}
    query = sa.select(list_requests.c.id, list_requests.c.replacement_id).where(
        list_requests.c.id.in_(numbers),
        list_requests.c.kind == Kind.REMOVE,
        list_requests.c.replacement_id.is_not(None),
    )
    rows = (await tx.execute(query)).all() if numbers else ()
    return {RequestId(row.id): PersonId(row.replacement_id) for row in rows}


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
    came = await _who_came(tx, lines)
    ids = {it for line in lines for it in (line.person, line.about) if it is not None} | {*came.values()}
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
            comes=named(came.get(record.request_in(line.ref) or RequestId(0))),
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
    """Who is meant: by our number (`#17`), Slack's id, or name or e-mail address as in the list. Id, name, zone.

    By nothing nobody is: of some people we know no address. Whose line became another's is meant where no other is.
    """
    if not typed.strip():
        return []
    query = sa.select(people.c.id, people.c.name, people.c.zone, list_lines.A_NAME.label("is_a_name"))
    rows = (await tx.execute(query.where(_meant(typed)).order_by(people.c.id).limit(20))).all()
    found = [row for row in rows if not row.is_a_name] or rows
    return [(PersonId(row.id), row.name, row.zone) for row in found]


def _meant(typed: str) -> sa.ColumnElement[bool]:
    if _NUMBER.fullmatch(typed):
        return people.c.id == int(typed[1:])
    team, slash, user = typed.partition("/")
    if slash:
        return sa.and_(people.c.team_id == team, people.c.user_id == user)
    same: list[Any] = [people.c.user_id == typed, sa.func.lower(people.c.email) == typed.lower()]
    return sa.or_(*same, sa.func.lower(people.c.name) == typed.lower())
