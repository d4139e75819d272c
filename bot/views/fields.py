"""The fields of a form: a line, lines, a choice, a day. Block ids are the form's; Slack's limits are kept here."""

from collections.abc import Sequence

from bot.domain.drafts import SUBJECT_LONGEST, SUBJECT_SHORTEST
from bot.views import text
from bot.views.message import Block

LONGEST = 3000
"""Of what one field takes (SLACK 6.1)."""


def line(block: str, label: str, typed: str) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": "typed"}
    if typed:
        element["initial_value"] = text.cut(typed, LONGEST)
    hint = text.plain(f"{SUBJECT_SHORTEST} to {SUBJECT_LONGEST} characters.", 2000)
    return {
        "type": "input",
        "block_id": block,
        "label": text.plain(label, 2000),
        "element": element,
        "hint": hint,
    }


def lines(block: str, label: str, *, optional: bool = False, hint: str = "", typed: str = "") -> Block:
    """`typed`: what stands there to begin with."""
    drawn: Block = {
        "type": "input",
        "block_id": block,
        "optional": optional,
        "label": text.plain(label, 2000),
        "element": {
            "type": "plain_text_input",
            "action_id": "typed",
            "multiline": True,
            "max_length": LONGEST,
        },
    }
    if hint:
        drawn["hint"] = text.plain(hint, 2000)
    if typed:
        drawn["element"]["initial_value"] = text.cut(typed, LONGEST)
    return drawn


def files(block: str, label: str, *, most: int, hint: str) -> Block:
    """What Slack checks of them here is for convenience only: they are looked at again."""
    return {
        "type": "input",
        "block_id": block,
        "optional": True,
        "label": text.plain(label, 2000),
        "hint": text.plain(hint, 2000),
        "element": {"type": "file_input", "action_id": "files", "max_files": most},
    }


def choice(
    block: str,
    label: str,
    options: Sequence[tuple[str, str]],
    *,
    chosen: str | None = None,
    optional: bool = False,
) -> Block:
    drawn = [{"text": text.plain(name, 75), "value": value} for value, name in options[:100]]
    element: Block = {"type": "static_select", "action_id": "chosen", "options": drawn}
    if chosen is not None:
        element["initial_option"] = next(option for option in drawn if option["value"] == chosen)
    return {
        "type": "input",
        "block_id": block,
        "optional": optional,
        "label": text.plain(label, 2000),
        "element": element,
    }


def day(block: str, label: str, *, hint: str) -> Block:
    return {
        "type": "input",
        "block_id": block,
        "label": text.plain(label, 2000),
        "hint": text.plain(hint, 2000),
        "element": {"type": "datepicker", "action_id": "chosen"},
    }


def short(block: str, label: str, *, optional: bool = False, hint: str = "") -> Block:
    drawn: Block = {
        "type": "input",
        "block_id": block,
        "optional": optional,
        "label": text.plain(label, 2000),
        "element": {"type": "plain_text_input", "action_id": "typed", "max_length": 150},
    }
    return {**drawn, "hint": text.plain(hint, 2000)} if hint else drawn


def clock(block: str, label: str, *, chosen: str, hint: str = "") -> Block:
    """A time of day. `chosen`: such as 22:00, which stands there to begin with."""
    drawn: Block = {
        "type": "input",
        "block_id": block,
        "label": text.plain(label, 2000),
        "element": {"type": "timepicker", "action_id": "chosen", "initial_time": chosen},
    }
    return {**drawn, "hint": text.plain(hint, 2000)} if hint else drawn
