"""What stands in a window's fields, read from Slack's view: words and choices by block, and files."""

import json
from dataclasses import dataclass

from bot.domain import files
from handlers.payloads import Malformed, Payload

DEEPEST = 3
"""As many windows as Slack lets stand over each other (SLACK 6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFile:
    """A file as Slack tells of it. Of one given into a form only the id is sure to be told (SLACK 8)."""

    id: str
    name: str
    mimetype: str
    size: int
    permalink: str


def depth_of(view: Payload) -> int:
    """Of a window among those that stand over each other; 0: it is none."""
    if view.get("type") != "modal":
        return 0
    below = view.get("previous_view_id")
    if below is None:
        return 1
    return 2 if below == view.get("root_view_id") else DEEPEST


def file_of(file: Payload) -> SharedFile:
    return SharedFile(
        id=str(file["id"]),
        name=files.readable(str(file.get("name") or "")),
        mimetype=str(file.get("mimetype") or ""),
        size=int(file.get("size") or 0),
        permalink=str(file.get("permalink") or ""),
    )


def chosen(element: Payload) -> str:
    """A button's value, an option's, several with commas between, a channel, a person, a moment, or typed words."""
    if several := element.get("selected_options"):
        return ",".join(str(option.get("value")) for option in several)
    option = element.get("selected_option") or {}
    moment = element.get("selected_date") or element.get("selected_time")
    picked = element.get("selected_conversation") or element.get("selected_user")
    instant = element.get("selected_date_time")
    for found in (element.get("value"), option.get("value"), picked, moment, instant):
        if found is not None:
            return str(found)
    return ""


def values_of(view: Payload) -> dict[str, str]:
    """By block id. What the state leaves out stands as it was drawn: Slack may tell of a field nobody touched only
    after it was touched (slackapi/bolt-js#1258)."""
    told = {block: chosen(next(iter(fields.values()), {})) for block, fields in _state(view).items()}
    return {**_as_drawn(view), **told}


def _as_drawn(view: Payload) -> dict[str, str]:
    inputs = [block for block in view.get("blocks") or [] if block.get("type") == "input"]
    return {str(block.get("block_id")): _first(block.get("element") or {}) for block in inputs}


def _first(element: Payload) -> str:
    initial = {
        "value": element.get("initial_value"),
        "selected_option": element.get("initial_option"),
        "selected_options": element.get("initial_options"),
        "selected_date": element.get("initial_date"),
        "selected_time": element.get("initial_time"),
        "selected_conversation": element.get("initial_conversation"),
        "selected_user": element.get("initial_user"),
        "selected_date_time": element.get("initial_date_time"),
    }
    return chosen(initial)


def files_in(view: Payload) -> tuple[SharedFile, ...]:
    """Those of all its file fields."""
    elements = [element for fields in _state(view).values() for element in fields.values()]
    return tuple(file_of(file) for element in elements for file in element.get("files") or () if file.get("id"))


def _state(view: Payload) -> dict[str, Payload]:
    found: dict[str, Payload] = (view.get("state") or {}).get("values") or {}
    return found


def metadata_of(view: Payload) -> dict[str, str]:
    """The ids that we gave it. Raises Malformed for what we never wrote."""
    try:
        metadata = json.loads(view.get("private_metadata") or "{}")
    except ValueError as error:
        raise Malformed("private_metadata") from error
    return {str(name): str(value) for name, value in metadata.items()}
