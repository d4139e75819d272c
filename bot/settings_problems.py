"""What can be wrong with the settings, in a sentence each that says where to find the value."""

from collections.abc import Iterable, Mapping
from typing import Any

WHERE = {
    "SLACK_BOT_TOKEN": "api.slack.com/apps, your app, OAuth & Permissions: Bot User OAuth Token (xoxb-…)",
    "SLACK_APP_TOKEN": "api.slack.com/apps, your app, Basic Information, App-Level Tokens, scope "
    "connections:write (xapp-…)",
    "SLACK_SIGNING_SECRET": "api.slack.com/apps, your app, Basic Information, App Credentials: Signing Secret",
    "LIAISON_TOKEN_KEY": "made by: python -m bot key",
    "LIAISON_SEAL_KEY": "made by: python -m bot key; another one than LIAISON_TOKEN_KEY",
    "LIAISON_CLIENT_ID": "api.slack.com/apps, your app, Basic Information, App Credentials: Client ID",
    "LIAISON_CLIENT_SECRET": "api.slack.com/apps, your app, Basic Information, App Credentials: Client Secret",
    "LIAISON_PUBLIC_URL": "https:// and the name by which browsers reach the bot, without a path",
    "LIAISON_TRANSPORT": "'socket' with SLACK_APP_TOKEN, or 'http' with SLACK_SIGNING_SECRET",
    "LIAISON_DATABASE": "sqlite:///liaison.db beside the bot, or postgresql://user@host/name",
    "SLACK_API_URL": "https://slack.com/api/, https://slack-gov.com/api/ or the sandbox's address",
    "LIAISON_TARGETS": "critical 1h/4h, high 4h/1d, medium 1d/3d, low 3d/5d: first response / update",
    "LIAISON_VENDOR_ZONE": "a name of the time zone database, such as America/Chicago",
    "LIAISON_DESK_CHANNEL": "in Slack, the desk channel's details, at the very bottom: Channel ID (C… or G…); "
    "without SLACK_BOT_TOKEN with its workspace before it: T…/C…",
}

_EITHER = ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")


_OAUTH = ("LIAISON_CLIENT_ID", "LIAISON_CLIENT_SECRET", "LIAISON_PUBLIC_URL")


def of_installing(given: Mapping[str, Any]) -> list[str]:
    """A token of one workspace, or all that OAuth needs; both are well together."""
    there = [name for name in _OAUTH if given.get(name)]
    if there:
        wanting = [name for name in _OAUTH if name not in there]
        desk = str(given.get("LIAISON_DESK_CHANNEL") or "")
        if not given.get("SLACK_BOT_TOKEN") and desk and "/" not in desk:
            where = WHERE["LIAISON_DESK_CHANNEL"]
            return [*_missing(wanting), f"LIAISON_DESK_CHANNEL does not say in which workspace it is: {where}"]
        return _missing(wanting)
    return [] if given.get("SLACK_BOT_TOKEN") else _missing(["SLACK_BOT_TOKEN"])


def _missing(names: Iterable[str]) -> list[str]:
    return [f"{name} is missing: {WHERE[name]}" for name in names]


def of_transport(given: Mapping[str, Any]) -> list[str]:
    app, secret = (bool(given.get(name)) for name in _EITHER)
    match given.get("LIAISON_TRANSPORT"):
        case None if app and secret:
            return [f"LIAISON_TRANSPORT is needed where both ways in are set: {WHERE['LIAISON_TRANSPORT']}"]
        case None if not app and not secret:
            return [f"{name} is missing (one of the two is enough): {WHERE[name]}" for name in _EITHER]
        case "socket" if not app:
            return [f"SLACK_APP_TOKEN is missing: {WHERE['SLACK_APP_TOKEN']}"]
        case "http" if not secret:
            return [f"SLACK_SIGNING_SECRET is missing: {WHERE['SLACK_SIGNING_SECRET']}"]
        case _:
            return []


def sentence(problem: Any) -> str:
    """Never the value: it may be a token."""
    name = str(problem["loc"][0])
    where = WHERE.get(name, "see .env.example")
    match problem["type"]:
        case "missing":
            return f"{name} is missing: {where}"
        case "string_pattern_mismatch":
            return f"{name} has not the shape of one: {where}"
        case "value_error":
            return f"{name} {problem['ctx']['error']}: {where}"
        case _:
            return f"{name} is not usable: {problem['msg']}; {where}"
