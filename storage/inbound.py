"""What came in before: the unique keys by which a second delivery is known (DESIGN, invariant 4)."""

from datetime import datetime

import sqlalchemy as sa

from storage.portable import insert_ignore
from storage.store import Tx
from storage.tables import seen

_REMEMBER = insert_ignore(seen)


class FormKey(str):
    """The key of a form. Of a refused deed it is not kept: its sender steps back, mends it and sends it again."""

    __slots__ = ()


async def is_new(tx: Tx, key: str, *, now: datetime) -> bool:
    """Remembers the key. False when it was there: the deed behind it is done or refused already."""
    result = await tx.execute(_REMEMBER, {"key": key, "at": now})
    return result.rowcount == 1


async def forget(tx: Tx, key: str) -> None:
    """As if it had not come in."""
    await tx.execute(seen.delete().where(seen.c.key == key))


async def is_known(tx: Tx, key: str) -> bool:
    """Whether it came in before; remembers nothing."""
    return (await tx.execute(sa.select(seen.c.key).where(seen.c.key == key))).first() is not None
