"""The emergency exception as people see it: its forms, the calls at the desk, and what each is told (POLICY 2)."""

import json
from collections.abc import Sequence
from datetime import date

from bot.domain.cases import CaseType, Priority
from bot.domain.emergencies import Emergency, Reached, Report, State
from bot.domain.ids import CaseNumber, PersonId
from bot.domain.limits import Limits
from bot.domain.sheets import EmergencySheet, PersonSheet
from bot.views import claiming, fields, forms, terms, text
from bot.views.actions import Action, Callback
from bot.views.emergencies_sent import AFFECTED, BROKEN, PHONE, UNREACHABLE, sent
from bot.views.message import Block, Message

TYPE, MODULE, PRIORITY, SUBJECT = "type", "module", "priority", "subject"
TOLD = {
    BROKEN: "What is broken",
    AFFECTED: "Who is affected",
    UNREACHABLE: "Why no contact was reached",
    PHONE: "Call back",
}
TYPES = tuple(kind for kind in CaseType if kind is not CaseType.UPDATE_OR_REFRESH)
"""An update or a refresh is asked for by a technical contact, and is no emergency."""


def confirmed(sheet: EmergencySheet, *, phone: str, reached: Reached) -> Message:
    """The same as its form was answered with, where it stays; to be taken back while nobody has decided."""
    said = sent(reached, phone=phone, where="here")
    return Message(
        text=said.text,
        blocks=[*said.blocks, *_words(sheet.said), *text.buttons([claiming.take_back(sheet.emergency.id)])],
    )


def page(sheet: EmergencySheet, *, words: bool) -> Message:
    """A call in the desk's channel. Without words: who may read them opens the form, or a direct message."""
    head = _head(sheet)
    if sheet.emergency.state is not State.ASKED:
        return _with_context(head, _became(sheet))
    pressed = text.buttons(_decisions(sheet.emergency))
    if not words:
        where = text.context("Not everybody here may read it: *Accept…* shows what was reported.")
        return Message(text=head.text, blocks=[*head.blocks, where, *pressed])
    asked = text.context(f"Reported {text.moment(sheet.emergency.asked_at)} by {text.named(sheet.person)}")
    blocks = [*head.blocks, asked, *_words(sheet.said), *pressed]
    return Message(text=head.text, blocks=blocks, aloud=text.aloud(f"{head.text}:", sheet.said.broken))


def to_agent(sheet: EmergencySheet) -> Message:
    """The call by direct message."""
    return page(sheet, words=True)


def _head(sheet: EmergencySheet) -> Message:
    said = f":rotating_light: *Emergency {sheet.emergency.id}* · {{district}}"
    return text.told(said, district=sheet.district.name)


def _decisions(emergency: Emergency) -> list[Block]:
    name = f"emergency {emergency.id}"
    return [
        text.button("Accept…", Action.ACCEPT_EMERGENCY, emergency.id, style="primary", spoken_as=f"Accept {name}"),
        text.button("Decline…", Action.DECLINE_EMERGENCY, emergency.id, spoken_as=f"Decline {name}"),
    ]


def _became(sheet: EmergencySheet) -> str:
    """What became of it, for the desk."""
    by, case = text.named(sheet.by), sheet.emergency.case
    match sheet.emergency.state:
        case State.ASKED:
            return "Nobody has decided yet."
        case State.ACCEPTED:
            return f"Accepted by {by}: case {case}, which no contact has claimed yet."
        case State.CLAIMED:
            return f"{text.named(sheet.claimer)} stands for it: case {case}."
        case State.DECLINED:
            return f"Declined by {by}."
        case State.WITHDRAWN:
            return "Taken back by who reported it."
        case State.UNDECIDED:
            return "Nobody decided on it in time. Who reported it was told so, and whom to turn to."


def settled(sheet: EmergencySheet) -> Message:
    """To who was asked to take it, or to decide on it: what became of it. Its words stay theirs to redact."""
    said = text.told(
        f"Emergency {sheet.emergency.id}, which {{name}} of {{district}} reported",
        name=text.called(sheet.person),
        district=sheet.district.name,
    )
    became = _with_context(said, _became(sheet))
    return Message(text=became.text, blocks=[*became.blocks, *_words(sheet.said)])


def own(sheet: EmergencySheet) -> Message:
    """To who reported it, in place of what could be taken back. `claimer` None: who is not named to them."""
    became = _plainly(_became_of_yours(sheet))
    return Message(text=became.text, blocks=[*became.blocks, *_words(sheet.said)])


def _became_of_yours(sheet: EmergencySheet) -> str:
    case = sheet.emergency.case
    match sheet.emergency.state:
        case State.ASKED:
            return "Nobody has decided on your report yet."
        case State.ACCEPTED:
            return f"Support accepted your report: it is case {case}."
        case State.CLAIMED:
            return f"{_goes_on(sheet)}: it is case {case} with Support."
        case State.DECLINED:
            return "Support opened no case for your report."
        case State.WITHDRAWN:
            return "You took your report back."
        case State.UNDECIDED:
            return "Nobody at Support decided on your report in time."


