"""What a button is called aloud holds what stands on it: whoever says what they see presses it (WCAG 2.5.3)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.views.message import Message
from tests.views.test_hostile_words import HOMES, MESSAGES, WINDOWS

EVERY = {**MESSAGES, **WINDOWS, **HOMES}


def _buttons(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, list):
        for one in found:
            yield from _buttons(one)
    if isinstance(found, dict):
        if found.get("type") == "button":
            yield found
        for one in found.values():
            yield from _buttons(one)


def _said(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


@pytest.mark.parametrize("name", EVERY)
def test_a_button_is_called_what_stands_on_it(name: str) -> None:
    for drawn in EVERY[name]("Ana Torres"):
        for button in _buttons(drawn.blocks if isinstance(drawn, Message) else drawn):
            shown, called = button["text"]["text"], button.get("accessibility_label")
            assert called is None or _said(shown) in _said(called), (shown, called)
