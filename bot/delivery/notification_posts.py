"""Messages about incidents and maintenance: drawn as they stand, to contacts whom they still concern (POLICY 8)."""

from datetime import datetime

from bot.domain import policy
from bot.domain.ids import NotificationId
from bot.domain.people import Person
from bot.views import notifications as drawn
from bot.views.message import Message
from storage import notifications
from storage.notification_news import What
from storage.outbox import Claimed
from storage.store import Tx

NAMED = 5


async def told(tx: Tx, row: Claimed, reader: Person, _: datetime) -> Message | None:
    """None: it is over, or none of theirs any more."""
    found = await notifications.get(tx, NotificationId(int(row.facts["notification"])))
    about, own = What(str(row.facts["about"])), policy.districts_of_contact(reader)
    if found is None or not own or not found.concerns(own):
        return None
    if not found.is_open and about is not What.CALLED_OFF:
        return None
    words = found.closing if about is What.CALLED_OFF else await _update(tx, str(row.facts["fact"]))
    cases = await notifications.linked_cases(tx, found.id, own, most=NAMED)
    return drawn.told(found, about, words=words, cases=cases)


async def _update(tx: Tx, fact: str) -> str:
    """Of `3:update:17` what update 17 says; '' of any other fact."""
    _, what, number = [*fact.split(":", 2), "", ""][:3]
    return await notifications.words_of_update(tx, int(number)) if what == "update" else ""


TOLD = {"notification": told}
