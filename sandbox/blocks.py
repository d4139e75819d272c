"""What Slack refuses in a message: its blocks, one by one and together, and its text."""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox import limits
from sandbox.composition import (
    IMAGE_SOURCE,
    any_text,
    identifier,
    one_image_source,
    plain_text,
    text_kinds,
    web_url,
)
from sandbox.elements import ACCESSORIES, ACTIONS, INPUTS, image
from sandbox.newer_blocks import NEWER_KINDS, newer_blocks
from sandbox.rich_text import rich_text
from sandbox.shapes import (
    Check,
    Place,
    Problem,
    all_different,
    array,
    boolean,
    by_type,
    kind,
    only_on,
    string,
    wrong,
)

_BLOCK: Mapping[str, Check] = {"block_id": identifier}

action_ids_differ = all_different("action_id")


def _elements_differ(block: Any, place: Place) -> Iterator[Problem]:
    yield from action_ids_differ(block["elements"], place.at("elements"))


def _text_or_fields(section: Any, place: Place) -> Iterator[Problem]:
    if "text" not in section and "fields" not in section:
        yield wrong(place.at("type"), "must define either `text` or `fields`")


_section = kind(
    optional={
        **_BLOCK,
        "text": any_text(limits.SECTION_TEXT),
        "fields": array(any_text(limits.SECTION_FIELD), most=limits.SECTION_FIELDS),
        "accessory": by_type(ACCESSORIES),
        "expand": boolean,
    },
    also=[_text_or_fields],
)
_image = kind(
    required={"alt_text": string(most=limits.ALT_TEXT)},
    optional={**_BLOCK, **IMAGE_SOURCE, "title": plain_text(limits.IMAGE_TITLE)},
    also=[one_image_source],
)
_input = kind(
    required={"label": plain_text(limits.INPUT_LABEL), "element": by_type(INPUTS)},
    optional={
        **_BLOCK,
        "hint": plain_text(limits.INPUT_HINT),
        "optional": boolean,
        "dispatch_action": boolean,
    },
)
_actions = kind(
    required={"elements": array(by_type(ACTIONS), most=limits.ACTIONS_ELEMENTS)},
    optional=_BLOCK,
    also=[_elements_differ],
)
_context = kind(
    required={
        "elements": array(by_type({**text_kinds(limits.ANY_TEXT), "image": image}), most=limits.CONTEXT_ELEMENTS)
    },
    optional=_BLOCK,
)
_video = kind(
    required={
        "alt_text": string(most=limits.ALT_TEXT),
        "title": plain_text(limits.VIDEO_TITLE),
        "thumbnail_url": web_url,
        "video_url": web_url,
    },
    optional={
        **_BLOCK,
        "title_url": web_url,
        "description": plain_text(limits.ANY_TEXT),
        "provider_icon_url": web_url,
        "provider_name": string(most=limits.IDENTIFIER),
        "author_name": string(most=limits.VIDEO_AUTHOR),
    },
)
_file = kind(required={"external_id": identifier, "source": string(most=limits.IDENTIFIER)}, optional=_BLOCK)

CLASSIC_BLOCKS: Mapping[str, Check] = {
    "actions": _actions,
    "context": _context,
    "divider": kind(optional=_BLOCK),
    "file": only_on("message", check=_file),
    "header": kind(required={"text": plain_text(limits.HEADER)}, optional=_BLOCK),
    "image": _image,
    "input": _input,
    "rich_text": rich_text,
    "section": _section,
    "video": _video,
}
any_block = by_type({**CLASSIC_BLOCKS, **newer_blocks(by_type(CLASSIC_BLOCKS))})
block_ids_differ = all_different("block_id")

_message_blocks = array(any_block, least=0, most=limits.MESSAGE_BLOCKS)


def message_problem(
    *,
    text: str | None,
    blocks: list[dict[str, Any]] | None,
    updating: bool = False,
    block_text: int = limits.ALL_BLOCK_TEXT,
    newer_kinds: frozenset[str] = NEWER_KINDS,
) -> str | None:
    """Slack's error for this message, or None. `updating` is for chat.update, which cuts no text."""
    if not blocks and not (text and text.strip()):
        return "no_text"
    if updating and text is not None and len(text) > limits.UPDATED_TEXT:
        return "msg_too_long"
    if explain_message(text=text, blocks=blocks, newer_kinds=newer_kinds):
        return "invalid_blocks"
    return "msg_blocks_too_long" if words_in(blocks or []) > block_text else None


def explain_message(
    *,
    text: str | None = None,  # noqa: ARG001 - symmetrical with message_problem, and Slack explains blocks alone
    blocks: list[dict[str, Any]] | None,
    newer_kinds: frozenset[str] = NEWER_KINDS,
) -> list[str]:
    """What is wrong with the blocks, as Slack says it in `response_metadata.messages`."""
    if blocks is None:
        return []
    place = Place(pointer="/blocks", surface="message", newer_kinds=newer_kinds)
    return [str(problem) for problem in _problems(blocks, place)]


def _problems(blocks: list[dict[str, Any]], place: Place) -> Iterator[Problem]:
    found = [*_message_blocks(blocks, place)]
    if not found:
        found = [*block_ids_differ(blocks, place), *_in_all(blocks, place)]
    yield from found


def _in_all(blocks: list[dict[str, Any]], place: Place) -> Iterator[Problem]:
    total = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if total > limits.ALL_MARKDOWN:
        yield wrong(place, f"markdown must be less than {limits.ALL_MARKDOWN + 1} characters in all")
    if sum(block["type"] == "table" for block in blocks) > 1:
        yield wrong(place, "only one table allowed")


def words_in(value: Any) -> int:
    """Characters of all text in blocks, markdown blocks aside: those have a sum of their own."""
    if isinstance(value, list):
        return sum(words_in(item) for item in value)
    if not isinstance(value, dict) or value.get("type") == "markdown":
        return 0
    own = value.get("text")
    rest = sum(words_in(item) for item in value.values())
    return rest + (len(own) if isinstance(own, str) else 0)


def cut(text: str) -> str:
    """What chat.postMessage keeps of a text that is too long."""
    return text[: limits.MESSAGE_TEXT]
