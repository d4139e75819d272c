"""A page of a thread that was read again: each message taken in as if Slack had told of it when it was said."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from bot.delivery.reading import Page, TakeIn
from bot.domain.ids import Thread, Ts, UserId
from bot.domain.refusals import Refusal
from bot.services import hearing
from bot.services.deeds import Repeated
from bot.services.hearing import Gone
from handlers import asks
from handlers.asks import MessageHeard
from handlers.messages import said
from handlers.payloads import Malformed, Payload, instant_of
from storage import workspaces
from storage.store import Store
from storage.typed import Typed


def taking_in(store: Store, now: Callable[[], datetime]) -> TakeIn:
    """For the courier, which reads threads and knows nothing of cases."""

    async def take_in(page: Page) -> Counter[str]:
        return await _take_in(store, page, now=now())

    return take_in


async def _take_in(store: Store, page: Page, *, now: datetime) -> Counter[str]:
    """Counts what was new: taken, edited, gone, refused. What is known already changes nothing."""
    async with store.read() as tx:
        ours = await workspaces.get(tx, page.team)
    bot = UserId(ours.bot_user_id) if ours else None
    known, counted = {it.ts: it for it in page.known}, Counter[str]()
    for message in page.messages:
        heard = _found(message, page, bot)
        if heard is not None and not heard.is_call:
            counted[await _heard(store, page, heard, known.get(heard.ts), now=now)] += 1
    for gone in page.gone:
        counted[await _gone(store, page, gone, now=now)] += 1
    counted.pop("", None)
    return counted


def _found(message: Payload, page: Page, bot: UserId | None) -> MessageHeard | None:
    """None also for what is not as Slack says a message is: one such must not keep the others out."""
    try:
        return asks.message_found(message, team=page.team, channel=page.channel, bot=bot)
    except Malformed:
        return None


async def _heard(store: Store, page: Page, heard: MessageHeard, known: Typed | None, *, now: datetime) -> str:
    """What became of it; '' where it was known."""
    message = Thread(team=page.team, channel=page.channel, ts=heard.ts)
    try:
        await hearing.hear(store, said(heard, message, page.ts), now=now)
    except Repeated:
        return ""
    except Refusal:
        return "refused"
    if known is None:
        return "taken"
    return "edited" if known.stands else ""


async def _gone(store: Store, page: Page, gone: Typed, *, now: datetime) -> str:
    """When it was deleted Slack does not say any more: now it is known."""
    message = Thread(team=page.team, channel=page.channel, ts=Ts(gone.ts))
    told = Gone(who=gone.who, message=message, thread_ts=page.ts, at=now, said_at=instant_of(gone.ts))
    try:
        await hearing.forget(store, told, now=now)
    except Repeated:
        return ""
    except Refusal:
        return "refused"
    return "gone"
