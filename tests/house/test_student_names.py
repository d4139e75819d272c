"""Free-text forms say: no student names, use the student number (POLICY 10)."""

import json
from typing import Any

import pytest

from bot.views.fields import NO_NAMES
from tests.views.test_hostile_words import WINDOWS

ONE_LINE = {"subject", "title", "text"}
"""Fields of one line in which somebody could write of a student; the others ask for a name, a number or a key."""


def _asks_for_words(view: dict[str, Any]) -> bool:
    return any(
        block["element"].get("type") == "plain_text_input"
        and (block["element"].get("multiline") or block["block_id"] in ONE_LINE)
        for block in view["blocks"]
        if block["type"] == "input"
    )


FREE = sorted(name for name, draw in WINDOWS.items() if any(_asks_for_words(view) for view in draw("Word")))


@pytest.mark.parametrize("window", FREE)
def test_a_form_that_asks_for_words_asks_for_no_student_names(window: str) -> None:
    silent = [
        view["callback_id"]
        for view in WINDOWS[window]("Word")
        if _asks_for_words(view) and NO_NAMES not in json.dumps(view, ensure_ascii=False)
    ]
    assert silent == []


def test_the_forms_that_ask_for_words_are_found() -> None:
    assert {"case_form.case_form", "questions.ask_form", "emergencies_sent.report_form", "list_forms.form"} < set(
        FREE
    )
