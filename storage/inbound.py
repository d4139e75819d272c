"""What came in before: the unique keys by which a second delivery is known (DESIGN, invariant 4)."""

from datetime import datetime

import sqlalchemy as sa

from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import seen

_REMEMBER = insert_ignore(seen)


async def is_new(tx: Tx, key: str, *, now: datetime) -> bool:
    """Remembers the key. False when it was there: the deed behind it is done or refused already."""
    result = await tx.execute(_REMEMBER, {"key": key, "at": now})
    return result.rowcount == 1


async def is_known(tx: Tx, key: str) -> bool:
    """Whether it came in before; remembers nothing."""
    return (await tx.execute(sa.select(seen.c.key).where(seen.c.key == key))).first() is not None
