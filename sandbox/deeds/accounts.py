"""People come, change and go; they open an app's home."""

from dataclasses import replace
from typing import Any

from sandbox.deeds.channels import direct
from sandbox.model import ApiError, Channel, Json, User
from sandbox.objects import user_object
from sandbox.state import Slack


def add(
    slack: Slack, team_id: str, name: str, *, user_id: str | None = None, quietly: bool = False, **facts: Any
) -> User:
    """Somebody comes. `facts`: any other field of User. `quietly`: was always there, nobody is told."""
    slack.workspace(team_id)
    facts.setdefault("real_name", name.replace(".", " ").title())
    user = User(id=user_id or slack.new_id("U"), team=team_id, name=name, updated=slack.seconds(), **facts)
    slack.users[user.id] = user
    slack.changes.note()
    if not quietly:
        slack.emit(team_id, {"type": "team_join", **_about(slack, user)})
    return user


def change(slack: Slack, user_id: str, **facts: Any) -> User:
    """Any field of User changes; told to the apps of their workspace and of those who share a channel."""
    stood = slack.user(user_id)
    changed = replace(stood, updated=slack.seconds(), **facts)
    slack.users[user_id] = changed
    for team_id in _where_seen(slack, changed):
        slack.emit(team_id, {"type": "user_change", **_about(slack, changed)})
    return changed


def deactivate(slack: Slack, user_id: str) -> User:
    return change(slack, user_id, deleted=True)


def reactivate(slack: Slack, user_id: str) -> User:
    return change(slack, user_id, deleted=False)


def open_home(slack: Slack, user_id: str, app_id: str, *, tab: str = "home") -> Channel:
    """A person opens an app's home, or its messages; the DM with the bot is there from then on."""
    user = slack.user(user_id)
    if user.deleted:
        raise ApiError("user_disabled")
    installation = slack.installation(app_id, user.team)
    channel = direct(slack, user.team, [installation.bot_user_id, user_id])
    event: Json = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": channel.id,
        "tab": tab,
        "event_ts": slack.next_ts(channel),
    }
    home = slack.views.home(user.team, user_id, app_id)
    if home is not None and tab == "home":
        event["view"] = home.shown()
    slack.tell(installation, event)
    return channel


def _about(slack: Slack, user: User) -> Json:
    at = slack.now().timestamp()
    return {"user": user_object(user, with_email=True), "cache_ts": int(at), "event_ts": f"{at:.6f}"}


def _where_seen(slack: Slack, user: User) -> list[str]:
    shared = [
        team for it in slack.channels.values() if user.id in it.members and not it.is_direct for team in it.teams
    ]
    return [*dict.fromkeys([user.team, *shared])]
