"""What came in before: the unique keys by which a second delivery is known (DESIGN, invariant 4)."""

from datetime import datetime

from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import seen


async def is_new(tx: Tx, key: str, *, now: datetime) -> bool:
    """Remembers the key. False when it was there: the deed behind it is done or refused already."""
    result = await tx.execute(insert_ignore(seen), {"key": key, "at": now})
    return result.rowcount == 1
