"""Did an earlier try arrive? Slack has no key against posting twice, so it is asked (SLACK 5.2, RECIPES 8).

Looks for the row's id in the metadata of our own messages. Budget: one call a minute per method and
workspace, 15 messages, three times.
"""

from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import ChannelId, Ts
from storage.outbox import Claimed, Standing

EVENT_TYPE = "liaison_post"
SETTLE = timedelta(seconds=30)
"""How long the echo of our own post is given before Slack is asked."""

PAGE = 15


class Unsure(Enum):
    """The messages since the first try do not fit what may be read: nobody can say that it is absent."""

    UNSURE = "unsure"


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
    client: AsyncWebClient, row: Claimed, *, channel: str, thread_ts: str | None, now: datetime
) -> Standing | Unsure | None:
    """Where the row stands already; None when it is surely absent. Raises what the SDK raises."""
    since = (row.first_try_at or now) - timedelta(seconds=5)
    args: dict[str, Any] = {
        "channel": channel,
        "oldest": f"{since.timestamp():.6f}",
        "inclusive": True,
        "include_all_metadata": True,
        "limit": PAGE,
    }
    if thread_ts is None:
        answer = await client.conversations_history(**args)
    else:
        answer = await client.conversations_replies(ts=thread_ts, **args)
    for message in answer.get("messages") or []:
        if row_id_in(message) == row.id:
            return Standing(channel=ChannelId(channel), ts=Ts(message["ts"]))
    return Unsure.UNSURE if answer.get("has_more") else None