def _goes_on(sheet: EmergencySheet) -> str:
    if sheet.claimer is None:
        return "A contact goes on with it"
    yours = sheet.claimer.id == sheet.person.id
    return "You go on with it yourself" if yours else f"{text.named(sheet.claimer)} goes on with it"


def over() -> Message:
    """To who was asked, and may not see what became of it."""
    return _plainly("This was about an emergency. It is decided on.")


def _words(said: Report) -> list[Block]:
    told = [(BROKEN, said.broken), (AFFECTED, said.affected), (UNREACHABLE, said.unreachable), (PHONE, said.phone)]
    if not any(words.strip() for _, words in told):
        return [text.context("_Redacted_")]
    return [block for name, words in told for block in _told(TOLD[name], words)]


def _told(label: str, words: str) -> list[Block]:
    return [text.context(f"*{label}*"), {"type": "section", "text": text.plain(words, text.PLAIN_LONGEST)}]


def accept_form(sheet: EmergencySheet, modules: Sequence[str], limits: Limits) -> Block:
    """Qualifies the case that it opens."""
    subject = text.cut(text.one_line(sheet.said.broken), limits.subject_longest)
    typed = {**fields.words("typed", subject, multiline=False), "max_length": fields.SHORT}
    types = [(kind.value, terms.CASE_TYPE[kind]) for kind in TYPES]
    priorities = [(it.value, terms.PRIORITY[it]) for it in Priority]
    blocks = [
        *_head(sheet).blocks,
        text.context(f"Reported by {text.named(sheet.person)}"),
        *_words(sheet.said),
        text.divider(),
        fields.choice(TYPE, "Type", types, chosen=CaseType.APPLICATION_ISSUE),
        fields.choice(MODULE, "Module", [(name, name) for name in modules]),
        fields.choice(PRIORITY, "Priority", priorities, chosen=Priority.CRITICAL),
        fields.field(SUBJECT, "Subject", typed, hint=f"The district and the reporter read it. {forms.NO_NAMES}"),
        _reason(limits, "Why is a case opened without a contact?"),
    ]
    return text.modal("Accept emergency", Callback.ACCEPT_EMERGENCY, blocks, submit="Open a case", **_about(sheet))


def decline_form(sheet: EmergencySheet, limits: Limits) -> Block:
    blocks = [
        *_head(sheet).blocks,
        *_words(sheet.said),
        text.divider(),
        _reason(limits, "Why is it declined?", "Who reported it reads this, and whom to turn to instead."),
    ]
    return text.modal("Decline emergency", Callback.DECLINE_EMERGENCY, blocks, submit="Decline", **_about(sheet))


def _reason(limits: Limits, label: str, more: str = "") -> Block:
    hint = " ".join(filter(None, (f"At least {limits.reason_shortest} characters.", more, forms.NO_NAMES)))
    typed = {**fields.words("typed", "", multiline=True), "max_length": 1000}
    return fields.field(forms.WORDS, label, typed, hint=hint)


def _about(sheet: EmergencySheet) -> dict[str, str]:
    return {"private_metadata": json.dumps({"emergency": str(sheet.emergency.id)})}


def accepted(number: CaseNumber) -> Message:
    return _plainly(
        f":white_check_mark: Case {number} is open, on an exception basis. Its reporter answers questions there "
        "until a contact claims it; it cannot be closed before that."
    )


def declined() -> Message:
    return _plainly("Declined. Who reported it is told why, and whom to turn to.")


def offer_form(number: CaseNumber, contacts: Sequence[tuple[PersonSheet, date | None]]) -> Block:
    """Who is away is offered, and marked: their deputy is asked."""
    if not contacts:
        said = (
            f"The district of case {number} has no contact. Its administrator is asked each business day to name one."
        )
        return forms.notice("Hand to a contact", said)
    blocks = [
        text.context(f"Case {number}"),
        fields.choice("person", "Contact", fields.people(contacts)),
        text.context("They are told, and stand for the case once they claim it. Until then any contact may."),
    ]
    facts = json.dumps({"case": str(number)})
    return text.modal(
        "Hand to a contact", Callback.OFFER_EMERGENCY, blocks, submit="Ask them", private_metadata=facts
    )


def asked(sheet: EmergencySheet) -> Message:
    """To each contact of the district, at once."""
    said = text.told(
        "{name} reported an emergency to Support, because no authorized contact of {district} could be reached. "
        "If you can take it, it becomes a case of yours.",
        name=text.called(sheet.person),
        district=sheet.district.name,
    )
    return Message(
        text=said.text, blocks=[*said.blocks, *_words(sheet.said), *text.buttons([claiming.take(sheet.emergency.id)])]
    )


