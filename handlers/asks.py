"""What people ask of the bot, read from Slack's payloads at the door. Behind it there are no payloads.

Identity comes from signed fields alone, and it is the actor's workspace that counts (SLACK 17, 14 and 15).
A payload that is not what it should be raises Malformed. What Slack tells of itself is in `news`.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.ids import ChannelId, SlackUser, TeamId, Ts, UserId
from handlers.payloads import Malformed, Payload, actor, instant_of, key_of, need, told_at
from handlers.wording import as_read
from storage.owing import Spot


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
    """A button, or an option of an overflow menu: `value` names what it is about."""

    who: SlackUser
    team: TeamId
    action: str
    value: str
    trigger_id: str
    channel: ChannelId | None
    thread_ts: Ts | None
    view_id: str | None
    view_hash: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAsk:
    """A form that was sent. `values` by block id; `metadata` carries ids alone."""

    who: SlackUser
    team: TeamId
    callback: str
    values: dict[str, str]
    metadata: dict[str, str]
    view_id: str

    def text_of(self, block: str) -> str:
        """What was typed or chosen there; '' for nothing."""
        return self.values.get(block, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortcutAsk:
    """A shortcut: the global one, or one of a message's menu."""

    who: SlackUser
    team: TeamId
    callback: str
    trigger_id: str
    channel: ChannelId | None
    ts: Ts | None

    @property
    def spot(self) -> Spot | None:
        return Spot(team=self.team, channel=self.channel) if self.channel else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFile:
    id: str
    name: str
    mimetype: str
    size: int
    permalink: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeOpened:
    who: SlackUser
    key: str
    at: datetime


def _team(payload: Payload) -> TeamId:
    team = payload.get("team") or {}
    found = team.get("id") or (payload.get("user") or {}).get("team_id")
    if not found:
        raise Malformed("team")
    return TeamId(str(found))


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
    action, team = actions[0], _team(body)
    message, container, view = body.get("message") or {}, body.get("container") or {}, body.get("view") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
    return ClickAsk(
        who=actor(body, team),
        team=team,
        action=str(need(action, "action_id")),
        value=_chosen(action),
        trigger_id=str(need(body, "trigger_id")),
        channel=ChannelId(str(channel)) if channel else None,
        thread_ts=_thread(message, container),
        view_id=view.get("id"),
        view_hash=view.get("hash"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicked:
    """Who clicked on something that stands in a channel, and where."""

    who: SlackUser
    spot: Spot


def place_of_click(body: Payload) -> Clicked:
    """Of a button on a message, or a message's shortcut."""
    team, message, container = _team(body), body.get("message") or {}, body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or need(container, "channel_id")
    spot = Spot(team=team, channel=ChannelId(str(channel)), thread=_thread(message, container))
    return Clicked(who=actor(body, team), spot=spot)


def _thread(message: Payload, container: Payload) -> Ts | None:
    """The thread a card opens is the card's own."""
    found = message.get("thread_ts") or container.get("thread_ts") or message.get("ts")
    return Ts(str(found)) if found else None


def _chosen(element: Payload) -> str:
    """A button's value, an option's, a channel, or what was typed."""
    option = element.get("selected_option") or {}
    ticked = (element.get("selected_options") or [{}])[0]
    typed = (element.get("value"), option.get("value"), element.get("selected_date"))
    for found in (*typed, element.get("selected_conversation"), ticked.get("value")):
        if found is not None:
            return str(found)
    return ""


def form_ask(body: Payload) -> FormAsk:
    view, team = need(body, "view"), _team(body)
    blocks = need(view, "state", "values")
    values = {block: _chosen(next(iter(fields.values()), {})) for block, fields in blocks.items()}
    try:
        metadata = json.loads(view.get("private_metadata") or "{}")
    except ValueError as error:
        raise Malformed("private_metadata") from error
    return FormAsk(
        who=actor(body, team),
        team=team,
        callback=str(need(view, "callback_id")),
        values=values,
        metadata={str(name): str(value) for name, value in metadata.items()},
        view_id=str(need(view, "id")),
    )


def shortcut_ask(body: Payload) -> ShortcutAsk:
    team = _team(body)
    channel, ts = (body.get("channel") or {}).get("id"), (body.get("message") or {}).get("ts")
    return ShortcutAsk(
        who=actor(body, team),
        team=team,
        callback=str(need(body, "callback_id")),
        trigger_id=str(need(body, "trigger_id")),
        channel=ChannelId(str(channel)) if channel else None,
        ts=Ts(str(ts)) if ts else None,
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
        files=tuple(_file(file) for file in message.get("files") or () if file.get("id")),
    )


def _is_a_persons(message: Payload) -> bool:
    """Not a bot's, be it our own of another workspace, nor one that speaks in a person's name (SLACK 2.5)."""
    machine = message.get("bot_id") or message.get("app_id") or message.get("bot_profile")
    return bool(message.get("user")) and not machine and message.get("subtype") in _PEOPLES


def _file(file: Payload) -> SharedFile:
    return SharedFile(
        id=str(file["id"]),
        name=str(file.get("name") or "file"),
        mimetype=str(file.get("mimetype") or ""),
        size=int(file.get("size") or 0),
        permalink=str(file.get("permalink") or ""),
    )
