"""What is filled in to ask for a change of a district's list, and to decide on one (POLICY 6)."""

import json
import re
from dataclasses import dataclass

from bot.domain.directory import TRAINING
from bot.domain.ids import DistrictId
from bot.domain.limits import Limits
from bot.domain.list_requests import Kind, Waits, details_seen
from bot.domain.list_sheets import ListLine, RequestSheet
from bot.domain.people import Role
from bot.views import fields, list_notices, list_words, terms, text
from bot.views.actions import Callback
from bot.views.message import Block

USER, NAME, EMAIL, PHONE, ROLE, LEARNED, LICENSED, REASON = (
    "user",
    "name",
    "email",
    "phone",
    "role",
    "training",
    "licensed",
    "reason",
)
YES = "yes"
NOT_ASKED = "not-asked"
"""Of a training; no option of Slack's is empty."""

_ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,60}@[A-Za-z0-9-]{1,60}(\.[A-Za-z0-9-]{1,30}){1,4}")

TITLES = {
    Kind.ADD: "Add a contact",
    Kind.REMOVE: "Remove a contact",
    Kind.CHANGE_TYPE: "Change type",
    Kind.UPDATE: "Update details",
    Kind.REACTIVATE: "A contact again",
    Kind.THIRD_PARTY: "Third-party access",
    Kind.BIND: "Bind to a Slack user",
}
SAYS = {
    Kind.ADD: "Support is asked to approve it. Then {person} may open and work every case of {district}.",
    Kind.REMOVE: "It takes effect at once: {person} can no longer open or work cases of {district}. Their open cases "
    "are offered to the other contacts, and everybody on the list is told.",
    Kind.CHANGE_TYPE: "Support is asked to approve it. Technical contacts may also ask for version updates and "
    "database refreshes. This is about {person}, of {district}.",
    Kind.UPDATE: "What {district} has written of {person}. It is changed at once, and the contacts are told.",
    Kind.REACTIVATE: "Support is asked to approve it. Then {person} is a contact of {district} again.",
    Kind.THIRD_PARTY: "For a guest, or somebody of another workspace, with a Limited License Agreement. Support "
    "records it, and approves. Then they may ask the contacts of {district} for help.",
    Kind.BIND: "{person} is on the list of {district} without a Slack user. Whoever you choose gets that line and "
    "its right at once: please make sure that it is the same person. A like name or e-mail address proves nothing.",
}
LAST = (
    "*They are the last contact of the district who may act.* Please name somebody who comes in their place: both is "
    "done at once, when Support has approved it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a form is drawn from. `line`: whom it is about, where they are on the list.

    `needs_another`: a removal that leaves nobody. `overrides`: a support administrator removes, with a reason.
    `contacts`: how many there are.
    """

    kind: Kind
    id: DistrictId
    district: str
    line: ListLine | None = None
    needs_another: bool = False
    overrides: bool = False
    contacts: int = 0


def form(asking: Asking, limits: Limits) -> Block:
    facts = {"district": str(asking.id), "kind": asking.kind}
    if asking.line is not None:
        facts["person"] = str(asking.line.person.id)
    if asking.overrides:
        facts["overrides"] = YES
    if asking.line is not None and asking.kind is Kind.UPDATE:
        it = asking.line
        facts["saw"] = details_seen(it.person.name, it.email, it.phone, it.training)
    blocks = [*_says(asking, limits), *_fields(asking, limits)]
    submit = "Remove" if asking.kind is Kind.REMOVE and not asking.needs_another else "Send"
    return text.modal(
        TITLES[asking.kind], Callback.LIST_REQUEST, blocks, submit=submit, private_metadata=json.dumps(facts)
    )


def _says(asking: Asking, limits: Limits) -> list[Block]:
    name = list_words.named(asking.line.person) if asking.line is not None else "whoever you choose"
    first = text.told(SAYS[asking.kind], person=name, district=asking.district).blocks
    if asking.needs_another:
        return [*first, text.section(LAST)]
    if asking.kind is Kind.ADD and asking.contacts >= limits.contacts_most:
        said = f":warning: There are {asking.contacts} contacts already; {limits.contacts_most} are recommended."
        return [*first, text.context(f"{said} More are possible: Support decides.")]
    return list(first)


def _fields(asking: Asking, limits: Limits) -> list[Block]:
    match asking.kind:
        case Kind.ADD:
            return [*_newcomer(), _reason()]
        case Kind.REMOVE:
            return [*(_newcomer() if asking.needs_another else []), _reason(limits if asking.overrides else None)]
        case Kind.CHANGE_TYPE:
            return [_role(asking.line), _reason()]
        case Kind.UPDATE:
            return _details(asking.line)
        case Kind.REACTIVATE:
            return [_reason()]
        case Kind.THIRD_PARTY:
            return [fields.person(USER, "Who?"), *_reach(), _reason()]
        case Kind.BIND:
            return [fields.person(USER, "Slack user")]


def _newcomer() -> list[Block]:
    """Everything an add records."""
    box = fields.box("ticked", "They are a licensed user of the software", ticked=False)
    return [
        fields.person(USER, "Slack user", hint="Somebody of your district. I look them up; they need do nothing."),
        *_reach(),
        fields.choice(ROLE, "Type", _types(), chosen=Role.SUPPORT),
        fields.choice(LEARNED, "Training: Introduction to Support", _training(), chosen="needed"),
        fields.field(LICENSED, "Licensed user", box),
    ]


def _reach() -> list[Block]:
    return [
        fields.line(NAME, "Name", "", hint="As it is to stand on the list."),
        fields.email(EMAIL, "Work e-mail"),
        fields.line(PHONE, "Phone", "", optional=True),
    ]


def _types() -> list[tuple[str, str]]:
    return [(role.value, terms.ROLE[role]) for role in (Role.SUPPORT, Role.TECHNICAL)]


def _training() -> list[tuple[str, str]]:
    return [(value, value.capitalize()) for value in TRAINING if value]


def _role(line: ListLine | None) -> Block:
    return fields.choice(ROLE, "Type", _types(), chosen=line.role if line else "")


def _details(line: ListLine | None) -> list[Block]:
    if line is None:
        return _reach()
    known = line.email if _ADDRESS.fullmatch(line.email) else ""
    return [
        fields.line(NAME, "Name", _typed(line.person.name)),
        fields.email(EMAIL, "Work e-mail", known),
        fields.line(PHONE, "Phone", _typed(line.phone), optional=True),
        _learned(line),
    ]


def _learned(line: ListLine) -> Block:
    """What the list does not say it need not say afterwards."""
    options = _training() if line.training else [(NOT_ASKED, "Not asked"), *_training()]
    return fields.choice(LEARNED, "Training: Introduction to Support", options, chosen=line.training or NOT_ASKED)


def _typed(words: str) -> str:
    return " ".join(words.split())


def _reason(limits: Limits | None = None) -> Block:
    """`limits`: where the reason has to say more than a word."""
    least = f" At least {limits.reason_shortest} characters." if limits else ""
    return fields.lines(
        REASON,
        "Why?",
        hint=f"It is kept with the request, and everybody who is told reads it.{least} {fields.NO_NAMES}",
    )


def missing(block: str, sentence: str = "Please fill this in.") -> dict[str, str]:
    return {block: sentence}


def too_short(limits: Limits) -> dict[str, str]:
    return {REASON: f"Please write at least {limits.reason_shortest} characters."}


def asks_agreement(sheet: RequestSheet) -> bool:
    """Of a third party the Limited License Agreement is recorded."""
    return sheet.request.kind is Kind.THIRD_PARTY


def approve_form(sheet: RequestSheet) -> Block:
    """What it will do is said once more before it is done."""
    said = list_words.told(f"{{asker}} of {{district}} asks to {list_words.asked(sheet)}.", sheet)
    is_third = asks_agreement(sheet)
    label = "Limited License Agreement" if is_third else "Answer"
    hint = "Its number or date: it is recorded with the request." if is_third else "If there is something to say."
    hint = f"{hint} {fields.NO_NAMES}"
    return text.modal(
        "Approve",
        Callback.LIST_APPROVE,
        [
            *said.blocks,
            *list_words.reasons(sheet),
            *list_notices.beyond(sheet),
            fields.lines(REASON, label, hint=hint, optional=not is_third),
        ],
        submit="Approve",
        private_metadata=json.dumps({"request": str(sheet.request.id)}),
    )


def decline_form(sheet: RequestSheet, limits: Limits) -> Block:
    said = list_words.told(f"{{asker}} of {{district}} asks to {list_words.asked(sheet)}.", sheet)
    hint = f"At least {limits.reason_shortest} characters. {_who_reads(sheet)} {fields.NO_NAMES}"
    return text.modal(
        "Decline",
        Callback.LIST_DECLINE,
        [*said.blocks, fields.lines(REASON, "Why not?", hint=hint)],
        submit="Decline",
        private_metadata=json.dumps({"request": str(sheet.request.id)}),
    )


def _who_reads(sheet: RequestSheet) -> str:
    return f"{text.one_line(list_words.named(sheet.asked_by))} reads it."


def sent(waits: Waits) -> str:
    """What was done, at the top of the list."""
    match waits:
        case Waits.SUPPORT:
            return "Support is asked to approve it; you are told what they decide."
        case Waits.DISTRICT:
            return "That is more than one removal in a day, so your district's administrator is asked to approve it."
        case Waits.CONFIRMATION | Waits.NOBODY:
            return "Done. Everybody on the list is told."
