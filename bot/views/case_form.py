"""The form of a case: it asks what the type needs (POLICY 3), and is drawn anew when the type changes.

Blocks keep their ids, so that Slack keeps what was typed; a form begun afresh has other action ids.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.cases import Ask, CaseType, Frequency, Priority, Scope
from bot.domain.drafts import NEEDS, Problem
from bot.domain.environments import Environment, Kept
from bot.domain.files import NotTaken
from bot.domain.ids import CaseNumber, DistrictId, PersonId
from bot.domain.limits import Limits
from bot.domain.notifications import Notification
from bot.views import environments, fields, incidents, student_data, terms, text
from bot.views.actions import Action, Callback
from bot.views.message import Block, Message

CONTACTS = "modify-contacts"
"""A choice among the types that is no case (POLICY 6)."""

TYPE, DISTRICT, CONTACT, URGENCY, FILES, MODULE = "type", "district", "contact", "urgency", "files", "module"
NO_NAMES = fields.NO_NAMES
FIELDS: dict[CaseType, tuple[str, ...]] = {
    CaseType.QUESTION: (),
    CaseType.APPLICATION_ISSUE: ("steps", "expected", "actual", "frequency", "impact", "scope", "environment"),
    CaseType.SERVICE_REQUEST: ("task",),
    CaseType.TECHNICAL: ("impact", "scope", "environment"),
    CaseType.UPDATE_OR_REFRESH: ("ask", "environment", "loss_confirmed"),
    CaseType.ENHANCEMENT: (),
}
"""Shown for a type, beside what every type shows. By the names of Draft, which are the block ids too."""

LABELS = {
    "steps": "Steps to replicate",
    "expected": "Expected result",
    "actual": "Actual result",
    "impact": "Impact",
    "task": "What is to be done",
    "frequency": "How often does it happen?",
    "scope": "Who is affected?",
    "environment": "Environment",
    "ask": "What do you ask for?",
}
HINTS = {"impact": "How many people and schools, what is blocked, is there a way around it?", "task": NO_NAMES}
CHOICES: dict[str, list[tuple[str, str]]] = {
    "environment": [(name, name) for name in Environment],
    "frequency": [(it.value, terms.FREQUENCY[it]) for it in Frequency],
    "scope": [(it.value, terms.SCOPE[it]) for it in Scope],
    "ask": [(it.value, terms.ASK[it]) for it in Ask],
}
TYPES = [*((kind.value, terms.CASE_TYPE[kind]) for kind in CaseType), (CONTACTS, "Modify Authorized Contacts")]
NOT_A_CASE = (
    "Who is an authorized contact is not changed by a case, but by a request: to add, remove or change somebody, or "
    "to make them a contact again. *Manage contacts…* shows your district's list, where you ask for it. What you "
    "typed for a case is kept: choose another type, and it is here again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody a case can be opened for."""

    id: PersonId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseForm:
    """What the form shows. `fields`: what stands in which block; `facts`: the ids it carries along.

    `similar`: cases of the district that may be the same, None where nobody has looked. `asking`: it was sent, and
    stands once more because of them. `unseen`: it was sent before its new fields were drawn.
    `incidents`: the open ones of its module; `environments`: what is known of its district's.
    """

    fields: Mapping[str, str]
    facts: Mapping[str, str]
    districts: Sequence[tuple[DistrictId, str]]
    modules: Sequence[str]
    command: str
    limits: Limits
    contacts: Sequence[Contact] = ()
    similar: Sequence[tuple[CaseNumber, str]] | None = None
    saved_at: datetime | None = None
    zone: str = "UTC"
    resumed: bool = False
    earlier: bool = False
    asking: bool = False
    unseen: bool = False
    along: Sequence[str] = field(default_factory=list)
    incidents: Sequence[Notification] = ()
    environments: Sequence[Kept] = ()

    @property
    def type(self) -> str:
        found = self.fields.get(TYPE, "")
        return found if found in {value for value, _ in TYPES} else CaseType.QUESTION

    def action(self, name: str) -> str:
        """A form begun afresh must not keep what was typed before: that hangs on the action ids."""
        afresh = self.facts.get("afresh", "")
        return f"{name}#{afresh}" if afresh else name


def case_form(form: CaseForm) -> Block:
    """The window. Its metadata carries ids alone (SLACK 1.2)."""
    kept = {**form.facts, **({"shown": "yes"} if form.similar is not None else {})}
    if form.type == CONTACTS:
        blocks = [*_above(form), _type(form), *_not_a_case()]
    else:
        known = incidents.in_form(form.incidents, form.fields.get(incidents.MINE, ""), form.action("ticked"))
        blocks = [*_above(form), *known, _type(form), *_asked(form)]
    return text.modal(
        "New case",
        Callback.OPEN_CASE,
        blocks,
        submit="Send anyway" if form.asking else "Send",
        private_metadata=json.dumps(kept),
    )


