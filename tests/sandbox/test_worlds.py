"""Worlds from a description."""

import json
from pathlib import Path

import pytest

from sandbox import worlds
from sandbox.clock import HandClock
from sandbox.deeds import channels, messages
from sandbox.faults import Fault, Trouble
from sandbox.model import Command, Json, Kind, Shortcut
from sandbox.server import Sandbox
from sandbox.state import Slack

MANIFEST: Json = {
    "display_information": {"name": "Helper"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": False},
        "slash_commands": [{"command": "/help-me", "description": "Helps", "usage_hint": "[what]"}],
        "shortcuts": [{"name": "Ask", "type": "message", "callback_id": "ask", "description": "Asks"}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}},
    "settings": {
        "socket_mode_enabled": True,
        "event_subscriptions": {"bot_events": ["message.channels"]},
    },
}

DESCRIBED: Json = {
    "workspaces": [
        {
            "id": "T1",
            "name": "One",
            "domain": "one",
            "users": [{"id": "U1", "name": "ann", "tz": "America/Denver", "email": "ann@one.example"}],
        },
        {"id": "T2", "name": "Two", "domain": "two"},
    ],
    "apps": [
        {
            "id": "A1",
            "manifest": MANIFEST,
            "app_token": "xapp-mine",
            "installed": [{"team": "T1", "bot_token": "xoxb-mine", "bot_user": "UBOT"}],
        }
    ],
    "channels": [
        {"team": "T1", "id": "C1", "name": "open", "members": ["U1", "UBOT"], "shared_with": ["T2"]},
        {"team": "T1", "id": "C2", "name": "closed", "members": ["U1"], "private": True},
    ],
}


def test_a_description_in_a_file_becomes_a_world(clock: HandClock, tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    path.write_text(json.dumps(DESCRIBED), encoding="utf-8")
    slack = Slack(clock=clock)
    worlds.fill(slack, worlds.read(path))
    assert (slack.user("U1").tz, slack.user("UBOT").is_bot) == ("America/Denver", True)
    assert (slack.channel("C1").teams, slack.channel("C2").kind) == (["T1", "T2"], Kind.GROUP)


def test_an_app_is_what_its_manifest_says_unless_the_description_says_otherwise(clock: HandClock) -> None:
    slack = Slack(clock=clock)
    worlds.fill(slack, DESCRIBED)
    app, installation = slack.app("A1"), slack.installation("A1", "T1")
    assert (app.name, app.app_token, app.messages_tab) == ("Helper", "xapp-mine", False)
    assert app.commands == (
        Command(command="/help-me", description="Helps", usage_hint="[what]", should_escape=False),
    )
    assert app.shortcuts == (Shortcut(callback_id="ask", name="Ask", kind="message", description="Asks"),)
    assert (app.events, installation.scopes) == (
        frozenset({"message.channels"}),
        frozenset({"chat:write", "commands"}),
    )
    assert slack.by_bot_token("xoxb-mine") is installation


def test_a_command_is_described_by_its_name_or_with_what_it_says_of_itself(clock: HandClock) -> None:
    slack = Slack(clock=clock)
    commands = [
        "/short",
        {"command": "/long", "description": "Says it", "usage_hint": "[words]", "should_escape": False},
    ]
    worlds.fill(slack, {"apps": [{"id": "A2", "name": "Other", "commands": commands}]})
    assert slack.app("A2").commands == (
        Command(command="/short", should_escape=True),
        Command(command="/long", description="Says it", usage_hint="[words]", should_escape=False),
    )


def test_an_app_may_be_described_without_a_manifest(clock: HandClock) -> None:
    slack = Slack(clock=clock)
    described = {
        "apps": [
            {
                "name": "Plain",
                "id": "A2",
                "events": ["team_join"],
                "commands": ["/x"],
                "shortcuts": [{"callback_id": "y", "name": "Y"}],
            }
        ]
    }
    worlds.fill(slack, described)
    app = slack.app("A2")
    assert (app.events, app.commands[0].command, app.shortcuts[0].kind) == (frozenset({"team_join"}), "/x", "global")


def test_a_channel_with_somebody_unknown_is_no_world(clock: HandClock) -> None:
    described = {"channels": [{"team": "T1", "name": "open", "members": ["U9"]}]}
    with pytest.raises(worlds.NotAWorld, match="U9"):
        worlds.fill(Slack(clock=clock), described)


def test_a_list_is_no_world(tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(worlds.NotAWorld):
        worlds.read(path)


async def test_starting_over_gives_the_described_world_again_and_nothing_else(clock: HandClock) -> None:
    async with Sandbox.running(clock=clock, world=DESCRIBED) as sandbox:
        slack = sandbox.slack
        messages.say(slack, "C1", "U1", "Hello")
        slack.faults.add(Fault(trouble=Trouble.SERVER_ERROR))
        sandbox.start_over()
        assert (slack.channel("C1").messages, slack.faults.of_api) == ({}, [])
        assert slack.base_url == sandbox.url


def _given_out(slack: Slack) -> set[str]:
    """One of each thing that an app may keep."""
    window: Json = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": []}
    return {
        messages.say(slack, "C1", "U1", "Hello").ts,
        slack.views.open(window, team="T1", user="U1", app_id="A1", bot_id="B1").id,
        slack.triggers.issue("U1", "T1", "A1"),
        slack.response_urls.issue(team="T1", user="U1", app_id="A1", channel="C1").token,
        slack.socket_tickets.give("A1"),
        channels.direct(slack, "T1", ["UBOT", "U1"]).id,
    }


async def test_what_an_app_kept_of_the_old_world_means_nothing_else_in_the_new_one(clock: HandClock) -> None:
    """The clock stands, so that not even time tells the two apart."""
    told: list[Json] = []
    hearing = {"team": "T1", "bot_user": "UBOT", "scopes": ["channels:history", "channels:read"]}
    app = {"id": "A1", "name": "Helper", "events": ["message.channels", "channel_created"], "installed": [hearing]}
    async with Sandbox.running(clock=clock, world=DESCRIBED | {"apps": [app]}) as sandbox:
        slack = sandbox.slack
        bot_id, token = slack.installations[0].bot_id, slack.installations[0].bot_token
        kept = _given_out(slack)
        slack.sink = lambda _, event: told.append(event)
        sandbox.start_over()
        assert told == []
        assert kept & _given_out(slack) == set()
        assert (slack.installations[0].bot_id, slack.installations[0].bot_token) == (bot_id, token)
        assert [it["text"] for it in told] == ["Hello"]
