"""Who and what a call names: there, of the workspace meant, and there for the person who acts."""

from sandbox.control.bodies import Body
from sandbox.control.refusals import unknown
from sandbox.model import ApiError, Channel, File, User
from sandbox.state import Slack


def check(slack: Slack, body: Body) -> None:
    """Whatever stands in `team` and `user` is there. Raises Refused."""
    if body.team is not None and body.team not in slack.workspaces:
        raise unknown("team_not_found")
    user = getattr(body, "user", None)
    if user is not None:
        person(slack, user, team=body.team)


def person(slack: Slack, user_id: str, *, team: str | None) -> User:
    user = slack.users.get(user_id)
    if user is None or team not in {None, user.team}:
        raise unknown("user_not_found")
    return user


def active(slack: Slack, user_id: str) -> User:
    user = person(slack, user_id, team=None)
    if user.deleted:
        raise ApiError("user_disabled")
    return user


def place(slack: Slack, channel_id: str, *, team: str | None) -> Channel:
    channel = slack.channels.get(channel_id)
    if channel is None or (team is not None and team not in channel.teams):
        raise unknown("channel_not_found")
    return channel


def seen_place(slack: Slack, channel_id: str, user: User, *, team: str | None) -> Channel:
    """A private one, or one of other workspaces, is not there for who is no member; guests see only their own."""
    channel = place(slack, channel_id, team=team)
    guest = user.is_restricted or user.is_ultra_restricted
    if user.id in channel.members:
        return channel
    if channel.is_private or guest or user.team not in channel.teams:
        raise unknown("channel_not_found")
    return channel


def acting_place(slack: Slack, channel_id: str, user_id: str, *, team: str | None) -> Channel:
    """Where this person may do something: a member, of a channel that is open."""
    user = active(slack, user_id)
    channel = seen_place(slack, channel_id, user, team=team)
    if user.id not in channel.members:
        raise ApiError("not_in_channel")
    if channel.is_archived:
        raise ApiError("is_archived")
    return channel


def own_file(slack: Slack, file_id: str, user_id: str) -> File:
    file = slack.files.get(file_id)
    if file is None or file.deleted or file.user != user_id:
        raise unknown("file_not_found")
    return file


def app(slack: Slack, app_id: str) -> str:
    if app_id not in slack.apps:
        raise unknown("app_not_found")
    return app_id