def claimed(number: CaseNumber) -> Message:
    """To who claimed it where nothing can be posted."""
    return _plainly(f":white_check_mark: You stand for case {number} now.")


def to_claim(sheet: EmergencySheet, *, offered: bool = False) -> Message:
    """To a contact: the case waits for one. `offered`: to this one above all."""
    said = text.told(
        f"Case {sheet.emergency.case}, an emergency that {{name}} of {{district}} reported, has no contact yet. "
        + ("Support asks *you* to stand for it: please claim it." if offered else "Who of you claims it?"),
        name=text.called(sheet.person),
        district=sheet.district.name,
    )
    pressed = text.buttons([claiming.claim(int(sheet.emergency.case or 0)), _see(sheet)])
    return Message(text=said.text, blocks=[*said.blocks, *pressed])


def claimed_by(sheet: EmergencySheet, *, reader: PersonId) -> Message:
    """To a contact, in place of that: there is nothing left to claim."""
    yours = sheet.claimer is not None and sheet.claimer.id == reader
    said = text.told(
        f"Case {sheet.emergency.case}, an emergency that {{name}} of {{district}} reported, has a contact now. "
        + ("You stand for it." if yours else "{claimer} stands for it."),
        name=text.called(sheet.person),
        district=sheet.district.name,
        claimer=text.plain_name(sheet.claimer),
    )
    return Message(text=said.text, blocks=[*said.blocks, *text.buttons([_see(sheet)])])


def _see(sheet: EmergencySheet) -> Block:
    number = int(sheet.emergency.case or 0)
    return text.button(f"View case {number}", Action.VIEW_CASE, number)


def nobody(sheet: EmergencySheet) -> Message:
    """To a district's administrator and the support leads: an emergency, and no contact to take it."""
    return text.told(
        "{name} reported an emergency, and {district} has no authorized contact who could take it. Please name one; "
        "Support's agents were paged.",
        name=text.called(sheet.person),
        district=sheet.district.name,
    )


def unclaimed(sheet: EmergencySheet) -> Message:
    return text.told(
        f"Case {sheet.emergency.case}, an emergency at {{district}}, waits for an authorized contact, and there is "
        "none. Please name one: until then it cannot be closed.",
        district=sheet.district.name,
    )


def often(sheet: EmergencySheet, limits: Limits) -> Message:
    return text.told(
        f"{{name}} of {{district}} has used the emergency exception more than {limits.emergency_uses} times in "
        f"{limits.emergency_days} days. Perhaps they should know better how to reach your authorized contacts, or "
        "another contact is needed.",
        name=text.called(sheet.person),
        district=sheet.district.name,
    )


def waiting(sheet: EmergencySheet) -> Message:
    """To the support leads: it was not decided in time."""
    return _undecided(sheet, "")


def left(sheet: EmergencySheet, limits: Limits) -> Message:
    """To the support leads: the desk was called often enough."""
    times = "once" if sheet.emergency.pages == 1 else f"{sheet.emergency.pages} times"
    days = (
        "one business day"
        if limits.emergency_left_days == 1
        else f"{limits.emergency_left_days} business days in all"
    )
    return _undecided(
        sheet,
        f" I called {times} at the desk and call there no more: please see to it that somebody does. I ask you on "
        f"{days}; then it ends, and who reported it is told that nobody decided.",
    )


def _undecided(sheet: EmergencySheet, more: str) -> Message:
    head = _head(sheet)
    said = f"Nobody has decided on it since {text.moment(sheet.emergency.asked_at)}.{more}"
    pressed = text.buttons(_decisions(sheet.emergency))
    spoken = text.cut_drawn(f"{head.text}. Nobody has decided on it yet.{more}", text.TEXT_LONGEST)
    blocks = [*head.blocks, text.context(said), *_words(sheet.said), *pressed]
    return Message(text=spoken, blocks=blocks, aloud=text.aloud(spoken, text.one_line(sheet.said.broken)))


def taken(sheet: EmergencySheet) -> Message:
    """To who reported it."""
    if sheet.by is None:
        return _plainly(f"A contact has taken on your report: it is case {sheet.emergency.case} with Support now.")
    return text.told(
        f"{{name}} has taken on your report: it is case {sheet.emergency.case} with Support now, and {{name}} goes "
        "on with it.",
        name=text.called(sheet.by),
    )


def withdrawn() -> Message:
    return _plainly("Your report is taken back. Good that it is over.")


def _with_context(head: Message, line: str) -> Message:
    return Message(
        text=text.cut_drawn(f"{head.text}. {line}", text.TEXT_LONGEST), blocks=[*head.blocks, text.context(line)]
    )


def _plainly(sentence: str) -> Message:
    return Message(text=text.spoken(sentence.replace("*", "")), blocks=[text.section(sentence)])
