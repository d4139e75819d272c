"""What goes along with a file that somebody asked for, and what is said where Slack takes none."""

from bot.domain.record import Question
from bot.views import audit
from bot.views.message import Message
from bot.views.text import section

NAMES = {Question.WHY: "who-did-what", Question.RIGHTS: "who-gave-rights", Question.EMERGENCIES: "emergencies"}
"""Of the files."""


def about(question: Question, *, count: int, more: bool) -> str:
    """Beside the file. `more`: there are older lines than the file holds."""
    lines = "1 line" if count == 1 else f"{count} lines"
    rest = ", the newest; the command line exports them all" if more else ""
    return f"*{audit.QUESTIONS[question]}*: {lines}{rest}. Names are as they are now. You alone got this file."


def not_sent(question: Question) -> Message:
    said = (
        f"I could not send you *{audit.QUESTIONS[question]}* as a file: Slack did not take it. Please ask again in a "
        "while, or let whoever runs me look at `python -m bot doctor`; `python -m bot audit export` has the same."
    )
    return Message(text=said.replace("*", ""), blocks=[section(said)])


def on_its_way() -> Message:
    said = "It is on its way: you get the file by direct message, in a moment. That you asked for it is in the log."
    return Message(text=said, blocks=[section(said)])
