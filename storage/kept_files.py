"""The files of a reply that is looked at once more before it is sent."""

import sqlalchemy as sa

from bot.domain.ids import KeptId
from storage.comments import File
from storage.store import Tx
from storage.tables import kept_files


async def keep(tx: Tx, kept: KeptId, files: tuple[File, ...]) -> None:
    if files:
        await tx.execute(
            kept_files.insert(),
            [
                {
                    "kept_id": kept,
                    "file_id": file.id,
                    "name": file.name,
                    "mimetype": file.mimetype,
                    "size": file.size,
                    "permalink": file.permalink,
                }
                for file in files
            ],
        )


async def of(tx: Tx, kept: KeptId) -> tuple[File, ...]:
    """In the order in which they were chosen."""
    query = sa.select(kept_files).where(kept_files.c.kept_id == kept).order_by(kept_files.c.id)
    return tuple(
        File(id=row.file_id, name=row.name, mimetype=row.mimetype, size=row.size, permalink=row.permalink)
        for row in (await tx.execute(query)).all()
    )
