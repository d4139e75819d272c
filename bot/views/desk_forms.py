"""The desk's windows: status, owner, priority, a call, and a reply before it is sent."""

import json
from collections.abc import Sequence
from datetime import date

from bot.domain.cases import Case, Move, Priority
from bot.domain.ids import CaseNumber, KeptId
from bot.domain.limits import Limits
from bot.domain.meanwhile import Fact
from bot.domain.sheets import PersonSheet
from bot.views import fields, forms, rich, terms, text
from bot.views.actions import Action, Callback
from bot.views.message import Block

STATUS, DATE, ISSUE, TITLE, MAIN, REFERRED, PERSON, LEVEL = (
    "status",
    "date",
    "issue",
    "title",
    "main",
    "referred",
    "person",
    "level",
)
MOVES = {
    Move.RESUME: ("Assigned", "Its owner goes on with it."),
    Move.ASSIST: ("Assist Request", "It waits for somebody else at Support; an internal note says for whom."),
    Move.SCHEDULE: ("Scheduled", "What has to be done has a day. On that day it goes back to its owner."),
    Move.DEVELOP: ("Assigned to Development", "A confirmed defect. It goes back to its owner when that is released."),
    Move.RETURN: ("New", "It goes back to everybody at the desk, without an owner."),
    Move.MERGE: ("Closed: duplicate", "It goes on in another case of the same district. Undone within {undo}."),
    Move.REFER: ("Closed: referred", "Somebody else has to help. The district reads who, and why."),
}
"""What each move is called, and what it means."""

ASKS = {Move.SCHEDULE: DATE, Move.DEVELOP: ISSUE, Move.MERGE: MAIN, Move.REFER: REFERRED}
"""The field by which a window shows that it was drawn for that move."""

NEW_ISSUE = "new"
MIXED = "mixed"
"""Who reads a reply: everybody in the district's channel."""
WRONG_DAY = {
    "past": "That day is over in the district. Please choose today or a later one.",
    "far": "Please choose a day within the next two years.",
}


def status_form(
    case: Case,
    moves: Sequence[Move],
    *,
    chosen: Move | None,
    issues: Sequence[tuple[int, str]],
    referrals: Sequence[str],
    limits: Limits,
) -> Block:
    """Asks for what the chosen move demands (POLICY 3). None chosen yet: asks for that alone."""
    offered = [_offered(move, limits) for move in moves]
    blocks = [
        text.section(f"Case {case.number} is {terms.status_of(case)} now. *To which status?*"),
        _moves(offered, chosen),
    ]
    more = {"submit": "Change"} if chosen else {}
    return text.modal(
        "Change status",
        Callback.STATUS,
        [*blocks, *_demands(chosen, issues, referrals, limits)],
        private_metadata=fields.about(case, Fact.STATUS),
        **more,
    )


def _moves(offered: Sequence[tuple[str, str, str]], chosen: Move | None) -> Block:
    options = [
        {"text": text.label(label, 75), "description": text.label(told, 75), "value": value}
        for value, label, told in offered
    ]
    element: Block = {"type": "radio_buttons", "action_id": Action.STATUS_CHOSEN, "options": options}
    if chosen is not None:
        element["initial_option"] = next(option for option in options if option["value"] == chosen)
    return {"type": "actions", "block_id": STATUS, "elements": [element]}


def _offered(move: Move, limits: Limits) -> tuple[str, str, str]:
    label, means = MOVES[move]
    return move.value, label, means.format(undo=text.hours(limits.merge_undo_hours))


def _demands(
    chosen: Move | None, issues: Sequence[tuple[int, str]], referrals: Sequence[str], limits: Limits
) -> list[Block]:
    match chosen:
        case Move.SCHEDULE:
            return [fields.day(DATE, "On which day?", hint="As days are counted in the district.")]
        case Move.DEVELOP:
            known = [(NEW_ISSUE, "A new issue"), *((str(key), f"{key} · {title}") for key, title in issues[:99])]
            return [
                fields.choice(ISSUE, "Issue", known, chosen=NEW_ISSUE),
                fields.short(
                    TITLE, "Title of a new issue", optional=True, hint=f"Without names of districts. {forms.NO_NAMES}"
                ),
            ]
        case Move.MERGE:
            return [fields.short(MAIN, "Number of the case in which it goes on")]
        case Move.REFER:
            to = [(place, place) for place in referrals]
            return [
                fields.choice(REFERRED, "Who can help?", to),
                fields.lines(forms.WORDS, "Why?", hint=f"The district reads it. {_least(limits)}"),
            ]
        case _:
            return []


