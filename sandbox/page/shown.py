"""What one person has before them, part by part, as the page draws it (`web/src/types.ts`)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sandbox.control.desk import Control
from sandbox.deeds import messages
from sandbox.model import ApiError, App, Channel, File, Json, Message, User
from sandbox.objects import message_object, permalink
from sandbox.page import drawing
from sandbox.page.drawing import Reader
from sandbox.page.reading import Marks
from sandbox.state import Slack

PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
"""What a browser draws without running anything."""

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


ABOVE = 10
"""So many messages stand above one that is sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a window shows: a place ("" or "home": none), a thread of it, how many messages, `sought` among them."""

    place: str = ""
    thread: str = ""
    most: int = 60
    sought: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Eyes:
    """A person who looks, and what they have read."""

    control: Control
    marks: Marks
    user: User

    @property
    def slack(self) -> Slack:
        return self.control.slack

    @property
    def reader(self) -> Reader:
        return Reader(zone=ZoneInfo(self.user.tz), now=self.slack.now())

    def sees(self, channel: Channel) -> bool:
        if self.user.id in channel.members:
            return True
        guest = self.user.is_restricted or self.user.is_ultra_restricted
        return not channel.is_private and not guest and self.user.team in channel.teams

    def channel(self, channel_id: str) -> Channel | None:
        """None: not there, or not for them."""
        found = self.slack.channels.get(channel_id)
        return found if found is not None and self.sees(found) else None


def person(user: User, *, here: bool) -> Json:
    return {
        "id": user.id,
        "team": user.team,
        "name": user.name,
        "real_name": user.real_name,
        "title": user.title,
        "tz": user.tz,
        "is_bot": user.is_bot,
        "is_guest": user.is_restricted or user.is_ultra_restricted,
        "deleted": user.deleted,
        "here": here,
    }


def places(eyes: Eyes) -> list[Json]:
    """Those they are in, and the public ones they could join."""
    return [_place(eyes, it) for it in eyes.slack.channels.values() if eyes.sees(it)]


def _place(eyes: Eyes, channel: Channel) -> Json:
    member = eyes.user.id in channel.members
    news = eyes.marks.news(eyes.user.id, channel) if member else None
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind.value,
        "private": channel.is_private,
        "archived": channel.is_archived,
        "shared": channel.is_ext_shared,
        "topic": channel.topic,
        "members": [*channel.members],
        "member": member,
        "unread": news.unread if news else 0,
        "mentions": news.mentions if news else 0,
    }


def place(eyes: Eyes, look: Look) -> Json | None:
    """The newest messages of the place, the oldest of them first; None: not theirs to see."""
    channel = eyes.channel(look.place)
    if channel is None:
        return None
    seen = [it for it in messages.seen_by(eyes.slack, channel.id, eyes.user.id) if it.shows_in_channel]
    since = [it for it in seen if it.ts >= look.sought] if look.sought else []
    most = max(look.most, len(since) + ABOVE) if since else look.most
    return {
        "id": channel.id,
        "messages": [_message(eyes, channel, it) for it in seen[-most:]],
        "earlier": max(len(seen) - most, 0),
        "read": eyes.marks.until(eyes.user.id, channel.id),
    }


def thread(eyes: Eyes, look: Look) -> Json | None:
    """The message a thread hangs on, and its replies."""
    channel = eyes.channel(look.place)
    if channel is None or not look.thread:
        return None
    seen = messages.seen_by(eyes.slack, channel.id, eyes.user.id)
    parent = next((it for it in seen if it.ts == look.thread), None)
    if parent is None:
        return None
    replies = [it for it in seen if it.thread_ts == look.thread and it.ts != look.thread]
    return {
        "channel": channel.id,
        "ts": look.thread,
        "parent": _message(eyes, channel, parent),
        "replies": [_message(eyes, channel, it) for it in replies],
        "read": eyes.marks.until(eyes.user.id, channel.id, look.thread),
    }


def _message(eyes: Eyes, channel: Channel, message: Message) -> Json:
    told = message_object(eyes.slack, message, with_metadata=False)
    ephemeral = message.ts not in channel.messages
    return {
        "ts": message.ts,
        "user": message.user,
        "username": message.username or "",
        "text": drawing.dated(message.text, eyes.reader),
        "rich": drawing.words(message.text, eyes.reader),
        "blocks": drawing.blocks(told.get("blocks") or [], eyes.reader),
        "attachments": [_attachment(eyes, it) for it in message.attachments],
        "files": [_file(eyes.user, eyes.slack.files[it]) for it in message.files],
        "reactions": [{"name": name, "users": [*users]} for name, users in message.reactions],
        "edited": message.edited is not None,
        "ephemeral": ephemeral,
        "subtype": message.subtype or "",
        "thread_ts": message.thread_ts or "",
        "reply_count": told.get("reply_count", 0),
        "reply_users": told.get("reply_users", []),
        "latest_reply": told.get("latest_reply", ""),
        "unread_replies": 0 if ephemeral else eyes.marks.new_replies(eyes.user.id, channel, message.ts),
        "permalink": "" if ephemeral else permalink(eyes.slack, message, team_id=eyes.user.team),
    }


def _attachment(eyes: Eyes, attachment: Json) -> Json:
    text = attachment.get("text") or attachment.get("fallback") or ""
    return {
        "color": str(attachment.get("color") or ""),
        "rich": drawing.words(str(text), eyes.reader),
        "blocks": drawing.blocks(attachment.get("blocks") or [], eyes.reader),
    }


def _file(reader: User, file: File) -> Json:
    gone = file.deleted or file.content is None
    return {
        "id": file.id,
        "name": _forthright(file.name),
        "title": _forthright(file.title),
        "alt": _forthright(file.alt or file.title),
        "mimetype": file.mimetype,
        "size": file.size,
        "url": "" if gone else f"/_page/file/{file.id}?as={reader.id}",
        "picture": not gone and file.mimetype in PICTURES,
    }


def _forthright(name: str) -> str:
    """Without what turns the letters around: a name's end says what it is."""
    return _TURNS.sub("", name)


