"""What is said of a case's threads that are read again."""

from collections.abc import Mapping

from bot.domain.ids import CaseNumber
from bot.views import text
from bot.views.message import Message

FOUND = {
    "taken": ("1 message taken in", "{} messages taken in"),
    "edited": ("1 edit", "{} edits"),
    "gone": ("1 deletion", "{} deletions"),
    "refused": ("1 message that could not be taken in", "{} messages that could not be taken in"),
}
"""One, and more than one, by what was counted."""


def begun(number: CaseNumber) -> Message:
    """Slack gives a long thread a page a minute."""
    return _plainly(
        f"I read the threads of case {number} again, which takes a minute or two for each. "
        "What I find is taken in, and then I send you a message."
    )


def done(number: CaseNumber, counts: Mapping[str, int | str]) -> Message:
    return _plainly(f"The threads of case {number} were read again: {found(counts)}.{_unread(counts)}")


def found(counts: Mapping[str, int | str]) -> str:
    """`3 messages taken in, 1 edit and 1 deletion`."""
    told = [
        one if int(counts[name]) == 1 else more.format(counts[name])
        for name, (one, more) in FOUND.items()
        if int(counts.get(name, 0))
    ]
    return text.sentence(told) or "nothing was missing"


def _unread(counts: Mapping[str, int | str]) -> str:
    if not int(counts.get("unread", 0)):
        return ""
    return " Not every thread could be read: please see that I am in its channel, and that it is not archived."


def _plainly(sentence: str) -> Message:
    return Message(text=sentence, blocks=[text.section(sentence)])
