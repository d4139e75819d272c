"""The app's manifest, as it stands in the repository."""

from pathlib import Path
from typing import Any

import yaml

MANIFEST = Path(__file__).parent.parent / "manifest.yaml"


def read() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return found


def scopes() -> tuple[str, ...]:
    """What the bot asks for when it is installed."""
    return tuple(read()["oauth_config"]["scopes"]["bot"])
