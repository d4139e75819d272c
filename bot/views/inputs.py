"""What can be filled in: each field with its label, what stands in it, and whether it may stay empty.

Slack keeps what somebody typed for as long as block id and action id stay the same (SLACK 1.2); what stands in
a field at first is shown in a new one alone.
"""

from collections.abc import Sequence

from bot.views import text
from bot.views.message import Block

LONGEST = 3000
OPTIONS = 100
"""As many as Slack's menu takes."""


def field(block: str, label: str, element: Block, *, optional: bool = False, hint: str = "") -> Block:
    drawn: Block = {
        "type": "input",
        "block_id": block,
        "optional": optional,
        "label": text.plain(label, 2000),
        "element": element,
    }
    return {**drawn, "hint": text.plain(hint, 2000)} if hint else drawn


def heard(drawn: Block) -> Block:
    """The app is told at once: of a menu what was chosen, of a line when Enter was pressed."""
    return {**drawn, "dispatch_action": True}


def words(action: str, typed: str, *, multiline: bool) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": action, "multiline": multiline, "max_length": LONGEST}
    return {**element, "initial_value": text.cut(typed, LONGEST)} if typed else element


def menu(action: str, options: Sequence[tuple[str, str]], chosen: str) -> Block:
    """`options`: value and name. What was chosen and is not among them any more is not chosen."""
    drawn = _options(options)
    element: Block = {"type": "static_select", "action_id": action, "options": drawn}
    found = [option for option in drawn if option["value"] == chosen]
    return {**element, "initial_option": found[0]} if found else element


def box(action: str, name: str, *, ticked: bool) -> Block:
    drawn = _options([("yes", name)])
    element: Block = {"type": "checkboxes", "action_id": action, "options": drawn}
    return {**element, "initial_options": drawn} if ticked else element


def date(action: str, chosen: str) -> Block:
    element: Block = {"type": "datepicker", "action_id": action}
    return {**element, "initial_date": chosen} if chosen else element


def files(action: str, *, most: int) -> Block:
    return {"type": "file_input", "action_id": action, "max_files": most}


def _options(options: Sequence[tuple[str, str]]) -> list[Block]:
    return [{"text": text.plain(name, 75), "value": value} for value, name in options[:OPTIONS]]
