"""What happened while the clock was turned, as each person may read it: of the rest they learn how much it was."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sandbox.model import ApiCall, Channel, Json
from sandbox.page import drawing
from sandbox.page.shown import Eyes

POSTS = {"chat.postMessage", "chat.postEphemeral"}
MOST_KEPT = 8
MOST_TOLD = 200
"""So many messages are told of in all, those of the latest turn first."""

FIRST_WORDS = 300
_HALF = re.compile(r"<[^>]*\Z|&[a-z]{0,3}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """`step`: the step of the story that turned the clock, counted from 0; None: somebody did, by hand."""

    began: datetime
    ended: datetime
    posts: Sequence[ApiCall]
    counts: Sequence[tuple[str, int]] = ()
    step: int | None = None


def posts(calls: Sequence[ApiCall]) -> list[ApiCall]:
    return [it for it in calls if it.method in POSTS and it.ok]


def shown(eyes: Eyes, turns: Sequence[Turn]) -> list[Json]:
    """The newest first. `elsewhere`: how many messages others may read and this person not."""
    left, found = MOST_TOLD, list[Json]()
    for turn in turns:
        placed = [(it, _place(eyes, it)) for it in turn.posts]
        own = [told for it, channel in placed if channel is not None and (told := _told(eyes, channel, it))]
        some = own[max(len(own) - left, 0) :]
        left -= len(some)
        found.append(
            {
                "from": turn.began.isoformat(),
                "to": turn.ended.isoformat(),
                "step": turn.step,
                "counts": [{"label": label, "number": number} for label, number in turn.counts],
                "said": some,
                "more": len(own) - len(some),
                "elsewhere": sum(channel is None for _, channel in placed),
            }
        )
    return found


def _place(eyes: Eyes, call: ApiCall) -> Channel | None:
    """None: not for them."""
    if call.method == "chat.postEphemeral" and call.arguments.get("user") != eyes.user.id:
        return None
    return eyes.channel(str(call.answer.get("channel") or call.arguments.get("channel")))


def _told(eyes: Eyes, channel: Channel, call: ApiCall) -> Json | None:
    """One post: when, where, and its first words as they stand now; None: it was taken back."""
    alone = call.method == "chat.postEphemeral"
    message = channel.messages.get(str(call.answer.get("ts")))
    if not alone and (message is None or message.is_tombstone):
        return None
    text = message.text if message else str(call.arguments.get("text") or "")
    return {
        "at": call.at.isoformat(),
        "channel": channel.id,
        "alone": alone,
        "thread": str(call.arguments.get("thread_ts") or ""),
        "text": first_words(drawing.dated(text, eyes.reader)),
    }


def first_words(text: str, most: int = FIRST_WORDS) -> str:
    """Cut where no mention, link or escape is broken in two."""
    return text if len(text) <= most else _HALF.sub("", text[:most]).rstrip() + "…"
