"""What each person has read, and what is new to them: in a place, and in each of its threads."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sandbox.model import Channel, Message

_NO_NEWS = {"channel_join", "channel_leave", "group_join", "group_leave"}


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """`mentions`: how many of them call the reader, as every direct message does."""

    unread: int
    mentions: int


@dataclass(slots=True)
class Marks:
    """Up to which message each person has read, by person, channel and thread ("": the channel itself)."""

    _read: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def read(self, person: str, channel: str, thread: str, ts: str) -> bool:
        """False: had read as far before."""
        key = (person, channel, thread)
        if ts <= self._read.get(key, ""):
            return False
        self._read[key] = ts
        return True

    def until(self, person: str, channel: str, thread: str = "") -> str:
        return self._read.get((person, channel, thread), "")

    def forget(self) -> None:
        self._read.clear()

    def is_new(self, person: str, message: Message) -> bool:
        """One's own words are never new."""
        if message.user == person or message.subtype in _NO_NEWS or message.is_tombstone:
            return False
        thread = (message.thread_ts or "") if message.is_reply else ""
        return message.ts > self.until(person, message.channel, thread)

    def new_replies(self, person: str, channel: Channel, thread: str) -> int:
        return sum(self.is_new(person, it) for it in channel.replies(thread))

    def news(self, person: str, channel: Channel) -> News:
        """Of a thread only where the reader takes part in it, as Slack has people follow threads."""
        new = [it for it in channel.messages.values() if self.is_new(person, it)]
        followed = {ts for ts in channel.threads if _takes_part(person, channel, ts)}
        told = [it for it in new if it.shows_in_channel or it.thread_ts in followed]
        calls = sum(channel.is_direct or mentions(it, person) for it in told)
        return News(unread=len(told), mentions=calls)


def _takes_part(person: str, channel: Channel, thread: str) -> bool:
    parent = channel.messages.get(thread)
    there: Iterable[Message] = [*([parent] if parent else []), *channel.replies(thread)]
    return channel.is_direct or any(it.user == person or mentions(it, person) for it in there)


def mentions(message: Message, person: str) -> bool:
    return f"<@{person}>" in message.text or f"<@{person}>" in str(message.blocks)
