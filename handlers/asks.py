"""What people ask of the bot, read from Slack's payloads at the door. Behind it there are no payloads.

Identity comes from signed fields alone, and it is the actor's workspace that counts (SLACK 17, 14 and 15).
A payload that is not what it should be raises Malformed. What Slack tells of itself is in `news`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.domain.ids import ChannelId, SlackUser, TeamId, Ts, UserId
from bot.domain.wording import as_read
from handlers.filled import SharedFile, chosen, depth_of, file_of, files_in, metadata_of, values_of
from handlers.payloads import (
    Choice,
    Malformed,
    Payload,
    actor,
    instant_of,
    key_of,
    need,
    one_of,
    our_id,
    team_of,
    told_at,
)
from storage.owing import Spot

CALLS = frozenset({"", "actions", "action", "buttons", "help", "menu", "case", "status"})
"""What is said to the bot, and to nobody else in the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandAsk:
    """`/case` with what was typed behind it."""

    who: SlackUser
    team: TeamId
    channel: ChannelId
    text: str
    trigger_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClickAsk:
    """A button, an option, or a field that is heard: `value` names what it is about; `at`, Slack's time of it.

    In a window, `values` by block id and `metadata` are what stands in it.
    """

    who: SlackUser
    team: TeamId
    action: str
    value: str
    at: datetime
    trigger_id: str
    channel: ChannelId | None
    thread_ts: Ts | None
    view_id: str | None
    view_hash: str | None
    depth: int = 0
    """Of the window where it is among those over each other, of which Slack takes three; 0: in none."""
    values: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def in_modal(self) -> bool:
        return self.depth > 0

    @property
    def id(self) -> int:
        """The row that `value` names, or names first. Raises Malformed."""
        return our_id(self.value.partition(":")[0])

    def id_of(self, name: str) -> int:
        """A row that the window is about. Raises Malformed."""
        return our_id(self.metadata.get(name, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAsk:
    """A form that was sent. `values` by block id, of all fields that stood in it; `metadata` carries ids alone."""

    who: SlackUser
    team: TeamId
    callback: str
    values: dict[str, str]
    metadata: dict[str, str]
    view_id: str
    files: tuple[SharedFile, ...] = ()

    def text_of(self, block: str) -> str:
        """What was typed or chosen there; '' for nothing."""
        return self.values.get(block, "")

    def choice(self, kind: type[Choice], block: str) -> Choice | None:
        """What was chosen there of what was offered; None for nothing. Raises Malformed."""
        return one_of(kind, self.text_of(block)) if self.text_of(block) else None

    def chosen_id(self, block: str) -> int:
        """Of a row of ours that was chosen there. Raises Malformed."""
        return our_id(self.text_of(block))

    def id_of(self, name: str) -> int:
        """A row that the form is about. Raises Malformed."""
        return our_id(self.metadata.get(name, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortcutAsk:
    """A shortcut: the global one, or one of a message's menu. `message`: the message itself, as far as it is told."""

    who: SlackUser
    team: TeamId
    callback: str
    trigger_id: str
    channel: ChannelId | None
    ts: Ts | None
    thread_ts: Ts | None = None
    """Of the message's thread; its own where it opens one."""
    text: str = ""
    """Of the message, as people read it."""
    message: "ShownMessage | None" = None

    @property
    def spot(self) -> Spot | None:
        return Spot(team=self.team, channel=self.channel) if self.channel else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMessage:
    """A message a shortcut was used on, which the bot may not see otherwise. `author`: a person, or None."""

    author: SlackUser | None
    text: str
    files: tuple[SharedFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageHeard:
    """A message of a person. `edited_ts` is '' unless it was edited.

    `at` is Slack's time of what was done: said, edited, deleted; `said_at`, of the message itself.
    """

    who: SlackUser
    team: TeamId
    channel: ChannelId
    kind: Literal["new", "edited", "deleted"]
    text: str
    ts: Ts
    thread_ts: Ts | None
    at: datetime
    said_at: datetime
    edited_ts: str
    files: tuple[SharedFile, ...]
    bot: UserId | None = None
    """Our own user there, who can be called by a mention."""
    direct: bool = False
    """In a direct message with us."""

    @property
    def called(self) -> str | None:
        """What follows a mention of the bot with which the message begins; None where it does not."""
        mention = f"<@{self.bot}>"
        if self.bot is None or self.kind != "new" or not self.text.startswith(mention):
            return None
        return self.text.removeprefix(mention).strip()

    @property
    def is_call(self) -> bool:
        """Nothing is said but the mention, or what asks for the buttons. Any other word may be an answer."""
        return self.called is not None and self.called.strip("?!. ").lower() in CALLS and not self.files

    @property
    def spot(self) -> Spot:
        return Spot(team=self.team, channel=self.channel, thread=self.thread_ts)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened:
    who: SlackUser
    key: str
    at: datetime


def command_ask(body: Payload) -> CommandAsk:
    team = TeamId(str(need(body, "team_id")))
    return CommandAsk(
        who=SlackUser(team=team, user=UserId(str(need(body, "user_id")))),
        team=team,
        channel=ChannelId(str(body.get("channel_id") or "")),
        text=as_read(str(body.get("text") or "")),
        trigger_id=str(need(body, "trigger_id")),
    )


def click_ask(body: Payload) -> ClickAsk:
    actions = need(body, "actions")
    if not actions:
        raise Malformed("actions")
    action, team = actions[0], team_of(body)
    message, container, view = body.get("message") or {}, body.get("container") or {}, body.get("view") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
    name, value = _pressed(action)
    return ClickAsk(
        who=actor(body, team),
        team=team,
        action=name,
        value=value,
        at=instant_of(str(need(action, "action_ts"))),
        trigger_id=str(need(body, "trigger_id")),
        channel=ChannelId(str(channel)) if channel else None,
        thread_ts=_thread(message, container),
        view_id=view.get("id"),
        view_hash=view.get("hash"),
        depth=depth_of(view),
        values=values_of(view),
        metadata=metadata_of(view) if view.get("type") == "modal" else {},
    )


def _pressed(element: Payload) -> tuple[str, str]:
    """The action and its value. An option of an overflow menu names the action it stands for."""
    value = chosen(element)
    if element.get("type") != "overflow":
        return str(need(element, "action_id")), value
    name, _, rest = value.partition(" ")
    return name, rest


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicked:
    """Who clicked on something that stands in a channel, and where."""

    who: SlackUser
    spot: Spot


def place_of_click(body: Payload) -> Clicked:
    """Of a button on a message, or a message's shortcut."""
    team, message, container = team_of(body), body.get("message") or {}, body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or need(container, "channel_id")
    spot = Spot(team=team, channel=ChannelId(str(channel)), thread=_thread(message, container))
    return Clicked(who=actor(body, team), spot=spot)


def _thread(message: Payload, container: Payload) -> Ts | None:
    """The thread a card opens is the card's own; what only one person sees opens none."""
    opens = "" if container.get("is_ephemeral") else message.get("ts")
    found = message.get("thread_ts") or container.get("thread_ts") or opens
    return Ts(str(found)) if found else None


def form_ask(body: Payload) -> FormAsk:
    view, team = need(body, "view"), team_of(body)
    need(view, "state", "values")
    return FormAsk(
        who=actor(body, team),
        team=team,
        callback=str(need(view, "callback_id")),
        values=values_of(view),
        metadata=metadata_of(view),
        view_id=str(need(view, "id")),
        files=files_in(view),
    )


def shortcut_ask(body: Payload) -> ShortcutAsk:
    team = team_of(body)
    message = body.get("message") or {}
    channel, ts = (body.get("channel") or {}).get("id"), message.get("ts")
    return ShortcutAsk(
        who=actor(body, team),
        team=team,
        callback=str(need(body, "callback_id")),
        trigger_id=str(need(body, "trigger_id")),
        channel=ChannelId(str(channel)) if channel else None,
        ts=Ts(str(ts)) if ts else None,
        thread_ts=_thread(message, {}),
        text=as_read(str(message.get("text") or "")),
        message=_shown(message, team),
    )


def _shown(message: Payload, team: TeamId) -> ShownMessage | None:
    if not message:
        return None
    home, user = message.get("user_team") or message.get("team") or team, message.get("user")
    return ShownMessage(
        author=SlackUser(team=TeamId(str(home)), user=UserId(str(user))) if user and _is_a_persons(message) else None,
        text=as_read(str(message.get("text") or "")),
        files=tuple(file_of(file) for file in message.get("files") or () if file.get("id")),
    )


def home_opened(body: Payload) -> HomeOpened | None:
    """None for the Messages tab, which is no signing in."""
    event = need(body, "event")
    if event.get("tab", "home") != "home":
        return None
    who = SlackUser(team=TeamId(str(need(body, "team_id"))), user=UserId(str(need(event, "user"))))
    return HomeOpened(who=who, key=key_of(body, who.user), at=told_at(body))


_PEOPLES = frozenset({None, "file_share", "thread_broadcast", "me_message"})


def message_heard(body: Payload) -> MessageHeard | None:
    """A person's message, edit or deletion; None for bots, for our own, and for what is no message."""
    event = need(body, "event")
    match event.get("subtype"):
        case "message_changed":
            return _edited(body, event)
        case "message_deleted":
            return _deleted(body, event)
        case subtype if subtype in _PEOPLES:
            return _message(body, event, event, kind="new", at=str(need(event, "ts")))
        case _:
            return None


def message_found(message: Payload, *, team: TeamId, channel: ChannelId, bot: UserId | None) -> MessageHeard | None:
    """A person's message as it stands in a thread that was read; None for bots', for our own, and for others."""
    if message.get("subtype") not in _PEOPLES:
        return None
    known = [{"is_bot": True, "team_id": team, "user_id": bot}]
    body = {"team_id": team, "authorizations": known if bot else []}
    edited = (message.get("edited") or {}).get("ts")
    kind: Literal["new", "edited"] = "edited" if edited else "new"
    return _message(body, {"channel": channel}, message, kind=kind, at=str(edited or need(message, "ts")))


def _edited(body: Payload, event: Payload) -> MessageHeard | None:
    """Slack says 'changed' for link previews too: an edit is one where a person changed words or files."""
    after, before = event.get("message") or {}, event.get("previous_message") or {}
    edited = (after.get("edited") or {}).get("ts")
    if not edited or (_said(after) == _said(before)):
        return None
    return _message(body, event, after, kind="edited", at=str(edited))


def _said(message: Payload) -> tuple[str, tuple[str, ...]]:
    return str(message.get("text") or ""), tuple(str(file.get("id")) for file in message.get("files") or ())


def _deleted(body: Payload, event: Payload) -> MessageHeard | None:
    before = event.get("previous_message") or {}
    gone = {**before, "ts": event.get("deleted_ts") or before.get("ts")}
    at = event.get("ts") or event.get("event_ts") or gone["ts"]
    return _message(body, event, gone, kind="deleted", at=str(at))


def _message(
    body: Payload,
    event: Payload,
    message: Payload,
    *,
    kind: Literal["new", "edited", "deleted"],
    at: str,
) -> MessageHeard | None:
    if not _is_a_persons(message):
        return None
    team = TeamId(str(need(body, "team_id")))
    home = message.get("user_team") or message.get("team") or event.get("user_team") or team
    ts = Ts(str(need(message, "ts")))
    thread_ts = message.get("thread_ts")
    return MessageHeard(
        who=SlackUser(team=TeamId(str(home)), user=UserId(str(message["user"]))),
        team=team,
        channel=ChannelId(str(need(event, "channel"))),
        kind=kind,
        text=as_read(str(message.get("text") or "")),
        ts=ts,
        thread_ts=Ts(str(thread_ts)) if thread_ts else None,
        at=instant_of(at),
        said_at=instant_of(ts),
        edited_ts=at if kind == "edited" else "",
        files=tuple(file_of(file) for file in message.get("files") or () if file.get("id")),
        bot=_own_user(body, team),
        direct=event.get("channel_type") == "im",
    )


def _own_user(body: Payload, team: TeamId) -> UserId | None:
    """The bot's user in the workspace that tells of the message."""
    for known in body.get("authorizations") or ():
        if known.get("is_bot") and known.get("team_id") == team and known.get("user_id"):
            return UserId(str(known["user_id"]))
    return None


def _is_a_persons(message: Payload) -> bool:
    """Not a bot's, be it our own of another workspace, nor one that speaks in a person's name (SLACK 2.5)."""
    machine = message.get("bot_id") or message.get("app_id") or message.get("bot_profile")
    return bool(message.get("user")) and not machine and message.get("subtype") in _PEOPLES
