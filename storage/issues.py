"""Issues, their steps, and the cases that are linked to one (POLICY 3 and 8). Who follows: `issue_followers`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import CaseNumber, DistrictId, IssueId, PersonId
from bot.domain.issues import ENDED, Issue, IssueStatus, Words
from storage.store import Tx
from storage.tables import cases, issue_steps, issues

CHOICES = 100
"""Slack's limit of a menu (SLACK 6.1)."""

PAGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    status: IssueStatus
    fixed_in: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Which issues are looked for. `own`: districts whose linked ones come first; None: also what is not published.

    `after`: where the page before ended: whether that one was linked to theirs, and its number.
    """

    own: tuple[DistrictId, ...] | None = None
    module: str = ""
    after: tuple[bool, IssueId] | None = None


async def add(tx: Tx, *, words: Words, module: str, by: PersonId, at: datetime) -> IssueId:
    row = {
        **_columns(words),
        "module": module,
        "status": IssueStatus.CONFIRMED,
        "created_by": by,
        "created_at": at,
    }
    added = IssueId((await tx.execute(issues.insert().returning(issues.c.id), row)).scalar_one())
    await _step(tx, added, revision=0, status=IssueStatus.CONFIRMED, fixed_in="", by=by, at=at)
    return added


def _columns(words: Words) -> dict[str, str]:
    return {"title": words.title, "description": words.description, "workaround": words.workaround}


async def _step(
    tx: Tx, issue: IssueId, *, revision: int, status: IssueStatus, fixed_in: str, by: PersonId, at: datetime
) -> None:
    row = {"issue_id": issue, "revision": revision, "status": status, "fixed_in": fixed_in, "at": at, "by_id": by}
    await tx.execute(issue_steps.insert(), row)


def _issue(row: sa.Row[tuple[object, ...]]) -> Issue:
    return Issue(
        id=IssueId(row.id),
        words=Words(title=row.title, description=row.description, workaround=row.workaround),
        module=row.module,
        status=IssueStatus(row.status),
        fixed_in=row.fixed_in,
        revision=row.revision,
        created_at=row.created_at,
        changed_at=row.changed_at or row.created_at,
        published_at=row.published_at,
    )


async def get(tx: Tx, issue: IssueId) -> Issue | None:
    row = (await tx.execute(sa.select(issues).where(issues.c.id == issue))).first()
    return None if row is None else _issue(row)


async def locked(tx: Tx, issue: IssueId) -> Issue | None:
    """Held until the deed ends: changed once, however many press at once."""
    row = (await tx.execute(sa.select(issues).where(issues.c.id == issue).with_for_update())).first()
    return None if row is None else _issue(row)


async def not_ended(tx: Tx) -> list[Issue]:
    """The newest first, as many as a menu takes."""
    query = sa.select(issues).where(issues.c.status.not_in(ENDED)).order_by(issues.c.id.desc()).limit(CHOICES)
    return [_issue(row) for row in (await tx.execute(query)).all()]


async def page(tx: Tx, look: Look) -> list[tuple[Issue, bool]]:
    """Those linked to their cases first, the newest first; one more than a page holds, where there are more."""
    linked = await _of_group(tx, look, linked=True, most=PAGE + 1) if look.own and _begins_linked(look) else []
    others = await _of_group(tx, look, linked=False, most=PAGE + 1 - len(linked)) if len(linked) <= PAGE else []
    return [*((it, True) for it in linked), *((it, False) for it in others)]


def _begins_linked(look: Look) -> bool:
    return look.after is None or look.after[0]


async def _of_group(tx: Tx, look: Look, *, linked: bool, most: int) -> list[Issue]:
    query = sa.select(issues).order_by(issues.c.id.desc()).limit(most)
    if look.own is not None:
        theirs = issues.c.id.in_(_linked_to(look.own))
        query = query.where(issues.c.published_at.is_not(None), theirs if linked else ~theirs)
    if look.module:
        query = query.where(issues.c.module == look.module)
    if look.after is not None and look.after[0] is linked:
        query = query.where(issues.c.id < look.after[1])
    return [_issue(row) for row in (await tx.execute(query)).all()]


def _linked_to(own: Collection[DistrictId]) -> sa.Select[tuple[int]]:
    return sa.select(cases.c.issue_id).where(cases.c.district_id.in_(own), cases.c.issue_id.is_not(None)).distinct()


async def linked_cases(
    tx: Tx, issue: IssueId, own: Collection[DistrictId] | None, *, most: int
) -> tuple[list[CaseNumber], int]:
    """Of these districts, of all where None: the newest, and how many there are."""
    its = (
        cases.c.issue_id == issue if own is None else sa.and_(cases.c.issue_id == issue, cases.c.district_id.in_(own))
    )
    count = (await tx.execute(sa.select(sa.func.count()).select_from(cases).where(its))).scalar_one()
    query = sa.select(cases.c.number).where(its).order_by(cases.c.number.desc()).limit(most)
    return [CaseNumber(number) for number in (await tx.execute(query)).scalars()], int(count)


async def open_cases(tx: Tx, issue: IssueId) -> int:
    """How many go on when it ends."""
    its = sa.and_(cases.c.issue_id == issue, cases.c.status != sa.literal("closed"))
    return int((await tx.execute(sa.select(sa.func.count()).select_from(cases).where(its))).scalar_one())


async def steps(tx: Tx, issue: IssueId, *, most: int) -> list[Step]:
    """How it came to where it is: the last ones, the oldest first."""
    query = sa.select(issue_steps).where(issue_steps.c.issue_id == issue).order_by(issue_steps.c.revision.desc())
    rows = (await tx.execute(query.limit(most))).all()
    return [Step(status=IssueStatus(it.status), fixed_in=it.fixed_in, at=it.at) for it in reversed(rows)]


async def is_step(tx: Tx, issue: Issue) -> bool:
    """Whether its last change was of its status; else it was published, or withdrawn."""
    query = sa.select(sa.func.max(issue_steps.c.revision)).where(issue_steps.c.issue_id == issue.id)
    return bool((await tx.execute(query)).scalar_one() == issue.revision)


async def write(tx: Tx, issue: IssueId, words: Words, *, module: str) -> None:
    """Other words for the same: nobody is told of that."""
    await tx.execute(issues.update().where(issues.c.id == issue).values(module=module, **_columns(words)))


async def save(tx: Tx, issue: Issue, *, by: PersonId, step: bool = False) -> None:
    """As it is after a change. `step`: its status is another."""
    facts = {
        "status": issue.status,
        "fixed_in": issue.fixed_in,
        "revision": issue.revision,
        "changed_at": issue.changed_at,
        "published_at": issue.published_at,
    }
    await tx.execute(issues.update().where(issues.c.id == issue.id).values(**facts))
    if step:
        await _step(
            tx,
            issue.id,
            revision=issue.revision,
            status=issue.status,
            fixed_in=issue.fixed_in,
            by=by,
            at=issue.changed_at,
        )


async def modules(tx: Tx, *, published: bool) -> list[str]:
    """That have an issue."""
    query = sa.select(issues.c.module).distinct().order_by(issues.c.module).where(issues.c.module != sa.literal(""))
    if published:
        query = query.where(issues.c.published_at.is_not(None))
    return [*(await tx.execute(query.limit(CHOICES - 1))).scalars()]
