"""Direct messages about a district's list of contacts: what was asked, what became of it, and what one can do now."""

from bot.domain.list_requests import Kind, Short, State, Waits
from bot.domain.list_sheets import RequestSheet
from bot.domain.sheets import DistrictSheet, PersonSheet
from bot.views import list_words, text
from bot.views.actions import Action
from bot.views.message import Block, Message

YOURS = {
    Kind.REMOVE: "{asker} removed you from the contacts of {district}: you can no longer open or work its cases.",
    Kind.CHANGE_TYPE: "You are an {role} of {district} now.",
    Kind.UPDATE: "{asker} changed what the list of {district} says of you.",
    Kind.THIRD_PARTY: "You have access to {district} as a third party now: you may ask its contacts for help.",
    Kind.BIND: "You stand in a line of the list of {district} now, which gives no right at present. A contact of it, "
    "or its administrator, can ask that you become one.",
}
"""Whoever is made a contact is welcomed instead; so is whoever is bound to a line that gives its right."""
BECAME = {
    State.ASKED: "It waits for a decision.",
    State.APPLIED: "It was approved by {decider}.",
    State.CONFIRMED: "It was done, and confirmed by {decider}.",
    State.DECLINED: "It was declined by {decider}.",
    State.WITHDRAWN: "It was withdrawn by {decider}.",
    State.LAPSED: "It waited too long, and is over.",
    State.UNDONE: "It was undone by {decider}.",
}
LOOK = "Please look whether it is right: *Manage contacts…* on my Home page shows it."
LEFT = "You are no longer a contact of {district}, as you asked. Its other contacts are told."

CONFIRMED = "Confirmed: the removal stays as it is, and that you saw it is on the record."


def undone(*, own: bool) -> str:
    """To whoever pressed. `own`: their own removal."""
    who = "you are a contact again, as before" if own else "they are a contact again, as before"
    return f"The removal is undone: {who}. Everybody on the list is told."


def asked(sheet: RequestSheet) -> Message:
    """To whoever decides: what, by whom, why, and the buttons."""
    if sheet.request.waits_for is Waits.CONFIRMATION:
        return _to_confirm(sheet)
    first = list_words.told(f"*{{asker}}* of {{district}} asks to {list_words.asked(sheet)}.", sheet)
    more = beyond(sheet)
    blocks = [
        *_details(sheet),
        *list_words.reasons(sheet),
        *_who_entered(sheet),
        *more,
        *text.buttons(_decisions(sheet)),
    ]
    return list_words.together(first, blocks=blocks, spoken=list_words.spoken_reasons(sheet))


def _who_entered(sheet: RequestSheet) -> list[Block]:
    """Who decides has it from somebody else than whoever asks."""
    by = sheet.entered_by
    return [] if by is None else [text.context(f"Entered by {text.inline(list_words.named(by))}.")]


def entered(sheet: RequestSheet) -> Message:
    """To whoever is said to have asked."""
    first = list_words.told(
        f"{{enterer}} entered a request for you: {list_words.asked(sheet)}, for {{district}}. It waits for approval. "
        "If you did not ask for it, please withdraw it.",
        sheet,
    )
    request = sheet.request
    withdraw = text.button(
        "Withdraw",
        Action.LIST_WITHDRAW,
        f"{request.id}:{request.district}",
        spoken_as=f"Withdraw request {request.id}",
        confirm=text.confirmation("Withdraw the request?", "It can be asked for again.", "Withdraw"),
    )
    blocks = [*list_words.reasons(sheet), *text.buttons([withdraw])]
    return list_words.together(first, blocks=blocks, spoken=list_words.spoken_reasons(sheet))


def _decisions(sheet: RequestSheet) -> list[Block]:
    number = sheet.request.id
    return [
        text.button("Approve…", Action.LIST_APPROVE, number, style="primary", spoken_as=f"Approve request {number}"),
        text.button("Decline…", Action.LIST_DECLINE, number, spoken_as=f"Decline request {number}"),
    ]


def _to_confirm(sheet: RequestSheet) -> Message:
    first = list_words.told(
        "*{asker}* removed {person} from the contacts of {district}. It took effect at once.", sheet
    )
    number = sheet.request.id
    pressed = [text.button("Confirm", Action.LIST_CONFIRM, number, spoken_as=f"Confirm request {number}")]
    if sheet.request.undo_until is not None:
        pressed.append(_undo_button(sheet))
    blocks = [*list_words.reasons(sheet), *_until(sheet), *text.buttons(pressed)]
    return list_words.together(first, blocks=blocks, spoken=list_words.spoken_reasons(sheet))


