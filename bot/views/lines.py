"""One-sentence lines in a thread: what happened to the case, or to a file."""

from bot.domain.ids import CaseNumber, TeamId
from bot.domain.sheets import CaseSheet, PersonSheet
from bot.views import text
from bot.views.message import Message

NOT_CARRIED = {
    "too-large": "is larger than what is carried over (25 MB)",
    "executable": "is a program, which is not carried over",
    "not-available": "could not be carried over: Slack did not give it, or did not take it",
    "empty": "is empty",
}


def line(what: str, *, sheet: CaseSheet, by: PersonSheet, reader_team: TeamId) -> Message:
    """`what`: taken, solved or withdrawn."""
    number = sheet.case.number
    end = _end(what, sheet)
    drawn = f"Case {number} was {end[0]} by {text.name_of(by, reader_team=reader_team)}.{end[1]}"
    said = f"Case {number} was {end[0]} by {text.plain_name(by)}.{end[1]}"
    return Message(text=text.spoken(said), blocks=[text.section(drawn)])


def _end(what: str, sheet: CaseSheet) -> tuple[str, str]:
    match what:
        case "taken":
            return "taken", ""
        case "solved":
            return "closed as solved", _until(sheet)
        case "withdrawn":
            return "withdrawn", _until(sheet)
        case _:
            raise LookupError(what)


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


def not_carried(name: str, why: str, *, permalink: str) -> Message:
    """A file that stays where it is, and where that is."""
    said = text.told(f"The file “{{name}}” {NOT_CARRIED[why]}.", name=name)
    if not _is_link(permalink):
        return said
    there = f"<{permalink}|Open it where it was posted> (needs access there)."
    return Message(text=said.text, blocks=[*said.blocks, text.section(there)])
