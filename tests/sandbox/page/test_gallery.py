"""The gallery shows every kind there is, and nothing in it that Slack would refuse."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.blocks import CLASSIC_BLOCKS, explain_message
from sandbox.elements import ACCESSORIES, ACTIONS, INPUTS
from sandbox.model import Json
from sandbox.newer_blocks import NEWER_KINDS
from sandbox.page.content import GALLERY
from sandbox.views import explain_view
from tests.sandbox.page.conftest import Paged

EXAMPLES: list[Json] = json.loads(GALLERY.read_text(encoding="utf-8"))
ELSEWHERE = {"feedback_buttons", "icon_button"}
"""Of context actions alone."""
ELEMENTS = {*ACCESSORIES, *ACTIONS, *INPUTS, *ELSEWHERE}
PLAIN = {"type": "plain_text", "text": "Case 17"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda it: it["name"])
def test_slack_would_take_every_example(example: Json) -> None:
    if example["surface"] == "message":
        assert explain_message(blocks=example["blocks"]) == []
    else:
        assert explain_view(example["view"], kind=example["surface"]) == []


def kinds(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for it in value:
            yield from kinds(it)
    elif isinstance(value, dict):
        if isinstance(value.get("type"), str):
            yield value["type"]
        yield from kinds([*value.values()])


def test_every_kind_of_block_and_element_is_shown() -> None:
    there = {*CLASSIC_BLOCKS, *NEWER_KINDS, *ACCESSORIES, *ACTIONS, *INPUTS, *ELSEWHERE}
    assert there - set(kinds(EXAMPLES)) == set()


def blocks_of(example: Json) -> list[Json]:
    found: list[Json] = example.get("blocks") or example["view"]["blocks"]
    return found


def takes(surface: str, block: Json) -> bool:
    if surface == "message":
        return explain_message(blocks=[block]) == []
    frame = {"title": PLAIN, "submit": PLAIN} if surface == "modal" else {}
    view = {"type": surface, **frame, "blocks": [block]}
    return explain_view(view, kind="modal" if surface == "modal" else "home") == []


def held(block: Json) -> set[str]:
    """Its own kind, and those of the elements that people use in it."""
    elements = [block.get("element"), block.get("accessory"), *(block.get("elements") or [])]
    return {block["type"], *(it["type"] for it in elements if it and it["type"] in ELEMENTS)}


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
def test_every_kind_is_shown_on_every_surface_that_takes_it(surface: str) -> None:
    there = {kind for it in EXAMPLES if it["surface"] == surface for block in blocks_of(it) for kind in held(block)}
    everywhere = [block for it in EXAMPLES for block in blocks_of(it)]
    taken = {kind for block in everywhere if takes(surface, block) for kind in held(block)}
    assert taken - there == set()


def test_examples_have_names_of_their_own() -> None:
    names = [it["name"] for it in EXAMPLES]
    assert len(names) == len(set(names))


async def test_the_gallery_is_read_for_whoever_looks(paged: Paged) -> None:
    async with paged.desk.session.get(f"{paged.url}/_page/gallery?as=U0ANN") as answer:
        examples = (await answer.json())["examples"]
    assert [it["name"] for it in examples] == [it["name"] for it in EXAMPLES]
    blocks = [block for it in examples for block in it.get("blocks") or it["view"]["blocks"]]
    assert all(it["block_id"] for it in blocks)
    assert next(it for it in blocks if it["type"] == "header")["text"]["rich"]
