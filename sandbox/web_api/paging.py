"""Pages of a list, and the cursor that leads to the next."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from sandbox.model import ApiError, Json
from sandbox.web_api.call import Arguments

_Item = TypeVar("_Item")


def page(items: Sequence[_Item], arguments: Arguments, *, default: int, most: int = 1000) -> tuple[list[_Item], Json]:
    """One page, and the `response_metadata` beside it."""
    limit = arguments.number("limit", default=default) or default
    if not 1 <= limit <= most:
        raise ApiError("invalid_limit")
    start = _start(arguments.text("cursor"))
    end = start + limit
    following = _cursor(end) if end < len(items) else ""
    return [*items[start:end]], {"response_metadata": {"next_cursor": following}}


def _cursor(start: int) -> str:
    return base64.b64encode(f"next:{start}".encode()).decode()


def _start(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError):
        raise ApiError("invalid_cursor") from None
