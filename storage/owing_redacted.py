"""Direct messages that hold words which were redacted: each is drawn again without them (POLICY 10)."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import PersonId, RequestId, TeamId
from storage import owing
from storage.copies import REDRAWN
from storage.outbox import Kind, Owed
from storage.store import Tx
from storage.tables import outbox

COPY, REDACTED = "copy-redacted", "redacted"


def of_request(number: RequestId) -> list[str]:
    """How the keys of messages begin in which a request about the list stands with its words."""
    return [f"{what}:{number}:" for what in ("list-asked", "list-changed", "list-entered", "list-yours")]


async def drawn_again(tx: Tx, keys: Iterable[str], *, now: datetime, why: str = REDACTED) -> list[Owed]:
    """Of every message whose key begins with one of these. One that is on its way stands before this is done: they
    share a lane. `why`: once for each, should other words of it go later."""
    ours = sa.or_(*(outbox.c.key.startswith(key, autoescape=True) for key in keys))
    query = sa.select(outbox.c.key, outbox.c.team_id, outbox.c.facts)
    rows = (await tx.execute(query.where(outbox.c.kind == Kind.TELL, ours).order_by(outbox.c.id))).all()
    return [
        owing.tell(
            PersonId(int(row.facts["person"])),
            TeamId(row.team_id),
            key=f"{row.key}:{why}",
            what=COPY,
            now=now,
            facts={**row.facts, "what": COPY, "as": row.facts["what"], "of": row.key},
        )
        for row in rows
        if row.facts["what"] not in (COPY, REDRAWN)
    ]
