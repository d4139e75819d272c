"""Channels come about, people join and leave, and Slack Connect shares them."""

from collections.abc import Iterable, Sequence

from sandbox.deeds.messages import put
from sandbox.model import ApiError, Channel, Json, Kind, Message
from sandbox.state import Slack

MOST_IN_A_GROUP_DM = 8


def create(
    slack: Slack,
    team_id: str,
    name: str,
    *,
    members: Sequence[str] = (),
    is_private: bool = False,
    shared_with: Sequence[str] = (),
    channel_id: str | None = None,
) -> Channel:
    """A channel as it stands at the beginning; nobody is told who its first members are."""
    channel = Channel(
        id=channel_id or slack.new_id("C"),
        team=team_id,
        name=name,
        kind=Kind.GROUP if is_private else Kind.CHANNEL,
        members=[*members],
        shared_teams=[*shared_with],
        creator=members[0] if members else "",
        created=slack.seconds(),
    )
    slack.channels[channel.id] = channel
    slack.changes.note()
    event = {"type": "channel_created", "channel": {"id": channel.id, "name": name, "created": channel.created}}
    if not is_private:
        slack.emit(team_id, event | _at(slack, channel), channel=channel)
    return channel


def direct(slack: Slack, team_id: str, people: Iterable[str]) -> Channel:
    """The DM or group DM of these people, opened when there was none."""
    people = [*dict.fromkeys(people)]
    if len(people) > MOST_IN_A_GROUP_DM + 1:
        raise ApiError("too_many_users")
    found = slack.direct(team_id, {*people})
    if found is not None:
        return found
    kind = Kind.IM if len(people) <= 2 else Kind.MPIM  # noqa: PLR2004 - two people talk in an IM
    channel = Channel(
        id=slack.new_id("D" if kind is Kind.IM else "G"),
        team=team_id,
        name="" if kind is Kind.IM else "mpdm-" + "--".join(slack.user(it).name for it in people),
        kind=kind,
        members=people,
        creator=people[0],
        created=slack.seconds(),
    )
    slack.channels[channel.id] = channel
    slack.changes.note()
    return channel


def join(slack: Slack, channel_id: str, user_id: str, *, inviter: str | None = None) -> bool:
    """False: already there."""
    channel = slack.channel(channel_id)
    if channel.is_archived:
        raise ApiError("is_archived")
    if channel.is_direct:
        raise ApiError("method_not_supported_for_channel_type")
    user = slack.user(user_id)
    if user.team not in channel.teams:
        raise ApiError("user_not_found")
    if user_id in channel.members:
        return False
    channel.members.append(user_id)
    _note(slack, channel, user_id, "join", "has joined the channel")
    event = _membership(slack, channel, "member_joined_channel", user_id)
    slack.emit(channel.team, event | ({"inviter": inviter} if inviter else {}), channel=channel)
    return True


def leave(slack: Slack, channel_id: str, user_id: str) -> bool:
    """False: was not there. Who leaves is the last to hear of it; a bot hears also that it left."""
    channel = slack.channel(channel_id)
    if user_id not in channel.members:
        return False
    if channel.is_direct:
        raise ApiError("method_not_supported_for_channel_type")
    slack.emit(channel.team, _membership(slack, channel, "member_left_channel", user_id), channel=channel)
    channel.members.remove(user_id)
    _note(slack, channel, user_id, "leave", "has left the channel")
    for it in slack.installations:
        if it.bot_user_id == user_id:
            left = "group_left" if channel.kind is Kind.GROUP else "channel_left"
            slack.tell(it, {"type": left, "channel": channel.id, **_at(slack, channel)})
    return True


def _note(slack: Slack, channel: Channel, user_id: str, what: str, says: str) -> None:
    prefix = "group" if channel.kind is Kind.GROUP else "channel"
    put(
        slack,
        channel,
        Message(
            channel=channel.id,
            ts=slack.next_ts(channel),
            user=user_id,
            team=slack.user(user_id).team,
            text=f"<@{user_id}> {says}",
            subtype=f"{prefix}_{what}",
        ),
    )


