"""Joint sessions as people see them: the form, the lines in a case's threads, and what each is told (POLICY 2)."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.domain.cases import Case
from bot.domain.ids import CaseNumber
from bot.domain.limits import Limits
from bot.domain.sessions import State, Why, held_as
from bot.domain.sheets import PersonSheet, SessionSheet
from bot.views import fields, forms, text
from bot.views.actions import Action, Callback
from bot.views.message import Block, Message

GUEST, STARTS, MINUTES, STAND_IN, NOBODY = "guest", "starts", "minutes", "stand_in", "nobody"
LONGEST = 480
"""Minutes."""

ENDED = {
    Why.TIME: "its time is over",
    Why.BY_CONTACT: "its contact ended it",
    Why.RIGHT_LOST: "its contact is no longer one",
    Why.CASE_CLOSED: "the case was closed",
    Why.GUEST_GONE: "its guest is a contact now, or no longer staff of the district",
}


def invite_form(case: Case, others: Sequence[PersonSheet], limits: Limits) -> Block:
    """`others`: who could stand in."""
    whom: Block = {"type": "users_select", "action_id": "chosen"}
    when: Block = {"type": "datetimepicker", "action_id": "chosen"}
    minutes: Block = {
        "type": "number_input",
        "action_id": "typed",
        "is_decimal_allowed": False,
        "initial_value": str(limits.session_minutes),
        "min_value": "1",
        "max_value": str(LONGEST),
    }
    options = [(NOBODY, "Nobody"), *((str(person.id), text.one_line(person.name)) for person in others)]
    opening = (
        "Somebody of your district's staff joins the case for a while. They read what is said while the session is "
        "open and you are there, and nothing from before or after; their words are marked as theirs."
    )
    blocks = [
        text.context(f"Case {case.number}"),
        text.section(opening),
        fields.field(GUEST, "Whom?", whom, hint="A staff member of your district who is no contact."),
        fields.field(STARTS, "When?", when, optional=True, hint="Now, if you leave this empty."),
        fields.field(MINUTES, "For how many minutes?", minutes),
        fields.choice(STAND_IN, "Who stands in, should you have to leave?", options, chosen=NOBODY),
    ]
    facts = json.dumps({"case": str(case.number)})
    return text.modal("Bring someone in", Callback.INVITE_GUEST, blocks, submit="Invite", private_metadata=facts)


def wrong_minutes() -> dict[str, str]:
    return {MINUTES: f"Please give a number from 1 to {LONGEST}."}


def wrong_start() -> dict[str, str]:
    return {STARTS: "Please pick a time within the next 30 days, or leave it empty for now."}


LINES = {
    "session-begun": "Joint session in case {number}: {host} brought in {guest}, who is no contact, until {until}.",
    "session-paused": "The joint session in case {number} rests: no contact of it is there. What {guest} writes now "
    "is held.",
    "session-goes-on": "The joint session in case {number} goes on.",
    "session-carried-on": "{host} carries on the joint session in case {number}: who began it is no contact now.",
    "session-held": "{guest} wrote while nobody was there, in the joint session of case {number}. *Let in…* shows it "
    "to you, and takes it into the case.",
    "session-ended": "The joint session in case {number} with {guest} has ended: {why}.",
    "session-let-in": "What {guest} wrote meanwhile is in case {number} now.",
}
"""In the threads of the district and the desk."""

TO_GUEST = {
    "session-paused": "The joint session rests: no contact is there. What you write now is held until one lets it "
    "in, and nothing that is said comes here.",
    "session-goes-on": "The joint session goes on.",
    "session-carried-on": "{host} carries on the joint session.",
    "session-ended": "The joint session has ended: {why}. Nothing more comes here, and replies are not read, unless "
    "you become a contact of the district. What was held and not let in is dropped. Thank you for your help.",
    "session-let-in": "What you wrote meanwhile is in the case now.",
}
"""In the guest's own."""
AS_CONTACT = (
    "The joint session has ended: you are a contact of the district now. Nothing more comes here; what you write "
    "here is taken into the case, as any contact's words are. What was held and not let in is dropped."
)


def line(what: str, sheet: SessionSheet, *, to_guest: bool, is_contact: bool = False) -> Message:
    """`is_contact`: the guest, by now."""
    if what == "session-ended" and is_contact:
        return _as_contact(sheet.session.case)
    said = _told((TO_GUEST if to_guest else LINES)[what], sheet)
    if what != "session-held":
        return said
    number = sheet.session.case
    let_in = text.button("Let in…", Action.LET_IN, sheet.session.id, spoken_as=f"Let in what was held, case {number}")
    return Message(text=said.text, blocks=[*said.blocks, *text.buttons([let_in])])


def _as_contact(number: CaseNumber) -> Message:
    see = text.button("View", Action.VIEW_CASE, number, spoken_as=f"View case {number}")
    return Message(text=AS_CONTACT, blocks=[text.section(AS_CONTACT), *text.buttons([see])])


