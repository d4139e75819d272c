"""Direct messages that were owed under keys of ours: what was sent can be drawn again where it stands."""

from collections.abc import Iterable

import sqlalchemy as sa

from bot.domain.ids import TeamId
from storage.outbox import Kind
from storage.store import Tx
from storage.tables import outbox

REDRAWN = "redrawn"
"""What such a row tells: that a message is drawn again."""
Copy = tuple[str, TeamId, dict[str, int | str]]
"""Key, workspace, facts."""


async def of(tx: Tx, keys: Iterable[str]) -> list[Copy]:
    """Of the messages owed under these keys, those there are."""
    query = sa.select(outbox.c.key, outbox.c.team_id, outbox.c.facts).where(outbox.c.key.in_(list(keys)))
    return [
        (row.key, TeamId(row.team_id), row.facts) for row in (await tx.execute(query.order_by(outbox.c.id))).all()
    ]


async def beginning(tx: Tx, key: str, *, what: str) -> list[str]:
    """The keys that begin so, of messages that tell this."""
    query = sa.select(outbox.c.key).where(outbox.c.kind == Kind.TELL, outbox.c.key.startswith(key, autoescape=True))
    return [*(await tx.execute(query.where(outbox.c.facts["what"].as_string() == what))).scalars()]
