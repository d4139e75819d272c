"""Scopes: each that a method called, an event heard or a command offered needs, and no other."""

import re
from pathlib import Path
from typing import Any

import yaml

from sandbox.web_api.methods import METHODS

ROOT = Path(__file__).parents[2]
KINDS = ("channels", "groups", "im")
"""Of channels that the bot is in: it is in no group DM."""

EVENTS = {
    "app_home_opened": (),
    "app_uninstalled": (),
    "tokens_revoked": (),
    "user_change": ("users:read",),
    "team_join": ("users:read", "users:read.email"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unshared": ("channels:read", "groups:read"),
    "channel_id_changed": ("channels:read", "groups:read"),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
}
"""What Slack's pages say each event needs. Other `channel_…` and `group_…` events need the reading of their kind."""


def manifest() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yaml").read_text(encoding="utf-8"))
    return found


def called() -> set[str]:
    """Every method of Slack's that the bot's source calls by the SDK's name for it, or by its own."""
    source = "".join(
        path.read_text(encoding="utf-8") for top in ("bot", "handlers") for path in (ROOT / top).rglob("*.py")
    )
    names = {f"{one}.{two}" for one, two in re.findall(r"\.([a-z]+)_([a-zA-Z]+)\(", source)}
    names |= {f"files.{two}" for two in re.findall(r"\.files_([a-zA-Z]+)\(", source)}
    return (names | set(re.findall(r'api_call\(\s*"([a-zA-Z0-9.]+)"', source))) & set(METHODS)


def needed() -> dict[str, set[str]]:
    """By scope: what needs it."""
    found: dict[str, set[str]] = {}
    for name in called():
        scope = METHODS[name].scope
        for it in [scope.replace("*", kind) for kind in KINDS] if scope and "*" in scope else filter(None, [scope]):
            found.setdefault(it, set()).add(name)
    for event in manifest()["settings"]["event_subscriptions"]["bot_events"]:
        reading = ("groups:read",) if event.startswith("group_") else ("channels:read",)
        for it in EVENTS.get(event, reading):
            found.setdefault(it, set()).add(event)
    if manifest()["features"]["slash_commands"] or manifest()["features"]["shortcuts"]:
        found.setdefault("commands", set()).add("commands")
    return found


def test_the_methods_called_are_found_and_are_the_ones_one_expects() -> None:
    expected = {"chat.postMessage", "chat.update", "conversations.members", "users.info", "oauth.v2.access"}
    assert expected <= called()


def test_every_scope_that_something_needs_is_asked_for_and_no_other() -> None:
    asked = set(manifest()["oauth_config"]["scopes"]["bot"])
    assert {it: sorted(why) for it, why in needed().items() if it not in asked} == {}
    assert sorted(asked - set(needed())) == []


def test_every_scope_says_why() -> None:
    lines = (ROOT / "manifest.yaml").read_text(encoding="utf-8").splitlines()
    asked = set(manifest()["oauth_config"]["scopes"]["bot"])
    said = {line.strip()[2:].split(" # ")[0] for line in lines if line.strip().startswith("- ") and " # " in line}
    assert asked - said == set()
