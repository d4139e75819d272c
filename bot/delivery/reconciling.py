"""Did an earlier try arrive? Slack has no key against posting twice, so it is asked (SLACK 5.2, RECIPES 8).

Looks for the row's id in the metadata of our own messages. Budget: one call a minute per method and
workspace, 15 messages each, three times.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import ChannelId, Ts
from storage.outbox import Claimed, Standing

EVENT_TYPE = "liaison_post"
SETTLE = timedelta(seconds=30)
"""How long the echo of our own post is given before Slack is asked."""

CLOCKS_DIFFER = timedelta(seconds=5)
PAGE = 15
MOST_LOOKS = 3


@dataclass(frozen=True, slots=True)
class Absent:
    """All that was said since the first try is read, and it is not among it."""


@dataclass(frozen=True, slots=True)
class More:
    """Not on this page; `cursor` leads to the next."""

    cursor: str


def metadata(row: Claimed) -> dict[str, Any]:
    """Ids alone: anyone in the workspace with an app can read it."""
    return {"event_type": EVENT_TYPE, "event_payload": {"outbox": str(row.id)}}


def row_id_in(message: dict[str, Any]) -> int | None:
    """The outbox row that a message of ours was posted for."""
    found = message.get("metadata") or {}
    if found.get("event_type") != EVENT_TYPE:
        return None
    value = str((found.get("event_payload") or {}).get("outbox", ""))
    return int(value) if value.isdigit() else None


async def look(
    client: AsyncWebClient, row: Claimed, *, channel: str, thread_ts: str | None, bot: str
) -> Standing | Absent | More:
    """One page of what was said since the first try, where an earlier look left off. Raises what the SDK raises.

    `bot`: our bot's id; what others write with our metadata does not count.
    """
    args: dict[str, Any] = {
        "channel": channel,
        "oldest": f"{((row.tried_at or row.created_at) - CLOCKS_DIFFER).timestamp():.6f}",
        "inclusive": True,
        "include_all_metadata": True,
        "limit": PAGE,
        "cursor": str(row.facts.get("cursor", "")) or None,
    }
    if thread_ts is None:
        answer = await client.conversations_history(**args)
    else:
        answer = await client.conversations_replies(ts=thread_ts, **args)
    for message in answer.get("messages") or []:
        if row_id_in(message) == row.id and message.get("bot_id") == bot:
            return Standing(channel=ChannelId(channel), ts=Ts(message["ts"]))
    cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
    return More(cursor) if cursor else Absent()