def _told(sentence: str, sheet: SessionSheet) -> Message:
    """With the names of its people, and its times in the reader's own zone."""
    session = sheet.session
    facts = {"number": session.case, "why": ENDED[session.why or Why.TIME]}
    times = {"starts": session.starts_at, "until": session.ends_at}
    names = {"host": text.called(sheet.host), "guest": text.called(sheet.guest)}
    said = {name: text.one_line(word) for name, word in names.items()} | {k: _utc(at) for k, at in times.items()}
    drawn = {name: text.inline(word) for name, word in names.items()} | {
        k: text.moment(at) for k, at in times.items()
    }
    plain = sentence.replace("*", "").format(**facts, **said)
    return Message(text=text.spoken(plain), blocks=[text.section(sentence.format(**facts, **drawn))])


def _utc(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


SHOWN, SHOWN_LONGEST = 20, 2500
"""Of what is held: so many messages in one window, and so much of each."""


def held_form(sheet: SessionSheet, words: Sequence[tuple[int, str, int]], *, changed: bool = False) -> Block:
    """To whoever lets it in, and to nobody else. `words`: id, words and how many files, the oldest first.

    `changed`: by the guest, after they read it.
    """
    if not words:
        return forms.notice("Let in", "Nothing is held any more: somebody has let it in, or it was taken back.")
    now = words[:SHOWN]
    more = [text.context("There is more, which you can let in after this.")] if len(words) > SHOWN else []
    facts = {
        "case": str(sheet.session.case),
        "session": str(sheet.session.id),
        "last": str(now[-1][0]),
        "read": ",".join(f"{number}:{held_as(said, files)}" for number, said, files in now),
    }
    blocks = [
        *_told(HELD, sheet).blocks,
        *(_told(READ_AGAIN, sheet).blocks if changed else []),
        *(block for _, said, files in now for block in _held(said, files)),
        *more,
    ]
    return text.modal("Let in", Callback.LET_IN, blocks, submit="Let in", private_metadata=json.dumps(facts))


def guest_left() -> Block:
    """In its place."""
    return forms.notice("Let in", "Who wrote it is no longer staff of the district: nothing of it is let in.")


HELD = (
    "This is what {guest} wrote while nobody was there. *Let in* takes it into case {number}, where both sides "
    "read it."
)
READ_AGAIN = (
    ":warning: {guest} changed it after you opened this, so nothing was let in yet. This is how it reads now."
)


def _held(said: str, files: int) -> list[Block]:
    shown = (
        [{"type": "section", "text": text.plain(text.cut(said, SHOWN_LONGEST), text.PLAIN_LONGEST)}] if said else []
    )
    along = {0: [], 1: [text.context("With 1 file.")]}.get(files, [text.context(f"With {files} files.")])
    return [text.divider(), *shown, *along]


def held(number: int) -> Message:
    """To the guest, at once."""
    return _plainly(
        f"No contact is there just now, so your words are not in case {number} yet. They are held until a contact "
        "lets them in; when the session ends, what was not let in is dropped."
    )


NOTICES = {
    "session-yours": "The joint session with {guest} in case {number} is open until {until}. You count as there for "
    "a while after you wrote in its thread, or pressed the button.",
    "session-join": "Your joint session with {guest} in case {number} begins, and lasts until {until}. It rests "
    "until you join.",
    "session-paused": "Are you still there? The joint session with {guest} in case {number} rests.",
    "session-planned": "A joint session in case {number}, {host} with {guest}: it begins at {starts}, and lasts "
    "until {until}.",
    "session-stand-in": "{host} named you as the stand-in for a joint session with {guest} in case {number}, from "
    "{starts} until {until}.",
    "session-cancelled": "The joint session in case {number} does not take place: {why}.",
}


def notice(what: str, sheet: SessionSheet, *, to_guest: bool) -> Message:
    """By direct message, with what can be done."""
    session, said = sheet.session, _told(NOTICES[what], sheet)
    pressed = [] if to_guest or session.state is State.ENDED else _buttons(what, sheet)
    return Message(text=said.text, blocks=[*said.blocks, *text.buttons(pressed)])


def _buttons(what: str, sheet: SessionSheet) -> list[Block]:
    session, name = sheet.session, f"the joint session in case {sheet.session.case}"
    joins = what in ("session-join", "session-stand-in")
    here = text.button(
        "Join" if joins else "I am here",
        Action.SESSION_HERE,
        session.id,
        style="primary",
        spoken_as=f"{'Join' if joins else 'I am here, in'} {name}",
    )
    end = text.button(
        "End the session", Action.SESSION_END, session.id, spoken_as=f"End the session in case {session.case}"
    )
    return [end] if session.state is State.PLANNED else [here, end]


def invited(sheet: SessionSheet) -> Message:
    """The answer to the form."""
    is_open = sheet.session.state is State.OPEN
    return _told(f"The joint session with {{guest}} {'is open' if is_open else 'begins at {starts}'}.", sheet)


def _plainly(sentence: str) -> Message:
    return Message(text=sentence, blocks=[text.section(sentence)])