def _above(form: CaseForm) -> list[Block]:
    whom = f" for {text.inline(form.districts[0][1])}" if len(form.districts) == 1 else ""
    follows = f" It follows on case {form.facts['previous']}." if form.facts.get("previous") else ""
    first = text.context(f"A case{whom}.{follows} {NO_NAMES} More: `{form.command} help`.")
    unseen = [text.section(":warning: This type asks for more. Please fill in what is new below, and send it again.")]
    return [first, *_from_message(form), *_brings(form), *(unseen if form.unseen else []), *_draft(form)]


def _from_message(form: CaseForm) -> list[Block]:
    """What is private where it was written goes to more readers: that is said before it is sent."""
    if not form.facts.get("form", "").startswith("message:"):
        return []
    said = (
        "From a message. What you send here, its files, and the replies of contacts and Support that stand below it, "
        "will be read by all contacts of the district and by Support."
    )
    return [text.context(said)]


def _brings(form: CaseForm) -> list[Block]:
    """What goes along with a message, and stands in no field."""
    more = [text.small(f"Files that go along: {text.sentence(form.along)}")] if form.along else []
    rest = [text.context("The message is longer than this form shows; the rest of it goes along.")]
    return [*more, *(rest if form.fields.get("rest") else [])]


def _draft(form: CaseForm) -> list[Block]:
    if form.saved_at is None:
        return []
    saved = f"saved {text.clock(form.saved_at, form.zone)}"
    if form.earlier:
        return [text.context(f"You have a draft, {saved}: `{form.command}` with nothing behind it opens it.")]
    return [text.context(f"Draft, {saved}. It is kept for {text.hours(form.limits.kept_hours)}, without its files.")]


def _type(form: CaseForm) -> Block:
    menu = fields.menu(form.action(Action.FORM_TYPE), TYPES, form.type)
    return fields.heard(fields.field(TYPE, "Type", menu))


def _not_a_case() -> list[Block]:
    manage = text.button("Manage contacts…", Action.LIST_MANAGE, "0", style="primary")
    return [text.section(NOT_A_CASE), *text.buttons([manage])]


def _asked(form: CaseForm) -> list[Block]:
    kind = CaseType(form.type)
    near = _similar(form)
    return [
        *_whose(form),
        _module(form),
        _subject(form),
        *([] if form.asking else near),
        _lines(form, "description", "Description", hint=NO_NAMES),
        _choice(form, URGENCY, "Urgency", [(it.value, terms.PRIORITY[it]) for it in Priority], first=Priority.MEDIUM),
        *(_of_type(form, name, kind) for name in FIELDS[kind]),
        _due(form, kind),
        _student_data(form),
        _files(form),
        *(environments.in_form(form.environments) if kind is CaseType.UPDATE_OR_REFRESH else []),
        *_promise(kind),
        *_buttons(form),
        *(near if form.asking else []),
    ]


def _whose(form: CaseForm) -> list[Block]:
    if form.contacts:
        named = [(str(it.id), it.name) for it in form.contacts]
        hint = "Who phoned. They are told, and can withdraw the case."
        return [_choice(form, CONTACT, "Contact", named, hint=hint)]
    if len(form.districts) <= 1:  # none: their right has ended, which is said when they send it
        return []
    return [_choice(form, DISTRICT, "District", [(str(key), name) for key, name in form.districts])]


def _module(form: CaseForm) -> Block:
    menu = fields.menu(
        form.action(Action.FORM_MODULE), [(name, name) for name in form.modules], form.fields.get(MODULE, "")
    )
    hint = "Something that is known affects it: please look at the top of this form." if form.incidents else ""
    return fields.heard(fields.field(MODULE, "Module", menu, hint=hint))


def _subject(form: CaseForm) -> Block:
    typed = fields.words(form.action(Action.FORM_SUBJECT), form.fields.get("subject", ""), multiline=False)
    between = f"{form.limits.subject_shortest} to {form.limits.subject_longest} characters"
    hint = f"{between}. Enter looks for similar cases."
    return fields.heard(fields.field("subject", "Subject", typed, hint=hint))


def _of_type(form: CaseForm, name: str, kind: CaseType) -> Block:
    optional = name not in NEEDS[kind]
    if name == "loss_confirmed":
        box = fields.box(form.action("chosen"), "We know that the data there is lost", ticked=_ticked(form, name))
        return fields.field(name, "For a database refresh: the data in the target is lost", box, optional=True)
    if name in CHOICES:
        return _choice(form, name, LABELS[name], CHOICES[name], optional=optional)
    return _lines(form, name, LABELS[name], optional=optional, hint=HINTS.get(name, ""))


def _ticked(form: CaseForm, name: str) -> bool:
    return form.fields.get(name) == "yes"


def _student_data(form: CaseForm) -> Block:
    name = student_data.FIELD
    box = fields.box(form.action("chosen"), student_data.TICK, ticked=_ticked(form, name))
    return fields.field(name, student_data.LABEL, box, optional=True, hint=student_data.HINT)


