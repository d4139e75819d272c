"""What can be filled in: each field with its label, what stands in it, and whether it may stay empty.

Slack keeps what somebody typed for as long as block id and action id stay the same (SLACK 1.2); what stands in
a field at first is shown in a new one alone.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime

from bot.domain.cases import Case
from bot.domain.meanwhile import Fact, Was
from bot.domain.sheets import PersonSheet
from bot.views import text
from bot.views.message import Block

LONGEST, SHORT = 3000, 150
"""Of what one field takes (SLACK 6.1), and of a short one."""

NO_NAMES = "Please write no student names: use the student number."
"""Said by every form that asks for words (POLICY 10)."""

OPTIONS = 100
"""As many as Slack's menu takes."""

CANDIDATES = 5
"""Of districts that can be meant, so many are named."""


def about(case: Case, changes: Fact) -> str:
    """A window's metadata: its case, and what it changes, as it is now."""
    return json.dumps({"case": str(case.number), "was": str(Was.of(case, changes))})


def field(block: str, label: str, element: Block, *, optional: bool = False, hint: str = "") -> Block:
    drawn: Block = {
        "type": "input",
        "block_id": block,
        "optional": optional,
        "label": text.label(label, 2000),
        "element": element,
    }
    return {**drawn, "hint": text.label(hint, 2000)} if hint else drawn


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


def boxes(action: str, options: Sequence[tuple[str, str]], ticked: Sequence[str]) -> Block:
    """`options`: value and name. `ticked`: values; those that are not offered are not."""
    drawn = _options(options)
    element: Block = {"type": "checkboxes", "action_id": action, "options": drawn}
    found = [option for option in drawn if option["value"] in ticked]
    return {**element, "initial_options": found} if found else element


def picked_date(action: str, chosen: str) -> Block:
    element: Block = {"type": "datepicker", "action_id": action}
    return {**element, "initial_date": chosen} if chosen else element


def several(action: str, options: Sequence[tuple[str, str]]) -> Block:
    """A menu in which any number can be chosen."""
    return {"type": "multi_static_select", "action_id": action, "options": _options(options)}


def moment(action: str, at: datetime) -> Block:
    """A day and a time, which Slack shows and takes in the reader's own zone; to the minute."""
    whole = int(at.timestamp()) // 60 * 60
    return {"type": "datetimepicker", "action_id": action, "initial_date_time": whole}


def picked_files(action: str, *, most: int) -> Block:
    return {"type": "file_input", "action_id": action, "max_files": most}


def lines(block: str, label: str, *, optional: bool = False, hint: str = "", typed: str = "") -> Block:
    """`typed`: what stands there to begin with."""
    return field(block, label, words("typed", typed, multiline=True), optional=optional, hint=hint)


def short(block: str, label: str, *, optional: bool = False, hint: str = "") -> Block:
    """One line: a number, a title."""
    return field(block, label, _typed(), optional=optional, hint=hint)


def _typed() -> Block:
    return {**words("typed", "", multiline=False), "max_length": SHORT}


def people(choices: Sequence[tuple[PersonSheet, date | None]]) -> list[tuple[str, str]]:
    """Options of a menu; who is away is marked so, with the last day of it."""
    return [(str(person.id), _with_absence(text.one_line(person.name) or "–", away)) for person, away in choices]


def _with_absence(name: str, away: date | None) -> str:
    return name if away is None else f"{text.cut(name, 45)} (away until {away.day} {away:%b})"


def choice(block: str, label: str, options: Sequence[tuple[str, str]], *, chosen: str = "") -> Block:
    return field(block, label, menu("chosen", options, chosen))


def person(block: str, label: str, *, optional: bool = False, hint: str = "") -> Block:
    """Somebody of the workspace."""
    return field(block, label, {"type": "users_select", "action_id": "chosen"}, optional=optional, hint=hint)


def district(
    block: str,
    label: str,
    districts: Sequence[tuple[str, str]],
    *,
    command: str,
    optional: bool = False,
    empty: str = "",
) -> Block:
    """Which one: by a menu, or, where there are more than a menu takes, by what is typed.

    `districts`: key and name of each. `empty`: what it means to choose none.
    """
    if len(districts) > OPTIONS:
        hint = f"Its name or a part of it, or its key. {command} contacts lists them. {empty}".strip()
        return field(block, label, _typed(), optional=optional, hint=hint)
    names = [name for _, name in districts]
    options = [(key, name if names.count(name) == 1 else f"{text.cut(name, 40)} ({key})") for key, name in districts]
    return field(block, label, menu("chosen", options, ""), optional=optional, hint=empty)


def which_district(meant: Sequence[tuple[str, str]], *, command: str) -> str:
    """At that field: none is meant by what was typed, or several are."""
    if not meant:
        return f"I know no district by that name or key. {command} contacts lists them."
    several = ", ".join(f"{text.cut(name, 40)} ({key})" for key, name in meant[:CANDIDATES])
    more = f" and {len(meant) - CANDIDATES} more" if len(meant) > CANDIDATES else ""
    return f"That can be {several}{more}. Please type the whole name, or the key in brackets."


def line(block: str, label: str, typed: str, *, optional: bool = False, hint: str = "") -> Block:
    """One line with something in it to begin with."""
    element = {**words("typed", text.cut(typed, SHORT), multiline=False), "max_length": SHORT}
    return field(block, label, element, optional=optional, hint=hint)


def email(block: str, label: str, typed: str = "") -> Block:
    """Slack looks that it is an address."""
    element: Block = {"type": "email_text_input", "action_id": "typed"}
    return field(block, label, {**element, "initial_value": typed} if typed else element)


def day(block: str, label: str, *, hint: str) -> Block:
    return field(block, label, picked_date("chosen", ""), hint=hint)


def clock(block: str, label: str, *, chosen: str, hint: str = "") -> Block:
    """A time of day. `chosen`: such as 22:00, which stands there to begin with."""
    return field(block, label, {"type": "timepicker", "action_id": "chosen", "initial_time": chosen}, hint=hint)


def files(block: str, label: str, *, most: int, hint: str) -> Block:
    """What Slack checks of them here is for convenience only: they are looked at again."""
    return field(block, label, picked_files("files", most=most), optional=True, hint=hint)


def _options(options: Sequence[tuple[str, str]]) -> list[Block]:
    return [{"text": text.label(name, 75), "value": value} for value, name in options[:OPTIONS]]
