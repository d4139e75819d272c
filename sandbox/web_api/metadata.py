"""Message metadata: `event_type` and a payload of plain values, one level of nesting at most."""

import json
from typing import Any

from sandbox.model import ApiError, Json
from sandbox.web_api.call import Arguments

# Slack documents no number; this one is generous.
_MOST_BYTES = 8_000


def metadata_of(arguments: Arguments) -> Json | None:
    """None: not given."""
    given = arguments.parsed("metadata", error="invalid_metadata_format")
    if given is None:
        return None
    if not _is_metadata(given):
        raise ApiError("invalid_metadata_format")
    if len(json.dumps(given).encode()) > _MOST_BYTES:
        raise ApiError("metadata_too_large")
    return {"event_type": given["event_type"], "event_payload": given["event_payload"]}


def _is_metadata(given: Any) -> bool:
    return (
        isinstance(given, dict)
        and isinstance(given.get("event_type"), str)
        and bool(given["event_type"])
        and isinstance(given.get("event_payload"), dict)
        and all(_is_value(it, nested=True) for it in given["event_payload"].values())
    )


def _is_value(value: Any, *, nested: bool) -> bool:
    if isinstance(value, (str, int, float, bool)):
        return True
    if not nested:
        return False
    if isinstance(value, dict):
        return all(_is_value(it, nested=False) for it in value.values())
    return isinstance(value, list) and all(_is_value(it, nested=False) for it in value)
