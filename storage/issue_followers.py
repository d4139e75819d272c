"""Who follows an issue, and who is still to be told of a change of it (POLICY 8)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.cases import Status
from bot.domain.ids import CaseNumber, DistrictId, IssueId, PersonId
from bot.domain.people import Membership, Role
from storage.people import MAY_ACT
from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import cases, districts, issue_followers, issue_news, people, roster

_FIRST = insert_ignore(issue_followers)
_FOLLOWS = issue_followers.c.ended_at.is_(None)
_NEWS, _WHEN = ("issue_id", "revision"), ("by_id", "since", "due_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A follower who is to be told of a change, or a case that is to go on by it."""

    issue: IssueId
    revision: int
    by: PersonId
    since: datetime
    person: PersonId | None = None
    case: CaseNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who will be told. `named`: of each district the first by name; '', the last, is the vendor's own side."""

    people: int = 0
    named: tuple[tuple[str, tuple[str, ...], int], ...] = ()


async def follow(tx: Tx, issue: IssueId, person: PersonId, *, at: datetime) -> None:
    """Also again, after they had ended it."""
    if (await tx.execute(_FIRST, {"issue_id": issue, "person_id": person, "since": at})).rowcount == 0:
        await tx.execute(
            issue_followers.update().where(_of(issue, person), ~_FOLLOWS).values(since=at, ended_at=None)
        )


async def follow_first(tx: Tx, issue: IssueId, person: PersonId, *, at: datetime) -> None:
    """Whose case is linked, unless they ended it once."""
    await tx.execute(_FIRST, {"issue_id": issue, "person_id": person, "since": at})


async def end(tx: Tx, issue: IssueId, person: PersonId, *, at: datetime) -> None:
    await tx.execute(issue_followers.update().where(_of(issue, person), _FOLLOWS).values(ended_at=at))


def _of(issue: IssueId, person: PersonId) -> sa.ColumnElement[bool]:
    return sa.and_(issue_followers.c.issue_id == issue, issue_followers.c.person_id == person)


async def follows(tx: Tx, issue: IssueId, person: PersonId) -> bool:
    query = sa.select(issue_followers.c.person_id).where(_of(issue, person), _FOLLOWS)
    return (await tx.execute(query)).first() is not None


async def owe_news(tx: Tx, issue: IssueId, *, revision: int, by: PersonId, at: datetime) -> None:
    """Each follower is due from now on, each by themself; but for whoever did it."""
    readers = sa.select(
        issue_followers.c.issue_id,
        sa.literal(revision),
        issue_followers.c.person_id,
        sa.literal(by),
        sa.literal(at, issue_news.c.since.type),
        sa.literal(at, issue_news.c.due_at.type),
    ).where(issue_followers.c.issue_id == issue, _FOLLOWS, issue_followers.c.person_id != by)
    await tx.execute(issue_news.insert().from_select([*_NEWS, "person_id", *_WHEN], readers))


async def owe_cases(tx: Tx, issue: IssueId, *, revision: int, by: PersonId, at: datetime) -> None:
    """Each open case that is linked is due: it goes on, or its owner is told."""
    its = sa.select(
        cases.c.issue_id,
        sa.literal(revision),
        cases.c.number,
        sa.literal(by),
        sa.literal(at, issue_news.c.since.type),
        sa.literal(at, issue_news.c.due_at.type),
    ).where(cases.c.issue_id == issue, cases.c.status != Status.CLOSED)
    await tx.execute(issue_news.insert().from_select([*_NEWS, "case_number", *_WHEN], its))


async def due(tx: Tx, *, now: datetime, most: int) -> list[int]:
    query = (
        sa.select(issue_news.c.id).where(issue_news.c.due_at <= now).order_by(issue_news.c.due_at, issue_news.c.id)
    )
    return [int(found) for found in (await tx.execute(query.limit(most))).scalars()]


async def locked(tx: Tx, news: int) -> Due | None:
    """What is due, held until it is `done` or put off. None: somebody else did it."""
    row = (await tx.execute(sa.select(issue_news).where(issue_news.c.id == news).with_for_update())).first()
    return None if row is None else _due(row)


async def done(tx: Tx, news: int) -> None:
    await tx.execute(issue_news.delete().where(issue_news.c.id == news))


async def seen(tx: Tx, news: int) -> Due | None:
    row = (await tx.execute(sa.select(issue_news).where(issue_news.c.id == news))).first()
    return None if row is None else _due(row)


def _due(row: sa.Row[tuple[object, ...]]) -> Due:
    return Due(
        issue=IssueId(row.issue_id),
        revision=row.revision,
        by=PersonId(row.by_id),
        since=row.since,
        person=None if row.person_id is None else PersonId(row.person_id),
        case=None if row.case_number is None else CaseNumber(row.case_number),
    )


async def put_off(tx: Tx, news: int, *, until: datetime) -> None:
    await tx.execute(issue_news.update().where(issue_news.c.id == news).values(due_at=until))


async def audience(
    tx: Tx, issue: IssueId, contacts: Collection[Role], vendors: Collection[Role], *, but: PersonId, shown: int
) -> Audience:
    """Who follows it and may see it: `contacts` of a district once it is published, and the `vendors`' own."""
    district = sa.case((roster.c.role.in_(list(contacts)), roster.c.district_id))
    query = (
        sa.select(people.c.id, people.c.name, district.label("district"), districts.c.name.label("of"))
        .join(issue_followers, issue_followers.c.person_id == people.c.id)
        .join(roster, roster.c.person_id == people.c.id)
        .outerjoin(districts, districts.c.id == roster.c.district_id)
        .where(
            issue_followers.c.issue_id == issue,
            _FOLLOWS,
            people.c.id != but,
            people.c.membership != Membership.GONE,
            people.c.user_id.is_not(None),
            roster.c.standing.in_(MAY_ACT),
            sa.or_(
                sa.and_(roster.c.role.in_(list(contacts)), roster.c.district_id.is_not(None)),
                sa.and_(roster.c.role.in_(list(vendors)), roster.c.district_id.is_(None)),
            ),
        )
        .distinct()
    )
    return _audience((await tx.execute(query)).all(), shown)


def _audience(rows: Collection[sa.Row[tuple[object, ...]]], shown: int) -> Audience:
    names: dict[tuple[DistrictId | None, str], list[str]] = {}
    for row in rows:
        names.setdefault((row.district, row.of or ""), []).append(row.name)
    in_order = sorted(names.items(), key=lambda its: (its[0][1] == "", its[0][1].casefold()))
    named = tuple((of, tuple(sorted(found, key=str.casefold)[:shown]), len(found)) for (_, of), found in in_order)
    return Audience(people=len({row.id for row in rows}), named=named)
