"""Files that a case was opened with. Slack has them; we know which they are."""

from collections.abc import Sequence

import sqlalchemy as sa

from bot.domain.ids import CaseNumber, TeamId
from storage.comments import File
from storage.store import Tx
from storage.tables import case_files

OPENING = "opening-"
"""Before the id of such a file, where a row names files of comments too."""


async def add(tx: Tx, case: CaseNumber, *, team: TeamId, files: Sequence[File]) -> None:
    rows = [
        {
            "case_number": case,
            "team_id": team,
            "file_id": file.id,
            "name": file.name,
            "mimetype": file.mimetype,
            "size": file.size,
            "permalink": file.permalink,
        }
        for file in {file.id: file for file in files}.values()
    ]
    if rows:
        await tx.execute(case_files.insert(), rows)


async def of_case(tx: Tx, case: CaseNumber) -> list[int]:
    """Our ids of them, in order."""
    query = sa.select(case_files.c.id).where(case_files.c.case_number == case).order_by(case_files.c.id)
    return [*(await tx.execute(query)).scalars()]


async def get(tx: Tx, file_id: int) -> tuple[TeamId, File] | None:
    """The file, and the workspace in which it lies; None for one that was redacted."""
    row = (await tx.execute(sa.select(case_files).where(case_files.c.id == file_id))).first()
    if row is None:
        return None
    file = File(id=row.file_id, name=row.name, mimetype=row.mimetype, size=row.size, permalink=row.permalink)
    return TeamId(row.team_id), file


async def redact(tx: Tx, case: CaseNumber) -> None:
    """Erases what we hold of them (POLICY 10)."""
    await tx.execute(case_files.delete().where(case_files.c.case_number == case))
