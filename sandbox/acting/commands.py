"""Slash commands: typed in a channel, never in a thread. Whatever the app answers only their person sees."""

import re
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


_CALLED = re.compile(r"(?<![\w@#])([@#])([\w.-]*\w)")


def _escaped(stage: Stage, user: User, text: str) -> str:
    """With `should_escape`: people and channels called by name become their ids, the rest arrives escaped."""
    people = {it.name: it.id for it in stage.slack.users.values() if it.team == user.team}
    places = {
        it.name: it.id
        for it in stage.slack.channels.values()
        if user.team in it.teams and not it.is_direct and (not it.is_private or user.id in it.members)
    }

    def called(found: re.Match[str]) -> str:
        mark, name = found[1], found[2]
        slack_id = (people if mark == "@" else places).get(name)
        return f"<{mark}{slack_id}|{name}>" if slack_id else found[0]

    return _CALLED.sub(called, text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


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
