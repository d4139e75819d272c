"""The demonstration's world: the people of `docs/samples`, their channels, and the app of the manifest."""

import csv
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sandbox import worlds
from sandbox.state import Slack

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "docs" / "samples"
VENDOR = "Support"
ROLES = {
    "support": "Authorized Support Contact",
    "technical": "Authorized Technical Contact",
    "coach": "Building coach",
    "staff": "Staff",
    "administrator": "District administrator",
    "agent": "Agent",
    "lead": "Lead",
    "support-administrator": "Administrator",
}
"""As people put it in their profile."""

NOON = datetime(2026, 11, 24, 18, tzinfo=UTC)
"""A Tuesday: noon at Lakeside, eleven at Pine Ridge."""

TEAM = "T0LIAISON"
APP = "A0LIAISON"
BOT_TOKEN = "xoxb-the-sandboxs-own"  # noqa: S105  # opens nothing but the sandbox
APP_TOKEN = "xapp-the-sandboxs-own"  # noqa: S105  # likewise
SIGNING_SECRET = "the-sandboxs-own-secret"  # noqa: S105  # likewise
LAKESIDE, PINE_RIDGE, DESK, TOWN = "C0LAKESIDE", "C0PINERIDGE", "C0DESK", "C0TOWN"
STRANGER = "U0NORA"
"""In the workspace, in no district, on no list."""


def people() -> list[dict[str, str]]:
    """The lines of `docs/samples/people.csv`."""
    with (SAMPLES / "people.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def districts() -> dict[str, str]:
    """Names by key; the vendor's own people are of Support."""
    with (SAMPLES / "districts.csv").open(encoding="utf-8") as file:
        return {row["key"]: row["name"] for row in csv.DictReader(file)} | {"-": VENDOR}


def zones() -> dict[str, str]:
    """By district; the vendor's own people are in New York."""
    with (SAMPLES / "districts.csv").open(encoding="utf-8") as file:
        return {row["key"]: row["timezone"] for row in csv.DictReader(file)} | {"-": "America/New_York"}


def names() -> dict[str, str]:
    return {row["slack_user_id"]: row["name"] for row in people()} | {STRANGER: "Nora Stein", "U0BOT": "Liaison"}


def fill(slack: Slack, *, request_url: str | None = None) -> None:
    """`request_url`: where the bot listens over HTTP; None: Socket Mode."""
    worlds.fill(slack, described(request_url))


def described(request_url: str | None) -> dict[str, Any]:
    there, called = zones(), districts()
    users = [
        {
            "id": row["slack_user_id"],
            "name": row["name"].split()[0].lower(),
            "real_name": row["name"],
            "email": row["email"],
            "tz": there[row["district"]],
            "title": f"{ROLES[row['role']]}, {called[row['district']]}",
        }
        for row in people()
    ]
    users.append({"id": STRANGER, "name": "nora", "real_name": "Nora Stein", "title": "In no district"})
    return {
        "workspaces": [{"id": TEAM, "name": "Liaison Demo", "domain": "liaison-demo", "users": users}],
        "apps": [_app(request_url)],
        "channels": _channels(),
    }


def _app(request_url: str | None) -> dict[str, Any]:
    manifest = deepcopy(_manifest())
    manifest["settings"]["socket_mode_enabled"] = request_url is None
    for part in ("event_subscriptions", "interactivity"):
        manifest["settings"][part]["request_url"] = request_url
    return {
        "id": APP,
        "manifest": manifest,
        "app_token": APP_TOKEN,
        "signing_secret": SIGNING_SECRET,
        "installed": [{"team": TEAM, "bot_token": BOT_TOKEN, "bot_user": "U0BOT"}],
    }


@cache
def _manifest() -> dict[str, Any]:
    """Read once: YAML is slow to read, and a town is begun a thousand times by the tests."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yaml").read_text(encoding="utf-8"))
    return found


def _channels() -> list[dict[str, Any]]:
    """Lakeside's and Pine Ridge's hold their contacts; the desk's the agents; everybody is in town."""
    by = {row["slack_user_id"]: row for row in people()}

    def having(district: str, *roles: str) -> list[str]:
        return [user for user, row in by.items() if row["district"] == district and row["role"] in roles]

    agents = having("-", "agent", "lead")
    everybody = [*by, STRANGER, "U0BOT"]
    lakeside = [*having("lakeside", "support", "technical"), "U0BOT"]
    pine_ridge = [*having("pine-ridge", "support", "technical"), "U0BOT"]
    return [
        {"id": LAKESIDE, "team": TEAM, "name": "lakeside-cases", "private": True, "members": lakeside},
        {"id": PINE_RIDGE, "team": TEAM, "name": "pine-ridge-cases", "private": True, "members": pine_ridge},
        {"id": DESK, "team": TEAM, "name": "support-desk", "private": True, "members": [*agents, "U0BOT"]},
        {"id": TOWN, "team": TEAM, "name": "town-hall", "members": everybody},
    ]
