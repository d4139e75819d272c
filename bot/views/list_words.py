"""A request about a district's list, in a sentence: what is asked for, and what was done (POLICY 6)."""

from bot.domain.list_requests import Kind, State
from bot.domain.list_sheets import RequestSheet
from bot.domain.sheets import PersonSheet
from bot.views import terms, text
from bot.views.message import Block, Message

REASON_DRAWN = 3300
"""A form takes 3,000 letters, and few of them are drawn as an escape."""
SOMEBODY = "somebody Slack has not named yet"

ASKED = {
    Kind.ADD: "add {comes} as an {role}",
    Kind.REMOVE: "remove {person}",
    Kind.CHANGE_TYPE: "make {person} an {role}",
    Kind.UPDATE: "change what the list says of {person}",
    Kind.REACTIVATE: "make {person} a contact again",
    Kind.THIRD_PARTY: "give {person} access as a third party",
    Kind.BIND: "bind the line of {person} to a Slack user",
}
DONE = {
    Kind.ADD: "{comes} is a contact of {district} now: an {role}.",
    Kind.REMOVE: "{person} is no longer a contact of {district}.",
    Kind.CHANGE_TYPE: "{person}, a contact of {district}, is an {role} now.",
    Kind.UPDATE: "What the list of {district} says of {person} was changed.",
    Kind.REACTIVATE: "{person} is a contact of {district} again.",
    Kind.THIRD_PARTY: "{person} has access to {district} as a third party now.",
    Kind.BIND: "{comes} is bound to a line of the list of {district} now, and has the right that it gives.",
}
REPLACED = "{person} is no longer a contact of {district}; {comes} came in their place: an {role}."


def named(person: PersonSheet | None) -> str:
    return (text.called(person) if person is not None else "") or SOMEBODY


def _facts(sheet: RequestSheet) -> dict[str, str]:
    request = sheet.request
    return {
        "person": named(sheet.person),
        "comes": named(sheet.comes),
        "district": sheet.district.name,
        "role": terms.ROLE[request.role] if request.role else "contact",
        "asker": named(sheet.asked_by),
        "decider": named(sheet.decided_by),
        "enterer": named(sheet.entered_by),
    }


def asked(sheet: RequestSheet) -> str:
    """What is asked for, as a template for `told`: `remove {person}`."""
    if sheet.request.kind is Kind.REMOVE and sheet.comes is not None:
        return "remove {person} and add {comes} as an {role} in their place"
    return ASKED[sheet.request.kind]


def done(sheet: RequestSheet) -> str:
    """What is so now."""
    if sheet.request.state is State.UNDONE:
        return "The removal of {person} was undone: they are a contact of {district} as before."
    return REPLACED if sheet.request.kind is Kind.REMOVE and sheet.comes is not None else DONE[sheet.request.kind]


def told(sentence: str, sheet: RequestSheet) -> Message:
    """A sentence of ours with the names of this request in it."""
    return text.told(sentence, **_facts(sheet))


def who(sheet: RequestSheet) -> str:
    """Who asked and who decided, as a template."""
    request = sheet.request
    if request.state is State.UNDONE:
        return "Removed by {asker}, undone by {decider}."
    entered = "" if sheet.entered_by is None else ", entered by {enterer}"
    if request.decided_by is None or request.decided_by == request.asked_by:
        return f"Done by {{asker}}{entered}."
    return f"Asked for by {{asker}}{entered}, approved by {{decider}}."


def reasons(sheet: RequestSheet) -> list[Block]:
    """In their own words: whole, unless escapes make more of them than a message takes (SLACK 6)."""
    found = (("Why", sheet.words.reason), ("Answer", sheet.words.answer))
    said = (f"{label}: {_fitting(words)}" for label, words in found if words)
    return [text.small(piece) for words in said for piece in text.pieces(words, text.SMALL_LONGEST)]


def _fitting(words: str) -> str:
    turns = len(words) - len(text.straight(words))  # drawn as they are, where words stand alone
    drawn = len(text.escape(words)) + turns
    return words if drawn <= REASON_DRAWN else text.cut(words, len(words) * REASON_DRAWN // drawn)


def spoken_reasons(sheet: RequestSheet) -> str:
    found = (("Why", sheet.words.reason), ("Answer", sheet.words.answer))
    return " ".join(f"{label}: {text.one_line(said)}" for label, said in found if said)


def together(*messages: Message, blocks: list[Block], spoken: str = "") -> Message:
    """One message of several sentences, with what else stands below them. `spoken`: in people's own words."""
    said = text.cut_drawn(" ".join(message.text for message in messages), text.TEXT_LONGEST)
    return Message(
        text=said,
        aloud=text.aloud(said, spoken) if spoken else "",
        blocks=[*(block for message in messages for block in message.blocks), *blocks],
    )
