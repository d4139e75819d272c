"""What there is in the world: workspaces, people, channels, messages, files, apps. Facts; deeds stand elsewhere."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """Slack's no: the error's name, and the facts that stand beside it in the answer."""

    def __init__(self, error: str, **facts: Any) -> None:
        super().__init__(error)
        self.error = error
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    team_id: str
    name: str
    domain: str
    enterprise_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    id: str
    team: str
    name: str
    real_name: str
    email: str | None = None
    email_confirmed: bool = True
    tz: str = "America/New_York"
    title: str = ""
    is_bot: bool = False
    is_admin: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    api_app_id: str | None = None
    enterprise_id: str | None = None
    updated: int = 0


class Kind(StrEnum):
    """Of a channel, as `channel_type` in events."""

    CHANNEL = "channel"
    GROUP = "group"
    IM = "im"
    MPIM = "mpim"

    @property
    def scope_prefix(self) -> str:
        return {"channel": "channels", "group": "groups"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    user: str
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as it now stands; an edit puts another in its place."""

    channel: str
    ts: str
    user: str
    team: str
    text: str
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    bot_id: str | None = None
    app_id: str | None = None
    username: str | None = None
    subtype: str | None = None
    thread_ts: str | None = None
    client_msg_id: str | None = None
    edited: Edited | None = None
    metadata: Json | None = None
    files: tuple[str, ...] = ()
    reactions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    inviter: str | None = None

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    @property
    def is_tombstone(self) -> bool:
        return self.subtype == "tombstone"

    @property
    def shows_in_channel(self) -> bool:
        return not self.is_reply or self.subtype == "thread_broadcast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ephemeral:
    """Shown to its one reader, and in no history."""

    reader: str
    message: Message


@dataclass(slots=True, kw_only=True)
class Channel:
    """Members in the order they came. `team` owns it; `shared_teams` are the others, by Slack Connect."""

    id: str
    team: str
    name: str
    kind: Kind = Kind.CHANNEL
    members: list[str] = field(default_factory=list)
    shared_teams: list[str] = field(default_factory=list)
    is_archived: bool = False
    creator: str = ""
    created: int = 0
    topic: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    threads: dict[str, list[str]] = field(default_factory=dict)
    ephemerals: list[Ephemeral] = field(default_factory=list)
    last_ts: int = 0

    @property
    def teams(self) -> list[str]:
        return [self.team, *self.shared_teams]

    @property
    def is_ext_shared(self) -> bool:
        return bool(self.shared_teams)

    @property
    def is_private(self) -> bool:
        return self.kind is not Kind.CHANNEL

    @property
    def is_direct(self) -> bool:
        return self.kind in {Kind.IM, Kind.MPIM}

    def replies(self, thread_ts: str) -> list[Message]:
        """Of this thread, without its parent, the oldest first."""
        return [self.messages[ts] for ts in self.threads.get(thread_ts, ())]

    def add(self, message: Message) -> None:
        self.messages[message.ts] = message
        if message.is_reply and message.thread_ts is not None:
            self.threads.setdefault(message.thread_ts, []).append(message.ts)

    def drop(self, message: Message) -> None:
        del self.messages[message.ts]
        if message.is_reply and message.thread_ts is not None:
            self.threads[message.thread_ts].remove(message.ts)


@dataclass(slots=True, kw_only=True)
class File:
    """`content` is None until the bytes came; `shares` are (channel, ts)."""

    id: str
    team: str
    user: str
    name: str
    title: str
    size: int
    mimetype: str
    created: int
    app_id: str | None = None
    content: bytes | None = None
    deleted: bool = False
    shares: list[tuple[str, str]] = field(default_factory=list)
    alt: str = ""
    """Of a picture, what is to be seen in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A slash command; `url` None: Socket Mode, or the app's request URL."""

    command: str
    url: str | None = None
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """`kind`: "global" or "message"."""

    callback_id: str
    name: str
    kind: str = "global"
    description: str = ""


@dataclass(slots=True, kw_only=True)
class App:
    """An app and its settings. `is_commercial`: distributed outside the Marketplace, so history is rationed.

    `redirect_urls`: where OAuth may send a browser back to. `org_deploy`: may be installed in a whole organization.
    """

    app_id: str
    name: str
    app_token: str
    signing_secret: str
    client_id: str
    client_secret: str
    socket_mode: bool = True
    request_url: str | None = None
    interactivity_url: str | None = None
    verification_token: str = "verification-token"  # noqa: S105 - Slack's own deprecated field, checked by nobody
    events: frozenset[str] = frozenset()
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    messages_tab: bool = True
    home_tab: bool = True
    is_commercial: bool = False
    redirect_urls: tuple[str, ...] = ()
    org_deploy: bool = False


@dataclass(slots=True, kw_only=True)
class Installation:
    """An app in a workspace. `revoked`: its token no longer works; `uninstalled`: nor is it told of anything.

    `is_org`: in a whole organization; `team_id` is the enterprise's then.
    """

    app_id: str
    team_id: str
    bot_token: str
    bot_user_id: str
    bot_id: str
    scopes: frozenset[str]
    installer: str = ""
    revoked: bool = False
    uninstalled: bool = False
    is_org: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """One line of the log; `arguments` without tokens. `error` None: ok. `ms`: on the wall's clock."""

    at: datetime
    method: str
    team: str | None
    app_id: str | None
    arguments: Json
    error: str | None = None
    number: int = 0
    answer: Json = field(default_factory=dict)
    ms: int = 0

    @property
    def ok(self) -> bool:
        return self.error is None