def _undo_button(sheet: RequestSheet) -> Block:
    number = sheet.request.id
    return text.button("Undo", Action.LIST_UNDO, number, spoken_as=f"Undo the removal, request {number}")


def _until(sheet: RequestSheet) -> list[Block]:
    until = sheet.request.undo_until
    return [] if until is None else [text.context(f"It can be undone until {text.moment(until)}.")]


def settled(sheet: RequestSheet) -> Message:
    """To whoever could have decided it, in place of what they were asked."""
    first = list_words.told(f"*{{asker}}* of {{district}} asked to {list_words.asked(sheet)}.", sheet)
    became = list_words.told(BECAME[sheet.request.state], sheet)
    may_undo = sheet.request.state is State.CONFIRMED and sheet.request.undo_until is not None
    more = [*_until(sheet), *text.buttons([_undo_button(sheet)])] if may_undo else []
    blocks = [*list_words.reasons(sheet), *more]
    return list_words.together(first, became, blocks=blocks, spoken=list_words.spoken_reasons(sheet))


def _details(sheet: RequestSheet) -> list[Block]:
    """What an add records."""
    words, request = sheet.words, sheet.request
    found = [("Name", words.name), ("E-mail", words.email), ("Phone", words.phone), ("Training", request.training)]
    pairs = [(label, text.inline(value)) for label, value in found if value]
    if request.licensed:
        pairs.append(("Licensed user", "Yes"))
    return [text.fields(pairs)] if pairs else []


def beyond(sheet: RequestSheet) -> list[Block]:
    """More than recommended is said, and blocks nothing."""
    adds = sheet.request.kind in (Kind.ADD, Kind.REACTIVATE)
    if not adds or sheet.contacts < sheet.most:
        return []
    return [text.context(f":warning: There are {sheet.contacts} contacts already; {sheet.most} are recommended.")]


def changed(sheet: RequestSheet) -> Message:
    """To the district's contacts and administrator, and whoever asked."""
    match sheet.request.state:
        case State.DECLINED:
            said = f"{{decider}} declined the request to {list_words.asked(sheet)} for {{district}}."
        case State.WITHDRAWN:
            said = f"The request to {list_words.asked(sheet)} for {{district}} was withdrawn by {{decider}}."
        case State.LAPSED:
            said = (
                f"The request to {list_words.asked(sheet)} for {{district}} waited too long and is over. Please ask "
                "again if it is still needed."
            )
        case _:
            said = f"{list_words.done(sheet)} {list_words.who(sheet)}"
    first = list_words.told(said, sheet)
    return list_words.together(first, blocks=list_words.reasons(sheet), spoken=list_words.spoken_reasons(sheet))


def yours(sheet: RequestSheet, *, may_undo: bool) -> Message:
    """To whom it is about. `may_undo`: the removal, by their own click."""
    if sheet.request.state is State.UNDONE:
        said = "Your removal was undone by {decider}: you are a contact of {district} as before."
        return list_words.told(said, sheet)
    kind = sheet.request.kind
    if kind is Kind.REMOVE and sheet.request.asked_by == sheet.request.person:
        return list_words.told(LEFT, sheet)
    first = list_words.told(YOURS[kind], sheet)
    if kind is not Kind.REMOVE:
        return first
    pressed = text.buttons([_undo_button(sheet)]) if may_undo else []
    until = _until(sheet) if may_undo else [text.context("Ask a contact or the administrator if that is not right.")]
    return list_words.together(
        first,
        blocks=[*list_words.reasons(sheet), *until, *pressed],
        spoken=list_words.spoken_reasons(sheet),
    )


def details(district: DistrictSheet, person: PersonSheet, by: PersonSheet | None) -> Message:
    """To a district on whose list somebody is. `by`: who changed it, where they are of that district."""
    changed = "What the list of {district} says of {person} was changed"
    if by is not None and by.id == person.id:
        said = "{person} changed what the list of {district} says of them."
    else:
        said = f"{changed}. {LOOK}" if by is None else f"{changed}. Done by {{by}}."
    named = {"person": list_words.named(person), "by": list_words.named(by)}
    return text.told(said, district=district.name, **named)


SHORT = {
    Short.SUPPORT: "Authorized Support Contacts",
    Short.TECHNICAL: "Authorized Technical Contacts",
}


def short(district: DistrictSheet, found: tuple[Short, ...]) -> Message:
    """To the district's administrator: fewer than recommended."""
    which = text.sentence(SHORT[it] for it in found)
    return text.told(
        f"{{name}} has fewer {which} now than recommended. Please think of whom to add: *Manage contacts…* on my "
        "Home page does it.",
        name=district.name,
    )
