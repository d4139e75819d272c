"""An emergency as whoever reports it writes it, and what they read once it is sent (POLICY 2)."""

import json
from collections.abc import Sequence

from bot.domain.emergencies import Reached
from bot.domain.ids import Channel
from bot.views import fields, forms, redirect, text
from bot.views.actions import Callback
from bot.views.message import Block, Message

BROKEN, AFFECTED, UNREACHABLE, PHONE, DISTRICT = "broken", "affected", "unreachable", "phone", "district"
LONGEST = {BROKEN: 1500, AFFECTED: 1000, UNREACHABLE: 1000, PHONE: fields.SHORT}
"""Of each field: together they fit one message."""

LABELS = {
    BROKEN: "What is broken?",
    AFFECTED: "Who is affected?",
    UNREACHABLE: "Why can no authorized contact be reached?",
    PHONE: "Callback phone",
}


def report_form(districts: Sequence[Reached], *, phone: str, where: Channel | None = None) -> Block:
    """All of it is asked for. `districts`: those its reader belongs to; `where` they asked for it."""
    call = f" If you can, also call Support: *{text.inline(phone)}*." if phone else ""
    contacts = " and all your district's contacts" if any(it.others for it in districts) else ""
    opening = (
        "Only for what cannot wait and where no authorized contact can be reached. Support's agents"
        f"{contacts} are told at once.{call}"
    )
    which = [fields.choice(DISTRICT, "District", [(str(it.district), it.name) for it in districts])]
    blocks = [
        text.section(opening),
        *(block for it in districts if not it.others for block in text.told(_nobody(it), name=it.name).blocks),
        *(which if len(districts) > 1 else []),
        _field(BROKEN, hint=forms.NO_NAMES),
        _field(AFFECTED, hint=f"How many people, which schools. {forms.NO_NAMES}"),
        _field(UNREACHABLE),
        fields.short(PHONE, LABELS[PHONE], hint="Where Support reaches you now."),
    ]
    only = {"district": str(districts[0].district)} if len(districts) == 1 else {}
    facts = {**only, **forms.where(where)}
    return text.modal(
        "This is an emergency",
        Callback.REPORT_EMERGENCY,
        blocks,
        submit="Send",
        private_metadata=json.dumps(facts),
    )


def _nobody(reached: Reached) -> str:
    """Nobody there hears of it; and who appoints contacts (POLICY 2). With `{name}` for the district's."""
    return f"{{name}} {redirect.NO_OTHER if reached.is_contact else redirect.NOBODY} {redirect.WHO_APPOINTS}"


def _field(block: str, *, hint: str = "") -> Block:
    typed = {**fields.words("typed", "", multiline=True), "max_length": LONGEST[block]}
    return fields.field(block, LABELS[block], typed, hint=hint)


def missing(names: Sequence[str]) -> dict[str, str]:
    """At the fields that say nothing."""
    return dict.fromkeys(names, "Please fill this in.")


def no_number() -> dict[str, str]:
    """At the field."""
    return {PHONE: "Please write a number at which Support can call you back, such as 555-0101."}


def sent(reached: Reached, *, phone: str, where: str = "by direct message") -> Message:
    """The answer to the form, in a window. `where`: they are written to."""
    call = f" If it gets worse, call Support: *{text.inline(phone)}*." if phone else ""
    contacts = " and with your district's contacts" if reached.others else ""
    said = (
        f"Your report is with Support's agents{contacts}.{call} I write to you {where} as soon as somebody decides."
    )
    opening = text.section(said)
    if reached.others:
        return Message(text=text.spoken(said.replace("*", "")), blocks=[opening])
    nobody = text.told(_nobody(reached), name=reached.name)
    spoken = f"{text.spoken(said.replace('*', ''))} {nobody.text}"
    return Message(text=text.cut_drawn(spoken, text.TEXT_LONGEST), blocks=[opening, *nobody.blocks])