def _least(limits: Limits) -> str:
    return f"At least {limits.reason_shortest} characters. {forms.NO_NAMES}"


def owner_form(case: Case, agents: Sequence[tuple[PersonSheet, date | None]]) -> Block:
    """Who is away is offered, and marked."""
    options = fields.people(agents)
    return _form(
        "Change owner",
        Callback.OWNER,
        case,
        [fields.choice(PERSON, "Owner", options)],
        submit="Give",
        changes=Fact.OWNER,
    )


def priority_form(case: Case, limits: Limits) -> Block:
    levels = [(level.value, terms.PRIORITY[level]) for level in Priority]
    hint = f"The contact reads it. {_least(limits)}"
    blocks = [
        fields.choice(LEVEL, "Priority", levels, chosen=case.priority),
        fields.lines(forms.WORDS, "How many are affected, and is there a way around it?", hint=hint),
    ]
    return _form("Assess priority", Callback.PRIORITY, case, blocks, submit="Change", changes=Fact.PRIORITY)


def call_form(number: CaseNumber, contacts: Sequence[PersonSheet]) -> Block:
    options = [(str(person.id), person.name) for person in contacts]
    blocks = [
        fields.choice(PERSON, "With whom?", options),
        fields.lines(forms.WORDS, "What was said?", hint=f"The district reads it. {forms.NO_NAMES}"),
    ]
    return text.modal(
        "Log a call",
        Callback.CALL,
        [text.context(f"Case {number}"), *blocks],
        submit="Log",
        private_metadata=json.dumps({"case": str(number)}),
    )


def hand_over_form(case: Case, contacts: Sequence[tuple[PersonSheet, date | None]]) -> Block:
    """Who is away is offered, and marked: their deputy hears of it."""
    blocks = [fields.choice(PERSON, "Which contact?", fields.people(contacts))]
    return _form("Hand over", Callback.HAND_OVER, case, blocks, submit="Hand over", changes=Fact.CONTACT)


def nobody_else(number: CaseNumber, who: str) -> Block:
    """There is nobody to choose. `who`: contacts of the district, or agents."""
    return forms.notice("Nobody else", f"There are no other {who} to whom case {number} could be given.")


def reply_preview(
    number: CaseNumber,
    kept: KeptId,
    words: str,
    *,
    files: Sequence[str] = (),
    district: str,
    readers: Sequence[PersonSheet],
    in_channel: bool,
    mixed: bool = False,
) -> Block:
    """As the district will read it, and who will."""
    names = text.sentence(text.inline(person.name) for person in readers) or "nobody: the district has no contact now"
    read_by = MIXED if in_channel and mixed else "contacts"
    where = "in the district's case channel" if in_channel else "by direct message, each in their own thread"
    if in_channel and mixed:
        where += ", which the district accepted as mixed: *everybody who is in it reads this*"
    blocks = [
        text.context(f"*Case {number} · to {text.inline(district)}*"),
        *rich.quoted(words),
        *([text.small(text.straight(f"Files: {text.sentence(files)}"))] if files else []),
        text.divider(),
        text.section(f"Read by {names}; {where}."),
        text.context("Back lets you change it."),
    ]
    return text.modal(
        "Reply to district",
        Callback.SEND_REPLY,
        blocks,
        submit="Send",
        close="Back",
        private_metadata=json.dumps({"case": str(number), "kept": str(kept), "read_by": read_by}),
    )


def _form(title: str, callback: Callback, case: Case, blocks: list[Block], *, submit: str, changes: Fact) -> Block:
    return text.modal(
        title,
        callback,
        [text.context(f"Case {case.number}"), *blocks],
        submit=submit,
        private_metadata=fields.about(case, changes),
    )
