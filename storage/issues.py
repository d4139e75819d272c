"""Issues: confirmed defects of the product, to which cases are linked (POLICY 3 and 8)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import CaseNumber, IssueId, PersonId
from storage.store import Tx
from storage.tables import cases, issues

CONFIRMED, RELEASED = "confirmed", "released"
CHOICES = 100
"""Slack's limit of a menu (SLACK 6.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    id: IssueId
    title: str
    status: str


async def add(tx: Tx, *, title: str, module: str, by: PersonId, at: datetime) -> IssueId:
    row = {"title": title, "module": module, "status": CONFIRMED, "created_by": by, "created_at": at}
    return IssueId((await tx.execute(issues.insert().returning(issues.c.id), row)).scalar_one())


def _issue(row: sa.Row[tuple[object, ...]]) -> Issue:
    return Issue(id=IssueId(row.id), title=row.title, status=row.status)


async def get(tx: Tx, issue: IssueId) -> Issue | None:
    row = (await tx.execute(sa.select(issues).where(issues.c.id == issue))).first()
    return None if row is None else _issue(row)


async def locked(tx: Tx, issue: IssueId) -> Issue | None:
    """Held until the deed ends: released once, however many press at once."""
    row = (await tx.execute(sa.select(issues).where(issues.c.id == issue).with_for_update())).first()
    return None if row is None else _issue(row)


async def unreleased(tx: Tx) -> list[Issue]:
    """The newest first, as many as a menu takes."""
    query = sa.select(issues).where(issues.c.status != RELEASED).order_by(issues.c.id.desc()).limit(CHOICES)
    return [_issue(row) for row in (await tx.execute(query)).all()]


async def release(tx: Tx, issue: IssueId, *, at: datetime) -> None:
    await tx.execute(issues.update().where(issues.c.id == issue).values(status=RELEASED, released_at=at))


async def waiting_cases(tx: Tx, issue: IssueId) -> list[CaseNumber]:
    """The cases that are with Development for it."""
    query = sa.select(cases.c.number).where(
        cases.c.issue_id == issue, cases.c.status == sa.literal("assigned-to-development")
    )
    return [CaseNumber(number) for number in (await tx.execute(query.order_by(cases.c.number))).scalars()]
