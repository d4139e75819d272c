"""The outbox: what the bot owes to people, written in the transaction of its reason."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import TeamId


class Kind(StrEnum):
    """What is owed. Facts are ids alone; words are read from storage when the row is delivered."""

    CARD = "card"  # thread: post the case's card, which opens the thread
    REFRESH = "refresh"  # thread: draw the card again as the case stands now
    OPENING = "opening"  # thread, part: the words the case was opened with, below its card
    COMMENT = "comment"  # comment, thread: a copy of a comment in a thread
    CHANGED = "changed"  # comment, thread: that copy drawn again (edited, deleted, redacted)
    LINE = "line"  # case, thread, what, by: a sentence in the thread (taken, closed, reopened …)
    FILE = "file"  # file, thread: a file carried over
    HINT = "hint"  # user, channel, thread?, refusal …: only that person sees it; tried once, gone after 60 s
    TELL = "tell"  # person, what …: a direct message
    CHECK_CHANNEL = "check-channel"  # channel: who is in it, is it private
    LOOK_UP = "look-up"  # user: who is this


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One row to write. `key` is unique for ever: the same effect owed twice is owed once."""

    key: str
    kind: Kind
    lane: str
    team: TeamId
    due_at: datetime
    facts: dict[str, int | str] = field(default_factory=dict)
    urgent: bool = False
    expires_at: datetime | None = None
