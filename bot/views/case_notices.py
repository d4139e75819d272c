"""What one person is told of a case by direct message: each says what is, and has the button that is needed next."""

from collections.abc import Sequence

from bot.domain.ids import TeamId
from bot.domain.issues import IssueStatus
from bot.domain.meanwhile import Fact, Was
from bot.domain.sheets import CaseRow, CaseSheet, PersonSheet
from bot.views import terms, text
from bot.views.actions import Action
from bot.views.message import Block, Message

OFFERED = 10
"""Of a list in one message; how many more there are is said."""

NOTICES = {
    "case-question": "{by} asks something in case {number}: it waits for your answer.",
    "case-resolution": "{by} posted a resolution in case {number}. Please say whether it solves the case.",
    "case-comment": "{by} wrote in case {number}.",
    "case-given": "{by} gave you case {number}.",
    "case-handed": "{by} handed you case {number}: you stand for it from now on, and follow-ups come to you first.",
    "case-escalated": "{by} escalated case {number}. Why stands in its thread.",
    "issue-released": "The issue behind case {number} is released: the case is yours to go on with.",
}


ENDED = {
    IssueStatus.AS_DESIGNED: "The issue behind case {number} works as designed: the case is yours to go on with.",
    IssueStatus.WILL_NOT_FIX: "The issue behind case {number} will not be fixed: the case is yours to go on with.",
}
"""Of an issue that came to another end than a release."""

TO_DEPUTY = {
    **NOTICES,
    "case-question": "{by} asks something in case {number}: it waits for an answer.",
    "case-handed": "{by} handed over case {number}: until its contact is back, follow-ups come to you first.",
}


def notice(
    what: str,
    *,
    sheet: CaseSheet,
    by: PersonSheet,
    reader_team: TeamId,
    deputy_of: PersonSheet | None = None,
    issue: IssueStatus | None = None,
) -> Message:
    """Number and status; the words stand in the thread. `deputy_of`: for whom its reader stands in.

    `issue`: how the one behind it ended, of which this tells.
    """
    case = sheet.case
    words = NOTICES[what] if deputy_of is None else TO_DEPUTY[what]
    words = ENDED.get(issue, words) if issue is not None else words
    drawn = words.format(by=text.name_of(by, reader_team=reader_team), number=case.number)
    said = words.format(by=text.plain_name(by), number=case.number)
    facts = f"{terms.status_of(case)} · {terms.PRIORITY[case.priority]} · {text.inline(sheet.district.name)}"
    why = [] if deputy_of is None else [text.context(f"You are told as deputy of {text.named(deputy_of)}.")]
    blocks = [text.section(drawn), *why, text.context(facts), *text.buttons([_view(case.number)])]
    return Message(text=text.spoken(said), blocks=blocks)


def offered(name: str, rows: Sequence[CaseRow], *, at_desk: bool) -> Message:
    """Whoever had these cases is here no longer; each can be taken by one click.

    Without subjects: one that is redacted would stay in what was sent.
    """
    what = "is no longer at Support, and owns" if at_desk else "is no longer an authorized contact, and stands for"
    head = text.told(f"{{name}} {what} these open cases. Who takes them?", name=name)
    shown = rows[:OFFERED]
    more = [text.context("There are more: `/case find` shows them.")] if len(rows) > OFFERED else []
    lines = [_line(row, place, at_desk=at_desk) for place, row in enumerate(shown)]
    return Message(text=head.text, blocks=[*head.blocks, *lines, *more])


_WHO_TAKES = {
    True: ("Change owner…", Action.OWNER, Fact.OWNER),
    False: ("Take over", Action.TAKE_OVER, Fact.CONTACT),
}


def _line(row: CaseRow, place: int, *, at_desk: bool) -> Block:
    number = row.case.number
    label, action, fact = _WHO_TAKES[at_desk]
    value = f"{number}:{Was.of(row.case, fact)}"
    take = text.button(label, f"{action}#{place}", value, spoken_as=f"{label} case {number}")
    facts = f"{terms.status_of(row.case)} · {terms.PRIORITY[row.case.priority]}"
    return text.section(f"*Case {number}* · {text.inline(row.case.module)}\n{facts}", accessory=take)


def _view(number: int) -> Block:
    return text.button(f"View case {number}", Action.VIEW_CASE, number)
