"""A question to the contacts: the forms, what those who are asked read, what whoever asked reads.

Of a case that is opened from it its asker is told status alone.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.cases import CloseReason
from bot.domain.ids import Channel, DistrictId, KeptId, QuestionId
from bot.domain.questions import Question, State
from bot.domain.sheets import PersonSheet
from bot.views import fields, forms, rich, terms, text
from bot.views.actions import Action, Callback
from bot.views.message import Block, Message

DISTRICT, BUILDING, TO = "district", "building", "to"
NO_BUILDING = "-"
LONGEST_SHOWN = 6000
"""Of a question, in a message: a case that is opened from it has all of it."""

ERASED = "(These words were erased.)"


def ask_form(
    districts: Sequence[tuple[DistrictId, str]],
    buildings: Sequence[str],
    *,
    building: str = "",
    typed: str = "",
    kept: KeptId | None = None,
    previous: QuestionId | None = None,
    where: Channel | None = None,
) -> Block:
    """`typed`: what stands in it, of a message or a reply. `kept`, `previous`: what it comes from;
    `where`: it was asked for.
    """
    facts = {
        **forms.where(where),
        "district": str(districts[0][0]) if len(districts) == 1 else "",
        "kept": str(kept or ""),
        "previous": str(previous or ""),
    }
    first, *more = text.pieces(typed, fields.LONGEST) or [""]
    continued = [
        fields.lines(f"{forms.WORDS}-{place}", "Question (continued)", optional=True, typed=piece)
        for place, piece in enumerate(more, 2)
    ]
    which = [fields.choice(DISTRICT, "District", [(str(key), name) for key, name in districts])]
    whereabouts = fields.field(
        BUILDING,
        "Building",
        fields.menu(
            "chosen", [(NO_BUILDING, "None of these"), *((name[:150], name) for name in buildings)], building
        ),
        optional=True,
        hint="Where it is about. Your building's coach is asked first, if there is one.",
    )
    blocks = [
        text.section(
            "Your question goes to people of your own district, by direct message. Support does not see it."
        ),
        *(which if len(districts) > 1 else []),
        fields.lines(forms.WORDS, "What do you need help with?", hint=forms.NO_NAMES, typed=first),
        *continued,
        *([whereabouts] if buildings else []),
    ]
    return text.modal(
        "Ask a contact", Callback.ASK_CONTACT, blocks, submit="Send", private_metadata=json.dumps(facts)
    )


def blocks_of(values: Mapping[str, str]) -> list[str]:
    """The fields of the form in which its words stand, in their order."""
    return [block for block in values if block == forms.WORDS or block.startswith(f"{forms.WORDS}-")]


def sent(readers: int, *, at_coach: bool) -> Message:
    who = _whom(readers, at_coach=at_coach)
    return _plainly(
        f":white_check_mark: Your question is with {who}. I write to you what becomes of it, and the app's "
        "Home shows how it stands."
    )


def _whom(readers: int, *, at_coach: bool) -> str:
    if at_coach:
        return "your building's coach" if readers == 1 else "your building's coaches"
    return "your district's contact" if readers == 1 else f"your district's {readers} contacts"


def handed(readers: int, *, at_coach: bool) -> Message:
    """Where they wrote it: their reply went somewhere after all."""
    return _plainly(f"Your text is with {_whom(readers, at_coach=at_coach)} now. I write to you when they answer.")


def thanked() -> Message:
    return _plainly("Your thanks are on their way.")


def asked(
    what: str,
    question: Question,
    words: str | None,
    *,
    asker: PersonSheet,
    by: PersonSheet | None,
    district: str,
    may_open: bool,
    reader_team: str,
) -> Message:
    """To somebody who can help. `may_open`: a contact, who can make a case of it."""
    where = ", {building}:" if question.building else ":"
    names = {"by": text.called(by) if by else "", "district": district, "building": question.building}
    spoken = text.told(f"{HEADS[what]}{where}", name=text.called(asker), **names).text
    drawn = {place: text.inline(name) for place, name in names.items()}
    first = f"{HEADS[what]}{where}".format(name=text.name_of(asker, reader_team=reader_team), **drawn)
    return Message(
        text=spoken,
        aloud=text.aloud(spoken, words or ERASED),
        blocks=[text.section(first), *_quoted(words), *text.buttons(answers(question, may_open=may_open))],
    )


HEADS = {
    "question-asked": "*{name}* of {district} asks for your help",
    "question-passed": "*{by}* passes a question of *{name}* on to you, at {district}",
    "question-reminder": "Nobody has answered *{name}* of {district} yet",
}


def _quoted(words: str | None) -> list[Block]:
    if words is None:
        return [text.context(ERASED)]
    rest = [text.context("There is more; a case that is opened from it has all of it.")]
    return [*rich.quoted(text.cut(words, LONGEST_SHOWN)), *(rest if len(words) > LONGEST_SHOWN else [])]


def answers(question: Question, *, may_open: bool, listed: bool = False) -> list[Block]:
    """What can be done with one. `listed`: among others, so each button is called by its number."""

    def button(label: str, action: Action, *, first: bool = False) -> Block:
        return text.button(
            label,
            f"{action}#{question.id}" if listed else action,
            question.id,
            style="primary" if first and not listed else None,
            spoken_as=f"{label}: question {question.id}" if listed else None,
        )

    opens = button("Open a case", Action.OPEN_FROM_QUESTION, first=True)
    return [
        *([opens] if may_open else []),
        button("Answer", Action.ANSWER_QUESTION, first=not may_open),
        button("Pass on", Action.HAND_QUESTION),
        button("Decline", Action.DECLINE_QUESTION),
    ]


def over(question: Question, words: str | None, *, asker: PersonSheet, by: PersonSheet | None) -> Message:
    """The same message once there is nothing to press any more."""
    names = {"asker": text.called(asker), "by": text.plain_name(by)}
    said = text.told(f"Question of {{asker}}: {SETTLED[question.state]}", **names)
    aloud = text.aloud(said.text, words or ERASED)
    return Message(text=said.text, blocks=[*said.blocks, *_quoted(words)], aloud=aloud)


SETTLED = {
    State.ASKED: "it waits for an answer.",
    State.ANSWERED: "{by} has answered it.",
    State.DECLINED: "{by} has declined it.",
    State.CASE_OPENED: "{by} has opened a case from it.",
    State.WITHDRAWN: "it was withdrawn.",
    State.UNANSWERED: "nobody answered in time.",
}


def answer_form(question: Question, words: str | None, *, asker: PersonSheet) -> Block:
    hint = f"It goes to them as a direct message, with your name. {forms.NO_NAMES}"
    return _form(
        "Answer",
        Callback.ANSWER_QUESTION,
        question,
        [*_asks(asker, words), fields.lines(forms.WORDS, "Answer", hint=hint)],
    )


def decline_form(question: Question, words: str | None, *, asker: PersonSheet) -> Block:
    hint = f"They read it. If somebody else can help, please pass the question on instead. {forms.NO_NAMES}"
    return _form(
        "Decline",
        Callback.DECLINE_QUESTION,
        question,
        [*_asks(asker, words), fields.lines(forms.WORDS, "Why?", hint=hint)],
    )


def pass_on_form(
    question: Question,
    words: str | None,
    *,
    asker: PersonSheet,
    others: Sequence[tuple[PersonSheet, date | None]],
) -> Block:
    """Who is away is offered, and marked: it goes to their deputy."""
    if not others:
        return forms.notice("Pass on", "There is nobody else to pass it on to: please answer it, or decline it.")
    chosen = fields.choice(TO, "To whom?", fields.people(others))
    return _form("Pass on", Callback.HAND_QUESTION, question, [*_asks(asker, words), chosen])


def _asks(asker: PersonSheet, words: str | None) -> list[Block]:
    who = text.told("*{name}* asks:", name=text.called(asker))
    return [*who.blocks, *rich.quoted(text.cut(words or ERASED, fields.LONGEST))]


def _form(title: str, callback: Callback, question: Question, blocks: list[Block]) -> Block:
    facts = json.dumps({"question": str(question.id)})
    return text.modal(title, callback, blocks, submit="Send", private_metadata=facts)


def done(what: str) -> Message:
    """What whoever helped reads in place of the form."""
    said = {
        "answered": "Your answer is on its way.",
        "declined": "They are told why.",
        "went-on": "They are told, and your district's contacts are asked.",
    }
    return _plainly(said[what])


def passed_on(to: PersonSheet) -> Message:
    return text.told("The question is with {name} now, and whoever asked is told so.", name=text.called(to))


def outcome(
    what: str, question: Question, words: str | None, *, by: PersonSheet | None, to: PersonSheet | None = None
) -> Message:
    """To whoever asked. `words`: of the answer or the reason; None are erased."""
    said = text.told(OUTCOMES[what], by=text.called(by) if by else "", to=text.called(to) if to else "")
    with_words = what in ("question-answered", "question-declined", "question-went-on")
    quoted = _quoted(words) if with_words else []
    return Message(
        text=said.text,
        aloud=text.aloud(said.text, words or ERASED) if with_words else "",
        blocks=[*said.blocks, *quoted, *_what_next(what, question)],
    )


OUTCOMES = {
    "question-answered": "*{by}* answers your question:",
    "question-declined": "*{by}* cannot help with your question:",
    "question-went-on": "Your district's contacts are asked. *{by}* could not help with your question:",
    "question-passed-on": "*{by}* passed your question on to *{to}*.",
    "question-case-opened": "*{by}* opened a support case from your question, and named you as who reported it. I "
    "tell you when it is closed; if something is to be added, please tell them.",
    "question-withdrawn": "Your question was withdrawn.",
}


def _what_next(what: str, question: Question) -> list[Block]:
    thanks = text.button("Thanks", Action.THANKS_FOR_ANSWER, question.id, style="primary")
    again = text.button("Ask again", Action.ASK_AGAIN, question.id)
    match what:
        case "question-answered":
            return text.buttons([thanks, again])
        case "question-declined":
            return text.buttons([again])
        case _:
            return []


def unanswered(pointed: Message, *, anybody: bool) -> Message:
    """`pointed`: whom to phone, with what can be done at once. `anybody`: whether the district has a contact."""
    ways = "phone one of them, or say" if anybody else "say"
    said = f"Nobody answered your question in time. Please {ways} if it is an emergency."
    return Message(
        text=text.cut_drawn(f"{said} {pointed.text}", text.TEXT_LONGEST), blocks=[text.section(said), *pointed.blocks]
    )


def case_closed(reason: CloseReason) -> Message:
    """The end of the story: status alone."""
    return _plainly(
        f"The support case from your question is closed: {terms.CLOSED[reason]}. If something is left to do, please "
        "tell your contact: they can open it again."
    )


def thanks(asker: PersonSheet) -> Message:
    return text.told("*{name}* says thanks for your answer.", name=text.called(asker))


def progress(rows: Sequence[tuple[Question, str | None]]) -> list[Block]:
    """On their Home: each of their own questions, and how it stands. Of a case nothing."""
    if not rows:
        return []
    lines = [_line(question, words, place) for place, (question, words) in enumerate(rows)]
    return [text.divider(), text.section("*Your questions*"), *lines]


def _line(question: Question, words: str | None, place: int) -> Block:
    title = text.inline(words) if words else ERASED
    said = f"{title}\n{_stands(question)} · {text.moment(question.settled_at or question.asked_at)}"
    if not question.is_open:
        return text.section(said)
    confirm = text.confirmation("Withdraw it?", "Nobody will answer it any more.", "Withdraw")
    button = text.button("Withdraw", f"{Action.WITHDRAW_QUESTION}#{place}", question.id, confirm=confirm)
    return text.section(said, accessory=button)


def _stands(question: Question) -> str:
    asked_whom = "Your building's coach was asked" if question.at_coach else "Your district's contacts were asked"
    return {
        State.ASKED: asked_whom,
        State.ANSWERED: "Answered",
        State.DECLINED: "Declined",
        State.CASE_OPENED: "A support case was opened from it",
        State.WITHDRAWN: "Withdrawn",
        State.UNANSWERED: "Nobody answered in time",
    }[question.state]


def _plainly(sentence: str) -> Message:
    return Message(text=sentence, blocks=[text.section(sentence)])
