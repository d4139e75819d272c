"""An app's manifest, as far as the sandbox obeys it: scopes, events, commands, shortcuts, tabs, addresses."""

from collections.abc import Iterable
from typing import Any

from sandbox.model import Command, Json, Shortcut


def name_of(manifest: Json) -> str:
    return str(manifest["display_information"]["name"])


def scopes_of(manifest: Json) -> frozenset[str]:
    return frozenset(_under(manifest, "oauth_config", "scopes", "bot") or ())


def settings_of(manifest: Json) -> Json:
    """Fields of App, for `deeds.apps.make`."""
    home = _under(manifest, "features", "app_home") or {}
    return {
        "socket_mode": bool(_under(manifest, "settings", "socket_mode_enabled")),
        "request_url": _under(manifest, "settings", "event_subscriptions", "request_url"),
        "interactivity_url": _under(manifest, "settings", "interactivity", "request_url"),
        "events": frozenset(_under(manifest, "settings", "event_subscriptions", "bot_events") or ()),
        "commands": tuple(_commands(_under(manifest, "features", "slash_commands") or ())),
        "shortcuts": tuple(_shortcuts(_under(manifest, "features", "shortcuts") or ())),
        "home_tab": bool(home.get("home_tab_enabled")),
        "messages_tab": bool(home.get("messages_tab_enabled")),
        "redirect_urls": tuple(_under(manifest, "oauth_config", "redirect_urls") or ()),
        "org_deploy": bool(_under(manifest, "settings", "org_deploy_enabled")),
    }


def _under(manifest: Json, *path: str) -> Any:
    found: Any = manifest
    for name in path:
        found = (found or {}).get(name)
    return found


def _commands(listed: Iterable[Json]) -> Iterable[Command]:
    for it in listed:
        yield Command(
            command=it["command"],
            url=it.get("url"),
            should_escape=bool(it.get("should_escape")),
            description=it.get("description") or "",
            usage_hint=it.get("usage_hint") or "",
        )


def _shortcuts(listed: Iterable[Json]) -> Iterable[Shortcut]:
    for it in listed:
        yield Shortcut(
            callback_id=it["callback_id"], name=it["name"], kind=it["type"], description=it.get("description") or ""
        )
