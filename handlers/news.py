"""What Slack tells of workspaces, channels and people's accounts, read from its events at the door."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.days import known_zone
from bot.domain.ids import ChannelId, SlackUser, TeamId, Thread, Ts, UserId
from handlers.payloads import Payload, actor, key_of, need, told_at


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelChanged:
    """Somebody joined or left a channel; or it was archived, deleted, shared, or the bot is in it no more."""

    team: TeamId
    channel: ChannelId
    key: str
    joined: UserId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRenumbered:
    """A channel that was shared with another workspace, or is no longer, can get another id."""

    team: TeamId
    old: ChannelId
    new: ChannelId


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged:
    """A person's account changed. `seen_from`: the workspace that tells of it."""

    who: SlackUser
    seen_from: TeamId
    zone: str
    gone: bool
    guest: bool
    at: datetime
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninstalled:
    """The app was taken out of a workspace, or its token was revoked."""

    team: TeamId
    at: datetime


def channel_changed(body: Payload) -> ChannelChanged:
    channel, event = str(need(body, "event", "channel")), need(body, "event")
    came = event.get("type") == "member_joined_channel" and event.get("user")
    return ChannelChanged(
        team=TeamId(str(need(body, "team_id"))),
        channel=ChannelId(channel),
        key=key_of(body, channel),
        joined=UserId(str(came)) if came else None,
    )


def channel_renumbered(body: Payload) -> ChannelRenumbered:
    return ChannelRenumbered(
        team=TeamId(str(need(body, "team_id"))),
        old=ChannelId(str(need(body, "event", "old_channel_id"))),
        new=ChannelId(str(need(body, "event", "new_channel_id"))),
    )


def person_changed(body: Payload) -> PersonChanged:
    user, team = need(body, "event", "user"), str(need(body, "team_id"))
    return PersonChanged(
        who=actor(need(body, "event"), team),
        seen_from=TeamId(team),
        zone=known_zone(str(user.get("tz") or "")),
        gone=bool(user.get("deleted")),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_bot")),
        at=told_at(body),
        key=key_of(body, str(user.get("id"))),
    )


def person_joined(body: Payload) -> SlackUser | None:
    """Somebody new in the workspace; None for a bot."""
    user = need(body, "event", "user")
    if user.get("is_bot"):
        return None
    return actor(need(body, "event"), str(need(body, "team_id")))


def uninstalled(body: Payload) -> Uninstalled | None:
    """None when only tokens of people were revoked: the bot has none of those."""
    event = need(body, "event")
    if event.get("type") == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
        return None
    return Uninstalled(team=TeamId(str(need(body, "team_id"))), at=told_at(body))


def own_post_gone(body: Payload) -> Thread | None:
    """A message of ours that somebody deleted; below it replies may stand still. None for any other news."""
    event, team = need(body, "event"), TeamId(str(need(body, "team_id")))
    stood = event.get("previous_message") or {}
    is_ours = stood.get("app_id") == body.get("api_app_id") and stood.get("team", team) == team
    left = (event.get("message") or {}).get("subtype") == "tombstone"
    if not is_ours or not stood.get("ts") or not (left or event.get("subtype") == "message_deleted"):
        return None
    return Thread(team=team, channel=ChannelId(str(need(event, "channel"))), ts=Ts(str(stood["ts"])))
