"""What one person alone is offered in a case's thread: what becomes of their reply, and what can be done."""

from bot.domain.ids import CaseNumber, KeptId
from bot.views import text
from bot.views.actions import Action
from bot.views.message import Block, Message


def reply_to_closed(number: CaseNumber, kept: KeptId, *, by_agent: bool, kept_hours: int) -> Message:
    """Kept for a while, and in no record until its author says what it was (POLICY 3)."""
    lasts = text.hours(kept_hours)
    said = f"Case {number} is closed, so your reply is not in it yet. I keep it for {lasts}: what shall become of it?"
    reopen = text.button("Reopen with this text", Action.REOPEN_WITH, kept, style="primary")
    new = text.button("New case with this text", Action.NEW_WITH, kept)
    thanks = text.button("Just thanks", Action.THANKS, kept)
    if by_agent:
        said = f"Case {number} is closed, so your reply is not in it. A contact of the district can reopen it."
        return Message(text=said, blocks=[text.section(said), *text.buttons([thanks])])
    return Message(text=said, blocks=[text.section(said), *text.buttons([reopen, new, thanks])])


def case_actions(number: CaseNumber, pressed: list[Block]) -> Message:
    """What fits, for whoever asked in a case's thread."""
    said = f"What shall be done with case {number}?" if pressed else f"Nothing can be done with case {number} now."
    return Message(text=said, blocks=[text.section(said), *text.buttons(pressed)])


def taken(number: CaseNumber) -> Message:
    said = f"Case {number} was reopened already; your reply is in it now."
    return Message(text=said, blocks=[text.section(said)])


def not_read(*, command: str) -> Message:
    """To whoever wrote to the bot itself, where no case is."""
    said = (
        "I'm a bot, and nobody reads what is written here. Please write in the case's thread, below its card. "
        f"`{command}` opens a case, or says who can open one for you; `{command} help` shows what else I can do."
    )
    return Message(text=said, blocks=[text.section(said)])


def thanked(number: CaseNumber) -> Message:
    said = f"You're welcome. Case {number} stays closed."
    return Message(text=said, blocks=[text.section(said)])


def solved_or_not(number: CaseNumber) -> Message:
    """After a plain comment below a resolution: 'thanks' reopens nothing, and closes nothing either."""
    said = f"Your comment is with Support. Is case {number} solved?"
    pressed = [
        text.button("Solved", Action.SOLVED, number, style="primary", spoken_as=f"Solved, case {number}"),
        text.button("Not solved", Action.NOT_SOLVED, number, spoken_as=f"Not solved, case {number}"),
    ]
    return Message(text=said, blocks=[text.section(said), *text.buttons(pressed)])
