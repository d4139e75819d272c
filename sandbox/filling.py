"""What a person enters into one element, as Slack carries it; what nobody could enter there is refused."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from sandbox.composition import option as composed_option
from sandbox.model import Json
from sandbox.shapes import Place
from sandbox.typed import rich_text_of


class Impossible(Exception):
    """Nobody could do that in Slack: there is no such button, no open form, no such command.

    `error`: a name to tell apart by, `hint`: what to do instead.
    """

    def __init__(self, error: str, hint: str) -> None:
        super().__init__(f"{error}: {hint}")
        self.error = error
        self.hint = hint


ONE_OF = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}
MANY_OF = {
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
_OPTION = {"static_select", "radio_buttons", "overflow"}
_OPTIONS = {"checkboxes", "multi_static_select"}


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_time(value: str) -> bool:
    return re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value) is not None


_WRITTEN = {
    "datepicker": ("selected_date", _is_day, "2026-11-24"),
    "timepicker": ("selected_time", _is_time, "09:30"),
}
_SECONDS = range(1_000_000_000, 10_000_000_000)
"""Since 1970, in ten digits, as Slack has them."""


def value_of(element: Json, value: Any) -> Json:
    """Nothing (None) empties the element, and so does a text without a character."""
    kind = element["type"]
    if kind == "external_select":
        return {"selected_option": None if value is None else _outer_option(element, value)}
    if kind == "multi_external_select":
        return {"selected_options": [_outer_option(element, it) for it in _list(element, value)]}
    if kind in _OPTION:
        return {"selected_option": None if value is None else option(element, value)}
    if kind in _OPTIONS:
        return {"selected_options": [option(element, it) for it in _list(element, value)]}
    if kind in _WRITTEN:
        return _written(element, value)
    if kind in ONE_OF:
        return {ONE_OF[kind]: _text(element, value) or None}
    if kind in MANY_OF:
        return {MANY_OF[kind]: [_text(element, it) for it in _list(element, value)]}
    if kind == "file_input":
        return {"files": [{"id": _text(element, it)} for it in _list(element, value)]}
    if kind == "datetimepicker":
        return {"selected_date_time": _checked(element, value, _is_moment, "seconds since 1970, as a number")}
    if kind == "rich_text_input":
        words = _text(element, value)
        return {"rich_text_value": rich_text_of(words) if words else None}
    return {"value": _text(element, value) or None}


def option(element: Json, value: Any) -> Json:
    """By its value or its words."""
    options = options_of(element)
    for it in options:
        if value in (it["value"], it["text"]["text"]):
            return it
    there = ", ".join(it["value"] for it in options)
    raise Impossible("no_such_option", f"`value` is one of those of {element['action_id']}: {there}")


def options_of(element: Json) -> list[Json]:
    """Also those that stand in groups."""
    groups = [element.get("options") or [], *(it["options"] for it in element.get("option_groups") or [])]
    return [it for group in groups for it in group]


def _outer_option(element: Json, value: Any) -> Json:
    """Of an external select, whose options only the app knows: the whole of it, as the app offered it."""
    if [*composed_option(value, Place(pointer="/value", surface="modal"))]:
        raise Impossible(
            "wrong_value", f"{element['action_id']} takes an option as POST /_control/suggest answers it"
        )
    found: Json = value
    return found


def _is_moment(value: Any) -> bool:
    return isinstance(value, int) and value in _SECONDS


def _written(element: Json, value: Any) -> Json:
    key, is_sound, sample = _WRITTEN[element["type"]]

    def fits(it: Any) -> bool:
        return isinstance(it, str) and is_sound(it)

    return {key: _checked(element, value, fits, f"text like {sample}")}


def _text(element: Json, value: Any) -> str | None:
    taken: str | None = _checked(element, value, lambda it: isinstance(it, str), "text")
    return taken


def _list(element: Json, value: Any) -> list[Any]:
    return _checked(element, value, lambda it: isinstance(it, list), "a list") or []


def _checked(element: Json, value: Any, fits: Callable[[Any], bool], what: str) -> Any:
    if value is not None and not fits(value):
        raise Impossible("wrong_value", f"{element['action_id']} ({element['type']}) takes {what}")
    return value
