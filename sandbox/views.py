"""What Slack refuses in a view: a modal or a home tab."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sandbox import limits
from sandbox.blocks import any_block, block_ids_differ
from sandbox.composition import plain_text
from sandbox.newer_blocks import NEWER_KINDS
from sandbox.shapes import Check, Place, Problem, array, boolean, one_of, record, string, wrong

Kind = Literal["modal", "home"]

_CARRIED: Mapping[str, Check] = {
    "callback_id": string(least=0, most=limits.IDENTIFIER),
    "external_id": string(least=0, most=limits.IDENTIFIER),
    "private_metadata": string(least=0, most=limits.PRIVATE_METADATA),
}


def _inputs_need_submit(view: Any, place: Place) -> Iterator[Problem]:
    if "submit" in view:
        return
    for index, block in enumerate(view["blocks"]):
        if block["type"] == "input":
            at = place.at("blocks").at(index).at("input")
            yield wrong(at, "must define `submit` to use an `input` block in modals")


def _blocks_together(view: Any, place: Place) -> Iterator[Problem]:
    yield from block_ids_differ(view["blocks"], place.at("blocks"))
    if len([*_focused(view["blocks"])]) > 1:
        yield wrong(place.at("blocks"), "only one element can have focus_on_load")


def _focused(value: Any) -> Iterator[bool]:
    if isinstance(value, list):
        for item in value:
            yield from _focused(item)
    elif isinstance(value, dict):
        if value.get("focus_on_load") is True:
            yield True
        yield from _focused([*value.values()])


_VIEWS: Mapping[Kind, Check] = {
    "modal": record(
        required={
            "type": one_of("modal"),
            "title": plain_text(limits.VIEW_TITLE),
            "blocks": array(any_block, least=0, most=limits.MODAL_BLOCKS),
        },
        optional={
            **_CARRIED,
            "submit": plain_text(limits.VIEW_SUBMIT),
            "close": plain_text(limits.VIEW_CLOSE),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
        },
        also=[_inputs_need_submit, _blocks_together],
    ),
    "home": record(
        required={"type": one_of("home"), "blocks": array(any_block, least=0, most=limits.HOME_BLOCKS)},
        optional=_CARRIED,
        also=[_blocks_together],
    ),
}


def view_problem(view: dict[str, Any], *, kind: Kind, newer_kinds: frozenset[str] = NEWER_KINDS) -> str | None:
    """Slack's error for this view, or None."""
    if explain_view(view, kind=kind, newer_kinds=newer_kinds):
        return "invalid_arguments"
    size = len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode())
    return "view_too_large" if size > limits.VIEW_BYTES else None


def explain_view(view: dict[str, Any], *, kind: Kind, newer_kinds: frozenset[str] = NEWER_KINDS) -> list[str]:
    """What is wrong with the view, as Slack says it in `response_metadata.messages`."""
    place = Place(pointer="/view", surface=kind, newer_kinds=newer_kinds)
    return [str(problem) for problem in _VIEWS[kind](view, place)]
