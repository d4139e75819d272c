"""Messages to who follows an issue: drawn from it as it stands, to whoever may still see it (POLICY 8)."""

from datetime import datetime

from bot.domain import policy
from bot.domain.ids import IssueId
from bot.domain.people import Person
from bot.views import issues as drawn
from bot.views.message import Message
from storage import issues
from storage.outbox import Claimed
from storage.store import Tx

NAMED = 10


async def changed(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """None: it changed again, which is told by itself, or is none of theirs any more."""
    found = await issues.get(tx, IssueId(int(row.facts["issue"])))
    if found is None or found.revision != int(row.facts["revision"]):
        return None
    if not policy.may_read_issue(reader, published=found.is_published):
        return None
    own = policy.districts_of_contact(reader)
    cases, _count = await issues.linked_cases(tx, found.id, own, most=NAMED) if own else ([], 0)
    return drawn.told(found, is_new=not await issues.is_step(tx, found), cases=cases)


TOLD = {"issue-changed": changed}
