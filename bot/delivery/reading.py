"""A thread as Slack has it now, page by page, and what is missing of what we know (SLACK 4.2).

What to make of a message is not ours to say: each page is handed to whoever takes messages in.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.ledger import Ledger
from bot.delivery.outcomes import Fate, failure_of
from bot.delivery.outgoing import ReadThread
from bot.domain.ids import ChannelId, TeamId, Ts
from storage.outbox import Claimed
from storage.typed import Typed

PAGE = 15
"""The most that Slack gives an app which is sold outside the Marketplace."""

YOUNG = timedelta(minutes=2)
"""What was said just now may not have reached Slack's history: that it is not there says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Messages of a thread, and what we know that should be among them and is not."""

    team: TeamId
    channel: ChannelId
    ts: Ts
    messages: list[dict[str, Any]]
    known: tuple[Typed, ...]
    gone: tuple[Typed, ...]
    cursor: str

    @property
    def last(self) -> Ts:
        return Ts(max((str(message["ts"]) for message in self.messages), default=""))


TakeIn = Callable[[Page], Awaitable[Counter[str]]]
"""Takes in what a page has to tell, and counts it: taken, edited, gone, refused."""


async def nobody(_: Page) -> Counter[str]:
    """Takes nothing in."""
    return Counter()


async def bring(client: AsyncWebClient, row: Claimed, out: ReadThread, *, ledger: Ledger, take_in: TakeIn) -> str:
    """A page read and taken in; the row waits for the next one, or is done. Raises what the SDK raises."""
    try:
        page = await read(client, out, now=ledger.clock.now())
    except SlackApiError as error:
        if failure_of(error).fate is not Fate.PLACE_GONE:
            raise
        return await ledger.sent(_counted(row, Counter(unread=1)), None)
    counted = _counted(row, await take_in(page))
    await ledger.noted(counted, cursor=page.cursor, after=page.last)
    if not page.cursor:
        return await ledger.sent(counted, None)
    await ledger.again(row, ledger.clock.now(), untried=True)
    return "reading"


def _counted(row: Claimed, found: Counter[str]) -> Claimed:
    """The row, with what was found added to what it knows."""
    return replace(row, facts={**row.facts, **{name: int(row.facts.get(name, 0)) + found[name] for name in found}})


async def read(client: AsyncWebClient, out: ReadThread, *, now: datetime) -> Page:
    """One page. Raises what the SDK raises."""
    answer = await client.conversations_replies(channel=out.channel, ts=out.ts, limit=PAGE, cursor=out.cursor or None)
    messages = [message for message in answer.get("messages") or [] if message["ts"] != out.ts]
    cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
    until = max((str(message["ts"]) for message in messages), default="") if cursor else ""
    return Page(
        team=out.team,
        channel=out.channel,
        ts=out.ts,
        messages=messages,
        known=out.known,
        gone=_missing(out, {str(message["ts"]) for message in messages}, until=until, now=now),
        cursor=cursor,
    )


def _missing(out: ReadThread, here: set[str], *, until: str, now: datetime) -> tuple[Typed, ...]:
    """`until`: where this page ends; '' for the last, which ends with the thread."""
    return tuple(it for it in _between(out.known, out.after, until) if it.ts not in here and not _is_young(it, now))


def _between(known: Iterable[Typed], after: str, until: str) -> list[Typed]:
    return [it for it in known if it.stands and it.ts > after and (not until or it.ts <= until)]


def _is_young(message: Typed, now: datetime) -> bool:
    return now - datetime.fromtimestamp(float(message.ts), UTC) < YOUNG
