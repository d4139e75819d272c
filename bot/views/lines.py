"""One-sentence lines in a thread: what happened to the case, or to a file."""

from bot.domain.ids import CaseNumber
from bot.domain.limits import Limits
from bot.domain.sheets import CaseSheet, PersonSheet
from bot.views import clocks, text
from bot.views.actions import Action
from bot.views.message import Message

NOT_CARRIED = {
    "too-large": "is larger than what is carried over ({file_mb} MB)",
    "too-many": "is more than the {files_at_once} of one message that are carried over",
    "executable": "is a program, which is not carried over",
    "not-available": "could not be carried over: Slack did not give it, or did not take it",
    "empty": "is empty",
}


LINES = {
    "taken": "Case {number} was taken by {by}.",
    "given": "Case {number} was given to {to} by {by}.",
    "taken-over": "{by} stands for case {number} from now on.",
    "handed-over": "Case {number} was handed over by {by}: {to} stands for it from now on.",
    "claimed": "{by} claimed case {number}, and stands for it from now on.",
    "merged": "Case {number} was merged into case {other} by {by}. Please go on in the thread of case {other}.",
    "merged-here": "Case {other} is about the same: it was merged into this one, case {number}, by {by}.",
    "unmerged-here": "{by} undid the merge: case {other} goes on by itself, and is no longer about this one, "
    "case {number}.",
    "unmerged": "{by} undid the merge: case {number} is open again, and no duplicate of case {other}.",
    "solved": "Case {number} was closed as solved by {by}.{until}",
    "withdrawn": "Case {number} was withdrawn by {by}.{until}",
    "unanswered": "Case {number} was closed for want of a response by {by}.{until}",
    "undone": "Case {number} was opened again by {by}. The response was typed before the automatic closing and "
    "reached me after it: the closing is undone.",
    "marked": "{by} marked case {number}: it contains student data. Notifications of it show no words from now on.",
    "unmarked": "{by} took the mark from case {number}: it contains no student data. Notifications of it show words "
    "again, where the district has them.",
    "more-time": "Case {number} was given more time by {by}.{waits}",
}
"""What happened to a case, by the names of `owing.lines`."""


def thread_ends(number: CaseNumber) -> Message:
    """The last line in the thread of somebody who was a contact."""
    said = (
        f"You are not one of your district's authorized contacts any more, so this thread of case {number} ends "
        "here: nothing more is posted in it, and replies are not read. The other contacts go on with the case."
    )
    return Message(text=said, blocks=[text.section(said)])


def thread_goes_on(number: CaseNumber) -> Message:
    """Below the last line, in the thread of somebody who is a contact again."""
    said = (
        f"You are an authorized contact again, so this thread of case {number} goes on: replies are read as before. "
        "What was said in the meantime is in the case."
    )
    see = text.button("View", Action.VIEW_CASE, number, spoken_as=f"View case {number}")
    return Message(text=said, blocks=[text.section(said), *text.buttons([see])])


def line(
    what: str,
    *,
    sheet: CaseSheet,
    by: PersonSheet,
    to: PersonSheet | None = None,
    other: CaseNumber | None = None,
) -> Message:
    """`to`: who it was given to; `other`: the case it was merged with.

    Everybody is named, and nobody mentioned: who acted knows, and who is given something is told by direct message.
    """
    facts = {"number": sheet.case.number, "other": other, "until": _until(sheet), "waits": clocks.waits(sheet)}
    drawn = LINES[what].format(by=text.named(by), to=text.named(to), **facts)
    said = LINES[what].format(by=text.plain_name(by), to=text.plain_name(to), **facts)
    see = [] if other is None else [text.button(f"View case {other}", Action.VIEW_CASE, other)]
    return Message(text=text.spoken(said), blocks=[text.section(drawn), *text.buttons(see)])


def _until(sheet: CaseSheet) -> str:
    if sheet.reopen_until is None:
        return ""
    return f" It can be reopened until {text.day(sheet.reopen_until, sheet.district.zone)}."


def from_message(number: CaseNumber, *, link: str) -> Message:
    """Where the case came from. Without a link: where the bot may not read, and what that means."""
    if not _is_link(link):
        said = (
            f"Case {number} was opened from a message in a place that I cannot read, so what was said below it is "
            "not here. Please add what matters."
        )
        return Message(text=said, blocks=[text.context(said)])
    said = f"Case {number} was opened from a message. What contacts and Support said below it follows here."
    there = f"{said} <{link}|Open the message> (needs access there)."
    return Message(text=said, blocks=[text.context(there)])


def became(number: CaseNumber, *, link: str) -> Message:
    """Below a message in the district's own channel: where to go on."""
    said = f"This message became case {number}. Please go on in the case's thread: what is said here is not read."
    there = f"{said} <{link}|Open the case>" if _is_link(link) else said
    return Message(text=said, blocks=[text.section(there)])


def _is_link(link: str) -> bool:
    return link.startswith("https://") and not set(link) & set("<>|")


def no_longer_here(number: CaseNumber) -> Message:
    """A part of a longer text that was edited, deleted or redacted."""
    said = f"Case {number}: this part of the text is no longer here."
    return Message(text=said, blocks=[text.context(said)])


def named_somebody(number: CaseNumber) -> Message:
    """In place of a line that does not hold any more, and had the name of somebody who was erased."""
    said = f"Case {number}: what stood here named somebody who was erased."
    return Message(text=said, blocks=[text.context(said)])


def not_carried(name: str, why: str, *, permalink: str, limits: Limits) -> Message:
    """A file that stays where it is, and where that is. `why`: one of NOT_CARRIED."""
    reason = NOT_CARRIED[why].format(file_mb=limits.file_mb, files_at_once=limits.files_at_once)
    words = text.told(f"The file “{{name}}” {reason}.", name=name)
    there = f"<{permalink}|Open it where it was posted> (needs access there)."
    link = [text.section(there)] if _is_link(permalink) else []
    first = text.context("A file is not here")
    return Message(text=f"A file {reason}.", blocks=[first, *words.blocks, *link], aloud=words.text)