def _membership(slack: Slack, channel: Channel, kind: str, user_id: str) -> Json:
    return {
        "type": kind,
        "user": user_id,
        "channel": channel.id,
        "channel_type": "G" if channel.kind is Kind.GROUP else "C",
        "team": slack.user(user_id).team,
        **_at(slack, channel),
    }


def _at(slack: Slack, channel: Channel) -> Json:
    return {"event_ts": slack.next_ts(channel)}


def _twin(channel: Channel, what: str) -> str:
    return f"group_{what}" if channel.kind is Kind.GROUP else f"channel_{what}"


def archive(slack: Slack, channel_id: str, user_id: str) -> None:
    channel = slack.channel(channel_id)
    event = {"type": _twin(channel, "archive"), "channel": channel.id, "user": user_id}
    slack.emit(channel.team, event | _at(slack, channel), channel=channel)
    channel.is_archived = True


def unarchive(slack: Slack, channel_id: str, user_id: str) -> None:
    channel = slack.channel(channel_id)
    channel.is_archived = False
    event = {"type": _twin(channel, "unarchive"), "channel": channel.id, "user": user_id}
    slack.emit(channel.team, event | _at(slack, channel), channel=channel)


def rename(slack: Slack, channel_id: str, name: str) -> None:
    channel = slack.channel(channel_id)
    channel.name = name
    about = {"id": channel.id, "name": name, "created": channel.created}
    event = {"type": _twin(channel, "rename"), "channel": about}
    slack.emit(channel.team, event | _at(slack, channel), channel=channel)


def remove(slack: Slack, channel_id: str, user_id: str) -> None:
    """The channel is deleted, with all that was said in it."""
    channel = slack.channel(channel_id)
    event = {"type": _twin(channel, "deleted"), "channel": channel.id, "actor_id": user_id}
    slack.emit(channel.team, event | _at(slack, channel), channel=channel)
    del slack.channels[channel_id]


def share(slack: Slack, channel_id: str, team_id: str, *, new_id: str | None = None) -> Channel:
    """Slack Connect: another workspace comes in. `new_id`: Slack gives the channel another id."""
    channel = slack.channel(channel_id)
    slack.workspace(team_id)
    if new_id is not None:
        _change_id(slack, channel, new_id)
    if team_id not in channel.teams:
        channel.shared_teams.append(team_id)
    event = {"type": "channel_shared", "connected_team_id": team_id, "channel": channel.id}
    slack.emit(channel.team, event | _at(slack, channel), channel=channel)
    return channel


def unshare(slack: Slack, channel_id: str, team_id: str) -> None:
    """The other side goes, and its people with it."""
    channel = slack.channel(channel_id)
    if team_id not in channel.shared_teams:
        raise ApiError("team_not_found")
    event = {
        "type": "channel_unshared",
        "previously_connected_team_id": team_id,
        "channel": channel.id,
        "is_ext_shared": len(channel.shared_teams) > 1,
    }
    slack.emit(channel.team, event | _at(slack, channel), channel=channel)
    channel.shared_teams.remove(team_id)
    channel.members = [it for it in channel.members if slack.user(it).team != team_id]


def change_id(slack: Slack, channel_id: str, new_id: str) -> Channel:
    channel = slack.channel(channel_id)
    _change_id(slack, channel, new_id)
    return channel


def _change_id(slack: Slack, channel: Channel, new_id: str) -> None:
    """What stood under the old id is found under the new one; the old one says channel_not_found."""
    old_id = channel.id
    del slack.channels[old_id]
    channel.id = new_id
    slack.channels[new_id] = channel
    slack.readdress(old_id, new_id)
    event = {"type": "channel_id_changed", "old_channel_id": old_id, "new_channel_id": new_id}
    slack.emit(channel.team, event | _at(slack, channel), channel=channel)
