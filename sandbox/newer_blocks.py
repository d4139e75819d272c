"""Blocks that came after 2024. Slack rolls each out in stages: a workspace may know some and not others."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox import limits
from sandbox.composition import any_text, identifier
from sandbox.shapes import Check, Place, Problem, Surface, kind, one_of, string, wrong

_BLOCK: Mapping[str, Check] = {"block_id": identifier}


def _known(surfaces: set[Surface], check: Check) -> Check:
    def if_known(value: Any, place: Place) -> Iterator[Problem]:
        if value["type"] in place.newer_kinds and place.surface in surfaces:
            yield from check(value, place)
        else:
            yield wrong(place.at("type"), f"unsupported type: {value['type']}")

    return if_known


_alert = kind(
    required={"text": any_text(limits.ANY_TEXT)},
    optional={**_BLOCK, "level": one_of("default", "info", "warning", "error", "success")},
)
_markdown = kind(required={"text": string(most=limits.ALL_MARKDOWN)}, optional=_BLOCK)

NEWER_BLOCKS: Mapping[str, Check] = {
    "alert": _known({"modal"}, _alert),
    "markdown": _known({"message"}, _markdown),
}
NEWER_KINDS = frozenset(NEWER_BLOCKS)
