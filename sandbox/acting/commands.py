"""Slash commands: typed in a channel, never in a thread. Whatever the app answers only their person sees."""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.acting.stage import Stage, listed, visible
from sandbox.deeds import messages
from sandbox.filling import Impossible
from sandbox.model import ApiError, Channel, Json, User
from sandbox.web_api.chat import check_content
from sandbox.wire.carrier import Delivery, Outcome


async def command(stage: Stage, user_id: str, channel_id: str, *, name: str, text: str) -> Outcome:
    user = stage.user(user_id)
    channel = visible(stage, user, channel_id)
    app = stage.app(user)
    found = next((it for it in app.commands if it.command == name), None)
    if found is None:
        there = listed(it.command for it in app.commands)
        raise Impossible("no_such_command", f"no app has {name}; there is {there}")
    url = stage.slack.response_urls.issue(app_id=app.app_id, team=user.team, channel=channel.id, user=user.id)
    payload = {
        "token": app.verification_token,
        "team_id": user.team,
        "team_domain": stage.slack.workspace(user.team).domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_direct else channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": _escaped(stage, user, text) if found.should_escape else text,
        "api_app_id": app.app_id,
        "is_enterprise_install": "false",
        "response_url": f"{stage.slack.base_url}/_response/{url.token}",
        "trigger_id": stage.slack.triggers.issue(user.id, user.team, app.app_id),
    }
    outcome = await stage.wire.carry(app, Delivery(kind="slash_commands", payload=payload))
    _show_answer(stage, channel, user, outcome, name)
    return outcome


def _escaped(stage: Stage, user: User, text: str) -> str:
    """With `should_escape`: people and channels called by name become their ids, the rest arrives escaped."""
    ids = {_plain(name): slack_id for name, slack_id in _callable(stage, user)}
    longest_first = "|".join(re.escape(it) for it in sorted(ids, key=len, reverse=True))
    whole = re.compile(rf"(?<![\w@#])(?:{longest_first})(?!\w|[.-]\w)")
    return whole.sub(lambda found: ids[found[0]], _plain(text))


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _callable(stage: Stage, user: User) -> Iterator[tuple[str, str]]:
    """Everybody of the workspace, and the channels this person sees; of a private one Slack tells the id alone."""
    for it in stage.slack.users.values():
        if it.team == user.team:
            yield f"@{it.name}", f"<@{it.id}|{_plain(it.name)}>"
    for channel in stage.slack.channels.values():
        if user.team not in channel.teams or channel.is_direct:
            continue
        if not channel.is_private:
            yield f"#{channel.name}", f"<#{channel.id}|{_plain(channel.name)}>"
        elif user.id in channel.members:
            yield f"#{channel.name}", f"<#{channel.id}>"


def _show_answer(stage: Stage, channel: Channel, user: User, outcome: Outcome, name: str) -> None:
    body, installation = outcome.body, stage.installation(user)
    if not outcome.acked:
        body = f"{name} failed with the error “operation_timeout”"
    if isinstance(body, str):
        body = {"text": body}
    if not body:
        return
    text, blocks = _content(body)
    if not (text or blocks):
        return
    if body.get("response_type") == "in_channel":
        messages.post(stage.slack, installation, channel, text=text, blocks=blocks)
    else:
        messages.whisper(stage.slack, installation, channel, reader=user.id, text=text, blocks=blocks)


def _content(body: Any) -> tuple[str, list[Json]]:
    """What the app answered, if Slack would show it."""
    if not isinstance(body, dict) or not isinstance(body.get("text") or "", str):
        raise Impossible("bad_answer", "the app answered neither words nor an object with `text`")
    text, blocks = body.get("text") or "", body.get("blocks") or []
    if text or blocks:
        try:
            check_content(text, blocks)
        except ApiError as no:
            raise Impossible("bad_answer", f"the app answered a message that Slack refuses: {no.error}") from no
    return text, blocks