def _due(form: CaseForm, kind: CaseType) -> Block:
    label = {CaseType.SERVICE_REQUEST: "By when", CaseType.UPDATE_OR_REFRESH: "Wanted date"}.get(kind, "Due date")
    needed = "due" in NEEDS[kind]
    picker = fields.picked_date(form.action("chosen"), form.fields.get("due", ""))
    return fields.field(
        "due", label, picker, optional=not needed, hint="" if needed else "Only if the case is time-sensitive."
    )


def _files(form: CaseForm) -> Block:
    hint = f"Up to {form.limits.files_at_once}, {form.limits.form_file_mb} MB each, no programs. {NO_NAMES}"
    picker = fields.picked_files(form.action("files"), most=form.limits.files_at_once)
    return fields.field(FILES, "Files", picker, optional=True, hint=hint)


def _promise(kind: CaseType) -> list[Block]:
    """What is said of a type before it is sent."""
    match kind:
        case CaseType.ENHANCEMENT:
            said = "No promise is made: Support passes an enhancement on, and cannot say whether or when it comes."
        case CaseType.UPDATE_OR_REFRESH:
            said = "An Authorized Technical Contact of your district sends this."
        case _:
            return []
    return [text.context(said)]


def _buttons(form: CaseForm) -> list[Block]:
    save = text.button("Save draft", form.action(Action.FORM_SAVE), "save")
    confirm = text.confirmation("Start afresh?", "What stands in this form, and its draft, will be gone.", "Start")
    afresh = text.button("Start afresh", form.action(Action.FORM_AFRESH), "afresh", confirm=confirm)
    from_nothing = form.resumed and not form.facts.get("form", "").startswith("message:")
    return text.buttons([save, afresh] if from_nothing else [save])


def _similar(form: CaseForm) -> list[Block]:
    """Cases of the same district alone, with a way to read each."""
    if not form.similar:
        return []
    asked = "Is it one of these? Then please add to that case. If not, press *Send anyway*."
    said = asked if form.asking else "Similar cases of your district:"
    return [
        text.section(said),
        *(_one_similar(number, subject, place) for place, (number, subject) in enumerate(form.similar)),
    ]


def _one_similar(number: CaseNumber, subject: str, place: int) -> Block:
    see = text.button(f"Open case {number}", f"{Action.VIEW_CASE}#{place}", number)
    return text.section(f"*{number}* · {text.inline(subject)}", accessory=see)


def _lines(form: CaseForm, block: str, label: str, *, optional: bool = False, hint: str = "") -> Block:
    element = fields.words(form.action("typed"), form.fields.get(block, ""), multiline=True)
    return fields.field(block, label, element, optional=optional, hint=hint)


def _choice(
    form: CaseForm,
    block: str,
    label: str,
    options: Sequence[tuple[str, str]],
    *,
    first: str = "",
    optional: bool = False,
    hint: str = "",
) -> Block:
    element = fields.menu(form.action("chosen"), options, form.fields.get(block, "") or first)
    return fields.field(block, label, element, optional=optional, hint=hint)


def errors(wrong: Mapping[str, Problem], limits: Limits) -> dict[str, str]:
    """By block id: what is wrong, and what would be right."""
    return {name: _wrong(name, problem, limits) for name, problem in wrong.items()}


def _wrong(name: str, problem: Problem, limits: Limits) -> str:
    match problem:
        case Problem.MISSING:
            by_all = name in ("subject", "module", "description")
            return "Please fill this in." if by_all else "Please fill this in: this type of case needs it."
        case Problem.TOO_SHORT:
            return f"Please use at least {limits.subject_shortest} characters."
        case Problem.TOO_LONG:
            return f"Please use at most {limits.subject_longest} characters; the description takes the rest."
        case Problem.OVER:
            return "That day is over. Please choose today or a later one."
        case Problem.FAR:
            return "Please choose a day within the next two years."
        case Problem.NOT_CONFIRMED:
            return "A refresh overwrites the target. Please tick that its data is lost, or ask for something else."


def no_case_yet() -> dict[str, str]:
    """At the type, when the choice that is no case was sent."""
    return {TYPE: "This is not a case: press Manage contacts… below, or choose another type."}


def gone() -> dict[str, str]:
    """At the description: the form was open for longer than what it brings is kept."""
    said = "What the message brought along, its files or the rest of its words, waited too long and is gone. "
    return {"description": f"{said}Please copy what you typed, and open the form from the message again."}


def refused_file(name: str, why: NotTaken, limits: Limits) -> dict[str, str]:
    """At the files."""
    is_program = why is NotTaken.PROGRAM
    reason = "is a program, which cannot be sent" if is_program else f"is larger than {limits.form_file_mb} MB"
    return {FILES: text.cut(f"“{text.one_line(name)}” {reason}. Please take it out.", 150)}


def opened_for(number: CaseNumber) -> Message:
    """What an agent reads after opening a case for somebody who phoned."""
    said = f":white_check_mark: Case {number} is open. Its contact is told, and can withdraw it."
    return Message(text=said, blocks=[text.section(said)])
