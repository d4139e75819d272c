"""What shows on a lock screen: no view puts what a person wrote there, and one place alone lets it (POLICY 10)."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.views.message import Message
from tests.views.naming import WRITTEN
from tests.views.test_hostile_words import MESSAGES

ROOT = Path(__file__).parents[2]
ONLY_ANSWERS = {"finding.results", "finding.kept", "lists.districts"}
"""Whoever asked reads their own words at the top, where they asked; Slack tells nobody of an answer."""


@pytest.mark.parametrize("view", MESSAGES)
def test_no_message_has_what_a_person_wrote_in_its_text(view: str) -> None:
    assert [message.text for message in MESSAGES[view](WRITTEN) if WRITTEN in message.text] == []


@pytest.mark.parametrize("view", sorted(set(MESSAGES) - ONLY_ANSWERS))
def test_no_message_begins_with_what_a_person_wrote(view: str) -> None:
    firsts = [json.dumps(message.blocks[0]) for message in MESSAGES[view](WRITTEN)]
    assert [first for first in firsts if WRITTEN in first] == []


def _aloud(draw: Callable[[str], Sequence[Message]]) -> bool:
    return any(WRITTEN in message.spoken(previews=True) for message in draw(WRITTEN))


def test_where_previews_may_show_words_a_screen_reader_is_given_them() -> None:
    """A view that lost its words would pass the others."""
    heard = {view for view, draw in MESSAGES.items() if _aloud(draw)}
    assert {
        "cards.district_card",
        "cards.desk_card",
        "cards.opening_words",
        "comments.for_district",
        "comments.for_desk",
        "questions.asked",
        "questions.outcome",
        "emergencies.page",
        "emergencies.waiting",
        "emergencies_over.refused",
        "list_notices.asked",
        "list_notices.changed",
        "inactivity.kept",
        "lines.not_carried",
        "let_in.card",
    } <= heard


def test_only_the_composer_lets_a_message_show_words() -> None:
    """And an answer, of which nobody is told."""
    lets = {"bot/delivery/composing.py", "bot/delivery/carrying.py", "handlers/answers.py", "handlers/refusals.py"}
    found = set()
    for folder in ("bot/delivery", "bot/services", "handlers"):
        for path in (ROOT / folder).rglob("*.py"):
            if re.search(r"previews=(?!False|previews|self\.previews)", path.read_text(encoding="utf-8")):
                found.add(str(path.relative_to(ROOT)))
    assert found <= lets | {"bot/delivery/composing.py"}