def may_open(eyes: Eyes, file: File) -> bool:
    """Whoever uploaded it, and whoever sees a place that it was shared in."""
    return file.user == eyes.user.id or any(_stands(eyes, file, *it) for it in file.shares)


def _stands(eyes: Eyes, file: File, channel_id: str, ts: str) -> bool:
    """Not in a message that was deleted since."""
    channel = eyes.channel(channel_id)
    message = channel.messages.get(ts) if channel else None
    return message is not None and file.id in message.files


def app_of(eyes: Eyes) -> App | None:
    installation = next(eyes.slack.installed_in(eyes.user.team), None)
    return eyes.slack.app(installation.app_id) if installation else None


def app(eyes: Eyes) -> Json | None:
    """What the app offers them; None: none is installed where they are."""
    found = app_of(eyes)
    if found is None:
        return None
    installation = eyes.slack.installation(found.app_id, eyes.user.team)
    direct = eyes.slack.direct(eyes.user.team, {installation.bot_user_id, eyes.user.id})
    return {
        "id": found.app_id,
        "name": found.name,
        "bot": installation.bot_user_id,
        "direct": direct.id if direct else "",
        "home": found.home_tab,
        "messages": found.messages_tab,
        "commands": [
            {"command": it.command, "description": it.description, "hint": it.usage_hint} for it in found.commands
        ],
        "shortcuts": [
            {"id": it.callback_id, "name": it.name, "kind": it.kind, "description": it.description}
            for it in found.shortcuts
        ],
    }


def window(eyes: Eyes) -> Json | None:
    """The window on top of theirs."""
    top = eyes.slack.views.seen_by(eyes.user.id)
    if top is None:
        return None
    return {**drawing.view(top.shown(), eyes.reader), "depth": len(eyes.slack.views.below(top))}


def home(eyes: Eyes) -> Json | None:
    found = app_of(eyes)
    stood = found and eyes.slack.views.home(eyes.user.team, eyes.user.id, found.app_id)
    return {**drawing.view(stood.shown(), eyes.reader), "depth": 0} if stood else None


def faults(control: Control) -> Json:
    """What is switched on now."""
    wrong = control.events.misbehaviour
    return {
        "api": [
            {"trouble": it.trouble.value, "method": it.method, "times": it.times}
            for it in control.slack.faults.of_api
        ],
        "events": {"copies": wrong.copies, "new_ids": wrong.new_ids, "reverse": wrong.reverse},
        "held": sorted(control.wire.held),
        "apps": [{"id": it.app_id, "name": it.name, "connections": _open(control, it)} for it in _apps(control)],
        "given_up": len(control.events.given_up),
    }


def _apps(control: Control) -> Iterator[App]:
    yield from control.slack.apps.values()


def _open(control: Control, app: App) -> int:
    return len(control.wire.sockets.get(app.app_id, []))


def user(slack: Slack, user_id: str) -> User | None:
    try:
        return slack.user(user_id)
    except ApiError:
        return None
