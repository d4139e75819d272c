"""What a row may turn into at the moment it is delivered. A closed set."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain import files
from bot.domain.ids import CaseNumber, ChannelId, TeamId, Ts, UserId
from bot.domain.limits import Limits
from bot.domain.people import Membership
from bot.views.message import Block, Message
from storage.typed import Typed


class Worded:
    """Whatever carries words. `previews`: they may show on lock screens, which the composer alone says."""

    __slots__ = ()
    said: Message
    previews: bool

    @property
    def text(self) -> str:
        return self.said.spoken(previews=self.previews)

    @property
    def blocks(self) -> list[Block]:
        return self.said.blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Worded):
    """A message. `is_direct`: the channel is a person's id, and Slack opens the DM."""

    channel: str
    thread_ts: str | None
    said: Message
    is_direct: bool = False
    previews: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Update(Worded):
    """A message of ours, drawn again. Safe to repeat."""

    channel: ChannelId
    ts: Ts
    said: Message
    previews: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delete:
    """A message of ours taken away."""

    channel: ChannelId
    ts: Ts


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteFile:
    """A file that we uploaded taken away, everywhere it was shared."""

    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ephemeral(Worded):
    """Shown to one person, not kept by Slack, never the only record of anything."""

    channel: str
    user: str
    thread_ts: str | None
    said: Message
    previews: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckChannel:
    """Ask who is in a channel, and whether it is private."""

    channel: ChannelId


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUp:
    """Ask who somebody is, of whatever workspace."""

    team: TeamId
    user: UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What Slack said of somebody. `home`: their own workspace. `zone`: '' where it said none that we know.

    `address`, `domain`: of their e-mail, if confirmed; neither is kept. `enterprise`: on Enterprise Grid, its id.
    """

    name: str
    zone: str
    membership: Membership
    home: TeamId
    domain: str = ""
    address: str = field(default="", repr=False)
    enterprise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadThread:
    """A page of a thread, to be held against what we know of it."""

    team: TeamId
    channel: ChannelId
    ts: Ts
    cursor: str
    after: Ts
    """The last message that was read; '' before the first page."""

    known: tuple[Typed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBelow:
    """Ask what stands below a message. `card`: of its case, where that stands in the same channel."""

    channel: ChannelId
    ts: Ts
    cursor: str
    card: Ts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryFile:
    """A file of one thread, to be put into another. `previews`: its name may show, as words may."""

    case: CaseNumber
    team: TeamId
    file_id: str
    name: str
    mimetype: str
    size: int
    permalink: str
    channel: ChannelId
    thread_ts: Ts
    limits: Limits
    number: int = 1
    """Which of its message's files it is."""
    previews: bool = False

    @property
    def title(self) -> str:
        """What it is called where it is put, which Slack shows whoever is told of it."""
        return self.name if self.previews else files.unnamed(self.name, case=self.case, number=self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file of ours. `shows`: what is to be seen in it, for who does not see a picture."""

    name: str
    content: bytes = field(repr=False)
    shows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Files of ours, and what is said beside them."""

    said: str
    files: tuple[Made, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOut:
    """Files of ours, to one person by direct message. `refused`: what they are told where Slack takes none.

    `made` makes them, of what was read already: it takes its time, and is called in a thread.
    """

    person: str
    made: Callable[[], Parcel] = field(repr=False)
    refused: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtaken:
    """The reason does not hold any more."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """The reader may not see it any more, or not there."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotYet:
    """What it hangs on does not stand yet. `until`: when to look again, where that is known."""

    reason: str
    until: datetime | None = None


Sendable = (
    Post
    | Update
    | Delete
    | DeleteFile
    | Ephemeral
    | CheckChannel
    | LookUp
    | ReadThread
    | ReadBelow
    | CarryFile
    | HandOut
)
Outgoing = Sendable | Overtaken | Withheld | NotYet


def direct(person: str, message: Message) -> Post:
    """A direct message."""
    return Post(channel=person, thread_ts=None, said=message, is_direct=True)
