"""What is left of a redacted text, and what whoever redacts it, or wrote it, is told (POLICY 10)."""

from bot.domain.ids import CaseNumber
from bot.domain.sheets import PersonSheet
from bot.views import forms, text
from bot.views.actions import Action
from bot.views.message import Block, Message

STUB = "What was written here was erased."
ERASED = "The text is erased here, with its versions, its files and its copies."
OWN = (
    "*Your own message still stands in Slack:* I may delete nobody's messages but mine. Please delete it there: "
    "point at it, open its menu and choose *Delete message*."
)
OTHERS = (
    "*The message it was typed as still stands in Slack:* I may delete nobody's messages but mine. Whoever typed it "
    "is asked to delete it; until they do, please see to it that they hear of it."
)


def without_words(told: Message | None) -> Message:
    """A direct message that held the words. `told`: as it is told without them; None: it would not be told now."""
    if told is None:
        return Message(text=STUB, blocks=[text.context(STUB)])
    return Message(text=text.cut_drawn(f"{told.text} {STUB}", text.TEXT_LONGEST), blocks=[*told.blocks, _stub()])


NAMED = "What stood here named somebody who was erased."


def unnamed(told: Message | None) -> Message:
    """A direct message that named somebody. `told`: as it is told now that they are erased; None: not any more."""
    return told or Message(text=NAMED, blocks=[text.context(NAMED)])


def _stub() -> Block:
    return text.context(f"_{STUB}_")


def done(*, original: str) -> Block:
    """In place of the form. `original`: what still stands in Slack, of `services.redacting_cases.Original`."""
    more = {"own": OWN, "others": OTHERS}.get(original, "")
    blocks = [text.section(ERASED), *([text.section(f":warning: {more}")] if more else [])]
    return forms.reading("Redacted", Message(text=f"{ERASED} {more}".strip(), blocks=blocks))


def yours(number: CaseNumber, *, by: PersonSheet) -> Message:
    """To whoever typed it, if somebody else redacted it."""
    said = text.told(
        f"{{by}} redacted a text of yours in case {number}: it is erased here, with its copies. The message you "
        "typed still stands in Slack, where only you can delete it. Please delete it: point at it, open its menu and "
        "choose *Delete message*.",
        by=text.plain_name(by),
    )
    see = text.button(f"View case {number}", Action.VIEW_CASE, number)
    return Message(text=said.text, blocks=[*said.blocks, *text.buttons([see])])
