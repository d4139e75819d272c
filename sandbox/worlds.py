"""A world from a description: a dictionary, as it stands in a JSON file. `docs/sandbox.md` shows one."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sandbox import manifests
from sandbox.deeds import accounts, apps, channels
from sandbox.model import Command, Json, Shortcut, Workspace
from sandbox.state import Slack


class NotAWorld(Exception):
    """The description lacks something, or names what there is not."""


def read(path: Path) -> Json:
    described: Any = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(described, dict):
        raise NotAWorld(f"{path}: not an object")
    return described


def fill(slack: Slack, described: Mapping[str, Any]) -> None:
    """Workspaces with their people first, then apps, then channels, since bots may be members."""
    for it in described.get("workspaces", []):
        _workspace(slack, it)
    for it in described.get("apps", []):
        _app(slack, it)
    for it in described.get("channels", []):
        _channel(slack, it)


def _workspace(slack: Slack, described: Json) -> None:
    team_id = described["id"]
    slack.workspaces[team_id] = Workspace(
        team_id=team_id,
        name=described["name"],
        domain=described["domain"],
        enterprise_id=described.get("enterprise_id"),
    )
    for person in described.get("users", []):
        facts = {name: value for name, value in person.items() if name not in {"id", "name"}}
        accounts.add(slack, team_id, person["name"], user_id=person.get("id"), quietly=True, **facts)


def _app(slack: Slack, described: Json) -> None:
    manifest = described.get("manifest")
    settings = manifests.settings_of(manifest) if manifest else {}
    name = manifests.name_of(manifest) if manifest else described["name"]
    app = apps.make(slack, name, app_id=described.get("id"), **(settings | _own_settings(described)))
    for it in described.get("installed", []):
        apps.install(
            slack,
            app.app_id,
            it["team"],
            it.get("scopes") or (manifests.scopes_of(manifest) if manifest else ()),
            bot_token=it.get("bot_token"),
            bot_user_id=it.get("bot_user"),
        )


def _own_settings(described: Json) -> Json:
    """What the description says of the app itself goes before its manifest."""
    settings = {
        name: value
        for name, value in described.items()
        if name not in {"id", "name", "manifest", "installed", "events", "commands", "shortcuts"}
    }
    if "events" in described:
        settings["events"] = frozenset(described["events"])
    if "commands" in described:
        settings["commands"] = tuple(
            Command(command=it) if isinstance(it, str) else Command(**it) for it in described["commands"]
        )
    if "redirect_urls" in described:
        settings["redirect_urls"] = tuple(described["redirect_urls"])
    if "shortcuts" in described:
        settings["shortcuts"] = tuple(Shortcut(**it) for it in described["shortcuts"])
    return settings


def _channel(slack: Slack, described: Json) -> None:
    members = described.get("members", [])
    unknown = [it for it in members if it not in slack.users]
    if unknown:
        raise NotAWorld(f"channel {described['name']}: nobody is called {', '.join(unknown)}")
    channels.create(
        slack,
        described["team"],
        described["name"],
        members=members,
        is_private=described.get("private", False),
        shared_with=described.get("shared_with", []),
        channel_id=described.get("id"),
    )
