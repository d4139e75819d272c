"""The fields of a view or a message: which one is meant by a name, and what a person holds in them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.filling import options_of, value_of
from sandbox.model import Json, Message
from sandbox.open_views import Field, fields_of, initial_value

Held = dict[Field, Json]


def called(blocks: list[Json], name: str) -> Held:
    """The elements meant: of the block of this id, or of the input with this label."""
    named = [it for it in blocks if it["block_id"] == name] or [it for it in blocks if _label(it) == name]
    return {at: element for at, element in fields_of(named[:1]).items() if initial_value(element) is not None}


def _label(block: Json) -> str | None:
    label: Json = (block.get("label") or {}) if block["type"] == "input" else {}
    return label.get("text")


def filled(blocks: list[Json], values: Mapping[str, Any]) -> Held:
    """What is put where by these values, each by a block's id or an input's label; what names no field is left."""
    found = [(called(blocks, name), value) for name, value in values.items()]
    return {at: entered(it, value) for those, value in found if len(those) == 1 for at, it in those.items()}


def entered(element: Json, value: Any) -> Json:
    return {"type": element["type"], **value_of(element, value)}


def at_first(blocks: Iterable[Json]) -> Held:
    """How each field stands before anybody touched it."""
    return {at: value for at, element in fields_of([*blocks]).items() if (value := initial_value(element))}


def still(held: Held, message: Message) -> Held:
    """What still fits: the app may have redrawn the message since."""
    fields = fields_of([*message.blocks])
    return {at: value for at, value in held.items() if at in fields and _fits(value, fields[at])}


def _fits(value: Json, element: Json) -> bool:
    if value["type"] != element["type"]:
        return False
    chosen = [it for it in (value.get("selected_option"), *(value.get("selected_options") or ())) if it]
    return "external" in element["type"] or all(it in options_of(element) for it in chosen)


def by_block(held: Held) -> Json:
    """As Slack shows them in `state.values`."""
    shown: Json = {}
    for (block_id, action_id), value in held.items():
        shown.setdefault(block_id, {})[action_id] = value
    return shown
